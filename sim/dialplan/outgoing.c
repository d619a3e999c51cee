/* Calling out. The other side is a task of its own that rings, and answers or refuses. */
#include "sim/dialplan/outgoing.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/base/text.h"
#include "sim/calls/cause.h"
#include "sim/calls/device.h"
#include "sim/calls/dial.h"
#include "sim/calls/local.h"
#include "sim/dialplan/thread.h"
#include "sim/dialplan/values.h"
#include "sim/world/digest.h"

/* What acts on a channel from outside; the channel may be gone by then. */
struct party {
    struct activity activity;
    char *channel_id;
    enum phone_behaviour behaviour;
    uint64_t due_us;
};

static void start_party(struct world *w, const struct channel *channel,
                        enum phone_behaviour behaviour, uint64_t after_us);
static void pass_on(struct world *w, const struct channel *near, struct channel *far);
static void ring(struct world *w, struct task *task);
static void decide(struct world *w, struct task *task);
static void give_up(struct world *w, struct task *task);
static struct channel *waiting_channel(const struct world *w, const struct party *party);
static void end_party(struct world *w, struct task *task, struct party *party);
static void tell(struct digest *digest, const void *activity);

static const struct step RING = {"O other side rings", ring, tell};
static const struct step DECIDE = {"O other side decides", decide, tell};
static const struct step GIVE_UP = {"O nobody has answered", give_up, tell};

struct channel *outgoing_place(struct world *w, const struct outgoing_config *config) {
    const struct call_config *call = config->call;
    bool in_dialplan = call->near_context != NULL;
    struct channel *channel =
        channel_new(w, &(struct channel_config){
                           .id = call->near_id,
                           .name = config->name,
                           .state = CHANNEL_DOWN,
                           .context = in_dialplan ? call->near_context : DIALPLAN_DEFAULT_CONTEXT,
                           .exten = in_dialplan ? call->near_exten : DIALPLAN_DEFAULT_EXTEN,
                           .priority = 1,
                       });
    channel_set_app(w, channel, "AppDial2", "(Outgoing Line)");
    if (call->caller_name || call->caller_number) {
        const char *name = text_or_empty(call->caller_name);
        const char *number = text_or_empty(call->caller_number);
        channel_set_caller(w, channel, name, number);
        channel_set_connected(w, channel, name, number);
    }
    for (size_t i = 0; i + 1 < call->variables_count; i += 2) {
        dialplan_write(w, channel, call->variables[i], call->variables[i + 1]);
    }
    if (call->near_subscriber) {
        subscription_add(w, &channel->subscriptions, call->near_subscriber, SUBSCRIBED_BY_REQUEST);
    }
    thread_start_near(w, channel, call);
    dial_begin(w, channel, config->dialstring);
    start_party(w, channel, config->behaviour, config->after_us);
    return channel;
}

void outgoing_dial(struct world *w, struct channel *channel, uint64_t timeout_us) {
    must(channel->state == CHANNEL_DOWN && !channel->dialstring);
    if (channel->peer) {
        pass_on(w, channel, channel->peer);
        local_dial(w, channel);
        if (channel->peer->task) {
            task_wake(w, channel->peer->task, WAKE_DONE);
        }
    } else {
        char device[DEVICE_NAME_BYTES];
        device_of_channel(channel, device);
        const struct phone *phone = phone_find(w, device);
        const char *slash = strchr(device, '/');
        dial_begin(w, channel, slash ? slash + 1 : device);
        start_party(w, channel, phone ? phone->behaviour : PHONE_NO_ANSWER,
                    phone ? phone->after_us : 0);
    }
    if (timeout_us > 0) {
        struct party *party = activity_new(w, sizeof *party, &GIVE_UP);
        party->channel_id = world_strdup(w, channel->id);
        task_start(w, "T", channel->id, &party->activity, world_now_us(w) + timeout_us);
    }
}

/* What ;1 has been told since it was made. */
static void pass_on(struct world *w, const struct channel *near, struct channel *far) {
    channel_inherit_variables(w, near, far);
    world_strset(w, &far->language, near->language);
    if (near->connected_name || near->connected_number) {
        channel_set_caller(w, far, text_or_empty(near->connected_name),
                           text_or_empty(near->connected_number));
    }
}

static void start_party(struct world *w, const struct channel *channel,
                        enum phone_behaviour behaviour, uint64_t after_us) {
    struct party *party = activity_new(w, sizeof *party, after_us > 0 ? &RING : &DECIDE);
    party->channel_id = world_strdup(w, channel->id);
    party->behaviour = behaviour;
    party->due_us = world_now_us(w) + after_us;
    task_start(w, "O", channel->id, &party->activity, world_now_us(w));
}

static void ring(struct world *w, struct task *task) {
    struct party *party = task_activity(task);
    struct channel *channel = waiting_channel(w, party);
    if (channel) {
        channel_set_state(w, channel, CHANNEL_RINGING);
        task_sleep(w, task, &DECIDE, party->due_us, 0);
    } else {
        end_party(w, task, party);
    }
}

static void decide(struct world *w, struct task *task) {
    struct party *party = task_activity(task);
    struct channel *channel = waiting_channel(w, party);
    if (channel && party->behaviour == PHONE_ANSWERS) {
        channel_answer(w, channel);
        if (channel->task) {
            task_wake(w, channel->task, WAKE_DONE);
        }
    } else if (channel && party->behaviour == PHONE_BUSY) {
        channel_hangup(w, channel, (struct hangup){.shown_cause = CAUSE_BUSY, .cause = CAUSE_BUSY});
    }
    end_party(w, task, party);
}

static void give_up(struct world *w, struct task *task) {
    struct party *party = task_activity(task);
    struct channel *channel = waiting_channel(w, party);
    if (channel) {
        channel_hangup(w, channel,
                       (struct hangup){.shown_cause = CAUSE_NO_ANSWER, .cause = CAUSE_NO_ANSWER});
    }
    end_party(w, task, party);
}

/* NULL when it has been answered, hung up, or is gone. */
static struct channel *waiting_channel(const struct world *w, const struct party *party) {
    struct channel *channel = channel_find(w, party->channel_id);
    bool waits = channel && !channel->hung_up && channel->state != CHANNEL_UP;
    return waits ? channel : NULL;
}

static void end_party(struct world *w, struct task *task, struct party *party) {
    world_strfree(w, party->channel_id);
    task_end(w, task);
}

static void tell(struct digest *digest, const void *activity) {
    const struct party *party = activity;
    digest_text(digest, party->channel_id);
    digest_number(digest, (uint64_t)party->behaviour);
    if (party->activity.step == &RING) { /* from then on it is when the task is due */
        digest_moment(digest, party->due_us);
    }
}

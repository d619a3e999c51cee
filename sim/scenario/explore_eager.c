/* Steps that commute with everything: for each, what would have to be there for it not to.
 *
 * A step that touches a context in the registry is not among them, even where the rules leave no
 * doubt what it will find: whether they are kept is what is searched for. */
#include "sim/scenario/explore_eager.h"

#include <string.h>

#include "sim/broadcast/broadcast.h"
#include "sim/calls/channel.h"
#include "sim/dialplan/match.h"
#include "sim/scenario/choices.h"
#include "sim/scenario/client.h"
#include "sim/scenario/plan.h"

/* A task that may do its next step, and what there is around it. */
struct situation {
    const struct tracker *tracker;
    struct task *task;
    const struct channel *channel; /* of the task's subject; NULL: none */
    struct task *const *choices;
    size_t count;
};

static bool commutes(const struct situation *now);
static bool always(const struct situation *now);
static bool begins_claim(const struct situation *now);
static bool decides_nothing(const struct situation *now);
static bool copies_claimed(const struct situation *now);
static bool is_unasked(const struct situation *now);
static bool finds_no_context(const struct situation *now);
static bool finds_same_applications(const struct situation *now);
static bool ends_unseen(const struct situation *now);
static bool thread_is_alone(const struct situation *now);
static bool goes_on_alone(const struct situation *now);
static bool is_plain_priority(const struct situation *now);
static bool leaves_alone(const struct situation *now);
static bool may_hang_up(const struct situation *now);
static bool session_is_asked(const struct situation *now);

/* By the names that they are defined with. What a step commutes with is all the others, so what has
 * to be true for that stands here together, and not with each of them. */
static const struct {
    const char *step;
    bool (*commutes)(const struct situation *now);
} STEPS[] = {
    {"A request", begins_claim},          {"C2 decide", decides_nothing},
    {"C3 CallClaimed", copies_claimed},   {"C4 answer", always},
    {"D1 status empty", is_unasked},      {"D2 drop the old context", finds_no_context},
    {"D4 send", finds_same_applications}, {"D8 session ends", ends_unseen},
    {"D10 status", is_unasked},           {"L wait for answer", is_unasked},
    {"P after", goes_on_alone},           {"P end of channel", leaves_alone},
    {"P hang up", goes_on_alone},         {"P place the call", thread_is_alone},
    {"P priority", is_plain_priority},    {"S session", is_unasked},
};

struct task *eager_choice(const struct tracker *tracker, struct task *const *choices, size_t count,
                          size_t *next) {
    if (tracker->scenario->order != ORDER_ANY) {
        return NULL;
    }
    while (*next < count) {
        struct task *task = choices[(*next)++];
        struct situation now = {.tracker = tracker,
                                .task = task,
                                .channel = channel_find(tracker->world, task_subject(task)),
                                .choices = choices,
                                .count = count};
        /* Where moments count, the clock must stay where it is. */
        bool stays = task_is_ready(task) || (task_is_free(task) && !tracker_is_timed(tracker));
        if (stays && commutes(&now)) {
            return task;
        }
    }
    return NULL;
}

static bool commutes(const struct situation *now) {
    const char *step = task_step(now->task)->name;
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++) {
        if (strcmp(STEPS[i].step, step) == 0) {
            return STEPS[i].commutes(now);
        }
    }
    return false;
}

static bool always(const struct situation *now) {
    (void)now;
    return true;
}

/* An action only begins a request, whose first step is tried in every order. */
static bool begins_claim(const struct situation *now) {
    return action_is_claim(now->task);
}

static bool decides_nothing(const struct situation *now) {
    struct claim_view claim;
    return broadcast_claim_view(now->task, &claim) && claim.found && !claim.is_current;
}

/* The first copy shows the channel as it is; the others are of the same event. */
static bool copies_claimed(const struct situation *now) {
    struct claim_view claim;
    return broadcast_claim_view(now->task, &claim) && claim.notifies &&
           finds_same_applications(now);
}

static bool is_unasked(const struct situation *now) {
    return !now->tracker->has_requests;
}

static bool finds_no_context(const struct situation *now) {
    struct broadcast_view context;
    return !broadcast_view(now->tracker->world, task_subject(now->task), &context);
}

static bool finds_same_applications(const struct situation *now) {
    return !now->tracker->registry_changes;
}

/* Who asks of a session, or hangs up, is told whether it is still there. */
static bool ends_unseen(const struct situation *now) {
    return now->channel && now->channel->hung_up && thread_is_alone(now) &&
           finds_same_applications(now) && !may_hang_up(now);
}

static bool thread_is_alone(const struct situation *now) {
    return is_unasked(now) && !session_is_asked(now);
}

static bool goes_on_alone(const struct situation *now) {
    return now->channel && thread_is_alone(now) && (now->channel->hung_up || !may_hang_up(now));
}

static bool is_plain_priority(const struct situation *now) {
    const struct channel *channel = now->channel;
    if (!goes_on_alone(now)) {
        return false;
    }
    const struct dialplan_step *found = dialplan_find(
        now->tracker->scenario->dialplan, channel->context, channel->exten, channel->priority);
    return !found || plan_step_is_plain(found);
}

static bool leaves_alone(const struct situation *now) {
    return now->channel && !now->channel->peer && thread_is_alone(now) &&
           !now->tracker->may_notify && !may_hang_up(now);
}

/* The caller has not hung up, and may; or the near half of its call is about to end. */
static bool may_hang_up(const struct situation *now) {
    if (now->channel && now->channel->peer) {
        return true;
    }
    for (size_t i = 0; i < now->count; i++) {
        const struct task *other = now->choices[i];
        if (strcmp(task_role(other), "H") == 0 &&
            strcmp(task_subject(other), task_subject(now->task)) == 0) {
            return true;
        }
    }
    return false;
}

/* A client asks for something, or is about to, that depends on a session or a channel. */
static bool session_is_asked(const struct situation *now) {
    for (size_t i = 0; i < now->count; i++) {
        const struct task *other = now->choices[i];
        const char *role = task_role(other);
        if (strcmp(role, "Q") == 0 ||
            (strcmp(role, "A") == 0 &&
             (strcmp(task_step(other)->name, "A request") != 0 || !action_is_claim(other)))) {
            return true;
        }
    }
    return false;
}

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

/* What the present state is asked about. */
struct sight {
    const struct tracker *tracker;
    struct task *task;
    const struct channel *channel; /* of the task's subject; NULL: none */
    struct task *const *choices;
    size_t count;
};

static bool commutes(const struct sight *sight);
static bool always(const struct sight *sight);
static bool begins_claim(const struct sight *sight);
static bool decides_nothing(const struct sight *sight);
static bool copies_claimed(const struct sight *sight);
static bool is_unasked(const struct sight *sight);
static bool finds_no_context(const struct sight *sight);
static bool finds_same_applications(const struct sight *sight);
static bool ends_unseen(const struct sight *sight);
static bool thread_is_alone(const struct sight *sight);
static bool goes_on_alone(const struct sight *sight);
static bool is_plain_priority(const struct sight *sight);
static bool leaves_alone(const struct sight *sight);
static bool may_hang_up(const struct sight *sight);
static bool session_is_asked(const struct sight *sight);

static const struct {
    const char *step;
    bool (*commutes)(const struct sight *sight);
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
        struct sight sight = {.tracker = tracker,
                              .task = task,
                              .channel = channel_find(tracker->world, task_subject(task)),
                              .choices = choices,
                              .count = count};
        /* Where moments count, the clock must stay where it is. */
        bool stays = task_is_ready(task) || (task_is_free(task) && !tracker_is_timed(tracker));
        if (stays && commutes(&sight)) {
            return task;
        }
    }
    return NULL;
}

static bool commutes(const struct sight *sight) {
    const char *step = task_step(sight->task)->name;
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++) {
        if (strcmp(STEPS[i].step, step) == 0) {
            return STEPS[i].commutes(sight);
        }
    }
    return false;
}

static bool always(const struct sight *sight) {
    (void)sight;
    return true;
}

/* An action only begins a request, whose first step is tried in every order. */
static bool begins_claim(const struct sight *sight) {
    return action_is_claim(sight->task);
}

static bool decides_nothing(const struct sight *sight) {
    struct claim_view claim;
    return broadcast_claim_view(sight->task, &claim) && claim.found && !claim.is_current;
}

/* The first copy shows the channel as it is; the others are of the same event. */
static bool copies_claimed(const struct sight *sight) {
    struct claim_view claim;
    return broadcast_claim_view(sight->task, &claim) && claim.notifies &&
           finds_same_applications(sight);
}

static bool is_unasked(const struct sight *sight) {
    return !sight->tracker->has_requests;
}

static bool finds_no_context(const struct sight *sight) {
    struct broadcast_view context;
    return !broadcast_view(sight->tracker->world, task_subject(sight->task), &context);
}

static bool finds_same_applications(const struct sight *sight) {
    return !sight->tracker->registry_changes;
}

/* Who asks of a session, or hangs up, is told whether it is still there. */
static bool ends_unseen(const struct sight *sight) {
    return sight->channel && sight->channel->hung_up && thread_is_alone(sight) &&
           finds_same_applications(sight) && !may_hang_up(sight);
}

static bool thread_is_alone(const struct sight *sight) {
    return is_unasked(sight) && !session_is_asked(sight);
}

static bool goes_on_alone(const struct sight *sight) {
    return sight->channel && thread_is_alone(sight) &&
           (sight->channel->hung_up || !may_hang_up(sight));
}

static bool is_plain_priority(const struct sight *sight) {
    const struct channel *channel = sight->channel;
    if (!goes_on_alone(sight)) {
        return false;
    }
    const struct dialplan_step *found = dialplan_find(
        sight->tracker->scenario->dialplan, channel->context, channel->exten, channel->priority);
    return !found || plan_step_is_plain(found);
}

static bool leaves_alone(const struct sight *sight) {
    return sight->channel && !sight->channel->peer && thread_is_alone(sight) &&
           !sight->tracker->may_notify && !may_hang_up(sight);
}

/* The caller has not hung up, and may; or the near half of its call is about to end. */
static bool may_hang_up(const struct sight *sight) {
    if (sight->channel && sight->channel->peer) {
        return true;
    }
    for (size_t i = 0; i < sight->count; i++) {
        const struct task *other = sight->choices[i];
        if (strcmp(task_role(other), "H") == 0 &&
            strcmp(task_subject(other), task_subject(sight->task)) == 0) {
            return true;
        }
    }
    return false;
}

/* A client asks for something, or is about to, that depends on a session or a channel. */
static bool session_is_asked(const struct sight *sight) {
    for (size_t i = 0; i < sight->count; i++) {
        const struct task *other = sight->choices[i];
        const char *role = task_role(other);
        if (strcmp(role, "Q") == 0 ||
            (strcmp(role, "A") == 0 &&
             (strcmp(task_step(other)->name, "A request") != 0 || !action_is_claim(other)))) {
            return true;
        }
    }
    return false;
}

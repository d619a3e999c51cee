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
static bool thread_commutes(const struct sight *sight, const char *step);
static bool end_commutes(const struct sight *sight);
static bool dialplan_commutes(const struct sight *sight, const char *step);
static bool claim_commutes(const struct sight *sight, const char *step);
static bool may_hang_up(const struct sight *sight);
static bool session_is_asked(const struct sight *sight);

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
    const struct tracker *tracker = sight->tracker;
    const char *step = task_step(sight->task)->name;
    switch (step[0]) {
    case 'A': /* an action only begins a request, whose first step is tried in every order */
        return strcmp(step, "A request") == 0 && action_is_claim(sight->task);
    case 'C':
        return claim_commutes(sight, step);
    case 'D':
        return thread_commutes(sight, step);
    case 'S':
        return strcmp(step, "S session") == 0 && !tracker->has_requests;
    case 'L':
        return strcmp(step, "L wait for answer") == 0 && !tracker->has_requests;
    case 'P':
        return dialplan_commutes(sight, step);
    default:
        return false;
    }
}

static bool thread_commutes(const struct sight *sight, const char *step) {
    const struct tracker *tracker = sight->tracker;
    struct broadcast_view context;
    if (strcmp(step, "D1 status empty") == 0 || strcmp(step, "D10 status") == 0) {
        return !tracker->has_requests;
    }
    if (strcmp(step, "D2 drop the old context") == 0) {
        return !broadcast_view(tracker->world, task_subject(sight->task), &context);
    }
    if (strcmp(step, "D4 send") == 0) {
        return !tracker->registry_changes;
    }
    return strcmp(step, "D8 session ends") == 0 && end_commutes(sight);
}

/* Who asks of a session, or hangs up, is told whether it is still there. */
static bool end_commutes(const struct sight *sight) {
    return sight->channel && sight->channel->hung_up && !sight->tracker->has_requests &&
           !sight->tracker->registry_changes && !session_is_asked(sight) && !may_hang_up(sight);
}

static bool dialplan_commutes(const struct sight *sight, const char *step) {
    const struct tracker *tracker = sight->tracker;
    const struct channel *channel = sight->channel;
    if (tracker->has_requests || session_is_asked(sight)) {
        return false;
    }
    if (strcmp(step, "P place the call") == 0) {
        return true;
    }
    if (!channel) {
        return false;
    }
    if (strcmp(step, "P end of channel") == 0) {
        return !channel->peer && !tracker->may_notify && !may_hang_up(sight);
    }
    if (strcmp(step, "P priority") == 0) {
        const struct dialplan_step *found = dialplan_find(
            tracker->scenario->dialplan, channel->context, channel->exten, channel->priority);
        return (channel->hung_up || !may_hang_up(sight)) && (!found || plan_step_is_plain(found));
    }
    bool is_next = strcmp(step, "P after") == 0 || strcmp(step, "P hang up") == 0;
    return is_next && (channel->hung_up || !may_hang_up(sight));
}

static bool claim_commutes(const struct sight *sight, const char *step) {
    struct claim_view claim;
    if (strcmp(step, "C4 answer") == 0) {
        return true;
    }
    if (!broadcast_claim_view(sight->task, &claim)) {
        return false;
    }
    if (strcmp(step, "C2 decide") == 0) {
        return claim.found && !claim.is_current;
    }
    /* The first copy shows the channel as it is; the others are of the same event. */
    return strcmp(step, "C3 CallClaimed") == 0 && !sight->tracker->registry_changes &&
           claim.notifies;
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

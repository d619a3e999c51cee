/* A claim: the steps C1 to C3 of whoever wants the channel; its answer, C4, is the asker's. */
#include "sim/base/must.h"
#include "sim/base/rule.h"
#include "sim/broadcast/audience.h"
#include "sim/broadcast/broadcast.h"
#include "sim/broadcast/context.h"
#include "sim/world/digest.h"

struct claim {
    struct activity activity;
    char *channel_id;
    char *application;
    struct context *context; /* what C1 found */
    bool half_decided;       /* never but with a planted mistake */
    struct audience *audience;
    struct call_event *event; /* CallClaimed, the one all copies are of */
};

/* For a digest: told apart from what is told of one that has left the registry. */
enum { CONTEXT_CURRENT = 4 };

static void find(struct world *w, struct task *task);
static void decide(struct world *w, struct task *task);
static void notify(struct world *w, struct task *task);
static void finish(struct world *w, struct task *task, enum claim_outcome outcome);
static void note(struct world *w, const struct claim *claim, const struct event_kind *kind,
                 uint16_t rule, int outcome);
static void tell(struct digest *digest, const void *activity);

static const struct step C1 = {"C1 find", find, tell};
static const struct step C2 = {"C2 decide", decide, tell};
static const struct step C3 = {"C3 CallClaimed", notify, tell};

const struct event_kind EVENT_CALL_CLAIMED = CALL_EVENT_KIND("CallClaimed");
const struct event_kind EVENT_CLAIM_FOUND = CALL_EVENT_KIND("ClaimFound");
const struct event_kind EVENT_CLAIM_DECIDED = CALL_EVENT_KIND("ClaimDecided");

struct activity *broadcast_claim(struct world *w, const char *channel_id, const char *application) {
    must(channel_id[0] != '\0' && application[0] != '\0');
    struct claim *claim = activity_new(w, sizeof *claim, &C1);
    claim->channel_id = world_strdup(w, channel_id);
    claim->application = world_strdup(w, application);
    return &claim->activity;
}

static void find(struct world *w, struct task *task) {
    struct claim *claim = task_activity(task);
    if (!broadcast_module_is_loaded(w, MODULE_RES)) { /* R97 */
        finish(w, task, CLAIM_UNAVAILABLE);
        return;
    }
    struct context *context = context_find(w, claim->channel_id);
    note(w, claim, &EVENT_CLAIM_FOUND, RULE_CLAIM_TWO_STEPS, context != NULL);
    if (!context) { /* R21, and so between two broadcasts (R91) */
        note(w, claim, &EVENT_CLAIM_DECIDED, RULE_CLAIM_NOT_FOUND, CLAIM_NOT_FOUND);
        finish(w, task, CLAIM_NOT_FOUND);
        return;
    }
    watch_found(w, &context->watch);
    claim->context = context_hold(context); /* for R26 and R92 */
    task_next(w, task, &C2);
}

static void decide(struct world *w, struct task *task) {
    struct claim *claim = task_activity(task);
    enum claim_outcome outcome = CLAIM_WON;
    bool in_two = context_decide_in_two(w, claim->context, claim->application, claim->half_decided);
    if (in_two && !claim->half_decided) {
        claim->half_decided = true;
        task_next(w, task, &C2);
        return;
    }
    if (!in_two) {
        outcome = context_decide(w, claim->context, claim->application);
    }
    static const uint16_t rules[] = {
        [CLAIM_WON] = RULE_CLAIM_WON,
        [CLAIM_LOST] = RULE_CLAIM_LOST,
        [CLAIM_TOO_LATE] = RULE_CLAIM_FINISHED,
    };
    note(w, claim, &EVENT_CLAIM_DECIDED, rules[outcome], (int)outcome);
    if (outcome == CLAIM_WON && claim->context->notify_claimed) {
        task_next(w, task, &C3);
    } else {
        finish(w, task, outcome);
    }
}

/* C3.k: the first makes the list, unshuffled (R67), and the event; each sends one copy. */
static void notify(struct world *w, struct task *task) {
    struct claim *claim = task_activity(task);
    if (!claim->audience) {
        struct channel *channel = channel_find(w, claim->channel_id);
        if (!channel) { /* R68: without a snapshot there is nothing to say */
            finish(w, task, CLAIM_WON);
            return;
        }
        bool to_all = world_is_mutated(w, MUTATE_CLAIMED_TO_ALL);
        claim->audience = audience_gather(w, to_all ? NULL : context_filter(w, claim->context));
        claim->event = call_event_new(w, &EVENT_CALL_CLAIMED, channel, RULE_CALL_CLAIMED);
        claim->event->name = world_strdup(w, claim->application);
        event_note(w, &claim->event->head);
    }
    audience_send(w, claim->audience, &claim->event->head);
    if (claim->audience->next < claim->audience->count) {
        task_next(w, task, &C3);
        return;
    }
    audience_free(w, claim->audience);
    event_drop(w, &claim->event->head);
    finish(w, task, CLAIM_WON);
}

static void finish(struct world *w, struct task *task, enum claim_outcome outcome) {
    struct claim *claim = task_activity(task);
    if (claim->context) {
        context_drop(w, claim->context);
    }
    world_strfree(w, claim->channel_id);
    world_strfree(w, claim->application);
    task_return(w, task, (int)outcome);
}

static void note(struct world *w, const struct claim *claim, const struct event_kind *kind,
                 uint16_t rule, int outcome) {
    call_event_note(w, &(struct call_note){.kind = kind,
                                           .rule = rule,
                                           .name = claim->application,
                                           .value = claim->channel_id,
                                           .cause = outcome});
}

/* Its application is the asker's to tell. A context that the registry holds is told there; of one
 * that it does not, nothing but what decides a claim makes a difference. */
static void tell(struct digest *digest, const void *activity) {
    const struct claim *claim = activity;
    const struct context *context = claim->context;
    digest_text(digest, claim->channel_id);
    digest_number(digest, claim->half_decided);
    if (context && context->registered) {
        digest_number(digest, CONTEXT_CURRENT);
    } else if (context) {
        digest_number(digest, (uint64_t)((context->winner != NULL) | context->finished << 1));
    }
    if (claim->audience) {
        audience_tell(digest, claim->audience, claim->channel_id);
        snapshot_tell(digest, claim->event->channel);
    }
}

bool broadcast_claim_view(const struct task *task, struct claim_view *view) {
    const struct step *step = task_step(task);
    if (step != &C1 && step != &C2 && step != &C3) {
        return false;
    }
    const struct claim *claim = task_activity(task);
    const struct context *context = claim->context;
    *view = (struct claim_view){.channel_id = claim->channel_id,
                                .application = claim->application,
                                .found = context != NULL,
                                .is_current = context && context->registered,
                                .winner = context ? context->winner : NULL,
                                .finished = context && context->finished,
                                .notifies = claim->audience != NULL};
    return true;
}

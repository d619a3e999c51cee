/* A context on offer, from its way into the registry to its way out. */
#include "sim/broadcast/offer.h"

#include "sim/base/must.h"
#include "sim/base/rule.h"
#include "sim/base/unit.h"
#include "sim/broadcast/audience.h"
#include "sim/broadcast/filter.h"
#include "sim/calls/snapshot.h"
#include "sim/world/digest.h"

/* Why a wait is over. */
struct reason {
    const char *text;
    uint16_t rule;
};

static void begin_dispatch(struct world *w, struct offer *offer);
static const struct reason *why_over(const struct world *w, const struct offer *offer);
static void note_began(struct world *w, const struct offer *offer);
static void note_ended(struct world *w, struct channel *channel, uint16_t rule);
static const char *why_no_filter(const struct filter_report *report);

const struct event_kind EVENT_CALL_BROADCAST = CALL_EVENT_KIND("CallBroadcast");
const struct event_kind EVENT_BROADCAST_BEGAN = CALL_EVENT_KIND("BroadcastBegan");
const struct event_kind EVENT_FILTER_UNDECIDED = CALL_EVENT_KIND("FilterUndecided");
const struct event_kind EVENT_WAIT_ENDED = CALL_EVENT_KIND("WaitEnded");
const struct event_kind EVENT_WINNER_READ = CALL_EVENT_KIND("WinnerRead");
const struct event_kind EVENT_BROADCAST_ENDED = CALL_EVENT_KIND("BroadcastEnded");

void offer_prepare(struct world *w, struct offer *offer, struct channel *channel,
                   const char *filter, int timeout_ms, bool notify_claimed) {
    must(timeout_ms >= 0);
    *offer = (struct offer){
        .channel = channel,
        .filter = world_strdup(w, filter),
        .timeout_ms = timeout_ms,
        .notify_claimed = notify_claimed,
    };
}

void offer_dispose(struct world *w, struct offer *offer) {
    must(!offer->audience && !offer->event);
    world_strfree(w, offer->filter);
    offer->filter = NULL;
}

/* Once there is a winner, the deadline makes no difference. */
void offer_tell(struct digest *digest, const struct offer *offer) {
    const struct context *context = offer->context;
    digest_text(digest, offer->filter);
    digest_number(digest, (uint64_t)offer->timeout_ms);
    digest_number(digest, (uint64_t)(offer->notify_claimed | offer->looks_away << 1));
    if (context && context->waiter && !context->winner) {
        digest_moment(digest, offer->deadline_us);
    }
    if (offer->audience) {
        audience_tell(digest, offer->audience, offer->channel->id);
        snapshot_tell(digest, offer->event->channel);
    }
}

void offer_forget_old(struct world *w, struct channel *channel) {
    struct context *old = context_find(w, channel->id);
    bool kept = world_is_mutated(w, MUTATE_FIRST_CONTEXT_KEPT);
    if (old && !kept) { /* only somebody who never cleans up leaves one */
        context_leave(w, old);
        watch_left(w, &old->watch, channel);
        note_ended(w, channel, RULE_OLD_CONTEXT);
        context_drop(w, old);
    }
}

void offer_enter(struct world *w, struct offer *offer) {
    must(!offer->context);
    struct context *kept = context_find(w, offer->channel->id);
    if (kept && world_is_mutated(w, MUTATE_FIRST_CONTEXT_KEPT)) {
        offer->context = context_hold(kept);
        return;
    }
    offer->context = context_enter(w, offer->channel->id, offer->filter, offer->notify_claimed);
    note_began(w, offer);
}

bool offer_send(struct world *w, struct offer *offer) {
    if (!offer->audience) {
        begin_dispatch(w, offer);
    }
    struct watch *watch = &offer->context->watch;
    if (audience_send(w, offer->audience, &offer->event->head)) {
        watch_sent(w, watch);
    }
    if (offer->audience->next < offer->audience->count) {
        return true;
    }
    /* Also when nobody matched: then the wait is all there is. (R63) */
    watch_all_sent(w, watch);
    audience_free(w, offer->audience);
    offer->audience = NULL;
    event_drop(w, &offer->event->head);
    offer->event = NULL;
    return false;
}

static void begin_dispatch(struct world *w, struct offer *offer) {
    struct context *context = offer->context;
    offer->audience = audience_gather(w, context_filter(w, context));
    if (offer->audience->undecided > 0) { /* R49: as an engine error would, it notifies */
        call_event_note(w, &(struct call_note){.kind = &EVENT_FILTER_UNDECIDED,
                                               .rule = RULE_FILTER_UNDECIDED,
                                               .channel = offer->channel,
                                               .value = context->filter});
    }
    struct rng rng = world_rng(w, ++broadcasts_of(w)->dispatches);
    audience_shuffle(w, offer->audience, &rng);
    watch_matched(&context->watch, offer->audience->count);
    /* One event for all copies: they show the channel as it is now. (R64) */
    offer->event = call_event_new(w, &EVENT_CALL_BROADCAST, offer->channel, RULE_DISPATCH);
    offer->event->name = world_strdup(w, offer->event->channel->caller_number);
    offer->event->value = world_strdup(w, offer->event->channel->exten);
    event_note(w, &offer->event->head);
}

bool offer_look(struct world *w, struct offer *offer, struct task *task, const struct step *again) {
    uint64_t now_us = world_now_us(w);
    if (!offer->context->waiter) { /* R13: the wait begins with the first look */
        offer->context->waiter = task;
        offer->deadline_us = now_us + (uint64_t)offer->timeout_ms * US_PER_MS;
        watch_wait_began(w, &offer->context->watch, offer->deadline_us);
    }
    const struct reason *why = why_over(w, offer);
    if (why) {
        offer->context->waiter = NULL;
        offer->looks_away =
            why->rule == RULE_DEADLINE && world_is_mutated(w, MUTATE_NO_LOOK_AT_DEADLINE);
        watch_wait_ended(w, &offer->context->watch, offer->channel);
        call_event_note(w, &(struct call_note){.kind = &EVENT_WAIT_ENDED,
                                               .rule = why->rule,
                                               .channel = offer->channel,
                                               .value = why->text});
        return true;
    }
    uint64_t look_us = now_us + LOOK_EVERY_US; /* R70 */
    uint64_t next_us = look_us < offer->deadline_us ? look_us : offer->deadline_us;
    task_sleep(w, task, again, next_us, WAKE_CLAIM);
    return false;
}

/* NULL while it is not over. A claim counts more than a hang-up that nobody had noticed. (R28) */
static const struct reason *why_over(const struct world *w, const struct offer *offer) {
    static const struct reason claimed = {"claimed", RULE_CLAIM_WAKES};
    static const struct reason hung_up = {"hung up", RULE_HANGUP_NOTICED};
    static const struct reason deadline = {"deadline", RULE_DEADLINE};
    if (offer->context->winner) {
        return &claimed;
    }
    if (offer->channel->hung_up && !world_is_mutated(w, MUTATE_POLL_IGNORES_HANGUP)) {
        return &hung_up;
    }
    return world_now_us(w) >= offer->deadline_us ? &deadline : NULL;
}

const char *offer_read_winner(struct world *w, struct offer *offer) {
    const char *winner = context_finish(w, offer->context);
    if (offer->looks_away) {
        winner = NULL;
    }
    watch_read(w, &offer->context->watch, winner);
    call_event_note(w, &(struct call_note){.kind = &EVENT_WINNER_READ,
                                           .rule = RULE_READ_WINNER,
                                           .channel = offer->channel,
                                           .name = winner});
    return winner;
}

void offer_leave(struct world *w, struct offer *offer) {
    struct context *context = offer->context;
    if (world_is_mutated(w, MUTATE_FIRST_CONTEXT_KEPT)) {
        context_hold(context);
    } else {
        context_leave(w, context);
    }
    watch_left(w, &context->watch, offer->channel);
    note_ended(w, offer->channel,
               context->winner ? RULE_CONTEXT_AFTER_SESSION : RULE_CONTEXT_AFTER_TIMEOUT);
}

static void note_began(struct world *w, const struct offer *offer) {
    if (!world_is_observed(w)) { /* then its filter need not be compiled yet */
        return;
    }
    const struct filter *filter = context_filter(w, offer->context);
    const char *ignored = filter ? why_no_filter(filter_report(filter)) : NULL;
    call_event_note(w, &(struct call_note){.kind = &EVENT_BROADCAST_BEGAN,
                                           .rule = RULE_CONTEXT_FIRST,
                                           .channel = offer->channel,
                                           .name = offer->context->filter,
                                           .value = ignored,
                                           .cause = offer->timeout_ms});
}

/* NULL for a filter that can be used. */
static const char *why_no_filter(const struct filter_report *report) {
    if (report->verdict.limit != FILTER_LIMIT_NONE) {
        return filter_limit_text(report->verdict.limit);
    }
    return report->compiles ? NULL : report->error_reason;
}

static void note_ended(struct world *w, struct channel *channel, uint16_t rule) {
    call_event_note(w, &(struct call_note){.kind = &EVENT_BROADCAST_ENDED,
                                           .rule = rule,
                                           .channel = channel,
                                           .value = channel->id});
}

/* Checking a history, channel by channel: a search for an order, as J. Wing and C. Gong do it
 * ("Testing and verifying concurrent objects", 1993), with what this object makes easy: an answer
 * that changes nothing can be put first as soon as it fits, so only who won, and when the broadcast
 * took its turns, is tried. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/hash.h"
#include "sim/scenario/explore_visited.h"
#include "sim/scenario/history.h"

enum phase { PHASE_NONE, PHASE_OPEN, PHASE_CLAIMED, PHASE_FINISHED };
enum { DEPTH_MAX = 20000 };

/* One channel's claims up to a moment: what is answered later is not known yet. */
struct channel_check {
    struct claim_record *claims; /* by when they were asked */
    size_t claims_count;
    size_t *by_answer; /* numbers of claims */
    const struct turn **turns;
    size_t turns_count;
    struct visited seen;
    size_t limit;
    bool undecided;
};

/* How far an order has come. */
struct state {
    unsigned char *done; /* a byte a claim */
    size_t first;        /* in the order of asking, not yet done */
    size_t first_answer; /* in the order of answers */
    size_t turn;
    enum phase phase;
    uint64_t hash;
    unsigned depth;
};

static bool sort_by_channel(const struct history *history, struct history *sorted);
static struct history take_channel(struct history *rest);
static int claims_by_channel(const void *a, const void *b);
static int turns_by_channel(const void *a, const void *b);
static enum history_answer check_channel(const struct history *history, size_t limit, char *why,
                                         size_t size);
static enum history_answer check_until(const struct history *history, uint64_t until, size_t limit);
static bool gather(struct channel_check *check, const struct history *history, uint64_t until);
static void add_unknown_turns(struct channel_check *check);
static bool search(struct channel_check *check, struct state *state);
static void take_what_changes_nothing(const struct channel_check *check, struct state *state);
static bool try_turn(struct channel_check *check, const struct state *state);
static bool try_winners(struct channel_check *check, const struct state *state);
static bool with_copy(struct channel_check *check, const struct state *state, struct state *copy);
static void take(const struct channel_check *check, struct state *state, size_t claim);
static uint64_t earliest_end(const struct channel_check *check, const struct state *state);
static bool is_answered(const struct claim_record *claim);
static int by_asking(const void *a, const void *b);

enum history_answer history_check(const struct history *history, size_t limit, char *why,
                                  size_t size) {
    struct history sorted = {0};
    enum history_answer answer = HISTORY_OK;
    if (!sort_by_channel(history, &sorted)) {
        snprintf(why, size, "no memory for %zu claims", history->claims_count);
        answer = HISTORY_UNDECIDED;
    }
    struct history rest = sorted;
    while (rest.claims_count > 0 && answer != HISTORY_VIOLATION) {
        struct history part = take_channel(&rest);
        enum history_answer one = check_channel(&part, limit, why, size);
        answer = one == HISTORY_OK ? answer : one;
    }
    free(sorted.claims);
    free(sorted.turns);
    return answer;
}

/* A copy in which what is of one channel stands together, in its order. */
static bool sort_by_channel(const struct history *history, struct history *sorted) {
    const struct claim_record **claims = calloc(history->claims_count + 1, sizeof *claims);
    const struct turn **turns = calloc(history->turns_count + 1, sizeof *turns);
    sorted->claims = calloc(history->claims_count + 1, sizeof *sorted->claims);
    sorted->turns = calloc(history->turns_count + 1, sizeof *sorted->turns);
    bool good = claims && turns && sorted->claims && sorted->turns;
    for (size_t i = 0; good && i < history->claims_count; i++) {
        claims[i] = &history->claims[i];
    }
    for (size_t i = 0; good && i < history->turns_count; i++) {
        turns[i] = &history->turns[i];
    }
    if (good) {
        sorted->claims_count = history->claims_count;
        sorted->turns_count = history->turns_count;
        qsort(claims, sorted->claims_count, sizeof *claims, claims_by_channel);
        qsort(turns, sorted->turns_count, sizeof *turns, turns_by_channel);
    }
    for (size_t i = 0; i < sorted->claims_count; i++) {
        sorted->claims[i] = *claims[i];
    }
    for (size_t i = 0; i < sorted->turns_count; i++) {
        sorted->turns[i] = *turns[i];
    }
    free(claims);
    free(turns);
    return good;
}

/* Cuts off the first channel that has claims; turns of those before it, which have none, are of no
 * interest. */
static struct history take_channel(struct history *rest) {
    const char *channel = rest->claims[0].channel;
    while (rest->turns_count > 0 && strcmp(rest->turns[0].channel, channel) < 0) {
        rest->turns++;
        rest->turns_count--;
    }
    struct history part = {.claims = rest->claims, .turns = rest->turns};
    for (; rest->claims_count > 0 && strcmp(rest->claims[0].channel, channel) == 0;
         rest->claims_count--) {
        rest->claims++;
        part.claims_count++;
    }
    for (; rest->turns_count > 0 && strcmp(rest->turns[0].channel, channel) == 0;
         rest->turns_count--) {
        rest->turns++;
        part.turns_count++;
    }
    return part;
}

/* Pointers into one array: of one channel what came first stands first. */
static int claims_by_channel(const void *a, const void *b) {
    const struct claim_record *const *x = a, *const *y = b;
    int order = strcmp((*x)->channel, (*y)->channel);
    return order != 0 ? order : (*x > *y) - (*x < *y);
}

static int turns_by_channel(const void *a, const void *b) {
    const struct turn *const *x = a, *const *y = b;
    int order = strcmp((*x)->channel, (*y)->channel);
    return order != 0 ? order : (*x > *y) - (*x < *y);
}

/* A history of one channel. Where the whole is impossible, the first answer by which it is so is
 * looked for: what is possible up to a moment was possible before. */
static enum history_answer check_channel(const struct history *history, size_t limit, char *why,
                                         size_t size) {
    const char *channel = history->claims[0].channel;
    enum history_answer whole = check_until(history, HISTORY_NEVER - 1, limit);
    if (whole == HISTORY_UNDECIDED) {
        snprintf(why, size, "%s: no answer within %zu states", channel, limit);
    }
    if (whole != HISTORY_VIOLATION) {
        return whole;
    }
    const struct claim_record *culprit = NULL;
    const struct claim_record *winner = NULL;
    for (size_t i = 0; i < history->claims_count; i++) {
        const struct claim_record *claim = &history->claims[i];
        if (is_answered(claim) && (!culprit || claim->answered_at < culprit->answered_at) &&
            check_until(history, claim->answered_at, limit) == HISTORY_VIOLATION) {
            culprit = claim;
        }
    }
    for (size_t i = 0; culprit && i < history->claims_count; i++) {
        const struct claim_record *claim = &history->claims[i];
        if (claim != culprit && claim->status == 204 &&
            claim->answered_at <= culprit->answered_at) {
            winner = claim;
        }
    }
    if (!culprit) {
        snprintf(why, size, "%s: no order of its claims is possible", channel);
    } else if (winner) {
        snprintf(why, size,
                 "line %u: claim %s of %s for %s cannot have been answered %d: %s's claim %s "
                 "(line %u) had won it",
                 culprit->line, culprit->name, channel, culprit->app, culprit->status, winner->app,
                 winner->name, winner->line);
    } else {
        snprintf(why, size, "line %u: claim %s of %s for %s cannot have been answered %d%s",
                 culprit->line, culprit->name, channel, culprit->app, culprit->status,
                 culprit->status == 409 ? ": nobody had won it" : "");
    }
    return HISTORY_VIOLATION;
}

static enum history_answer check_until(const struct history *history, uint64_t until,
                                       size_t limit) {
    struct channel_check check = {.limit = limit};
    bool found = false;
    if (visited_new(&check.seen, false) && gather(&check, history, until)) {
        struct state state = {.done = calloc(check.claims_count + 1, 1)};
        if (state.done) {
            found = search(&check, &state);
        } else {
            check.undecided = true;
        }
        free(state.done);
    } else {
        check.undecided = true;
    }
    visited_free(&check.seen);
    free(check.claims);
    free(check.by_answer);
    free(check.turns);
    return found ? HISTORY_OK : check.undecided ? HISTORY_UNDECIDED : HISTORY_VIOLATION;
}

static bool gather(struct channel_check *check, const struct history *history, uint64_t until) {
    check->claims = calloc(history->claims_count + 1, sizeof *check->claims);
    check->by_answer = calloc(history->claims_count + 1, sizeof *check->by_answer);
    check->turns = calloc(history->turns_count + 3, sizeof *check->turns);
    if (!check->claims || !check->by_answer || !check->turns) {
        return false;
    }
    for (size_t i = 0; i < history->claims_count; i++) {
        struct claim_record claim = history->claims[i];
        bool counts = claim.status == 0 || is_answered(&claim); /* 400 and the like say nothing */
        if (!counts || claim.asked_at > until) {
            continue;
        }
        if (claim.answered_at > until) {
            claim.status = 0;
            claim.answered_at = HISTORY_NEVER;
        }
        check->claims[check->claims_count++] = claim;
    }
    qsort(check->claims, check->claims_count, sizeof *check->claims, by_asking);
    size_t count = 0;
    for (size_t i = 0; i < check->claims_count; i++) { /* insertion: they come almost in order */
        size_t place = count++;
        while (place > 0 && check->claims[check->by_answer[place - 1]].answered_at >
                                check->claims[i].answered_at) {
            check->by_answer[place] = check->by_answer[place - 1];
            place--;
        }
        check->by_answer[place] = i;
    }
    for (size_t i = 0; i < history->turns_count; i++) {
        if (history->turns[i].from <= until) {
            check->turns[check->turns_count++] = &history->turns[i];
        }
    }
    if (history->turns_count == 0) {
        add_unknown_turns(check);
    }
    return true;
}

/* One broadcast, of which nothing is known. */
static void add_unknown_turns(struct channel_check *check) {
    static const struct turn unknown[] = {{TURN_BEGAN, "", 0, HISTORY_NEVER},
                                          {TURN_FINISHED, "", 0, HISTORY_NEVER},
                                          {TURN_ENDED, "", 0, HISTORY_NEVER}};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        check->turns[check->turns_count++] = &unknown[i];
    }
}

/* True when the rest can be put in order. */
static bool search(struct channel_check *check, struct state *state) {
    take_what_changes_nothing(check, state);
    if (earliest_end(check, state) == HISTORY_NEVER) {
        return true; /* what is left need not have happened */
    }
    const struct tally *none;
    uint64_t key = hash_mix(hash_mix(state->hash, state->turn), (uint64_t)state->phase);
    if (check->seen.count >= check->limit || state->depth >= DEPTH_MAX) {
        check->undecided = true;
        return false;
    }
    switch (visited_add(&check->seen, key, &none)) {
    case VISIT_KNOWN:
        return false;
    case VISIT_FULL:
        check->undecided = true;
        return false;
    case VISIT_NEW:
        break;
    }
    return try_winners(check, state) || try_turn(check, state);
}

static void take_what_changes_nothing(const struct channel_check *check, struct state *state) {
    int status = state->phase == PHASE_CLAIMED ? 409 : state->phase == PHASE_OPEN ? 0 : 404;
    uint64_t end = earliest_end(check, state);
    for (size_t i = state->first;
         status != 0 && i < check->claims_count && check->claims[i].asked_at <= end; i++) {
        if (!state->done[i] && check->claims[i].status == status) {
            take(check, state, i);
            end = earliest_end(check, state);
        }
    }
}

static bool try_winners(struct channel_check *check, const struct state *state) {
    uint64_t end = earliest_end(check, state);
    for (size_t i = state->first;
         state->phase == PHASE_OPEN && i < check->claims_count && check->claims[i].asked_at <= end;
         i++) {
        int status = check->claims[i].status;
        struct state copy;
        if (state->done[i] || (status != 204 && status != 0) || !with_copy(check, state, &copy)) {
            continue;
        }
        take(check, &copy, i);
        copy.phase = PHASE_CLAIMED;
        bool found = search(check, &copy);
        free(copy.done);
        if (found) {
            return true;
        }
    }
    return false;
}

static bool try_turn(struct channel_check *check, const struct state *state) {
    if (state->turn == check->turns_count ||
        check->turns[state->turn]->from > earliest_end(check, state)) {
        return false;
    }
    struct state copy;
    if (!with_copy(check, state, &copy)) {
        return false;
    }
    switch (check->turns[copy.turn++]->kind) {
    case TURN_BEGAN:
        copy.phase = PHASE_OPEN;
        break;
    case TURN_FINISHED:
        copy.phase = copy.phase == PHASE_OPEN ? PHASE_FINISHED : copy.phase;
        break;
    case TURN_ENDED:
        copy.phase = PHASE_NONE;
        break;
    }
    bool found = search(check, &copy);
    free(copy.done);
    return found;
}

static bool with_copy(struct channel_check *check, const struct state *state, struct state *copy) {
    *copy = *state;
    copy->depth++;
    copy->done = malloc(check->claims_count + 1);
    if (!copy->done) {
        check->undecided = true;
        return false;
    }
    memcpy(copy->done, state->done, check->claims_count + 1);
    return true;
}

static void take(const struct channel_check *check, struct state *state, size_t claim) {
    state->done[claim] = 1;
    state->hash += hash_mix(claim, 7);
    while (state->first < check->claims_count && state->done[state->first]) {
        state->first++;
    }
    while (state->first_answer < check->claims_count &&
           state->done[check->by_answer[state->first_answer]]) {
        state->first_answer++;
    }
}

/* Nothing that began later than this can come next. */
static uint64_t earliest_end(const struct channel_check *check, const struct state *state) {
    uint64_t end = HISTORY_NEVER;
    if (state->first_answer < check->claims_count) {
        end = check->claims[check->by_answer[state->first_answer]].answered_at;
    }
    for (size_t i = state->turn; i < check->turns_count; i++) {
        if (check->turns[i]->to < end) {
            end = check->turns[i]->to;
        }
        if (check->turns[i]->to != HISTORY_NEVER) {
            break; /* those behind it end later */
        }
    }
    return end;
}

static bool is_answered(const struct claim_record *claim) {
    return claim->status == 204 || claim->status == 404 || claim->status == 409;
}

static int by_asking(const void *a, const void *b) {
    const struct claim_record *x = a, *y = b;
    return (x->asked_at > y->asked_at) - (x->asked_at < y->asked_at);
}

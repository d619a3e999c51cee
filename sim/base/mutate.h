/* Floor 1: mistakes that can be planted into the model, one at a time, to prove that they are
 * found: `stasim explore --mutate NAME` searches with one, `stasim run --mutate NAME` repeats what
 * that has kept, and tests/explore_mutants.t says what finds which. A world that is made without
 * one pays a comparison with a constant at each place. */
#ifndef STASIM_BASE_MUTATE_H
#define STASIM_BASE_MUTATE_H

enum mutation {
    MUTATE_NOTHING,
    MUTATE_CONTEXT_LEAVES_EARLY,   /* removed before the session, not after it (R15) */
    MUTATE_FINISHED_FIRST,         /* finished is looked at before claimed (R22, R23) */
    MUTATE_DECIDE_WITHOUT_LOCK,    /* a claim looks in one step and takes in another (R20) */
    MUTATE_NOT_FINISHED_AT_READ,   /* reading the winner does not end the wait (R14) */
    MUTATE_NO_LOOK_AT_DEADLINE,    /* a claim that came last is overlooked (R14) */
    MUTATE_FIRST_CONTEXT_KEPT,     /* the second broadcast goes on with the first's (R90) */
    MUTATE_WAKE_WITHOUT_CLAIM,     /* the thread is woken before the winner is set (R24) */
    MUTATE_SHUFFLE_KEEPS_LAST,     /* the last application never moves (R61) */
    MUTATE_SECOND_CLAIM_404,       /* instead of 409 (R22) */
    MUTATE_START_TO_LAST_CLAIMANT, /* not to the winner on record (R115) */
    MUTATE_POLL_IGNORES_HANGUP,    /* (R71) */
    MUTATE_CLAIMED_TO_ALL,         /* CallClaimed also to those that do not match (R66) */
    MUTATIONS
};

/* MUTATE_NOTHING when there is none of that name. */
enum mutation mutation_named(const char *name);
/* "context-leaves-early" */
const char *mutation_name(enum mutation mutation);

#endif

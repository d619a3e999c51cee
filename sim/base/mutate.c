/* The names of the mistakes. */
#include "sim/base/mutate.h"

#include <string.h>

#include "sim/base/must.h"

const char *mutation_name(enum mutation mutation) {
    static const char *const names[MUTATIONS] = {
        [MUTATE_NOTHING] = "nothing",
        [MUTATE_CONTEXT_LEAVES_EARLY] = "context-leaves-early",
        [MUTATE_FINISHED_FIRST] = "finished-first",
        [MUTATE_DECIDE_WITHOUT_LOCK] = "decide-without-lock",
        [MUTATE_NOT_FINISHED_AT_READ] = "not-finished-at-read",
        [MUTATE_NO_LOOK_AT_DEADLINE] = "no-look-at-deadline",
        [MUTATE_FIRST_CONTEXT_KEPT] = "first-context-kept",
        [MUTATE_WAKE_WITHOUT_CLAIM] = "wake-without-claim",
        [MUTATE_SHUFFLE_KEEPS_LAST] = "shuffle-keeps-last",
        [MUTATE_SECOND_CLAIM_404] = "second-claim-404",
        [MUTATE_START_TO_LAST_CLAIMANT] = "start-to-last-claimant",
        [MUTATE_POLL_IGNORES_HANGUP] = "poll-ignores-hangup",
        [MUTATE_CLAIMED_TO_ALL] = "claimed-to-all",
    };
    must(mutation < MUTATIONS);
    return names[mutation];
}

enum mutation mutation_named(const char *name) {
    for (int i = MUTATE_NOTHING + 1; i < MUTATIONS; i++) {
        if (strcmp(mutation_name((enum mutation)i), name) == 0) {
            return (enum mutation)i;
        }
    }
    return MUTATE_NOTHING;
}

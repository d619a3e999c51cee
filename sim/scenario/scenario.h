/* Floor 7: a scenario: a file that says who is connected, who calls, who does what when, and what
 * must then hold. */
#ifndef STASIM_SCENARIO_SCENARIO_H
#define STASIM_SCENARIO_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/base/mutate.h"
#include "sim/scenario/log.h"

/* A mistake in a scenario or in a dialplan it brings. */
struct problem {
    char *file;
    unsigned line;   /* from 1; 0: of the file as a whole */
    char *where;     /* "clients[0].on.CallBroadcast[1].after"; empty: none */
    bool is_warning; /* the scenario can be run all the same */
    char *text;      /* what is wrong, and what would be right */
};

struct problems {
    struct problem *items;
    size_t count;
    size_t capacity;
    bool no_memory; /* it ran out while they were looked for: that is an error, too */
};
void problems_free(struct problems *problems);
bool problems_have_error(const struct problems *problems);

struct scenario;

/* Reads a scenario with all the files it names. NULL when it cannot be run: then `problems` says
 * why; it may hold warnings otherwise. */
struct scenario *scenario_load(const char *path, struct problems *problems);
/* The same from `size` bytes of text, which are copied; files are named as if it stood at `path`.
 */
struct scenario *scenario_load_text(const char *path, const char *text, size_t size,
                                    struct problems *problems);
void scenario_free(struct scenario *scenario);
const char *scenario_name(const struct scenario *scenario);
const char *scenario_description(const struct scenario *scenario);
const char *scenario_path(const struct scenario *scenario);
uint64_t scenario_seed(const struct scenario *scenario);
/* When its world begins, since 1970; 0: where worlds begin unless told otherwise. */
uint64_t scenario_epoch_us(const struct scenario *scenario);
/* How many seeds it is to be run with, one after another from its own. */
unsigned scenario_seeds(const struct scenario *scenario);
/* It is about programs under test, which it does not play itself. */
bool scenario_has_programs(const struct scenario *scenario);
size_t scenario_expectations(const struct scenario *scenario);
/* When it ends at the latest; *is_ordinary: the scenario says so itself. */
uint64_t scenario_limit_us(const struct scenario *scenario, bool *is_ordinary);

/* An order in which a network may bring what it brings in no certain order (orders.h). */
struct run_order;

struct run_options {
    bool seed_given; /* else the scenario's */
    uint64_t seed;
    bool log_steps;
    enum mutation mutation;
    size_t memory_limit_bytes;     /* of its world; 0: that of any world */
    const struct run_order *order; /* NULL: as it comes */
};

/* What became of one expectation. */
struct verdict {
    char *expected; /* in words: "sales-1's claim is answered 204" */
    bool passed;
    char *happened; /* of a failed one: the nearest thing that happened, in words */
    uint64_t at_us; /* when */
    unsigned rule;  /* the rule that made it so; 0: none */
    char *where;    /* "expect[2]" */
    unsigned line;
    const char *skipped; /* why it cannot be seen from outside, so that it passed; NULL: it can */
};

enum run_state {
    RUN_PASSED,
    RUN_FAILED,   /* an expectation did not hold */
    RUN_BROKEN,   /* an invariant was broken, or memory ran out: `failure` says */
    RUN_LIMIT,    /* it did not come to an end within the limit of steps, time or log */
    RUN_MISMATCH, /* the fixed schedule names a step that cannot be done: `failure` says where */
    RUN_FORSAKEN, /* the server that it was played on did not do its part: `failure` says which */
};

/* "passed", "failed", "broken", "limit", "mismatch", "forsaken". */
const char *run_state_name(enum run_state state);

struct run_result {
    enum run_state state;
    char *failure; /* NULL: none */
    uint64_t seed;
    uint64_t ended_at_us;
    uint64_t steps;
    struct verdict *verdicts; /* one for each expectation, in all states; none if undecided */
    size_t verdicts_count;
    struct log *log;
};

/* Runs the scenario in a world of its own. NULL without memory. The caller frees the result.
 *
 * It is over when nothing will ever happen; or when all calls are gone, no action is to come and no
 * request is unanswered; or at `limits.time`, which is an ordinary end where the scenario names it,
 * and RUN_LIMIT where the default (1 hour) is reached. Running out of `limits.steps` is RUN_LIMIT.
 */
struct run_result *scenario_run(const struct scenario *scenario, const struct run_options *options);

/* What becomes of a run that somebody else has driven: judges its log, which is taken over. NULL
 * without memory. */
struct run_end {
    enum run_state state;
    const char *failure; /* NULL: none */
    uint64_t seed;
    uint64_t steps;
    uint64_t at_us;
    bool is_undecided; /* nothing is judged: there are no verdicts */
    bool from_outside; /* what cannot be seen from there is skipped */
    /* By how much times, and orders of what came by different ways, may be off. */
    uint64_t tolerance_us;
};
struct run_result *scenario_judge(const struct scenario *scenario, const struct run_end *end,
                                  struct log *log);
void run_result_free(struct run_result *result);

#endif

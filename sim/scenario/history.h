/* Floor 7: histories of claims: who asked when and was answered what when, as a trace or a real
 * server's log has it, and whether that can have happened. */
#ifndef STASIM_SCENARIO_HISTORY_H
#define STASIM_SCENARIO_HISTORY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HISTORY_NEVER UINT64_MAX

enum { HISTORY_CLAIMS_MAX = 1 << 20, HISTORY_LINE_BYTES_MAX = 1 << 20 };

/* Moments are numbers that grow: microseconds, or the serials of a trace. */
struct claim_record {
    const char *name;
    const char *channel;
    const char *app;
    uint64_t asked_at;
    uint64_t answered_at; /* HISTORY_NEVER: no answer is known */
    int status;           /* 204, 404, 409; 0: no answer is known */
    unsigned line;        /* of its answer; of the request, without one */
};

/* Something of a broadcast that is known to have happened: from a moment to a moment, for it may be
 * known only roughly. */
enum turn_kind { TURN_BEGAN, TURN_FINISHED, TURN_ENDED };
struct turn {
    enum turn_kind kind;
    const char *channel;
    uint64_t from;
    uint64_t to;
};

struct history {
    struct claim_record *claims;
    size_t claims_count;
    size_t claims_capacity;
    struct turn *turns; /* of each channel in their order */
    size_t turns_count;
    size_t turns_capacity;
    json_t *lines; /* to which the strings belong */
    bool is_full;  /* a line was left out: for want of memory, or of room for more claims */
};

/* Reads JSON Lines: a trace (`stasim run --trace`, `serve --trace`), or lines of the form
 *
 *   {"claim": name, "channel": …, "app": …, "asked_us": …, "answered_us": …, "status": …}
 *   {"broadcast": channel, "began_us": …, "ended_us": …}
 *
 * where a claim without an answer has the first four, and a broadcast says what is known of it.
 * False when that fails: `why` says so, with the line. The caller frees it in any case. */
bool history_read(struct history *history, const char *path, char *why, size_t size);
void history_free(struct history *history);

enum history_answer { HISTORY_OK, HISTORY_VIOLATION, HISTORY_UNDECIDED };

/* Whether there is an order of the claims, each at a moment between its question and its answer,
 * in which each is answered as the rule says (R21 to R24). A claim whose answer is not known may
 * have won, or not, or never have been decided. Of a channel of which no broadcast is told one is
 * assumed, at any time. `why` names the claim at which it becomes impossible; at most `limit`
 * states are looked at for each channel. */
enum history_answer history_check(const struct history *history, size_t limit, char *why,
                                  size_t size);

#endif

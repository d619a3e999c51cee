/* Floor 8: what happens, told to whoever runs the server: a readable line each on standard error
 * (--log), and a trace in the form of `stasim run --trace` (--trace). */
#ifndef STASIM_CLI_SERVER_DIARY_H
#define STASIM_CLI_SERVER_DIARY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "sim/ari/ari.h"
#include "sim/scenario/log.h"

/* All zero: nobody wants to know. */
struct diary {
    struct log *log; /* what the world and its scripted clients tell to; NULL: nobody listens */
    const char *trace_path;
    FILE *trace;       /* NULL: none */
    bool prints;       /* the readable lines */
    uint64_t epoch_us; /* when the world began, since 1970 */
    log_teller *also;  /* who else is told; NULL: nobody */
    void *also_context;
};

struct diary_config {
    bool prints;
    const char *trace_path; /* NULL: no trace. Outlives the diary */
    const char *scenario;   /* its name, for the header of the trace */
    const char *file;       /* where that was read from */
    uint64_t seed;
    uint64_t epoch_us;
};

/* `also` of the diary has been set, the rest is empty. False, with a message, when the trace cannot
 * be written. */
bool diary_begin(struct diary *diary, const struct diary_config *config);
/* The trace tells how the world ended. The diary is empty afterwards. The same holds. */
bool diary_end(struct diary *diary, uint64_t at_us, const char *failure);

/* A request under way. */
struct diary_request;

/* A client asks. To be handed to diary_answered(), which gives it back; NULL when nobody listens.
 * Passwords in it are not told. */
struct diary_request *diary_asked(struct diary *diary, const struct world *w, const char *client,
                                  const char *name, const struct ari_request *request);
void diary_answered(struct diary *diary, const struct world *w, struct diary_request *asked,
                    const struct ari_response *response);
/* What was asked before the server ended without an answer. */
void diary_forget(struct diary_request *asked);

/* A client does something else. `data` is taken over; NULL: none. */
void diary_did(struct diary *diary, const struct world *w, const char *client, const char *did,
               json_t *data);

#endif

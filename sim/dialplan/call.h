/* Floor 5: placing a call: the channels it needs, and the task that runs its dialplan. */
#ifndef STASIM_DIALPLAN_CALL_H
#define STASIM_DIALPLAN_CALL_H

#include <stdbool.h>

#include "sim/calls/channel.h"

/* The id of ;1 of a call that names only the one of ;2: a format for printf(). */
#define CALL_NEAR_ID "o-%s"

struct call_config {
    const char *exten; /* where the call arrives */
    const char *context;
    const char *app; /* runs instead of what stands there, and the call ends; NULL: none does */
    const char *app_data;
    const char *phone; /* "PJSIP/alice": one channel from outside; NULL: a Local pair */
    const char *id; /* of the channel that runs the dialplan: the phone's, or ;2. NULL: made up */
    const char *near_id;          /* of ;1; NULL: CALL_NEAR_ID if it waits, else made up */
    const char *caller_name;      /* NULL: empty */
    const char *caller_number;    /* NULL: empty */
    const char *const *variables; /* name, value, name, value, … */
    size_t variables_count;       /* of strings */
    /* Where ;1 goes once it is answered: a place, or an application with its arguments. NULL: it
     * waits. */
    const char *near_context;
    const char *near_exten;
    int near_priority;
    const char *near_app;
    const char *near_app_data;
    uint64_t near_timeout_us;            /* ;1 is given up when not answered by then; 0: never */
    struct application *near_subscriber; /* to all that comes of it; NULL: nobody */
};

/* Places the call. Returns the channel that will run the dialplan at exten@context; its peer is ;1.
 * The ids must be free. To be called inside a step or world_do(). */
struct channel *call_place(struct world *w, const struct call_config *config);

/* Only makes the channel of a phone: no dialplan runs it. */
struct channel *call_channel(struct world *w, const struct call_config *config);

/* The caller hangs up: the phone's channel, or the ;1 of a Local pair, whose end reaches ;2 (H1).
 */
void call_hang_up(struct world *w, struct channel *channel);

/* "Alice <200>", "\"Alice\" <200>", "200": into its two parts, at most `size` bytes each. */
void call_split_caller(const char *text, char *name, char *number, size_t size);

#endif

/* Floor 5: what the arguments of StasisBroadcast() mean. */
#ifndef STASIM_DIALPLAN_BROADCAST_ARGS_H
#define STASIM_DIALPLAN_BROADCAST_ARGS_H

#include <stdbool.h>
#include <stddef.h>

enum {
    BROADCAST_TIMEOUT_DEFAULT_MS = 500,
    BROADCAST_TIMEOUT_MAX_MS = 60000,
    BROADCAST_VALUES_MAX = 128,
};

struct broadcast_args {
    int timeout_ms;
    bool timeout_bad;   /* the argument was unusable, timeout_ms is the default: worth a warning */
    const char *filter; /* never NULL; empty: every application */
    char *values[BROADCAST_VALUES_MAX]; /* for StasisStart */
    size_t value_count;
    size_t values_dropped; /* beyond BROADCAST_VALUES_MAX */
    bool notify_claimed;
};

/* Reads a substituted argument string, which is rewritten: the strings of `args` point into it. */
void broadcast_args_read(char *text, struct broadcast_args *args);

/* The timeout a text means. *bad: it means none, and the default is returned. An empty text is the
 * default and not bad. (R3) */
int broadcast_timeout_ms(const char *text, bool *bad);

/* Splits `text`, which is rewritten, at every colon. Returns how many values were stored; *dropped
 * is the number of those that did not fit. (R4) */
size_t broadcast_values(char *text, char *values[BROADCAST_VALUES_MAX], size_t *dropped);

/* Whether a text asks for CallClaimed events. (R5) */
bool broadcast_notify(const char *text);

#endif

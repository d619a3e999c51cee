/* Floor 7: the log of one run: everything that happened, in order. Expectations are judged on it,
 * the trace is its text, a diagram its picture. It lies outside the world. */
#ifndef STASIM_SCENARIO_LOG_H
#define STASIM_SCENARIO_LOG_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum log_kind {
    LOG_STEP,  /* a task did a step: name: the task, text: the step */
    LOG_NOTE,  /* an entry of the journal: name: its kind, data: what it says */
    LOG_EVENT, /* an event was handed to a client: name: its type, application, data: as on the wire
                */
    LOG_REQUEST, /* a client asked: name: of the request, text: "POST /ari/events/claim?…", data:
                    its body */
    LOG_ANSWER,  /* it was answered: name: of the request, status, data: the body */
    LOG_CLIENT,  /* a client did something else: name: the client, text: "connect", "disconnect" */
};

struct log_entry {
    enum log_kind kind;
    uint64_t serial; /* 1, 2, 3 … */
    uint64_t at_us;
    const char *name;
    const char *text;        /* NULL: none */
    const char *application; /* NULL: none; of a request: the client's */
    int status;              /* of an answer */
    unsigned rule;           /* 0: none */
    json_t *data;            /* NULL: none */
};

struct log;

/* NULL without memory. `steps` false leaves the steps out. */
struct log *log_new(bool steps);
void log_free(struct log *log);

/* Copies the strings, takes `data` over. False when memory or the limit of entries is used up: the
 * log is then marked incomplete. */
bool log_add(struct log *log, const struct log_entry *entry);
bool log_is_complete(const struct log *log);

size_t log_count(const struct log *log);
const struct log_entry *log_at(const struct log *log, size_t index);

/* One line of the trace (sim/scenario trace format 1), allocated with malloc, without a newline. */
char *log_entry_text(const struct log_entry *entry);

#endif

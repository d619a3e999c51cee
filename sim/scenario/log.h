/* Floor 7: the log: everything that happened, in order. A run keeps it: expectations are judged on
 * it, the trace is its text, a diagram its picture. It lies outside the world. */
#ifndef STASIM_SCENARIO_LOG_H
#define STASIM_SCENARIO_LOG_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum log_kind {
    LOG_STEP,    /* a task does a step: name: the task, text: the step */
    LOG_NOTE,    /* an entry of the journal: name: its kind, data: what it says */
    LOG_EVENT,   /* an event is handed to a client: name: its type, data: as on the wire */
    LOG_REQUEST, /* a client asks: name: its own, text: "POST /ari/events/claim?…", data: the body
                  */
    LOG_ANSWER,  /* it is answered: name and text as of the request, status, data: the body */
    LOG_CLIENT,  /* a client does something else: name: the client, text: "connect" */
    LOG_END,     /* the last of a trace, in no log that is judged: name: how it ended, text: why */
};

/* As a trace calls it. */
const char *log_kind_name(enum log_kind kind);

struct log_entry {
    enum log_kind kind;
    uint64_t serial; /* 1, 2, 3 …: given by log_add() */
    uint64_t at_us;
    const char *name;
    const char *text;        /* NULL: none */
    const char *client;      /* who asked, was answered, got the event; NULL: none */
    const char *application; /* whose event; for whom a claim is made; NULL: none */
    const char *channel;     /* what it is about, as far as it is about one; NULL: none */
    int status;              /* of an answer */
    unsigned rule;           /* 0: none */
    json_t *data;            /* NULL: none */
};

enum { LOG_ENTRIES_MAX = 400000, LOG_DATA_MAX = 200000, TRACE_FORMAT = 1 };

struct log;

/* NULL without memory. `steps` false leaves the steps out. */
struct log *log_new(bool steps);
/* One that keeps nothing: each entry is told as it is added. It is incomplete once `tell` has
 * answered false: it had no memory. */
typedef bool log_teller(void *context, const struct log_entry *entry);
struct log *log_new_told(bool steps, log_teller *tell, void *context);
void log_free(struct log *log);

/* Copies the strings, takes `data` over in any case. False when memory or the limit of entries, or
 * of those with data, is used up: the log is then marked incomplete. */
bool log_add(struct log *log, const struct log_entry *entry);
bool log_is_complete(const struct log *log);
/* It is incomplete because memory ran out. */
bool log_lacked_memory(const struct log *log);
/* Puts copies in the place of an entry's strings: all in one block of *size bytes, allocated with
 * malloc and returned; NULL without memory. For who keeps entries that are told. */
char *log_entry_copy(struct log_entry *entry, size_t *size);

/* What the data of an entry says under a key; NULL: no text. */
const char *log_data_text(const struct log_entry *entry, const char *key);

size_t log_count(const struct log *log);
const struct log_entry *log_at(const struct log *log, size_t index);

/* A trace is a file of JSON Lines, format 1 (scenarios/trace.schema.json): a header, then an entry
 * a line. Both are allocated with malloc, without a newline; NULL without memory. */
char *log_header_text(const char *scenario, uint64_t seed, const char *file);
char *log_entry_text(const struct log_entry *entry);

/* Adds the entry that such a line tells of, a header excepted. False if it is none, or there is no
 * room: see log_is_complete(). */
bool log_add_line(struct log *log, const char *line);

#endif

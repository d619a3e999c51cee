/* Floor 6: a request under way: a task that carries it out and tells the asker. */
#ifndef STASIM_ARI_REQUEST_H
#define STASIM_ARI_REQUEST_H

#include "sim/ari/arguments.h"
#include "sim/ari/ari.h"
#include "sim/ari/reply.h"
#include "sim/calls/session.h"

struct request {
    struct activity activity;
    struct ari_asker asker;
    struct ari_request asked; /* its strings lie in `copy`; nothing of a claim */
    char *copy;
    size_t copy_size;
    struct task *task;                 /* inside a handler */
    const struct arguments *arguments; /* inside a handler */
    void *found;                       /* inside a handler: the operation's subject */
    int command_result;
    int forced_status; /* by a fault; 0: none */
    const char *forced_message;
};

/* Queues a command on the channel, which must be in a session; the request is answered 204 once
 * the channel's task has carried it out. `run` may be NULL: nothing but the wait. (R125) */
struct reply request_wait(struct world *w, struct request *request, struct channel *channel,
                          bool (*run)(struct world *w, struct task *task, struct channel *channel,
                                      struct command *command));

/* The argument of this name; NULL when it is missing. */
const char *request_text(const struct request *request, const char *name);
/* The same, NULL also when it is empty. */
const char *request_filled(const struct request *request, const char *name);
/* As a number: argument_number() and argument_number_or(). */
long request_number(const struct request *request, const char *name);
long request_number_or(const struct request *request, const char *name, long missing);
/* Which of the words that the table allows it is, WORD_MISSING or WORD_UNKNOWN. */
int request_word(const struct request *request, const char *name);
/* True for "true", "yes", "y", "t", "1" and "on", in any case. */
bool request_flag(const struct request *request, const char *name);
/* 404: what the path names is not there. */
struct reply request_missing(const struct subject *subject);
/* An error whose message has a text in it. */
__attribute__((format(printf, 3, 4))) struct reply request_error(struct world *w, int status,
                                                                 const char *format, ...);
/* 201 with this body, taken over, and where the new thing is: `folder`, "/ari/playbacks/", and its
 * name, percent-escaped. */
struct reply request_created(struct world *w, json_t *body, const char *folder, const char *name);

#endif

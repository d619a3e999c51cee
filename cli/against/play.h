/* Floor 8: a scenario on its way through a real server: its clients and callers as clients of that
 * server, and the log of what they did and got. */
#ifndef STASIM_CLI_AGAINST_PLAY_H
#define STASIM_CLI_AGAINST_PLAY_H

#include <signal.h>

#include "cli/against/agenda.h"
#include "cli/against/asker.h"
#include "cli/against/stream.h"
#include "cli/against/undo.h"
#include "sim/scenario/compose.h"
#include "sim/scenario/log.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/script.h"

enum { PLAY_FAILURE_BYTES = 512, PLAY_NAME_BYTES = 96 };

/* A WebSocket of a client. */
struct ear {
    struct actor *actor;
    struct stream stream;
    struct ear *next;
};

struct actor {
    struct play *play;
    const struct script_client *script;
    struct asker asker;
    struct ear *ears; /* the first is for what the client begins with; further ones register */
    uint64_t actions; /* numbers them: "sales-1.2" */
    uint32_t *seen;   /* of each reaction: events that it is about */
    bool opens_again; /* the first, once it is closed */
};

/* A request of a client that is not answered yet. */
struct asked {
    struct asked *next;
    struct actor *actor;
    char *name; /* "sales-1.2" */
    struct composed composed;
    uint64_t due_us;  /* when it was to be asked, since the scenario began */
    uint64_t sent_us; /* when it was */
};

struct play {
    const struct scenario *scenario;
    const struct target *target;
    struct recorder *recorder; /* NULL: none */
    struct loop *loop;
    struct log *log;
    struct agenda agenda;
    uint64_t begin_us; /* when the scenario began, by the loop's clock; 0: it has not yet */
    uint64_t until_us; /* by the loop's clock: then it is given up */
    bool is_over;      /* what happens now is not told any more */
    struct actor *actors;
    struct asker caller;    /* places calls, loads modules */
    struct asker steward;   /* asks for what the scenario needs, and cleans up: is never recorded */
    struct stream observer; /* sees what everybody may see; closed: it is not needed */
    char observer_name[PLAY_NAME_BYTES];
    struct asked *asked;
    size_t tasks; /* other requests that are not answered yet: calls, modules */
    struct undo undo;
    char failure[PLAY_FAILURE_BYTES]; /* what the server did not do; empty: nothing */
    char unmet[PLAY_FAILURE_BYTES];   /* what it lacks that the scenario needs; empty: nothing */
    const char *limit;                /* why it did not come to its end; NULL: it did */
    bool is_undecided;                /* so that nothing is to be judged */
    const volatile sig_atomic_t *is_stopped; /* somebody wants it to end */
};

/* Since the scenario began. */
uint64_t play_now_us(const struct play *play);
/* Keeps the first failure. */
__attribute__((format(printf, 2, 3))) void play_fail(struct play *play, const char *format, ...);
/* Or cannot go on for what the server lacks. */
bool play_has_failed(const struct play *play);
/* Plans something, or fails when that is too much: see agenda_add(). */
void play_plan(struct play *play, const struct plan *plan, const char *app, const char *channel);
/* What is to be undone, likewise: see undo_learn() and undo_channel(). */
void play_undo(struct play *play, const char *method, const char *uri, const char *body,
               const char *answer);
void play_undo_channel(struct play *play, const char *id);
/* Waits for what happens, at most until that moment of the loop's clock. False when the play cannot
 * go on: it has failed, was stopped, or has no more time. */
bool play_round(struct play *play, uint64_t until_us);

/* Clients (actor.c). */
void actors_new(struct play *play);
void actors_free(struct play *play);
/* Connects those that begin connected, one after another. False when that failed. */
bool actors_connect(struct play *play);
/* Plans what they do at fixed times. */
void actors_plan(struct play *play);
void actor_do(struct play *play, const struct plan *plan);
/* A socket of theirs is being opened or closed. */
bool actors_are_busy(const struct play *play);
void actors_check(struct play *play);

/* What they ask (actor_ask.c): over HTTP, or over the first WebSocket where the scenario says so.
 */
void actor_ask(struct play *play, const struct plan *plan);
/* An answer has come over a WebSocket. */
void actor_heard_answer(struct actor *actor, json_t *answer);
/* No answer will come any more: whatever was asked for is to be undone if it was done. */
void actors_give_up(struct play *play);
/* Loads or unloads a module, which on a server is a request. */
void actor_change_module(struct play *play, const struct plan *plan);
void asked_free(struct play *play);

/* What an event is about: the id of a channel; NULL: none. */
const char *event_channel(const json_t *event);

/* Callers (caller.c). */
void callers_plan(struct play *play);
void caller_place(struct play *play, const struct script_call *call);
void caller_hang_up(struct play *play, const struct script_call *call);

/* Whether the server has what a scenario needs (needs.c). False when it has not, or the play has
 * failed. */
bool needs_look(struct play *play);
/* The same of a channel, which the server shows with some of its variables. */
void needs_compare(struct play *play, const json_t *channel);
/* Loads and unloads modules (module.c). False when it does not, or the play has failed. */
bool modules_meet(struct play *play);
/* Lets an observer in, if it takes one to see what is expected (observer.c). A recording is of the
 * scenario alone. False when the play has failed. */
bool observer_enter(struct play *play);

/* A request of stasim's own, and its answer, to be freed. False when there is none: then the play
 * has failed. */
bool play_ask(struct play *play, struct asker *asker, const char *method, const char *uri,
              const char *body, struct http_reply *reply);

#endif

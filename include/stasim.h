/* stasim: a simulator of StasisBroadcast() in Asterisk, as a library.
 *
 * A world holds applications, channels, a dialplan and a clock of its own, which stands still until
 * it is told to go on. The same seed and the same calls give the same events, byte for byte.
 *
 * - Errors are values: STASIM_OK or a negative enum stasim_error. Nothing is printed; the process
 *   is ended only by a bug in stasim itself.
 * - A world is used by one thread at a time; worlds do not know each other.
 * - Strings handed in are copied. Strings handed to a callback are good until it returns.
 * - Names and ids must not be empty. A NULL where none is allowed is STASIM_INVALID.
 * - Callbacks run inside a step of the world. They may look at everything, and ask for what is
 *   marked (*): it takes effect in a step of its own, behind theirs. The rest answers STASIM_BUSY
 *   there, or does nothing. They must return: no longjmp, no exception. */
#ifndef STASIM_H
#define STASIM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define STASIM_PUBLIC __attribute__((visibility("default")))
#else
#define STASIM_PUBLIC
#endif

enum stasim_error {
    STASIM_OK = 0,
    STASIM_NOT_FOUND = -1,       /* no such channel, application, broadcast */
    STASIM_ALREADY_CLAIMED = -2, /* another claim was first */
    STASIM_UNAVAILABLE = -3,     /* res_stasis_broadcast.so is not loaded */
    STASIM_INVALID = -4,         /* an argument that cannot be */
    STASIM_EXISTS = -5,          /* there is a channel of this id already */
    STASIM_NOT_IN_STASIS = -6,   /* no application holds the channel */
    STASIM_BUSY = -7,            /* not from a callback; or the thing is in use */
    STASIM_LIMIT = -8,           /* the limit of steps was reached: the world may go on */
    STASIM_BROKEN = -9,          /* a rule was broken or memory ran out: see stasim_failure() */
    STASIM_NO_MEMORY = -10,
    STASIM_CANNOT_READ = -11 /* the dialplan's file; errno says why */
};

/* What the functions that the two modules share answer to every other failure, as the real ones
 * do: see "What the two modules share". */
#define STASIM_ERROR (-1)

/* In a few words, such as "not found"; never NULL. */
STASIM_PUBLIC const char *stasim_error_text(int error);

/* "0.1.0". */
STASIM_PUBLIC const char *stasim_version(void);

/* ---- Worlds ---- */

struct stasim_world;

/* Zero is a good value for every member. */
struct stasim_config {
    uint64_t seed;                  /* of everything that is left to chance */
    const char *dialplan;           /* the text of an extensions.conf, or NULL */
    const char *dialplan_file;      /* or the path of one; both NULL: no extension exists */
    const char *const *channelvars; /* variables that every event shows */
    size_t channelvars_count;
    uint64_t epoch_us;         /* when the clock begins, since 1970; 0: 2026-01-01T00:00:00Z */
    uint64_t steps_max;        /* of one call of stasim_run() and the like; 0: 10 million */
    size_t memory_limit_bytes; /* of address space; 0: 1 GiB */
};

/* Makes a world; *world is NULL unless it answers STASIM_OK. What is wrong in a dialplan does not
 * hinder that: see stasim_dialplan_problem(). INVALID, NO_MEMORY, CANNOT_READ, BROKEN (the memory
 * limit is too small). */
STASIM_PUBLIC int stasim_world_new(struct stasim_world **world, const struct stasim_config *config);

/* Frees it with all that is in it; no callback is called. NULL is ignored, and so is the call of a
 * callback. */
STASIM_PUBLIC void stasim_world_free(struct stasim_world *world);

enum stasim_severity { STASIM_NOTE, STASIM_WARNING, STASIM_SEVERE };

struct stasim_problem {
    enum stasim_severity severity; /* severe: this part of the dialplan is missing */
    unsigned line;                 /* from 1 */
    const char *text;              /* what is wrong, and what would be right; lives as the world */
};

/* Fills in the `index`-th problem of the dialplan, from 0. NOT_FOUND behind the last. */
STASIM_PUBLIC int stasim_dialplan_problem(const struct stasim_world *world, size_t index,
                                          struct stasim_problem *problem);

/* Loads or unloads a module, "res_stasis_broadcast.so" or "app_stasis_broadcast.so": both are
 * loaded at first. BUSY when it is in use, needed by the other, or already so; NOT_FOUND. */
STASIM_PUBLIC int stasim_module_load(struct stasim_world *world, const char *module);
STASIM_PUBLIC int stasim_module_unload(struct stasim_world *world, const char *module);

/* Why the world broke; NULL while it is sound. A broken world answers STASIM_BROKEN to everything
 * that would change it. */
STASIM_PUBLIC const char *stasim_failure(const struct stasim_world *world);

/* ---- The clock ---- */

/* Microseconds since the world began. */
STASIM_PUBLIC uint64_t stasim_now_us(const struct stasim_world *world);

/* Does all that is due within the next `duration_us`, and moves the clock to its end. 0: all that
 * is due now. LIMIT, BROKEN, BUSY. */
STASIM_PUBLIC int stasim_run(struct stasim_world *world, uint64_t duration_us);

/* The same until nothing will ever happen unless somebody acts. */
STASIM_PUBLIC int stasim_run_until_idle(struct stasim_world *world);

/* Does one step. 1: done; 0: there is none to do; BROKEN, BUSY. */
STASIM_PUBLIC int stasim_step(struct stasim_world *world);

/* ---- Applications ---- */

enum stasim_event_type {
    STASIM_EVENT_OTHER, /* see `name` */
    STASIM_EVENT_CALL_BROADCAST,
    STASIM_EVENT_CALL_CLAIMED,
    STASIM_EVENT_STASIS_START,
    STASIM_EVENT_STASIS_END,
    STASIM_EVENT_APPLICATION_REPLACED,
    STASIM_EVENT_CHANNEL_CREATED,
    STASIM_EVENT_CHANNEL_DESTROYED,
    STASIM_EVENT_CHANNEL_STATE_CHANGE,
    STASIM_EVENT_CHANNEL_HANGUP_REQUEST,
    STASIM_EVENT_CHANNEL_VARSET
};

/* An event as an application gets it. Strings that do not belong to the type are NULL. */
struct stasim_event {
    enum stasim_event_type type;
    const char *name;          /* "CallBroadcast" */
    const char *application;   /* who gets it */
    uint64_t at_us;            /* since the world began */
    unsigned rule;             /* of sim/RULES.md, that made it happen; 0: none */
    const char *channel_id;    /* the channel, as it was when the event was made */
    const char *channel_name;  /* "PJSIP/alice-00000001" */
    const char *channel_state; /* "Ring", "Up" */
    const char *caller;        /* the caller's number; empty: unknown */
    const char *called;        /* the extension where the channel is */
    const char *winner;        /* CallClaimed */
    const char *const *args;   /* StasisStart */
    size_t args_count;
    const char *variable; /* ChannelVarset */
    const char *value;    /* ChannelVarset */
    int cause;            /* of a hang-up; 0: none */
    const void *source;   /* for stasim_event_json() */
};

typedef void stasim_handler(struct stasim_world *world, const struct stasim_event *event,
                            void *context);

enum { STASIM_SUBSCRIBE_ALL = 1 };

/* Registers an application, whose events are then given to `handler`. A live one of this name is
 * replaced: its handler gets ApplicationReplaced, and nothing more. The name is at most 73 bytes
 * long. `flags`: 0 or STASIM_SUBSCRIBE_ALL, to get the events of every channel. INVALID, NO_MEMORY,
 * BROKEN, BUSY. */
STASIM_PUBLIC int stasim_register(struct stasim_world *world, const char *application,
                                  stasim_handler *handler, void *context, unsigned flags);

/* The application's client goes away. The application stays registered, inactive, as long as it
 * holds a channel. NOT_FOUND when it has no client here, BROKEN, BUSY. */
STASIM_PUBLIC int stasim_disconnect(struct stasim_world *world, const char *application);

/* The event as JSON, as it goes over the wire. To be freed with free(); NULL without memory.
 * `event` must be the one a handler was called with, and only while it runs. */
STASIM_PUBLIC char *stasim_event_json(struct stasim_world *world, const struct stasim_event *event);

/* ---- Calls ---- */

struct stasim_call {
    const char *id;               /* of its channel; NULL or empty: made up */
    const char *extension;        /* where it arrives in the dialplan */
    const char *context;          /* NULL: "default" */
    const char *phone;            /* it comes from; NULL: "PJSIP/phone" */
    const char *caller_name;      /* NULL: empty */
    const char *caller_number;    /* NULL: empty */
    const char *const *variables; /* name, value, name, value, … */
    size_t variables_count;       /* of strings */
};

/* Places a call, whose dialplan begins in the next step. The channel's id, if it does not fit cut
 * off, goes into `id` unless that is NULL. INVALID, EXISTS, BROKEN, BUSY. */
STASIM_PUBLIC int stasim_place_call(struct stasim_world *world, const struct stasim_call *call,
                                    char *id, size_t id_size);

/* (*) The caller hangs up. NOT_FOUND, BROKEN. */
STASIM_PUBLIC int stasim_hang_up(struct stasim_world *world, const char *channel_id);

/* (*) What the application that holds a channel may ask for; NOT_FOUND, NOT_IN_STASIS, BROKEN. */
STASIM_PUBLIC int stasim_answer(struct stasim_world *world, const char *channel_id);
/* Lets the dialplan go on, at the next priority or, unless `extension` is NULL, at
 * extension,priority of `context` (NULL: the present one). INVALID: the priority is not one of 1 to
 * 100000. */
STASIM_PUBLIC int stasim_continue(struct stasim_world *world, const char *channel_id,
                                  const char *context, const char *extension, int priority);
/* Hands it over to another application. If that is not there, the present one keeps it and gets
 * ApplicationMoveFailed. */
STASIM_PUBLIC int stasim_move(struct stasim_world *world, const char *channel_id,
                              const char *application);

/* The answer to a claim: OK, NOT_FOUND, ALREADY_CLAIMED or UNAVAILABLE. */
typedef void stasim_claimed(struct stasim_world *world, int result, void *context);

/* (*) Claims a channel for an application, as a request over ARI does: the steps are done as the
 * world runs, and the answer is given to `claimed` (NULL: to nobody). Whatever the claim comes to,
 * this answers OK, or INVALID or BROKEN. */
STASIM_PUBLIC int stasim_claim(struct stasim_world *world, const char *channel_id,
                               const char *application, stasim_claimed *claimed, void *context);

/* ---- Looking at channels ---- */

/* What is read goes into `text`, cut off at `size` bytes, always ended by a NUL. NOT_FOUND: no
 * such channel, or the variable is not set. */
STASIM_PUBLIC int stasim_channel_variable(const struct stasim_world *world, const char *channel_id,
                                          const char *variable, char *text, size_t size);
/* "Ring", "Up". */
STASIM_PUBLIC int stasim_channel_state(const struct stasim_world *world, const char *channel_id,
                                       char *text, size_t size);
/* The application that holds it. NOT_IN_STASIS. */
STASIM_PUBLIC int stasim_channel_application(const struct stasim_world *world,
                                             const char *channel_id, char *text, size_t size);
/* How many channels, and how many registered applications there are. */
STASIM_PUBLIC size_t stasim_channels(const struct stasim_world *world);
STASIM_PUBLIC size_t stasim_applications(const struct stasim_world *world);

/* ---- The trace ---- */

/* Gets a line of the trace, JSON without a newline. It must not call the world. */
typedef void stasim_tracer(const char *line, void *context);

enum { STASIM_TRACE_STEPS = 1 };

/* From now on `tracer` (NULL: nobody) is told every event and entry of the journal as they happen,
 * counted from 1, with STASIM_TRACE_STEPS each step too. INVALID, BUSY, NO_MEMORY. */
STASIM_PUBLIC int stasim_trace(struct stasim_world *world, stasim_tracer *tracer, void *context,
                               unsigned flags);

/* ---- What the two modules share ----
 *
 * A broadcast without a dialplan: the program owns the channel, offers it, waits, reads the winner
 * and cleans up. What becomes of a winner is then up to the program. Each function's answers are
 * those of the real interface: *unavailable* is STASIM_UNAVAILABLE, an empty id or name is "not
 * found", and STASIM_ERROR stands for every other failure: a broken world, or the call of a
 * callback, which may only use stasim_claim(). */

/* Makes a channel that no dialplan runs, in state Ring, at extension,1 of context (NULL:
 * "default"). As in struct stasim_call, but `id` is needed. INVALID, EXISTS, BROKEN, BUSY. */
STASIM_PUBLIC int stasim_channel_new(struct stasim_world *world, const struct stasim_call *call);

/* Ends such a channel, its broadcast cleaned up. NOT_FOUND (also: it has a dialplan), BUSY,
 * BROKEN. */
STASIM_PUBLIC int stasim_channel_free(struct stasim_world *world, const char *channel_id);

enum { STASIM_NO_CALL_CLAIMED = 1 };

/* Offers a channel of the program's to every application that `filter` matches (NULL or empty: to
 * all). An earlier broadcast of it is forgotten. Claims are possible from then on. `timeout_ms` is
 * only noted: the wait has its own. `flags`: with STASIM_NO_CALL_CLAIMED a claim is not told to the
 * others. 0; STASIM_ERROR; STASIM_UNAVAILABLE. */
STASIM_PUBLIC int stasim_broadcast_channel(struct stasim_world *world, const char *channel_id,
                                           int timeout_ms, const char *filter, unsigned flags);

/* Claims a channel, any that is broadcast, and waits for the answer; nothing else happens
 * meanwhile. 0 won; STASIM_NOT_FOUND (-1); STASIM_ALREADY_CLAIMED (-2); STASIM_UNAVAILABLE. */
STASIM_PUBLIC int stasim_claim_channel(struct stasim_world *world, const char *channel_id,
                                       const char *application);

/* The name of the winner, to be freed with free(), or NULL. The broadcast is then finished: who
 * claims now is too late. */
STASIM_PUBLIC char *stasim_broadcast_winner(struct stasim_world *world, const char *channel_id);

/* Runs the world until a channel of the program's is claimed, its caller has hung up (noticed
 * within 200 ms) or the time is up: below 0 reads 0, above 24 h 24 h. 0 claimed; STASIM_ERROR:
 * timed out, hung up, not broadcast, or the limit of steps was reached, and the wait goes on when
 * the world does; STASIM_UNAVAILABLE. */
STASIM_PUBLIC int stasim_broadcast_wait(struct stasim_world *world, const char *channel_id,
                                        int64_t timeout_ms);

/* Takes the broadcast of a channel of the program's out of the registry: claims are not found any
 * more. Harmless when repeated. */
STASIM_PUBLIC void stasim_broadcast_cleanup(struct stasim_world *world, const char *channel_id);

#ifdef __cplusplus
}
#endif

#endif

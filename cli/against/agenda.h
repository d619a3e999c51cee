/* Floor 8: what is to be done when, while a scenario is played: actions and calls, in the order of
 * their moments, and of having been planned. */
#ifndef STASIM_CLI_AGAINST_AGENDA_H
#define STASIM_CLI_AGAINST_AGENDA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/scenario/script.h"

enum { AGENDA_MAX = 100000 };

struct actor;

struct plan {
    uint64_t due_us; /* since the scenario began */
    uint64_t serial;
    enum { PLAN_ACTION, PLAN_CALL, PLAN_HANG_UP } kind;
    const struct script_call *call; /* of the last two */
    struct actor *actor;            /* of an action, and the rest too */
    const struct action *action;
    char *app;       /* whose event it reacts to, or the client's first */
    char *channel;   /* the event's; NULL: none */
    uint64_t number; /* of the client's actions */
};

/* All zero: empty. */
struct agenda {
    struct plan *plans;
    size_t count;
    size_t capacity;
    uint64_t serial;
};

/* Adds a plan, with copies of these for its own; NULL: none. False: there are too many. */
bool agenda_add(struct agenda *agenda, const struct plan *plan, const char *app,
                const char *channel);
/* The next; NULL: there is none. Good until the agenda changes. */
const struct plan *agenda_next(const struct agenda *agenda);
/* Takes the next out: plan_free() is the caller's. */
struct plan agenda_take(struct agenda *agenda);
void plan_free(struct plan *plan);
void agenda_free(struct agenda *agenda);

#endif

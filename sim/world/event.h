/* Floor 2: events: what happened, as a struct whose first member is this header. A kind belongs to
 * the floor that defines it; this floor only keeps, counts and hands over. */
#ifndef STASIM_WORLD_EVENT_H
#define STASIM_WORLD_EVENT_H

#include <stddef.h>
#include <stdint.h>

struct digest;
struct world;
struct event;

struct event_kind {
    const char *name; /* as on the wire where it goes there: "StasisStart" */
    size_t size;
    /* Gives back what the event holds; may be NULL. */
    void (*dispose)(struct world *w, struct event *event);
    /* Tells a digest what it says; NULL: nobody can. */
    void (*tell)(struct digest *digest, const struct event *event);
};

struct event {
    const struct event_kind *kind;
    uint64_t at_us;
    uint64_t serial; /* 1, 2, 3 … in the order of creation */
    uint32_t holders;
    uint16_t rule; /* number of the rule in sim/RULES.md that made it happen; 0: none */
};

/* A zeroed event of the kind, at the present moment, with one holder: the caller. */
struct event *event_new(struct world *w, const struct event_kind *kind, uint16_t rule);
/* One holder more, and one less: the last one gives it back. */
struct event *event_keep(struct event *event);
void event_drop(struct world *w, struct event *event);

/* What an event says, its moment apart. */
void event_tell(struct digest *digest, const struct event *event);

/* When a connection breaks, of a copy that is on its way. */
enum breakage { BREAK_BEFORE, BREAK_DURING, BREAK_AFTER };

/* Who takes delivery. `take` must not change the world: it may only schedule tasks and keep the
 * event. */
struct recipient {
    const char *name;   /* of the application it takes for: "sales" */
    const char *client; /* whose it is: "sales-1"; NULL: not said */
    void (*take)(struct world *w, struct recipient *recipient, struct event *event);
    /* A fault: its connection breaks, with this copy on its way or (NULL) with none. The same holds
     * as for `take`. NULL: it cannot break. */
    void (*lose)(struct world *w, struct recipient *recipient, enum breakage when,
                 struct event *event);
    void *context;
};

/* Sends one copy on its way: unless a fault takes charge of it (world_intercept), it is handed over
 * at once. */
void event_deliver(struct world *w, struct recipient *recipient, struct event *event);

/* Hands one copy over: tells the observer, then the recipient. */
void event_hand_over(struct world *w, struct recipient *recipient, struct event *event);

/* Tells the observer only: an entry of the journal. */
void event_note(struct world *w, struct event *event);

#endif

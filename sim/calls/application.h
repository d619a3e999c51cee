/* Floor 3: the registry of applications: names that ARI clients have registered. (R85) */
#ifndef STASIM_CALLS_APPLICATION_H
#define STASIM_CALLS_APPLICATION_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/calls/table.h"
#include "sim/calls/texts.h"

/* The longest name an application can register under. */
enum { APPLICATION_NAME_MAX_BYTES = 73 };

struct application {
    char *name;
    struct recipient *client; /* NULL while inactive: registered, its client gone */
    bool subscribe_all;
    bool registered;          /* false once it has left the registry but is still held */
    uint32_t holders;         /* that keep the struct: see application_hold() */
    uint32_t subscriptions;   /* channels and more that keep it in the registry while inactive */
    uint64_t served;          /* serial of the event it got last as one of an audience */
    struct texts *allowed;    /* event types; NULL or empty: all */
    struct texts *disallowed; /* wins over `allowed` */
    struct application *next_subscribed_all;
    UT_hash_handle by_name; /* by_name.next: in the order of registration */
};

/* Registers `name` for `client`. A live client of that name is replaced: it gets
 * ApplicationReplaced and nothing more of this application. The name's length is the caller's to
 * check. */
struct application *application_register(struct world *w, const char *name,
                                         struct recipient *client, bool subscribe_all);

/* The client has gone: its application becomes inactive, or leaves the registry if nothing is
 * subscribed to it (R87). Does nothing if another client has replaced this one. */
void application_disconnect(struct world *w, const char *name, const struct recipient *client);

/* NULL when nobody registered that name. */
struct application *application_find(const struct world *w, const char *name);
/* A session or another hand-over can start: registered, and its client is there. */
bool application_is_connected(const struct application *application);

/* The registry in the order of registration; NULL at its end. */
struct application *application_first(const struct world *w);
struct application *application_next(const struct application *application);
size_t application_count(const struct world *w);

/* Keeps the struct, not the registration: for a list that is worked through over several steps. */
struct application *application_hold(struct application *application);
void application_release(struct world *w, struct application *application);

/* One more, one less thing that keeps an inactive application in the registry. */
void application_subscribed(struct application *application);
void application_unsubscribed(struct world *w, struct application *application);

/* Which event types it wants; both lists become the application's own, NULL clears. */
void application_set_event_filter(struct world *w, struct application *application,
                                  struct texts *allowed, struct texts *disallowed);

/* Sends one copy to the application's client; dropped silently when it is gone or filters the type,
 * be it that of a broadcast (R79). */
void application_send(struct world *w, struct application *application, struct event *event);

#endif

/* Floor 3: who is subscribed to a thing (a channel, a bridge, a device …): a list that the thing
 * keeps, with one entry an application. */
#ifndef STASIM_CALLS_SUBSCRIPTION_H
#define STASIM_CALLS_SUBSCRIPTION_H

#include <stdbool.h>
#include <stdint.h>

struct application;
struct world;

struct subscription {
    struct subscription *next;
    struct application *application;
    uint32_t sessions; /* of the application with the thing, now */
    bool requested;
};

/* Why an application is subscribed. */
enum subscription_reason {
    SUBSCRIBED_BY_SESSION, /* it holds the channel; ends with each session */
    SUBSCRIBED_BY_REQUEST, /* it asked for the thing by name; outlives sessions, counts once */
};

/* Subscribes an application for one reason more. */
void subscription_add(struct world *w, struct subscription **list, struct application *application,
                      enum subscription_reason reason);
/* Ends a reason; false when there was none of that kind. */
bool subscription_end(struct world *w, struct subscription **list, struct application *application,
                      enum subscription_reason reason);
/* The thing is gone: ends all of them. */
void subscription_end_all(struct world *w, struct subscription **list);
/* NULL when it is not subscribed. */
struct subscription *subscription_find(struct subscription *list,
                                       const struct application *application);

#endif

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
    uint32_t sessions; /* reasons to be subscribed that nobody asked for: it holds the channel */
    bool wanted;       /* asked for by name, and so outliving the session */
};

/* Subscribes an application: because it asked, or for one reason more. */
void subscription_add(struct world *w, struct subscription **list, struct application *application,
                      bool wanted);
/* Ends one of the two; false when there was none. */
bool subscription_end(struct world *w, struct subscription **list, struct application *application,
                      bool wanted);
/* The thing is gone: ends all of them. */
void subscription_end_all(struct world *w, struct subscription **list);
/* NULL when it is not subscribed. */
struct subscription *subscription_find(struct subscription *list,
                                       const struct application *application);

#endif

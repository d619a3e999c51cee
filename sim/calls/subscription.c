/* Subscriptions: they keep an application in the registry while its client is away. */
#include "sim/calls/subscription.h"

#include "sim/calls/application.h"

static struct subscription **link_of(struct subscription **list,
                                     const struct application *application);
static void take_out(struct world *w, struct subscription **link);

void subscription_add(struct world *w, struct subscription **list, struct application *application,
                      enum subscription_reason reason) {
    struct subscription **link = link_of(list, application);
    if (!*link) {
        *link = world_alloc(w, sizeof **link);
        (*link)->application = application;
        application_subscribed(application);
    }
    if (reason == SUBSCRIBED_BY_REQUEST) {
        (*link)->requested = true;
    } else {
        (*link)->sessions++;
    }
}

bool subscription_end(struct world *w, struct subscription **list, struct application *application,
                      enum subscription_reason reason) {
    struct subscription **link = link_of(list, application);
    struct subscription *found = *link;
    bool by_request = reason == SUBSCRIBED_BY_REQUEST;
    if (!found || (by_request ? !found->requested : found->sessions == 0)) {
        return false;
    }
    if (by_request) {
        found->requested = false;
    } else {
        found->sessions--;
    }
    if (!found->requested && found->sessions == 0) {
        take_out(w, link);
    }
    return true;
}

void subscription_end_all(struct world *w, struct subscription **list) {
    while (*list) {
        take_out(w, list);
    }
}

struct subscription *subscription_find(struct subscription *list,
                                       const struct application *application) {
    return *link_of(&list, application);
}

static struct subscription **link_of(struct subscription **list,
                                     const struct application *application) {
    while (*list && (*list)->application != application) {
        list = &(*list)->next;
    }
    return list;
}

static void take_out(struct world *w, struct subscription **link) {
    struct subscription *gone = *link;
    struct application *application = gone->application;
    *link = gone->next;
    world_release(w, gone, sizeof *gone);
    application_unsubscribed(w, application);
}

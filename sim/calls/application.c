/* The registry of applications: registered, inactive, gone. */
#include "sim/calls/application.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/base/rule.h"
#include "sim/calls/calls.h"
#include "sim/calls/events.h"

static struct application *add(struct world *w, const char *name);
static void leave_if_unused(struct world *w, struct application *application);
static void free_if_forgotten(struct world *w, struct application *application);
static void set_subscribe_all(struct world *w, struct application *application, bool all);
static bool lists(const struct texts *types, const char *type);

struct application *application_register(struct world *w, const char *name,
                                         struct recipient *client, bool subscribe_all) {
    must(client);
    must(name[0] != '\0' && strlen(name) <= APPLICATION_NAME_MAX_BYTES);
    struct application *application = application_find(w, name);
    if (!application) {
        application = add(w, name);
    } else if (application->client) {
        struct call_event *event =
            call_event_new(w, &EVENT_APPLICATION_REPLACED, NULL, RULE_REPLACED);
        call_event_send(w, application, event);
    }
    application->client = client;
    set_subscribe_all(w, application, subscribe_all);
    return application;
}

void application_disconnect(struct world *w, const char *name, const struct recipient *client) {
    struct application *application = application_find(w, name);
    if (application && application->client == client) {
        application->client = NULL;
        set_subscribe_all(w, application, false);
        leave_if_unused(w, application);
    }
}

struct application *application_find(const struct world *w, const char *name) {
    struct application *found = NULL;
    HASH_FIND(by_name, calls_of(w)->applications, name, strlen(name), found);
    return found;
}

bool application_is_connected(const struct application *application) {
    return application->registered && application->client != NULL;
}

struct application *application_first(const struct world *w) {
    return calls_of(w)->applications;
}

struct application *application_next(const struct application *application) {
    return application->by_name.next;
}

size_t application_count(const struct world *w) {
    return HASH_CNT(by_name, calls_of(w)->applications);
}

struct application *application_hold(struct application *application) {
    application->holders++;
    return application;
}

void application_release(struct world *w, struct application *application) {
    must(application->holders > 0);
    application->holders--;
    free_if_forgotten(w, application);
}

void application_subscribed(struct application *application) {
    application->subscriptions++;
}

void application_unsubscribed(struct world *w, struct application *application) {
    must(application->subscriptions > 0);
    application->subscriptions--;
    leave_if_unused(w, application);
}

void application_set_event_filter(struct world *w, struct application *application,
                                  struct texts *allowed, struct texts *disallowed) {
    texts_drop(w, application->allowed);
    texts_drop(w, application->disallowed);
    application->allowed = allowed;
    application->disallowed = disallowed;
}

void application_send(struct world *w, struct application *application, struct event *event) {
    const char *type = event->kind->name;
    bool wanted = !application->allowed || application->allowed->count == 0 ||
                  lists(application->allowed, type);
    if (application->client && wanted && !lists(application->disallowed, type)) {
        event_deliver(w, application->client, event);
    }
}

static struct application *add(struct world *w, const char *name) {
    struct calls *calls = calls_of(w);
    struct application *application = world_alloc(w, sizeof *application);
    application->name = world_strdup(w, name);
    application->registered = true;
    HASH_ADD_KEYPTR(by_name, calls->applications, application->name, strlen(application->name),
                    application);
    return application;
}

/* One that holds a channel stays, so that its client finds it again. (R82, R87) */
static void leave_if_unused(struct world *w, struct application *application) {
    if (application->client || application->subscriptions > 0 || !application->registered) {
        return;
    }
    application->registered = false;
    HASH_DELETE(by_name, calls_of(w)->applications, application);
    free_if_forgotten(w, application);
}

static void free_if_forgotten(struct world *w, struct application *application) {
    if (application->registered || application->holders > 0) {
        return;
    }
    application_set_event_filter(w, application, NULL, NULL);
    world_strfree(w, application->name);
    world_release(w, application, sizeof *application);
}

static void set_subscribe_all(struct world *w, struct application *application, bool all) {
    if (application->subscribe_all == all) {
        return;
    }
    application->subscribe_all = all;
    struct application **link = &calls_of(w)->subscribed_all;
    while (*link && *link != application) {
        link = &(*link)->next_subscribed_all;
    }
    must(!*link == all);
    *link = all ? application : application->next_subscribed_all;
    application->next_subscribed_all = NULL;
}

static bool lists(const struct texts *types, const char *type) {
    for (uint32_t i = 0; types && i < types->count; i++) {
        if (strcmp(types->items[i], type) == 0) {
            return true;
        }
    }
    return false;
}

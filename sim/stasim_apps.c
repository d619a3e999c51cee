/* The public face: applications, and the events their handlers get. */
#include <stdlib.h>
#include <string.h>

#include <utlist.h>

#include "include/stasim.h"
#include "sim/ari/ari.h"
#include "sim/base/must.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/application.h"
#include "sim/calls/events.h"
#include "sim/stasim_world.h"

/* What do_register() and do_disconnect() need. */
struct registration {
    struct client *client;
    bool subscribe_all;
};

static struct client *client_new(struct stasim_world *world, const char *name);
static struct client *client_find(const struct stasim_world *world, const char *name);
static void client_free(struct client *client);
static void do_register(struct world *w, void *context);
static void do_disconnect(struct world *w, void *context);
static void take(struct world *w, struct recipient *recipient, struct event *event);
static void fill_event(struct stasim_event *out, const struct call_event *event);
static enum stasim_event_type type_of(const struct event_kind *kind);

int stasim_register(struct stasim_world *world, const char *application, stasim_handler *handler,
                    void *context, unsigned flags) {
    if (!world || !is_name(application) || !handler ||
        strlen(application) > APPLICATION_NAME_MAX_BYTES || flags > STASIM_SUBSCRIBE_ALL) {
        return STASIM_INVALID;
    }
    int error = may_act(world);
    if (error != STASIM_OK) {
        return error;
    }
    struct client *replaced = client_find(world, application);
    struct client *client = client_new(world, application);
    if (!client) {
        return STASIM_NO_MEMORY;
    }
    client->handler = handler;
    client->context = context;
    struct registration registration = {client, flags == STASIM_SUBSCRIBE_ALL};
    if (!world_do(world->w, do_register, &registration)) {
        return STASIM_BROKEN;
    }
    if (replaced) {
        client_free(replaced);
    }
    return STASIM_OK;
}

int stasim_disconnect(struct stasim_world *world, const char *application) {
    if (!world || !is_name(application)) {
        return STASIM_INVALID;
    }
    int error = may_act(world);
    if (error != STASIM_OK) {
        return error;
    }
    struct client *client = client_find(world, application);
    if (!client) {
        return STASIM_NOT_FOUND;
    }
    if (!world_do(world->w, do_disconnect, client)) {
        return STASIM_BROKEN;
    }
    client_free(client);
    return STASIM_OK;
}

char *stasim_event_json(struct stasim_world *world, const struct stasim_event *event) {
    if (!world || !event || !event->source) {
        return NULL;
    }
    const struct event *source = event->source;
    size_t size;
    return ari_event_is_public(source->kind)
               ? ari_event_text(world->w, source, event->application, &size)
               : NULL;
}

static struct client *client_new(struct stasim_world *world, const char *name) {
    size_t size = strlen(name) + 1;
    struct client *client = calloc(1, sizeof *client + size);
    if (client) {
        memcpy(client->name, name, size);
        client->owner = world;
        client->recipient = (struct recipient){
            .name = client->name, .client = client->name, .take = take, .context = client};
        DL_PREPEND(world->clients, client);
    }
    return client;
}

/* The live client of this application; NULL when there is none. */
static struct client *client_find(const struct stasim_world *world, const char *name) {
    const struct application *application = application_find(world->w, name);
    return application && application->client ? application->client->context : NULL;
}

static void client_free(struct client *client) {
    DL_DELETE(client->owner->clients, client);
    free(client);
}

static void do_register(struct world *w, void *context) {
    struct registration *registration = context;
    struct client *client = registration->client;
    application_register(w, client->name, &client->recipient, registration->subscribe_all);
}

static void do_disconnect(struct world *w, void *context) {
    struct client *client = context;
    application_disconnect(w, client->name, &client->recipient);
}

static void take(struct world *w, struct recipient *recipient, struct event *event) {
    struct client *client = recipient->context;
    must(client->owner->w == w);
    struct stasim_event out = {
        .type = type_of(event->kind),
        .name = event->kind->name,
        .application = client->name,
        .at_us = event->at_us,
        .rule = event->rule,
        .source = event,
    };
    const struct call_event *call = call_event_of(event);
    if (call) {
        fill_event(&out, call);
    }
    enter_callback(client->owner);
    client->handler(client->owner, &out, client->context);
    leave_callback(client->owner);
}

static void fill_event(struct stasim_event *out, const struct call_event *event) {
    const struct snapshot *channel = event->channel;
    if (channel) {
        out->channel_id = channel->id;
        out->channel_name = channel->name;
        out->channel_state = channel_state_name(channel->state);
        out->caller = channel->caller_number;
        out->called = channel->exten;
    }
    out->cause = event->cause;
    if (out->type == STASIM_EVENT_CALL_CLAIMED) {
        out->winner = event->name;
    } else if (out->type == STASIM_EVENT_STASIS_START && event->args) {
        out->args = event->args->items;
        out->args_count = event->args->count;
    } else if (out->type == STASIM_EVENT_CHANNEL_VARSET) {
        out->variable = event->name;
        out->value = event->value;
    }
}

static enum stasim_event_type type_of(const struct event_kind *kind) {
    static const struct {
        const struct event_kind *kind;
        enum stasim_event_type type;
    } types[] = {
        {&EVENT_CALL_BROADCAST, STASIM_EVENT_CALL_BROADCAST},
        {&EVENT_CALL_CLAIMED, STASIM_EVENT_CALL_CLAIMED},
        {&EVENT_STASIS_START, STASIM_EVENT_STASIS_START},
        {&EVENT_STASIS_END, STASIM_EVENT_STASIS_END},
        {&EVENT_APPLICATION_REPLACED, STASIM_EVENT_APPLICATION_REPLACED},
        {&EVENT_CHANNEL_CREATED, STASIM_EVENT_CHANNEL_CREATED},
        {&EVENT_CHANNEL_DESTROYED, STASIM_EVENT_CHANNEL_DESTROYED},
        {&EVENT_CHANNEL_STATE_CHANGE, STASIM_EVENT_CHANNEL_STATE_CHANGE},
        {&EVENT_CHANNEL_HANGUP_REQUEST, STASIM_EVENT_CHANNEL_HANGUP_REQUEST},
        {&EVENT_CHANNEL_VARSET, STASIM_EVENT_CHANNEL_VARSET},
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (types[i].kind == kind) {
            return types[i].type;
        }
    }
    return STASIM_EVENT_OTHER;
}

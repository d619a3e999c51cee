/* The clients of a scenario, over the network: what they hear makes them act. */
#include <stdlib.h>
#include <string.h>

#include "cli/against/play.h"
#include "cli/base/memory.h"
#include "sim/base/must.h"
#include "sim/scenario/condition.h"
#include "sim/scenario/reaction.h"
#include "sim/scenario/talk.h"

/* An event on its way to what the client does about it. */
struct hearing {
    struct actor *actor;
    const char *app;
    const char *channel;
    json_t *event;
};

static struct ear *add_ear(struct actor *actor);
static void open_ear(struct ear *ear, const char *const *apps, size_t count);
static void begin(struct actor *actor);
static void leave(struct actor *actor);
static void register_more(struct actor *actor, const struct action *action);
static enum stream_state first_state(const struct actor *actor);
static void heard(struct stream *stream, const char *text, size_t size);
static void changed(struct stream *stream);
static void lost(struct stream *stream, const char *why);
static bool holds(void *context, const struct conditions *conditions);
static void act(void *context, const struct action *action);
static void plan_action(struct actor *actor, const struct action *action, const char *app,
                        const char *channel, uint64_t due_us);

static const struct stream_user USER = {.text = heard, .changed = changed, .lost = lost};

void actors_new(struct play *play) {
    const struct scenario *scenario = play->scenario;
    play->actors = memory_new(scenario->clients_count * sizeof *play->actors);
    for (size_t i = 0; i < scenario->clients_count; i++) {
        struct actor *actor = &play->actors[i];
        const struct script_client *script = &scenario->clients[i];
        *actor = (struct actor){.play = play, .script = script};
        actor->asker = (struct asker){.loop = play->loop,
                                      .target = play->target,
                                      .recorder = play->recorder,
                                      .label = script->name};
        actor->seen = memory_new(script->reactions_count * sizeof *actor->seen);
        add_ear(actor);
    }
}

void actors_free(struct play *play) {
    for (size_t i = 0; i < play->scenario->clients_count; i++) {
        struct actor *actor = &play->actors[i];
        asker_end(&actor->asker);
        while (actor->ears) {
            struct ear *ear = actor->ears;
            actor->ears = ear->next;
            stream_end(&ear->stream);
            free(ear);
        }
        free(actor->seen);
    }
    free(play->actors);
}

bool actors_connect(struct play *play) {
    for (size_t i = 0; i < play->scenario->clients_count; i++) {
        if (play->scenario->clients[i].connected) {
            begin(&play->actors[i]);
        }
        while (actors_are_busy(play) && play_round(play, UINT64_MAX)) {
        }
        if (play_has_failed(play) || actors_are_busy(play)) {
            return false;
        }
    }
    return true;
}

void actors_plan(struct play *play) {
    for (size_t i = 0; i < play->scenario->clients_count; i++) {
        struct actor *actor = &play->actors[i];
        for (size_t a = 0; a < actor->script->timed_count; a++) {
            const struct action *action = &actor->script->timed[a];
            plan_action(actor, action, actor->script->apps[0], NULL, action->delay_us);
        }
    }
}

void actor_do(struct play *play, const struct plan *plan) {
    struct actor *actor = plan->actor;
    switch (plan->action->deed) {
    case DEED_REQUEST:
        actor_ask(play, plan);
        break;
    case DEED_CONNECT:
        begin(actor);
        break;
    case DEED_RECONNECT:
        leave(actor);
        begin(actor);
        break;
    case DEED_DISCONNECT:
        leave(actor);
        break;
    case DEED_REGISTER:
        register_more(actor, plan->action);
        break;
    case DEED_LOAD:
    case DEED_UNLOAD:
        actor_change_module(play, plan);
        break;
    }
}

bool actors_are_busy(const struct play *play) {
    for (size_t i = 0; i < play->scenario->clients_count; i++) {
        const struct actor *actor = &play->actors[i];
        for (const struct ear *ear = actor->ears; ear; ear = ear->next) {
            if (ear->stream.state == STREAM_OPENING || ear->stream.state == STREAM_CLOSING) {
                return true;
            }
        }
    }
    return false;
}

void actors_check(struct play *play) {
    for (size_t i = 0; i < play->scenario->clients_count; i++) {
        struct actor *actor = &play->actors[i];
        asker_check(&actor->asker);
        for (struct ear *ear = actor->ears; ear; ear = ear->next) {
            stream_check(&ear->stream);
        }
    }
}

const char *event_channel(const json_t *event) {
    static const char *const members[] = {"channel", "caller", "peer"};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        const char *id =
            json_string_value(json_object_get(json_object_get(event, members[i]), "id"));
        if (id) {
            return id;
        }
    }
    return NULL;
}

static struct ear *add_ear(struct actor *actor) {
    struct ear *ear = memory_new(sizeof *ear);
    ear->actor = actor;
    ear->stream = (struct stream){.loop = actor->play->loop,
                                  .target = actor->play->target,
                                  .recorder = actor->play->recorder,
                                  .label = actor->script->name,
                                  .user = &USER,
                                  .context = ear};
    struct ear **last = &actor->ears;
    while (*last) {
        last = &(*last)->next;
    }
    *last = ear;
    return ear;
}

static void open_ear(struct ear *ear, const char *const *apps, size_t count) {
    const struct actor *actor = ear->actor;
    char *uri = stream_uri(apps, count, actor->script->subscribe_all);
    stream_open(&ear->stream, uri);
    free(uri);
}

static void begin(struct actor *actor) {
    const struct script_client *script = actor->script;
    talk_client(actor->play->log, play_now_us(actor->play), script->name, "connect",
                talk_apps(script->apps, script->apps_initial));
    if (first_state(actor) == STREAM_CLOSED) {
        open_ear(actor->ears, script->apps, script->apps_initial);
    } else {
        actor->opens_again = first_state(actor) == STREAM_CLOSING;
    }
}

static void leave(struct actor *actor) {
    talk_client(actor->play->log, play_now_us(actor->play), actor->script->name, "disconnect",
                NULL);
    actor->opens_again = false;
    for (struct ear *ear = actor->ears; ear; ear = ear->next) {
        stream_close(&ear->stream);
    }
}

static enum stream_state first_state(const struct actor *actor) {
    must(actor->ears);
    return actor->ears->stream.state;
}

static void register_more(struct actor *actor, const struct action *action) {
    const char *const *apps = &actor->script->apps[action->apps_first];
    talk_client(actor->play->log, play_now_us(actor->play), actor->script->name, action->name,
                talk_apps(apps, action->apps_count));
    open_ear(add_ear(actor), apps, action->apps_count);
}

static void changed(struct stream *stream) {
    struct ear *ear = stream->context;
    struct actor *actor = ear->actor;
    if (actor->opens_again && first_state(actor) == STREAM_CLOSED) {
        actor->opens_again = false;
        open_ear(actor->ears, actor->script->apps, actor->script->apps_initial);
    }
}

static void lost(struct stream *stream, const char *why) {
    struct ear *ear = stream->context;
    play_fail(ear->actor->play, "the WebSocket of %s: %s", ear->actor->script->name, why);
}

static void heard(struct stream *stream, const char *text, size_t size) {
    struct ear *ear = stream->context;
    struct actor *actor = ear->actor;
    struct play *play = actor->play;
    json_t *event = json_loadb(text, size, 0, NULL);
    const char *type = json_string_value(json_object_get(event, "type"));
    const char *app = json_string_value(json_object_get(event, "application"));
    if (type && strcmp(type, "RESTResponse") == 0) {
        actor_heard_answer(actor, event);
    } else if (!type || !app) {
        play_fail(play, "the WebSocket of %s: it sends what is no event: %.80s",
                  actor->script->name, text);
    } else if (!play->is_over) {
        struct hearing hearing = {
            .actor = actor, .app = app, .channel = event_channel(event), .event = event};
        struct incident incident = {.type = type,
                                    .channel = hearing.channel,
                                    .holds = holds,
                                    .act = act,
                                    .context = &hearing};
        log_add(play->log, &(struct log_entry){.kind = LOG_EVENT,
                                               .at_us = play_now_us(play),
                                               .name = type,
                                               .client = actor->script->name,
                                               .application = app,
                                               .channel = hearing.channel,
                                               .data = json_incref(event)});
        react(actor->script, actor->seen, &incident);
    }
    json_decref(event);
}

static bool holds(void *context, const struct conditions *conditions) {
    const struct hearing *hearing = context;
    return conditions_hold(conditions, hearing->event, NULL);
}

static void act(void *context, const struct action *action) {
    const struct hearing *hearing = context;
    plan_action(hearing->actor, action, hearing->app, hearing->channel,
                play_now_us(hearing->actor->play) + action->delay_us);
}

static void plan_action(struct actor *actor, const struct action *action, const char *app,
                        const char *channel, uint64_t due_us) {
    struct plan plan = {.kind = PLAN_ACTION,
                        .due_us = due_us,
                        .actor = actor,
                        .action = action,
                        .number = ++actor->actions};
    play_plan(actor->play, &plan, app, channel);
}

/* Actions: a task sleeps until the action is due, then asks, connects, disconnects … */
#include <stdio.h>
#include <string.h>

#include "sim/ari/ari.h"
#include "sim/base/hash.h"
#include "sim/base/must.h"
#include "sim/calls/application.h"
#include "sim/scenario/client.h"
#include "sim/scenario/compose.h"
#include "sim/scenario/reaction.h"
#include "sim/scenario/talk.h"
#include "sim/world/digest.h"

struct performance {
    struct activity activity;
    const struct action *action;
    struct client *client;
    const char *app; /* the event's, or the client's first: the script's */
    char *channel;   /* the event's; NULL: none */
    uint64_t number; /* of the client's actions */
};

/* A request under way. */
struct asking {
    const char *client;
    char *name;
    char *text;
    char *application;
    char *channel;
    const struct action *action;
    const struct script_client *script;
    const char *app;
};

enum { SUBJECT_BYTES = 96 };

static void ask(struct world *w, struct task *task);
static void connect(struct world *w, struct task *task);
static void disconnect(struct world *w, struct task *task);
static void change_module(struct world *w, struct task *task);
static void end(struct world *w, struct task *task);
static void submit(struct world *w, struct performance *performance,
                   const struct composed *composed);
static void answered(struct world *w, void *context, const struct ari_response *response);
static struct talk talk_of(const struct asking *asking);
static void set_registered(struct world *w, struct line *line, bool registered);
static const char *subject(const struct performance *performance, char out[SUBJECT_BYTES]);
static void tell(struct digest *digest, const void *activity);
static void tell_asking(struct digest *digest, const void *context);
static void tell_action(struct digest *digest, const struct script_client *script,
                        const struct action *action);

static const struct step ASK = {"A request", ask, tell};
static const struct step A1 = {"A1 register", connect, tell};
static const struct step A2 = {"A2 disconnect", disconnect, tell};
static const struct step MODULE = {"A module", change_module, tell};

void action_start(struct world *w, struct client *client, const struct action *action,
                  struct line *line, const char *channel, uint64_t due_us) {
    static const struct step *const firsts[] = {
        [DEED_REQUEST] = &ASK,   [DEED_CONNECT] = &A1,  [DEED_DISCONNECT] = &A2,
        [DEED_RECONNECT] = &A2,  [DEED_REGISTER] = &A1, [DEED_LOAD] = &MODULE,
        [DEED_UNLOAD] = &MODULE,
    };
    struct performance *performance = activity_new(w, sizeof *performance, firsts[action->deed]);
    performance->action = action;
    performance->client = client;
    performance->app = line->recipient.name;
    performance->channel = channel ? world_strdup(w, channel) : NULL;
    performance->number = ++client->actions;
    players_of(w)->pending++;
    char name[SUBJECT_BYTES];
    task_start(w, "A", subject(performance, name), &performance->activity, due_us);
}

static void ask(struct world *w, struct task *task) {
    struct performance *performance = task_activity(task);
    struct moment moment =
        action_moment(players_of(w)->scenario, performance->action, performance->client->script,
                      performance->app, performance->channel);
    struct composed composed;
    if (compose(performance->action, &moment, &composed)) {
        submit(w, performance, &composed);
    } else {
        client_log(w, performance->client, "a request too long to be sent", NULL);
    }
    end(w, task);
}

static void submit(struct world *w, struct performance *performance,
                   const struct composed *composed) {
    char name[SUBJECT_BYTES];
    struct asking *asking = world_alloc(w, sizeof *asking);
    asking->client = performance->client->script->name;
    asking->name = world_strdup(w, subject(performance, name));
    asking->text = world_strdup(w, composed->text);
    asking->application = world_strdup(w, composed->subject.application);
    asking->channel = world_strdup(w, composed->subject.channel);
    asking->action = performance->action;
    asking->script = performance->client->script;
    asking->app = performance->app;
    struct ari_request request = composed->request;
    struct talk talk = talk_of(asking);
    talk_request(players_of(w)->log, world_now_us(w), &talk, request.body, request.body_size);
    players_of(w)->pending++;
    request.client = asking->client;
    ari_submit(w, asking->name, &request,
               (struct ari_asker){.answered = answered, .context = asking, .tell = tell_asking});
}

static struct talk talk_of(const struct asking *asking) {
    return (struct talk){.client = asking->client,
                         .name = asking->name,
                         .text = asking->text,
                         .application = asking->application,
                         .channel = asking->channel};
}

static void answered(struct world *w, void *context, const struct ari_response *response) {
    struct asking *asking = context;
    struct players *players = players_of(w);
    if (response->fate == ARI_FATE_NONE) {
        struct talk talk = talk_of(asking);
        talk_answer(players->log, world_now_us(w), &talk, response->status, response->rule,
                    response->body, response->body_size);
    }
    must(players->pending > 0);
    players->pending--;
    world_strfree(w, asking->name);
    world_strfree(w, asking->text);
    world_strfree(w, asking->application);
    world_strfree(w, asking->channel);
    world_release(w, asking, sizeof *asking);
}

/* A1: what the client begins with, what it had before, or what it now registers in addition. */
static void connect(struct world *w, struct task *task) {
    struct performance *performance = task_activity(task);
    struct client *client = performance->client;
    const struct action *action = performance->action;
    bool more = action->deed == DEED_REGISTER;
    size_t first = more ? action->apps_first : 0;
    size_t last = more ? first + action->apps_count : client->script->apps_initial;
    client_log(w, client, action->name, talk_apps(&client->script->apps[first], last - first));
    for (size_t i = first; i < last; i++) {
        set_registered(w, &client->lines[i], true);
    }
    end(w, task);
}

static void disconnect(struct world *w, struct task *task) {
    struct performance *performance = task_activity(task);
    struct client *client = performance->client;
    client_log(w, client, "disconnect", NULL);
    for (size_t i = 0; i < client->script->apps_count; i++) {
        set_registered(w, &client->lines[i], false);
    }
    if (performance->action->deed == DEED_RECONNECT) {
        task_next(w, task, &A1);
    } else {
        end(w, task);
    }
}

static void change_module(struct world *w, struct task *task) {
    struct performance *performance = task_activity(task);
    const struct action *action = performance->action;
    bool load = action->deed == DEED_LOAD;
    bool done = load ? broadcast_module_load(w, action->module)
                     : broadcast_module_unload(w, action->module);
    client_log(
        w, performance->client, action->name,
        json_pack("{s:s, s:b}", "module", broadcast_module_name(action->module), "done", done));
    end(w, task);
}

static void end(struct world *w, struct task *task) {
    struct performance *performance = task_activity(task);
    world_strfree(w, performance->channel);
    must(players_of(w)->pending > 0);
    players_of(w)->pending--;
    task_end(w, task);
}

static void set_registered(struct world *w, struct line *line, bool registered) {
    if (line->registered == registered) {
        return;
    }
    line->registered = registered;
    if (registered) {
        application_register(w, line->recipient.name, &line->recipient,
                             line->client->script->subscribe_all);
    } else {
        application_disconnect(w, line->recipient.name, &line->recipient);
    }
}

static const char *subject(const struct performance *performance, char out[SUBJECT_BYTES]) {
    snprintf(out, SUBJECT_BYTES, "%s.%llu", performance->client->script->name,
             (unsigned long long)performance->number);
    return out;
}

bool action_is_claim(const struct task *task) {
    const struct performance *performance = task_activity(task);
    return strcmp(performance->action->name, "claim") == 0;
}

static void tell(struct digest *digest, const void *activity) {
    const struct performance *performance = activity;
    const struct script_client *script = performance->client->script;
    digest_owner(digest, script->name, performance->app);
    digest_text(digest, performance->channel);
    tell_action(digest, script, performance->action);
}

/* What is asked follows from the action, whose event it reacts to, and the channel that is meant.
 */
static void tell_asking(struct digest *digest, const void *context) {
    const struct asking *asking = context;
    digest_owner(digest, asking->script->name, asking->app);
    digest_text(digest, asking->channel);
    tell_action(digest, asking->script, asking->action);
}

/* An action is told from another by its place in the script: on which event, and where there. */
static void tell_action(struct digest *digest, const struct script_client *script,
                        const struct action *action) {
    if (action >= script->timed && action < script->timed + script->timed_count) {
        digest_number(digest, (uint64_t)(action - script->timed));
        return;
    }
    for (size_t i = 0; i < script->on_count; i++) {
        const struct reactions *on = &script->on[i];
        if (action >= on->actions && action < on->actions + on->count) {
            digest_text(digest, on->type);
            digest_number(digest, (uint64_t)(action - on->actions));
            return;
        }
    }
    must(action->deed == DEED_DISCONNECT); /* a fault's: a broken connection */
    digest_text(digest, action->name);
}

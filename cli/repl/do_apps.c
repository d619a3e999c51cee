/* The verbs about applications, modules, and any request as it goes over the wire. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/draft/draft.h"
#include "cli/repl/repl.h"
#include "sim/base/text.h"
#include "sim/calls/application.h"
#include "sim/calls/channel.h"

enum { REQUEST_SIZE = 8192 };
static const char PREFIX[] = "/ari";

static const char *module_of(const char *name);
static bool has_begun(const struct repl *repl);
static bool is_connected(const struct repl *repl, const char *name);
static bool is_connected_by(const struct repl *repl, const char *name, const json_t *client);
static void disconnect(struct repl *repl, const char *name);
static const struct log_entry *answer_since(const struct log *log, size_t from);
static void print_body(struct repl *repl, const json_t *body);

void do_app_add(struct repl *repl) {
    const char *all = repl_value(repl, "all");
    json_t *document = repl_draft(repl);
    for (size_t i = 0; i < repl->operands_count; i++) {
        const char *name = repl->operands[i];
        json_t *client = draft_client(document, name);
        if (is_connected_by(repl, name, client)) {
            refuse(&repl->answer, "%s is registered already.", name);
            json_decref(document);
            return;
        }
        if (all && strcmp(all, "yes") == 0) {
            json_object_set_new(client, "subscribeAll", json_true());
        }
        if (!has_begun(repl) && !json_object_get(client, "at")) {
            json_object_del(client, "connected");
        } else {
            draft_action(client, session_now_us(&repl->session), "connect", json_object());
        }
    }
    if (repl_act(repl, document)) {
        say(&repl->answer, "%zu %s registered.", application_count(repl->session.world),
            application_count(repl->session.world) == 1 ? "application is" : "applications are");
    }
}

void do_app_disconnect(struct repl *repl) {
    disconnect(repl, repl->operands[0]);
}

/* What would stay, inactive, is not removed (R87). */
void do_app_remove(struct repl *repl) {
    const char *name = repl->operands[0];
    const struct application *application = application_find(repl->session.world, name);
    for (const struct channel *channel = channel_first(repl->session.world); application && channel;
         channel = channel_next(channel)) {
        const char *holder = repl_holder(repl, channel->id);
        if (holder && strcmp(holder, name) == 0) {
            refuse(&repl->answer,
                   "%s holds %s and would stay in the registry, inactive (R87): end the session "
                   "first, or `app disconnect %s`.",
                   name, channel->id, name);
            return;
        }
    }
    disconnect(repl, name);
}

void do_modules(struct repl *repl) {
    const char *module = module_of(repl->operands[0]);
    const char *deed = strchr(repl->verb->name, ' ') + 1;
    if (!module) {
        refuse(&repl->answer,
               "The modules are res (res_stasis_broadcast: contexts and claims) and app "
               "(app_stasis_broadcast: the dialplan application), not '%s'.",
               repl->operands[0]);
        return;
    }
    size_t from = log_count(repl->session.log);
    if (!repl_deed(repl, REPL_PERSON, deed, json_string(module))) {
        return;
    }
    for (size_t i = from; i < log_count(repl->session.log); i++) {
        const struct log_entry *entry = log_at(repl->session.log, i);
        const json_t *done = json_object_get(entry->data, "done");
        if (entry->kind == LOG_CLIENT && done) {
            say(&repl->answer, "%s",
                json_is_true(done) ? "Done."
                                   : "It cannot: it is in use, needed, or so already (R98).");
        }
    }
}

/* A module is also known by the name of its file. NULL: there is none such. */
static const char *module_of(const char *name) {
    static const char *const names[][3] = {
        {"res", "res_stasis_broadcast", "res_stasis_broadcast.so"},
        {"app", "app_stasis_broadcast", "app_stasis_broadcast.so"},
    };
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < 3; j++) {
            if (strcmp(name, names[i][j]) == 0) {
                return names[i][0];
            }
        }
    }
    return NULL;
}

/* GET, POST, PUT, DELETE: the path, and what follows as the body. */
void do_request(struct repl *repl) {
    const char *path = repl->operands[0];
    bool has_prefix = strncmp(path, PREFIX, sizeof PREFIX - 1) == 0;
    char request[REQUEST_SIZE];
    snprintf(request, sizeof request, "%s %s%s%s", repl->verb->name, has_prefix ? "" : PREFIX,
             path[0] == '/' ? "" : "/", path);
    json_t *document = repl_draft(repl);
    json_t *client = draft_client(document, REPL_PERSON);
    draft_action(client, session_now_us(&repl->session), "request", json_string(request));
    if (repl->operands_count > 1) {
        const char *text = &repl->line[repl->operand_starts[1]];
        json_t *body = json_loads(text, JSON_DECODE_ANY, NULL);
        json_t *timed = json_object_get(client, "at");
        json_object_set_new(json_array_get(timed, json_array_size(timed) - 1), "body",
                            body ? body : json_string(text));
    }
    size_t from = log_count(repl->session.log);
    if (repl_act(repl, document)) {
        const struct log_entry *answer = answer_since(repl->session.log, from);
        if (answer && answer->data) {
            print_body(repl, answer->data);
        }
    }
}

/* Something has happened beside that clients are connected. */
static bool has_begun(const struct repl *repl) {
    return world_steps(repl->session.world) > 0 || session_now_us(&repl->session) > 0 ||
           repl->session.holds;
}

static bool is_connected(const struct repl *repl, const char *name) {
    const struct application *application = application_find(repl->session.world, name);
    return application && application_is_connected(application);
}

/* By this client of the document, not by another one. */
static bool is_connected_by(const struct repl *repl, const char *name, const json_t *client) {
    const char *own = json_string_value(json_object_get(client, "name"));
    const struct application *application = application_find(repl->session.world, name);
    const char *connected = application && application->client ? application->client->client : "";
    return strcmp(connected, own ? own : name) == 0;
}

static void disconnect(struct repl *repl, const char *name) {
    if (!is_connected(repl, name)) {
        refuse(&repl->answer, "%s has no client that could go.", name);
        return;
    }
    json_t *document = repl_draft(repl);
    size_t clients = json_array_size(json_object_get(document, "clients"));
    json_t *client = draft_client(document, name);
    if (json_array_size(json_object_get(document, "clients")) > clients) {
        refuse(&repl->answer,
               "%s belongs to a client of the scenario, which follows its script: `app add %s` "
               "replaces it by yours (R86).",
               name, name);
        json_decref(document);
        return;
    }
    draft_action(client, session_now_us(&repl->session), "disconnect", json_object());
    if (repl_act(repl, document) && !repl->session.holds) {
        say(&repl->answer, "%s %s", name,
            application_find(repl->session.world, name)
                ? "stays in the registry, inactive: something is subscribed to it (R87)."
                : "has left the registry (R87).");
    }
}

static const struct log_entry *answer_since(const struct log *log, size_t from) {
    for (size_t i = log_count(log); i > from; i--) {
        if (log_at(log, i - 1)->kind == LOG_ANSWER) {
            return log_at(log, i - 1);
        }
    }
    return NULL;
}

static void print_body(struct repl *repl, const json_t *body) {
    char *text = json_dumps(body, JSON_INDENT(2) | JSON_ENCODE_ANY);
    say_lines(&repl->answer, text_or_empty(text));
    free(text);
}

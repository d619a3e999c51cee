/* What the verbs that act have in common. */
#include <string.h>

#include "cli/draft/draft.h"
#include "cli/repl/repl.h"
#include "sim/calls/application.h"
#include "sim/calls/channel.h"
#include "sim/calls/session.h"
#include "sim/scenario/duration.h"

static void tell_stop(struct repl *repl, enum session_stop stop);
static void tell_warnings(struct repl *repl, const struct problems *before);
static bool was_known(const struct problems *before, const struct problem *problem);

bool repl_act(struct repl *repl, json_t *document) {
    struct session *session = &repl->session;
    size_t from = log_count(session->log);
    char error[SESSION_ERROR_SIZE];
    struct problems before = session->problems;
    session->problems = (struct problems){0};
    bool done = session_edit(session, document, error);
    if (done) {
        tell_warnings(repl, &before);
        enum session_stop stop = STOP_REACHED;
        if (session->holds) {
            say(&repl->answer,
                "It is lined up: `show tasks` lists what can happen, `step` does it.");
        } else {
            stop = session_run(session, session_now_us(session), NULL, NULL);
        }
        answer_tell(&repl->answer, session->log, from, false);
        tell_stop(repl, stop);
    } else {
        refuse(&repl->answer, "%s", error);
    }
    problems_free(&before);
    return done;
}

enum session_stop repl_run(struct repl *repl, uint64_t until_us, session_wanted *wanted,
                           const void *context) {
    struct session *session = &repl->session;
    size_t from = log_count(session->log);
    enum session_stop stop = session_run(session, until_us, wanted, context);
    answer_tell(&repl->answer, session->log, from, false);
    tell_stop(repl, stop);
    return stop;
}

json_t *repl_draft(const struct repl *repl) {
    return json_deep_copy(repl->session.document);
}

bool repl_deed(struct repl *repl, const char *application, const char *deed, json_t *value) {
    json_t *document = repl_draft(repl);
    json_t *client = draft_client(document, application);
    draft_action(client, session_now_us(&repl->session), deed, value);
    return repl_act(repl, document);
}

const char *repl_channel(struct repl *repl) {
    const char *found = NULL;
    for (const struct channel *channel = channel_first(repl->session.world); channel;
         channel = channel_next(channel)) {
        found = channel->is_near ? found : channel->id;
    }
    return found ? found : repl_last_call(repl);
}

/* Also one that is gone: a claim may come too late. */
const char *repl_last_call(struct repl *repl) {
    const struct log *log = repl->session.log;
    for (size_t i = log_count(log); i > 0; i--) {
        const struct log_entry *entry = log_at(log, i - 1);
        const json_t *channel = json_object_get(entry->data, "channel");
        const char *name = json_string_value(json_object_get(channel, "name"));
        if (entry->kind == LOG_NOTE && strcmp(entry->name, "ChannelCreated") == 0 && name &&
            !strstr(name, ";1")) {
            return entry->channel;
        }
    }
    refuse(&repl->answer, "There is no call yet: `call` places one.");
    return NULL;
}

const char *repl_holder(const struct repl *repl, const char *channel) {
    const struct channel *found = channel_find(repl->session.world, channel);
    return found && found->session ? session_application(found->session)->name : NULL;
}

bool repl_duration(struct repl *repl, const char *text, uint64_t *us) {
    const char *why;
    bool is_one = duration_parse(text, us, &why);
    if (!is_one) {
        refuse(&repl->answer, "'%s' %s: a duration is one such as 200ms, 1.5s, 2m.", text, why);
    }
    return is_one;
}

static void tell_stop(struct repl *repl, enum session_stop stop) {
    switch (stop) {
    case STOP_REACHED:
    case STOP_IDLE:
    case STOP_FOUND:
        break;
    case STOP_LIMIT:
        say(&repl->answer, "It was stopped after many steps; `run` goes on, `undo` goes back.");
        break;
    case STOP_INTERRUPTED:
        say(&repl->answer, "Interrupted; `run` goes on.");
        break;
    case STOP_BROKEN:
        refuse(&repl->answer, "The world is broken: %s. `undo` goes back; please report it.",
               world_failure(repl->session.world));
        break;
    }
}

/* Only what the newest change brought. */
static void tell_warnings(struct repl *repl, const struct problems *before) {
    const struct problems *problems = &repl->session.problems;
    for (size_t i = 0; i < problems->count; i++) {
        if (!was_known(before, &problems->items[i])) {
            say(&repl->answer, "warning: %s", problems->items[i].text);
        }
    }
}

static bool was_known(const struct problems *before, const struct problem *problem) {
    for (size_t i = 0; i < before->count; i++) {
        if (strcmp(before->items[i].text, problem->text) == 0) {
            return true;
        }
    }
    return false;
}

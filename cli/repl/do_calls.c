/* The verbs about calls: place one, broadcast, claim, and what the winner does. */
#include <stdio.h>
#include <string.h>

#include "cli/draft/draft.h"
#include "cli/repl/repl.h"
#include "sim/base/text.h"
#include "sim/calls/channel.h"
#include "sim/dialplan/quote.h"
#include "sim/scenario/duration.h"
#include "sim/scenario/script.h"

enum { ID_SIZE = 32, PLACE_SIZE = 256, LINE_SIZE = 4096 };

static void place_call(struct repl *repl, json_t *document, const char *id, const char *to);
static const char *free_id(const struct repl *repl, char id[ID_SIZE]);
static const char *write_broadcast(struct repl *repl, char line[LINE_SIZE]);
static void timeout_ms(const char *text, char out[ID_SIZE]);
static bool find_context(const json_t *document, const char *line, char name[ID_SIZE]);
static void caller_hangs_up(struct repl *repl, const char *channel);
static const char *named_channel(struct repl *repl);
static const char *asker(const struct repl *repl, const char *channel);
static void set(json_t *object, const char *key, const char *value);
static void deed_on(struct repl *repl, const char *channel, const char *deed, json_t *value);

void do_call(struct repl *repl) {
    char id[ID_SIZE];
    const struct scenario *scenario = repl->session.scenario;
    const char *name = repl->operands_count > 0 ? repl->operands[0] : NULL;
    const char *to = repl_value(repl, "to");
    /* `call 100@in` means where to, not what it is called. */
    if (name && !to && strchr(name, '@')) {
        to = name;
        name = NULL;
    }
    char place[PLACE_SIZE];
    snprintf(place, sizeof place, "100@in");
    if (scenario->calls_count > 0) {
        const struct script_call *last = &scenario->calls[scenario->calls_count - 1];
        snprintf(place, sizeof place, "%s@%s", last->exten, last->context);
    }
    place_call(repl, repl_draft(repl), name ? name : free_id(repl, id), to ? to : place);
}

/* A context of its own in the dialplan runs it; a channel that an application holds continues
 * there. */
void do_broadcast(struct repl *repl) {
    char line[LINE_SIZE], context[ID_SIZE], place[PLACE_SIZE], id[ID_SIZE];
    const char *wrong = write_broadcast(repl, line);
    if (wrong) {
        refuse(&repl->answer, "That cannot be written in a dialplan: %s.", wrong);
        return;
    }
    const char *channel = repl->operands_count > 0 ? repl->operands[0] : free_id(repl, id);
    bool exists = channel_find(repl->session.world, channel) != NULL;
    const char *holder = repl_holder(repl, channel);
    if (exists && !holder) {
        refuse(&repl->answer,
               "%s is in the dialplan: only a channel that an application holds can "
               "be sent into another broadcast.",
               channel);
        return;
    }
    json_t *document = repl_draft(repl);
    if (!find_context(document, line, context)) {
        char header[ID_SIZE + 2];
        snprintf(header, sizeof header, "[%s]", context);
        draft_dialplan(document, header);
        draft_dialplan(document, line);
        draft_dialplan(document, " same => n,Hangup()");
    }
    if (!exists) {
        snprintf(place, sizeof place, "100@%s", context);
        place_call(repl, document, channel, place);
        return;
    }
    json_t *value = json_pack("{s:s, s:s, s:s, s:i}", "channel", channel, "context", context,
                              "extension", "100", "priority", 1);
    draft_action(draft_client(document, holder), session_now_us(&repl->session), "continue", value);
    repl_act(repl, document);
}

void do_claim(struct repl *repl) {
    const char *channel = repl->operands_count > 1 ? repl->operands[1] : repl_last_call(repl);
    if (channel) {
        json_t *value = json_pack("{s:s, s:s}", "channel", channel, "app", repl->operands[0]);
        repl_deed(repl, repl->operands[0], "claim", value);
    }
}

void do_hangup(struct repl *repl) {
    const char *channel = named_channel(repl);
    if (!channel) {
        return;
    }
    if (!repl_value(repl, "by") && draft_find_call(repl->session.document, channel)) {
        caller_hangs_up(repl, channel);
        return;
    }
    json_t *value = json_object();
    set(value, "reason", repl_value(repl, "reason"));
    deed_on(repl, channel, "hangup", value);
}

void do_continue(struct repl *repl) {
    static const char *const keys[] = {"context", "extension", "priority", "label"};
    const char *channel = named_channel(repl);
    if (channel) {
        json_t *value = json_object();
        for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
            set(value, keys[i], repl_value(repl, keys[i]));
        }
        deed_on(repl, channel, "continue", value);
    }
}

void do_move(struct repl *repl) {
    bool named = repl->operands_count > 1;
    const char *channel = named ? repl->operands[0] : repl_channel(repl);
    if (channel) {
        json_t *value = json_pack("{s:s}", "app", repl->operands[named]);
        set(value, "args", repl_value(repl, "args"));
        deed_on(repl, channel, "move", value);
    }
}

void do_answer(struct repl *repl) {
    const char *channel = named_channel(repl);
    if (channel) {
        deed_on(repl, channel, "answer", json_object());
    }
}

void do_play(struct repl *repl) {
    bool named = repl->operands_count > 1;
    const char *channel = named ? repl->operands[0] : repl_channel(repl);
    if (channel) {
        deed_on(repl, channel, "play", json_pack("{s:s}", "media", repl->operands[named]));
    }
}

/* Takes `document` over. */
static void place_call(struct repl *repl, json_t *document, const char *id, const char *to) {
    const char *phone = repl_value(repl, "phone");
    if (draft_find_call(document, id)) {
        refuse(&repl->answer, "There is a call %s already; `call` alone finds a free name.", id);
        json_decref(document);
        return;
    }
    json_t *call = json_pack("{s:s, s:s}", "id", id, "to", to);
    set(call, "caller", repl_value(repl, "from"));
    if (!phone || strcmp(phone, "Local") != 0) {
        set(call, "phone", phone ? phone : "PJSIP/alice");
    }
    draft_call(document, session_now_us(&repl->session), call);
    repl_act(repl, document);
}

static const char *free_id(const struct repl *repl, char id[ID_SIZE]) {
    size_t number = repl->session.scenario->calls_count;
    do {
        snprintf(id, ID_SIZE, "call-%zu", ++number);
    } while (draft_find_call(repl->session.document, id) || channel_find(repl->session.world, id));
    return id;
}

/* NULL, or what is wrong. */
static const char *write_broadcast(struct repl *repl, char line[LINE_SIZE]) {
    static const char *const keys[] = {"timeout", "filter", "args", "notify"};
    char parts[sizeof keys / sizeof keys[0]][1024];
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        char timeout[ID_SIZE];
        const char *value = repl_value(repl, keys[i]);
        value = text_or_empty(value);
        if (i == 0) {
            timeout_ms(value, timeout);
            value = timeout;
        }
        unsigned changes;
        enum quote_error error = quote_argument(value, parts[i], sizeof parts[i], &changes);
        if (error != QUOTE_OK) {
            return error == QUOTE_NEWLINE ? "a newline ends its line" : "it is too long";
        }
    }
    int length = snprintf(line, LINE_SIZE, "exten => 100,1,StasisBroadcast(%s,%s,%s,%s", parts[0],
                          parts[1], parts[2], parts[3]);
    while (line[length - 1] == ',') {
        length--;
    }
    line[length] = ')';
    line[length + 1] = '\0';
    return NULL;
}

/* 2s is 2000; what is no duration stays as it is, for the dialplan reads it in its own way (R3). */
static void timeout_ms(const char *text, char out[ID_SIZE]) {
    const char *why;
    uint64_t us;
    if (duration_parse(text, &us, &why)) {
        snprintf(out, ID_SIZE, "%llu", (unsigned long long)(us / 1000));
    } else {
        snprintf(out, ID_SIZE, "%s", text);
    }
}

/* The context of an equal broadcast before; otherwise the name of the next one. */
static bool find_context(const json_t *document, const char *line, char name[ID_SIZE]) {
    const json_t *lines = json_object_get(document, "dialplan");
    unsigned number = 1;
    for (size_t i = 0; i + 1 < json_array_size(lines); i++) {
        char header[ID_SIZE + 2];
        snprintf(name, ID_SIZE, "broadcast-%u", number);
        snprintf(header, sizeof header, "[%s]", name);
        if (strcmp(json_string_value(json_array_get(lines, i)), header) != 0) {
            continue;
        }
        if (strcmp(json_string_value(json_array_get(lines, i + 1)), line) == 0) {
            return true;
        }
        number++;
    }
    snprintf(name, ID_SIZE, "broadcast-%u", number);
    return false;
}

static void caller_hangs_up(struct repl *repl, const char *channel) {
    json_t *document = repl_draft(repl);
    json_t *call = draft_find_call(document, channel);
    uint64_t now_us = session_now_us(&repl->session);
    if (!channel_find(repl->session.world, channel)) {
        refuse(&repl->answer, "%s is over: there is nobody who could hang up.", channel);
        json_decref(document);
        return;
    }
    json_object_set_new(call, "hangup", json_pack("{s:o}", "at", draft_duration(now_us)));
    repl_act(repl, document);
}

static const char *named_channel(struct repl *repl) {
    return repl->operands_count > 0 ? repl->operands[0] : repl_channel(repl);
}

/* Who is to ask, unless it is said: the application that holds the channel. */
static const char *asker(const struct repl *repl, const char *channel) {
    const char *by = repl_value(repl, "by");
    const char *holder = repl_holder(repl, channel);
    return by ? by : holder ? holder : REPL_PERSON;
}

static void set(json_t *object, const char *key, const char *value) {
    if (value) {
        json_object_set_new(object, key, json_string(value));
    }
}

/* Takes `value` over. */
static void deed_on(struct repl *repl, const char *channel, const char *deed, json_t *value) {
    set(value, "channel", channel);
    repl_deed(repl, asker(repl, channel), deed, value);
}

/* What an entry of the log means to somebody who looks at a picture. Details are left out: the
 * trace has them. */
#include "cli/happening.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/visible.h"
#include "sim/base/rule.h"

enum { STATUS_GOOD_MAX = 299 };
static const char PREFIX[] = " /ari";

static bool note(const struct log_entry *entry, struct happening *happening);
static bool created(const struct log_entry *entry, struct happening *happening);
static bool dialplan_step(const struct log_entry *entry, struct happening *happening);
static bool hangup_requested(const struct log_entry *entry, struct happening *happening);
static bool variable_set(const struct log_entry *entry, struct happening *happening);
static bool broadcast_began(const struct log_entry *entry, struct happening *happening);
static bool wait_ended(const struct log_entry *entry, struct happening *happening);
static bool broadcast_ended(const struct log_entry *entry, struct happening *happening);
static bool destroyed(const struct log_entry *entry, struct happening *happening);
static bool event(const struct log_entry *entry, struct happening *happening);
static bool request(const struct log_entry *entry, struct happening *happening);
static bool answer(const struct log_entry *entry, struct happening *happening);
static bool client(const struct log_entry *entry, struct happening *happening);

static bool is_near_half(const struct log_entry *entry);
static const char *actor(const struct log_entry *entry);
static bool is_claim(const struct log_entry *entry);
static const char *why(unsigned rule);
static const char *text_of(const json_t *data, const char *key);
__attribute__((format(printf, 2, 3))) static void say(struct happening *happening,
                                                      const char *format, ...);

bool happening_of(const struct log_entry *entry, struct happening *happening) {
    *happening = (struct happening){0};
    switch (entry->kind) {
    case LOG_NOTE:
        return note(entry, happening);
    case LOG_EVENT:
        return event(entry, happening);
    case LOG_REQUEST:
        return request(entry, happening);
    case LOG_ANSWER:
        return answer(entry, happening);
    case LOG_CLIENT:
        return client(entry, happening);
    case LOG_STEP:
    case LOG_END:
        break;
    }
    return false;
}

static bool note(const struct log_entry *entry, struct happening *happening) {
    static const struct {
        const char *name;
        bool (*tell)(const struct log_entry *entry, struct happening *happening);
    } notes[] = {
        {"ChannelCreated", created},
        {"ChannelDialplan", dialplan_step},
        {"ChannelHangupRequest", hangup_requested},
        {"ChannelVarset", variable_set},
        {"BroadcastBegan", broadcast_began},
        {"WaitEnded", wait_ended},
        {"BroadcastEnded", broadcast_ended},
        {"ChannelDestroyed", destroyed},
    };
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        if (strcmp(notes[i].name, entry->name) == 0 && entry->channel && !is_near_half(entry)) {
            return notes[i].tell(entry, happening);
        }
    }
    return false;
}

static bool created(const struct log_entry *entry, struct happening *happening) {
    const json_t *place = json_object_get(json_object_get(entry->data, "channel"), "dialplan");
    happening->from = PARTY_CALLER;
    happening->to = PARTY_DIALPLAN;
    say(happening, "%s comes in for %s@%s", entry->channel, text_of(place, "exten"),
        text_of(place, "context"));
    return true;
}

static bool dialplan_step(const struct log_entry *entry, struct happening *happening) {
    const char *application = text_of(entry->data, "dialplan_app");
    if (strcmp(application, "StasisBroadcast") == 0) {
        return false;
    }
    happening->from = happening->to = PARTY_DIALPLAN;
    say(happening, "%s(%s)", application, text_of(entry->data, "dialplan_app_data"));
    return true;
}

/* The caller's is no soft one (R78). */
static bool hangup_requested(const struct log_entry *entry, struct happening *happening) {
    bool soft = json_is_true(json_object_get(entry->data, "soft"));
    happening->from = soft ? PARTY_DIALPLAN : PARTY_CALLER;
    happening->to = PARTY_DIALPLAN;
    happening->mood = soft ? MOOD_PLAIN : MOOD_BAD;
    say(happening, soft ? "%s is hung up" : "the caller of %s hangs up", entry->channel);
    return true;
}

static bool variable_set(const struct log_entry *entry, struct happening *happening) {
    const char *value = text_of(entry->data, "value");
    if (strcmp(text_of(entry->data, "variable"), "STASISSTATUS") != 0 || value[0] == '\0') {
        return false;
    }
    happening->from = PARTY_BROADCAST;
    happening->to = PARTY_DIALPLAN;
    happening->mood = strcmp(value, "SUCCESS") == 0 ? MOOD_GOOD : MOOD_BAD;
    say(happening, "STASISSTATUS is %s", value);
    return true;
}

static bool broadcast_began(const struct log_entry *entry, struct happening *happening) {
    const char *filter = text_of(entry->data, "filter");
    const char *ignored = text_of(entry->data, "refused");
    happening->from = PARTY_DIALPLAN;
    happening->to = PARTY_BROADCAST;
    say(happening, "StasisBroadcast to %s%s%s%s for %lld ms",
        filter[0] == '\0' || ignored[0] != '\0' ? "all" : filter,
        ignored[0] != '\0' ? " (the filter is void: " : "", ignored, ignored[0] != '\0' ? ")" : "",
        (long long)json_integer_value(json_object_get(entry->data, "timeout_ms")));
    return true;
}

static bool wait_ended(const struct log_entry *entry, struct happening *happening) {
    const char *reason = text_of(entry->data, "why");
    if (strcmp(reason, "claimed") == 0) {
        return false;
    }
    happening->from = happening->to = PARTY_BROADCAST;
    happening->mood = MOOD_BAD;
    bool deadline = strcmp(reason, "deadline") == 0;
    say(happening, "%s: %s", deadline ? "the deadline" : "the wait is over",
        deadline ? "nobody claimed in time" : reason);
    return true;
}

static bool broadcast_ended(const struct log_entry *entry, struct happening *happening) {
    happening->from = happening->to = PARTY_BROADCAST;
    say(happening, "the broadcast is over (R%u)", entry->rule);
    return true;
}

static bool destroyed(const struct log_entry *entry, struct happening *happening) {
    happening->from = happening->to = PARTY_DIALPLAN;
    say(happening, "%s is over", entry->channel);
    return true;
}

static bool event(const struct log_entry *entry, struct happening *happening) {
    static const char *const words[][2] = {
        {"CallBroadcast", ": who wants it?"},
        {"StasisStart", ": the session begins"},
        {"StasisEnd", ": the session is over"},
    };
    const char *meaning = "";
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        meaning = strcmp(entry->name, words[i][0]) == 0 ? words[i][1] : meaning;
    }
    bool from_broadcast =
        strcmp(entry->name, "CallBroadcast") == 0 || strcmp(entry->name, "CallClaimed") == 0;
    happening->from = from_broadcast ? PARTY_BROADCAST : PARTY_DIALPLAN;
    happening->to = PARTY_APPLICATION;
    happening->application = entry->application;
    say(happening, "%s%s", entry->name, meaning);
    return entry->application != NULL;
}

static bool request(const struct log_entry *entry, struct happening *happening) {
    happening->from = PARTY_APPLICATION;
    happening->application = actor(entry);
    if (is_claim(entry)) {
        happening->to = PARTY_BROADCAST;
        say(happening, "%s claims %s", actor(entry), entry->channel ? entry->channel : "nothing");
    } else {
        happening->to = PARTY_DIALPLAN;
        const char *text = entry->text ? entry->text : entry->name;
        int method = (int)strcspn(text, " ");
        const char *path = &text[method];
        path += strncmp(path, PREFIX, strlen(PREFIX)) == 0 ? strlen(PREFIX) : 0;
        say(happening, "%.*s %.*s", method, text, (int)strcspn(path, "?"), path);
    }
    return actor(entry) != NULL;
}

/* That a request other than a claim was carried out needs no words. */
static bool answer(const struct log_entry *entry, struct happening *happening) {
    bool good = entry->status <= STATUS_GOOD_MAX;
    if (good && !is_claim(entry)) {
        return false;
    }
    happening->from = is_claim(entry) ? PARTY_BROADCAST : PARTY_DIALPLAN;
    happening->to = PARTY_APPLICATION;
    happening->application = actor(entry);
    happening->mood = good ? MOOD_GOOD : MOOD_BAD;
    const char *reason = why(entry->rule);
    if (reason) {
        say(happening, "%d: %s (R%u)", entry->status, reason, entry->rule);
    } else {
        const char *message = text_of(entry->data, "message");
        say(happening, "%d%s%s", entry->status, message[0] != '\0' ? ": " : "", message);
    }
    return actor(entry) != NULL;
}

/* That everybody connects before anything happens is the beginning of every story. */
static bool client(const struct log_entry *entry, struct happening *happening) {
    happening->from = happening->to = PARTY_APPLICATION;
    happening->application = actor(entry);
    say(happening, "%s: %s", entry->name, entry->text ? entry->text : "");
    return entry->at_us > 0;
}

/* Of a Local pair only the half that runs the dialplan is of interest. */
static bool is_near_half(const struct log_entry *entry) {
    const char *name = text_of(json_object_get(entry->data, "channel"), "name");
    size_t length = strlen(name);
    return length > 2 && strcmp(&name[length - 2], ";1") == 0;
}

/* The application; of what is done for none, the client. */
static const char *actor(const struct log_entry *entry) {
    if (entry->application) {
        return entry->application;
    }
    return entry->kind == LOG_CLIENT ? entry->name : entry->client;
}

static bool is_claim(const struct log_entry *entry) {
    return entry->text && strstr(entry->text, "/ari/events/claim");
}

/* A rule of claims in a few words; NULL for others. */
static const char *why(unsigned rule) {
    switch (rule) {
    case RULE_CLAIM_NOT_FOUND:
        return "no broadcast of it";
    case RULE_CLAIM_LOST:
        return "somebody was first";
    case RULE_CLAIM_FINISHED:
        return "the wait was over";
    case RULE_CLAIM_WON:
        return "first, so it wins";
    default:
        return NULL;
    }
}

static const char *text_of(const json_t *data, const char *key) {
    const char *text = json_string_value(json_object_get(data, key));
    return text ? text : "";
}

static void say(struct happening *happening, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(happening->text, sizeof happening->text, format, arguments);
    va_end(arguments);
    visible_mask(happening->text); /* no terminal obeys a name */
}

/* What an entry of the log means to somebody who looks at a picture. Details are left out: the
 * trace has them. */
#include "cli/diagram/scene.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/base/colour.h"
#include "cli/base/member.h"
#include "cli/base/visible.h"
#include "sim/base/rule.h"
#include "sim/base/text.h"
#include "sim/scenario/occurrence.h"

enum { STATUS_GOOD_MAX = 299 };
static const char PREFIX[] = " /ari";

static bool note(const struct log_entry *entry, struct scene *scene);
static bool created(const struct log_entry *entry, struct scene *scene);
static bool dialplan_step(const struct log_entry *entry, struct scene *scene);
static bool hangup_requested(const struct log_entry *entry, struct scene *scene);
static bool status_set(const struct log_entry *entry, struct scene *scene);
static bool broadcast_began(const struct log_entry *entry, struct scene *scene);
static bool wait_ended(const struct log_entry *entry, struct scene *scene);
static bool broadcast_ended(const struct log_entry *entry, struct scene *scene);
static bool destroyed(const struct log_entry *entry, struct scene *scene);
static bool event(const struct log_entry *entry, struct scene *scene);
static bool request(const struct log_entry *entry, struct scene *scene);
static bool answer(const struct log_entry *entry, struct scene *scene);
static bool client(const struct log_entry *entry, struct scene *scene);

static bool is_near_half(const struct log_entry *entry);
static const char *actor(const struct log_entry *entry);
static const char *why(unsigned rule);
__attribute__((format(printf, 2, 3))) static void say(struct scene *scene, const char *format, ...);

bool scene_of(const struct log_entry *entry, struct scene *scene) {
    *scene = (struct scene){0};
    switch (entry->kind) {
    case LOG_NOTE:
        return note(entry, scene);
    case LOG_EVENT:
        return event(entry, scene);
    case LOG_REQUEST:
        return request(entry, scene);
    case LOG_ANSWER:
        return answer(entry, scene);
    case LOG_CLIENT:
        return client(entry, scene);
    case LOG_STEP:
    case LOG_END:
        break;
    }
    return false;
}

const char *mood_colour(enum mood mood) {
    static const char *const colours[] = {
        [MOOD_PLAIN] = "", [MOOD_GOOD] = COLOUR_GREEN, [MOOD_BAD] = COLOUR_YELLOW};
    return colours[mood];
}

static bool note(const struct log_entry *entry, struct scene *scene) {
    static const struct {
        const char *name;
        bool (*tell)(const struct log_entry *entry, struct scene *scene);
    } notes[] = {
        {"ChannelCreated", created},
        {"ChannelDialplan", dialplan_step},
        {"ChannelHangupRequest", hangup_requested},
        {"ChannelVarset", status_set},
        {"BroadcastBegan", broadcast_began},
        {"WaitEnded", wait_ended},
        {"BroadcastEnded", broadcast_ended},
        {"ChannelDestroyed", destroyed},
    };
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        if (strcmp(notes[i].name, entry->name) == 0 && entry->channel && !is_near_half(entry)) {
            return notes[i].tell(entry, scene);
        }
    }
    return false;
}

static bool created(const struct log_entry *entry, struct scene *scene) {
    const json_t *place = json_object_get(json_object_get(entry->data, "channel"), "dialplan");
    scene->from = PARTY_CALLER;
    scene->to = PARTY_DIALPLAN;
    say(scene, "%s comes in for %s@%s", entry->channel, member_text(place, "exten"),
        member_text(place, "context"));
    return true;
}

static bool dialplan_step(const struct log_entry *entry, struct scene *scene) {
    const char *application = member_text(entry->data, "dialplan_app");
    if (strcmp(application, "StasisBroadcast") == 0) {
        return false;
    }
    scene->from = scene->to = PARTY_DIALPLAN;
    say(scene, "%s(%s)", application, member_text(entry->data, "dialplan_app_data"));
    return true;
}

/* The caller's is no soft one (R78). */
static bool hangup_requested(const struct log_entry *entry, struct scene *scene) {
    bool soft = json_is_true(json_object_get(entry->data, "soft"));
    scene->from = soft ? PARTY_DIALPLAN : PARTY_CALLER;
    scene->to = PARTY_DIALPLAN;
    scene->mood = soft ? MOOD_PLAIN : MOOD_BAD;
    say(scene, soft ? "%s is hung up" : "the caller of %s hangs up", entry->channel);
    return true;
}

static bool status_set(const struct log_entry *entry, struct scene *scene) {
    const char *value = member_text(entry->data, "value");
    if (strcmp(member_text(entry->data, "variable"), "STASISSTATUS") != 0 || value[0] == '\0') {
        return false;
    }
    scene->from = PARTY_BROADCAST;
    scene->to = PARTY_DIALPLAN;
    scene->mood = strcmp(value, "SUCCESS") == 0 ? MOOD_GOOD : MOOD_BAD;
    say(scene, "STASISSTATUS is %s", value);
    return true;
}

static bool broadcast_began(const struct log_entry *entry, struct scene *scene) {
    const char *filter = member_text(entry->data, "filter");
    const char *ignored = member_text(entry->data, "refused");
    scene->from = PARTY_DIALPLAN;
    scene->to = PARTY_BROADCAST;
    say(scene, "StasisBroadcast to %s%s%s%s for %lld ms",
        filter[0] == '\0' || ignored[0] != '\0' ? "all" : filter,
        ignored[0] != '\0' ? " (the filter is void: " : "", ignored, ignored[0] != '\0' ? ")" : "",
        (long long)json_integer_value(json_object_get(entry->data, "timeout_ms")));
    return true;
}

static bool wait_ended(const struct log_entry *entry, struct scene *scene) {
    const char *reason = member_text(entry->data, "why");
    if (strcmp(reason, "claimed") == 0) {
        return false;
    }
    scene->from = scene->to = PARTY_BROADCAST;
    scene->mood = MOOD_BAD;
    bool deadline = strcmp(reason, "deadline") == 0;
    say(scene, "%s: %s", deadline ? "the deadline" : "the wait is over",
        deadline ? "nobody claimed in time" : reason);
    return true;
}

static bool broadcast_ended(const struct log_entry *entry, struct scene *scene) {
    scene->from = scene->to = PARTY_BROADCAST;
    say(scene, "the broadcast is over (R%u)", entry->rule);
    return true;
}

static bool destroyed(const struct log_entry *entry, struct scene *scene) {
    scene->from = scene->to = PARTY_DIALPLAN;
    say(scene, "%s is over", entry->channel);
    return true;
}

static bool event(const struct log_entry *entry, struct scene *scene) {
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
    scene->from = from_broadcast ? PARTY_BROADCAST : PARTY_DIALPLAN;
    scene->to = PARTY_APPLICATION;
    scene->application = entry->application;
    say(scene, "%s%s", entry->name, meaning);
    return entry->application != NULL;
}

static bool request(const struct log_entry *entry, struct scene *scene) {
    scene->from = PARTY_APPLICATION;
    scene->application = actor(entry);
    if (entry_is_claim(entry)) {
        scene->to = PARTY_BROADCAST;
        say(scene, "%s claims %s", actor(entry), entry->channel ? entry->channel : "nothing");
    } else {
        scene->to = PARTY_DIALPLAN;
        const char *text = entry->text ? entry->text : entry->name;
        int method = (int)strcspn(text, " ");
        const char *path = &text[method];
        path += strncmp(path, PREFIX, strlen(PREFIX)) == 0 ? strlen(PREFIX) : 0;
        say(scene, "%.*s %.*s", method, text, (int)strcspn(path, "?"), path);
    }
    return actor(entry) != NULL;
}

/* That a request other than a claim was carried out needs no words. */
static bool answer(const struct log_entry *entry, struct scene *scene) {
    bool good = entry->status <= STATUS_GOOD_MAX;
    if (good && !entry_is_claim(entry)) {
        return false;
    }
    scene->from = entry_is_claim(entry) ? PARTY_BROADCAST : PARTY_DIALPLAN;
    scene->to = PARTY_APPLICATION;
    scene->application = actor(entry);
    scene->mood = good ? MOOD_GOOD : MOOD_BAD;
    const char *reason = why(entry->rule);
    if (reason) {
        say(scene, "%d: %s (R%u)", entry->status, reason, entry->rule);
    } else {
        const char *message = member_text(entry->data, "message");
        say(scene, "%d%s%s", entry->status, message[0] != '\0' ? ": " : "", message);
    }
    return actor(entry) != NULL;
}

/* That everybody connects before anything happens is the beginning of every story. */
static bool client(const struct log_entry *entry, struct scene *scene) {
    scene->from = scene->to = PARTY_APPLICATION;
    scene->application = actor(entry);
    say(scene, "%s: %s", entry->name, text_or_empty(entry->text));
    return entry->at_us > 0;
}

/* Of a Local pair only the half that runs the dialplan is of interest. */
static bool is_near_half(const struct log_entry *entry) {
    const char *name = member_text(json_object_get(entry->data, "channel"), "name");
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

static void say(struct scene *scene, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(scene->text, sizeof scene->text, format, arguments);
    va_end(arguments);
    visible_mask(scene->text); /* no terminal obeys a name */
}

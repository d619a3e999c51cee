/* What can be seen from outside: what clients get. What the journal says beside that reaches an
 * application that is subscribed to everything, if it is an event of ARI, and else nobody. */
#include "sim/scenario/outside.h"

#include <stdio.h>
#include <string.h>

#include "sim/scenario/journal.h"
#include "sim/scenario/subject.h"

enum { PHONE_BYTES = 256 };

static bool names_phone(const struct scenario *scenario);
static bool request_names(const struct action *actions, size_t count, const char *name);
static const char *cannot_see(const struct happening *happening);
static bool is_of_clock(const struct condition *condition);

const char *outside_cannot_play(const struct scenario *scenario) {
    if (scenario->programs_count > 0) {
        return "it tests a program: `stasim test` plays it";
    }
    if (scenario->faults_count > 0) {
        return "its faults are made by the server";
    }
    if (scenario->schedule_count > 0) {
        return "its schedule fixes the order of steps inside the server";
    }
    if (scenario->gifts_ordered) {
        return "its claimOrder fixes what the server sends first";
    }
    if (scenario->epoch_us != 0) {
        return "it sets the server's clock";
    }
    if (names_phone(scenario)) {
        return "it names the channel of a phone, and from outside a phone calls over another";
    }
    return NULL;
}

const char *outside_cannot_see(const struct expectation *expectation) {
    const char *why = NULL;
    switch (expectation->kind) {
    case EXPECT_HAPPENING:
        why = cannot_see(&expectation->happening);
        return why || !expectation->of ? why : cannot_see(expectation->of);
    case EXPECT_VARIABLE:
    case EXPECT_CHANNEL:
        return NULL;
    case EXPECT_ORDER:
        for (size_t i = 0; !why && i < expectation->order_count; i++) {
            why = cannot_see(&expectation->order[i]);
        }
        return why;
    case EXPECT_ANY:
        for (size_t i = 0; !why && i < expectation->any_count; i++) {
            why = outside_cannot_see(&expectation->any[i]);
        }
        return why;
    case EXPECT_PROGRAM:
        return "there is no program";
    }
    return NULL;
}

bool outside_needs_observer(const struct expectation *expectation) {
    bool needs = expectation->kind == EXPECT_VARIABLE || expectation->kind == EXPECT_CHANNEL ||
                 (expectation->kind == EXPECT_HAPPENING &&
                  (expectation->happening.kind == HAPPENING_NOTE ||
                   (expectation->of && expectation->of->kind == HAPPENING_NOTE)));
    for (size_t i = 0; !needs && i < expectation->order_count; i++) {
        needs = expectation->order[i].kind == HAPPENING_NOTE;
    }
    for (size_t i = 0; !needs && i < expectation->any_count; i++) {
        needs = outside_needs_observer(&expectation->any[i]);
    }
    return needs && !outside_cannot_see(expectation);
}

bool outside_is_personal(const char *type) {
    static const char *const types[] = {
        "StasisStart", "StasisEnd",           "CallBroadcast",
        "CallClaimed", "ApplicationReplaced", "ApplicationMoveFailed",
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(type, types[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* A request about "PJSIP/alice-00000001". */
static bool names_phone(const struct scenario *scenario) {
    for (size_t i = 0; i < scenario->calls_count; i++) {
        char name[PHONE_BYTES];
        if (!scenario->calls[i].phone) {
            continue;
        }
        snprintf(name, sizeof name, "%s-", scenario->calls[i].phone);
        for (size_t c = 0; c < scenario->clients_count; c++) {
            const struct script_client *client = &scenario->clients[c];
            bool names = request_names(client->timed, client->timed_count, name);
            for (size_t r = 0; r < client->on_count; r++) {
                names |= request_names(client->on[r].actions, client->on[r].count, name);
            }
            if (names) {
                return true;
            }
        }
    }
    return false;
}

static bool request_names(const struct action *actions, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        struct request_subject subject;
        const char *path = actions[i].request ? strchr(actions[i].request, '/') : NULL;
        if (path) {
            subject_read(&(struct ari_request){.path = path}, &subject);
            if (strncmp(subject.channel, name, strlen(name)) == 0) {
                return true;
            }
        }
    }
    return false;
}

static const char *cannot_see(const struct happening *happening) {
    for (size_t i = 0; i < happening->where.count; i++) {
        if (is_of_clock(&happening->where.items[i])) {
            return "the server has a clock of its own";
        }
    }
    if (happening->kind != HAPPENING_NOTE || !happening->type) {
        return NULL;
    }
    if (journal_find(happening->type)) {
        return "the server tells nobody of this entry of its journal";
    }
    return outside_is_personal(happening->type) ? "the server tells only the application concerned"
                                                : NULL;
}

/* It wants a moment to be just this one. */
static bool is_of_clock(const struct condition *condition) {
    const char *dot = strrchr(condition->path, '.');
    const char *member = dot ? dot + 1 : condition->path;
    return condition->kind == CONDITION_EQUALS &&
           (strcmp(member, "timestamp") == 0 || strcmp(member, "creationtime") == 0);
}

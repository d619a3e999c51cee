/* What can be seen from outside: what clients get. What the journal says beside that reaches an
 * application that is subscribed to everything, if it is an event of ARI, and else nobody. */
#include "sim/scenario/outside.h"

#include <string.h>

#include "sim/scenario/journal.h"

static const char *cannot_see(const struct happening *happening);

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

static const char *cannot_see(const struct happening *happening) {
    static const char *const personal[] = {"StasisStart",         "StasisEnd",
                                           "CallBroadcast",       "CallClaimed",
                                           "ApplicationReplaced", "ApplicationMoveFailed"};
    if (happening->kind != HAPPENING_NOTE || !happening->type) {
        return NULL;
    }
    if (journal_find(happening->type)) {
        return "the server tells nobody of this entry of its journal";
    }
    for (size_t i = 0; i < sizeof personal / sizeof personal[0]; i++) {
        if (strcmp(happening->type, personal[i]) == 0) {
            return "the server tells only the application concerned";
        }
    }
    return NULL;
}

/* Worlds of the C interface and who listens in them, for its tests. */
#ifndef STASIM_TESTS_STASIM_WORLD_H
#define STASIM_TESTS_STASIM_WORLD_H

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "include/stasim.h"
#include "tests/tap.h"

enum { TEXT_BYTES = 4096, MS = 1000 };

static const char PLAN[] = "[default]\n"
                           "exten => 1,1,StasisBroadcast(500,,a:b)\n same => n,Wait(5)\n"
                           "exten => 2,1,StasisBroadcast(500,,,yes)\n same => n,Wait(5)\n"
                           " same => n(there),Set(HERE=yes)\n same => n,Wait(5)\n"
                           "exten => loop,1,Goto(1)\n"
                           "exten => wait,1,Wait(5)\n";

/* What the handlers of a world saw, and how they behave. */
struct seen {
    char text[TEXT_BYTES]; /* "a:CallBroadcast a:StasisStart" */
    char json[TEXT_BYTES]; /* of the last event */
    bool claims;
    int answers[8]; /* of claims, in order */
    int count;
};

__attribute__((unused)) static void add(char *text, const char *what, const char *more) {
    size_t length = strlen(text);
    snprintf(text + length, TEXT_BYTES - length, "%s%s%s", length ? " " : "", what, more);
}

__attribute__((unused)) static void claimed(struct stasim_world *world, int result, void *context) {
    struct seen *seen = context;
    (void)world;
    seen->answers[seen->count++ % 8] = result;
}

__attribute__((unused)) static void hear(struct stasim_world *world,
                                         const struct stasim_event *event, void *context) {
    struct seen *seen = context;
    add(seen->text, event->application, "");
    size_t length = strlen(seen->text);
    snprintf(seen->text + length, TEXT_BYTES - length, ":%s", event->name);
    char *json = stasim_event_json(world, event);
    snprintf(seen->json, sizeof seen->json, "%s", json ? json : "(none)");
    free(json);
    if (seen->claims && event->type == STASIM_EVENT_CALL_BROADCAST) {
        stasim_claim(world, event->channel_id, event->application, claimed, seen);
    }
}

__attribute__((unused)) static struct stasim_world *new_world(void) {
    struct stasim_world *world;
    if (stasim_world_new(&world, &(struct stasim_config){.seed = 1, .dialplan = PLAN}) != 0) {
        abort();
    }
    return world;
}

__attribute__((unused)) static int call(struct stasim_world *world, const char *id,
                                        const char *extension) {
    struct stasim_call call = {.id = id, .extension = extension, .caller_number = "200"};
    return stasim_place_call(world, &call, NULL, 0);
}

__attribute__((unused)) static int own(struct stasim_world *world, const char *id) {
    return stasim_channel_new(world, &(struct stasim_call){.id = id, .extension = "9"});
}

__attribute__((unused)) static const char *variable(struct stasim_world *world, const char *id,
                                                    const char *name) {
    static char text[64];
    return stasim_channel_variable(world, id, name, text, sizeof text) == 0 ? text : NULL;
}

__attribute__((unused)) static const char *holder(struct stasim_world *world, const char *id) {
    static char text[80];
    return stasim_channel_application(world, id, text, sizeof text) == 0 ? text : NULL;
}

#endif

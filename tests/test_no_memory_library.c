/* A C program that uses the library survives every allocation that fails: it is told so by an
 * error, never by a wrong answer or an event that is not whole. */
#define _GNU_SOURCE
#include "tests/no_memory.h"

#include "include/stasim.h"

static const char DIALPLAN[] = "[default]\n"
                               "exten => 100,1,Set(A=$[\"x1\" : \"x([0-9])\"])\n"
                               " same => n,StasisBroadcast(500,^(sales|support)$)\n"
                               " same => n,Hangup()\n";

static bool went_wrong;

/* One is in order: the program goes on, as far as it goes. */
static void take(int error) {
    went_wrong = went_wrong || error == STASIM_NO_MEMORY || error == STASIM_BROKEN;
    must(error == STASIM_OK || error == STASIM_NO_MEMORY || error == STASIM_BROKEN || went_wrong);
}

static void hear(struct stasim_world *world, const struct stasim_event *event, void *context) {
    (void)context;
    char *json = stasim_event_json(world, event);
    went_wrong = went_wrong || !json;
    printf("%s\n", json ? json : "");
    free(json);
    if (event->type == STASIM_EVENT_CALL_BROADCAST) {
        take(stasim_claim(world, event->channel_id, event->application, NULL, NULL));
    }
}

static void trace(const char *line, void *context) {
    (void)context;
    printf("%s\n", line);
}

static int use_library(int argc, char **argv) {
    (void)argc;
    (void)argv;
    struct stasim_world *world;
    struct stasim_config config = {.seed = 7, .dialplan = DIALPLAN};
    int error = stasim_world_new(&world, &config);
    if (error != STASIM_OK) {
        fprintf(stderr, "%s\n", stasim_error_text(error));
        must(!world && (error == STASIM_NO_MEMORY || error == STASIM_BROKEN));
        return CODE_INTERNAL;
    }
    take(stasim_trace(world, trace, NULL, STASIM_TRACE_STEPS));
    take(stasim_register(world, "sales", hear, NULL, 0));
    take(stasim_register(world, "support", hear, NULL, STASIM_SUBSCRIBE_ALL));
    struct stasim_call call = {.id = "call-1", .extension = "100", .caller_number = "200"};
    take(stasim_place_call(world, &call, NULL, 0));
    take(stasim_run(world, 2000000));
    take(stasim_hang_up(world, "call-1"));
    take(stasim_run_until_idle(world));
    stasim_world_free(world);
    if (went_wrong) {
        fprintf(stderr, "something was refused\n");
    }
    return went_wrong ? CODE_INTERNAL : CODE_PASSED;
}

static void try_library(size_t n, bool goes_on, struct outcome *outcome) {
    int said = failing_file("said");
    struct failing failing = failing_start(use_library, (char *[]){NULL}, n, goes_on, said);
    failing_end(&failing, outcome);
    failing_read(said, outcome->said);
    outcome->met = true;
}

int main(void) {
    no_memory_try_all(try_library, false, "the library");
    no_memory_try_all(try_library, true, "the library");
    return done_testing();
}

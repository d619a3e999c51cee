/* The C interface refuses what makes no sense, one argument at a time, and nothing happens. */
#include <stdlib.h>

#include "include/stasim.h"
#include "tests/tap.h"

static const char PLAN[] = "[default]\nexten => 1,1,StasisBroadcast(500)\n"
                           "[other]\nexten => 7,1,Set(HERE=yes)\n same => n,Wait(5)\n";

/* Claims what is offered, and asks for more from within. */
static void hear(struct stasim_world *world, const struct stasim_event *event, void *context) {
    int *asked = context;
    if (event->type == STASIM_EVENT_CALL_BROADCAST) {
        stasim_world_free(world); /* refused: the next line would not find it */
        stasim_claim(world, event->channel_id, event->application, NULL, NULL);
    } else if (event->type == STASIM_EVENT_STASIS_START) {
        static char texts[3][16];
        snprintf(texts[0], sizeof texts[0], "%s", event->channel_id);
        snprintf(texts[1], sizeof texts[1], "other");
        snprintf(texts[2], sizeof texts[2], "7");
        *asked = stasim_continue(world, texts[0], texts[1], texts[2], 1);
        memset(texts, 0, sizeof texts); /* they are copied: nobody misses them */
    }
}

static void quiet(struct stasim_world *world, const struct stasim_event *event, void *context) {
    (void)world;
    (void)event;
    (void)context;
}

static struct stasim_world *new_world(void) {
    struct stasim_world *world;
    if (stasim_world_new(&world, &(struct stasim_config){.dialplan = PLAN}) != STASIM_OK) {
        abort();
    }
    return world;
}

static void without_a_world(void) {
    struct stasim_call call = {.id = "c", .extension = "1"};
    char text[16];
    is_int(stasim_world_new(NULL, NULL), STASIM_INVALID, "nowhere to put a world");
    stasim_world_free(NULL);
    is_int(stasim_place_call(NULL, &call, NULL, 0), STASIM_INVALID, "a call in no world");
    is_int(stasim_channel_new(NULL, &call), STASIM_INVALID, "a channel in none");
    is_int(stasim_channel_free(NULL, "c"), STASIM_INVALID, "an end in none");
    is_int(stasim_hang_up(NULL, "c"), STASIM_INVALID, "a hang-up in none");
    is_int(stasim_claim(NULL, "c", "a", NULL, NULL), STASIM_INVALID, "a claim in none");
    is_int(stasim_register(NULL, "a", quiet, NULL, 0), STASIM_INVALID, "an application in none");
    is_int(stasim_disconnect(NULL, "a"), STASIM_INVALID, "or away from none");
    is_int(stasim_run(NULL, 0), STASIM_INVALID, "none runs");
    is_int(stasim_run_until_idle(NULL), STASIM_INVALID, "nor until it is idle");
    is_int(stasim_step(NULL), STASIM_INVALID, "nor a step");
    is_int(stasim_trace(NULL, NULL, NULL, 0), STASIM_INVALID, "nor is it traced");
    is_int(stasim_module_load(NULL, "res_stasis_broadcast.so"), STASIM_INVALID, "nor loaded into");
    is_int(stasim_channel_variable(NULL, "c", "V", text, sizeof text), STASIM_INVALID,
           "a variable");
    is_int(stasim_channel_state(NULL, "c", text, sizeof text), STASIM_INVALID, "a state");
    is_int(stasim_channel_application(NULL, "c", text, sizeof text), STASIM_INVALID, "a holder");
    /* What the two modules share knows no other word for it. */
    is_int(stasim_broadcast_channel(NULL, "c", 0, NULL, 0), STASIM_NOT_FOUND,
           "a broadcast in none");
    is_int(stasim_claim_channel(NULL, "c", "a"), STASIM_NOT_FOUND, "a claim that waits");
    is_int(stasim_broadcast_wait(NULL, "c", 0), STASIM_NOT_FOUND, "a wait");
    ok(!stasim_broadcast_winner(NULL, "c"), "no winner");
    stasim_broadcast_cleanup(NULL, "c");
    is_int(stasim_channels(NULL) + stasim_applications(NULL), 0, "nothing is in none");
    ok(!stasim_event_json(NULL, NULL), "no event");
    is_int(stasim_dialplan_problem(NULL, 0, NULL), STASIM_INVALID, "no problem");
    ok(!stasim_failure(NULL), "no failure");
    is_int(stasim_now_us(NULL), 0, "no time");
}

static void of_calls(void) {
    struct stasim_world *world = new_world();
    static const char *const variables[] = {"A", "1", "B"};
    is_int(stasim_place_call(world, NULL, NULL, 0), STASIM_INVALID, "no call");
    is_int(stasim_place_call(world, &(struct stasim_call){.id = "c"}, NULL, 0), STASIM_INVALID,
           "a call to nowhere");
    is_int(stasim_place_call(world, &(struct stasim_call){.extension = ""}, NULL, 0),
           STASIM_INVALID, "an empty extension");
    struct stasim_call odd = {.extension = "1", .variables = variables, .variables_count = 3};
    is_int(stasim_place_call(world, &odd, NULL, 0), STASIM_INVALID, "a variable without a value");
    struct stasim_call none = {.extension = "1", .variables_count = 2};
    is_int(stasim_place_call(world, &none, NULL, 0), STASIM_INVALID,
           "variables that are not there");
    static const char *const valueless[] = {"A", NULL};
    struct stasim_call half = {.extension = "1", .variables = valueless, .variables_count = 2};
    is_int(stasim_place_call(world, &half, NULL, 0), STASIM_INVALID, "one that has none");
    static const char *const nameless[] = {"A", "1", "", "2"};
    struct stasim_call unnamed = {.extension = "1", .variables = nameless, .variables_count = 4};
    is_int(stasim_place_call(world, &unnamed, NULL, 0), STASIM_INVALID, "one without a name");
    is_int(stasim_channel_new(world, &(struct stasim_call){.extension = "1"}), STASIM_INVALID,
           "a channel of one's own without an id");
    is_int(stasim_channel_new(world, NULL), STASIM_INVALID, "nor without anything");
    is_int(stasim_channels(world), 0, "none of them is there");

    char id[32] = "";
    struct stasim_call call = {.extension = "1", .context = "default", .phone = "PJSIP/alice"};
    is_int(stasim_place_call(world, &call, id, sizeof id), STASIM_OK, "a call without an id");
    ok(id[0] != '\0', "is given one: %s", id);
    call.id = id;
    is_int(stasim_place_call(world, &call, NULL, 0), STASIM_EXISTS, "which nobody else may have");
    is_int(stasim_channel_free(world, id), STASIM_NOT_FOUND, "its end is not the program's");
    is_int(stasim_channel_free(world, NULL), STASIM_INVALID, "nor is there an end of nothing");
    char text[16];
    is_int(stasim_channel_variable(world, id, NULL, text, sizeof text), STASIM_INVALID, "no name");
    is_int(stasim_channel_variable(world, NULL, "V", text, sizeof text), STASIM_INVALID, "no id");
    is_int(stasim_channel_variable(world, "x", "V", text, sizeof text), STASIM_NOT_FOUND,
           "no such");
    is_int(stasim_channel_state(world, id, NULL, 0), STASIM_INVALID, "no room for a state");
    is_int(stasim_channel_state(world, id, text, 0), STASIM_INVALID, "nor a byte of it");
    is_int(stasim_channel_state(world, NULL, text, sizeof text), STASIM_INVALID, "of no channel");
    is_int(stasim_channel_state(world, "x", text, sizeof text), STASIM_NOT_FOUND, "or another");
    is_int(stasim_channel_application(world, id, text, sizeof text), STASIM_NOT_IN_STASIS,
           "nobody holds it");
    is_int(stasim_channel_application(world, "x", text, sizeof text), STASIM_NOT_FOUND, "nor that");
    stasim_world_free(world);
}

static void of_claims_and_requests(void) {
    struct stasim_world *world = new_world();
    is_int(stasim_claim(world, NULL, "a", NULL, NULL), STASIM_INVALID, "a claim of no channel");
    is_int(stasim_claim(world, "", "a", NULL, NULL), STASIM_INVALID, "of an empty one");
    is_int(stasim_claim(world, "c", NULL, NULL, NULL), STASIM_INVALID, "for nobody");
    is_int(stasim_claim(world, "c", "", NULL, NULL), STASIM_INVALID, "for an empty name");
    is_int(stasim_hang_up(world, NULL), STASIM_INVALID, "a hang-up of no channel");
    is_int(stasim_move(world, "c", NULL), STASIM_INVALID, "a move to nobody");
    is_int(stasim_move(world, "c", ""), STASIM_INVALID, "or to an empty name");
    is_int(stasim_continue(world, "c", NULL, "7", 0), STASIM_INVALID, "on at priority 0");
    is_int(stasim_continue(world, "c", NULL, "7", 1000000000), STASIM_INVALID,
           "or at too high a one");
    is_int(stasim_continue(world, "c", NULL, "", 1), STASIM_INVALID, "or at an empty extension");
    is_int(stasim_continue(world, "c", NULL, NULL, 0), STASIM_NOT_FOUND,
           "of a channel that is not");
    is_int(stasim_register(world, NULL, quiet, NULL, 0), STASIM_INVALID,
           "an application without a name");
    is_int(stasim_register(world, "", quiet, NULL, 0), STASIM_INVALID, "or an empty one");
    is_int(stasim_register(world, "a", NULL, NULL, 0), STASIM_INVALID, "or that hears nothing");
    is_int(stasim_disconnect(world, NULL), STASIM_INVALID, "nobody leaves");
    is_int(stasim_disconnect(world, "a"), STASIM_NOT_FOUND, "nor who was not there");
    is_int(stasim_module_unload(world, "app_dial.so"), STASIM_NOT_FOUND,
           "a module that is not ours");
    is_int(stasim_broadcast_channel(world, "c", 0, NULL, 0), STASIM_NOT_FOUND,
           "a broadcast of nothing");
    ok(!stasim_broadcast_winner(world, "c"), "has no winner");
    is_int(stasim_applications(world), 0, "nobody is there");
    stasim_world_free(world);
}

static void from_within(void) {
    struct stasim_world *world = new_world();
    int asked = STASIM_ERROR;
    stasim_register(world, "a", hear, &asked, 0);
    stasim_place_call(world, &(struct stasim_call){.id = "c", .extension = "1"}, NULL, 0);
    stasim_run(world, 1000);
    is_int(asked, STASIM_OK, "a handler sends a channel elsewhere");
    char text[16];
    is_int(stasim_channel_variable(world, "c", "HERE", text, sizeof text), STASIM_OK,
           "where it goes on");
    is_str(text, "yes", "from the place that was named");
    stasim_world_free(world);
}

int main(void) {
    without_a_world();
    of_calls();
    of_claims_and_requests();
    from_within();
    return done_testing();
}

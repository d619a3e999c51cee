/* The C interface of broadcasts: a program offers channels of its own, claims and waits, and what
 * the two modules share. */
#include "tests/stasim_world.h"

#define DAY_US (UINT64_C(24) * 60 * 60 * 1000 * MS)

static void offering_from_c(void) {
    struct stasim_world *world = new_world();
    struct seen seen = {0};
    stasim_register(world, "a", hear, &seen, 0);
    stasim_register(world, "b", hear, &seen, 0);
    is_int(own(world, NULL), STASIM_INVALID, "a channel of its own needs an id");
    is_int(own(world, "p"), STASIM_OK, "a channel of its own");
    is_int(own(world, "p"), STASIM_EXISTS, "once");
    call(world, "c", "wait");
    is_int(stasim_broadcast_channel(world, "", 0, NULL, 0), STASIM_ERROR, "no channel");
    is_int(stasim_broadcast_channel(world, NULL, 0, NULL, 0), STASIM_ERROR, "none at all");
    is_int(stasim_broadcast_channel(world, "c", 0, NULL, 0), STASIM_ERROR, "not the dialplan's");
    is_int(stasim_broadcast_channel(world, "p", 500, "^a", 0), 0, "broadcast");
    is_str(seen.text, "a:CallBroadcast", "to whom the filter lets hear, at once");
    is_int(stasim_claim_channel(world, "p", "b"), 0, "the first claim has won");
    ok(strstr(seen.text, "a:CallClaimed") && !strstr(seen.text, "b:"), "told to the same: %s",
       seen.text);
    is_int(stasim_claim_channel(world, "p", "a"), STASIM_ALREADY_CLAIMED, "the second is late");
    is_int(stasim_broadcast_wait(world, "p", 500), 0, "the wait ends at once");
    is_int((long long)stasim_now_us(world), 0, "at this moment");
    char *winner = stasim_broadcast_winner(world, "p");
    is_str(winner, "b", "the winner");
    free(winner);
    winner = stasim_broadcast_winner(world, "p");
    is_str(winner, "b", "is the same when asked again");
    free(winner);
    is_int(stasim_claim_channel(world, "p", "a"), STASIM_ALREADY_CLAIMED, "as are the claims");
    stasim_broadcast_cleanup(world, "p");
    stasim_broadcast_cleanup(world, "p");
    is_int(stasim_claim_channel(world, "p", "a"), STASIM_NOT_FOUND, "cleaned up, twice");
    ok(stasim_broadcast_winner(world, "p") == NULL, "no winner any more");
    is_int(stasim_broadcast_wait(world, "p", 500), STASIM_ERROR, "nothing to wait for");
    seen.text[0] = '\0';
    stasim_broadcast_channel(world, "p", 500, "", STASIM_NO_CALL_CLAIMED);
    stasim_broadcast_channel(world, "p", 500, "", STASIM_NO_CALL_CLAIMED);
    is_int(stasim_claim_channel(world, "p", "a"), 0, "a second broadcast can be claimed (R11)");
    ok(!strstr(seen.text, "CallClaimed"), "bit 0 suppresses CallClaimed: %s", seen.text);
    is_int(stasim_channel_free(world, "c"), STASIM_NOT_FOUND, "the dialplan's is not ours to end");
    is_int(stasim_channel_free(world, "p"), STASIM_OK, "ended, its broadcast cleaned up");
    is_int(stasim_claim_channel(world, "p", "a"), STASIM_NOT_FOUND, "it is gone");
    is_str(stasim_failure(world), NULL, "no rule was broken");
    stasim_world_free(world);
}

static void claims_that_find_nothing(void) {
    struct stasim_world *world = new_world();
    is_int(stasim_claim_channel(world, "", "a"), STASIM_NOT_FOUND, "an empty channel id");
    is_int(stasim_claim_channel(world, "p", ""), STASIM_NOT_FOUND, "an empty name");
    is_int(stasim_claim_channel(world, NULL, NULL), STASIM_NOT_FOUND, "none at all");
    is_int(stasim_claim(world, "", "a", NULL, NULL), STASIM_INVALID, "not for stasim_claim()");
    own(world, "p");
    is_int(stasim_claim_channel(world, "p", "a"), STASIM_NOT_FOUND, "not broadcast");
    stasim_broadcast_channel(world, "p", 0, NULL, 0);
    ok(stasim_broadcast_winner(world, "p") == NULL, "nobody has won");
    is_int(stasim_claim_channel(world, "p", "a"), STASIM_NOT_FOUND, "and now it is too late (R23)");
    is_int(stasim_broadcast_wait(world, "p", 5), STASIM_ERROR, "so the wait runs out");
    ok(stasim_broadcast_winner(world, "") == NULL, "an empty id has no winner");
    stasim_broadcast_cleanup(world, "");
    stasim_broadcast_cleanup(world, NULL);
    stasim_broadcast_cleanup(NULL, "p");
    is_str(stasim_failure(world), NULL, "no rule was broken");
    stasim_world_free(world);
}

static void waiting_from_c(void) {
    struct stasim_world *world = new_world();
    struct seen seen = {0};
    stasim_register(world, "a", hear, &seen, 0);
    own(world, "p");
    stasim_broadcast_channel(world, "p", 0, NULL, 0);
    is_int(stasim_broadcast_wait(world, "p", 300), STASIM_ERROR, "nobody claims");
    is_int((long long)stasim_now_us(world), 300 * MS, "for 300 ms");
    is_int(stasim_broadcast_wait(world, "p", -5), STASIM_ERROR, "below 0 reads 0");
    is_int((long long)stasim_now_us(world), 300 * MS, "no time passes");
    stasim_claim(world, "p", "a", claimed, &seen);
    is_int(stasim_broadcast_wait(world, "p", 300), 0, "a claim under way wakes it");
    is_int((long long)stasim_now_us(world), 300 * MS, "at once (R72)");
    is_int(seen.answers[0], STASIM_OK, "and is answered");
    seen.claims = true;
    is_int(stasim_broadcast_channel(world, "p", 0, NULL, 0), 0, "claimed by callback");
    is_int(stasim_broadcast_wait(world, "p", 300), 0, "wakes it too");
    stasim_broadcast_cleanup(world, "p");
    seen.claims = false;
    uint64_t start_us = stasim_now_us(world);
    stasim_broadcast_channel(world, "p", 0, NULL, 0);
    is_int(stasim_broadcast_wait(world, "p", INT64_MAX), STASIM_ERROR, "a very long wait");
    is_int((long long)(stasim_now_us(world) - start_us), (long long)DAY_US, "lasts 24 h");
    is_str(stasim_failure(world), NULL, "no rule was broken");
    stasim_world_free(world);
}

/* A wait that the limit of steps has cut off goes on by itself, or may only begin then; but not
 * without its broadcast, and the channel may be gone. */
static void a_wait_ends_with_its_broadcast(void) {
    int begun = 0, ended = 0;
    enum { SEEDS = 8 };
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct stasim_world *world;
        struct stasim_config config = {.dialplan = PLAN, .steps_max = 1, .seed = seed};
        stasim_world_new(&world, &config);
        call(world, "c", "loop");
        own(world, "p");
        stasim_broadcast_channel(world, "p", 0, NULL, 0);
        int cut_off = stasim_broadcast_wait(world, "p", 10000);
        int freed = stasim_channel_free(world, "p");
        bool had_begun = freed == STASIM_BUSY;
        stasim_broadcast_cleanup(world, "p");
        if (had_begun) {
            freed = stasim_channel_free(world, "p");
        }
        stasim_hang_up(world, "c");
        while (stasim_step(world) == 1) {
        }
        ended += cut_off == STASIM_ERROR && freed == STASIM_OK && !stasim_failure(world) &&
                 stasim_now_us(world) == (had_begun ? 200 * MS : 0);
        begun += had_begun;
        stasim_world_free(world);
    }
    is_int(ended, SEEDS, "a wait ends at its next look when its broadcast has been cleaned up");
    ok(begun > 0 && begun < SEEDS, "whether it had begun or not: %d had", begun);
}

/* Hangs up the program's channel 250 ms after it is broadcast: a dialplan's Wait does the timing.
 */
static void hang_up_p(struct stasim_world *world, const struct stasim_event *event, void *context) {
    (void)context;
    if (event->type == STASIM_EVENT_STASIS_START) {
        stasim_hang_up(world, "p");
    }
}

static void a_hang_up_is_noticed_late(void) {
    struct stasim_world *world;
    struct stasim_config config = {
        .dialplan = "[default]\nexten => t,1,Wait(0.25)\n same => n,Stasis(h)\n"};
    stasim_world_new(&world, &config);
    stasim_register(world, "h", hang_up_p, NULL, 0);
    own(world, "p");
    call(world, "timer", "t");
    stasim_broadcast_channel(world, "p", 0, "^nobody", 0);
    is_int(stasim_broadcast_wait(world, "p", 1000), STASIM_ERROR, "hung up");
    is_int((long long)stasim_now_us(world), 400 * MS, "at 250 ms, noticed at 400 (R70)");
    is_int(stasim_claim_channel(world, "p", "h"), 0, "still it can be claimed (R28)");
    is_int(stasim_broadcast_wait(world, "p", 1000), 0, "and a wait sees the claim first");
    is_str(stasim_failure(world), NULL, "no rule was broken");
    stasim_world_free(world);
}

static void modules_can_be_absent(void) {
    struct stasim_world *world = new_world();
    own(world, "p");
    stasim_broadcast_channel(world, "p", 0, NULL, 0);
    is_int(stasim_module_unload(world, "res_stasis_broadcast.so"), STASIM_BUSY, "needed");
    is_int(stasim_module_unload(world, "x.so"), STASIM_NOT_FOUND, "no such module");
    is_int(stasim_module_unload(world, NULL), STASIM_INVALID, "no name");
    is_int(stasim_module_unload(world, "app_stasis_broadcast.so"), STASIM_OK, "the app goes");
    is_int(stasim_module_unload(world, "res_stasis_broadcast.so"), STASIM_BUSY,
           "in use by the program's broadcast (R98)");
    stasim_broadcast_cleanup(world, "p");
    is_int(stasim_module_unload(world, "res_stasis_broadcast.so"), STASIM_OK, "goes too");
    is_int(stasim_broadcast_channel(world, "p", 0, NULL, 0), STASIM_UNAVAILABLE, "broadcast");
    is_int(stasim_broadcast_wait(world, "p", 0), STASIM_UNAVAILABLE, "wait");
    is_int(stasim_claim_channel(world, "p", "a"), STASIM_UNAVAILABLE, "claim");
    ok(stasim_broadcast_winner(world, "p") == NULL, "no winner");
    stasim_broadcast_cleanup(world, "p");
    is_int(stasim_module_load(world, "app_stasis_broadcast.so"), STASIM_BUSY, "not by itself");
    is_int(stasim_module_load(world, "res_stasis_broadcast.so"), STASIM_OK, "loaded again");
    is_int(stasim_broadcast_channel(world, "p", 0, NULL, 0), 0, "and available");
    stasim_world_free(world);
}

int main(void) {
    offering_from_c();
    claims_that_find_nothing();
    waiting_from_c();
    a_wait_ends_with_its_broadcast();
    a_hang_up_is_noticed_late();
    modules_can_be_absent();
    return done_testing();
}

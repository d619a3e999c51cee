/* Two applications hear of a call; the first to claim it gets it. */
#include <stasim.h>
#include <stdio.h>

static void hear(struct stasim_world *world, const struct stasim_event *event, void *context) {
    (void)context;
    printf("%5.1f ms  %-8s %s\n", (double)event->at_us / 1000, event->application, event->name);
    if (event->type == STASIM_EVENT_CALL_BROADCAST) {
        stasim_claim(world, event->channel_id, event->application, NULL, NULL);
    } else if (event->type == STASIM_EVENT_STASIS_START) {
        stasim_answer(world, event->channel_id);
    }
}

int main(void) {
    struct stasim_config config = {
        .seed = 7,
        .dialplan = "[default]\nexten => 100,1,StasisBroadcast(500,^(sales|support)$)\n"
                    " same => n,Hangup()\n",
    };
    struct stasim_world *world;
    if (stasim_world_new(&world, &config) != STASIM_OK) {
        return 1;
    }
    stasim_register(world, "sales", hear, NULL, 0);
    stasim_register(world, "support", hear, NULL, 0);
    struct stasim_call call = {.id = "call-1", .extension = "100", .caller_number = "200"};
    stasim_place_call(world, &call, NULL, 0);
    stasim_run(world, 2000000); /* two seconds of simulated time */
    char winner[80];
    int error = stasim_channel_application(world, "call-1", winner, sizeof winner);
    printf("the winner: %s\n", error ? stasim_error_text(error) : winner);
    stasim_hang_up(world, "call-1");
    stasim_run_until_idle(world);
    stasim_world_free(world);
    return error ? 1 : 0;
}

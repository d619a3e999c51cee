/* How many whole lives of a broadcast one core simulates in a second: call, broadcast, ten claims,
 * session, end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "sim/broadcast/broadcast.h"
#include "sim/calls/calls.h"
#include "sim/calls/session.h"
#include "sim/dialplan/call.h"
#include "sim/dialplan/exec.h"

enum { CLAIMANTS = 10, NAME_BYTES = 32, STEPS_MAX = 2000000000 };

struct bench {
    struct world *w;
    struct dialplan_config config;
    struct recipient *clients;
    size_t apps;
    size_t in_flight; /* calls that wait all the time, besides the one that is measured */
    unsigned won;
    unsigned lost;
    unsigned serial;
};

struct claimant {
    struct activity activity;
    struct bench *bench;
};

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void answered(struct world *w, struct task *task) {
    struct claimant *claimant = task_activity(task);
    *(task_result(task) == CLAIM_WON ? &claimant->bench->won : &claimant->bench->lost) += 1;
    task_end(w, task);
}

static void end_session(struct world *w, struct task *task) {
    struct activity *activity = task_activity(task);
    (void)activity;
    struct channel *channel = channel_find(w, "call");
    if (channel && channel->session) {
        session_continue(w, channel);
    }
    task_end(w, task);
}

/* The first ten applications claim every call; the winner lets it go at once. */
static void take(struct world *w, struct recipient *recipient, struct event *event) {
    static const struct step C4 = {"C4 answer", answered};
    static const struct step CONTINUE = {"Q continue", end_session};
    struct bench *bench = recipient->context;
    if (event->kind == &EVENT_CALL_BROADCAST) {
        if (recipient < bench->clients + CLAIMANTS) {
            struct claimant *claimant = activity_new(w, sizeof *claimant, &C4);
            claimant->bench = bench;
            task_start(
                w, "C", recipient->name,
                activity_above(&claimant->activity, broadcast_claim(w, "call", recipient->name)),
                0);
        }
    } else if (event->kind == &EVENT_STASIS_START) {
        task_start(w, "Q", "continue", activity_new(w, sizeof(struct activity), &CONTINUE), 0);
    }
}

static void furnish(struct world *w, void *context) {
    struct bench *bench = context;
    calls_new(w, &(struct calls_config){0});
    broadcast_new(w);
    dialplan_new(w, &bench->config);
    for (size_t i = 0; i < bench->apps; i++) {
        char name[NAME_BYTES];
        snprintf(name, sizeof name, "app-%zu", i);
        bench->clients[i] =
            (struct recipient){.name = strdup(name), .take = take, .context = bench};
        application_register(w, name, &bench->clients[i], false);
    }
    for (size_t i = 0; i < bench->in_flight; i++) {
        call_place(w, &(struct call_config){.exten = "2", .context = "in", .phone = "PJSIP/w"});
    }
}

static void place(struct world *w, void *context) {
    (void)context;
    call_place(
        w, &(struct call_config){.exten = "1", .context = "in", .phone = "PJSIP/p", .id = "call"});
}

static void measure(const struct dialplan *plan, size_t apps, size_t in_flight, unsigned rounds) {
    struct bench bench = {.config = {.dialplan = plan}, .apps = apps, .in_flight = in_flight};
    bench.clients = calloc(apps, sizeof *bench.clients);
    bench.w = world_new(&(struct world_config){.seed = 1, .memory_limit_bytes = (size_t)4 << 30});
    world_do(bench.w, furnish, &bench);
    world_run(bench.w, 0, STEPS_MAX);
    double start_s = now_s();
    for (unsigned i = 0; i < rounds; i++) {
        world_do(bench.w, place, NULL);
        world_run(bench.w, world_now_us(bench.w) + 1000, STEPS_MAX);
    }
    double spent_s = now_s() - start_s;
    printf("%6zu apps %7zu calls in flight: %8.0f broadcasts/s, %7.2f us each, %5.1f MB%s\n", apps,
           in_flight, rounds / spent_s, 1e6 * spent_s / rounds,
           (double)world_memory_bytes(bench.w) / 1e6,
           bench.won == rounds && bench.lost == rounds * (CLAIMANTS - 1) && !world_failure(bench.w)
               ? ""
               : "  (WRONG)");
    world_free(bench.w);
    for (size_t i = 0; i < apps; i++) {
        free((char *)(size_t)bench.clients[i].name);
    }
    free(bench.clients);
}

int main(void) {
    static const char text[] =
        "[in]\nexten => 1,1,StasisBroadcast(500,^app-)\n same => n,Hangup()\n"
        "exten => 2,1,Wait(86400)\n";
    struct dialplan *plan;
    if (dialplan_parse("bench.conf", text, sizeof text - 1, &plan) != DIALPLAN_OK) {
        return 1;
    }
    measure(plan, 10, 0, 100000);
    measure(plan, 100, 0, 20000);
    measure(plan, 1000, 0, 3000);
    measure(plan, 10000, 0, 200);
    measure(plan, 10, 1000, 50000);
    measure(plan, 10, 100000, 50000);
    dialplan_free(plan);
    return 0;
}

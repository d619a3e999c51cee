/* How fast one core simulates whole lives of broadcasts (call, broadcast, ten claims, session,
 * end), with how many applications and calls in flight beside them, and what memory those need. */
#include <inttypes.h>
#include <stdlib.h>

#include "sim/base/must.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/calls.h"
#include "sim/calls/session.h"
#include "sim/dialplan/call.h"
#include "sim/dialplan/exec.h"
#include "tests/bench.h"

enum { CLAIMANTS = 10, NAME_BYTES = 32 };
static const uint64_t STEPS_MAX = UINT64_C(2000000000);
static const uint64_t SECOND_US = 1000000;

static const char PLAN[] = "[in]\n"
                           "exten => measured,1,StasisBroadcast(500,^app-)\n same => n,Hangup()\n"
                           "exten => waiting,1,StasisBroadcast(60000,^nobody)\n"
                           "exten => held,1,Stasis(app-0)\n";

struct client {
    struct recipient recipient;
    char name[NAME_BYTES];
};

struct bench {
    struct world *w;
    struct dialplan_config config;
    struct client *clients;
    size_t apps;
    size_t in_flight;         /* calls besides the measured one */
    const char *in_flight_at; /* where they stay */
    unsigned won;
    unsigned lost;
};

struct claimant {
    struct activity activity;
    struct bench *bench;
};

static void begin(struct bench *bench, const struct dialplan *plan);
static void end(struct bench *bench);
static void furnish(struct world *w, void *context);
static void take(struct world *w, struct recipient *recipient, struct event *event);
static void claim(struct world *w, struct bench *bench, const char *application);
static void answered(struct world *w, struct task *task);
static void end_session(struct world *w, struct task *task);
static void place(struct world *w, void *context);
static double run_rounds(struct bench *bench, unsigned rounds);

/* One row: simulated time stands still, so calls that wait do not look. */
static void measure(const struct dialplan *plan, size_t apps, size_t in_flight, const char *at,
                    unsigned rounds) {
    struct bench bench = {.apps = apps, .in_flight = in_flight, .in_flight_at = at};
    begin(&bench, plan);
    double spent_s = run_rounds(&bench, rounds);
    char label[BENCH_LABEL_COLUMNS + 1];
    snprintf(label, sizeof label, "  %zu apps, %zu calls in flight%s%s", apps, in_flight,
             in_flight > 0 ? ", " : "", in_flight > 0 ? at : "");
    printf("%-*s %*.0f %*.2f %*.1f\n", BENCH_LABEL_COLUMNS, label, BENCH_COLUMN, rounds / spent_s,
           BENCH_COLUMN, 1e6 * spent_s / rounds, BENCH_COLUMN,
           (double)world_memory_bytes(bench.w) / 1e6);
    must(!world_failure(bench.w));
    must(bench.won == rounds && bench.lost == rounds * (CLAIMANTS - 1));
    end(&bench);
}

/* What it costs that calls wait: each looks five times a second. */
static void measure_looks(const struct dialplan *plan, size_t in_flight) {
    struct bench bench = {.apps = CLAIMANTS, .in_flight = in_flight, .in_flight_at = "waiting"};
    begin(&bench, plan);
    uint64_t before = world_steps(bench.w);
    double start_s = bench_now_s();
    world_run(bench.w, world_now_us(bench.w) + SECOND_US, STEPS_MAX);
    double spent_s = bench_now_s() - start_s;
    uint64_t looks = world_steps(bench.w) - before;
    char label[BENCH_LABEL_COLUMNS + 1];
    snprintf(label, sizeof label, "  %zu waiting calls look, one second of simulated time",
             in_flight);
    printf("%-*s %*.0f %*.2f %*s\n", BENCH_LABEL_COLUMNS, label, BENCH_COLUMN,
           (double)looks / spent_s, BENCH_COLUMN, 1e6 * spent_s / (double)looks, BENCH_COLUMN, "");
    end(&bench);
}

int main(int argc, char *argv[]) {
    struct dialplan *plan;
    if (dialplan_parse("bench.conf", PLAN, sizeof PLAN - 1, &plan) != DIALPLAN_OK) {
        return 1;
    }
    bench_head("whole lives of broadcasts, 10 claimants each", "broadcasts/s", "us each",
               "world in MB");
    static const struct {
        size_t apps;
        size_t in_flight;
        const char *at;
        unsigned rounds;
    } rows[] = {
        {10, 10, "held", 200000},        {100, 10, "held", 50000},   {1000, 10, "held", 6000},
        {10000, 10, "held", 600},        {10, 1000, "held", 100000}, {10, 100000, "held", 100000},
        {10, 100000, "waiting", 100000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        measure(plan, rows[i].apps, rows[i].in_flight, rows[i].at,
                bench_rounds(argc, argv, rows[i].rounds));
    }
    bench_head("looks of calls that wait", "looks/s", "us each", "");
    measure_looks(plan, 1000);
    measure_looks(plan, 100000);
    dialplan_free(plan);
    return 0;
}

static void begin(struct bench *bench, const struct dialplan *plan) {
    bench->config.dialplan = plan;
    bench->clients = calloc(bench->apps, sizeof *bench->clients);
    bench->w = world_new(&(struct world_config){.seed = 1, .memory_limit_bytes = (size_t)4 << 30});
    must(bench->clients && bench->w && world_do(bench->w, furnish, bench));
    world_run(bench->w, 0, STEPS_MAX);
    bench->won = bench->lost = 0;
}

static void end(struct bench *bench) {
    world_free(bench->w);
    free(bench->clients);
}

static void furnish(struct world *w, void *context) {
    struct bench *bench = context;
    calls_new(w, &(struct calls_config){0});
    broadcast_new(w);
    dialplan_new(w, &bench->config);
    for (size_t i = 0; i < bench->apps; i++) {
        struct client *client = &bench->clients[i];
        snprintf(client->name, sizeof client->name, "app-%zu", i);
        client->recipient =
            (struct recipient){.name = client->name, .take = take, .context = bench};
        application_register(w, client->name, &client->recipient, false);
    }
    for (size_t i = 0; i < bench->in_flight; i++) {
        call_place(w, &(struct call_config){
                          .exten = bench->in_flight_at, .context = "in", .phone = "PJSIP/w"});
    }
}

static double run_rounds(struct bench *bench, unsigned rounds) {
    double start_s = bench_now_s();
    for (unsigned i = 0; i < rounds; i++) {
        world_do(bench->w, place, NULL);
        world_run(bench->w, world_now_us(bench->w), STEPS_MAX);
    }
    return bench_now_s() - start_s;
}

static void place(struct world *w, void *context) {
    (void)context;
    call_place(w, &(struct call_config){
                      .exten = "measured", .context = "in", .phone = "PJSIP/p", .id = "call"});
}

/* The first ten applications claim every call; the winner lets it go at once. */
static void take(struct world *w, struct recipient *recipient, struct event *event) {
    static const struct step CONTINUE = {"Q continue", end_session, NULL};
    struct bench *bench = recipient->context;
    if (event->kind == &EVENT_CALL_BROADCAST) {
        if ((struct client *)recipient < bench->clients + CLAIMANTS) {
            claim(w, bench, recipient->name);
        }
    } else if (event->kind == &EVENT_STASIS_START) {
        task_start(w, "Q", "continue", activity_new(w, sizeof(struct activity), &CONTINUE), 0);
    }
}

static void claim(struct world *w, struct bench *bench, const char *application) {
    static const struct step C4 = {"C4 answer", answered, NULL};
    struct claimant *claimant = activity_new(w, sizeof *claimant, &C4);
    claimant->bench = bench;
    task_start(w, "C", application,
               activity_above(&claimant->activity, broadcast_claim(w, "call", application)), 0);
}

static void answered(struct world *w, struct task *task) {
    struct claimant *claimant = task_activity(task);
    *(task_result(task) == CLAIM_WON ? &claimant->bench->won : &claimant->bench->lost) += 1;
    task_end(w, task);
}

static void end_session(struct world *w, struct task *task) {
    struct channel *channel = channel_find(w, "call");
    if (channel && channel->session) {
        session_continue(w, channel);
    }
    task_end(w, task);
}

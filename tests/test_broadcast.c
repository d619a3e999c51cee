/* A broadcast and its claims, driven by hand: each rule of the claim table, the waiting, the
 * hand-over. */
#include <stdlib.h>

#include "sim/broadcast/broadcast.h"
#include "sim/calls/calls.h"
#include "sim/calls/session.h"
#include "sim/calls/snapshot.h"
#include "sim/dialplan/call.h"
#include "sim/dialplan/exec.h"
#include "tests/tap.h"

enum { LOG_BYTES = 8192, CLIENTS_MAX = 16, MS = 1000 };

/* What every client got, and every claim's outcome, in order: "a:CallBroadcast b:CallBroadcast …".
 */
static char seen[LOG_BYTES];
/* What the copies of CallBroadcast were of: "SERIAL caller" each. */
static char copies[LOG_BYTES];
/* The outcomes of claims by their number. */
static int outcomes[64];

struct bench {
    struct world *w;
    struct dialplan *plan;
    struct dialplan_config config;
    struct recipient clients[CLIENTS_MAX];
    size_t clients_count;
};

static void take(struct world *w, struct recipient *recipient, struct event *event) {
    (void)w;
    size_t length = strlen(seen);
    snprintf(seen + length, sizeof seen - length, "%s%s:%s", length ? " " : "", recipient->name,
             event->kind->name);
    if (event->kind == &EVENT_CALL_BROADCAST) {
        const struct snapshot *shown = ((struct call_event *)event)->channel;
        length = strlen(copies);
        snprintf(copies + length, sizeof copies - length, "%llu %s\n",
                 (unsigned long long)event->serial, shown->caller_name);
    }
}

static void furnish(struct world *w, void *context) {
    struct bench *bench = context;
    calls_new(w, &(struct calls_config){0});
    broadcast_new(w);
    dialplan_new(w, &bench->config);
}

static void begin(struct bench *bench, const char *plan, uint64_t seed) {
    memset(bench, 0, sizeof *bench);
    seen[0] = '\0';
    copies[0] = '\0';
    memset(outcomes, -1, sizeof outcomes);
    if (dialplan_parse("test.conf", plan, strlen(plan), &bench->plan) != DIALPLAN_OK) {
        abort();
    }
    bench->config.dialplan = bench->plan;
    bench->w = world_new(&(struct world_config){.seed = seed});
    if (!world_do(bench->w, furnish, bench)) {
        abort();
    }
}

static void end(struct bench *bench) {
    is_str(world_failure(bench->w), NULL, "no invariant was broken");
    world_free(bench->w);
    dialplan_free(bench->plan);
}

struct act {
    struct bench *bench;
    const char *a;
    const char *b;
    int number;
};

static void do_register(struct world *w, void *context) {
    struct act *act = context;
    struct recipient *client = &act->bench->clients[act->bench->clients_count++];
    *client = (struct recipient){.name = act->a, .take = take};
    application_register(w, act->a, client, false);
}

static void app(struct bench *bench, const char *name) {
    world_do(bench->w, do_register, &(struct act){.bench = bench, .a = name});
}

static void do_disconnect(struct world *w, void *context) {
    struct act *act = context;
    struct application *application = application_find(w, act->a);
    if (application) {
        application_disconnect(w, act->a, application->client);
    }
}

static void gone(struct bench *bench, const char *name) {
    world_do(bench->w, do_disconnect, &(struct act){.bench = bench, .a = name});
}

static void do_call(struct world *w, void *context) {
    struct act *act = context;
    call_place(w, &(struct call_config){
                      .exten = act->b, .context = "in", .phone = "PJSIP/p", .id = act->a});
}

static void call(struct bench *bench, const char *id, const char *exten) {
    world_do(bench->w, do_call, &(struct act){.bench = bench, .a = id, .b = exten});
}

static void do_hang_up(struct world *w, void *context) {
    struct act *act = context;
    call_hang_up(w, channel_find(w, act->a));
}

static void hang_up(struct bench *bench, const char *id) {
    world_do(bench->w, do_hang_up, &(struct act){.bench = bench, .a = id});
}

static void do_continue(struct world *w, void *context) {
    struct act *act = context;
    session_continue(w, channel_find(w, act->a));
}

static void continue_in_dialplan(struct bench *bench, const char *id) {
    world_do(bench->w, do_continue, &(struct act){.bench = bench, .a = id});
}

static void do_move(struct world *w, void *context) {
    struct act *act = context;
    session_move(w, channel_find(w, act->a), act->b, NULL);
}

struct claimant {
    struct activity activity;
    int number;
};

static void claimed(struct world *w, struct task *task) {
    struct claimant *claimant = task_activity(task);
    outcomes[claimant->number] = task_result(task);
    task_end(w, task);
}

static void do_claim(struct world *w, void *context) {
    static const struct step C4 = {"C4 answer", claimed, NULL};
    struct act *act = context;
    struct claimant *claimant = activity_new(w, sizeof *claimant, &C4);
    claimant->number = act->number;
    char name[8];
    snprintf(name, sizeof name, "%d", act->number);
    task_start(w, "C", name,
               activity_above(&claimant->activity, broadcast_claim(w, act->a, act->b)), 0);
}

static void claim(struct bench *bench, int number, const char *channel, const char *application) {
    world_do(bench->w, do_claim,
             &(struct act){.bench = bench, .a = channel, .b = application, .number = number});
}

static void run_ms(struct bench *bench, uint64_t ms) {
    world_run(bench->w, world_now_us(bench->w) + ms * MS, 100000);
}

static const char *status(struct bench *bench, const char *id) {
    struct channel *channel = channel_find(bench->w, id);
    return channel ? channel_variable(channel, "STASISSTATUS") : "(no channel)";
}

static const char PLAN[] = "[in]\n"
                           "exten => 1,1,StasisBroadcast(500)\n same => n,Wait(5)\n"
                           "exten => 2,1,StasisBroadcast(500,^a)\n same => n,Wait(5)\n"
                           "exten => 3,1,StasisBroadcast(0)\n same => n,Wait(5)\n"
                           "exten => 4,1,StasisBroadcast(500,,,yes)\n same => n,Wait(5)\n"
                           "exten => 5,1,StasisBroadcast(300)\n same => n,StasisBroadcast(300)\n"
                           " same => n,Wait(5)\n"
                           "exten => 6,1,StasisBroadcast(500,((((((((((((a)\n same => n,Wait(5)\n"
                           "exten => 7,1,StasisBroadcast(3000)\n same => n,Wait(5)\n";

static void the_first_claim_wins(void) {
    struct bench bench;
    begin(&bench, PLAN, 1);
    app(&bench, "a");
    app(&bench, "b");
    call(&bench, "c", "1");
    run_ms(&bench, 10);
    is_str(status(&bench, "c"), "", "STASISSTATUS is empty during the wait (R10)");
    claim(&bench, 1, "c", "b");
    run_ms(&bench, 0);
    is_int(outcomes[1], CLAIM_WON, "the first claim wins (R24)");
    ok(strstr(seen, "b:StasisStart") && !strstr(seen, "a:StasisStart"), "its app starts: %s", seen);
    claim(&bench, 2, "c", "a");
    claim(&bench, 3, "c", "b");
    run_ms(&bench, 100);
    is_int(outcomes[2], CLAIM_LOST, "another claim during the session has lost (R22)");
    is_int(outcomes[3], CLAIM_LOST, "the winner's too (R22)");
    is_str(status(&bench, "c"), "", "STASISSTATUS is empty during the session (R10)");
    continue_in_dialplan(&bench, "c");
    run_ms(&bench, 10);
    is_str(status(&bench, "c"), "SUCCESS", "SUCCESS after the session (R17)");
    claim(&bench, 4, "c", "a");
    run_ms(&bench, 10);
    is_int(outcomes[4], CLAIM_NOT_FOUND, "nothing to claim any more (R21)");
    end(&bench);
}

static void nobody_claims(void) {
    struct bench bench;
    begin(&bench, PLAN, 1);
    app(&bench, "a");
    call(&bench, "c", "1");
    run_ms(&bench, 499);
    is_str(status(&bench, "c"), "", "not before the deadline (R13)");
    claim(&bench, 1, "x", "a");
    run_ms(&bench, 1);
    is_int(outcomes[1], CLAIM_NOT_FOUND, "an unknown channel cannot be claimed (R21)");
    is_str(status(&bench, "c"), "TIMEOUT", "TIMEOUT at the deadline (R16)");
    claim(&bench, 2, "c", "a");
    run_ms(&bench, 1);
    is_int(outcomes[2], CLAIM_NOT_FOUND, "a late claim finds nothing (R21)");
    call(&bench, "z", "3");
    run_ms(&bench, 0);
    is_str(status(&bench, "z"), "TIMEOUT", "timeout 0 ends at once (R13)");
    is_str(seen, "a:CallBroadcast a:CallBroadcast", "but the event was sent");
    end(&bench);
}

static void a_filter_chooses(void) {
    struct bench bench;
    begin(&bench, PLAN, 1);
    app(&bench, "a1");
    app(&bench, "b1");
    call(&bench, "c", "2");
    run_ms(&bench, 10);
    is_str(seen, "a1:CallBroadcast", "only the matching app hears (R60)");
    claim(&bench, 1, "c", "b1");
    run_ms(&bench, 0);
    is_int(outcomes[1], CLAIM_WON, "but another may claim (R27)");
    ok(strstr(seen, "b1:StasisStart") != NULL, "and gets the call");
    seen[0] = '\0';
    call(&bench, "d", "6");
    run_ms(&bench, 10);
    ok(strstr(seen, "a1:CallBroadcast") && strstr(seen, "b1:CallBroadcast"),
       "a filter that is refused is none: everybody hears: %s", seen);
    end(&bench);
}

static void the_winner_must_be_there(void) {
    struct bench bench;
    begin(&bench, PLAN, 1);
    call(&bench, "c", "1");
    run_ms(&bench, 10);
    claim(&bench, 1, "c", "ghost");
    run_ms(&bench, 0);
    is_int(outcomes[1], CLAIM_WON, "an app that is not registered can win (R27)");
    is_str(status(&bench, "c"), "FAILED", "but cannot take the call (R75)");
    app(&bench, "a");
    call(&bench, "d", "1");
    run_ms(&bench, 10);
    gone(&bench, "a");
    claim(&bench, 2, "d", "a");
    run_ms(&bench, 0);
    is_int(outcomes[2], CLAIM_WON, "nor one whose client has gone (R75)");
    is_str(status(&bench, "d"), "FAILED", "FAILED (R75)");
    end(&bench);
}

static void a_hang_up_is_noticed_late(void) {
    struct bench bench;
    begin(&bench, PLAN, 1);
    app(&bench, "a");
    call(&bench, "c", "7");
    run_ms(&bench, 250);
    hang_up(&bench, "c");
    run_ms(&bench, 149);
    is_str(status(&bench, "c"), "", "a hang-up at 250 ms is not noticed at 399 (R70)");
    run_ms(&bench, 1);
    is_int(channel_find(bench.w, "c") == NULL, 1, "but at 400 (R70)");
    call(&bench, "d", "7");
    run_ms(&bench, 50);
    hang_up(&bench, "d");
    seen[0] = '\0';
    claim(&bench, 1, "d", "a");
    run_ms(&bench, 0);
    is_int(outcomes[1], CLAIM_WON, "until then it can be claimed (R28)");
    is_str(seen, "a:StasisStart a:StasisEnd", "the session starts and ends at once (R28)");
    end(&bench);
}

static void a_session_lasts(void) {
    struct bench bench;
    begin(&bench, PLAN, 1);
    app(&bench, "a");
    app(&bench, "b");
    call(&bench, "c", "1");
    run_ms(&bench, 10);
    claim(&bench, 1, "c", "a");
    run_ms(&bench, 1000);
    seen[0] = '\0';
    world_do(bench.w, do_move, &(struct act){.bench = &bench, .a = "c", .b = "b"});
    run_ms(&bench, 0);
    is_str(seen, "a:StasisEnd b:StasisStart", "move ends one session and starts another (R83)");
    claim(&bench, 2, "c", "a");
    run_ms(&bench, 0);
    is_int(outcomes[2], CLAIM_LOST, "the context stays: 409 (R83)");
    seen[0] = '\0';
    world_do(bench.w, do_move, &(struct act){.bench = &bench, .a = "c", .b = "ghost"});
    run_ms(&bench, 0);
    is_str(seen, "b:ApplicationMoveFailed", "a move to nobody fails, the session stays (R83)");
    gone(&bench, "b");
    run_ms(&bench, 100);
    is_int(application_find(bench.w, "b") != NULL, 1, "an app that holds a channel stays (R87)");
    hang_up(&bench, "c");
    run_ms(&bench, 0);
    is_int(channel_find(bench.w, "c") == NULL, 1, "a hang-up ends the session at once (R80)");
    is_int(application_find(bench.w, "b") == NULL, 1, "then the inactive app leaves (R87)");
    end(&bench);
}

static void everybody_hears_of_the_claim(void) {
    struct bench bench;
    begin(&bench, PLAN, 1);
    app(&bench, "z");
    app(&bench, "a");
    app(&bench, "b");
    call(&bench, "c", "4");
    run_ms(&bench, 10);
    seen[0] = '\0';
    claim(&bench, 1, "c", "a");
    run_ms(&bench, 0);
    const char *z = strstr(seen, "z:CallClaimed"), *a = strstr(seen, "a:CallClaimed"),
               *b = strstr(seen, "b:CallClaimed");
    ok(z && a && b, "with notify_claimed all hear of it, winner and losers (R67): %s", seen);
    ok(z < a && a < b, "in the order of registration, the winner in its place (R67)");
    end(&bench);
}

static void rounds_are_apart(void) {
    struct bench bench;
    begin(&bench, PLAN, 1);
    app(&bench, "a");
    call(&bench, "c", "5");
    run_ms(&bench, 10);
    claim(&bench, 1, "c", "a");
    run_ms(&bench, 10);
    continue_in_dialplan(&bench, "c");
    run_ms(&bench, 10);
    is_str(status(&bench, "c"), "", "the second round empties the status (R90)");
    claim(&bench, 2, "c", "a");
    run_ms(&bench, 10);
    is_int(outcomes[1], CLAIM_WON, "the winner of the first round");
    is_int(outcomes[2], CLAIM_WON, "can win the second (R90)");
    end(&bench);
}

static void ties_depend_on_the_seed(void) {
    int won[2] = {0, 0};
    int late = 0;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct bench bench;
        begin(&bench, PLAN, seed);
        app(&bench, "a");
        app(&bench, "b");
        call(&bench, "c", "3");
        claim(&bench, 0, "c", "a");
        claim(&bench, 1, "c", "b");
        run_ms(&bench, 0);
        won[0] += outcomes[0] == CLAIM_WON;
        won[1] += outcomes[1] == CLAIM_WON;
        late += outcomes[0] == CLAIM_TOO_LATE || outcomes[1] == CLAIM_TOO_LATE;
        if (world_failure(bench.w) || (outcomes[0] == CLAIM_WON && outcomes[1] == CLAIM_WON)) {
            ok(false, "seed %llu: %s", (unsigned long long)seed, world_failure(bench.w));
        }
        world_free(bench.w);
        dialplan_free(bench.plan);
    }
    ok(won[0] > 0 && won[1] > 0 && late > 0,
       "with timeout 0 and two claims at once each can win, and can find the wait over (R23): %d "
       "%d %d",
       won[0], won[1], late);
}

/* Up to the first copy: priority, D1 to D3, D4. */
enum { STEPS_TO_FIRST_COPY = 5 };

static void do_rename(struct world *w, void *context) {
    struct act *act = context;
    channel_set_caller(w, channel_find(w, act->a), act->b, "1");
}

static void all_copies_are_of_one_moment(void) {
    struct bench bench;
    begin(&bench, PLAN, 1);
    app(&bench, "a");
    app(&bench, "b");
    call(&bench, "c", "1");
    world_do(bench.w, do_rename, &(struct act){.a = "c", .b = "before"});
    world_run(bench.w, world_now_us(bench.w), STEPS_TO_FIRST_COPY);
    char first[LOG_BYTES];
    snprintf(first, sizeof first, "%s", copies);
    ok(strstr(first, " before\n"), "one copy was sent");
    world_do(bench.w, do_rename, &(struct act){.a = "c", .b = "after"});
    run_ms(&bench, 0);
    is_str(copies + strlen(first), first, "the other is the same event, of the same moment (R64)");
    end(&bench);
}

/* The inactive application has its place in the list: back before its turn, it gets its copy. */
static void who_is_back_in_time_hears(void) {
    static const char first_to_b[] = "b:CallBroadcast";
    int heard = 0;
    int missed = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct bench bench;
        begin(&bench, PLAN, seed);
        app(&bench, "a");
        call(&bench, "held", "1");
        run_ms(&bench, 0);
        claim(&bench, 1, "held", "a");
        run_ms(&bench, 10);
        gone(&bench, "a");
        app(&bench, "b");
        seen[0] = '\0';
        call(&bench, "c", "1");
        world_run(bench.w, world_now_us(bench.w), STEPS_TO_FIRST_COPY);
        bool b_was_first = strcmp(seen, first_to_b) == 0;
        app(&bench, "a");
        run_ms(&bench, 10);
        if (strstr(seen, "a:CallBroadcast")) {
            heard += b_was_first;
        } else {
            missed += !b_was_first;
        }
        world_free(bench.w);
        dialplan_free(bench.plan);
    }
    ok(heard > 0 && missed > 0 && heard + missed == 20,
       "one that is inactive at dispatch hears if it is back before its turn (R60): %d, %d", heard,
       missed);
}

static void modules_can_be_absent(void) {
    struct bench bench;
    begin(&bench, PLAN, 1);
    ok(!broadcast_module_unload(bench.w, MODULE_RES), "res_ cannot go while app_ is there (R98)");
    call(&bench, "c", "1");
    run_ms(&bench, 10);
    ok(!broadcast_module_unload(bench.w, MODULE_APP), "nor app_ while a broadcast runs (R98)");
    run_ms(&bench, 10000);
    ok(broadcast_module_unload(bench.w, MODULE_APP), "then it can");
    call(&bench, "d", "1");
    run_ms(&bench, 0);
    is_int(channel_find(bench.w, "d") == NULL, 1, "an unknown application hangs up (R96)");
    claim(&bench, 1, "x", "a");
    ok(broadcast_module_unload(bench.w, MODULE_RES), "res_ goes too");
    claim(&bench, 2, "x", "a");
    run_ms(&bench, 0);
    is_int(outcomes[2], CLAIM_UNAVAILABLE, "without it a claim is unavailable (R97)");
    is_int(outcomes[1], CLAIM_UNAVAILABLE, "one that was under way too (R97)");
    ok(!broadcast_module_load(bench.w, MODULE_APP), "app_ depends on res_ (R95)");
    end(&bench);
}

int main(void) {
    the_first_claim_wins();
    nobody_claims();
    a_filter_chooses();
    the_winner_must_be_there();
    a_hang_up_is_noticed_late();
    a_session_lasts();
    everybody_hears_of_the_claim();
    rounds_are_apart();
    ties_depend_on_the_seed();
    all_copies_are_of_one_moment();
    who_is_back_in_time_hears();
    modules_can_be_absent();
    return done_testing();
}

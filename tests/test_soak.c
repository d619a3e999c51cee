/* A server wears no worse: 500 applications on 100 sockets that come and go, 50 calls a second,
 * claims, hang-ups, moves, nonsense and faults by chance. In the end every claim was answered as
 * the rules allow, and nothing is left: no channel, no descriptor, no memory.
 *
 *   test_soak [SECONDS [SEED]]    20 and 1 unless told otherwise
 *
 * The seed decides what is done; which of two clients is faster, the machine. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/world/rng.h"
#include "tests/load.h"
#include "tests/soak_history.h"
#include "tests/soak_texts.h"
#include "tests/tap.h"

enum {
    SECONDS = 20,
    SECONDS_MAX = 7 * 24 * 3600,
    WARM_S = 60, /* after which memory is compared with that of the end */
    MEMORY_GROWTH_PERCENT_MAX = 5,
    COLD_GROWTH_PERCENT_MAX = 50, /* in a short time memory has not come to rest */
    SOCKETS = 100,
    APPS = 500,
    GROUPS = 25, /* of applications: most calls are offered to one */
    CALLS_A_SECOND = 50,
    COMINGS_AND_GOINGS_A_SECOND = 20,
    NONSENSE_A_SECOND = 4,
    NONSENSE_AT_ONCE = 8,
    HANDS = 2048, /* connections, each for a request at a time */
    PLANS_MAX = 65536,
    TURN_MS = 5,
    PATIENCE_MS = 3000, /* with an answer, and with what is to be gone in the end */
    REST_MS = 20000,
    FAILURES_TOLD_MAX = 5,
    TEXT_BYTES = 64,
    PATH_BYTES = 256,
    APPS_BYTES = 128,
    SCENARIO_BYTES = 4096,
};

/* Where calls go, and of how many copies of their broadcast one is claimed. */
enum place { PLACE_GROUP, PLACE_ALL, PLACE_TWICE, PLACE_NOW, PLACES };
static const unsigned COPIES_A_CLAIM[PLACES] = {3, 60, 5, 2};

enum deed { PLACE, CLAIM, HANG_UP, CALLER_HANGS_UP, GO_ON, MOVE, ODD, DEEDS };
static const char *const DEED_NAMES[DEEDS] = {
    "calls", "claims", "hang-ups", "callers' hang-ups", "continues", "moves", "odd requests"};

/* Something to be asked of the server. */
struct plan {
    double due_ms;
    enum deed deed;
    unsigned call;
    char app[TEXT_BYTES];
};

/* A connection that has asked for one thing, if it is busy. */
struct hand {
    struct link link;
    bool busy;
    double asked_ms;
    struct plan plan;
    unsigned claim;
};

/* An event WebSocket, or the place of one that is away. */
struct seat {
    struct link link;
    bool is_there;
    double back_ms;
};

/* What a server carries. Each request under way has a connection of its own, some 4 kB: a machine
 * that is busier in the end than it was when the server was warm makes memory grow. */
struct burden {
    double memory_mb;
    unsigned asked;
};

struct soak {
    struct load load;
    struct rng rng;
    struct soak_history history;
    double began_ms, now_ms, end_ms;
    struct seat seats[SOCKETS];
    struct hand hands[HANDS];
    struct link nonsense[NONSENSE_AT_ONCE];
    struct plan plans[PLANS_MAX];
    unsigned plans_count;
    uint8_t *places; /* of all calls */
    unsigned calls, claims, comings, nonsenses, events, strayed;
    unsigned asked[DEEDS], unanswered[DEEDS], won, failed;
    bool is_empty; /* of the list asked for last */
};

static void go_to_work(struct soak *soak, unsigned seconds, struct burden burdens[2]);
static void come_to_rest(struct soak *soak);
static void report(struct soak *soak, unsigned seconds, const struct burden burdens[2]);
static struct burden burden_of(const struct soak *soak);
static int descriptors_left(struct soak *soak, unsigned before);
static void turn(struct soak *soak);
static void plan(struct soak *soak, enum deed deed, unsigned call, const char *app, double in_ms);
static void do_plans(struct soak *soak);
static void ask(struct soak *soak, struct hand *hand, const struct plan *plan);
static void take_answer(struct link *link, int status);
static void take_event(struct link *link, const char *text);
static void let_go_of_closed(struct soak *soak);
static void note_claim(struct soak *soak, const struct hand *hand, int status);
static void place_call(struct soak *soak);
static void come_or_go(struct soak *soak, struct seat *seat);
static void talk_nonsense(struct soak *soak);
static bool is_list_empty(struct soak *soak, const char *path);
static unsigned below(struct soak *soak, unsigned bound);

int main(int argc, char *argv[]) {
    unsigned seconds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : SECONDS;
    unsigned long long seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    must(seconds > 0 && seconds <= SECONDS_MAX);
    char scenario[SCENARIO_BYTES];
    must(snprintf(scenario, sizeof scenario, SOAK_SCENARIO, seed) < SCENARIO_BYTES);
    struct load_server server;
    load_server_start(&server, "--scenario", scenario);
    unsigned descriptors = load_server_descriptors(&server);
    struct soak *soak = calloc(1, sizeof *soak);
    must(soak);
    history_begin(&soak->history);
    soak->places = calloc((size_t)(seconds + 1) * CALLS_A_SECOND, 1);
    must(soak->places);
    rng_seed(&soak->rng, seed, 0);
    soak->load = (struct load){.context = soak, .on_answer = take_answer, .on_event = take_event};
    load_begin(&soak->load, &server);

    struct burden burdens[2];
    go_to_work(soak, seconds, burdens);
    come_to_rest(soak);
    printf("# seed %llu, %u s\n", seed, seconds);
    report(soak, seconds, burdens);
    is_int(descriptors_left(soak, descriptors), 0, "nor a descriptor");
    load_end(&soak->load);
    ok(load_server_stop(&server), "the server ends well");
    ok(history_end(&soak->history), "all %u claims can have been answered so", soak->claims);
    free(soak->places);
    free(soak);
    return done_testing();
}

static void report(struct soak *soak, unsigned seconds, const struct burden burdens[2]) {
    printf("# %u calls, %u events, %u times a socket came or went, %u times nonsense\n",
           soak->calls, soak->events, soak->comings, soak->nonsenses);
    for (unsigned i = 0; i < DEEDS; i++) {
        printf("# %u %s, %u without an answer\n", soak->asked[i], DEED_NAMES[i],
               soak->unanswered[i]);
    }
    printf("# %.1f s of the server's processor time\n", load_server_cpu_s(soak->load.server));
    for (unsigned i = 0; i < 2; i++) {
        printf("# %.2f MB with %u requests under way\n", burdens[i].memory_mb, burdens[i].asked);
    }
    is_int(soak->failed, 0, "no request fails but by a fault");
    is_int(soak->strayed, 0, "no request is left out for want of a connection");
    ok(soak->won > soak->calls / 4, "%u claims win", soak->won);
    const char *watched = getenv("SANITIZE");
    if (watched && watched[0] != '\0') {
        ok(true, "memory says nothing of a server that is watched");
    } else {
        double growth = 100 * (burdens[1].memory_mb / burdens[0].memory_mb - 1);
        ok(growth <= (seconds > 2 * WARM_S ? MEMORY_GROWTH_PERCENT_MAX : COLD_GROWTH_PERCENT_MAX),
           "memory grows by %.1f %%", growth);
    }
    ok(is_list_empty(soak, "/ari/channels"), "no channel is left");
    ok(is_list_empty(soak, "/ari/applications"), "nor an application");
}

/* More than there were, when all clients have left. */
static int descriptors_left(struct soak *soak, unsigned before) {
    for (unsigned i = 0; i < HANDS; i++) {
        if (soak->hands[i].link.load) {
            link_close(&soak->hands[i].link);
        }
    }
    double patient_ms = load_now_ms() + PATIENCE_MS;
    int left;
    do {
        load_turn(&soak->load, TURN_MS);
        left = (int)load_server_descriptors(soak->load.server) - (int)before;
    } while (left != 0 && load_now_ms() < patient_ms);
    return left;
}

/* The burdens are that when the server is warm, and that of the end. */
static void go_to_work(struct soak *soak, unsigned seconds, struct burden burdens[2]) {
    double warm_ms = 1e3 * (seconds > 2 * WARM_S ? WARM_S : seconds / 2);
    soak->began_ms = load_now_ms();
    soak->end_ms = soak->began_ms + 1e3 * seconds;
    for (unsigned i = 0; i < SOCKETS; i++) {
        come_or_go(soak, &soak->seats[i]);
    }
    while (soak->now_ms < soak->end_ms) {
        turn(soak);
        double worked_ms = soak->now_ms - soak->began_ms;
        while (soak->calls < worked_ms * CALLS_A_SECOND / 1e3 && soak->now_ms < soak->end_ms) {
            place_call(soak);
        }
        while (soak->comings < SOCKETS + worked_ms * COMINGS_AND_GOINGS_A_SECOND / 1e3) {
            come_or_go(soak, &soak->seats[below(soak, SOCKETS)]);
        }
        while (soak->nonsenses < worked_ms * NONSENSE_A_SECOND / 1e3) {
            talk_nonsense(soak);
        }
        burdens[worked_ms > warm_ms] = burden_of(soak);
    }
}

static struct burden burden_of(const struct soak *soak) {
    struct burden burden = {.memory_mb = load_server_memory_mb(soak->load.server)};
    for (unsigned i = 0; i < HANDS; i++) {
        burden.asked += soak->hands[i].busy;
    }
    return burden;
}

/* Everybody leaves, and what was planned is done: the last hang-up of each call, too. */
static void come_to_rest(struct soak *soak) {
    for (unsigned i = 0; i < SOCKETS; i++) {
        if (soak->seats[i].is_there) {
            link_close(&soak->seats[i].link);
            soak->seats[i].is_there = false;
        }
    }
    for (unsigned i = 0; i < NONSENSE_AT_ONCE; i++) {
        if (soak->nonsense[i].load) {
            link_close(&soak->nonsense[i]);
        }
    }
    unsigned busy = HANDS;
    while ((soak->plans_count > 0 || busy > 0) && soak->now_ms < soak->end_ms + REST_MS) {
        turn(soak);
        busy = 0;
        for (unsigned i = 0; i < HANDS; i++) {
            busy += soak->hands[i].busy;
        }
    }
    is_int(soak->plans_count + busy, 0, "all that was planned is done");
}

static void turn(struct soak *soak) {
    load_turn(&soak->load, TURN_MS);
    soak->now_ms = load_now_ms();
    let_go_of_closed(soak);
    do_plans(soak);
}

static void plan(struct soak *soak, enum deed deed, unsigned call, const char *app, double in_ms) {
    must(soak->plans_count < PLANS_MAX);
    struct plan *plan = &soak->plans[soak->plans_count++];
    *plan = (struct plan){.due_ms = load_now_ms() + in_ms, .deed = deed, .call = call};
    snprintf(plan->app, sizeof plan->app, "%s", app);
}

static void do_plans(struct soak *soak) {
    unsigned next_hand = 0;
    for (unsigned i = 0; i < soak->plans_count;) {
        if (soak->plans[i].due_ms > soak->now_ms) {
            i++;
            continue;
        }
        struct plan due = soak->plans[i];
        soak->plans[i] = soak->plans[--soak->plans_count];
        while (next_hand < HANDS && soak->hands[next_hand].busy) {
            next_hand++;
        }
        if (next_hand == HANDS) {
            soak->strayed++;
        } else {
            ask(soak, &soak->hands[next_hand], &due);
        }
    }
}

static void ask(struct soak *soak, struct hand *hand, const struct plan *plan) {
    static const char caller[] = "/ari/channels?context=far&extension=s&priority=1";
    char path[PATH_BYTES];
    const char *method = "POST";
    unsigned call = plan->call;
    switch (plan->deed) {
    case PLACE:
        snprintf(path, sizeof path,
                 "%s&endpoint=Local/%s@in&channelId=caller-%u&otherChannelId=call-%u", caller,
                 plan->app, call, call);
        break;
    case CLAIM:
        hand->claim = ++soak->claims;
        snprintf(path, sizeof path, "/ari/events/claim?channelId=call-%u&application=%s", call,
                 plan->app);
        break;
    case MOVE:
        snprintf(path, sizeof path, "/ari/channels/call-%u/move?app=%s", call, plan->app);
        break;
    case GO_ON:
        snprintf(path, sizeof path, "/ari/channels/call-%u/continue", call);
        break;
    case HANG_UP:
    case CALLER_HANGS_UP:
        method = "DELETE";
        snprintf(path, sizeof path, "/ari/channels/call%s-%u", plan->deed == HANG_UP ? "" : "er",
                 call);
        break;
    case ODD:
    case DEEDS:
        method = SOAK_ODD[call % SOAK_ODD_COUNT].method;
        snprintf(path, sizeof path, "%s", SOAK_ODD[call % SOAK_ODD_COUNT].path);
        break;
    }
    if (!hand->link.load) {
        link_open(&hand->link, &soak->load, (uint32_t)(hand - soak->hands));
    }
    hand->busy = true;
    hand->plan = *plan;
    hand->asked_ms = load_now_ms();
    soak->asked[plan->deed]++;
    link_ask(&hand->link, method, "%s", path);
}

static void take_answer(struct link *link, int status) {
    struct soak *soak = link->load->context;
    if (link->number >= HANDS) { /* of no interest, or asked in the end */
        soak->is_empty = strcmp(link->body, "[]") == 0;
        return;
    }
    struct hand *hand = &soak->hands[link->number];
    must(hand->busy);
    bool is_claim = hand->plan.deed == CLAIM;
    bool may_fail = is_claim || hand->plan.deed == ODD; /* a fault answers 503 */
    bool failed =
        hand->plan.deed == PLACE ? status != 200 : status >= 500 && !(may_fail && status == 503);
    if (failed && soak->failed++ < FAILURES_TOLD_MAX) {
        fprintf(stderr, "# of %s for call %u is answered %d: %s\n", DEED_NAMES[hand->plan.deed],
                hand->plan.call, status, link->body);
    }
    soak->won += is_claim && status == 204;
    if (is_claim) {
        note_claim(soak, hand, status);
    }
    hand->busy = false;
}

static void take_event(struct link *link, const char *text) {
    struct soak *soak = link->load->context;
    char type[TEXT_BYTES], id[TEXT_BYTES], app[TEXT_BYTES], target[TEXT_BYTES];
    unsigned call;
    soak->events++;
    if (!load_text(text, "\"type\":\"", type, sizeof type) ||
        !load_text(text, "\"application\":\"", app, sizeof app) ||
        !load_text(text, "\"channel\":{\"id\":\"", id, sizeof id) ||
        sscanf(id, "call-%u", &call) != 1) {
        return;
    }
    must(call < soak->calls);
    if (strcmp(type, "CallBroadcast") == 0) {
        if (below(soak, COPIES_A_CLAIM[soak->places[call]]) == 0) {
            bool is_eager = below(soak, 4) == 0;
            plan(soak, CLAIM, call, below(soak, 50) == 0 ? "stranger" : app,
                 is_eager ? 0 : below(soak, 350));
        }
    } else if (strcmp(type, "StasisStart") == 0) {
        static const enum deed ends[] = {HANG_UP, HANG_UP, HANG_UP, GO_ON, MOVE, CALLER_HANGS_UP};
        unsigned other = below(soak, APPS);
        snprintf(target, sizeof target, "g%u-%u", other % GROUPS, other);
        plan(soak, ends[below(soak, sizeof ends / sizeof ends[0])], call, target, below(soak, 500));
    }
}

/* What a fault has closed is opened again when it is needed; who waits for too long gives up. */
static void let_go_of_closed(struct soak *soak) {
    for (unsigned i = 0; i < HANDS; i++) {
        struct hand *hand = &soak->hands[i];
        if (!hand->link.load || (!hand->link.is_closed &&
                                 !(hand->busy && soak->now_ms > hand->asked_ms + PATIENCE_MS))) {
            continue;
        }
        if (hand->busy) {
            soak->unanswered[hand->plan.deed]++;
            if (hand->plan.deed == CLAIM) {
                note_claim(soak, hand, 0);
            }
        }
        link_close(&hand->link);
        hand->busy = false;
    }
    for (unsigned i = 0; i < SOCKETS; i++) {
        struct seat *seat = &soak->seats[i];
        if (seat->is_there && seat->link.is_closed) {
            come_or_go(soak, seat);
        }
    }
}

/* Without its answer, if the status is 0. */
static void note_claim(struct soak *soak, const struct hand *hand, int status) {
    history_claim(&soak->history, hand->claim, hand->plan.call, hand->plan.app,
                  1e3 * (hand->asked_ms - soak->began_ms), 1e3 * (load_now_ms() - soak->began_ms),
                  status);
}

/* However its session goes, it is over after some seconds. */
static void place_call(struct soak *soak) {
    unsigned call = soak->calls++;
    unsigned chance = below(soak, 100);
    enum place where = chance < 2    ? PLACE_ALL
                       : chance < 12 ? PLACE_TWICE
                       : chance < 17 ? PLACE_NOW
                                     : PLACE_GROUP;
    char extension[TEXT_BYTES];
    snprintf(extension, sizeof extension, "g%u", below(soak, GROUPS));
    static const char *const names[PLACES] = {NULL, "all", "twice", "now"};
    soak->places[call] = (uint8_t)where;
    if (where == PLACE_TWICE) {
        history_broadcast(&soak->history, call);
        history_broadcast(&soak->history, call);
    }
    plan(soak, PLACE, call, where == PLACE_GROUP ? extension : names[where], 0);
    if (below(soak, 5) == 0) {
        plan(soak, CALLER_HANGS_UP, call, "", below(soak, 400));
    }
    if (below(soak, 10) == 0) {
        plan(soak, ODD, below(soak, 1000), "", below(soak, 400));
    }
    plan(soak, HANG_UP, call, "", 2000 + below(soak, 1000));
    plan(soak, CALLER_HANGS_UP, call, "", 4000);
    plan(soak, CALLER_HANGS_UP, call, "", 5000); /* an answer may have been lost unheard */
}

static void come_or_go(struct soak *soak, struct seat *seat) {
    static const char close_frame[] = "\x88\x82\x12\x34\x56\x78\x11\xdc"; /* masked: 1000 */
    soak->comings++;
    if (seat->is_there) {
        if (below(soak, 2) == 0) {
            link_send(&seat->link, close_frame, sizeof close_frame - 1);
        }
        link_close(&seat->link);
        seat->is_there = false;
        return;
    }
    unsigned number = (unsigned)(seat - soak->seats);
    char apps[APPS_BYTES];
    int size = 0;
    for (unsigned app = number; app < APPS; app += SOCKETS) {
        size += snprintf(apps + size, sizeof apps - (size_t)size, "%sg%u-%u", size > 0 ? "," : "",
                         app % GROUPS, app);
    }
    if (below(soak, 10) == 0) { /* one that another socket has */
        unsigned app = below(soak, APPS);
        size += snprintf(apps + size, sizeof apps - (size_t)size, ",g%u-%u", app % GROUPS, app);
    }
    must(size < APPS_BYTES);
    link_open(&seat->link, &soak->load, HANDS);
    link_subscribe(&seat->link, apps);
    seat->is_there = true;
}

/* Says something to the server that it must not mind, does not wait for an answer, and leaves some
 * time later. */
static void talk_nonsense(struct soak *soak) {
    struct link *link = &soak->nonsense[soak->nonsenses++ % NONSENSE_AT_ONCE];
    if (link->load) {
        link_close(link);
    }
    link_open(link, &soak->load, HANDS);
    link_neglect(link);
    unsigned choice = below(soak, SOAK_NONSENSE_COUNT + 1);
    char noise[PATH_BYTES];
    for (unsigned i = 0; i < sizeof noise; i++) {
        noise[i] = (char)below(soak, 256);
    }
    bool is_noise = choice == SOAK_NONSENSE_COUNT;
    link_send(link, is_noise ? noise : SOAK_NONSENSE[choice],
              is_noise ? sizeof noise : strlen(SOAK_NONSENSE[choice]));
}

static bool is_list_empty(struct soak *soak, const char *path) {
    struct link link;
    soak->is_empty = false;
    double patient_ms = load_now_ms() + PATIENCE_MS;
    link_open(&link, &soak->load, HANDS);
    while (!soak->is_empty && load_now_ms() < patient_ms) {
        link_ask(&link, "GET", "%s", path);
        load_turn(&soak->load, PATIENCE_MS);
    }
    link_close(&link);
    return soak->is_empty;
}

static unsigned below(struct soak *soak, unsigned bound) {
    return (unsigned)rng_below(&soak->rng, bound);
}

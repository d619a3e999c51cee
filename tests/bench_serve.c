/* What `stasim serve` needs for claims, broadcasts and whole calls of clients that come through
 * sockets. Processor time is the server's own; all else depends on what the clients, in this
 * process, leave of the machine. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "tests/bench.h"
#include "tests/load.h"

enum {
    CONNECTIONS_MAX = 64,
    SOCKETS_MAX = 10,
    APPS_A_SOCKET_MAX = 100,
    LOST_CLAIMS = 200000,
    BROADCASTS = 200,
    CALLS = 20000,
    CLAIMANTS = 10,
    CALLS_IN_FLIGHT_MAX = 64,
    PATIENCE_MS = 10000,
    TEXT_BYTES = 64,
    CLAIM_PATH_BYTES = 128,
};

static const char DIALPLAN[] = "[in]\n"
                               "exten => s,1,StasisBroadcast(60000)\n"
                               " same => n,Hangup()\n"
                               "[far]\n"
                               "exten => s,1,Answer()\n"
                               " same => n,Wait(600)\n";

#define PLACE "/ari/channels?endpoint=Local/s@in&context=far&extension=s&priority=1&otherChannelId="
#define CLAIM "/ari/events/claim?channelId="

/* What has come, for those who wait for it. */
struct seen {
    unsigned answers;
    int status; /* of the last one */
    unsigned broadcasts;
    double first_ms, last_ms; /* when broadcasts came */
    unsigned starts;
};

/* Clients that claim in vain, as fast as they are answered. */
struct losers {
    unsigned asked, answered, rounds;
};

/* One of the calls in flight. */
struct call {
    char id[TEXT_BYTES];
    struct link link; /* on which it is placed and hung up */
    unsigned broadcasts, won, lost, requests_done;
    bool started, is_hung_up, ended;
};

/* An application with an event WebSocket, and a connection on which it claims. */
struct claimant {
    struct link events;
    struct link claims;
    /* The calls whose claims are not answered yet, in their order. */
    struct call *claimed[CALLS_IN_FLIGHT_MAX];
    unsigned claimed_ever, answered_ever;
};

struct switchboard {
    struct call calls[CALLS_IN_FLIGHT_MAX];
    struct claimant claimants[CLAIMANTS];
    unsigned in_flight, placed, done, rounds;
};

static void measure_idle(const struct load_server *server);
static void measure_claims(const struct load_server *server, unsigned connections, unsigned rounds);
static void measure_broadcast(const struct load_server *server, unsigned apps, unsigned rounds);
static void measure_calls(const struct load_server *server, unsigned in_flight, unsigned rounds);
static void note_answer(struct link *link, int status);
static void note_event(struct link *link, const char *text);
static void await(struct load *load, const unsigned *count, unsigned wanted);
static void ask_and_await(struct link *link, const char *method, const char *path, int status);
static void claim_in_vain(struct link *link, int status);
static void subscribe(struct link *link, struct load *load, unsigned first, unsigned count);
static double median(double *values, unsigned count);
static void place(struct switchboard *board, struct call *call);
static void take_call_answer(struct link *link, int status);
static void take_call_event(struct link *link, const char *text);
static void go_on(struct switchboard *board, struct call *call);

int main(int argc, char *argv[]) {
    struct load_server server;
    load_server_start(&server, "--dialplan", DIALPLAN);
    bench_head("stasim serve", "start in ms", "memory in MB", "");
    measure_idle(&server);
    bench_head("claims that are lost, one after another on each connection", "claims/s",
               "CPU us each", "");
    static const unsigned connections[] = {1, 8, CONNECTIONS_MAX};
    for (size_t i = 0; i < sizeof connections / sizeof connections[0]; i++) {
        measure_claims(&server, connections[i], bench_rounds(argc, argv, LOST_CLAIMS));
    }
    bench_head("a broadcast, from the request that places the call", "first in ms", "last in ms",
               "CPU ms each");
    static const unsigned apps[] = {1, 100, SOCKETS_MAX * APPS_A_SOCKET_MAX};
    for (size_t i = 0; i < sizeof apps / sizeof apps[0]; i++) {
        measure_broadcast(&server, apps[i], bench_rounds(argc, argv, BROADCASTS));
    }
    bench_head("whole calls: placed, offered to 10, claimed by all, hung up", "calls/s",
               "CPU us each", "");
    static const unsigned in_flight[] = {1, 8, CALLS_IN_FLIGHT_MAX};
    for (size_t i = 0; i < sizeof in_flight / sizeof in_flight[0]; i++) {
        measure_calls(&server, in_flight[i], bench_rounds(argc, argv, CALLS));
    }
    must(load_server_stop(&server));
    return 0;
}

static void measure_idle(const struct load_server *server) {
    printf("%-*s %*.1f %*.1f\n", BENCH_LABEL_COLUMNS, "  nobody is connected", BENCH_COLUMN,
           server->start_ms, BENCH_COLUMN, load_server_memory_mb(server));
}

/* All of them claim a call that another one holds. */
static void measure_claims(const struct load_server *server, unsigned connections,
                           unsigned rounds) {
    struct seen seen = {0};
    struct load load = {.context = &seen, .on_answer = note_answer, .on_event = note_event};
    load_begin(&load, server);
    struct link keeper;
    struct link links[CONNECTIONS_MAX];
    link_open(&keeper, &load, 0);
    link_subscribe(&keeper, "keeper");
    for (unsigned i = 0; i < connections; i++) {
        link_open(&links[i], &load, i);
    }
    ask_and_await(&links[0], "POST", PLACE "held", 200);
    ask_and_await(&links[0], "POST", CLAIM "held&application=keeper", 204);
    await(&load, &seen.starts, 1);

    struct losers losers = {.rounds = rounds};
    load.context = &losers;
    load.on_answer = claim_in_vain;
    double start_ms = load_now_ms();
    double start_cpu_s = load_server_cpu_s(server);
    for (unsigned i = 0; i < connections; i++) {
        losers.asked++;
        link_ask(&links[i], "POST", CLAIM "held&application=loser");
    }
    await(&load, &losers.answered, rounds);
    double spent_cpu_s = load_server_cpu_s(server) - start_cpu_s;
    double spent_ms = load_now_ms() - start_ms;
    char label[BENCH_LABEL_COLUMNS + 1];
    snprintf(label, sizeof label, "  %u connection%s", connections, connections == 1 ? "" : "s");
    printf("%-*s %*.0f %*.2f\n", BENCH_LABEL_COLUMNS, label, BENCH_COLUMN, rounds * 1e3 / spent_ms,
           BENCH_COLUMN, spent_cpu_s * 1e6 / rounds);

    load.context = &seen;
    load.on_answer = note_answer;
    ask_and_await(&links[0], "DELETE", "/ari/channels/held", 204);
    for (unsigned i = 0; i < connections; i++) {
        link_close(&links[i]);
    }
    link_close(&keeper);
    load_end(&load);
}

static void measure_broadcast(const struct load_server *server, unsigned apps, unsigned rounds) {
    struct seen seen = {0};
    struct load load = {.context = &seen, .on_answer = note_answer, .on_event = note_event};
    load_begin(&load, server);
    struct link caller;
    struct link sockets[SOCKETS_MAX];
    link_open(&caller, &load, 0);
    unsigned used = (apps + APPS_A_SOCKET_MAX - 1) / APPS_A_SOCKET_MAX;
    for (unsigned i = 0; i < used; i++) {
        unsigned first = i * APPS_A_SOCKET_MAX;
        unsigned count = apps - first < APPS_A_SOCKET_MAX ? apps - first : APPS_A_SOCKET_MAX;
        subscribe(&sockets[i], &load, first, count);
    }
    double first_ms[BROADCASTS];
    double last_ms[BROADCASTS];
    double start_cpu_s = load_server_cpu_s(server);
    must(rounds <= BROADCASTS);
    for (unsigned i = 0; i < rounds; i++) {
        seen = (struct seen){0};
        double start_ms = load_now_ms();
        link_ask(&caller, "POST", PLACE "offered-%u-%u", apps, i);
        await(&load, &seen.broadcasts, apps);
        first_ms[i] = seen.first_ms - start_ms;
        last_ms[i] = seen.last_ms - start_ms;
        await(&load, &seen.answers, 1);
        link_ask(&caller, "DELETE", "/ari/channels/offered-%u-%u", apps, i);
        await(&load, &seen.answers, 2);
        must(seen.status == 204);
    }
    double spent_cpu_s = load_server_cpu_s(server) - start_cpu_s;
    char label[BENCH_LABEL_COLUMNS + 1];
    snprintf(label, sizeof label, "  to %u app%s on %u socket%s", apps, apps == 1 ? "" : "s", used,
             used == 1 ? "" : "s");
    printf("%-*s %*.3f %*.3f %*.3f\n", BENCH_LABEL_COLUMNS, label, BENCH_COLUMN,
           median(first_ms, rounds), BENCH_COLUMN, median(last_ms, rounds), BENCH_COLUMN,
           spent_cpu_s * 1e3 / rounds);
    for (unsigned i = 0; i < used; i++) {
        link_close(&sockets[i]);
    }
    link_close(&caller);
    load_end(&load);
}

static void measure_calls(const struct load_server *server, unsigned in_flight, unsigned rounds) {
    struct switchboard *board = calloc(1, sizeof *board);
    must(board);
    board->in_flight = in_flight;
    board->rounds = rounds;
    struct load load = {
        .context = board, .on_answer = take_call_answer, .on_event = take_call_event};
    load_begin(&load, server);
    for (unsigned i = 0; i < CLAIMANTS; i++) {
        link_open(&board->claimants[i].claims, &load, CALLS_IN_FLIGHT_MAX + i);
        subscribe(&board->claimants[i].events, &load, i, 1);
        board->claimants[i].events.number = i;
    }
    double start_ms = load_now_ms();
    double start_cpu_s = load_server_cpu_s(server);
    for (unsigned i = 0; i < in_flight; i++) {
        link_open(&board->calls[i].link, &load, i);
        place(board, &board->calls[i]);
    }
    await(&load, &board->done, rounds);
    double spent_cpu_s = load_server_cpu_s(server) - start_cpu_s;
    double spent_ms = load_now_ms() - start_ms;
    char label[BENCH_LABEL_COLUMNS + 1];
    snprintf(label, sizeof label, "  %u at a time", in_flight);
    printf("%-*s %*.0f %*.1f\n", BENCH_LABEL_COLUMNS, label, BENCH_COLUMN, rounds * 1e3 / spent_ms,
           BENCH_COLUMN, spent_cpu_s * 1e6 / rounds);
    for (unsigned i = 0; i < in_flight; i++) {
        link_close(&board->calls[i].link);
    }
    for (unsigned i = 0; i < CLAIMANTS; i++) {
        link_close(&board->claimants[i].events);
        link_close(&board->claimants[i].claims);
    }
    load_end(&load);
    free(board);
}

static void note_answer(struct link *link, int status) {
    struct seen *seen = link->load->context;
    seen->answers++;
    seen->status = status;
}

static void note_event(struct link *link, const char *text) {
    struct seen *seen = link->load->context;
    if (strncmp(text, "{\"type\":\"CallBroadcast\"", 23) == 0) {
        seen->last_ms = load_now_ms();
        seen->first_ms = seen->broadcasts == 0 ? seen->last_ms : seen->first_ms;
        seen->broadcasts++;
    } else if (strncmp(text, "{\"type\":\"StasisStart\"", 21) == 0) {
        seen->starts++;
    }
}

static void await(struct load *load, const unsigned *count, unsigned wanted) {
    while (*count < wanted) {
        must(load_turn(load, PATIENCE_MS));
    }
}

static void ask_and_await(struct link *link, const char *method, const char *path, int status) {
    struct seen *seen = link->load->context;
    link_ask(link, method, "%s", path);
    await(link->load, &seen->answers, seen->answers + 1);
    must(seen->status == status);
}

static void claim_in_vain(struct link *link, int status) {
    struct losers *losers = link->load->context;
    must(status == 409);
    losers->answered++;
    if (losers->asked < losers->rounds) {
        losers->asked++;
        link_ask(link, "POST", CLAIM "held&application=loser");
    }
}

static void subscribe(struct link *link, struct load *load, unsigned first, unsigned count) {
    char apps[APPS_A_SOCKET_MAX * 8];
    size_t size = 0;
    for (unsigned i = 0; i < count; i++) {
        size += (size_t)snprintf(apps + size, sizeof apps - size, "%sapp%u", i > 0 ? "," : "",
                                 first + i);
        must(size < sizeof apps);
    }
    link_open(link, load, 0);
    link_subscribe(link, apps);
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, unsigned count) {
    qsort(values, count, sizeof values[0], compare);
    return values[count / 2];
}

static void place(struct switchboard *board, struct call *call) {
    unsigned slot = (unsigned)(call - board->calls);
    struct link link = call->link;
    *call = (struct call){.link = link};
    snprintf(call->id, sizeof call->id, "c%u-%u", slot, board->placed++);
    link_ask(&call->link, "POST", PLACE "%s", call->id);
}

static void take_call_answer(struct link *link, int status) {
    struct switchboard *board = link->load->context;
    struct call *call;
    if (link->number >= CALLS_IN_FLIGHT_MAX) {
        struct claimant *claimant = &board->claimants[link->number - CALLS_IN_FLIGHT_MAX];
        call = claimant->claimed[claimant->answered_ever++ % CALLS_IN_FLIGHT_MAX];
        must(status == 204 || status == 409);
        *(status == 204 ? &call->won : &call->lost) += 1;
    } else {
        call = &board->calls[link->number];
        must(status == 200 || status == 204);
        call->requests_done++;
    }
    go_on(board, call);
}

static void take_call_event(struct link *link, const char *text) {
    struct switchboard *board = link->load->context;
    char type[TEXT_BYTES];
    char id[TEXT_BYTES];
    unsigned slot = CALLS_IN_FLIGHT_MAX;
    if (!load_text(text, "\"type\":\"", type, sizeof type) ||
        !load_text(text, "\"channel\":{\"id\":\"", id, sizeof id) ||
        sscanf(id, "c%u-", &slot) != 1 || slot >= board->in_flight) {
        return;
    }
    struct call *call = &board->calls[slot];
    must(strcmp(call->id, id) == 0);
    if (strcmp(type, "CallBroadcast") == 0) {
        struct claimant *claimant = &board->claimants[link->number];
        claimant->claimed[claimant->claimed_ever++ % CALLS_IN_FLIGHT_MAX] = call;
        call->broadcasts++;
        link_ask(&claimant->claims, "POST", CLAIM "%s&application=app%u", id, link->number);
    } else if (strcmp(type, "StasisStart") == 0) {
        call->started = true;
        go_on(board, call);
    } else if (strcmp(type, "StasisEnd") == 0) {
        call->ended = true;
        go_on(board, call);
    }
}

/* The winner hangs up when all have their answer: a claim after the end would be a 404. Then the
 * next call comes in its place. */
static void go_on(struct switchboard *board, struct call *call) {
    bool all_claimed = call->won + call->lost == CLAIMANTS;
    if (!call->is_hung_up && call->started && all_claimed) {
        call->is_hung_up = true;
        link_ask(&call->link, "DELETE", "/ari/channels/%s", call->id);
    }
    if (!call->ended || call->requests_done < 2) {
        return;
    }
    must(call->won == 1 && call->broadcasts == CLAIMANTS);
    board->done++;
    if (board->placed < board->rounds) {
        place(board, call);
    }
}

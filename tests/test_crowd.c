/* Nothing is lost or out of order on any of many WebSockets through many broadcasts, and a client
 * that never reads is cut off alone.
 *
 *   test_crowd [CLIENTS BROADCASTS]    100 and 200 unless told otherwise */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "tests/load.h"
#include "tests/tap.h"

enum {
    CLIENTS = 100,
    BROADCASTS = 200,
    CLIENTS_MAX = 10000,
    CALLS_AHEAD = 16,    /* that are placed before the slowest client has seen the first of them */
    NEGLECTED_APPS = 50, /* of the client that never reads, so that its buffers are soon full */
    MORE_BROADCASTS_MAX = 20000,
    PATIENCE_MS = 30000,
};

static const char DIALPLAN[] = "[in]\n"
                               "exten => s,1,StasisBroadcast(0)\n"
                               " same => n,Hangup()\n"
                               "[far]\n"
                               "exten => s,1,Hangup()\n";

struct crowd {
    struct link caller;
    struct link neglected;
    struct link *clients;
    unsigned *seen; /* broadcasts, by each client */
    unsigned count;
    unsigned placed;
    unsigned answered;
    int status; /* of the last answer */
    unsigned refused;
    uint64_t copies;
    unsigned wrong; /* a broadcast that is not the next one of its client */
};

static void place_all(struct crowd *crowd, struct load *load, unsigned broadcasts);
static bool is_cut_off(struct crowd *crowd, struct load *load);
static unsigned closed(const struct crowd *crowd);
static void take_answer(struct link *link, int status);
static void take_event(struct link *link, const char *text);

int main(int argc, char *argv[]) {
    unsigned count = argc == 3 ? (unsigned)strtoul(argv[1], NULL, 10) : CLIENTS;
    unsigned broadcasts = argc == 3 ? (unsigned)strtoul(argv[2], NULL, 10) : BROADCASTS;
    must(count > 0 && count <= CLIENTS_MAX && broadcasts > 0);
    struct load_server server;
    load_server_start(&server, "--dialplan", DIALPLAN);
    struct crowd crowd = {.count = count};
    struct load load = {.context = &crowd, .on_answer = take_answer, .on_event = take_event};
    load_begin(&load, &server);
    link_open(&crowd.caller, &load, 0);
    crowd.clients = calloc(count, sizeof *crowd.clients);
    crowd.seen = calloc(count, sizeof *crowd.seen);
    must(crowd.clients && crowd.seen);
    for (unsigned i = 0; i < count; i++) {
        char app[32];
        snprintf(app, sizeof app, "app%u", i);
        link_open(&crowd.clients[i], &load, i);
        link_subscribe(&crowd.clients[i], app);
    }
    place_all(&crowd, &load, broadcasts);
    is_int(crowd.refused, 0, "%u calls are placed", broadcasts);
    is_int(crowd.copies, (uint64_t)count * broadcasts, "%u clients get every broadcast", count);
    is_int(crowd.wrong, 0, "in their order");
    is_int(closed(&crowd), 0, "and stay connected");

    link_open(&crowd.neglected, &load, count);
    link_neglect(&crowd.neglected);
    char apps[NEGLECTED_APPS * 16] = "slow0";
    for (unsigned i = 1, size = 5; i < NEGLECTED_APPS; i++) {
        size += (unsigned)snprintf(apps + size, sizeof apps - size, ",slow%u", i);
    }
    link_subscribe(&crowd.neglected, apps);
    unsigned placed = crowd.placed;
    bool cut_off = false;
    while (!cut_off && crowd.placed - placed < MORE_BROADCASTS_MAX) {
        place_all(&crowd, &load, CALLS_AHEAD);
        cut_off = is_cut_off(&crowd, &load);
    }
    ok(cut_off, "a client that never reads is cut off");
    is_int(crowd.copies, (uint64_t)count * crowd.placed, "the others get all that there was");
    is_int(crowd.wrong, 0, "in its order");
    is_int(closed(&crowd), 0, "and stay connected");
    printf("# %llu copies, %.1f s of the server's processor time, %.1f MB\n",
           (unsigned long long)crowd.copies, load_server_cpu_s(&server),
           load_server_memory_mb(&server));

    for (unsigned i = 0; i < count; i++) {
        link_close(&crowd.clients[i]);
    }
    link_close(&crowd.neglected);
    link_close(&crowd.caller);
    load_end(&load);
    free(crowd.clients);
    free(crowd.seen);
    ok(load_server_stop(&server), "the server ends well");
    return done_testing();
}

/* Calls are numbered; all clients are to see the number of each. */
static void place_all(struct crowd *crowd, struct load *load, unsigned broadcasts) {
    unsigned end = crowd->placed + broadcasts;
    while (crowd->answered < end || crowd->copies < (uint64_t)crowd->count * end) {
        uint64_t first_missing = crowd->copies / crowd->count;
        while (crowd->placed < end && crowd->placed < first_missing + CALLS_AHEAD) {
            link_ask(&crowd->caller, "POST",
                     "/ari/channels?endpoint=Local/s@in&context=far&extension=s&priority=1"
                     "&otherChannelId=call-%u",
                     crowd->placed++);
        }
        if (!load_turn(load, PATIENCE_MS)) {
            return;
        }
    }
}

/* Without a client, and with nothing it is subscribed to, an application is not registered. */
static bool is_cut_off(struct crowd *crowd, struct load *load) {
    unsigned answered = crowd->answered;
    crowd->status = 0;
    link_ask(&crowd->caller, "GET", "/ari/applications/slow0");
    while (crowd->status == 0) {
        must(load_turn(load, PATIENCE_MS));
    }
    crowd->answered = answered;
    must(crowd->status == 200 || crowd->status == 404);
    return crowd->status == 404;
}

static unsigned closed(const struct crowd *crowd) {
    unsigned closed = 0;
    for (unsigned i = 0; i < crowd->count; i++) {
        closed += crowd->clients[i].is_closed;
    }
    return closed;
}

static void take_answer(struct link *link, int status) {
    struct crowd *crowd = link->load->context;
    crowd->answered++;
    crowd->status = status;
    crowd->refused += status != 200 && status != 404;
}

static void take_event(struct link *link, const char *text) {
    struct crowd *crowd = link->load->context;
    char id[32];
    char wanted[32];
    char app[32];
    char wanted_app[32];
    snprintf(wanted, sizeof wanted, "call-%u", crowd->seen[link->number]++);
    snprintf(wanted_app, sizeof wanted_app, "app%u", link->number);
    bool right = strncmp(text, "{\"type\":\"CallBroadcast\"", 23) == 0 &&
                 load_text(text, "\"channel\":{\"id\":\"", id, sizeof id) &&
                 load_text(text, "\"application\":\"", app, sizeof app) &&
                 strcmp(id, wanted) == 0 && strcmp(app, wanted_app) == 0;
    crowd->wrong += !right;
    crowd->copies++;
}

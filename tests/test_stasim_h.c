/* The C interface, function by function: what each answers, errors included, and the table of what
 * the two modules share. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "include/stasim.h"
#include "tests/tap.h"

enum { TEXT_BYTES = 4096, MS = 1000 };
#define DAY_US (UINT64_C(24) * 60 * 60 * 1000 * MS)

static const char PLAN[] = "[default]\n"
                           "exten => 1,1,StasisBroadcast(500,,a:b)\n same => n,Wait(5)\n"
                           "exten => 2,1,StasisBroadcast(500,,,yes)\n same => n,Wait(5)\n"
                           " same => n(there),Set(HERE=yes)\n same => n,Wait(5)\n"
                           "exten => loop,1,Goto(1)\n"
                           "exten => wait,1,Wait(5)\n";

/* What the handlers of a world saw, and how they behave. */
struct seen {
    char text[TEXT_BYTES]; /* "a:CallBroadcast a:StasisStart" */
    char json[TEXT_BYTES]; /* of the last event */
    bool claims;
    int answers[8]; /* of claims, in order */
    int count;
};

static void add(char *text, const char *what, const char *more) {
    size_t length = strlen(text);
    snprintf(text + length, TEXT_BYTES - length, "%s%s%s", length ? " " : "", what, more);
}

static void claimed(struct stasim_world *world, int result, void *context) {
    struct seen *seen = context;
    (void)world;
    seen->answers[seen->count++ % 8] = result;
}

static void hear(struct stasim_world *world, const struct stasim_event *event, void *context) {
    struct seen *seen = context;
    add(seen->text, event->application, "");
    size_t length = strlen(seen->text);
    snprintf(seen->text + length, TEXT_BYTES - length, ":%s", event->name);
    char *json = stasim_event_json(world, event);
    snprintf(seen->json, sizeof seen->json, "%s", json ? json : "(none)");
    free(json);
    if (seen->claims && event->type == STASIM_EVENT_CALL_BROADCAST) {
        stasim_claim(world, event->channel_id, event->application, claimed, seen);
    }
}

static struct stasim_world *new_world(void) {
    struct stasim_world *world;
    if (stasim_world_new(&world, &(struct stasim_config){.seed = 1, .dialplan = PLAN}) != 0) {
        abort();
    }
    return world;
}

static int call(struct stasim_world *world, const char *id, const char *extension) {
    struct stasim_call call = {.id = id, .extension = extension, .caller_number = "200"};
    return stasim_place_call(world, &call, NULL, 0);
}

static int own(struct stasim_world *world, const char *id) {
    return stasim_channel_new(world, &(struct stasim_call){.id = id, .extension = "9"});
}

static const char *variable(struct stasim_world *world, const char *id, const char *name) {
    static char text[64];
    return stasim_channel_variable(world, id, name, text, sizeof text) == 0 ? text : NULL;
}

static const char *holder(struct stasim_world *world, const char *id) {
    static char text[80];
    return stasim_channel_application(world, id, text, sizeof text) == 0 ? text : NULL;
}

static void worlds_are_made(void) {
    struct stasim_world *world = (struct stasim_world *)&world;
    is_int(stasim_world_new(NULL, &(struct stasim_config){0}), STASIM_INVALID, "no place for it");
    is_int(stasim_world_new(&world, NULL), STASIM_INVALID, "no configuration");
    ok(world == NULL, "then there is no world");
    is_int(stasim_world_new(&world, &(struct stasim_config){.dialplan = "", .dialplan_file = "x"}),
           STASIM_INVALID, "two dialplans");
    is_int(stasim_world_new(&world, &(struct stasim_config){.channelvars_count = 1}),
           STASIM_INVALID, "channelvars that are not there");
    errno = 0;
    is_int(stasim_world_new(&world, &(struct stasim_config){.dialplan_file = "/no/such/file"}),
           STASIM_CANNOT_READ, "no such file");
    is_int(errno, ENOENT, "errno says why");
    is_int(stasim_world_new(&world, &(struct stasim_config){.memory_limit_bytes = 1}),
           STASIM_NO_MEMORY, "no memory to begin with");
    char long_name[TEXT_BYTES];
    memset(long_name, 'V', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    const char *const channelvars[] = {long_name};
    struct stasim_config small = {
        .memory_limit_bytes = TEXT_BYTES, .channelvars = channelvars, .channelvars_count = 1};
    is_int(stasim_world_new(&world, &small), STASIM_BROKEN, "not enough memory to be furnished");
    is_int(stasim_world_new(&world, &(struct stasim_config){0}), STASIM_OK, "all zero");
    is_int(call(world, "c", "1"), STASIM_OK, "an empty dialplan takes a call");
    is_int(stasim_run_until_idle(world), STASIM_OK, "runs");
    is_int((long long)stasim_channels(world), 0, "and hangs it up");
    stasim_world_free(world);
    stasim_world_free(NULL);
    ok(strlen(stasim_version()) > 0, "the version is %s", stasim_version());
    is_str(stasim_error_text(STASIM_BROKEN), "world broken", "errors have words");
    is_str(stasim_error_text(STASIM_CANNOT_READ), "cannot read the file", "to the last");
    is_str(stasim_error_text(-99), "unknown error", "others too");
    is_str(stasim_error_text(1), "unknown error", "whatever the number");
}

static void a_dialplan_has_problems(void) {
    struct stasim_world *world;
    struct stasim_problem problem;
    struct stasim_config config = {.dialplan = "[default]\nexten => 1,1,StasisBroadcst()\n"};
    is_int(stasim_world_new(&world, &config), STASIM_OK, "a wrong dialplan is taken");
    is_int(stasim_dialplan_problem(world, 0, &problem), STASIM_OK, "with a problem");
    ok(problem.line == 2 && strstr(problem.text, "StasisBroadcast") != NULL, "line %u: %s",
       problem.line, problem.text);
    is_int(stasim_dialplan_problem(world, 1, &problem), STASIM_NOT_FOUND, "and no other");
    is_int(stasim_dialplan_problem(world, 0, NULL), STASIM_INVALID, "nowhere to put it");
    stasim_world_free(world);
}

static void applications_hear(void) {
    struct stasim_world *world = new_world();
    struct seen a = {0};
    struct seen b = {0};
    char name[75];
    memset(name, 'n', 74);
    name[74] = '\0';
    is_int(stasim_register(world, name, hear, &a, 0), STASIM_INVALID, "74 bytes are too many");
    is_int(stasim_register(world, "", hear, &a, 0), STASIM_INVALID, "no name");
    is_int(stasim_register(world, "a", NULL, &a, 0), STASIM_INVALID, "no handler");
    is_int(stasim_register(world, "a", hear, &a, 2), STASIM_INVALID, "an unknown flag");
    is_int(stasim_register(world, name + 1, hear, &a, 0), STASIM_OK, "73 are not");
    is_int(stasim_disconnect(world, name + 1), STASIM_OK, "it goes");
    is_int(stasim_disconnect(world, name + 1), STASIM_NOT_FOUND, "once");
    is_int(stasim_disconnect(world, NULL), STASIM_INVALID, "who?");
    is_int(stasim_register(world, "a", hear, &a, 0), STASIM_OK, "a registers");
    is_int(stasim_register(world, "a", hear, &b, 0), STASIM_OK, "and again elsewhere");
    is_str(a.text, "a:ApplicationReplaced", "the first is told (R86)");
    is_int((long long)stasim_applications(world), 1, "it is one application");
    is_int(stasim_register(world, "all", hear, &a, STASIM_SUBSCRIBE_ALL), STASIM_OK,
           "another hears of every channel");
    a.text[0] = '\0';
    call(world, "c", "wait");
    stasim_hang_up(world, "c");
    stasim_run_until_idle(world);
    ok(strstr(a.text, "all:ChannelCreated") && strstr(a.text, "all:ChannelDestroyed"),
       "of its making and its end: %s", a.text);
    is_str(b.text, "", "the other does not");
    stasim_world_free(world);
}

/* Keeps what the one event of its type says. */
static void keep(struct stasim_world *world, const struct stasim_event *event, void *context) {
    (void)world;
    struct seen *seen = context;
    char number[32];
    if (event->type == STASIM_EVENT_STASIS_START) {
        snprintf(number, sizeof number, "%zu", event->args_count);
        add(seen->text, number, "");
        for (size_t i = 0; i < event->args_count; i++) {
            add(seen->text, event->args[i], "");
        }
    } else if (event->type == STASIM_EVENT_CALL_BROADCAST) {
        snprintf(number, sizeof number, "R%u@%llu", event->rule,
                 (unsigned long long)event->at_us / MS);
        const char *texts[] = {event->channel_id,
                               event->channel_name,
                               event->channel_state,
                               event->caller,
                               event->called,
                               event->winner ? "winner" : "-",
                               event->args ? "args" : "-",
                               number};
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
            add(seen->text, texts[i], "");
        }
    } else if (event->type == STASIM_EVENT_CALL_CLAIMED) {
        add(seen->text, "winner=", event->winner);
    } else if (event->type == STASIM_EVENT_CHANNEL_HANGUP_REQUEST) {
        snprintf(number, sizeof number, "cause=%d", event->cause);
        add(seen->text, number, "");
    }
}

static void events_are_typed(void) {
    struct stasim_world *world = new_world();
    struct seen seen = {0};
    stasim_register(world, "a", keep, &seen, 0);
    stasim_run(world, 3 * MS);
    call(world, "c", "1");
    stasim_run(world, 0);
    is_str(seen.text, "c PJSIP/phone-00000001 Ring 200 1 - - R60@3", "CallBroadcast");
    seen.text[0] = '\0';
    is_int(stasim_claim_channel(world, "c", "a"), 0, "claimed");
    stasim_run(world, 0);
    is_str(seen.text, "2 a b", "StasisStart has its args");
    seen.text[0] = '\0';
    stasim_hang_up(world, "c");
    stasim_run(world, 0);
    is_str(seen.text, "cause=16", "ChannelHangupRequest");
    seen.text[0] = '\0';
    call(world, "d", "2");
    stasim_run(world, 0);
    seen.text[0] = '\0';
    stasim_claim_channel(world, "d", "ghost");
    stasim_run(world, 0);
    is_str(seen.text, "winner=ghost", "CallClaimed");
    stasim_world_free(world);
}

static void events_have_json(void) {
    struct stasim_world *world = new_world();
    struct seen seen = {0};
    stasim_register(world, "a", hear, &seen, 0);
    call(world, "c", "1");
    stasim_run(world, 0);
    static const char start[] = "{\"type\":\"CallBroadcast\",\"timestamp\":\"2026-01-01T";
    ok(strncmp(seen.json, start, strlen(start)) == 0, "%s", seen.json);
    ok(strstr(seen.json, "\"application\":\"a\"}") != NULL, "for this application");
    ok(stasim_event_json(world, NULL) == NULL, "no event, no JSON");
    stasim_world_free(world);
}

static void calls_are_placed(void) {
    struct stasim_world *world = new_world();
    struct stasim_call bad = {.extension = NULL};
    char id[64];
    char short_id[4];
    is_int(stasim_place_call(world, &bad, NULL, 0), STASIM_INVALID, "no extension");
    is_int(stasim_place_call(world, NULL, NULL, 0), STASIM_INVALID, "no call");
    bad = (struct stasim_call){.extension = "1", .variables_count = 1};
    is_int(stasim_place_call(world, &bad, NULL, 0), STASIM_INVALID, "a name without a value");
    const char *const variables[] = {"LANG", "de"};
    struct stasim_call good = {.extension = "wait", .variables = variables, .variables_count = 2};
    is_int(stasim_place_call(world, &good, id, sizeof id), STASIM_OK, "a call");
    is_str(id, "1767225600.1", "its id is made up");
    is_str(variable(world, id, "LANG"), "de", "its variable is set");
    ok(variable(world, id, "OTHER") == NULL, "another is not");
    is_int(stasim_place_call(world, &good, short_id, sizeof short_id), STASIM_OK, "another");
    is_str(short_id, "176", "an id is cut off");
    good.id = id;
    is_int(stasim_place_call(world, &good, NULL, 0), STASIM_EXISTS, "an id stands for one");
    is_int((long long)stasim_channels(world), 2, "two channels");
    is_int(stasim_channel_state(world, id, short_id, 4), STASIM_OK, "a state");
    is_str(short_id, "Rin", "cut off");
    is_int(stasim_channel_state(world, id, short_id, 0), STASIM_INVALID, "no room");
    is_int(stasim_channel_state(world, "x", short_id, 4), STASIM_NOT_FOUND, "no channel");
    is_int(stasim_channel_variable(world, "x", "LANG", short_id, 4), STASIM_NOT_FOUND, "none");
    is_int(stasim_channel_application(world, "x", short_id, 4), STASIM_NOT_FOUND, "none");
    is_int(stasim_channel_application(world, id, short_id, 4), STASIM_NOT_IN_STASIS, "nobody");
    is_int(stasim_hang_up(world, "x"), STASIM_NOT_FOUND, "no such channel");
    is_int(stasim_hang_up(world, NULL), STASIM_INVALID, "no channel");
    is_int(stasim_hang_up(world, id), STASIM_OK, "hung up");
    stasim_run(world, 0);
    is_int((long long)stasim_channels(world), 1, "one is left");
    stasim_world_free(world);
}

static void the_clock_goes_on(void) {
    struct stasim_world *world = new_world();
    is_int(stasim_step(world), 0, "nothing to do");
    is_int(stasim_run(world, 1500), STASIM_OK, "1.5 ms");
    is_int((long long)stasim_now_us(world), 1500, "pass");
    call(world, "c", "wait");
    is_int(stasim_step(world), 1, "a step");
    is_int(stasim_run_until_idle(world), STASIM_OK, "to the end");
    is_int((long long)stasim_now_us(world), 1500 + 5000 * MS, "when the Wait is over");
    is_int(stasim_run(world, UINT64_MAX), STASIM_OK, "for ever");
    is_int(stasim_run(world, UINT64_MAX), STASIM_OK, "and longer");
    stasim_world_free(world);
    struct stasim_config config = {.dialplan = PLAN, .steps_max = 1000};
    stasim_world_new(&world, &config);
    call(world, "c", "loop");
    is_int(stasim_run(world, 0), STASIM_LIMIT, "an endless loop is left");
    own(world, "p");
    stasim_broadcast_channel(world, "p", 0, NULL, 0);
    is_int(stasim_broadcast_wait(world, "p", 10), STASIM_ERROR, "by a wait too");
    is_int(stasim_channel_free(world, "p"), STASIM_BUSY, "somebody still waits");
    stasim_hang_up(world, "c");
    is_int(stasim_run_until_idle(world), STASIM_OK, "until the loop ends");
    is_int(stasim_channel_free(world, "p"), STASIM_OK, "then the channel can go");
    stasim_world_free(world);
}

static void the_holder_decides(void) {
    struct stasim_world *world = new_world();
    struct seen seen = {.claims = true};
    char state[8];
    stasim_register(world, "a", hear, &seen, 0);
    stasim_register(world, "b", hear, &seen, 0);
    call(world, "c", "2");
    is_int(stasim_answer(world, "c"), STASIM_NOT_IN_STASIS, "too early");
    stasim_run(world, 10 * MS);
    ok(seen.count == 2 && seen.answers[0] + seen.answers[1] == STASIM_ALREADY_CLAIMED,
       "of two claims one wins, the other is late: %d %d", seen.answers[0], seen.answers[1]);
    is_int(stasim_answer(world, "c"), STASIM_OK, "answered");
    stasim_channel_state(world, "c", state, sizeof state);
    is_str(state, "Up", "is up");
    const char *other = strcmp(holder(world, "c"), "a") == 0 ? "b" : "a";
    is_int(stasim_move(world, "c", ""), STASIM_INVALID, "to nobody");
    is_int(stasim_move(world, "c", other), STASIM_OK, "moved");
    stasim_run(world, 0);
    is_str(holder(world, "c"), other, "the other holds it");
    is_int(stasim_continue(world, "c", NULL, "2", 0), STASIM_INVALID, "no such priority");
    is_int(stasim_continue(world, "x", NULL, NULL, 0), STASIM_NOT_FOUND, "no such channel");
    is_int(stasim_continue(world, "c", NULL, "2", 3), STASIM_OK, "goes on elsewhere");
    stasim_run(world, 0);
    is_str(variable(world, "c", "HERE"), "yes", "in the dialplan");
    is_str(variable(world, "c", "STASISSTATUS"), "SUCCESS", "with its status (R17)");
    is_int(stasim_continue(world, "c", NULL, NULL, 0), STASIM_NOT_IN_STASIS, "once");
    stasim_world_free(world);
}

/* Tries all that a callback must not do, and some of what it may. */
static void meddle(struct stasim_world *world, const struct stasim_event *event, void *context) {
    int *answers = context;
    if (event->type == STASIM_EVENT_CALL_BROADCAST) {
        int i = 0;
        answers[i++] = stasim_run(world, 1);
        answers[i++] = stasim_run_until_idle(world);
        answers[i++] = stasim_step(world);
        answers[i++] = stasim_register(world, "x", meddle, NULL, 0);
        answers[i++] = stasim_disconnect(world, "a");
        answers[i++] = call(world, "x", "1");
        answers[i++] = own(world, "x");
        answers[i++] = stasim_channel_free(world, "p");
        answers[i++] = stasim_module_load(world, "app_stasis_broadcast.so");
        answers[i++] = stasim_trace(world, NULL, NULL, 0);
        answers[i++] = stasim_broadcast_channel(world, "p", 0, NULL, 0);
        answers[i++] = stasim_broadcast_wait(world, "p", 0);
        answers[i++] = stasim_claim_channel(world, "c", "a");
        answers[i++] = stasim_broadcast_winner(world, "c") ? 0 : STASIM_ERROR;
        stasim_broadcast_cleanup(world, "c");
        stasim_claim(world, "c", "a", NULL, NULL);
    } else if (event->type == STASIM_EVENT_STASIS_START) {
        answers[14] = stasim_continue(world, "c", "default", "2", 3);
        answers[15] = stasim_hang_up(world, "c");
        answers[16] = stasim_answer(world, "c");
    }
}

static void callbacks_are_limited(void) {
    struct stasim_world *world = new_world();
    int answers[17];
    memset(answers, 1, sizeof answers);
    stasim_register(world, "a", meddle, answers, 0);
    own(world, "p");
    call(world, "c", "1");
    stasim_run(world, 0);
    for (int i = 0; i < 10; i++) {
        is_int(answers[i], STASIM_BUSY, "number %d is for outside", i);
    }
    for (int i = 10; i < 14; i++) {
        is_int(answers[i], STASIM_ERROR, "number %d too", i);
    }
    for (int i = 14; i < 17; i++) {
        is_int(answers[i], STASIM_OK, "number %d is scheduled", i);
    }
    stasim_run_until_idle(world);
    is_int((long long)stasim_channels(world), 1, "and done: the call is over");
    is_str(stasim_failure(world), NULL, "nothing broke");
    stasim_world_free(world);
}

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

static void keep_line(const char *line, void *context) {
    struct seen *seen = context;
    add(seen->text, line, "\n");
}

static void the_trace_tells(void) {
    struct stasim_world *world = new_world();
    struct seen seen = {0};
    static struct seen trace;
    stasim_register(world, "a", hear, &seen, 0);
    is_int(stasim_trace(world, keep_line, &trace, 2), STASIM_INVALID, "an unknown flag");
    is_int(stasim_trace(world, keep_line, &trace, STASIM_TRACE_STEPS), STASIM_OK, "traced");
    own(world, "p");
    stasim_broadcast_channel(world, "p", 0, NULL, 0);
    stasim_claim_channel(world, "p", "a");
    ok(strstr(trace.text, "\"step\":\"D4 send\"") && strstr(trace.text, "\"CallBroadcast\"") &&
           strstr(trace.text, "\"won\"") && strstr(trace.text, "\"serial\":1,"),
       "steps, events, the journal");
    stasim_trace(world, NULL, NULL, 0);
    trace.text[0] = '\0';
    stasim_claim_channel(world, "p", "a");
    is_str(trace.text, "", "no longer");
    stasim_world_free(world);
}

static void worlds_are_apart(void) {
    struct seen seen[3] = {{.claims = true}, {.claims = true}, {.claims = true}};
    struct stasim_world *worlds[3];
    for (int i = 0; i < 3; i++) {
        worlds[i] = new_world();
        stasim_register(worlds[i], "a", hear, &seen[i], 0);
        stasim_register(worlds[i], "b", hear, &seen[i], 0);
    }
    call(worlds[0], "c", "1");
    for (int i = 0; i < 60; i++) {
        stasim_step(worlds[0]);
        stasim_step(worlds[1]);
    }
    is_int((long long)stasim_channels(worlds[1]), 0, "what happens in one");
    is_str(seen[1].text, "", "does not happen in the other");
    call(worlds[2], "c", "1");
    for (int i = 0; i < 60; i++) {
        stasim_step(worlds[2]);
    }
    ok(strstr(seen[0].text, "StasisStart") != NULL, "%s", seen[0].text);
    is_str(seen[2].text, seen[0].text, "the same happens where the seed is the same");
    is_str(seen[2].json, seen[0].json, "byte for byte");
    for (int i = 0; i < 3; i++) {
        stasim_world_free(worlds[i]);
    }
}

/* Claims until the world's memory is full. */
static void claim_for_ever(struct stasim_world *world, const struct stasim_event *event,
                           void *context) {
    int *answer = context;
    for (int i = 0; i < 10000 && *answer == STASIM_OK; i++) {
        *answer = stasim_claim(world, event->channel_id, "a", NULL, NULL);
    }
}

static void a_broken_world_stands_still(void) {
    struct stasim_world *world;
    struct stasim_config config = {.dialplan = PLAN, .memory_limit_bytes = 65536};
    int answer = STASIM_OK;
    stasim_world_new(&world, &config);
    stasim_register(world, "a", claim_for_ever, &answer, 0);
    own(world, "p");
    call(world, "c", "1");
    is_int(stasim_run(world, 0), STASIM_BROKEN, "memory runs out in a callback");
    is_int(answer, STASIM_BROKEN, "which is told");
    ok(strstr(stasim_failure(world), "out of memory") != NULL, "%s", stasim_failure(world));
    is_int(stasim_run(world, 1), STASIM_BROKEN, "run");
    is_int(stasim_run_until_idle(world), STASIM_BROKEN, "run until idle");
    is_int(stasim_step(world), STASIM_BROKEN, "step");
    is_int(stasim_register(world, "b", hear, NULL, 0), STASIM_BROKEN, "register");
    is_int(stasim_disconnect(world, "a"), STASIM_BROKEN, "disconnect");
    is_int(call(world, "d", "1"), STASIM_BROKEN, "a call");
    is_int(stasim_hang_up(world, "c"), STASIM_BROKEN, "hang up");
    is_int(stasim_claim(world, "c", "a", NULL, NULL), STASIM_BROKEN, "claim");
    is_int(own(world, "q"), STASIM_BROKEN, "a channel");
    is_int(stasim_channel_free(world, "p"), STASIM_BROKEN, "its end");
    is_int(stasim_module_unload(world, "x"), STASIM_BROKEN, "a module");
    is_int(stasim_broadcast_channel(world, "p", 0, NULL, 0), STASIM_ERROR, "broadcast");
    is_int(stasim_broadcast_wait(world, "p", 0), STASIM_ERROR, "wait");
    is_int(stasim_claim_channel(world, "p", "a"), STASIM_ERROR, "claim and wait");
    stasim_broadcast_cleanup(world, "p");
    stasim_world_free(world);
}

static void nothing_works_without_a_world(void) {
    char text[8];
    is_int(stasim_run(NULL, 1), STASIM_INVALID, "run");
    is_int(stasim_run_until_idle(NULL), STASIM_INVALID, "run until idle");
    is_int(stasim_step(NULL), STASIM_INVALID, "step");
    is_int(stasim_register(NULL, "a", hear, NULL, 0), STASIM_INVALID, "register");
    is_int(stasim_disconnect(NULL, "a"), STASIM_INVALID, "disconnect");
    is_int(call(NULL, "c", "1"), STASIM_INVALID, "a call");
    is_int(own(NULL, "c"), STASIM_INVALID, "a channel");
    is_int(stasim_channel_free(NULL, "c"), STASIM_INVALID, "its end");
    is_int(stasim_hang_up(NULL, "c"), STASIM_INVALID, "hang up");
    is_int(stasim_claim(NULL, "c", "a", NULL, NULL), STASIM_INVALID, "claim");
    is_int(stasim_channel_variable(NULL, "c", "V", text, 8), STASIM_INVALID, "a variable");
    is_int(stasim_channel_state(NULL, "c", text, 8), STASIM_INVALID, "a state");
    is_int(stasim_channel_application(NULL, "c", text, 8), STASIM_INVALID, "an application");
    is_int(stasim_dialplan_problem(NULL, 0, NULL), STASIM_INVALID, "a problem");
    is_int(stasim_module_load(NULL, "x"), STASIM_INVALID, "a module");
    is_int(stasim_trace(NULL, keep_line, NULL, 0), STASIM_INVALID, "a trace");
    is_int(stasim_broadcast_channel(NULL, "c", 0, NULL, 0), STASIM_ERROR, "broadcast");
    is_int(stasim_broadcast_wait(NULL, "c", 0), STASIM_ERROR, "wait");
    is_int(stasim_claim_channel(NULL, "c", "a"), STASIM_ERROR, "claim and wait");
    ok(stasim_broadcast_winner(NULL, "c") == NULL, "winner");
    ok(stasim_event_json(NULL, NULL) == NULL, "JSON");
    ok(stasim_failure(NULL) == NULL && stasim_now_us(NULL) == 0, "failure and time");
    ok(stasim_channels(NULL) == 0 && stasim_applications(NULL) == 0, "counts");
}

int main(void) {
    worlds_are_made();
    a_dialplan_has_problems();
    applications_hear();
    events_are_typed();
    events_have_json();
    calls_are_placed();
    the_clock_goes_on();
    the_holder_decides();
    callbacks_are_limited();
    offering_from_c();
    claims_that_find_nothing();
    waiting_from_c();
    a_hang_up_is_noticed_late();
    modules_can_be_absent();
    the_trace_tells();
    worlds_are_apart();
    a_broken_world_stands_still();
    nothing_works_without_a_world();
    return done_testing();
}

/* The C interface, function by function: worlds, applications, events, calls and the clock: what
 * each answers, errors included. */
#include "tests/stasim_world.h"

static void worlds_are_made(void) {
    struct stasim_world *world = (struct stasim_world *)&world;
    is_int(stasim_world_new(NULL, &(struct stasim_config){0}), STASIM_INVALID, "no place for it");
    is_int(stasim_world_new(&world, NULL), STASIM_INVALID, "no configuration");
    ok(world == NULL, "then there is no world");
    is_int(stasim_world_new(&world, &(struct stasim_config){.dialplan = "", .dialplan_file = "x"}),
           STASIM_INVALID, "two dialplans");
    is_int(stasim_world_new(&world, &(struct stasim_config){.channelvars_count = 1}),
           STASIM_INVALID, "channelvars that are not there");
    static const char *const nameless[] = {""};
    is_int(stasim_world_new(
               &world, &(struct stasim_config){.channelvars = nameless, .channelvars_count = 1}),
           STASIM_INVALID, "one without a name");
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
    for (int error = STASIM_OK; error >= STASIM_CANNOT_READ; error--) {
        ok(strcmp(stasim_error_text(error), "unknown error") != 0, "%s", stasim_error_text(error));
    }
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
    is_int(stasim_register(world, "a", hear, &a, 2), STASIM_INVALID, "an unknown flag");
    is_int(stasim_register(world, name + 1, hear, &a, 0), STASIM_OK, "73 are not");
    is_int(stasim_disconnect(world, name + 1), STASIM_OK, "it goes");
    is_int(stasim_disconnect(world, name + 1), STASIM_NOT_FOUND, "once");
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
    char id[64];
    char short_id[4];
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
    is_int(stasim_hang_up(world, "x"), STASIM_NOT_FOUND, "no such channel");
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
    is_int(stasim_move(world, "c", other), STASIM_OK, "moved");
    stasim_run(world, 0);
    is_str(holder(world, "c"), other, "the other holds it");
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
    the_trace_tells();
    worlds_are_apart();
    a_broken_world_stands_still();
    return done_testing();
}

/* The claim over ARI: every row of its table, and every way to pass its parameters. */
#include "tests/ari_world.h"

static const char PLAN[] = "[in]\n"
                           "exten => 100,1,StasisBroadcast(2000)\n"
                           " same => n,Wait(5)\n"
                           "exten => 200,1,StasisBroadcast(2000,,,yes)\n"
                           " same => n,Wait(5)\n";

#define CHANNEL_MISSING "400 Bad Request {'message':'channelId parameter is required'}"
#define APPLICATION_MISSING "400 Bad Request {'message':'application parameter is required'}"
#define NOTHING "404 Not Found {'message':'Channel not found or not in broadcast state'}"
#define LOST "409 Conflict {'message':'Channel has already been claimed by another application'}"
#define NO_METHOD "405 Method Not Allowed {'message':'Invalid method'}"
#define NO_RESOURCE "404 Not Found {'message':'Resource not found'}"
#define BAD_BODY "400 Bad Request {'message':'Error parsing request body'}"

static const char FORM[] = "application/x-www-form-urlencoded";
static const char JSON[] = "application/json";

/* All that the recording of the parameters shows, in its order. */
static const struct {
    const char *line;
    const char *type;
    const char *body;
    const char *answer;
    const char *allow;
} cases[] = {
    {"POST /ari/events/claim", NULL, NULL, CHANNEL_MISSING, ""},
    {"POST /ari/events/claim?channelId=x1", NULL, NULL, APPLICATION_MISSING, ""},
    {"POST /ari/events/claim?application=ivr-1", NULL, NULL, CHANNEL_MISSING, ""},
    {"POST /ari/events/claim?channelId=&application=", NULL, NULL, CHANNEL_MISSING, ""},
    {"POST /ari/events/claim?channelId=&application=ivr-1", NULL, NULL, CHANNEL_MISSING, ""},
    {"POST /ari/events/claim?channelId=x1&application=", NULL, NULL, APPLICATION_MISSING, ""},
    {"POST /ari/events/claim?channelId&application", NULL, NULL, CHANNEL_MISSING, ""},
    {"POST /ari/events/claim?channelId=x1&application=ivr-1", NULL, NULL, NOTHING, ""},
    {"POST /ari/events/claim?channelId=x1&application=ivr-1&foo=bar", NULL, NULL, NOTHING, ""},
    {"POST /ari/events/claim?channelid=x1&Application=ivr-1", NULL, NULL, CHANNEL_MISSING, ""},
    {"POST /ari/events/claim?channelId=&channelId=x1&application=ivr-1", NULL, NULL, NOTHING, ""},
    {"POST /ari/events/claim?channelId=x1&channelId=&application=ivr-1", NULL, NULL,
     CHANNEL_MISSING, ""},
    {"POST /ari/events/claim?channelId=%20&application=%20", NULL, NULL, NOTHING, ""},
    {"POST /ari/events/claim?channelId=%zz&application=a", NULL, NULL, NOTHING, ""},
    {"POST /ari/events/claim?channelId=a%00b&application=a", NULL, NULL, NOTHING, ""},
    {"POST /ari/events/claim?channelId=%C3%A5&application=%C3%A4", NULL, NULL, NOTHING, ""},
    {"GET /ari/events/claim?channelId=x1&application=ivr-1", NULL, NULL, NO_METHOD, "OPTIONS,POST"},
    {"PUT /ari/events/claim?channelId=x1&application=ivr-1", NULL, NULL, NO_METHOD, "OPTIONS,POST"},
    {"DELETE /ari/events/claim?channelId=x1&application=ivr-1", NULL, NULL, NO_METHOD,
     "OPTIONS,POST"},
    {"OPTIONS /ari/events/claim?channelId=x1&application=ivr-1", NULL, NULL, "204 No Content",
     "OPTIONS,POST"},
    {"HEAD /ari/events/claim?channelId=x1&application=ivr-1", NULL, NULL, NO_METHOD,
     "OPTIONS,POST"},
    {"PATCH /ari/events/claim?channelId=x1&application=ivr-1", NULL, NULL, NO_METHOD,
     "OPTIONS,POST"},
    {"TRACE /ari/events/claim?channelId=x1&application=ivr-1", NULL, NULL, NO_METHOD,
     "OPTIONS,POST"},
    {"post /ari/events/claim?channelId=x1&application=ivr-1", NULL, NULL, NOTHING, ""},
    {"FOO /ari/events/claim?channelId=x1&application=ivr-1", NULL, NULL, NO_METHOD, "OPTIONS,POST"},
    {"POST /ari/events/claim", FORM, "channelId=x1&application=ivr-1", NOTHING, ""},
    {"POST /ari/events/claim", FORM, "application=ivr-1", CHANNEL_MISSING, ""},
    {"POST /ari/events/claim?channelId=x1", FORM, "application=ivr-1", NOTHING, ""},
    {"POST /ari/events/claim?channelId=x1", JSON, "{\"application\":\"ivr-1\"}", NOTHING, ""},
    {"POST /ari/events/claim", JSON, "{\"channelId\":\"x1\",\"application\":\"ivr-1\"}", NOTHING,
     ""},
    {"POST /ari/events/claim", JSON, "{\"channelId\":1,\"application\":\"ivr-1\"}", CHANNEL_MISSING,
     ""},
    {"POST /ari/events/claim", JSON, "{\"channelId\":null,\"application\":null}", CHANNEL_MISSING,
     ""},
    {"POST /ari/events/claim", JSON, "{}", CHANNEL_MISSING, ""},
    {"POST /ari/events/claim", JSON, "[]", CHANNEL_MISSING, ""},
    {"POST /ari/events/claim", JSON, "\"x\"", BAD_BODY, ""},
    {"POST /ari/events/claim", JSON, "{\"channelId\":", BAD_BODY, ""},
    {"POST /ari/events/claim", JSON, NULL, CHANNEL_MISSING, ""},
    {"POST /ari/events/claim?channelId=x1&application=ivr-1", JSON,
     "{\"channelId\":\"\",\"application\":\"\"}", CHANNEL_MISSING, ""},
    {"POST /ari/events/claim", NULL, "{\"channelId\":\"x1\",\"application\":\"ivr-1\"}",
     CHANNEL_MISSING, ""},
    {"POST /ari/events/claim", "text/plain", "{\"channelId\":\"x1\",\"application\":\"ivr-1\"}",
     CHANNEL_MISSING, ""},
    {"POST /ari/events/claim", "application/json; charset=utf-8",
     "{\"channelId\":\"x1\",\"application\":\"ivr-1\"}", NOTHING, ""},
    {"POST /ari/events/claim", "APPLICATION/JSON",
     "{\"channelId\":\"x1\",\"application\":\"ivr-1\"}", NOTHING, ""},
    {"POST /ari/events/claim/", NULL, NULL,
     "404 Not Found {'message':'ARI URLs do not end with a slash. Try /ari/events/claim'}", ""},
    {"POST /ari/events/claim/x", NULL, NULL, NO_RESOURCE, ""},
    {"POST /ari/events/CLAIM?channelId=x1&application=ivr-1", NULL, NULL, NO_RESOURCE, ""},
    {"POST /ari//events/claim?channelId=x1&application=ivr-1", NULL, NULL, NO_METHOD, "OPTIONS"},
};

static void test_parameters(void) {
    static struct ari_world world;
    ari_world_begin(&world, PLAN, 0);
    is_int(sizeof cases / sizeof cases[0], 46, "the recording has 46 cases");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ask_with(&world, cases[i].line, cases[i].type, cases[i].body);
        is_str(answer_of(&world), quoted(cases[i].answer), "%s %s", cases[i].line,
               cases[i].body ? cases[i].body : "");
        is_str(world.allow, cases[i].allow, "its Allow");
    }
    ask(&world, "POST /ari/events/claim");
    is_int(world.rule, 30, "a missing parameter is refused by its rule");
    ari_world_end(&world);
}

static void do_call(struct world *w, void *context) {
    call_place(w, &(struct call_config){
                      .exten = context, .context = "in", .phone = "PJSIP/alice", .id = "call-1"});
}

/* Places the call and lets it broadcast. */
static void call(struct ari_world *world, const char *exten) {
    static char copy[8];
    snprintf(copy, sizeof copy, "%s", exten);
    world_do(world->w, do_call, copy);
    settle(world);
}

#define CLAIM_1 "POST /ari/events/claim?channelId=call-1&application=ivr-1"
#define CLAIM_2 "POST /ari/events/claim?channelId=call-1&application=ivr-2"

static void test_outcomes(void) {
    static struct ari_world world;
    ari_world_begin(&world, PLAN, 0);
    connect_app(&world, "ivr-1", false);
    connect_app(&world, "ivr-2", false);
    expect(&world, CLAIM_1, NOTHING);
    is_int(world.rule, 21, "never broadcast");
    call(&world, "100");
    expect(&world, CLAIM_1, "204 No Content");
    is_int(world.rule, 24, "won");
    expect(&world, CLAIM_2, LOST);
    is_int(world.rule, 22, "lost");
    expect(&world, CLAIM_1, LOST);
    expect(&world, "POST /ari/events/claim?channelId=call-1&application=nobody", LOST);
    expect(&world, "POST /ari/channels/call-1/continue", "204 No Content");
    expect(&world, CLAIM_2, NOTHING);
    expect(&world, "DELETE /ari/channels/call-1", "204 No Content");
    expect(&world, CLAIM_2, NOTHING);
    ari_world_end(&world);
}

static void test_json_claim_wins(void) {
    static struct ari_world world;
    ari_world_begin(&world, PLAN, 0);
    connect_app(&world, "ivr-1", false);
    call(&world, "100");
    ask_with(&world, "POST /ari/events/claim", JSON,
             "{\"channelId\":\"call-1\",\"application\":\"ivr-1\"}");
    is_str(answer_of(&world), "204 No Content", "a claim as JSON wins");
    ari_world_end(&world);
}

static void test_too_late(void) {
    static struct ari_world world;
    ari_world_begin(&world, PLAN, 0);
    connect_app(&world, "ivr-1", false);
    call(&world, "100");
    pass(&world, 2 * SECOND + MS);
    expect(&world, CLAIM_1, NOTHING);
    ari_world_end(&world);
}

/* CallClaimed goes out before the winner is answered. */
static void test_notify(void) {
    static struct ari_world world;
    ari_world_begin(&world, PLAN, 0);
    connect_app(&world, "ivr-1", false);
    const struct ari_client *loser = connect_app(&world, "ivr-2", false);
    call(&world, "200");
    expect(&world, CLAIM_1, "204 No Content");
    ok(strstr(loser->frames, "\"type\":\"CallClaimed\"") != NULL, "the loser is told");
    ok(strstr(loser->frames, "\"winner_app\":\"ivr-1\",\"asterisk_id\"") != NULL, "who has won");
    ari_world_end(&world);
}

#define UNAVAILABLE                                                                                \
    "501 Not Implemented {'message':'Broadcast functionality not available (res_stasis_broadcast " \
    "not loaded)'}"
#define RES "/ari/asterisk/modules/res_stasis_broadcast.so"
#define APP "/ari/asterisk/modules/app_stasis_broadcast.so"

static void test_modules(void) {
    static struct ari_world world;
    ari_world_begin(&world, PLAN, 0);
    static const char busy[] = "409 Conflict {'message':'Module could not be unloaded'}";
    static const char stuck[] = "409 Conflict {'message':'Module could not be loaded'}";
    static const char gone[] =
        "404 Not Found {'message':'Module could not be found in running modules'}";
    expect(&world, "GET " RES,
           "200 OK {'name':'res_stasis_broadcast.so','description':'Stasis application broadcast',"
           "'use_count':1,'status':'Running','support_level':'extended'}");
    expect(&world, "GET " APP,
           "200 OK {'name':'app_stasis_broadcast.so','description':'Stasis application broadcast',"
           "'use_count':0,'status':'Running','support_level':'extended'}");
    expect(&world, "DELETE " RES, busy);
    expect(&world, "DELETE " APP, "204 No Content");
    expect(&world, CLAIM_1, NOTHING);
    expect(&world, "DELETE " RES, "204 No Content");
    expect(&world, CLAIM_1, UNAVAILABLE);
    expect(&world, "POST /ari/events/claim", CHANNEL_MISSING);
    expect(&world, "POST /ari/events/claim?channelId=x1", APPLICATION_MISSING);
    expect(&world, "OPTIONS /ari/events/claim", "204 No Content");
    expect(&world, "GET /ari/events/claim", NO_METHOD);
    expect(&world, "GET " RES, gone);
    expect(&world, "DELETE " RES, gone);
    expect(&world, "POST " APP, stuck);
    expect(&world, "POST " RES, "204 No Content");
    expect(&world, "POST " RES, stuck);
    expect(&world, "POST " APP, "204 No Content");
    expect(&world, CLAIM_1, NOTHING);
    call(&world, "100");
    expect(&world, "DELETE " APP, busy);
    expect(&world, "GET /ari/asterisk/modules/none.so", gone);
    expect(&world, "POST /ari/asterisk/modules/none.so", stuck);
    ari_world_end(&world);
}

int main(void) {
    test_parameters();
    test_outcomes();
    test_json_claim_wins();
    test_too_late();
    test_notify();
    test_modules();
    return done_testing();
}

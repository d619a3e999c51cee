/* From method and path to an operation: what is refused, in which order, and what Allow says. */
#include "tests/ari_world.h"

static const char NO_METHOD[] = "405 Method Not Allowed {'message':'Invalid method'}";
static const char NO_RESOURCE[] = "404 Not Found {'message':'Resource not found'}";
static const char PONG[] =
    "200 OK {'ping':'pong','timestamp':'2026-01-01T00:00:00.000+0000','asterisk_id':'02:fc:00:00:"
    "00:01'}";
static const char DENIED[] = "403 Forbidden {'message':'Write access denied'}";
static const char UNKNOWN_USER[] = "401 Unauthorized {'message':'Authentication required'}";
static const char BAD_BODY[] = "400 Bad Request {'message':'Error parsing request body'}";

static struct ari_world world;

static void expect_allow(const char *line, const char *answer, const char *allow) {
    expect(&world, line, answer);
    is_str(world.allow, allow, "Allow of %s", line);
}

static void test_paths(void) {
    world.access = ARI_ACCESS_WRITE;
    expect_allow("GET /ari", NO_METHOD, "OPTIONS");
    expect_allow("GET /ari/", NO_METHOD, "OPTIONS");
    expect_allow("GET /ari/nothing", NO_RESOURCE, "");
    expect_allow("GET /ari/asterisk", NO_METHOD, "OPTIONS");
    expect(&world, "GET /ari/asterisk/",
           "404 Not Found {'message':'ARI URLs do not end with a slash. Try /ari/asterisk'}");
    expect(&world, "GET /ari/asterisk/ping/",
           "404 Not Found {'message':'ARI URLs do not end with a slash. Try /ari/asterisk/ping'}");
    expect(&world, "GET /ari/asterisk/ping/x", NO_RESOURCE);
    expect(&world, "GET /ARI/asterisk/ping", PONG);
    expect(&world, "GET /ari/asterisk/ping?", PONG);
    expect(&world, "GET /ari/asterisk/ping#x", NO_RESOURCE);
    expect(&world, "GET /ari/asterisk/%70ing", PONG);
    expect(&world, "GET /ari/asterisk%2Fping", NO_RESOURCE);
    expect(&world, "GET /ari/../ari/asterisk/ping", NO_RESOURCE);
    expect(&world, "GET /ari/Asterisk/ping", NO_RESOURCE);
    expect(&world, "GET /arix/asterisk/ping", NO_RESOURCE);
    expect(&world, "GET /ari/a/b/c/d/e/f/g/h/i/j/k", NO_RESOURCE);
    expect(&world, "POST /ari/events/user/",
           "404 Not Found {'message':'ARI URLs do not end with a slash. Try /ari/events/user'}");
    /* A hint that is no UTF-8 is still JSON. */
    expect(&world, "GET /ari/\xff\"/",
           "404 Not Found {'message':'ARI URLs do not end with a slash. Try "
           "/ari/\xEF\xBF\xBD\\''}");
}

static void test_methods(void) {
    world.access = ARI_ACCESS_WRITE;
    static const char *const others[] = {"PUT", "DELETE", "PATCH",   "HEAD",
                                         "FOO", "TRACE",  "CONNECT", "POST"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        char line[64];
        snprintf(line, sizeof line, "%s /ari/asterisk/ping", others[i]);
        expect_allow(line, NO_METHOD, "OPTIONS,GET");
    }
    expect_allow("OPTIONS /ari/asterisk/ping", "204 No Content", "OPTIONS,GET");
    expect(&world, "get /ari/asterisk/ping", PONG);
    expect_allow("OPTIONS /ari/events/claim", "204 No Content", "OPTIONS,POST");
    /* The WebSocket is not one of the methods. */
    expect_allow("OPTIONS /ari/events", "204 No Content", "OPTIONS");
    expect_allow("POST /ari/events?app=ivr-1", NO_METHOD, "OPTIONS");
    expect_allow("GET /ari/events/user/myev?application=ivr-1", NO_METHOD, "OPTIONS,POST");
    expect_allow("GET /ari/events/user", NO_METHOD, "OPTIONS");
    expect_allow("OPTIONS /ari/channels", "204 No Content", "OPTIONS,GET,POST");
    expect_allow("OPTIONS /ari/channels/x", "204 No Content", "OPTIONS,GET,POST,DELETE");
    expect_allow("OPTIONS /ari/applications", "204 No Content", "OPTIONS,GET");
}

static void test_access(void) {
    world.access = ARI_ACCESS_NONE;
    expect(&world, "GET /ari/asterisk/ping", UNKNOWN_USER);
    expect(&world, "POST /ari/events/claim?channelId=x1&application=a", UNKNOWN_USER);
    expect(&world, "GET /ari/nothing", UNKNOWN_USER);
    expect(&world, "OPTIONS /ari/events/claim", UNKNOWN_USER);
    world.access = ARI_ACCESS_READ;
    expect(&world, "GET /ari/asterisk/ping", PONG);
    expect(&world, "POST /ari/events/claim?channelId=x1&application=a", DENIED);
    expect(&world, "DELETE /ari/channels/x", DENIED);
    expect(&world, "PUT /ari/asterisk/modules/x", DENIED);
    expect(&world, "OPTIONS /ari/events/claim", "204 No Content");
    expect(&world, "HEAD /ari/asterisk/ping", DENIED);
    expect(&world, "GET /ari/events/claim?channelId=x1&application=a", NO_METHOD);
    expect(&world, "POST /ari/nothing", DENIED);
    expect(&world, "FOO /ari/asterisk/ping", DENIED);
}

/* A bad body comes before everything else, a large one before that. */
static void test_bodies(void) {
    static char large[40962];
    world.access = ARI_ACCESS_NONE;
    ask_with(&world, "GET /ari/nothing/", "application/json", "{");
    is_str(answer_of(&world), quoted(BAD_BODY), "malformed JSON, no credentials");
    memset(large, 'x', 40961);
    ask_with(&world, "GET /ari/nothing/", "application/json", large);
    is_str(answer_of(&world),
           quoted("413 Request Entity Too Large {'message':'Request body too large'}"),
           "40,961 bytes");
    large[40960] = '\0';
    ask_with(&world, "GET /ari/asterisk/ping", "application/x-www-form-urlencoded", large);
    is_str(answer_of(&world), quoted(UNKNOWN_USER), "40,960 bytes");
    world.access = ARI_ACCESS_WRITE;
    ask_with(&world, "GET /ari/asterisk/ping", "application/json", "[1,");
    is_str(answer_of(&world), quoted(BAD_BODY), "an operation that takes no body");
    ask_with(&world, "GET /ari/asterisk/ping", "text/plain", "[1,");
    is_str(answer_of(&world), quoted(PONG), "a body of another type is none");
}

/* A parameter of the query may stand in a body of JSON, in its own type; another type is none. */
static void test_json_arguments(void) {
    static const struct {
        const char *body;
        const char *answer;
    } rows[] = {
        {"{'oldMessages':1,'newMessages':2}", "204 No Content"},
        {"{'oldMessages':'1','newMessages':'2'}", "204 No Content"},
        {"{'oldMessages':1.5,'newMessages':2}", NULL},
        {"{'oldMessages':true,'newMessages':2}", NULL},
        {"{'oldMessages':[1],'newMessages':2}", NULL},
        {"{'oldMessages':null,'newMessages':2}", NULL},
        {"{'newMessages':2}", NULL},
        {"[1,2]", NULL},
        {"{}", NULL},
    };
    world.access = ARI_ACCESS_WRITE;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ask_with(&world, "PUT /ari/mailboxes/m", "application/json", quoted(rows[i].body));
        is_int(world.status, rows[i].answer ? 204 : 400, "%s", rows[i].body);
    }
    expect(&world, "GET /ari/mailboxes/m", "200 OK {'name':'m','old_messages':1,'new_messages':2}");
    /* Of a list, what is no text is left out; a list of nothing is nothing. */
    ask_with(&world, "POST /ari/events/claim", "application/json",
             quoted("{'channelId':['x'],'application':'a'}"));
    is_int(world.status, 400, "a list where one is meant");
    ask_with(&world, "POST /ari/bridges/none/addChannel", "application/json",
             quoted("{'channel':['x',1],'absorbDTMF':true,'mute':false,'role':'participant'}"));
    is_int(world.status, 404, "a list, and truths");
    ask_with(&world, "POST /ari/bridges", "application/json; charset=utf-8",
             quoted("{'bridgeId':'b','type':'mixing,holding'}"));
    ask_with(&world, "POST /ari/bridges/b/addChannel", "application/json",
             quoted("{'channel':[1]}"));
    is_int(world.status, 400, "a list of no texts");
    ask_with(&world, "POST /ari/bridges/b/addChannel?channel=", "application/json", "");
    is_int(world.status, 400, "an empty one");
    /* Names and values of the query are decoded; a sign that stands for no byte stands for itself.
     */
    expect(&world, "PUT /ari/mailboxes/%6d%2?old%4Dessages=+3&newMessages=4&&=x&unknown",
           "204 No Content");
    expect(&world, "GET /ari/mailboxes/m%2",
           "200 OK {'name':'m%2','old_messages':3,'new_messages':4}");
}

/* What p3 shows of the descriptions, which are no resource. */
static void test_api_docs(void) {
    static const char *const others[] = {"POST", "PUT", "DELETE", "HEAD", "OPTIONS", "FOO"};
    static const char unsupported[] = "405 Method Not Allowed {'message':'Unsupported method'}";
    world.access = ARI_ACCESS_WRITE;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        char line[64];
        snprintf(line, sizeof line, "%s /ari/api-docs/resources.json", others[i]);
        expect_allow(line, unsupported, "");
    }
    expect(&world, "GET /ari/api-docs", NO_RESOURCE);
    expect(&world, "GET /ari/api-docs/",
           "404 Not Found {'message':'ARI URLs do not end with a slash. Try /ari/api-docs'}");
    expect(&world, "GET /ari/api-docs/../x", NO_RESOURCE);
    expect(&world, "GET /ari/api-docs/nothing.json", NO_RESOURCE);
    expect(&world, "GET /ari/api-docs/channels", NO_RESOURCE);
    expect(&world, "GET /ari/api-docs/channels.jsonx", NO_RESOURCE);
    world.access = ARI_ACCESS_NONE;
    expect(&world, "GET /ari/api-docs/resources.json", UNKNOWN_USER);
    world.access = ARI_ACCESS_READ;
    ask(&world, "GET /ari/api-docs/resources.json");
    ok(strncmp(world.body,
               quoted("{'apiVersion':'12.0.0','swaggerVersion':'1.1','basePath':'http://localhost/"
                      "ari','apis':["),
               70) == 0,
       "the list of resources begins as recorded");
}

int main(void) {
    ari_world_begin(&world, "[in]\nexten => 100,1,StasisBroadcast()\n", 0);
    test_paths();
    test_methods();
    test_access();
    test_bodies();
    test_json_arguments();
    test_api_docs();
    ari_world_end(&world);
    return done_testing();
}

/* Operations on applications, and events that clients send to them: answers, and what is seen. */
#include "tests/ari_recorded.h"

static void test_unsubscribe(void) {
    begin();
    hold("call");
    struct ari_client *observer = connect_app(&world, "ivr-2", false);
    ask_with(&world, "POST /ari/applications/ivr-2/subscription", "application/json",
             "{\"eventSource\":[\"channel:call\",\"channel:o-call\"]}");
    is_int(world.status, 200, "a list as JSON");
    expect(&world, "POST /ari/channels/call/variable?variable=A&value=1", "204 No Content");
    expect(&world, "DELETE /ari/applications/ivr-2/subscription?eventSource=channel:call",
           "200 OK {'name':'ivr-2','channel_ids':['o-call'],'bridge_ids':[],'endpoint_ids':[],"
           "'device_names':[],'events_allowed':[],'events_disallowed':[]}");
    expect(&world, "POST /ari/channels/call/variable?variable=B&value=1", "204 No Content");
    is_str(frames(observer), "ChannelVarset A", "nothing after the subscription has ended");
    ari_world_end(&world);
}

static void test_event_filter(void) {
    begin();
    struct ari_client *client = hold("call");
    static const char wrong[] = "400 Bad Request {\"message\":\"Invalid format definition\"}";
    static const char *const shapes[] = {"[]", "{\"allowed\":1}", "{\"allowed\":[\"X\"]}",
                                         "{\"disallowed\":[{\"type\":1}]}"};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        ask_with(&world, "PUT /ari/applications/ivr-1/eventFilter", "application/json", shapes[i]);
        is_str(answer_of(&world), wrong, "%s", shapes[i]);
    }
    ask_with(&world, "PUT /ari/applications/ivr-1/eventFilter", "application/json",
             "{\"allowed\":[{\"type\":\"StasisEnd\"}],\"disallowed\":[{\"type\":\"Dial\"}]}");
    is_str(answer_of(&world),
           quoted("200 OK {'name':'ivr-1','channel_ids':['call'],'bridge_ids':[],'endpoint_ids':[],"
                  "'device_names':[],'events_allowed':[{'type':'StasisEnd'}],'events_disallowed':["
                  "{'type':'Dial'}]}"),
           "a filter");
    expect(&world, "POST /ari/channels/call/variable?variable=A&value=1", "204 No Content");
    ask_with(&world, "PUT /ari/applications/ivr-1/eventFilter", "application/json", "{}");
    ok(strstr(world.body, "\"events_allowed\":[],\"events_disallowed\":[]") != NULL, "cleared");
    expect(&world, "POST /ari/channels/call/variable?variable=B&value=1", "204 No Content");
    is_str(frames(client), "ChannelVarset B", "what was filtered out is gone");
    ari_world_end(&world);
}

static void test_user_events(void) {
    begin();
    struct ari_client *client = hold("r1call");
    struct ari_client *other = connect_app(&world, "ivr-2", false);
    expect(&world, "POST /ari/events/user/my%20ev?application=ivr-2", "204 No Content");
    is_str(other->frames,
           quoted("{'type':'ChannelUserevent','timestamp':'2026-01-01T00:00:00.000+0000',"
                  "'eventname':'my ev','userevent':{'eventname':'my ev'},'asterisk_id':"
                  "'02:fc:00:00:00:01','application':'ivr-2'}\n"),
           "without a source");
    ask_with(&world, "POST /ari/events/user/myev?application=ivr-1", "application/json",
             "{\"variables\":{\"a\":\"1\",\"b\":\"tv\xC3\xA5\",\"n\":3,\"o\":{\"x\":1}}}");
    is_str(client->frames,
           quoted("{'type':'ChannelUserevent','timestamp':'2026-01-01T00:00:00.000+0000',"
                  "'eventname':'myev','userevent':{'a':'1','b':'tv\xC3\xA5','n':3,'o':{'x':1},"
                  "'eventname':'myev'},'asterisk_id':'02:fc:00:00:00:01','application':'ivr-1'}\n"),
           "with variables of any kind");
    frames(client);
    ask_with(&world, "POST /ari/events/user/myev?application=ivr-1", "application/json",
             "{\"source\":[\"channel:r1call\"],\"variables\":{}}");
    ok(strstr(client->frames, "\"userevent\":{\"eventname\":\"myev\"},\"channel\":{\"id\":\"r1call"
                              "\"") != NULL,
       "with a channel");
    static const struct {
        const char *query;
        const char *body;
        const char *answer;
    } refused[] = {
        {"application=ghost", NULL, "404 Not Found {'message':'Application not found'}"},
        {"", NULL, "400 Bad Request {'message':'Missing parameter application'}"},
        {"application=", NULL, "400 Bad Request {'message':'Missing parameter application'}"},
        {"application=ivr-1&source=foo:bar", NULL,
         "400 Bad Request {'message':'Invalid event source URI scheme'}"},
        {"application=ivr-1&source=", NULL,
         "400 Bad Request {'message':'Invalid event source URI scheme'}"},
        {"application=ivr-1&source=deviceState:Stasis:x", NULL,
         "400 Bad Request {'message':'Invalid event source URI scheme'}"},
        {"application=ivr-1&source=channel:none", NULL,
         "422 Unprocessable Entity {'message':'Event source was not found'}"},
        {"application=ivr-1&source=endpoint:PJSIP/x", NULL,
         "422 Unprocessable Entity {'message':'Event source was not found'}"},
        {"application=ivr-1", "{\"variables\":\"x\"}",
         "500 Internal Server Error {'message':'Error processing request'}"},
        {"application=ivr-1", "{\"variables\":[1]}",
         "500 Internal Server Error {'message':'Error processing request'}"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        char line[256];
        snprintf(line, sizeof line, "POST /ari/events/user/myev?%s", refused[i].query);
        ask_with(&world, line, "application/json", refused[i].body);
        is_str(answer_of(&world), quoted(refused[i].answer), "%s %s", refused[i].query,
               refused[i].body ? refused[i].body : "");
    }
    ari_world_end(&world);
}

int main(void) {
    test_unsubscribe();
    test_event_filter();
    test_user_events();
    return done_testing();
}

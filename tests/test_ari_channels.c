/* Operations on a channel that an application holds: answers, and what is seen. */
#include "tests/ari_recorded.h"

static void test_variables(void) {
    begin();
    struct ari_client *client = hold("s03call");
    expect(&world, "POST /ari/channels/s03call/variable?variable=A&value=1", "204 No Content");
    expect(&world, "GET /ari/channels/s03call/variable?variable=A", "200 OK {'value':'1'}");
    expect(&world, "GET /ari/channels/s03call/variable?variable=NOPE",
           "404 Variable Not Found {'message':'Provided variable was not found'}");
    expect(&world, "POST /ari/channels/s03call/variable?variable=A&value=", "204 No Content");
    expect(&world, "GET /ari/channels/s03call/variable?variable=A", "200 OK {'value':''}");
    expect(&world, "POST /ari/channels/s03call/variable",
           "400 Bad Request {'message':'Variable name is required'}");
    expect(&world, "GET /ari/channels/s03call/variable",
           "400 Bad Request {'message':'Variable name is required'}");
    expect(&world, "GET /ari/channels/s03call/variable?variable=",
           "400 Bad Request {'message':'Variable name is required'}");
    expect(&world, "GET /ari/channels/s03call/variable?variable=CALLERID(num)",
           "200 OK {'value':'100'}");
    expect(&world, "POST /ari/channels/s03call/variable?variable=CALLERID(name)&value=Bob",
           "204 No Content");
    expect(&world, "GET /ari/channels/s03call/variable?variable=NOFUNC(x)",
           "500 Error With Function {'message':'Unable to read provided function'}");
    expect(&world, "POST /ari/channels/s03call/variable?variable=NOFUNC(x)&value=1",
           "204 No Content");
    expect(&world, "POST /ari/channels/s03call/variable?variable=_INH&value=1", "204 No Content");
    expect(&world, "GET /ari/channels/s03call/variable?variable=INH", "200 OK {'value':'1'}");
    ask_with(&world, "POST /ari/channels/s03call/variable", "application/json",
             "{\"variable\":\"J\",\"value\":\"1\"}");
    is_str(answer_of(&world), "204 No Content", "as JSON");
    expect(&world, "GET /ari/channels/s03call/variable?variable=UNIQUEID",
           "200 OK {'value':'s03call'}");
    expect(&world, "GET /ari/channels/s03call/variable?variable=CHANNEL(state)",
           "200 OK {'value':'Ring'}");
    expect(&world, "POST /ari/channels/s03call/variable?variable=U&value=%C3%A5%20b+c",
           "204 No Content");
    expect(&world, "GET /ari/channels/s03call/variable?variable=U",
           "200 OK {'value':'\xC3\xA5 b c'}");
    expect(&world, "GET /ari/channels/none/variable?variable=A",
           "404 Channel Not Found {'message':'Provided channel was not found'}");
    expect(&world, "POST /ari/channels/none/variable?variable=A&value=1",
           "404 Not Found {'message':'Channel not found'}");
    expect(&world, "POST /ari/asterisk/variable?variable=GLOB&value=2", "204 No Content");
    expect(&world, "GET /ari/asterisk/variable?variable=GLOB", "200 OK {'value':'2'}");
    expect(&world, "GET /ari/asterisk/variable?variable=NOPE", "200 OK {'value':''}");
    expect(&world, "GET /ari/asterisk/variable",
           "400 Bad Request {'message':'Variable name is required'}");
    is_str(frames(client),
           "ChannelVarset A\nChannelVarset A\nChannelCallerId Ring\nChannelVarset _INH\n"
           "ChannelVarset J\nChannelVarset U",
           "what was set is seen");
    ari_world_end(&world);
}

/* Where the channel stands once it has been let go, as "context,exten,priority". */
static void expect_place(const char *parameters, const char *answer, const char *place) {
    begin();
    hold("call");
    char line[256];
    snprintf(line, sizeof line, "POST /ari/channels/call/continue%s", parameters);
    expect(&world, line, answer);
    ask(&world, "GET /ari/channels/call");
    char at[64] = "gone";
    json_t *channel = json_loads(world.body, 0, NULL);
    json_t *dialplan = json_object_get(channel, "dialplan");
    if (dialplan) {
        snprintf(at, sizeof at, "%s,%s,%d", json_string_value(json_object_get(dialplan, "context")),
                 json_string_value(json_object_get(dialplan, "exten")),
                 (int)json_integer_value(json_object_get(dialplan, "priority")));
    }
    json_decref(channel);
    is_str(at, place, "continue%s", parameters);
    ari_world_end(&world);
}

static void test_continue(void) {
    begin();
    connect_app(&world, "ivr-1", false);
    ask(&world, "POST /ari/channels?endpoint=Local/700@b&otherChannelId=call&app=ivr-1");
    expect(&world, "POST /ari/events/claim?channelId=call&application=ivr-1", "204 No Content");
    expect(&world, "POST /ari/channels/call/continue?context=cont", "204 No Content");
    ask(&world, "GET /ari/channels/call");
    ok(strstr(world.body, "\"context\":\"cont\",\"exten\":\"s\",\"priority\":1") != NULL,
       "a context alone means its s,1, not the extension that was dialled");
    ari_world_end(&world);
    expect_place("", "204 No Content", "post,s,2");
    expect_place("?context=cont", "204 No Content", "cont,s,1");
    expect_place("?context=cont&extension=200&priority=2", "204 No Content", "cont,200,2");
    expect_place("?context=cont&extension=200&label=lab", "204 No Content", "cont,200,2");
    expect_place("?context=cont&extension=200&label=2", "204 No Content", "cont,200,2");
    expect_place("?context=cont&extension=200&label=none",
                 "404 Not Found {'message':'Requested label can not be found'}", "b,s,3");
    expect_place("?context=nowhere", "204 No Content", "gone");
    expect_place("?priority=abc", "204 No Content", "gone");
    expect_place("?priority=77", "204 No Content", "gone");
}

static void test_hangup(void) {
    begin();
    hold("call");
    expect(&world, "DELETE /ari/channels/call?reason=bored",
           "400 Invalid Reason {'message':'Invalid reason for hangup reason provided'}");
    expect(&world, "DELETE /ari/channels/call?reason_code=x",
           "400 Invalid Reason Code {'message':'Invalid reason for hangup reason code provided'}");
    ask(&world, "DELETE /ari/channels/call?reason=busy&reason_code=17");
    is_str(answer_of(&world),
           "400 Bad Request {\"message\":\"The reason and reason_code can't both be specified\"}",
           "both of them");
    expect(&world, "DELETE /ari/channels/none", "404 Not Found {'message':'Channel not found'}");
    expect(&world, "GET /ari/channels/Local%2Fs@b-00000000;2",
           "404 Not Found {'message':'Channel not found'}");
    expect(&world, "DELETE /ari/channels/Local%2Fs@b-00000000;2?reason_code=999", "204 No Content");
    expect(&world, "GET /ari/channels/call", "404 Not Found {'message':'Channel not found'}");
    ari_world_end(&world);
}

static void test_ring(void) {
    begin();
    struct ari_client *client = hold("call");
    expect(&world, "POST /ari/channels/call/ring", "204 No Content");
    expect(&world, "DELETE /ari/channels/call/ring", "204 No Content");
    expect(&world, "POST /ari/channels/call/answer", "204 No Content");
    expect(&world, "POST /ari/channels/call/answer", "204 No Content");
    expect(&world, "POST /ari/channels/call/ring", "204 No Content");
    expect(&world, "POST /ari/channels/none/answer",
           "404 Not Found {'message':'Channel not found'}");
    is_str(frames(client), "ChannelStateChange Up", "ringing is seen by nobody");
    ari_world_end(&world);
}

static void test_originate(void) {
    begin();
    hold("s07call");
    expect(&world, "POST /ari/channels?endpoint=Local/s@far&app=ivr-1&channelId=S07c",
           "409 Conflict {'message':'Channel with given unique ID already exists'}");
    expect(&world,
           "POST /ari/channels/mine?endpoint=Local/s@far&app=ivr-1&appArgs=o1,o2&callerId=200",
           "200 OK {'id':'mine','name':'Local/s@far-00000001;1','state':'Down','protocol_id':'',"
           "'caller':{'name':'','number':'200'},'connected':{'name':'','number':'200'},"
           "'accountcode':'','dialplan':{'context':'far','exten':'s','priority':1,'app_name':"
           "'AppDial2','app_data':'(Outgoing Line)'},'creationtime':'2026-01-01T00:00:00.000+0000',"
           "'language':'en','channelvars':{'SKILL_REQUIRED':'','PRIORITY':''}}");
    ari_world_end(&world);
}

int main(void) {
    test_variables();
    test_continue();
    test_hangup();
    test_ring();
    test_originate();
    return done_testing();
}

/* Whole stories over ARI, as recorded: the frames each application gets, in order, with their keys;
 * and the answers of the operations on channels. */
#include "tests/ari_world.h"

/* The dialplan the recordings were made with, as far as it is used here. */
static const char PLAN[] =
    "[b]\n"
    "exten => s,1,NoOp(begin)\n"
    " same => n,UserEvent(BroadcastBegin,Channel: ${CHANNEL},Args: ${BARGS})\n"
    " same => n,StasisBroadcast(${BARGS})\n"
    " same => n,Goto(post,s,1)\n"
    "exten => 700,1,StasisBroadcast()\n"
    "exten => h,1,UserEvent(BroadcastHangup,Channel: ${CHANNEL},Status: ${STASISSTATUS})\n"
    "[post]\n"
    "exten => s,1,UserEvent(BroadcastResult,Channel: ${CHANNEL},Status: ${STASISSTATUS})\n"
    " same => n,Wait(${IF($[\"${POSTWAIT}\"=\"\"]?0.5:${POSTWAIT})})\n"
    " same => n,Hangup()\n"
    "exten => h,1,UserEvent(BroadcastHangup,Channel: ${CHANNEL},Status: ${STASISSTATUS})\n"
    "[far]\n"
    "exten => s,1,Answer()\n"
    " same => n,Wait(300)\n"
    "[cont]\n"
    "exten => s,1,Wait(1)\n"
    " same => n,Hangup()\n"
    "exten => 200,1,NoOp(p1)\n"
    " same => n(lab),Wait(1)\n"
    " same => n,Hangup(21)\n";

static const struct sound SOUNDS[] = {{"oracle-beep", SECOND}, {"oracle-long", 8 * SECOND}};

static struct ari_world world;

static void begin(void) {
    memset(&world, 0, sizeof world);
    world.dialplan.sounds = SOUNDS;
    world.dialplan.sounds_count = sizeof SOUNDS / sizeof SOUNDS[0];
    ari_world_begin(&world, PLAN, 0);
}

/* Originates the call as the recordings do: "id" runs b,s, "o-id" answers. */
static void originate(const char *id, const char *variables) {
    char line[512];
    snprintf(line, sizeof line,
             "POST /ari/channels?endpoint=Local/s@b&extension=s&context=far&priority=1&channelId="
             "o-%s&otherChannelId=%s&callerId=%%22Alice%%22%%20%%3C100%%3E&timeout=30",
             id, id);
    ask_with(&world, line, "application/json", quoted(variables));
}

#define CHANNEL_A1(state)                                                                          \
    "{'id':'a1call','name':'Local/s@b-00000000;2','state':'" state "','protocol_id':'','caller':{" \
    "'name':'Alice','number':'100'},'connected':{'name':'Alice','number':'100'},'accountcode':''," \
    "'dialplan':{'context':'b','exten':'s','priority':3,'app_name':'StasisBroadcast','app_data':"  \
    "'2000,,sales:priority-high'},'creationtime':'2026-01-01T00:00:00.100+0000','language':'en',"  \
    "'channelvars':{'SKILL_REQUIRED':'billing','PRIORITY':'3'}}"

/* One application claims, answers, sets a variable, hangs up. */
static void test_claim_and_hangup(void) {
    begin();
    struct ari_client *ivr = connect_app(&world, "ivr-1", false);
    pass(&world, 100 * MS);
    originate("a1call", "{'variables':{'__SKILL_REQUIRED':'billing','__PRIORITY':'3','__BARGS':"
                        "'2000,,sales:priority-high'}}");
    is_str(answer_of(&world),
           quoted("200 OK {'id':'o-a1call','name':'Local/s@b-00000000;1','state':'Down',"
                  "'protocol_id':'','caller':{'name':'Alice','number':'100'},'connected':{'name':"
                  "'Alice','number':'100'},'accountcode':'','dialplan':{'context':'b','exten':'s',"
                  "'priority':1,'app_name':'AppDial2','app_data':'(Outgoing Line)'},'creationtime':"
                  "'2026-01-01T00:00:00.100+0000','language':'en','channelvars':{'SKILL_REQUIRED':"
                  "'billing','PRIORITY':'3'}}"),
           "the originate shows the near leg");
    expect(&world, "GET /ari/applications",
           "200 OK [{'name':'ivr-1','channel_ids':[],'bridge_ids':[],'endpoint_ids':[],"
           "'device_names':[],'events_allowed':[],'events_disallowed':[]}]");
    expect(&world, "GET /ari/channels/a1call", "200 OK " CHANNEL_A1("Ring"));
    expect(&world, "POST /ari/events/claim?channelId=a1call&application=ivr-1", "204 No Content");
    expect(&world, "GET /ari/applications/ivr-1",
           "200 OK {'name':'ivr-1','channel_ids':['a1call'],'bridge_ids':[],'endpoint_ids':[],"
           "'device_names':[],'events_allowed':[],'events_disallowed':[]}");
    expect(&world, "POST /ari/channels/a1call/answer", "204 No Content");
    expect(&world, "POST /ari/channels/a1call/variable?variable=FOO&value=bar", "204 No Content");
    expect(&world, "GET /ari/channels/a1call/variable?variable=FOO", "200 OK {'value':'bar'}");
    expect(&world, "GET /ari/channels/a1call/variable?variable=STASISSTATUS",
           "200 OK {'value':''}");
    expect(&world, "GET /ari/channels/a1call", "200 OK " CHANNEL_A1("Up"));
    expect(&world, "DELETE /ari/channels/a1call", "204 No Content");
    is_str(
        ivr->frames,
        quoted(
            "{'type':'CallBroadcast','timestamp':'2026-01-01T00:00:00.100+0000','channel'"
            ":" CHANNEL_A1(
                "Ring") ",'caller':'100','called':'s','asterisk_id':'02:fc:00:00:00:01',"
                        "'application':'ivr-1'}\n"
                        "{'type':'StasisStart','timestamp':'2026-01-01T00:00:00.100+0000','args':['"
                        "sales',"
                        "'priority-high'],'channel':" CHANNEL_A1(
                            "Ring") ",'asterisk_id':'02:fc:00:00:00:01','application':'ivr-1'}\n"
                                    "{'type':'ChannelStateChange','timestamp':'2026-01-01T00:00:00."
                                    "100+0000','channel':" CHANNEL_A1(
                                        "Up") ",'asterisk_id':'02:fc:00:00:00:01','application':'"
                                              "ivr-1'}\n"
                                              "{'variable':'FOO','value':'bar','type':'"
                                              "ChannelVarset','timestamp':"
                                              "'2026-01-01T00:00:00.100+0000','channel'"
                                              ":" CHANNEL_A1(
                                                  "Up") ",'asterisk_id':'02:fc:00:00:00:01','"
                                                        "application':'ivr-1'}\n"
                                                        "{'cause':32,'soft':true,'type':'"
                                                        "ChannelHangupRequest','timestamp':"
                                                        "'2026-01-01T00:00:00.100+0000','channel'"
                                                        ":" CHANNEL_A1(
                                                            "Up") ",'asterisk_id':'02:fc:00:00:00:"
                                                                  "01','application':'ivr-1'}\n"
                                                                  "{'type':'StasisEnd','timestamp':"
                                                                  "'2026-01-01T00:00:00.100+0000','"
                                                                  "channel':" CHANNEL_A1(
                                                                      "Up") ",'asterisk_id':'02:fc:"
                                                                            "00:00:00:01','"
                                                                            "application':'ivr-1'}"
                                                                            "\n"),
        "six frames, to the byte");
    pass(&world, SECOND);
    expect(&world, "GET /ari/channels", "200 OK []");
    expect(&world, "GET /ari/channels/a1call", "404 Not Found {'message':'Channel not found'}");
    expect(&world, "POST /ari/channels/a1call/answer",
           "404 Not Found {'message':'Channel not found'}");
    ari_world_end(&world);
}

#define CONFLICT                                                                                   \
    "409 Conflict {'message':'Channel has already been claimed by another application'}"
#define NOTHING "404 Not Found {'message':'Channel not found or not in broadcast state'}"
#define NOT_IN_STASIS "409 Conflict {'message':'Channel not in Stasis application'}"

static const char B1_CLAIM_1[] = "POST /ari/events/claim?channelId=b1call&application=ivr-1";
static const char B1_CLAIM_2[] = "POST /ari/events/claim?channelId=b1call&application=ivr-2";

/* Two race; the session ends with continue; STASISSTATUS can then be read. */
static void test_race_and_continue(void) {
    begin();
    struct ari_client *winner = connect_app(&world, "ivr-1", false);
    struct ari_client *loser = connect_app(&world, "ivr-2", false);
    originate("b1call", "{'variables':{'__POSTWAIT':'1','__BARGS':'2000'}}");
    expect(&world, B1_CLAIM_1, "204 No Content");
    expect(&world, B1_CLAIM_2, CONFLICT);
    pass(&world, 200 * MS);
    expect(&world, B1_CLAIM_1, CONFLICT);
    expect(&world, "POST /ari/events/claim?channelId=b1call&application=nobody", CONFLICT);
    expect(&world, "POST /ari/channels/b1call/answer", "204 No Content");
    expect(&world, "POST /ari/channels/b1call/continue", "204 No Content");
    expect(&world, "GET /ari/channels/b1call/variable?variable=STASISSTATUS",
           "200 OK {'value':'SUCCESS'}");
    expect(&world, B1_CLAIM_1, NOTHING);
    expect(&world, B1_CLAIM_2, NOTHING);
    expect(&world, "POST /ari/channels/b1call/continue", NOT_IN_STASIS);
    expect(&world, "POST /ari/channels/b1call/answer", NOT_IN_STASIS);
    expect(&world, "POST /ari/channels/b1call/move?app=ivr-2", NOT_IN_STASIS);
    expect(&world, "POST /ari/channels/b1call/play?media=sound:oracle-beep", NOT_IN_STASIS);
    expect(&world, "POST /ari/channels/b1call/variable?variable=A&value=1", NOT_IN_STASIS);
    is_str(frames(winner),
           "CallBroadcast Ring\nStasisStart Ring\nChannelStateChange Up\nStasisEnd Up",
           "the winner's frames");
    is_str(frames(loser), "CallBroadcast Ring", "the loser's frame");
    pass(&world, 2 * SECOND);
    expect(&world, B1_CLAIM_1, NOTHING);
    expect(&world, "GET /ari/channels", "200 OK []");
    ari_world_end(&world);
}

/* A session held by ivr-1 on a channel of this name. */
static struct ari_client *hold(const char *id) {
    char line[128];
    struct ari_client *client = connect_app(&world, "ivr-1", false);
    char variables[] = "{'variables':{'__POSTWAIT':'0.2','__BARGS':'3000,,a:b'}}";
    originate(id, variables);
    snprintf(line, sizeof line, "POST /ari/events/claim?channelId=%s&application=ivr-1", id);
    ask(&world, line);
    is_str(answer_of(&world), "204 No Content", "%s is held", id);
    frames(client);
    return client;
}

static void test_move(void) {
    begin();
    struct ari_client *first = hold("s10call");
    struct ari_client *second = connect_app(&world, "ivr-2", false);
    expect(&world, "POST /ari/channels/s10call/answer", "204 No Content");
    expect(&world, "POST /ari/channels/s10call/move?app=ivr-2&appArgs=p,q", "204 No Content");
    ok(strstr(second->frames, "\"args\":[\"p\",\"q\"],\"channel\":{\"id\":\"s10call\"") != NULL,
       "the arguments arrive");
    expect(&world, "POST /ari/events/claim?channelId=s10call&application=ivr-1", CONFLICT);
    expect(&world, "GET /ari/applications",
           "200 OK [{'name':'ivr-1','channel_ids':[],'bridge_ids':[],'endpoint_ids':[],"
           "'device_names':[],'events_allowed':[],'events_disallowed':[]},{'name':'ivr-2',"
           "'channel_ids':['s10call'],'bridge_ids':[],'endpoint_ids':[],'device_names':[],"
           "'events_allowed':[],'events_disallowed':[]}]");
    expect(&world, "POST /ari/channels/s10call/variable?variable=A&value=1", "204 No Content");
    expect(&world, "POST /ari/channels/s10call/move?app=ghost", "204 No Content");
    ok(strstr(second->frames, "\"destination\":\"ghost\",\"args\":[],\"asterisk_id\"") != NULL,
       "the failed move says where to");
    expect(&world, "POST /ari/channels/s10call/move",
           "400 Bad Request {'message':'Missing parameter app'}");
    expect(&world, "POST /ari/channels/s10call/continue", "204 No Content");
    is_str(frames(first), "ChannelStateChange Up\nStasisEnd Up", "the first one's frames");
    is_str(frames(second),
           "StasisStart Up\nChannelVarset A\nApplicationMoveFailed Up\nStasisEnd Up",
           "the second one's frames");
    ari_world_end(&world);
}

/* Who has subscribed for itself sees the end; DELETE of what is not there is refused. */
static void test_subscriber(void) {
    begin();
    struct ari_client *winner = hold("s12call");
    struct ari_client *observer = connect_app(&world, "ivr-2", false);
    static const char subscribed[] =
        "200 OK {'name':'ivr-2','channel_ids':['s12call'],'bridge_ids':[],'endpoint_ids':[],"
        "'device_names':[],'events_allowed':[],'events_disallowed':[]}";
    static const char sources[] = "POST /ari/applications/ivr-2/subscription";
    expect(&world, "POST /ari/applications/ivr-2/subscription?eventSource=channel:s12call",
           subscribed);
    expect(&world, sources, "400 Bad Request {'message':'Missing parameter eventSource'}");
    static const struct {
        const char *source;
        const char *answer;
    } refused[] = {
        {"s12call", "400 Bad Request {'message':'Invalid event source URI scheme'}"},
        {"foo:s12call", "400 Bad Request {'message':'Invalid event source URI scheme'}"},
        {"channel:none", "422 Unprocessable Entity {'message':'Event source does not exist'}"},
        {"bridge:none", "422 Unprocessable Entity {'message':'Event source does not exist'}"},
        {"endpoint:PJSIP/x", "422 Unprocessable Entity {'message':'Event source does not exist'}"},
        {"channel:s12call,bridge:none",
         "422 Unprocessable Entity {'message':'Event source does not exist'}"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        char line[128];
        snprintf(line, sizeof line, "%s?eventSource=%s", sources, refused[i].source);
        expect(&world, line, refused[i].answer);
    }
    expect(&world, "POST /ari/applications/ghost/subscription?eventSource=channel:s12call",
           "404 Not Found {'message':'Application not found'}");
    expect(&world, "DELETE /ari/applications/ivr-1/subscription?eventSource=channel:s12call",
           "409 Conflict {'message':'Application not subscribed to event source'}");
    expect(&world, "POST /ari/channels/s12call/continue", "204 No Content");
    pass(&world, SECOND);
    is_str(frames(winner), "StasisEnd Ring", "the winner sees the end of its session alone");
    static const char seen[] = "ChannelVarset STASISSTATUS\n"
                               "ChannelDialplan Ring\n"
                               "ChannelDialplan Ring\n"
                               "ChannelUserevent BroadcastResult\n"
                               "ChannelDialplan Ring\n"
                               "ChannelDialplan Ring\n"
                               "ChannelHangupRequest Ring\n"
                               "ChannelDialplan Ring\n"
                               "ChannelUserevent BroadcastHangup\n"
                               "ChannelDestroyed Ring";
    is_str(frames(observer), seen, "the subscriber sees everything");
    ari_world_end(&world);
}

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

#define PLAYBACK(id, uri, state)                                                                   \
    "{'id':'" id "','media_uri':'" uri                                                             \
    "','target_uri':'channel:call','language':'en','state':'" state "'}"

static void test_play(void) {
    begin();
    struct ari_client *client = hold("call");
    expect(&world, "POST /ari/channels/call/play?media=sound:oracle-beep",
           "201 Created " PLAYBACK("00000000-0000-4000-8000-000000000001", "sound:oracle-beep",
                                   "queued"));
    is_str(world.location, "/ari/playbacks/00000000-0000-4000-8000-000000000001", "Location");
    pass(&world, SECOND - 1);
    is_str(frames(client), "PlaybackStarted playing", "it lasts a second");
    pass(&world, 1);
    is_str(frames(client), "PlaybackFinished done", "and no longer");
    expect(&world, "POST /ari/channels/call/play?media=sound:none&lang=sv&playbackId=p2",
           "201 Created {'id':'p2','media_uri':'sound:none','target_uri':'channel:call','language':"
           "'sv','state':'queued'}");
    is_str(frames(client), "PlaybackStarted playing\nPlaybackFinished failed", "a missing sound");
    expect(&world,
           "POST /ari/channels/call/"
           "play?playbackId=p3&media=sound:oracle-beep,sound:none,sound:oracle-beep",
           "201 Created {'id':'p3','media_uri':'sound:oracle-beep','next_media_uri':'sound:none',"
           "'target_uri':'channel:call','language':'en','state':'queued'}");
    pass(&world, 2 * SECOND);
    is_str(frames(client),
           "PlaybackStarted playing\nPlaybackContinuing continuing\nPlaybackStarted playing\n"
           "PlaybackContinuing continuing\nPlaybackStarted playing\nPlaybackFinished done",
           "good, missing, good");
    static const struct {
        const char *media;
        const char *frames;
    } kinds[] = {
        {"number:12", "PlaybackStarted playing\nPlaybackFinished failed"},
        {"digits:12", "PlaybackStarted playing\nPlaybackFinished done"},
        {"characters:ab", "PlaybackStarted playing\nPlaybackFinished done"},
        {"recording:none", "PlaybackStarted playing"},
        {"foo:bar", "PlaybackStarted playing"},
        {"bar", "PlaybackStarted playing"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char line[128];
        snprintf(line, sizeof line, "POST /ari/channels/call/play?media=%s", kinds[i].media);
        ask(&world, line);
        is_int(world.status, 201, "%s is queued", kinds[i].media);
        is_str(frames(client), kinds[i].frames, "%s", kinds[i].media);
    }
    static const char failed[] =
        "500 Internal Server Error {'message':'Failed to queue media for playback'}";
    expect(&world, "POST /ari/channels/call/play?media=", failed);
    expect(&world, "POST /ari/channels/call/play", failed);
    expect(&world, "POST /ari/channels/none/play?media=sound:oracle-beep",
           "404 Not Found {'message':'Channel not found'}");
    expect(&world, "POST /ari/channels/call/play/p5?media=sound:oracle-long&offsetms=7000",
           "201 Created " PLAYBACK("p5", "sound:oracle-long", "queued"));
    pass(&world, SECOND);
    is_str(frames(client), "PlaybackStarted playing\nPlaybackFinished done", "from an offset");
    ari_world_end(&world);
}

static void test_stop(void) {
    begin();
    struct ari_client *client = hold("call");
    static const char none[] = "404 Not Found {'message':'Playback not found'}";
    expect(&world, "DELETE /ari/playbacks/none", none);
    ask(&world, "POST /ari/channels/call/play/long?media=sound:oracle-long");
    ask(&world, "POST /ari/channels/call/play/next?media=sound:oracle-beep");
    ask(&world, "POST /ari/channels/call/play/third?media=sound:oracle-beep");
    expect(&world, "GET /ari/playbacks/long",
           "200 OK " PLAYBACK("long", "sound:oracle-long", "playing"));
    expect(&world, "GET /ari/playbacks/next",
           "200 OK " PLAYBACK("next", "sound:oracle-beep", "queued"));
    pass(&world, 300 * MS);
    expect(&world, "DELETE /ari/playbacks/third", "204 No Content");
    expect(&world, "DELETE /ari/playbacks/long", "204 No Content");
    is_str(frames(client),
           "PlaybackStarted playing\nPlaybackFinished done\nPlaybackStarted playing",
           "the next one begins at once");
    expect(&world, "GET /ari/playbacks/long", none);
    pass(&world, SECOND);
    is_str(frames(client), "PlaybackFinished done\nPlaybackFinished done",
           "one that was stopped while it waited never begins");
    ask(&world, "POST /ari/channels/call/play/tone?media=tone:ring");
    pass(&world, 20 * SECOND);
    expect(&world, "DELETE /ari/playbacks/tone", "204 No Content");
    is_str(frames(client), "PlaybackStarted playing\nPlaybackFinished done", "a tone has no end");
    ask(&world, "POST /ari/channels/call/play/last?media=sound:oracle-long");
    ask(&world, "POST /ari/channels/call/play/never?media=sound:oracle-long");
    ask(&world, "POST /ari/channels/call/answer");
    ok(!world.answered, "what is asked meanwhile waits for its turn");
    expect(&world, "GET /ari/channels/call/variable?variable=A",
           "404 Variable Not Found {'message':'Provided variable was not found'}");
    frames(client);
    ask(&world, "DELETE /ari/channels/call");
    is_str(frames(client), "ChannelHangupRequest Ring\nPlaybackFinished failed\nStasisEnd Ring",
           "a hang-up fails it");
    expect(&world, "GET /ari/playbacks/never", none);
    ari_world_end(&world);
}

/* A request that has to wait for the channel is answered when it is done, or when it cannot be any
 * more. */
static void test_waiting(void) {
    begin();
    hold("call");
    ask(&world, "POST /ari/channels/call/play/last?media=sound:oracle-long");
    ask(&world, "POST /ari/channels/call/answer");
    ok(!world.answered, "the playback goes first");
    pass(&world, 8 * SECOND);
    is_str(answer_of(&world), "204 No Content", "then it is answered");
    ask(&world, "POST /ari/channels/call/play/last?media=sound:oracle-long");
    ask(&world, "POST /ari/channels/call/answer");
    ask(&world, "DELETE /ari/channels/call");
    is_int(world.late_status, 409, "the channel has left the session");
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
    expect(&world, "POST /ari/channels?app=ivr-1",
           "400 Bad Request {'message':'Endpoint must be specified'}");
    expect(&world, "POST /ari/channels?endpoint=foo&app=ivr-1",
           "400 Bad Request {'message':'Invalid endpoint specified'}");
    expect(&world, "POST /ari/channels?endpoint=FOO/x&app=ivr-1",
           "500 Internal Server Error {'error':'Allocation failed'}");
    expect(&world, "POST /ari/channels?endpoint=Local/s@far",
           "400 Bad Request {'message':'Application or extension must be specified'}");
    expect(&world, "POST /ari/channels?endpoint=Local/s@far&app=ivr-1&channelId=s07call",
           "409 Conflict {'message':'Channel with given unique ID already exists'}");
    expect(&world, "POST /ari/channels?endpoint=Local/s@far&app=ivr-1&channelId=S07c",
           "409 Conflict {'message':'Channel with given unique ID already exists'}");
    expect(&world, "POST /ari/channels?endpoint=Local/s@far&app=ivr-1&formats=bogus",
           "400 Bad Request {'message':'Provided format (bogus) was not found'}");
    expect(&world,
           "POST /ari/channels/mine?endpoint=Local/s@far&app=ivr-1&appArgs=o1,o2&callerId=200",
           "200 OK {'id':'mine','name':'Local/s@far-00000001;1','state':'Down','protocol_id':'',"
           "'caller':{'name':'','number':'200'},'connected':{'name':'','number':'200'},"
           "'accountcode':'','dialplan':{'context':'far','exten':'s','priority':1,'app_name':"
           "'AppDial2','app_data':'(Outgoing Line)'},'creationtime':'2026-01-01T00:00:00.000+0000',"
           "'language':'en','channelvars':{'SKILL_REQUIRED':'','PRIORITY':''}}");
    ask_with(&world, "POST /ari/channels?endpoint=Local/s@far&app=ivr-1", "application/json",
             "{\"variables\":\"x\"}");
    is_int(world.status, 200, "variables that are none are passed over");
    ask(&world, "POST /ari/channels?endpoint=Local/s@far&app=ghost&channelId=lost");
    is_int(world.status, 200, "an application that is not there is found out later");
    expect(&world, "GET /ari/channels/lost", "404 Not Found {'message':'Channel not found'}");
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

/* The same life twice takes the same memory: nothing stays behind in the world. */
static void live(void) {
    originate("call", "{'variables':{'__BARGS':'3000,,a:b'}}");
    ask(&world, "POST /ari/events/claim?channelId=call&application=ivr-1");
    ask(&world, "POST /ari/events/claim?channelId=call&application=ivr-1");
    ask(&world, "POST /ari/channels/call/play/p?media=sound:oracle-long,sound:oracle-beep");
    ask(&world, "POST /ari/channels/call/play/q?media=sound:oracle-long");
    ask(&world, "POST /ari/channels/call/answer");
    ask(&world, "POST /ari/channels/call/variable?variable=A&value=1");
    ask(&world, "POST /ari/channels/call/continue?context=cont");
    ask(&world, "POST /ari/channels/call/move?app=ghost&appArgs=x");
    ask(&world, "POST /ari/events/user/e?application=ivr-1&source=channel:call");
    ask(&world, "PUT /ari/nothing");
    ask(&world, "DELETE /ari/channels/call");
    pass(&world, SECOND);
    world.clients[0].frames[0] = '\0';
}

static void test_memory(void) {
    begin();
    connect_app(&world, "ivr-1", false);
    live();
    size_t before = world_memory_bytes(world.w);
    for (int i = 0; i < 5; i++) {
        live();
    }
    is_int(world_memory_bytes(world.w), before, "no memory is lost");
    ari_world_end(&world);
}

int main(void) {
    test_memory();
    test_claim_and_hangup();
    test_race_and_continue();
    test_move();
    test_subscriber();
    test_unsubscribe();
    test_event_filter();
    test_variables();
    test_continue();
    test_hangup();
    test_play();
    test_stop();
    test_waiting();
    test_ring();
    test_originate();
    test_user_events();
    return done_testing();
}

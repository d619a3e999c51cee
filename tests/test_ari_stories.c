/* Whole stories over ARI, as recorded: the frames each application gets, in order, with their keys.
 */
#include "tests/ari_recorded.h"

#define CONFLICT                                                                                   \
    "409 Conflict {'message':'Channel has already been claimed by another application'}"
#define NOTHING "404 Not Found {'message':'Channel not found or not in broadcast state'}"
#define NOT_IN_STASIS "409 Conflict {'message':'Channel not in Stasis application'}"

#define CHANNEL_A1(state)                                                                          \
    "{'id':'a1call','name':'Local/s@b-00000000;2','state':'" state "','protocol_id':'','caller':{" \
    "'name':'Alice','number':'100'},'connected':{'name':'Alice','number':'100'},'accountcode':''," \
    "'dialplan':{'context':'b','exten':'s','priority':3,'app_name':'StasisBroadcast','app_data':"  \
    "'2000,,sales:priority-high'},'creationtime':'2026-01-01T00:00:00.100+0000','language':'en',"  \
    "'channelvars':{'SKILL_REQUIRED':'billing','PRIORITY':'3'}}"

#define FRAME_A1(own, type, args, state, behind)                                                   \
    "{" own "'type':'" type "','timestamp':'2026-01-01T00:00:00.100+0000'," args                   \
    "'channel':" CHANNEL_A1(state) "," behind                                                      \
                                   "'asterisk_id':'02:fc:00:00:00:01','application':'ivr-1'}"

static const char *const FRAMES_A1[] = {
    FRAME_A1("", "CallBroadcast", "", "Ring", "'caller':'100','called':'s',"),
    FRAME_A1("", "StasisStart", "'args':['sales','priority-high'],", "Ring", ""),
    FRAME_A1("", "ChannelStateChange", "", "Up", ""),
    FRAME_A1("'variable':'FOO','value':'bar',", "ChannelVarset", "", "Up", ""),
    FRAME_A1("'cause':32,'soft':true,", "ChannelHangupRequest", "", "Up", ""),
    FRAME_A1("", "StasisEnd", "", "Up", ""),
};

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
    char *frame = strtok(ivr->frames, "\n");
    for (size_t i = 0; i < sizeof FRAMES_A1 / sizeof FRAMES_A1[0]; i++) {
        is_str(frame, quoted(FRAMES_A1[i]), "frame %zu, to the byte", i + 1);
        frame = strtok(NULL, "\n");
    }
    is_str(frame, NULL, "and no other");
    pass(&world, SECOND);
    expect(&world, "GET /ari/channels", "200 OK []");
    expect(&world, "GET /ari/channels/a1call", "404 Not Found {'message':'Channel not found'}");
    expect(&world, "POST /ari/channels/a1call/answer",
           "404 Not Found {'message':'Channel not found'}");
    ari_world_end(&world);
}

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

/* The same life twice takes the same memory: nothing stays behind in the world. */
static void live(void) {
    originate("call", "{'variables':{'__BARGS':'3000,^ivr,a:b'}}");
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
    test_claim_and_hangup();
    test_race_and_continue();
    test_move();
    test_subscriber();
    test_memory();
    return done_testing();
}

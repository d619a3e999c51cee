/* Channels that applications make: originated into an application, made and dialled later,
 * snooping, to a media server; as recorded. And what can be subscribed to. */
#include "tests/ari_world.h"

static const char PLAN[] = "[b]\n"
                           "exten => s,1,StasisBroadcast(3000)\n"
                           "exten => v,1,StasisBroadcast(0)\n"
                           " same => n,Wait(1)\n"
                           "[far]\n"
                           "exten => s,1,Answer()\n"
                           " same => n,Wait(300)\n"
                           "exten => ring,1,Ringing()\n"
                           " same => n,Wait(300)\n";

static struct ari_world world;
static struct ari_client *ivr;

static void begin(void) {
    memset(&world, 0, sizeof world);
    give_phones(&world);
    ari_world_begin(&world, PLAN, 0);
    ivr = connect_app(&world, "ivr-1", false);
}

/* A call "c" that ivr-1 holds and has answered. */
static void begin_with_call(void) {
    begin();
    take_a_call(&world, "c", "ivr-1", "s");
    frames(ivr);
}

#define CHANNEL(id, name, state, context, exten, app, data)                                        \
    "{'id':'" id "','name':'" name "','state':'" state                                             \
    "','protocol_id':'','caller':{'name':'','number':''},'connected':{'name':'','number':''},"     \
    "'accountcode':'','dialplan':{'context':'" context "','exten':'" exten                         \
    "','priority':1,'app_name':'" app "','app_data':'" data                                        \
    "'},'creationtime':'2026-01-01T00:00:00.000+0000','language':'en','channelvars':{"             \
    "'SKILL_REQUIRED':'','PRIORITY':''}}"

static void test_snoop(void) {
    static const char none[] =
        "400 Bad Request {'message':'Direction must be specified for at least spy or whisper'}";
    begin_with_call();
    expect(&world, "POST /ari/channels/c/snoop?app=ivr-1", none);
    expect(&world, "POST /ari/channels/c/snoop?app=ivr-1&spy=none&whisper=none", none);
    expect(&world, "POST /ari/channels/c/snoop?spy=both",
           "400 Bad Request {'message':'Application name is required'}");
    expect(&world, "POST /ari/channels/c/snoop?app=ivr-1&spy=bogus",
           "400 Bad Request {'message':'Invalid direction specified for spy'}");
    expect(&world, "POST /ari/channels/c/snoop?app=ivr-1&whisper=bogus",
           "400 Bad Request {'message':'Invalid direction specified for whisper'}");
    expect(&world, "POST /ari/channels/none/snoop?app=ivr-1&spy=both",
           "404 Channel Not Found {'message':'Provided channel was not found'}");
    expect(&world, "POST /ari/channels/c/snoop?app=ivr-1&spy=both&snoopId=sn&appArgs=x,y",
           "200 OK " CHANNEL("sn", "Snoop/c-00000000", "Up", "default", "s", "", ""));
    ok(strstr(ivr->frames,
              quoted("'args':['x','y'],'channel':" CHANNEL(
                  "sn", "Snoop/c-00000000", "Up", "default", "s", "Stasis", "ivr-1,x,y"))) != NULL,
       "the application gets it, with its arguments");
    is_str(frames(ivr), "StasisStart Up", "and nothing before it");
    expect(&world, "POST /ari/channels/c/snoop/sn?app=ivr-1&spy=in",
           "409 Conflict {'message':'Channel with given unique ID already exists'}");
    ask(&world, "DELETE /ari/channels/sn");
    is_str(frames(ivr), "ChannelHangupRequest Up\nStasisEnd Up", "it is hung up");
    ask(&world, "POST /ari/channels/c/snoop/sn2?app=ivr-1&whisper=out");
    ok(strstr(world.body, "Snoop/c-00000001") != NULL, "they are counted");
    frames(ivr);
    ask(&world, "DELETE /ari/channels/c");
    expect(&world, "GET /ari/channels", "200 OK []");
    ari_world_end(&world);
}

/* Of both halves the application hears from their dialling to their end. */
static void test_originate(void) {
    begin();
    expect(&world, "POST /ari/channels?endpoint=Local/s@far&app=ivr-1&appArgs=o1,o2&channelId=o",
           "200 OK " CHANNEL("o", "Local/s@far-00000000;1", "Down", "far", "s", "AppDial2",
                             "(Outgoing Line)"));
    ok(strstr(ivr->frames, quoted("'args':['o1','o2']")) != NULL, "its arguments");
    is_str(frames(ivr),
           "Dial -\nChannelDialplan Ring\nChannelStateChange Up\nChannelStateChange Up\nDial -\n"
           "ChannelVarset STASISSTATUS\nStasisStart Up",
           "dialled, answered, and in the application");
    expect(&world, "DELETE /ari/channels/o", "204 No Content");
    ok(strstr(ivr->frames, quoted("'cause':16,'cause_txt':'Normal Clearing','channel':" CHANNEL(
                               "o;2", "Local/s@far-00000000;2", "Up", "far", "s", "", ""))) != NULL,
       "the other half, whose id is made from the first, ends with its cause");
    is_str(frames(ivr),
           "ChannelHangupRequest Up\nStasisEnd Up\nChannelVarset STASISSTATUS\n"
           "ChannelHangupRequest Up\nChannelDestroyed Up\nChannelHangupRequest Up\n"
           "ChannelDestroyed Up",
           "to the end of both");
    ask(&world, "POST /ari/channels?endpoint=Local/none@far&app=ivr-1&channelId=lost");
    const char *ends = frames(ivr); /* of two threads: in any order */
    ok(strstr(ends, "ChannelDestroyed Ring") && strstr(ends, "ChannelDestroyed Down") &&
           strlen(ends) == strlen("ChannelDestroyed Ring\nChannelDestroyed Down"),
       "nobody is there");
    ask(&world, "POST /ari/channels?endpoint=Local/s@far&app=ivr-1&otherChannelId=two");
    ok(!strstr(world.body, "two") && strstr(ivr->frames, quoted("'id':'two'")) != NULL,
       "each half may have an id of its own");
    ask(&world, "POST /ari/channels?endpoint=Local/s@far&app=ghost&channelId=ghost");
    is_int(world.status, 200, "an unknown application is found out later");
    expect(&world, "GET /ari/channels/ghost", "404 Not Found {'message':'Channel not found'}");
    ari_world_end(&world);
}

static void test_originate_refused(void) {
    static const char taken[] =
        "409 Conflict {'message':'Channel with given unique ID already exists'}";
    begin_with_call();
    expect(&world, "POST /ari/channels?app=ivr-1",
           "400 Bad Request {'message':'Endpoint must be specified'}");
    expect(&world, "POST /ari/channels?endpoint=foo&app=ivr-1",
           "400 Bad Request {'message':'Invalid endpoint specified'}");
    expect(&world, "POST /ari/channels?endpoint=FOO/x&app=ivr-1",
           "500 Internal Server Error {'error':'Allocation failed'}");
    expect(&world, "POST /ari/channels?endpoint=Local/s@far",
           "400 Bad Request {'message':'Application or extension must be specified'}");
    expect(&world, "POST /ari/channels?endpoint=Local/s@far&app=ivr-1&channelId=C", taken);
    expect(&world, "POST /ari/channels?endpoint=Local/s@far&app=ivr-1&otherChannelId=o-", taken);
    expect(&world, "POST /ari/channels?endpoint=Local/s@far&app=ivr-1&channelId=x&otherChannelId=x",
           taken);
    expect(&world,
           "POST /ari/channels/create?endpoint=Local/s@far&app=ivr-1&channelId=Xy&otherChannelId=x",
           taken);
    expect(&world, "POST /ari/channels?endpoint=Local/s@far&app=ivr-1&formats=bogus",
           "400 Bad Request {'message':'Provided format (bogus) was not found'}");
    ask_with(&world, "POST /ari/channels/fine?endpoint=Local/s@far&app=ivr-1", "application/json",
             quoted("{'variables':'x'}"));
    is_int(world.status, 200, "variables that are none are passed over");
    ari_world_end(&world);
}

/* An id that is made up is never one that a client has chosen. */
static void test_made_up_ids(void) {
    begin();
    ask(&world, "POST /ari/channels?endpoint=Local/s@far&app=ivr-1&otherChannelId=1767225600.1");
    ok(strstr(world.body, quoted("{'id':'1767225600.2'")) != NULL, "for the other half");
    ask(&world, "POST /ari/channels/1767225600.3?endpoint=PJSIP/alice&app=ivr-1");
    ask(&world, "POST /ari/channels/create?endpoint=PJSIP/alice&app=ivr-1");
    ok(strstr(world.body, quoted("{'id':'1767225600.4'")) != NULL, "for another channel");
    ask(&world, "POST /ari/bridges/00000000-0000-4000-8000-000000000001");
    ask(&world, "POST /ari/bridges");
    ok(strstr(world.body, quoted("{'id':'00000000-0000-4000-8000-000000000002'")) != NULL,
       "for a bridge");
    ari_world_end(&world);
}

/* So many seconds are more microseconds than a number holds: all but half a second of them. */
static void test_long_timeouts(void) {
    begin();
    ask(&world, "POST /ari/channels/o?endpoint=PJSIP/alice&app=ivr-1&timeout=18446744073710");
    ask(&world, "POST /ari/channels/create?endpoint=PJSIP/alice&app=ivr-1&channelId=c");
    ask(&world, "POST /ari/channels/c/dial?timeout=18446744073710");
    is_str(answer_of(&world), "204 No Content", "it is dialled");
    pass(&world, 2 * SECOND);
    static const char *const ids[] = {"o", "c"};
    for (size_t i = 0; i < 2; i++) {
        char line[64];
        snprintf(line, sizeof line, "GET /ari/channels/%s", ids[i]);
        ask(&world, line);
        ok(strstr(world.body, quoted("'state':'Up'")) != NULL, "%s: alice answers", ids[i]);
    }
    ari_world_end(&world);
}

/* Functions among the variables of a call: the language reaches the other half. */
static void test_functions(void) {
    begin();
    ask_with(&world,
             "POST /ari/channels?endpoint=Local/v@b&extension=s&context=far&channelId=n"
             "&otherChannelId=f",
             "application/json",
             quoted("{'variables':{'CHANNEL(language)':'sv','CHANNEL(accountcode)':'acc1'}}"));
    ok(strstr(world.body, quoted("'accountcode':'acc1'")) != NULL &&
           strstr(world.body, quoted("'language':'sv'")) != NULL,
       "on the first");
    ask(&world, "GET /ari/channels/f");
    ok(strstr(world.body, quoted("'accountcode':''")) != NULL &&
           strstr(world.body, quoted("'language':'sv'")) != NULL,
       "the language alone on the second");
    ari_world_end(&world);
}

static void test_create_and_dial(void) {
    begin_with_call();
    expect(&world, "POST /ari/channels/create?endpoint=Local/ring@far",
           "400 Bad Request {'message':'Application name is required'}");
    expect(&world, "POST /ari/channels/create?endpoint=Local/ring@far&app=ivr-1&channelId=d",
           "200 OK " CHANNEL("d", "Local/ring@far-00000001;1", "Down", "far", "ring", "", ""));
    is_str(frames(ivr), "ChannelDialplan Down\nChannelVarset STASISSTATUS\nStasisStart Down",
           "the application has it at once");
    pass(&world, 10 * SECOND);
    is_str(frames(ivr), "", "nobody is called");
    ask(&world, "POST /ari/channels/c/dial");
    is_str(world.body, "{\"message\":\"Channel is not in the 'Down' state\"}",
           "only one that is down");
    expect(&world, "POST /ari/channels/d/dial?caller=none",
           "404 Not Found {'message':'The calling channel was not found'}");
    expect(&world, "POST /ari/channels/d/dial?caller=c&timeout=2", "204 No Content");
    ok(strstr(ivr->frames, quoted("'connected':{'name':'Alice','number':'100'}")) != NULL,
       "it learns who calls");
    is_str(frames(ivr),
           "ChannelVarset __TWO\nChannelVarset __ONE\nChannelConnectedLine Down\nDial -\n"
           "ChannelStateChange Ringing\nDial -",
           "with the caller's variables, in its order; and rings");
    ask(&world, "POST /ari/channels/d/dial");
    is_str(world.body, "{\"message\":\"Channel is not in the 'Down' state\"}", "once is enough");
    ask(&world, "DELETE /ari/channels/d");
    is_str(frames(ivr),
           "ChannelHangupRequest Ringing\nStasisEnd Ringing\nChannelVarset STASISSTATUS\n"
           "ChannelDestroyed Ringing",
           "its end tells of no dialling");
    ask(&world, "POST /ari/channels/create?endpoint=Local/ring@far&app=ivr-1&channelId=e");
    ask(&world, "POST /ari/channels/e/dial?timeout=2");
    frames(ivr);
    pass(&world, 1999 * MS);
    is_str(frames(ivr), "", "not given up yet");
    pass(&world, 1 * MS);
    ok(strstr(ivr->frames, quoted("'dialstatus':'NOANSWER'")) != NULL, "nobody has answered");
    ari_world_end(&world);
}

/* Who calls is shown by the phone that is called. */
static void test_callers(void) {
    static const struct {
        const char *caller;
        const char *shown;
    } rows[] = {
        {"Bob%20%3C300%3E", "'caller':{'name':'Bob','number':'300'},'connected':{'name':'Bob',"
                            "'number':'300'}"},
        {"300", "'caller':{'name':'','number':'300'},'connected':{'name':'','number':'300'}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char line[128];
        begin();
        snprintf(line, sizeof line,
                 "POST /ari/channels?endpoint=PJSIP/alice&app=ivr-1&channelId=a&callerId=%s",
                 rows[i].caller);
        ask(&world, line);
        ok(strstr(world.body, quoted(rows[i].shown)) != NULL, "%s is shown", rows[i].caller);
        ask(&world, "DELETE /ari/channels/a");
        pass(&world, 60 * SECOND);
        expect(&world, "GET /ari/channels", "200 OK []");
        ari_world_end(&world);
    }
}

static void test_phones(void) {
    begin();
    ask(&world, "POST /ari/channels?endpoint=PJSIP/alice&app=ivr-1&channelId=a");
    ok(strstr(world.body, quoted("'name':'PJSIP/alice-00000001','state':'Down'")) != NULL,
       "a phone is called");
    is_str(frames(ivr), "Dial -\nChannelStateChange Ringing\nDial -", "it rings");
    pass(&world, 2 * SECOND);
    is_str(frames(ivr), "ChannelStateChange Up\nDial -\nChannelVarset STASISSTATUS\nStasisStart Up",
           "and is answered into the application");
    ask(&world, "GET /ari/channels/a/rtp_statistics");
    is_str(answer_of(&world),
           quoted("200 OK {'txcount':0,'rxcount':0,'txploss':0,'rxploss':0,'local_ssrc':0,"
                  "'remote_ssrc':0,'txoctetcount':0,'rxoctetcount':0,'channel_uniqueid':'a'}"),
           "it has statistics");
    expect(&world, "POST /ari/channels/a/redirect?endpoint=PJSIP/bob", "204 No Content");
    is_str(frames(ivr),
           "ChannelHangupRequest Up\nStasisEnd Up\nChannelVarset STASISSTATUS\n"
           "ChannelDestroyed Up",
           "sent elsewhere it leaves");
    ask(&world, "POST /ari/channels?endpoint=PJSIP/bob&app=ivr-1&channelId=b");
    frames(ivr);
    pass(&world, SECOND);
    ok(strstr(ivr->frames, quoted("'dialstatus':'BUSY'")) != NULL, "one is busy");
    frames(ivr);
    ask(&world, "POST /ari/channels?endpoint=PJSIP/carol&app=ivr-1&channelId=x&timeout=5");
    pass(&world, 4999 * MS);
    ok(!strstr(ivr->frames, "NOANSWER"), "one is waited for");
    pass(&world, 1 * MS);
    ok(strstr(ivr->frames, quoted("'dialstatus':'NOANSWER'")) != NULL, "in vain");
    frames(ivr);
    ask(&world, "POST /ari/channels/create?endpoint=PJSIP/alice&app=ivr-1&channelId=y");
    is_str(frames(ivr), "ChannelDialplan Down\nChannelVarset STASISSTATUS\nStasisStart Down",
           "one is made without dialling");
    ask(&world, "POST /ari/channels/y/dial");
    pass(&world, 2 * SECOND);
    is_str(frames(ivr), "Dial -\nChannelStateChange Ringing\nDial -\nChannelStateChange Up\nDial -",
           "dialled");
    ari_world_end(&world);
}

static void test_external_media(void) {
    begin();
    expect(&world, "POST /ari/channels/externalMedia?external_host=h:1&format=ulaw",
           "400 Bad Request {'message':'Application name is required'}");
    expect(&world, "POST /ari/channels/externalMedia?app=ivr-1&format=ulaw",
           "400 Bad Request {'message':'external_host is required'}");
    expect(&world, "POST /ari/channels/externalMedia?app=ivr-1&external_host=h:1",
           "400 Bad Request {'message':'format is required'}");
    expect(&world, "POST /ari/channels/externalMedia?app=ivr-1&external_host=h:1&format=bogus",
           "400 Bad Request {'message':'Provided format (bogus) was not found'}");
    ask(&world, "POST /ari/channels/externalMedia?app=ivr-1&external_host=h:1&format=ulaw"
                "&transport=tcp");
    is_int(world.status, 501, "only RTP");
    expect(&world,
           "POST /ari/channels/externalMedia?app=ivr-1&external_host=127.0.0.1:29999&format=ulaw"
           "&channelId=x",
           "200 OK {'id':'x','name':'UnicastRTP/127.0.0.1:29999-0x000000000001','state':'Down',"
           "'protocol_id':'','caller':{'name':'','number':''},'connected':{'name':'','number':''},"
           "'accountcode':'','dialplan':{'context':'default','exten':'s','priority':1,'app_name':"
           "'AppDial2','app_data':'(Outgoing Line)'},'creationtime':'2026-01-01T00:00:00.000+0000',"
           "'language':'en','channelvars':{'UNICASTRTP_LOCAL_PORT':'10002',"
           "'UNICASTRTP_LOCAL_ADDRESS':'127.0.0.1'}}");
    ok(strstr(ivr->frames, quoted("'dialstring':'127.0.0.1:29999/c(ulaw)'")) != NULL,
       "what is dialled");
    is_str(frames(ivr),
           "Dial -\nChannelStateChange Up\nDial -\nChannelVarset STASISSTATUS\nStasisStart Up",
           "answered at once");
    expect(&world, "GET /ari/channels/x/variable?variable=UNICASTRTP_LOCAL_ADDRESS",
           "200 OK {'value':'127.0.0.1'}");
    ask(&world, "DELETE /ari/channels/x");
    is_str(frames(ivr),
           "ChannelHangupRequest Up\nStasisEnd Up\nChannelVarset STASISSTATUS\n"
           "ChannelDestroyed Up",
           "its end");
    ari_world_end(&world);
}

static void test_subscriptions(void) {
#define IVR(channels, bridges, endpoints)                                                          \
    "200 OK {'name':'ivr-1','channel_ids':[" channels "],'bridge_ids':[" bridges                   \
    "],'endpoint_ids':[" endpoints                                                                 \
    "],'device_names':[],'events_allowed':[],'events_disallowed':[]}"
#define SUBSCRIBE "POST /ari/applications/ivr-1/subscription?eventSource="
#define UNSUBSCRIBE "DELETE /ari/applications/ivr-1/subscription?eventSource="
    static const char missing[] =
        "422 Unprocessable Entity {'message':'Event source does not exist'}";
    static const char scheme[] = "400 Bad Request {'message':'Invalid event source URI scheme'}";
    static const char not_there[] =
        "409 Conflict {'message':'Application not subscribed to event source'}";
    begin();
    ask(&world, "POST /ari/bridges/br");
    expect(&world, SUBSCRIBE "bridge:none", missing);
    expect(&world, SUBSCRIBE "channel:none", missing);
    expect(&world, SUBSCRIBE "endpoint:PJSIP/none", missing);
    expect(&world, SUBSCRIBE "bridge:", missing);
    expect(&world, SUBSCRIBE "foo:bar", scheme);
    expect(&world, SUBSCRIBE "bar", scheme);
    expect(&world, UNSUBSCRIBE "bridge:br", not_there);
    expect(&world, UNSUBSCRIBE "deviceState:Stasis:x", not_there);
    expect(&world, SUBSCRIBE "bridge:br,endpoint:PJSIP/alice", IVR("", "'br'", "'PJSIP/alice'"));
    ask(&world, "POST /ari/channels?endpoint=PJSIP/bob&extension=s&context=far&timeout=5");
    is_str(frames(ivr), "", "not to this endpoint");
    ask(&world, "POST /ari/channels?endpoint=PJSIP/alice&extension=s&context=far&timeout=5");
    is_str(frames(ivr),
           "ChannelCreated Down\nChannelDialplan Down\nDial -\nChannelStateChange Ringing\nDial -",
           "but to this one: all of its channels");
    expect(&world, UNSUBSCRIBE "bridge:br,endpoint:PJSIP/alice", IVR("", "", ""));
    expect(&world, UNSUBSCRIBE "endpoint:PJSIP/alice", not_there);
    pass(&world, 10 * SECOND);
    is_str(frames(ivr), "", "nothing more is heard");
    expect(&world, SUBSCRIBE "channel:", IVR("'__AST_CHANNEL_ALL_TOPIC'", "", ""));
    ask(&world, "POST /ari/channels?endpoint=PJSIP/bob&extension=s&context=far&channelId=any");
    is_str(frames(ivr),
           "ChannelCreated Down\nChannelDialplan Down\nDial -\nChannelStateChange Ringing\nDial -",
           "any channel");
    expect(&world, UNSUBSCRIBE "channel:", IVR("", "", ""));
    ari_world_end(&world);
}

/* A client's event shows what its sources name. */
static void test_user_events(void) {
    static const char missing[] =
        "422 Unprocessable Entity {'message':'Event source was not found'}";
    static const char scheme[] = "400 Bad Request {'message':'Invalid event source URI scheme'}";
#define SEND "POST /ari/events/user/ev?application=ivr-1&source="
    begin_with_call();
    ask(&world, "POST /ari/bridges/br");
    expect(&world, SEND "bridge:br", "204 No Content");
    is_str(ivr->frames,
           quoted("{'type':'ChannelUserevent','timestamp':'2026-01-01T00:00:00.000+0000',"
                  "'eventname':'ev','userevent':{'eventname':'ev'},'bridge':{'id':'br',"
                  "'technology':'simple_bridge','bridge_type':'mixing','bridge_class':'stasis',"
                  "'creator':'Stasis','name':'','channels':[],'creationtime':"
                  "'2026-01-01T00:00:00.000+0000','video_mode':'talker'},'asterisk_id':"
                  "'02:fc:00:00:00:01','application':'ivr-1'}\n"),
           "a bridge");
    frames(ivr);
    expect(&world, SEND "endpoint:PJSIP/alice", "204 No Content");
    ok(strstr(ivr->frames, quoted("'userevent':{'eventname':'ev'},'endpoint':{'technology':'PJSIP'"
                                  ",'resource':'alice','state':'online','channel_ids':[]}")) !=
           NULL,
       "an endpoint");
    frames(ivr);
    expect(&world, SEND "channel:c,bridge:br", "204 No Content");
    ok(strstr(ivr->frames, quoted("'channel':{'id':'c'")) != NULL &&
           strstr(ivr->frames, quoted("'bridge':{'id':'br'")) != NULL,
       "both");
    expect(&world, SEND "channel:none", missing);
    expect(&world, SEND "channel:", missing);
    expect(&world, SEND "bridge:none", missing);
    expect(&world, SEND "endpoint:Local/s@far", missing);
    expect(&world, SEND "deviceState:Stasis:x", scheme);
    expect(&world, SEND "", scheme);
    ari_world_end(&world);
}

int main(void) {
    test_snoop();
    test_originate();
    test_originate_refused();
    test_made_up_ids();
    test_long_timeouts();
    test_functions();
    test_create_and_dial();
    test_callers();
    test_phones();
    test_external_media();
    test_subscriptions();
    test_user_events();
    return done_testing();
}

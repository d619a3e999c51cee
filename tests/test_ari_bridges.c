/* Bridges as recorded: who enters and leaves, what is told of it, what plays on them and is
 * recorded of them; and every documented error. */
#include "tests/ari_world.h"

static const char PLAN[] = "[b]\n"
                           "exten => s,1,StasisBroadcast(3000)\n"
                           "[far]\n"
                           "exten => s,1,Answer()\n"
                           " same => n,Wait(300)\n";

static struct ari_world world;
static struct ari_client *ivr;

/* Two calls that ivr-1 holds, "c1" and "c2", and a bridge "br" without anybody. */
static void begin(void) {
    memset(&world, 0, sizeof world);
    give_sounds(&world);
    ari_world_begin(&world, PLAN, 0);
    ivr = connect_app(&world, "ivr-1", false);
    take_a_call(&world, "c1", "ivr-1", "s");
    take_a_call(&world, "c2", "ivr-1", "s");
    ask(&world, "POST /ari/bridges/br?type=mixing,dtmf_events&name=nm");
    frames(ivr);
}

#define BRIDGE(id, name, channels)                                                                 \
    "{'id':'" id "','technology':'simple_bridge','bridge_type':'mixing','bridge_class':'stasis',"  \
    "'creator':'Stasis','name':'" name "','channels':[" channels                                   \
    "],'creationtime':'2026-01-01T00:00:00.000+0000','video_mode':'talker'}"

static void test_create(void) {
    begin();
    expect(&world, "GET /ari/bridges/br", "200 OK " BRIDGE("br", "nm", ""));
    ask(&world, "POST /ari/bridges?bridgeId=br&name=nm2");
    is_str(answer_of(&world), "409 Conflict {\"message\":\"Bridge with id 'br' already exists\"}",
           "the same id");
    ask(&world, "POST /ari/bridges?type=bogus");
    is_str(
        answer_of(&world),
        "500 Internal Error {\"message\":\"Unable to create bridge. Possible duplicate bridge id "
        "'(null)'\"}",
        "an unknown type");
    expect(&world, "POST /ari/bridges?bridgeId=b2", "200 OK " BRIDGE("b2", "", ""));
    expect(&world, "GET /ari/bridges",
           "200 OK [" BRIDGE("br", "nm", "") "," BRIDGE("b2", "", "") "]");
    is_str(frames(ivr), "", "nobody is told who has not subscribed");
    expect(&world, "GET /ari/bridges/none", "404 Not Found {'message':'Bridge not found'}");
    expect(&world, "DELETE /ari/bridges/none", "404 Not found {'message':'Bridge not found'}");
    expect(&world, "DELETE /ari/bridges/b2", "204 No Content");
    ari_world_end(&world);
}

static void test_members(void) {
    static const char not_in[] =
        "422 Unprocessable Entity {'message':'Channel not in this bridge'}";
    begin();
    expect(&world, "POST /ari/bridges/br/addChannel?channel=none",
           "400 Bad Request {'message':'Channel not found'}");
    expect(&world, "POST /ari/bridges/br/addChannel?channel=o-c1",
           "422 Unprocessable Entity {'message':'Channel not in Stasis application'}");
    expect(&world, "POST /ari/bridges/br/addChannel",
           "400 Bad Request {'message':'Missing parameter channel'}");
    expect(&world, "POST /ari/bridges/none/addChannel?channel=c1",
           "404 Not Found {'message':'Bridge not found'}");
    expect(&world, "POST /ari/bridges/br/addChannel?channel=c1,none",
           "400 Bad Request {'message':'Channel not found'}");
    expect(&world, "GET /ari/bridges/br", "200 OK " BRIDGE("br", "nm", ""));
    expect(&world, "POST /ari/bridges/br/removeChannel?channel=c1", not_in);
    expect(&world, "POST /ari/bridges/br/addChannel?channel=c1", "204 No Content");
    is_str(frames(ivr), "ChannelEnteredBridge Up", "alone it has no peer");
    expect(&world, "POST /ari/bridges/br/addChannel?channel=c2", "204 No Content");
    ok(strstr(ivr->frames, quoted("'variable':'BRIDGEPEER','value':'Local/s@b-00000001;2'")) !=
           NULL,
       "the peer's name");
    is_str(frames(ivr),
           "ChannelEnteredBridge Up\nChannelVarset BRIDGEPEER\nChannelVarset BRIDGEPEER", "two");
    expect(&world, "GET /ari/bridges/br", "200 OK " BRIDGE("br", "nm", "'c1','c2'"));
    expect(&world, "GET /ari/applications/ivr-1",
           "200 OK {'name':'ivr-1','channel_ids':['c1','c2'],'bridge_ids':['br'],'endpoint_ids':[],"
           "'device_names':[],'events_allowed':[],'events_disallowed':[]}");
    ask(&world, "POST /ari/bridges/br/addChannel?channel=c1");
    is_str(frames(ivr),
           "ChannelVarset BRIDGEPEER\nChannelLeftBridge Up\nChannelEnteredBridge Up\n"
           "ChannelVarset BRIDGEPEER\nChannelVarset BRIDGEPEER",
           "entering again is leaving first");
    expect(&world, "POST /ari/channels/c1/record?name=r&format=wav",
           "409 Conflict {'message':'Channel is in a bridge'}");
    expect(&world, "POST /ari/bridges/br/removeChannel?channel=c2", "204 No Content");
    expect(&world, "POST /ari/bridges/br/removeChannel?channel=c2", not_in);
    frames(ivr);
    ask(&world, "DELETE /ari/channels/c1");
    is_str(frames(ivr),
           "ChannelHangupRequest Up\nChannelVarset BRIDGEPEER\nChannelLeftBridge Up\nStasisEnd Up",
           "a hang-up leaves the bridge before the session ends");
    expect(&world, "GET /ari/bridges/br", "200 OK " BRIDGE("br", "nm", ""));
    ari_world_end(&world);
}

static void test_destroy(void) {
    begin();
    ask(&world, "POST /ari/bridges/br/addChannel?channel=c1");
    ask(&world, "POST /ari/applications/ivr-1/subscription?eventSource=bridge:br");
    frames(ivr);
    expect(&world, "DELETE /ari/bridges/br", "204 No Content");
    is_str(frames(ivr), "ChannelLeftBridge Up\nBridgeDestroyed -", "all leave, then it ends");
    expect(&world, "GET /ari/bridges/br", "404 Not Found {'message':'Bridge not found'}");
    ask(&world, "GET /ari/channels/c1");
    is_int(world.status, 200, "whoever was in it is still there");
    ari_world_end(&world);
}

static void test_media(void) {
    begin();
    ask(&world, "POST /ari/bridges/br/addChannel?channel=c1,c2");
    frames(ivr);
    expect(&world, "POST /ari/bridges/br/play?media=sound:oracle-beep&playbackId=p",
           "201 Created {'id':'p','media_uri':'sound:oracle-beep','target_uri':'bridge:br',"
           "'language':'en','state':'queued'}");
    is_str(world.location, "/ari/playbacks/p", "where it is");
    ok(strstr(ivr->frames, "Announcer/ARI-") != NULL, "the one who plays it is a peer");
    is_str(frames(ivr),
           "ChannelVarset BRIDGEPEER\nChannelVarset BRIDGEPEER\nPlaybackStarted playing",
           "it plays");
    pass(&world, SECOND);
    is_str(frames(ivr), "PlaybackFinished done\nChannelVarset BRIDGEPEER\nChannelVarset BRIDGEPEER",
           "for as long as the sound");
    ask(&world, "DELETE /ari/bridges/br/moh");
    is_int(world.status, 409, "no music plays yet");
    expect(&world, "POST /ari/bridges/br/moh", "204 No Content");
    is_str(frames(ivr), "ChannelVarset BRIDGEPEER\nChannelVarset BRIDGEPEER", "music comes");
    expect(&world, "DELETE /ari/bridges/br/moh", "204 No Content");
    is_str(frames(ivr), "ChannelVarset BRIDGEPEER\nChannelVarset BRIDGEPEER", "and goes");
    expect(&world, "POST /ari/bridges/br/record?name=rec&format=wav",
           "201 Created {'name':'rec','format':'wav','state':'queued','target_uri':'bridge:br'}");
    ok(strstr(ivr->frames, "Recorder/ARI-") != NULL, "so is who records");
    frames(ivr);
    pass(&world, 3 * SECOND);
    ask(&world, "POST /ari/recordings/live/rec/stop");
    ok(strstr(ivr->frames, quoted("'target_uri':'bridge:br','duration':3}")) != NULL,
       "for as long as it took");
    expect(&world, "GET /ari/recordings/stored", "200 OK [{'name':'rec','format':'wav'}]");
    ask(&world, "POST /ari/bridges/br/record?name=rec&format=wav");
    is_int(world.status, 409, "not twice");
    expect(&world, "POST /ari/bridges/none/play?media=sound:oracle-beep",
           "404 Not Found {'message':'Bridge not found'}");
    expect(&world, "POST /ari/bridges/none/record?name=x&format=wav",
           "404 Not Found {'message':'Bridge not found'}");
    ari_world_end(&world);
}

static void test_variables_and_video(void) {
    begin();
    expect(&world, "POST /ari/bridges/br/variable?variable=A&value=1", "204 No Content");
    expect(&world, "GET /ari/bridges/br/variable?variable=A", "200 OK {'value':'1'}");
    expect(&world, "GET /ari/bridges/br/variable?variable=B",
           "404 Variable Not Found {'message':'Provided variable was not found'}");
    ask_with(&world, "POST /ari/bridges/br/variables", "application/json",
             quoted("{'variables':{'B':'2','C':'3'}}"));
    is_str(answer_of(&world), "204 No Content", "several at once");
    expect(&world, "GET /ari/bridges/br/variables?variables=A,B",
           "200 OK {'variables':{'A':'1','B':'2'}}");
    ask_with(&world, "POST /ari/bridges/made", "application/json",
             quoted("{'variables':{'B':'2','C':3}}"));
    expect(&world, "GET /ari/bridges/made/variables?variables=B,C",
           "200 OK {'variables':{'B':'2','C':''}}");
    expect(&world, "POST /ari/bridges/br/videoSource/none",
           "404 Not Found {'message':'Channel not found'}");
    expect(&world, "POST /ari/bridges/br/videoSource/c1",
           "422 Unprocessable Entity {'message':'Channel not in this bridge'}");
    ask(&world, "POST /ari/bridges/br/addChannel?channel=c1");
    frames(ivr);
    expect(&world, "POST /ari/bridges/br/videoSource/c1", "204 No Content");
    is_str(frames(ivr), "BridgeVideoSourceChanged -", "it is seen");
    ask(&world, "GET /ari/bridges/br");
    ok(strstr(world.body, quoted("'video_source_id':'c1'")) != NULL, "and shown");
    expect(&world, "DELETE /ari/bridges/br/videoSource", "204 No Content");
    expect(&world, "DELETE /ari/bridges/none/videoSource",
           "404 Not Found {'message':'Bridge not found'}");
    ari_world_end(&world);
}

/* What a bridge can be is a list of words, and what it cannot be named nowhere. */
static void test_types(void) {
    static const struct {
        const char *type;
        const char *shown; /* NULL: it is refused */
    } rows[] = {
        {"holding", "'bridge_type':'holding'"},
        {"video_sfu", "'video_mode':'sfu'"},
        {"video_single", "'video_mode':'single'"},
        {"mixing,proxy_media,sdp_label,dtmf_events", "'video_mode':'talker'"},
        {"mixing,holding", "'bridge_type':'holding'"},
        {"mixing,", NULL},
        {",mixing", NULL},
        {"mixing,disco", NULL},
        {"a-word-that-is-longer-than-any-word-that-a-bridge-has-to-know-of-its-own-kind", NULL},
    };
    begin();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char line[160];
        snprintf(line, sizeof line, "POST /ari/bridges?type=%s", rows[i].type);
        ask(&world, line);
        is_int(world.status, rows[i].shown ? 200 : 500, "%s", rows[i].type);
        ok(!rows[i].shown || strstr(world.body, quoted(rows[i].shown)), "and is that");
    }
    ari_world_end(&world);
}

/* Channels that are named twice, or do something else meanwhile. */
static void test_odd_members(void) {
    begin();
    ask(&world, "POST /ari/channels/c1/record?name=busy&format=wav");
    expect(&world, "POST /ari/bridges/br/addChannel?channel=c1",
           "409 Conflict {'message':'Channel c1 currently recording'}");
    expect(&world, "POST /ari/bridges/br/addChannel?channel=c2,c1",
           "409 Conflict {'message':'Channel c1 currently recording'}");
    is_str(frames(ivr), "RecordingStarted recording", "then nobody enters");
    expect(&world, "POST /ari/bridges/br/addChannel?channel=c2", "204 No Content");
    is_str(frames(ivr), "ChannelEnteredBridge Up", "another may");
    expect(&world, "POST /ari/bridges/br/removeChannel?channel=c2,c2", "204 No Content");
    is_str(frames(ivr), "ChannelLeftBridge Up", "who is named twice leaves once");
    expect(&world, "POST /ari/bridges/br/removeChannel?channel=c2",
           "422 Unprocessable Entity {'message':'Channel not in this bridge'}");
    expect(&world, "POST /ari/bridges/br/addChannel?channel=o-c2",
           "422 Unprocessable Entity {'message':'Channel not in Stasis application'}");
    expect(&world, "POST /ari/bridges/br/addChannel?channel=nobody",
           "400 Bad Request {'message':'Channel not found'}");
    ari_world_end(&world);
}

/* A recorder and a player are members that nobody sees, and leave with what they do. */
static void test_guests(void) {
    begin();
    ask(&world, "POST /ari/applications/ivr-1/subscription?eventSource=bridge:br");
    ask(&world, "POST /ari/bridges/br/record?name=r&format=wav&maxDurationSeconds=2");
    ask(&world, "POST /ari/bridges/br/play?media=sound:oracle-long&playbackId=p");
    ask(&world, "POST /ari/bridges/br/addChannel?channel=c1");
    ask(&world, "GET /ari/bridges/br");
    ok(strstr(world.body, quoted("'channels':['c1']")) != NULL, "only a channel is seen");
    frames(ivr);
    ask(&world, "DELETE /ari/bridges/br");
    pass(&world, 0);
    ok(strstr(frames(ivr), "BridgeDestroyed") != NULL, "the bridge ends");
    ask(&world, "GET /ari/recordings/live/r");
    is_int(world.status, 404, "and with it what was recorded");
    ask(&world, "GET /ari/playbacks/p");
    is_int(world.status, 404, "and what was played");
    pass(&world, 10 * SECOND);
    is_str(frames(ivr), "", "and not once more");
    ari_world_end(&world);
}

static void come(struct world *w, void *context) {
    struct ari_client *client = context;
    application_register(w, client->recipient.name, &client->recipient, false);
}

static void go(struct world *w, void *context) {
    struct ari_client *client = context;
    application_disconnect(w, client->recipient.name, &client->recipient);
}

/* A bridge and all that a bridge can have, with a member whose application leaves with it. */
static void live(struct ari_client *passer) {
    world_do(world.w, come, passer);
    take_a_call(&world, "c3", "passer", "s");
    ask(&world, "POST /ari/bridges/b?name=n");
    ask(&world, "POST /ari/applications/ivr-1/subscription?eventSource=bridge:b");
    ask(&world, "POST /ari/bridges/b/variables?variable=A&value=1");
    ask(&world, "POST /ari/bridges/b/addChannel?channel=c1,c3");
    ask(&world, "POST /ari/bridges/b/videoSource/c1");
    ask(&world, "POST /ari/bridges/b/moh");
    ask(&world, "POST /ari/bridges/b/play?media=sound:oracle-beep");
    ask(&world, "POST /ari/bridges/b/play?media=sound:oracle-long");
    ask(&world, "POST /ari/bridges/b/record?name=r&format=wav");
    pass(&world, SECOND);
    ask(&world, "DELETE /ari/recordings/live/r");
    ask(&world, "DELETE /ari/channels/c3");
    ask(&world, "DELETE /ari/bridges/b");
    world_do(world.w, go, passer);
    pass(&world, 10 * SECOND);
    ivr->frames[0] = '\0';
    passer->frames[0] = '\0';
}

static void test_memory(void) {
    begin();
    struct ari_client *passer = connect_app(&world, "passer", false);
    live(passer);
    ok(!application_find(world.w, "passer"), "who held a member is forgotten with the bridge");
    size_t before = world_memory_bytes(world.w);
    for (int i = 0; i < 3; i++) {
        live(passer);
    }
    is_int(world_memory_bytes(world.w), before, "no memory is lost");
    ari_world_end(&world);
}

int main(void) {
    test_create();
    test_members();
    test_destroy();
    test_media();
    test_variables_and_video();
    test_types();
    test_odd_members();
    test_guests();
    test_memory();
    return done_testing();
}

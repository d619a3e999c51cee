/* What an application does with a channel it holds, and the channels it makes, as recorded: what is
 * answered, and which frames follow. */
#include "tests/ari_world.h"

static const char PLAN[] = "[b]\n"
                           "exten => s,1,StasisBroadcast(3000)\n"
                           "[far]\n"
                           "exten => s,1,Answer()\n"
                           " same => n,Wait(300)\n"
                           "exten => echo,1,Answer()\n"
                           " same => n,Echo()\n"
                           "exten => ring,1,Ringing()\n"
                           " same => n,Wait(300)\n";

static struct ari_world world;
static struct ari_client *ivr;

/* A call "c" that ivr-1 holds and has answered. */
static void begin(void) {
    memset(&world, 0, sizeof world);
    give_sounds(&world);
    give_phones(&world);
    ari_world_begin(&world, PLAN, 0);
    ivr = connect_app(&world, "ivr-1", false);
    take_a_call(&world, "c", "ivr-1", "echo");
    is_str(frames(ivr), "CallBroadcast Ring\nStasisStart Ring\nChannelStateChange Up",
           "the call is there");
}

/* Whatever needs a session says so: each operation on a channel outside of one, and on none. */
static void test_no_session(void) {
    static const struct {
        const char *method;
        const char *rest;
    } operations[] = {
        {"POST", "mute?direction=in"},
        {"DELETE", "mute?direction=in"},
        {"POST", "hold"},
        {"DELETE", "hold"},
        {"POST", "moh"},
        {"DELETE", "moh"},
        {"POST", "silence"},
        {"DELETE", "silence"},
        {"POST", "dtmf?dtmf=1"},
        {"POST", "record?name=r&format=wav"},
        {"POST", "progress"},
        {"POST", "dial"},
        {"POST", "redirect?endpoint=Local/s@far"},
        {"POST", "variables"},
    };
    begin();
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++) {
        char line[128];
        snprintf(line, sizeof line, "%s /ari/channels/o-c/%s", operations[i].method,
                 operations[i].rest);
        expect(&world, line, "409 Conflict {'message':'Channel not in Stasis application'}");
        snprintf(line, sizeof line, "%s /ari/channels/none/%s", operations[i].method,
                 operations[i].rest);
        expect(&world, line, "404 Not Found {'message':'Channel not found'}");
    }
    ari_world_end(&world);
}

static void test_mute_and_music(void) {
    begin();
    expect(&world, "POST /ari/channels/c/mute?direction=in", "204 No Content");
    expect(&world, "POST /ari/channels/c/mute?direction=both", "204 No Content");
    expect(&world, "POST /ari/channels/c/mute?direction=bogus",
           "400 Bad Request {'message':'Invalid direction specified'}");
    expect(&world, "POST /ari/channels/c/mute?direction=",
           "400 Bad Request {'message':'Direction is required'}");
    expect(&world, "POST /ari/channels/c/mute",
           "400 Bad Request {'message':'Direction is required'}");
    expect(&world, "DELETE /ari/channels/c/mute?direction=out", "204 No Content");
    expect(&world, "DELETE /ari/channels/c/mute",
           "400 Bad Request {'message':'Direction is required'}");
    expect(&world, "POST /ari/channels/c/moh?mohClass=none-such", "204 No Content");
    expect(&world, "DELETE /ari/channels/c/moh", "204 No Content");
    expect(&world, "POST /ari/channels/c/silence", "204 No Content");
    expect(&world, "DELETE /ari/channels/c/silence", "204 No Content");
    expect(&world, "POST /ari/channels/c/progress", "204 No Content");
    expect(&world, "POST /ari/channels/c/hold", "204 No Content");
    expect(&world, "DELETE /ari/channels/c/hold", "204 No Content");
    is_str(frames(ivr), "", "the application is told nothing of all this");
    ask(&world, "POST /ari/applications/ivr-1/subscription?eventSource=channel:o-c");
    ask(&world, "POST /ari/channels/c/hold");
    ask(&world, "DELETE /ari/channels/c/hold");
    is_str(frames(ivr), "ChannelHold Up\nChannelUnhold Up", "the other half is put on hold");
    ari_world_end(&world);
}

static void test_digits(void) {
    static const char required[] = "400 Bad Request {'message':'DTMF is required'}";
    begin();
    expect(&world, "POST /ari/channels/c/dtmf?dtmf=", required);
    expect(&world, "POST /ari/channels/c/dtmf", required);
    expect(&world, "POST /ari/channels/c/dtmf?dtmf=1&before=-1",
           "400 Bad Request {'message':'Too many digits, or a time that is out of range'}");
    expect(&world, "POST /ari/channels/c/dtmf?dtmf=Z", "204 No Content");
    expect(&world, "POST /ari/channels/c/dtmf?dtmf=12A*", "204 No Content");
    pass(&world, 199 * MS);
    is_str(frames(ivr), "", "not there yet");
    pass(&world, 1 * MS);
    ok(strstr(ivr->frames, quoted("'digit':'1','duration_ms':100,'channel':{'id':'c',")) != NULL,
       "the echo of the first digit after 200 ms");
    pass(&world, 600 * MS);
    is_str(frames(ivr),
           "ChannelDtmfReceived 1\nChannelDtmfReceived 2\nChannelDtmfReceived A\n"
           "ChannelDtmfReceived *",
           "and one every 200 ms");
    pass(&world, SECOND);
    ask(&world, "POST /ari/channels/c/dtmf?dtmf=5&before=100&between=50&duration=80&after=50");
    pass(&world, 299 * MS);
    is_str(frames(ivr), "", "the pause before it counts");
    pass(&world, 1 * MS);
    is_str(frames(ivr), "ChannelDtmfReceived 5", "a short digit is heard for 100 ms");
    ask(&world, "POST /ari/channels/c/dtmf?dtmf=6&duration=500");
    pass(&world, SECOND);
    ok(strstr(ivr->frames, quoted("'digit':'6','duration_ms':500,")) != NULL,
       "a long one for as long as it was sent: %s", ivr->frames);
    ari_world_end(&world);
}

static void test_recording(void) {
    static const char missing[] = "404 Not Found {'message':'Recording not found'}";
    static const char unknown[] =
        "422 Unprocessable Entity {'message':'specified format is unknown on this system'}";
    static const char bad[] = "500 Internal Server Error {'message':'Error parsing request'}";
    begin();
    expect(&world, "POST /ari/channels/c/record?name=rec1&format=wav",
           "201 Created {'name':'rec1','format':'wav','state':'queued','target_uri':'channel:c'}");
    is_str(world.location, "/ari/recordings/live/rec1", "where it is");
    is_str(frames(ivr), "RecordingStarted recording", "it begins");
    expect(&world, "GET /ari/recordings/live/rec1",
           "200 OK {'name':'rec1','format':'wav','state':'recording','target_uri':'channel:c'}");
    expect(&world, "POST /ari/recordings/live/rec1/pause", "204 No Content");
    expect(&world, "GET /ari/recordings/live/rec1",
           "200 OK {'name':'rec1','format':'wav','state':'paused','target_uri':'channel:c'}");
    expect(&world, "DELETE /ari/recordings/live/rec1/pause", "204 No Content");
    expect(&world, "POST /ari/recordings/live/rec1/mute", "204 No Content");
    expect(&world, "DELETE /ari/recordings/live/rec1/mute", "204 No Content");
    ask(&world, "POST /ari/channels/c/record?name=rec1&format=wav");
    is_str(world.body,
           "{\"message\":\"Recording 'rec1' already exists and can not be overwritten\"}",
           "one of a name at a time");
    expect(&world, "POST /ari/channels/c/record?name=waits&format=wav",
           "201 Created {'name':'waits','format':'wav','state':'queued','target_uri':'channel:c'}");
    expect(&world, "POST /ari/recordings/live/waits/pause",
           "409 Conflict {'message':'Recording has not begun'}");
    pass(&world, 2 * SECOND);
    frames(ivr);
    expect(&world, "POST /ari/recordings/live/rec1/stop", "204 No Content");
    ok(strstr(ivr->frames,
              quoted("'recording':{'name':'rec1','format':'wav','state':'done','target_uri':"
                     "'channel:c','duration':2},")) != NULL,
       "it has lasted 2 s");
    is_str(frames(ivr), "RecordingFinished done\nRecordingStarted recording", "the next begins");
    expect(&world, "DELETE /ari/recordings/live/waits", "204 No Content");
    is_str(frames(ivr), "RecordingFinished done", "which is thrown away");
    expect(&world, "GET /ari/recordings/live/rec1", missing);
    expect(&world, "GET /ari/recordings/stored", "200 OK [{'name':'rec1','format':'wav'}]");
    expect(&world, "POST /ari/channels/c/record?name=rec2&format=bogus", unknown);
    expect(&world, "POST /ari/channels/c/record?name=rec2", unknown);
    expect(&world, "POST /ari/channels/c/record?format=wav", bad);
    expect(&world, "POST /ari/channels/c/record?name=../evil&format=wav", bad);
    ari_world_end(&world);
}

/* How a recording ends by itself: at a digit, when it is too long, when nothing is heard. */
static void test_recording_ends(void) {
    begin();
    ask(&world, "POST /ari/channels/c/dtmf?dtmf=5%23&duration=80&between=0");
    ask(&world, "POST /ari/channels/c/record?name=keyed&format=wav&terminateOn=%23");
    ask(&world, "POST /ari/channels/c/dtmf?dtmf=7&duration=80&between=0");
    ask(&world, "POST /ari/channels/c/record?name=any&format=wav&terminateOn=any");
    pass(&world, 279 * MS);
    is_str(frames(ivr), "RecordingStarted recording\nChannelDtmfReceived 5",
           "another digit does not end it");
    pass(&world, 1 * MS);
    is_str(frames(ivr), "ChannelDtmfReceived #\nRecordingFinished done", "a # does");
    pass(&world, 200 * MS);
    is_str(frames(ivr), "RecordingStarted recording\nChannelDtmfReceived 7\nRecordingFinished done",
           "or any that there is");

    ask(&world, "POST /ari/channels/c/record?name=long&format=wav&maxDurationSeconds=3"
                "&maxSilenceSeconds=9&beep=true");
    pass(&world, 2 * SECOND);
    ask(&world, "POST /ari/recordings/live/long/pause");
    expect(&world, "POST /ari/recordings/live/long/pause", "204 No Content");
    pass(&world, 60 * SECOND);
    is_str(frames(ivr), "RecordingStarted recording", "while it pauses no time counts");
    ask(&world, "DELETE /ari/recordings/live/long/pause");
    expect(&world, "DELETE /ari/recordings/live/long/pause", "204 No Content");
    pass(&world, 1999 * MS);
    is_str(frames(ivr), "", "nor does the beep");
    pass(&world, 1 * MS);
    is_str(frames(ivr), "RecordingFinished done", "it ends when it is too long");

    ask(&world, "POST /ari/channels/c/record?name=still&format=wav&maxDurationSeconds=9"
                "&maxSilenceSeconds=2");
    pass(&world, 1999 * MS);
    is_str(frames(ivr), "RecordingStarted recording", "nobody says anything");
    pass(&world, 1 * MS);
    is_str(frames(ivr), "RecordingFinished done", "for too long");

    ask(&world, "POST /ari/channels/c/record?name=last&format=wav");
    ask(&world, "POST /ari/channels/c/record?name=never&format=wav");
    ask(&world, "DELETE /ari/channels/c");
    pass(&world, 0);
    ok(strstr(frames(ivr), "RecordingFinished done") != NULL, "it ends with its channel");
    expect(&world, "GET /ari/recordings/live/never",
           "404 Not Found {'message':'Recording not found'}");
    ari_world_end(&world);
}

/* What is refused of one. */
static void test_recording_refused(void) {
    static const char *const refused[] = {"terminateOn=x",         "terminateOn=12",
                                          "maxDurationSeconds=-1", "maxSilenceSeconds=-1",
                                          "ifExists=maybe",        "maxDurationSeconds=2147483648"};
    begin();
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        char line[128];
        snprintf(line, sizeof line, "POST /ari/channels/c/record?name=r&format=wav&%s", refused[i]);
        ask(&world, line);
        ok(world.status >= 400, "%s: %d", refused[i], world.status);
    }
    is_str(frames(ivr), "", "and nothing begins");
    ari_world_end(&world);
}

static void test_stored(void) {
    static const char missing[] = "404 Not Found {'message':'Recording not found'}";
    begin();
    ask(&world, "POST /ari/channels/c/record?name=dir/rec3&format=sln&maxSilenceSeconds=1");
    is_str(world.location, "/ari/recordings/live/dir%2Frec3", "a slash in a name is escaped");
    ask(&world, "POST /ari/recordings/live/dir%2Frec3/stop");
    ok(strstr(ivr->frames, quoted("'duration':0,'talking_duration':0,'silence_duration':0}")) !=
           NULL,
       "one that listens for silence says how much it heard");
    expect(&world, "GET /ari/recordings/stored/dir%2Frec3",
           "200 OK {'name':'dir/rec3','format':'sln'}");
    expect(&world, "GET /ari/recordings/stored/dir%2Frec3/file", "200 OK");
    expect(&world, "GET /ari/recordings/stored/none", missing);
    expect(&world, "GET /ari/recordings/stored/none/file", missing);
    expect(&world, "POST /ari/recordings/stored/none/copy?destinationRecordingName=x", missing);
    expect(&world, "POST /ari/recordings/stored/dir%2Frec3/copy?destinationRecordingName=b",
           "200 OK {'name':'b','format':'sln'}");
    ask(&world, "POST /ari/recordings/stored/dir%2Frec3/copy?destinationRecordingName=b");
    is_int(world.status, 409, "a copy does not replace anything");
    ask(&world, "POST /ari/recordings/stored/b/copy?"
                "%64%65%73%74%69%6e%61%74%69%6f%6e%52"
                "%65%63%6f%72%64%69%6e%67%4e%61%6d%65=b");
    is_int(world.status, 409, "the name of a parameter may be escaped throughout");
    expect(&world, "POST /ari/recordings/stored/b/copy",
           "400 Bad Request {'message':'destinationRecordingName must be the name of a "
           "recording'}");
    expect(&world, "GET /ari/recordings/stored",
           "200 OK [{'name':'dir/rec3','format':'sln'},{'name':'b','format':'sln'}]");
    expect(&world, "DELETE /ari/recordings/stored/b", "204 No Content");
    expect(&world, "DELETE /ari/recordings/stored/b", missing);
    frames(ivr);
    ask(&world, "POST /ari/channels/c/record?name=rec4&format=wav");
    ask(&world, "DELETE /ari/channels/c");
    is_str(frames(ivr),
           "RecordingStarted recording\nChannelHangupRequest Up\nRecordingFinished done\n"
           "StasisEnd Up",
           "a hang-up ends a recording before the session");
    expect(&world, "GET /ari/recordings/stored/rec4", "200 OK {'name':'rec4','format':'wav'}");
    ari_world_end(&world);
}

static void test_playback_control(void) {
    static const char *const words[] = {"pause", "unpause", "forward", "reverse"};
    begin();
    ask(&world, "POST /ari/channels/c/play?media=sound:oracle-long&playbackId=first");
    ask(&world, "POST /ari/channels/c/play?media=sound:oracle-beep&playbackId=second");
    frames(ivr);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char line[128];
        char want[128];
        snprintf(line, sizeof line, "POST /ari/playbacks/second/control?operation=%s", words[i]);
        snprintf(want, sizeof want, "409 Conflict {'message':'Can only %s while media is playing'}",
                 words[i]);
        expect(&world, line, want);
    }
    expect(&world, "POST /ari/playbacks/second/control?operation=restart", "204 No Content");
    expect(&world, "POST /ari/playbacks/first/control?operation=bogus",
           "400 Bad Request {'message':'Invalid operation bogus'}");
    expect(&world, "POST /ari/playbacks/none/control?operation=pause",
           "404 Not Found {'message':'Playback not found'}");
    pass(&world, 6 * SECOND);
    expect(&world, "POST /ari/playbacks/first/control?operation=reverse", "204 No Content");
    expect(&world, "POST /ari/playbacks/first/control?operation=pause", "204 No Content");
    pass(&world, 60 * SECOND);
    expect(&world, "POST /ari/playbacks/first/control?operation=unpause", "204 No Content");
    pass(&world, 4999 * MS);
    is_str(frames(ivr), "", "3 s back of 6, so 5 s are left");
    pass(&world, 1 * MS);
    is_str(frames(ivr), "PlaybackFinished done\nPlaybackStarted playing", "and no more");
    ari_world_end(&world);
}

static void test_variables(void) {
    begin();
    ask_with(&world, "POST /ari/channels/c/variables", "application/json",
             quoted("{'variables':{'A':'1','B':'2','C':3}}"));
    is_str(answer_of(&world), "204 No Content", "several at once");
    expect(&world, "GET /ari/channels/c/variables?variables=A,NONE,B,CALLERID(num)",
           "200 OK {'variables':{'A':'1','NONE':'','B':'2','CALLERID(num)':'100'}}");
    is_str(frames(ivr), "ChannelVarset A\nChannelVarset B", "what is no string is passed over");
    expect(&world, "GET /ari/channels/none/variables?variables=A",
           "404 Channel Not Found {'message':'Provided channel was not found'}");
    expect(&world, "POST /ari/channels/c/variable?variable=A&value=", "204 No Content");
    is_str(frames(ivr), "ChannelVarset A", "an empty value is one");
    expect(&world, "POST /ari/channels/c/variable?variable=A", "204 No Content");
    is_str(frames(ivr), "", "without a value the variable is gone, without a word");
    expect(&world, "GET /ari/channels/c/variable?variable=A",
           "404 Variable Not Found {'message':'Provided variable was not found'}");
    expect(&world, "POST /ari/channels/c/variable?variable=CHANNEL(language)&value=sv",
           "204 No Content");
    ask(&world, "GET /ari/channels/c");
    ok(strstr(world.body, quoted("'language':'sv'")) != NULL, "a function that can be set");
    ari_world_end(&world);
}

static void test_redirect(void) {
    begin();
    expect(&world, "POST /ari/channels/c/redirect?endpoint=Local/s@far", "204 No Content");
    ask(&world, "POST /ari/channels/c/redirect?endpoint=PJSIP/x");
    is_str(world.body,
           "{\"message\":\"Endpoint technology 'PJSIP' does not match channel technology "
           "'Local'\"}",
           "only to its own technology");
    is_int(world.status, 422, "that is 422");
    ask(&world, "POST /ari/channels/c/redirect");
    is_str(answer_of(&world),
           "400 Not Found {\"message\":\"Required parameter 'endpoint' not provided.\"}",
           "an odd phrase");
    expect(&world, "GET /ari/channels/c/rtp_statistics",
           "403 Forbidden {'message':'Unsupported channel type'}");
    expect(&world, "GET /ari/channels/none/rtp_statistics",
           "404 Not Found {'message':'Channel not found'}");
    is_str(frames(ivr), "", "nothing has happened");
    ari_world_end(&world);
}

int main(void) {
    test_no_session();
    test_mute_and_music();
    test_digits();
    test_recording();
    test_recording_ends();
    test_recording_refused();
    test_stored();
    test_playback_control();
    test_variables();
    test_redirect();
    return done_testing();
}

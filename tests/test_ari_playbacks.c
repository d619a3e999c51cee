/* What plays on a channel, stopping it, and what waits behind it. */
#include "tests/ari_recorded.h"

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

int main(void) {
    test_play();
    test_stop();
    test_waiting();
    return done_testing();
}

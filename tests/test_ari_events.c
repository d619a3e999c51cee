/* Events as JSON, byte for byte as recorded: each kind is made by hand with the recording's ids and
 * moments. */
#include "sim/calls/playback.h"
#include "tests/ari_events.h"

static const struct scene A1 = {
    .id = "a1call",
    .name = "Local/s@b-00000000;2",
    .state = CHANNEL_RING,
    .party = "Alice",
    .context = "b",
    .exten = "s",
    .priority = 3,
    .app_name = "StasisBroadcast",
    .app_data = "2000,,sales:priority-high",
};

#define A1_CHANNEL(state)                                                                          \
    "'channel':{'id':'a1call','name':'Local/s@b-00000000;2','state':'" state "'," ALICE            \
    "'dialplan':{'context':'b','exten':'s','priority':3,'app_name':'StasisBroadcast','app_data':"  \
    "'2000,,sales:priority-high'},'creationtime':'2026-11-21T09:06:43.671+0000','language':'en',"  \
    "'channelvars':{'SKILL_REQUIRED':'billing','PRIORITY':'3'}}"

static void test_session(void) {
    struct scene ring = A1;
    ring.created_us = at(9, 6, 43, 671);
    struct scene up = ring;
    up.state = CHANNEL_UP;
    static const char *const args[] = {"sales", "priority-high"};
    struct making made = {.skill = "billing", .skill_priority = "3", .channel = &ring};

    struct making broadcast = made;
    broadcast.kind = &EVENT_CALL_BROADCAST;
    broadcast.at_us = at(9, 6, 43, 673);
    broadcast.name = "100";
    broadcast.value = "s";
    broadcast.want =
        "{'type':'CallBroadcast','timestamp':'2026-11-21T09:06:43.673+0000'," A1_CHANNEL(
            "Ring") ",'caller':'100','called':'s'," ID ",'application':'ivr-1'}";
    compare(broadcast);

    struct making start = made;
    start.kind = &EVENT_STASIS_START;
    start.at_us = at(9, 6, 43, 676);
    start.args = args;
    start.args_count = 2;
    start.want = "{'type':'StasisStart','timestamp':'2026-11-21T09:06:43.676+0000','args':['sales',"
                 "'priority-high']," A1_CHANNEL("Ring") "," ID ",'application':'ivr-1'}";
    compare(start);

    made.channel = &up;
    struct making answered = made;
    answered.kind = &EVENT_CHANNEL_STATE_CHANGE;
    answered.at_us = at(9, 6, 43, 679);
    answered.want =
        "{'type':'ChannelStateChange','timestamp':'2026-11-21T09:06:43.679+0000'," A1_CHANNEL(
            "Up") "," ID ",'application':'ivr-1'}";
    compare(answered);

    struct making variable = made;
    variable.kind = &EVENT_CHANNEL_VARSET;
    variable.at_us = at(9, 6, 43, 981);
    variable.name = "FOO";
    variable.value = "bar";
    variable.want =
        "{'variable':'FOO','value':'bar','type':'ChannelVarset','timestamp':"
        "'2026-11-21T09:06:43.981+0000'," A1_CHANNEL("Up") "," ID ",'application':'ivr-1'}";
    compare(variable);

    struct making hangup = made;
    hangup.kind = &EVENT_CHANNEL_HANGUP_REQUEST;
    hangup.at_us = at(9, 6, 44, 184);
    hangup.cause = 32;
    hangup.soft = true;
    hangup.want =
        "{'cause':32,'soft':true,'type':'ChannelHangupRequest','timestamp':"
        "'2026-11-21T09:06:44.184+0000'," A1_CHANNEL("Up") "," ID ",'application':'ivr-1'}";
    compare(hangup);

    struct making end = made;
    end.kind = &EVENT_STASIS_END;
    end.at_us = at(9, 6, 44, 184);
    end.want = "{'type':'StasisEnd','timestamp':'2026-11-21T09:06:44.184+0000'," A1_CHANNEL(
        "Up") "," ID ",'application':'ivr-1'}";
    compare(end);
}

#define A3_NEAR(parties, place)                                                                    \
    "{'id':'o-a3call','name':'Local/s@b-00000002;1','state':'Down'," parties "'dialplan':" place   \
    ",'creationtime':'2026-11-21T09:06:50.728+0000','language':'en','channelvars':{"               \
    "'SKILL_REQUIRED':'','PRIORITY':''}}"
#define NOBODY                                                                                     \
    "'protocol_id':'','caller':{'name':'','number':''},'connected':{'name':'','number':''},"       \
    "'accountcode':'',"
#define OUTGOING                                                                                   \
    "{'context':'b','exten':'s','priority':1,'app_name':'AppDial2','app_data':'(Outgoing Line)'}"

/* What an application sees that has subscribed to everything. */
static void test_observer(void) {
    struct scene near = {
        .id = "o-a3call",
        .name = "Local/s@b-00000002;1",
        .context = "b",
        .exten = "s",
        .priority = 1,
        .app_name = "",
        .app_data = "",
        .created_us = at(9, 6, 50, 728),
    };
    compare((struct making){
        .kind = &EVENT_CHANNEL_CREATED,
        .channel = &near,
        .at_us = at(9, 6, 50, 728),
        .application = "watch",
        .want = "{'type':'ChannelCreated','timestamp':'2026-11-21T09:06:50.728+0000',"
                "'channel':" A3_NEAR(NOBODY, "{'context':'b','exten':'s','priority':1,'app_name':"
                                             "'','app_data':''}") "," ID ",'application':'watch'}",
    });
    near.app_name = "AppDial2";
    near.app_data = "(Outgoing Line)";
    compare((struct making){
        .kind = &EVENT_CHANNEL_DIALPLAN,
        .channel = &near,
        .at_us = at(9, 6, 50, 729),
        .name = "AppDial2",
        .value = "(Outgoing Line)",
        .application = "watch",
        .want =
            "{'type':'ChannelDialplan','timestamp':'2026-11-21T09:06:50.729+0000',"
            "'dialplan_app':'AppDial2','dialplan_app_data':'(Outgoing Line)','channel':" A3_NEAR(
                NOBODY, OUTGOING) "," ID ",'application':'watch'}",
    });
    near.party = "Alice";
    compare((struct making){
        .kind = &EVENT_CHANNEL_CONNECTED_LINE,
        .channel = &near,
        .at_us = at(9, 6, 50, 729),
        .application = "watch",
        .want = "{'type':'ChannelConnectedLine','timestamp':'2026-11-21T09:06:50.729+0000',"
                "'channel':" A3_NEAR(ALICE, OUTGOING) "," ID ",'application':'watch'}",
    });
    compare((struct making){
        .kind = &EVENT_CHANNEL_CALLER_ID,
        .channel = &near,
        .at_us = at(9, 6, 50, 729),
        .application = "watch",
        .want = "{'type':'ChannelCallerId','timestamp':'2026-11-21T09:06:50.729+0000',"
                "'caller_presentation':0,'caller_presentation_txt':'Presentation Allowed, Not "
                "Screened','channel':" A3_NEAR(ALICE, OUTGOING) "," ID ",'application':'watch'}",
    });
    compare((struct making){
        .kind = &EVENT_DIAL,
        .peer = &near,
        .at_us = at(9, 6, 50, 735),
        .name = "",
        .value = "s@b",
        .application = "watch",
        .want = "{'type':'Dial','timestamp':'2026-11-21T09:06:50.735+0000','dialstatus':'',"
                "'forward':'','dialstring':'s@b','peer':" A3_NEAR(
                    ALICE, OUTGOING) "," ID ",'application':'watch'}",
    });
}

#define A3_FAR(state, place)                                                                       \
    "'channel':{'id':'a3call','name':'Local/s@b-00000002;2','state':'" state "'," ALICE            \
    "'dialplan':" place ",'creationtime':'2026-11-21T09:06:50.729+0000','language':'en',"          \
    "'channelvars':{'SKILL_REQUIRED':'','PRIORITY':''}}"

static void test_dialplan(void) {
    struct scene far = {
        .id = "a3call",
        .name = "Local/s@b-00000002;2",
        .state = CHANNEL_RING,
        .party = "Alice",
        .context = "b",
        .exten = "s",
        .priority = 2,
        .app_name = "UserEvent",
        .app_data = "BroadcastBegin,Channel: Local/s@b-00000002;2,Args: 2000,^ivr-.*,x:y",
        .created_us = at(9, 6, 50, 729),
    };
    static const char *const keys[] = {"Channel", "Local/s@b-00000002;2", "Args", "2000", "x", "y"};
    compare((struct making){
        .kind = &EVENT_CHANNEL_USEREVENT,
        .channel = &far,
        .at_us = at(9, 6, 50, 735),
        .name = "BroadcastBegin",
        .args = keys,
        .args_count = 6,
        .application = "watch",
        .want = "{'type':'ChannelUserevent','timestamp':'2026-11-21T09:06:50.735+0000','eventname':"
                "'BroadcastBegin','userevent':{'eventname':'BroadcastBegin','Channel':"
                "'Local/s@b-00000002;2','Args':'2000','x':'y'}," A3_FAR(
                    "Ring", "{'context':'b','exten':'s','priority':2,'app_name':'UserEvent',"
                            "'app_data':'BroadcastBegin,Channel: Local/s@b-00000002;2,Args: 2000,"
                            "^ivr-.*,x:y'}") "," ID ",'application':'watch'}",
    });
    far.state = CHANNEL_UP;
    far.context = "post";
    far.exten = "h";
    far.app_name = "";
    far.app_data = "";
    compare((struct making){
        .kind = &EVENT_CHANNEL_DESTROYED,
        .channel = &far,
        .at_us = at(9, 6, 51, 343),
        .cause = 16,
        .application = "watch",
        .want = "{'type':'ChannelDestroyed','timestamp':'2026-11-21T09:06:51.343+0000','cause':16,"
                "'cause_txt':'Normal Clearing'," A3_FAR(
                    "Up", "{'context':'post','exten':'h','priority':2,'app_name':'','app_data':"
                          "''}") "," ID ",'application':'watch'}",
    });
    compare((struct making){
        .kind = &EVENT_CHANNEL_HANGUP_REQUEST,
        .channel = &far,
        .at_us = at(9, 6, 51, 343),
        .cause = 16,
        .what = " of a caller",
        .want = "{'cause':16,'type':'ChannelHangupRequest','timestamp':"
                "'2026-11-21T09:06:51.343+0000'," A3_FAR(
                    "Up", "{'context':'post','exten':'h','priority':2,'app_name':'','app_data':"
                          "''}") "," ID ",'application':'ivr-1'}",
    });
}

static void test_applications(void) {
    struct scene channel = {
        .id = "s10call",
        .name = "Local/s@b-00000000;2",
        .state = CHANNEL_UP,
        .party = "Alice",
        .context = "b",
        .exten = "s",
        .priority = 3,
        .app_name = "StasisBroadcast",
        .app_data = "3000,,a:b",
        .created_us = at(9, 13, 1, 73),
    };
    compare((struct making){
        .kind = &EVENT_APPLICATION_MOVE_FAILED,
        .channel = &channel,
        .at_us = at(9, 13, 1, 586),
        .name = "ghost",
        .application = "ivr-2",
        .want = "{'type':'ApplicationMoveFailed','timestamp':'2026-11-21T09:13:01.586+0000',"
                "'channel':{'id':'s10call','name':'Local/s@b-00000000;2','state':'Up'," ALICE
                "'dialplan':{'context':'b','exten':'s','priority':3,'app_name':'StasisBroadcast',"
                "'app_data':'3000,,a:b'},'creationtime':'2026-11-21T09:13:01.073+0000','language':"
                "'en','channelvars':{'SKILL_REQUIRED':'','PRIORITY':''}},'destination':'ghost',"
                "'args':[]," ID ",'application':'ivr-2'}",
    });
    compare((struct making){
        .kind = &EVENT_APPLICATION_REPLACED,
        .at_us = at(9, 11, 1, 947),
        .want = "{'type':'ApplicationReplaced','timestamp':'2026-11-21T09:11:01.947+0000',"
                "'application':'ivr-1'," ID "}",
    });
    channel.id = "g1call";
    channel.name = "Local/s@b-00000056;2";
    channel.state = CHANNEL_RING;
    channel.app_data = "2000,^ivr-.*,a:b,yes";
    channel.created_us = at(9, 7, 49, 311);
    compare((struct making){
        .kind = &EVENT_CALL_CLAIMED,
        .channel = &channel,
        .at_us = at(9, 7, 49, 313),
        .name = "ivr-1",
        .want = "{'type':'CallClaimed','timestamp':'2026-11-21T09:07:49.313+0000','channel':{'id':"
                "'g1call','name':'Local/s@b-00000056;2','state':'Ring'," ALICE
                "'dialplan':{'context':'b','exten':'s','priority':3,'app_name':'StasisBroadcast',"
                "'app_data':'2000,^ivr-.*,a:b,yes'},'creationtime':'2026-11-21T09:07:49.311+0000',"
                "'language':'en','channelvars':{'SKILL_REQUIRED':'','PRIORITY':''}},'winner_app':"
                "'ivr-1'," ID ",'application':'ivr-1'}",
    });
}

static void test_playbacks(void) {
    static const char *const two[PLAYBACK_ARGS] = {
        "89897e9b-821f-4b1b-9d2e-69e9bcaff1b8",
        "sound:oracle-beep",
        "sound:oracle-beep",
        "channel:s02call",
        "en",
        "continuing",
    };
    compare((struct making){
        .kind = &EVENT_PLAYBACK_CONTINUING,
        .at_us = at(9, 11, 16, 397),
        .args = two,
        .args_count = PLAYBACK_ARGS,
        .want =
            "{'type':'PlaybackContinuing','timestamp':'2026-11-21T09:11:16.397+0000',"
            "'playback':{'id':'89897e9b-821f-4b1b-9d2e-69e9bcaff1b8','media_uri':"
            "'sound:oracle-beep','next_media_uri':'sound:oracle-beep','target_uri':"
            "'channel:s02call','language':'en','state':'continuing'}," ID ",'application':'ivr-1'}",
    });
    static const char *const one[PLAYBACK_ARGS] = {
        "49c3c3ca-c646-4dcb-b5ef-ef538a3bf069",
        "sound:oracle-beep",
        "",
        "channel:s02call",
        "en",
        "done",
    };
    compare((struct making){
        .kind = &EVENT_PLAYBACK_FINISHED,
        .at_us = at(9, 11, 14, 92),
        .args = one,
        .args_count = PLAYBACK_ARGS,
        .want = "{'type':'PlaybackFinished','timestamp':'2026-11-21T09:11:14.092+0000','playback':{"
                "'id':'49c3c3ca-c646-4dcb-b5ef-ef538a3bf069','media_uri':'sound:oracle-beep',"
                "'target_uri':'channel:s02call','language':'en','state':'done'}," ID
                ",'application':'ivr-1'}",
    });
}

int main(void) {
    ari_world_begin(&world, "[in]\nexten => 100,1,NoOp()\n", DAY_US);
    test_session();
    test_observer();
    test_dialplan();
    test_applications();
    test_playbacks();
    ok(!ari_event_is_public(&EVENT_WAIT_ENDED), "an entry of the journal is not for clients");
    ari_world_end(&world);
    return done_testing();
}

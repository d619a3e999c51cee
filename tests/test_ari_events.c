/* Events as JSON, byte for byte as recorded: each kind is made by hand with the recording's ids and
 * moments. */
#include "sim/calls/events.h"
#include "sim/calls/playback.h"
#include "sim/calls/snapshot.h"
#include "sim/world/region.h"
#include "tests/ari_world.h"

/* 2026-11-21T00:00:00Z. */
static const uint64_t DAY_US = UINT64_C(1795219200000000);

static struct ari_world world;

/* Milliseconds since that day began. */
static uint64_t at(unsigned hour, unsigned minute, unsigned second, unsigned ms) {
    return (((uint64_t)hour * 60 + minute) * 60 + second) * SECOND + (uint64_t)ms * MS;
}

#define ALICE                                                                                      \
    "'protocol_id':'','caller':{'name':'Alice','number':'100'},'connected':{'name':'Alice',"       \
    "'number':'100'},'accountcode':'',"
#define ID "'asterisk_id':'02:fc:00:00:00:01'"

/* A channel as it was when the event was made. */
struct scene {
    const char *id;
    const char *name;
    enum channel_state state;
    const char *party; /* name of caller and connected line, whose number is 100; NULL: none */
    const char *context;
    const char *exten;
    int priority;
    const char *app_name;
    const char *app_data;
    uint64_t created_us;
};

struct making {
    const struct event_kind *kind;
    const struct scene *channel;
    const struct scene *peer;
    uint64_t at_us;
    const char *name;
    const char *value;
    const char *const *args;
    size_t args_count;
    int cause;
    bool soft;
    const char *application;
    const char *skill; /* SKILL_REQUIRED */
    const char *skill_priority;
    const char *want;
    const char *what;
};

static struct snapshot *pose(struct world *w, const struct scene *scene,
                             const struct making *making) {
    struct channel *channel = channel_new(w, &(struct channel_config){
                                                 .id = scene->id,
                                                 .name = scene->name,
                                                 .state = scene->state,
                                                 .caller_name = scene->party ? scene->party : "",
                                                 .caller_number = scene->party ? "100" : "",
                                                 .context = scene->context,
                                                 .exten = scene->exten,
                                                 .priority = scene->priority,
                                             });
    if (scene->party) {
        channel_set_connected(w, channel, scene->party, "100");
    }
    if (making->skill) {
        channel_set_variable(w, channel, "SKILL_REQUIRED", making->skill);
        channel_set_variable(w, channel, "PRIORITY", making->skill_priority);
    }
    channel_set_app(w, channel, scene->app_name, scene->app_data);
    channel->created_us = scene->created_us;
    channel_changed(w, channel);
    struct snapshot *snapshot = snapshot_keep(channel_snapshot(w, channel));
    channel_destroy(w, channel);
    return snapshot;
}

static void do_compare(struct world *w, void *context) {
    const struct making *making = context;
    struct call_event *event = call_event_new(w, making->kind, NULL, 0);
    event->head.at_us = making->at_us;
    event->channel = making->channel ? pose(w, making->channel, making) : NULL;
    event->peer = making->peer ? pose(w, making->peer, making) : NULL;
    event->name = making->name ? world_strdup(w, making->name) : NULL;
    event->value = making->value ? world_strdup(w, making->value) : NULL;
    event->args = making->args ? texts_new(w, making->args, making->args_count) : NULL;
    event->cause = making->cause;
    event->soft = making->soft;
    ok(ari_event_is_public(making->kind), "%s is for clients", making->kind->name);
    size_t size = 0;
    char *text = ari_event_text(w, &event->head, making->application, &size);
    is_str(text, quoted(making->want), "%s%s, spliced", making->kind->name, making->what);
    is_int(size, text ? strlen(text) : 0, "its size");
    free(text);
    json_t *json = ari_event_json(w, &event->head, making->application);
    text = json_dumps(json, JSON_COMPACT);
    is_str(text, quoted(making->want), "%s%s, built", making->kind->name, making->what);
    free(text);
    json_decref(json);
    event_drop(w, &event->head);
}

static void compare(struct making making) {
    if (!making.application) {
        making.application = "ivr-1";
    }
    if (!making.what) {
        making.what = "";
    }
    if (!world_do(world.w, do_compare, &making)) {
        ok(false, "the world broke: %s", world_failure(world.w));
    }
}

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

/* Strings of a client, byte by byte: UTF-8 stays as it is, and what is none becomes U+FFFD. */
static void test_strings(void) {
    static const struct {
        const char *name;
        const char *written;
    } cases[] = {
        {"\xC3\x85sa \xC3\x96", "\xC3\x85sa \xC3\x96"},
        {"billing 'q' \\ \xC3\xA5", "billing \\'q\\' \\\\ \xC3\xA5"},
        {"a\xFFz", "a\xEF\xBF\xBDz"},
        {"\xC3", "\xEF\xBF\xBD"},
        {"\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xED\xA0\x80!", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD!"},
        {"\xF0\x9F\x93\x9E", "\xF0\x9F\x93\x9E"},
        {"\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"tab\t\x01", "tab\\t\\u0001"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char want[512];
        snprintf(want, sizeof want,
                 "{'variable':'V','value':'%s','type':'ChannelVarset','timestamp':"
                 "'2026-11-21T00:00:00.000+0000'," ID ",'application':'ivr-1'}",
                 cases[i].written);
        compare((struct making){
            .kind = &EVENT_CHANNEL_VARSET,
            .name = "V",
            .value = quoted(cases[i].name),
            .what = " of odd bytes",
            .want = want,
        });
    }
    compare((struct making){
        .kind = &EVENT_STASIS_END,
        .application = "b\xFF",
        .what = " for an odd name",
        .want = "{'type':'StasisEnd','timestamp':'2026-11-21T00:00:00.000+0000'," ID
                ",'application':'b\xEF\xBF\xBD'}",
    });
    static const char *const odd[] = {"k\xFF", "v"};
    compare((struct making){
        .kind = &EVENT_CHANNEL_USEREVENT,
        .name = "e",
        .args = odd,
        .args_count = 2,
        .what = " with an odd key",
        .want =
            "{'type':'ChannelUserevent','timestamp':'2026-11-21T00:00:00.000+0000','eventname':"
            "'e','userevent':{'eventname':'e','k\xEF\xBF\xBD':'v'}," ID ",'application':'ivr-1'}",
    });
}

/* A channel without configured channelvars has no such key; with a redirecting number it has that.
 */
static void do_keys(struct world *w, void *context) {
    (void)context;
    struct channel *channel = channel_new(
        w, &(struct channel_config){.id = "x", .name = "PJSIP/x", .context = "c", .exten = "e"});
    world_strset(w, &channel->rdnis, "555");
    channel_changed(w, channel);
    struct call_event *event = call_event_new(w, &EVENT_STASIS_END, channel, 0);
    size_t size;
    char *text = ari_event_text(w, &event->head, "a", &size);
    is_str(text,
           quoted("{'type':'StasisEnd','timestamp':'2026-11-21T00:00:00.000+0000','channel':{'id':"
                  "'x','name':'PJSIP/x','state':'Down','protocol_id':'','caller':{'name':'',"
                  "'number':''},'connected':{'name':'','number':''},'accountcode':'','dialplan':{"
                  "'context':'c','exten':'e','priority':0,'app_name':'','app_data':''},"
                  "'creationtime':'2026-11-21T00:00:00.000+0000','language':'en','caller_rdnis':"
                  "'555'}," ID ",'application':'a'}"),
           "keys that are not always there");
    free(text);
    event_drop(w, &event->head);
    channel_destroy(w, channel);
}

static void do_furnish_bare(struct world *w, void *context) {
    calls_new(w, &(struct calls_config){0});
    broadcast_new(w);
    dialplan_new(w, context);
    ari_new(w, &(struct ari_config){.asterisk_id = NULL});
}

static void test_keys(void) {
    struct world *bare = world_new(&(struct world_config){.epoch_us = DAY_US});
    must(bare && world_do(bare, do_furnish_bare, &world.dialplan));
    ok(world_do(bare, do_keys, NULL), "a world without channelvars");
    world_free(bare);
}

/* The copies of one event are of one rendering. */
static void do_once(struct world *w, void *context) {
    (void)context;
    struct call_event *event = call_event_new(w, &EVENT_CHANNEL_VARSET, NULL, 0);
    event->name = world_strdup(w, "BEFORE");
    event->value = world_strdup(w, "");
    size_t size;
    free(ari_event_text(w, &event->head, "a", &size));
    world_strset(w, &event->name, "AFTER");
    char *text = ari_event_text(w, &event->head, "b", &size);
    ok(text && strstr(text, "BEFORE") && strstr(text, "\"application\":\"b\""),
       "the second copy is not rendered anew");
    free(text);
    event_drop(w, &event->head);
}

/* What was rendered last is forgotten when the world has gone back. */
static void do_two(struct world *w, void *context) {
    struct call_event *event = call_event_new(w, &EVENT_CHANNEL_VARSET, NULL, 0);
    event->name = world_strdup(w, context);
    event->value = world_strdup(w, "");
    size_t size;
    char *text = ari_event_text(w, &event->head, "a", &size);
    ok(text && strstr(text, context), "the event of this life: %s", (const char *)context);
    free(text);
    event_drop(w, &event->head);
}

static void test_forget(void) {
    static char first[] = "FIRST";
    static char second[] = "SECOND";
    struct region_copy *before = world_save(world.w);
    world_do(world.w, do_two, first);
    world_restore(world.w, before);
    region_copy_free(before);
    ari_forget(world.w);
    world_do(world.w, do_two, second);
}

int main(void) {
    ari_world_begin(&world, "[in]\nexten => 100,1,NoOp()\n", DAY_US);
    test_session();
    test_observer();
    test_dialplan();
    test_applications();
    test_playbacks();
    test_strings();
    test_keys();
    world_do(world.w, do_once, NULL);
    test_forget();
    ok(!ari_event_is_public(&EVENT_WAIT_ENDED), "an entry of the journal is not for clients");
    ari_world_end(&world);
    return done_testing();
}

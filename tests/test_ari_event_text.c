/* How events are written: odd bytes, keys that are not always there, and one rendering for all
 * copies. */
#include "sim/world/region.h"
#include "tests/ari_events.h"

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
    test_strings();
    test_keys();
    world_do(world.w, do_once, NULL);
    test_forget();
    ari_world_end(&world);
    return done_testing();
}

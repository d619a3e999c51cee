/* What is asked of a running world: events that are checked and sent, faults that are added, told
 * of and taken away, and things held until they are released. */
#include "sim/scenario/client.h"
#include "sim/scenario/demand.h"
#include "sim/scenario/furnish.h"
#include "tests/ari_world.h"

static const char PLAN[] = "[in]\n"
                           "exten => 100,1,StasisBroadcast(60000)\n";

/* What a host has been told. */
struct host {
    unsigned carried_out;
    unsigned called_off;
    enum effect effect;
};

static struct ari_world world;
static struct ari_client *app;
static struct fault_stock *stock;
static struct host told;
static char why[DEMAND_WHY_BYTES];

static void carry_out(void *context, const struct fault_order *order) {
    struct host *host = context;
    host->carried_out++;
    host->effect = order->fault->effect;
}

static void call_off(void *context, const struct fault *fault) {
    (void)fault;
    ((struct host *)context)->called_off++;
}

static const struct fault_host HOST = {carry_out, call_off, &told};

static void furnish_players(struct world *w, void *context) {
    (void)context;
    players_new(w, &(struct furniture){.host = &HOST, .stock = stock});
}

static void begin(void) {
    world = (struct ari_world){0};
    told = (struct host){0};
    ari_world_begin(&world, PLAN, 0);
    world_do(world.w, furnish_players, NULL);
    app = connect_app(&world, "a", false);
}

static json_t *read_json(const char *text) {
    json_t *json = json_loads(quoted(text), JSON_DECODE_ANY, NULL);
    must(json);
    return json;
}

static enum demand send_event(const char *to, const char *text) {
    json_t *json = read_json(text);
    why[0] = '\0';
    enum demand result = demand_event(world.w, to, json, why);
    json_decref(json);
    return result;
}

static enum demand add_fault(const char *text, uint32_t *number) {
    json_t *json = read_json(text);
    why[0] = '\0';
    enum demand result = demand_fault(world.w, json, number, why);
    json_decref(json);
    settle(&world);
    return result;
}

static bool is_refused(const char *text, const char *said) {
    uint32_t number;
    bool wrong = add_fault(text, &number) == DEMAND_WRONG && strstr(why, said);
    if (!wrong) {
        fprintf(stderr, "# said: %s\n# want: %s\n", why, said);
    }
    return wrong;
}

/* A call comes in and is offered. */
static void place_call(const char *id) {
    char line[200];
    snprintf(line, sizeof line,
             "POST /ari/channels?endpoint=Local/100@in&app=none&channelId=o-%s&otherChannelId=%s",
             id, id);
    ask(&world, line);
}

/* How many frames `app` has got, and forgets them. */
static unsigned count_frames(void) {
    unsigned count = 0;
    for (const char *at = app->frames; *at != '\0'; at++) {
        count += *at == '\n';
    }
    app->frames[0] = '\0';
    return count;
}

static void test_events(void) {
    begin();
    place_call("call-1");
    count_frames();
    is_int(send_event("a", "{'type': 'StasisEnd', 'channel': 'call-1'}"), DEMAND_DONE,
           "an event is sent");
    ok(strstr(app->frames, "\"type\":\"StasisEnd\"") && strstr(app->frames, "\"id\":\"call-1\"") &&
           strstr(app->frames, "\"application\":\"a\"") && count_frames() == 1,
       "it has come, with the channel as it is and the application's name");
    is_int(send_event("a", "{'type': 'StasisEnd', 'channel': {'id': 1}}"), DEMAND_WRONG,
           "one that does not fit its model is not");
    ok(strstr(why, "channel.") == why, "the field is named: %s", why);
    is_int(send_event("a", "{'type': 'Channel'}"), DEMAND_WRONG, "nor one of a type that is none");
    is_int(send_event("a", "[]"), DEMAND_WRONG, "nor a list");
    is_int(send_event("b", "{'type': 'StasisEnd', 'channel': 'call-1'}"), DEMAND_UNKNOWN,
           "nor is it sent to nobody");
    ok(strstr(why, "'b'"), "who is named: %s", why);
    is_int(send_event("a", "{'type': 'StasisEnd', 'channel': 'x'}"), DEMAND_UNKNOWN,
           "nor about a channel that is not there");
    is_int(count_frames(), 0, "nothing of all that has come");
    ari_world_end(&world);
}

static void test_faults(void) {
    uint32_t number = 77;
    struct fault_account accounts[FAULTS_MAX];
    begin();
    is_int(demand_faults(world.w, accounts, FAULTS_MAX), 0, "no fault at first");
    is_int(demand_no_fault(world.w, 0), DEMAND_UNKNOWN, "so none can be taken away");
    is_int(add_fault("{'on': {'event': 'CallBroadcast', 'nth': 2}, 'lose': true}", &number),
           DEMAND_DONE, "a fault is added");
    is_int(number, 0, "its number");
    place_call("call-1");
    place_call("call-2");
    is_int(count_frames(), 1, "the second of two events is lost");
    is_int(demand_faults(world.w, accounts, FAULTS_MAX), 1, "one fault is at work");
    is_int(accounts[0].met, 2, "what it waits for has come twice");
    is_int(accounts[0].struck, 1, "it had its effect once");
    ok(json_is_true(json_object_get(accounts[0].source, "lose")), "it can be shown as written");
    is_int(demand_no_fault(world.w, number), DEMAND_DONE, "it is taken away");
    is_int(demand_faults(world.w, accounts, FAULTS_MAX), 0, "then there is none");
    add_fault("{'on': {'event': 'any', 'app': 'a'}, 'copies': 3}", &number);
    is_int(number, 1, "numbers are not given twice");
    place_call("call-3");
    is_int(count_frames(), 3, "an event comes three times");
    is_int(demand_no_faults(world.w), DEMAND_DONE, "all are taken away");
    place_call("call-4");
    is_int(count_frames(), 1, "then it comes once");
    ari_world_end(&world);
    fault_stock_clear(stock);
}

static void test_at_once(void) {
    uint32_t number;
    begin();
    pass(&world, SECOND);
    is_int(add_fault("{'refuse': '5s'}", &number), DEMAND_DONE, "a fault of no occasion");
    is_int(told.carried_out, 1, "strikes at once");
    is_int(told.effect, EFFECT_REFUSE, "and the host is told which it is");
    is_int(demand_no_fault(world.w, number), DEMAND_DONE, "it is taken away");
    is_int(told.called_off, 1, "and the host is told");
    add_fault("{'on': {'app': 'a'}, 'send': {'type': 'StasisEnd', 'channel': 'x'}}", &number);
    is_int(count_frames(), 0, "a channel that is not there is not spoken of");
    add_fault("{'on': {'at': '3s'}, 'restart': '1s'}", &number);
    is_int(told.carried_out, 1, "one for later does not strike yet");
    pass(&world, 2 * SECOND);
    is_int(told.carried_out, 2, "but then it does");
    add_fault("{'on': {'at': '9s'}, 'restart': '1s'}", &number);
    demand_no_fault(world.w, number);
    pass(&world, 9 * SECOND);
    is_int(told.carried_out, 2, "one that was taken away before does not");
    ari_world_end(&world);
    fault_stock_clear(stock);
}

static void test_mistakes(void) {
    struct fault_account accounts[FAULTS_MAX];
    uint32_t number;
    begin();
    pass(&world, SECOND);
    ok(is_refused("{'on': {'event': 'StasisStrat'}, 'lose': true}", "did you mean 'StasisStart'"),
       "a type that is none");
    ok(is_refused("{'on': {'event': 'any'}, 'loose': true}", "did you mean 'lose'"),
       "an effect that is none");
    ok(is_refused("{'on': {'event': 'any'}, 'status': 500}", "cannot be done to an event"),
       "an effect that does not fit");
    ok(is_refused("{'on': {'at': '10ms'}, 'break': 'after'}", "that moment has passed"),
       "a moment that has passed");
    ok(is_refused("{'on': {'app': 'a'}, 'send': {'type': 'StasisEnd'}}", "channel is missing"),
       "an event that lacks a field");
    ok(is_refused("{'on': {'event': 'any'}, 'lose': false}", "leave it out"), "false");
    ok(is_refused("{'on': {'event': 'any'}, 'lose': true, 'message': 'x'}", "\"status\""),
       "a message without a status");
    ok(is_refused("[]", "object"), "a list");
    is_int(demand_faults(world.w, accounts, FAULTS_MAX), 0, "none of them is at work");
    for (int i = 0; i < FAULTS_MAX; i++) {
        must(add_fault("{'on': {'event': 'any', 'app': 'x'}, 'lose': true}", &number) ==
             DEMAND_DONE);
    }
    is_int(add_fault("{'on': {'event': 'any'}, 'lose': true}", &number), DEMAND_FULL,
           "more than %d at a time are refused", FAULTS_MAX);
    ari_world_end(&world);
    fault_stock_clear(stock);
}

static void test_holding(void) {
    uint32_t number;
    size_t count;
    begin();
    add_fault("{'on': {'event': 'CallBroadcast'}, 'hold': true}", &number);
    place_call("call-1");
    place_call("call-2");
    is_int(count_frames(), 0, "two events are held");
    is_int(demand_held(world.w, &(struct held_things){0}), 2, "they are counted");
    is_int(demand_held(world.w, &(struct held_things){.channel = "call-2"}), 1, "by channel");
    is_int(demand_release(world.w, &(struct held_things){.type = "StasisStart"}, &count),
           DEMAND_DONE, "what is of another type");
    is_int(count, 0, "is not meant");
    demand_release(world.w, &(struct held_things){.channel = "call-2", .app = "a"}, &count);
    is_int(count, 1, "one is released");
    is_int(demand_held(world.w, &(struct held_things){0}), 1, "and the other one kept");
    settle(&world);
    ok(strstr(app->frames, "call-2") && count_frames() == 1, "it has come");
    demand_no_fault(world.w, number);
    settle(&world);
    is_int(count_frames(), 1, "without the fault the other one comes, too");
    add_fault("{'on': {'request': 'GET /ari/channels'}, 'hold': true}", &number);
    ask(&world, "GET /ari/channels");
    ok(!world.answered, "an answer is held");
    demand_release(world.w, &(struct held_things){0}, &count);
    settle(&world);
    ok(count == 1 && world.answered && world.status == 200, "and released");
    ari_world_end(&world);
    fault_stock_clear(stock);
}

static void test_restart(void) {
    struct fault_account accounts[FAULTS_MAX];
    uint32_t number;
    begin();
    add_fault("{'on': {'event': 'CallBroadcast', 'app': 'x'}, 'lose': true}", &number);
    demand_no_fault(world.w, number);
    add_fault("{'on': {'event': 'CallBroadcast', 'nth': 2}, 'lose': true}", &number);
    place_call("call-1");
    is_int(count_frames(), 1, "the first event comes");
    fault_stock_remember(world.w);
    ari_world_end(&world);
    begin();
    is_int(demand_faults(world.w, accounts, FAULTS_MAX), 1, "after a restart the fault is there");
    is_int(accounts[0].number, 1, "with its number; what was taken away is not");
    is_int(accounts[0].met, 1, "and what it had seen");
    place_call("call-1");
    is_int(count_frames(), 0, "so this is the second event");
    ari_world_end(&world);
    fault_stock_clear(stock);
    begin();
    is_int(demand_faults(world.w, accounts, FAULTS_MAX), 0, "a stock that was cleared has none");
    ari_world_end(&world);
}

int main(void) {
    stock = fault_stock_new();
    must(stock);
    test_events();
    test_faults();
    test_at_once();
    test_mistakes();
    test_holding();
    test_restart();
    fault_stock_free(stock);
    return done_testing();
}

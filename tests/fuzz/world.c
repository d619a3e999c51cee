/* The world that requests are thrown at. */
#include "tests/fuzz/world.h"

#include "sim/broadcast/broadcast.h"
#include "sim/calls/application.h"
#include "sim/calls/calls.h"
#include "sim/dialplan/call.h"
#include "sim/dialplan/exec.h"
#include "tests/fuzz/fuzz.h"

static const char PLAN[] = "[default]\n"
                           "exten => 100,1,StasisBroadcast(2000,,a:b,yes)\n"
                           " same => n,NoOp(${STASISSTATUS})\n"
                           " same => n,Hangup()\n"
                           "exten => 200,1,Answer()\n"
                           " same => n,Wait(5)\n"
                           " same => n,StasisBroadcast(,^s)\n"
                           "exten => 300,1,Stasis(sales,x)\n"
                           "exten => 400,1,Dial(Local/200@default,10)\n"
                           "exten => h,1,NoOp()\n";

static const struct phone PHONES[] = {
    {"PJSIP/alice", PHONE_ANSWERS, 1000000},
    {"PJSIP/bob", PHONE_BUSY, 0},
    {"PJSIP/carol", PHONE_NO_ANSWER, 0},
};

static const char *const CHANNELVARS[] = {"PRIORITY"};

static struct recipient recipients[2];

struct submission {
    const char *name;
    const struct ari_request *request;
    struct ari_asker asker;
};

static struct world *make_world(void);
static void furnish(struct world *w, void *context);
static void place_call(struct world *w, const char *id, const char *exten);
static void take(struct world *w, struct recipient *recipient, struct event *event);
static void submit(struct world *w, void *context);
static void demand_json(const char *text, size_t size);

struct world *fuzz_world_begin(void) {
    static struct world *w;
    static struct region_copy *at_first;
    if (!w) {
        w = make_world();
        at_first = world_save(w);
        must(at_first);
    } else {
        world_restore(w, at_first);
        ari_forget(w);
    }
    return w;
}

static struct world *make_world(void) {
    static struct dialplan *plan;
    must(dialplan_parse("fuzz.conf", PLAN, sizeof PLAN - 1, &plan) == DIALPLAN_OK);
    struct dialplan_config config = {
        .dialplan = plan, .phones = PHONES, .phones_count = sizeof PHONES / sizeof PHONES[0]};
    struct world *w =
        world_new(&(struct world_config){.seed = 1, .memory_limit_bytes = FUZZ_MEMORY_BYTES});
    must(w && world_do(w, furnish, &config));
    fuzz_world_pass(w, 0);
    return w;
}

void fuzz_world_end(struct world *w) {
    world_run(w, TASK_FOREVER, FUZZ_STEPS_MAX);
    const char *failure = world_failure(w);
    must(!failure || strncmp(failure, "out of memory", strlen("out of memory")) == 0);
}

void fuzz_world_pass(struct world *w, uint64_t duration_us) {
    world_run(w, world_now_us(w) + duration_us, FUZZ_STEPS_MAX);
}

void fuzz_world_submit(struct world *w, const char *name, const struct ari_request *request,
                       struct ari_asker asker) {
    world_do(w, submit, &(struct submission){name, request, asker});
}

void fuzz_world_judge(const struct ari_response *response) {
    must(response->status >= 200 && response->status < 600 && response->reason);
    must(response->body || response->body_size == 0);
    if (response->body && !response->content_type) {
        demand_json(response->body, response->body_size);
    }
}

static void furnish(struct world *w, void *context) {
    calls_new(w, &(struct calls_config){.channelvars = CHANNELVARS, .channelvars_count = 1});
    broadcast_new(w);
    dialplan_new(w, context);
    ari_new(w, &(struct ari_config){.asterisk_id = NULL});
    recipients[0] = (struct recipient){.name = "sales", .take = take};
    recipients[1] = (struct recipient){.name = "support", .take = take};
    application_register(w, "sales", &recipients[0], false);
    application_register(w, "support", &recipients[1], true);
    place_call(w, "c1", "100");
    place_call(w, "c2", "300");
    place_call(w, "c3", "200");
}

static void place_call(struct world *w, const char *id, const char *exten) {
    call_place(w, &(struct call_config){.exten = exten,
                                        .context = "default",
                                        .phone = "PJSIP/alice",
                                        .id = id,
                                        .caller_number = "200"});
}

static void take(struct world *w, struct recipient *recipient, struct event *event) {
    size_t size;
    char *text = ari_event_text(w, event, recipient->name, &size);
    must(text && strlen(text) == size);
    if (recipient == &recipients[1]) { /* it gets what the other one gets */
        demand_json(text, size);
    }
    free(text);
}

static void submit(struct world *w, void *context) {
    const struct submission *submission = context;
    ari_submit(w, submission->name, submission->request, submission->asker);
}

static void demand_json(const char *text, size_t size) {
    json_t *json = json_loadb(text, size, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
    must(json);
    json_decref(json);
}

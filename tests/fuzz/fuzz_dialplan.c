/* extensions.conf: read, then called at the extensions 100 and s of its context "default". */
#include "sim/broadcast/broadcast.h"
#include "sim/calls/calls.h"
#include "sim/dialplan/call.h"
#include "sim/dialplan/exec.h"
#include "sim/dialplan/match.h"
#include "tests/fuzz/fuzz.h"

enum { STEPS_MAX = 300, MEMORY_BYTES = 32 << 20 };

static void check_problems(const struct dialplan *plan);
static bool check_step(void *context, const struct dialplan_step *step);
static void furnish(struct world *w, void *context);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct dialplan *plan;
    must(dialplan_parse("fuzz.conf", (const char *)data, size, &plan) == DIALPLAN_OK);
    check_problems(plan);
    must(dialplan_each_step(plan, check_step, NULL));
    struct world *w =
        world_new(&(struct world_config){.seed = 1, .memory_limit_bytes = MEMORY_BYTES});
    struct dialplan_config config = {.dialplan = plan};
    must(w && world_do(w, furnish, &config));
    world_run(w, TASK_FOREVER, STEPS_MAX);
    const char *failure = world_failure(w);
    must(!failure || strncmp(failure, "out of memory", strlen("out of memory")) == 0);
    world_free(w);
    dialplan_free(plan);
    return 0;
}

static void check_problems(const struct dialplan *plan) {
    size_t count;
    const struct dialplan_problem *problems = dialplan_problems(plan, &count);
    for (size_t i = 0; i < count; i++) {
        must(problems[i].line >= (i > 0 ? problems[i - 1].line : 1));
        must(problems[i].text[0] != '\0' && strlen(problems[i].text) < DIALPLAN_PROBLEM_TEXT_SIZE);
    }
}

static bool check_step(void *context, const struct dialplan_step *step) {
    (void)context;
    must(step->priority >= 1 && step->priority <= DIALPLAN_PRIORITY_MAX);
    must(step->application && step->args && step->line >= 1);
    return true;
}

static void furnish(struct world *w, void *context) {
    static const char *const extens[] = {"100", "s"};
    calls_new(w, &(struct calls_config){.channelvars = NULL});
    broadcast_new(w);
    dialplan_new(w, context);
    for (size_t i = 0; i < sizeof extens / sizeof extens[0]; i++) {
        call_place(w, &(struct call_config){.exten = extens[i],
                                            .context = "default",
                                            .phone = "PJSIP/alice",
                                            .caller_number = "200"});
    }
}

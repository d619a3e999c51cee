/* Reading a dialplan for what it may do. */
#include "sim/scenario/plan.h"

#include <string.h>
#include <strings.h>

#include "sim/broadcast/filter.h"
#include "sim/dialplan/broadcast_args.h"

enum { ARGS_BYTES = 8192 };

struct two {
    const char *a;
    const char *b;
};

static bool treats_alike(void *context, const struct dialplan_step *step);
static bool is_silent(void *context, const struct dialplan_step *step);
static bool read_args(const struct dialplan_step *step, char text[ARGS_BYTES],
                      struct broadcast_args *args);

bool plan_treats_alike(const struct dialplan *dp, const char *a, const char *b) {
    struct two two = {a, b};
    return !dp || dialplan_each_step(dp, treats_alike, &two);
}

bool plan_may_notify(const struct dialplan *dp) {
    return dp && !dialplan_each_step(dp, is_silent, NULL);
}

bool plan_step_is_plain(const struct dialplan_step *step) {
    static const char *const plain[] = {
        "StasisBroadcast", "Wait", "NoOp", "Hangup", "Goto", "Set", "GotoIf", "Verbose"};
    if (strstr(step->args, "RAND") || strstr(step->args, "GLOBAL")) {
        return false;
    }
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        if (strcasecmp(step->application, plain[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool treats_alike(void *context, const struct dialplan_step *step) {
    const struct two *two = context;
    char text[ARGS_BYTES];
    struct broadcast_args args;
    if (strcasecmp(step->application, "StasisBroadcast") != 0) {
        return true;
    }
    if (!read_args(step, text, &args)) {
        return false;
    }
    if (args.filter[0] == '\0') {
        return true;
    }
    enum filter_error error;
    struct filter *filter = filter_new(args.filter, &error);
    bool same = filter && filter_hears(filter, two->a) == filter_hears(filter, two->b);
    filter_free(filter);
    return same;
}

static bool is_silent(void *context, const struct dialplan_step *step) {
    char text[ARGS_BYTES];
    struct broadcast_args args;
    (void)context;
    return strcasecmp(step->application, "StasisBroadcast") != 0 ||
           (read_args(step, text, &args) && !args.notify_claimed);
}

/* False when what they are is known only while the call runs. */
static bool read_args(const struct dialplan_step *step, char text[ARGS_BYTES],
                      struct broadcast_args *args) {
    size_t length = strlen(step->args);
    if (strstr(step->args, "${") || strstr(step->args, "$[") || length >= ARGS_BYTES) {
        return false;
    }
    memcpy(text, step->args, length + 1);
    broadcast_args_read(text, args);
    return true;
}

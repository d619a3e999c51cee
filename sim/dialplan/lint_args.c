/* Checks of arguments: brackets, names of functions and applications, how many there are, what is
 * set, and where jumps go. Only what stands there literally is judged; a `$` makes it a matter of
 * the call. */
#include "sim/dialplan/lint_args.h"

#include <stdlib.h>
#include <string.h>

#include "sim/base/conf.h"
#include "sim/base/must.h"
#include "sim/base/text.h"
#include "sim/dialplan/applications.h"
#include "sim/dialplan/args.h"
#include "sim/dialplan/broadcast_args.h"
#include "sim/dialplan/func.h"
#include "sim/dialplan/nearest.h"
#include "sim/dialplan/notation.h"
#include "sim/dialplan/piece.h"
#include "sim/dialplan/subst.h"
#include "sim/dialplan/values.h"

enum { FUNCTION_NAME_SIZE = 40, ARGS_COUNTED_MAX = 32 };

/* The step under test, and room to take its arguments apart. */
struct check {
    struct dialplan *dp;
    const struct dialplan_context *context;
    const struct dialplan_extension *extension;
    const struct dialplan_step *step;
    char text[DIALPLAN_LINE_LEN_MAX + 1];
};

#define WARN(check, ...)                                                                           \
    dialplan_report((check)->dp, DIALPLAN_WARNING, (check)->step->line, __VA_ARGS__)

static void check_balance(struct check *check);
static void check_functions(struct check *check);
static void check_function(struct check *check, const char *name, const char *args);
static void cut_name(const char *text, size_t len, char name[FUNCTION_NAME_SIZE]);
static void copy_args(struct check *check);
static void check_count(struct check *check);
static void check_broadcast(struct check *check);
static void check_assignments(struct check *check);
static void check_call(struct check *check, char *call);
static void check_calls(struct check *check);
static void check_jump(struct check *check);
static void check_jumps(struct check *check);
static void check_target(struct check *check, char *target);
static void check_priority(struct check *check, const struct dialplan_extension *extension,
                           const char *priority);
static bool is_literal(const char *text);

/* What only one application has. */
static const struct {
    const char *application;
    void (*check)(struct check *check);
} CHECKS[] = {
    {"StasisBroadcast", check_broadcast},
    {"Set", check_assignments},
    {"ExecIf", check_calls},
    {"Goto", check_jump},
    {"Gosub", check_jump},
    {"GotoIf", check_jumps},
    {"GosubIf", check_jumps},
};

void lint_args(struct dialplan *dp, const struct dialplan_context *context,
               const struct dialplan_extension *extension, const struct dialplan_step *step) {
    must(strlen(step->args) <= DIALPLAN_LINE_LEN_MAX);
    struct check check = {dp, context, extension, step, ""};
    check_balance(&check);
    check_functions(&check);
    if (!step->info || !step->info->run) {
        return;
    }
    check_count(&check);
    for (size_t i = 0; i < sizeof CHECKS / sizeof CHECKS[0]; i++) {
        if (strcmp(step->info->name, CHECKS[i].application) == 0) {
            copy_args(&check);
            CHECKS[i].check(&check);
        }
    }
}

static void check_balance(struct check *check) {
    static const char openers[] = "([{", closers[] = ")]}";
    size_t open[3] = {0}, quotes = 0;
    bool doubtful = false;
    for (const char *p = check->step->args; *p; p++) {
        const char *opener = strchr(openers, *p), *closer = strchr(closers, *p);
        if (*p == '\\' && p[1] != '\0') {
            p++;
        } else if (*p == '"') {
            quotes++;
        } else if (opener) {
            open[opener - openers]++;
        } else if (closer) {
            doubtful = doubtful || open[closer - closers] == 0;
            open[closer - closers] -= open[closer - closers] > 0;
        }
    }
    if (quotes % 2 != 0) {
        WARN(check, "a quote that is not closed: every comma behind it belongs to one argument");
    } else if (doubtful || open[0] > 0 || open[1] > 0 || open[2] > 0) {
        WARN(check, "( ), [ ] or { } in the arguments do not pair up");
    }
}

static void check_functions(struct check *check) {
    static const char name_bytes[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    for (const char *p = strstr(check->step->args, "${"); p; p = strstr(p, "${")) {
        p += 2;
        size_t len = strspn(p, name_bytes);
        if (p[len] == '(' && len > 0) {
            char name[FUNCTION_NAME_SIZE];
            cut_name(p, len, name);
            check_function(check, name, p + len + 1);
        }
    }
}

/* `args` is what stands behind the parenthesis. */
static void check_function(struct check *check, const char *name, const char *args) {
    char question[NEAREST_QUESTION_SIZE];
    if (!func_find(name)) {
        WARN(check, "function '%s' is not known and always empty%s", name,
             nearest_question(func_nearest(name), question));
        return;
    }
    size_t len = strcspn(args, "$)");
    if (!piece_is_of(name) || args[len] != ')') {
        return;
    }
    char piece[FUNCTION_NAME_SIZE];
    cut_name(args, len, piece);
    if (!piece_find(name, piece)) {
        WARN(check, "%s(%s) is not known and always empty%s", name, piece,
             nearest_question(piece_nearest(name, piece), question));
    }
}

static void cut_name(const char *text, size_t len, char name[FUNCTION_NAME_SIZE]) {
    name[0] = '\0';
    strncat(name, text, len < FUNCTION_NAME_SIZE - 1 ? len : FUNCTION_NAME_SIZE - 1);
}

/* To be taken apart. What only a call knows becomes one `$`, whatever bytes it is written with. */
static void copy_args(struct check *check) {
    char *to = check->text;
    for (const char *from = check->step->args; *from;) {
        bool begins = from[0] == '$' && (from[1] == '{' || from[1] == '[');
        *to++ = *from;
        from = begins ? subst_skip(from) : from + 1;
    }
    *to = '\0';
}

static void check_count(struct check *check) {
    const struct application_info *info = check->step->info;
    if (!is_literal(check->step->args)) {
        return;
    }
    char *argv[ARGS_COUNTED_MAX];
    copy_args(check);
    int count = (int)args_split(check->text, argv, ARGS_COUNTED_MAX);
    if (count < info->args_min) {
        WARN(check, "%s() needs at least %d argument%s", info->name, info->args_min,
             info->args_min == 1 ? "" : "s");
    } else if (info->args_max != APPLICATION_ARGS_ANY && count > info->args_max) {
        WARN(check,
             "%s() has %d arguments and reads %d: a comma in one is written within ( ), "
             "[ ] or \" \"",
             info->name, count, info->args_max);
    }
}

static void check_broadcast(struct check *check) {
    if (!is_literal(check->text)) {
        return;
    }
    struct broadcast_args args;
    broadcast_args_read(check->text, &args);
    if (args.timeout_bad) {
        WARN(check, "the timeout is not a number from 0 to %d: it counts as %d ms",
             BROADCAST_TIMEOUT_MAX_MS, BROADCAST_TIMEOUT_DEFAULT_MS);
    }
    if (args.values_dropped > 0) {
        WARN(check, "%zu values are too many: the first %d are passed on",
             args.value_count + args.values_dropped, BROADCAST_VALUES_MAX);
    }
}

static void check_assignments(struct check *check) {
    char *assignments[ARGS_COUNTED_MAX];
    size_t count = notation_assignments(check->text, assignments, ARGS_COUNTED_MAX);
    for (size_t i = 0; i < count; i++) {
        char *equals = strchr(assignments[i], '=');
        const char *name = assignments[i];
        if (equals) {
            *equals = '\0';
            name = conf_trim(assignments[i]);
        }
        if (!is_literal(name)) {
            continue;
        }
        if (!equals) {
            WARN(check, "'%.40s' sets nothing: write Set(NAME=value)", name);
        } else if (!dialplan_can_write(name)) {
            WARN(check, "'%.40s' cannot be set", name);
        }
    }
}

/* Of ExecIf. */
static void check_calls(struct check *check) {
    struct notation_choice choice;
    if (!notation_choice(check->text, &choice)) {
        WARN(check, "ExecIf() does nothing: write CONDITION?NAME(ARGS):NAME(ARGS)");
        return;
    }
    check_call(check, choice.yes);
    if (choice.no) {
        check_call(check, choice.no);
    }
}

static void check_call(struct check *check, char *call) {
    char *args;
    const char *name = notation_call(call, &args);
    if (*name != '\0' && is_literal(name)) {
        dialplan_report_application(check->dp, check->step->line, name);
    }
}

static void check_jump(struct check *check) {
    check_target(check, check->text);
}

static void check_jumps(struct check *check) {
    struct notation_choice choice;
    if (!notation_choice(check->text, &choice)) {
        WARN(check, "%s() goes nowhere: write CONDITION?WHERE:ELSEWHERE", check->step->info->name);
        return;
    }
    if (choice.no) {
        check_target(check, choice.no);
    }
    check_target(check, choice.yes);
}

static void check_target(struct check *check, char *target) {
    struct notation_place place;
    if (!notation_place(target, &place)) {
        return;
    }
    const char *context = place.context ? place.context : check->context->name;
    if (!is_literal(context) || !is_literal(text_or_empty(place.exten)) ||
        !is_literal(place.priority)) {
        return;
    }
    if (!dialplan_has_context(check->dp, context)) {
        char question[NEAREST_QUESTION_SIZE];
        WARN(check, "there is no context '%.80s' to go to%s", context,
             nearest_question(lint_nearest_context(check->dp, context), question));
        return;
    }
    const struct dialplan_extension *extension = check->extension;
    if (place.exten) {
        extension = dialplan_find_exten(check->dp, context, place.exten);
        if (!extension) {
            WARN(check, "there is no extension '%.80s' in [%.80s] to go to", place.exten, context);
            return;
        }
    }
    check_priority(check, extension, place.priority);
}

static void check_priority(struct check *check, const struct dialplan_extension *extension,
                           const char *priority) {
    bool is_number = priority[strspn(priority, "0123456789")] == '\0';
    if (is_number ? strlen(priority) <= 9 && extension_step(extension, atoi(priority)) != NULL
                  : extension_label(extension, priority) > 0) {
        return;
    }
    struct nearest nearest;
    nearest_begin(&nearest, priority);
    for (size_t i = 0; i < extension->step_count; i++) {
        if (extension->steps[i].label) {
            nearest_offer(&nearest, extension->steps[i].label);
        }
    }
    char question[NEAREST_QUESTION_SIZE];
    WARN(check, "extension '%s' has no %s '%.80s' to go to%s", extension->name,
         is_number ? "priority" : "label", priority, nearest_question(nearest.best, question));
}

static bool is_literal(const char *text) {
    return strchr(text, '$') == NULL;
}

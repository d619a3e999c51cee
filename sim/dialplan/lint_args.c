/* Checks of arguments: brackets, names of functions, how many there are, and where jumps go. Only
 * what stands there literally is judged; a `$` makes it a matter of the call. */
#include "sim/dialplan/lint_args.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/dialplan/applications.h"
#include "sim/dialplan/args.h"
#include "sim/dialplan/broadcast_args.h"
#include "sim/dialplan/func.h"
#include "sim/dialplan/nearest.h"

enum { FUNCTION_NAME_SIZE = 40, ARGS_COUNTED_MAX = 32 };

/* The step under test, and room to take its arguments apart. */
struct check {
    struct dialplan *dp;
    const struct dialplan_context *context;
    const struct dialplan_extension *extension;
    const struct dialplan_step *step;
    char text[DIALPLAN_LINE_LEN_MAX + 1];
};

static void check_balance(struct check *check);
static void check_functions(struct check *check);
static void copy_args(struct check *check);
static void check_count(struct check *check);
static void check_broadcast(struct check *check);
static void check_targets(struct check *check);
static void check_target(struct check *check, char *target);
static void check_priority(struct check *check, const struct dialplan_extension *extension,
                           const char *priority);
static char *find_outside(char *text, char wanted);
static bool is_literal(const char *text);
static bool is_application(const struct dialplan_step *step, const char *name);

void lint_args(struct dialplan *dp, const struct dialplan_context *context,
               const struct dialplan_extension *extension, const struct dialplan_step *step) {
    must(strlen(step->args) <= DIALPLAN_LINE_LEN_MAX);
    struct check check = {dp, context, extension, step, ""};
    check_balance(&check);
    check_functions(&check);
    if (step->info && step->info->run) {
        check_count(&check);
        check_broadcast(&check);
        check_targets(&check);
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
        dialplan_report(
            check->dp, DIALPLAN_WARNING, check->step->line,
            "a quote that is not closed: every comma behind it belongs to one argument");
    } else if (doubtful || open[0] > 0 || open[1] > 0 || open[2] > 0) {
        dialplan_report(check->dp, DIALPLAN_WARNING, check->step->line,
                        "( ), [ ] or { } in the arguments do not pair up");
    }
}

static void check_functions(struct check *check) {
    static const char name_bytes[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    for (const char *p = strstr(check->step->args, "${"); p; p = strstr(p, "${")) {
        p += 2;
        size_t len = strspn(p, name_bytes);
        if (p[len] != '(' || len == 0) {
            continue;
        }
        char name[FUNCTION_NAME_SIZE] = "";
        strncat(name, p, len < sizeof name - 1 ? len : sizeof name - 1);
        if (!func_find(name)) {
            char question[NEAREST_QUESTION_SIZE];
            dialplan_report(check->dp, DIALPLAN_WARNING, check->step->line,
                            "function '%s' is not known and always empty%s", name,
                            nearest_question(func_nearest(name), question));
        }
    }
}

/* To be taken apart. */
static void copy_args(struct check *check) {
    int length = snprintf(check->text, sizeof check->text, "%s", check->step->args);
    must(length >= 0 && (size_t)length < sizeof check->text);
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
        dialplan_report(check->dp, DIALPLAN_WARNING, check->step->line,
                        "%s() needs at least %d argument%s", info->name, info->args_min,
                        info->args_min == 1 ? "" : "s");
    } else if (info->args_max != APPLICATION_ARGS_ANY && count > info->args_max) {
        dialplan_report(check->dp, DIALPLAN_WARNING, check->step->line,
                        "%s() has %d arguments and reads %d: a comma in one is written within ( ), "
                        "[ ] or \" \"",
                        info->name, count, info->args_max);
    }
}

static void check_broadcast(struct check *check) {
    if (!is_application(check->step, "StasisBroadcast") || !is_literal(check->step->args)) {
        return;
    }
    struct broadcast_args args;
    copy_args(check);
    broadcast_args_read(check->text, &args);
    if (args.timeout_bad) {
        dialplan_report(check->dp, DIALPLAN_WARNING, check->step->line,
                        "the timeout is not a number from 0 to %d: it counts as %d ms",
                        BROADCAST_TIMEOUT_MAX_MS, BROADCAST_TIMEOUT_DEFAULT_MS);
    }
    if (args.values_dropped > 0) {
        dialplan_report(check->dp, DIALPLAN_WARNING, check->step->line,
                        "%zu values are too many: the first %d are passed on",
                        args.value_count + args.values_dropped, BROADCAST_VALUES_MAX);
    }
}

static void check_targets(struct check *check) {
    const struct dialplan_step *step = check->step;
    copy_args(check);
    if (is_application(step, "Goto") || is_application(step, "Gosub")) {
        check_target(check, check->text);
    } else if (is_application(step, "GotoIf") || is_application(step, "GosubIf")) {
        char *yes = find_outside(check->text, '?');
        if (!yes) {
            dialplan_report(check->dp, DIALPLAN_WARNING, step->line,
                            "%s() goes nowhere: write CONDITION?WHERE:ELSEWHERE", step->info->name);
            return;
        }
        char *no = find_outside(++yes, ':');
        if (no) {
            *no++ = '\0';
            check_target(check, no);
        }
        check_target(check, yes);
    }
}

/* `target` is [[context,]extension,]priority, with arguments behind it for Gosub. */
static void check_target(struct check *check, char *target) {
    char *argv[3];
    if (!is_literal(target)) {
        return;
    }
    size_t argc = args_split(target, argv, 3);
    if (argc == 0) {
        return;
    }
    for (size_t i = 0; i < argc; i++) {
        argv[i] = dialplan_trim(argv[i]);
    }
    char *priority = argv[argc - 1];
    priority[strcspn(priority, "(")] = '\0';
    const struct dialplan_extension *extension = check->extension;
    const char *context = argc == 3 ? argv[0] : check->context->name;
    if (!dialplan_has_context(check->dp, context)) {
        char question[NEAREST_QUESTION_SIZE];
        dialplan_report(check->dp, DIALPLAN_WARNING, check->step->line,
                        "there is no context '%.80s' to go to%s", context,
                        nearest_question(lint_nearest_context(check->dp, context), question));
        return;
    }
    if (argc > 1) {
        const char *exten = argv[argc - 2];
        extension = dialplan_find_exten(check->dp, context, exten);
        if (!extension) {
            dialplan_report(check->dp, DIALPLAN_WARNING, check->step->line,
                            "there is no extension '%.80s' in [%.80s] to go to", exten, context);
            return;
        }
    }
    check_priority(check, extension, priority);
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
    dialplan_report(check->dp, DIALPLAN_WARNING, check->step->line,
                    "extension '%s' has no %s '%.80s' to go to%s", extension->name,
                    is_number ? "priority" : "label", priority,
                    nearest_question(nearest.best, question));
}

/* The first `wanted` that is in no brackets and no quotes. */
static char *find_outside(char *text, char wanted) {
    bool quoted = false;
    unsigned open = 0;
    for (; *text; text++) {
        if (*text == '"') {
            quoted = !quoted;
        } else if (!quoted && strchr("([{", *text)) {
            open++;
        } else if (!quoted && strchr(")]}", *text)) {
            open -= open > 0;
        } else if (!quoted && open == 0 && *text == wanted) {
            return text;
        }
    }
    return NULL;
}

static bool is_literal(const char *text) {
    return strchr(text, '$') == NULL;
}

static bool is_application(const struct dialplan_step *step, const char *name) {
    return strcmp(step->info->name, name) == 0;
}

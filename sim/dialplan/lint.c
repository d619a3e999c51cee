/* What a reader of the whole dialplan can tell before the first call: includes, and the shape of
 * each extension. The arguments are lint_args.c. */
#include "sim/base/must.h"
#include "sim/dialplan/applications.h"
#include "sim/dialplan/lint_args.h"
#include "sim/dialplan/nearest.h"

/* A walk along includes; each context is entered once. */
struct walk {
    const struct dialplan *dp;
    const struct dialplan_context *wanted;
    bool too_deep;
    struct context_set entered;
};

static void lint_includes(struct dialplan *dp, const struct dialplan_context *context);
static bool leads_to_wanted(struct walk *walk, const struct dialplan_context *context,
                            unsigned depth);
static void lint_extension(struct dialplan *dp, const struct dialplan_extension *extension);
static void lint_place(struct dialplan *dp, const struct dialplan_extension *extension,
                       const struct dialplan_step *last, const struct dialplan_step *step);

void dialplan_lint(struct dialplan *dp) {
    for (size_t i = 0; i < dp->context_count; i++) {
        const struct dialplan_context *context = &dp->contexts[i];
        lint_includes(dp, context);
        for (size_t j = 0; j < context->extension_count; j++) {
            const struct dialplan_extension *extension = &context->extensions[j];
            lint_extension(dp, extension);
            for (size_t k = 0; k < extension->step_count; k++) {
                lint_args(dp, context, extension, &extension->steps[k]);
            }
        }
    }
}

const char *lint_nearest_context(const struct dialplan *dp, const char *name) {
    struct nearest nearest;
    nearest_begin(&nearest, name);
    for (size_t i = 0; i < dp->context_count; i++) {
        nearest_offer(&nearest, dp->contexts[i].name);
    }
    return nearest.best;
}

static void lint_includes(struct dialplan *dp, const struct dialplan_context *context) {
    for (size_t i = 0; i < context->include_count; i++) {
        const struct dialplan_include *include = &context->includes[i];
        const struct dialplan_context *included = dialplan_context(dp, include->name);
        struct walk walk = {.dp = dp, .wanted = context};
        if (!included) {
            char question[NEAREST_QUESTION_SIZE];
            dialplan_report(dp, DIALPLAN_WARNING, include->line, "there is no context '%.80s'%s",
                            include->name,
                            nearest_question(lint_nearest_context(dp, include->name), question));
        } else if (leads_to_wanted(&walk, included, 0)) {
            dialplan_report(dp, DIALPLAN_NOTE, include->line,
                            "'%s' includes itself by way of '%s'; it is asked once", context->name,
                            include->name);
        } else if (walk.too_deep) {
            dialplan_report(dp, DIALPLAN_WARNING, include->line,
                            "includes behind '%s' are nested deeper than %d and not asked",
                            include->name, DIALPLAN_INCLUDE_DEPTH_MAX);
        }
    }
}

static bool leads_to_wanted(struct walk *walk, const struct dialplan_context *context,
                            unsigned depth) {
    if (context == walk->wanted) {
        return true;
    }
    if (!context_set_add(&walk->entered, walk->dp, context)) {
        return false;
    }
    if (depth >= DIALPLAN_INCLUDE_DEPTH_MAX) {
        walk->too_deep = true;
        return false;
    }
    for (size_t i = 0; i < context->include_count; i++) {
        const struct dialplan_context *next = dialplan_context(walk->dp, context->includes[i].name);
        if (next && leads_to_wanted(walk, next, depth + 1)) {
            return true;
        }
    }
    return false;
}

static void lint_extension(struct dialplan *dp, const struct dialplan_extension *extension) {
    must(extension->step_count > 0);
    const struct dialplan_step *steps = extension->steps;
    if (steps[0].priority != 1) {
        dialplan_report(dp, DIALPLAN_NOTE, steps[0].line,
                        "extension '%s' has no priority 1: a call does not begin here",
                        extension->name);
    }
    for (size_t i = 1; i < extension->step_count; i++) {
        lint_place(dp, extension, &steps[i - 1], &steps[i]);
    }
}

/* How a step stands behind the last one. */
static void lint_place(struct dialplan *dp, const struct dialplan_extension *extension,
                       const struct dialplan_step *last, const struct dialplan_step *step) {
    if (step->label && extension_label(extension, step->label) != step->priority) {
        dialplan_report(dp, DIALPLAN_WARNING, step->line,
                        "label '%s' stands twice in extension '%s': this one is never found",
                        step->label, extension->name);
    }
    if (step->label) {
        return; /* it can be jumped to */
    }
    if (step->priority != last->priority + 1) {
        dialplan_report(dp, DIALPLAN_NOTE, step->line,
                        "extension '%s' has no priority %d: a call hangs up there, before this one",
                        extension->name, last->priority + 1);
    } else if (last->info && last->info->leaves) {
        dialplan_report(dp, DIALPLAN_NOTE, step->line,
                        "not reached: %s() in line %u goes elsewhere; give this one a label",
                        last->info->name, last->line);
    }
}

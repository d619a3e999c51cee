/* Sorting: what parsing found in the order of the file becomes contexts with their extensions, and
 * those with their priorities, each a range of one array. */
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/dialplan/dialplan_private.h"
#include "sim/dialplan/pattern.h"

static bool allocate(struct draft *draft);
static void drop_duplicates(struct draft *draft);
static void take_steps(struct draft *draft);
static void take_includes(struct draft *draft);
static bool same_exten(const struct draft_step *a, const struct draft_step *b);
static int compare_steps(const void *a, const void *b);
static int compare_includes(const void *a, const void *b);
static int compare_contexts(const void *a, const void *b);

void draft_index(struct draft *draft) {
    struct dialplan *dp = draft->dp;
    if (dp->no_memory || !allocate(draft)) {
        dp->no_memory = true;
        return;
    }
    if (draft->step_count > 0) {
        qsort(draft->steps, draft->step_count, sizeof draft->steps[0], compare_steps);
        drop_duplicates(draft);
        take_steps(draft);
    }
    if (draft->include_count > 0) {
        qsort(draft->includes, draft->include_count, sizeof draft->includes[0], compare_includes);
        take_includes(draft);
    }
    if (dp->context_count > 0) { /* last: drafts know a context by its place */
        qsort(dp->contexts, dp->context_count, sizeof dp->contexts[0], compare_contexts);
    }
}

/* There are at most as many extensions as steps. */
static bool allocate(struct draft *draft) {
    struct dialplan *dp = draft->dp;
    dp->steps = calloc(draft->step_count + 1, sizeof *dp->steps);
    dp->extensions = calloc(draft->step_count + 1, sizeof *dp->extensions);
    dp->includes = calloc(draft->include_count + 1, sizeof *dp->includes);
    return dp->steps && dp->extensions && dp->includes;
}

/* The first line in the file stands. */
static void drop_duplicates(struct draft *draft) {
    size_t kept = 1;
    for (size_t i = 1; i < draft->step_count; i++) {
        const struct draft_step *last = &draft->steps[kept - 1], *step = &draft->steps[i];
        if (same_exten(last, step) && last->step.priority == step->step.priority) {
            dialplan_report(draft->dp, DIALPLAN_WARNING, step->step.line,
                            "priority %d of extension '%s' exists already in line %u: this one is "
                            "ignored; write n for the next",
                            step->step.priority, step->exten, last->step.line);
        } else {
            draft->steps[kept++] = *step;
        }
    }
    draft->step_count = kept;
}

static void take_steps(struct draft *draft) {
    struct dialplan *dp = draft->dp;
    struct dialplan_extension *extension = dp->extensions;
    for (size_t i = 0; i < draft->step_count;) {
        size_t first = i;
        do {
            dp->steps[i] = draft->steps[i].step;
            i++;
        } while (i < draft->step_count && same_exten(&draft->steps[first], &draft->steps[i]));
        const char *name = draft->steps[first].exten;
        *extension = (struct dialplan_extension){name, &dp->steps[first], i - first};
        struct dialplan_context *context = &dp->contexts[draft->steps[first].context];
        if (context->extension_count == 0) {
            context->extensions = extension;
        }
        must(pattern_is(name) || context->literal_count == context->extension_count);
        context->extension_count++;
        context->literal_count += !pattern_is(name);
        extension++;
    }
}

static void take_includes(struct draft *draft) {
    struct dialplan *dp = draft->dp;
    for (size_t i = 0; i < draft->include_count; i++) {
        struct dialplan_context *context = &dp->contexts[draft->includes[i].context];
        dp->includes[i] = draft->includes[i].include;
        if (context->include_count++ == 0) {
            context->includes = &dp->includes[i];
        }
    }
}

static bool same_exten(const struct draft_step *a, const struct draft_step *b) {
    return a->context == b->context && strcmp(a->exten, b->exten) == 0;
}

static int compare_steps(const void *a, const void *b) {
    const struct draft_step *left = a, *right = b;
    if (left->context != right->context) {
        return left->context < right->context ? -1 : 1;
    }
    int order = pattern_compare(left->exten, right->exten);
    if (order != 0) {
        return order;
    }
    if (left->step.priority != right->step.priority) {
        return left->step.priority < right->step.priority ? -1 : 1;
    }
    return (left->step.line > right->step.line) - (left->step.line < right->step.line);
}

static int compare_includes(const void *a, const void *b) {
    const struct draft_include *left = a, *right = b;
    if (left->context != right->context) {
        return left->context < right->context ? -1 : 1;
    }
    return (left->include.line > right->include.line) - (left->include.line < right->include.line);
}

static int compare_contexts(const void *a, const void *b) {
    const struct dialplan_context *left = a, *right = b;
    return strcmp(left->name, right->name);
}

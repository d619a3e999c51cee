/* Lookups: a binary search for the context and a literal extension, then the patterns in the order
 * they were sorted into, then the included contexts. */
#include "sim/dialplan/match.h"

#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/dialplan/dialplan_private.h"
#include "sim/dialplan/pattern.h"

/* One search through includes: each context is asked once, so circles and diamonds end. */
struct search {
    const struct dialplan *dp;
    const char *exten;
    struct context_set asked;
};

static const struct dialplan_extension *ask(struct search *search, const char *name,
                                            unsigned depth);
static const struct dialplan_extension *find_own(const struct dialplan_context *context,
                                                 const char *exten);
static int compare_context(const void *key, const void *item);
static int compare_extension(const void *key, const void *item);
static int compare_step(const void *key, const void *item);

const struct dialplan_step *dialplan_find(const struct dialplan *dp, const char *context,
                                          const char *exten, int priority) {
    const struct dialplan_extension *extension = dialplan_find_exten(dp, context, exten);
    return extension ? extension_step(extension, priority) : NULL;
}

const struct dialplan_extension *dialplan_find_exten(const struct dialplan *dp, const char *context,
                                                     const char *exten) {
    must(dp && context && exten);
    struct search search = {.dp = dp, .exten = exten};
    return ask(&search, context, 0);
}

bool dialplan_has_context(const struct dialplan *dp, const char *context) {
    return dialplan_context(dp, context) != NULL;
}

bool dialplan_has_exten(const struct dialplan *dp, const char *context, const char *exten) {
    return dialplan_find_exten(dp, context, exten) != NULL;
}

bool dialplan_find_priority(const struct dialplan *dp, const char *context, const char *exten,
                            const char *text, int *priority) {
    char *end;
    long number = strtol(text, &end, 10);
    if (end != text && *end == '\0') {
        *priority = number > 0 && number <= DIALPLAN_PRIORITY_MAX ? (int)number : 0;
        return true;
    }
    const struct dialplan_extension *extension = dialplan_find_exten(dp, context, exten);
    *priority = extension ? extension_label(extension, text) : 0;
    return *priority > 0;
}

const struct dialplan_step *extension_step(const struct dialplan_extension *extension,
                                           int priority) {
    return bsearch(&priority, extension->steps, extension->step_count, sizeof extension->steps[0],
                   compare_step);
}

int extension_label(const struct dialplan_extension *extension, const char *label) {
    for (size_t i = 0; i < extension->step_count; i++) {
        const struct dialplan_step *step = &extension->steps[i];
        if (step->label && strcmp(step->label, label) == 0) {
            return step->priority;
        }
    }
    return 0;
}

const struct dialplan_context *dialplan_context(const struct dialplan *dp, const char *name) {
    must(dp && name);
    if (dp->context_count == 0) {
        return NULL;
    }
    return bsearch(name, dp->contexts, dp->context_count, sizeof dp->contexts[0], compare_context);
}

bool context_set_add(struct context_set *set, const struct dialplan *dp,
                     const struct dialplan_context *context) {
    size_t place = (size_t)(context - dp->contexts);
    must(place < DIALPLAN_SECTIONS_MAX);
    unsigned char *byte = &set->bits[place / 8];
    unsigned char bit = (unsigned char)(1u << (place % 8));
    bool is_new = !(*byte & bit);
    *byte |= bit;
    return is_new;
}

static const struct dialplan_extension *ask(struct search *search, const char *name,
                                            unsigned depth) {
    const struct dialplan_context *context = dialplan_context(search->dp, name);
    if (!context || depth > DIALPLAN_INCLUDE_DEPTH_MAX ||
        !context_set_add(&search->asked, search->dp, context)) {
        return NULL;
    }
    const struct dialplan_extension *found = find_own(context, search->exten);
    for (size_t i = 0; !found && i < context->include_count; i++) {
        found = ask(search, context->includes[i].name, depth + 1);
    }
    return found;
}

static const struct dialplan_extension *find_own(const struct dialplan_context *context,
                                                 const char *exten) {
    if (context->literal_count > 0) {
        const struct dialplan_extension *literal =
            bsearch(exten, context->extensions, context->literal_count,
                    sizeof context->extensions[0], compare_extension);
        if (literal) {
            return literal;
        }
    }
    for (size_t i = context->literal_count; i < context->extension_count; i++) {
        if (pattern_matches(context->extensions[i].name, exten)) {
            return &context->extensions[i];
        }
    }
    return NULL;
}

static int compare_context(const void *key, const void *item) {
    const struct dialplan_context *context = item;
    return strcmp(key, context->name);
}

static int compare_extension(const void *key, const void *item) {
    const struct dialplan_extension *extension = item;
    return strcmp(key, extension->name);
}

static int compare_step(const void *key, const void *item) {
    const int *priority = key;
    const struct dialplan_step *step = item;
    return (*priority > step->priority) - (*priority < step->priority);
}

/* Merging: everything is sorted so that what is about the same thing stands together, in the order
 * in which the dialplans came; the first of them is kept, the others are compared with it. */
#include "cli/dialplan/merge.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/base/problem.h"
#include "sim/base/must.h"
#include "sim/base/text.h"
#include "sim/dialplan/pattern.h"

enum { TEXT_SIZE = 1024, SHOWN_ARGS = 200, DIALPLANS_MAX = 1 << 20 };

struct adding {
    struct merge *merge;
    const char *file;
};

static bool add_part(void *context, const struct dialplan_part *part);
static bool append(char **includes, const char *name);
static bool add(struct merge *merge, const struct merge_part *part);
static int compare(const void *a, const void *b);
static int kind_of(const struct merge_part *part);
static bool is_same_thing(const struct merge_part *a, const struct merge_part *b);
static bool agrees(const struct merge_part *kept, const struct merge_part *other);
static bool agrees_globals(const struct merge_part *kept, const struct merge_part *other);
static bool agrees_includes(const struct merge_part *kept, const struct merge_part *other);
static bool agrees_extensions(const struct merge_part *kept, const struct merge_part *other);
static bool is_same_step(const struct dialplan_step *a, const struct dialplan_step *b);
static const char *describe(const struct dialplan_step *step, char text[TEXT_SIZE]);
static void complain_of(const struct merge_part *kept, const struct merge_part *other,
                        unsigned line, unsigned kept_line, const char *what);
static void warn_of_strangers(const struct merge *merge);
static const struct merge_part *find_lacking(const struct merge *merge, size_t index);

void merge_add(struct merge *merge, const struct dialplan *dp) {
    must(merge->dialplans < DIALPLANS_MAX);
    size_t count;
    const struct dialplan_global *globals = dialplan_globals(dp, &count);
    const char *file = dialplan_file(dp);
    bool added = true;
    for (size_t i = 0; added && i < count; i++) {
        added =
            add(merge,
                &(struct merge_part){.global = &globals[i], .file = file, .line = globals[i].line});
    }
    struct adding adding = {merge, file};
    if (!added || !dialplan_each_part(dp, add_part, &adding)) {
        merge->no_memory = true;
    }
    merge->dialplans++;
}

bool merge_settle(struct merge *merge) {
    bool good = true;
    size_t kept = 0;
    if (merge->count > 0) {
        qsort(merge->parts, merge->count, sizeof *merge->parts, compare);
        warn_of_strangers(merge);
    }
    for (size_t i = 0; i < merge->count;) {
        merge->parts[kept] = merge->parts[i++];
        while (i < merge->count && is_same_thing(&merge->parts[kept], &merge->parts[i])) {
            if (merge->parts[kept].from == merge->parts[i].from) { /* only of globals: the last */
                merge->parts[kept] = merge->parts[i];
            }
            good &= agrees(&merge->parts[kept], &merge->parts[i]);
            free(merge->parts[i++].includes);
        }
        kept++;
    }
    merge->count = kept;
    return good;
}

void merge_free(struct merge *merge) {
    for (size_t i = 0; i < merge->count; i++) {
        free(merge->parts[i].includes);
    }
    free(merge->parts);
    *merge = (struct merge){0};
}

static bool add_part(void *context, const struct dialplan_part *part) {
    const struct adding *adding = context;
    struct merge *merge = adding->merge;
    if (part->extension) {
        return add(merge, &(struct merge_part){.context = part->context,
                                               .extension = part->extension,
                                               .file = adding->file,
                                               .line = part->line});
    }
    struct merge_part *last = merge->count > 0 ? &merge->parts[merge->count - 1] : NULL;
    if (last && last->includes && last->from == merge->dialplans &&
        strcmp(last->context, part->context) == 0) {
        return append(&last->includes, part->include);
    }
    char *includes = strdup(part->include);
    bool added = includes && add(merge, &(struct merge_part){.context = part->context,
                                                             .includes = includes,
                                                             .file = adding->file,
                                                             .line = part->line});
    if (!added) {
        free(includes);
    }
    return added;
}

/* The includes of a context count in their order, so they are one thing: "a,b". */
static bool append(char **includes, const char *name) {
    size_t size = strlen(*includes) + strlen(name) + 2;
    char *longer = realloc(*includes, size);
    if (longer) {
        size_t length = strlen(longer);
        snprintf(&longer[length], size - length, ",%s", name);
        *includes = longer;
    }
    return longer != NULL;
}

static bool add(struct merge *merge, const struct merge_part *part) {
    if (merge->count == merge->room) {
        size_t room = merge->room ? 2 * merge->room : 64;
        struct merge_part *larger = realloc(merge->parts, room * sizeof *larger);
        if (!larger) {
            return false;
        }
        merge->parts = larger;
        merge->room = room;
    }
    must(merge->parts);
    merge->parts[merge->count] = *part;
    merge->parts[merge->count].order = merge->count;
    merge->parts[merge->count].from = merge->dialplans;
    merge->count++;
    return true;
}

/* Globals first, then context by context, extensions before includes. */
static int compare(const void *a, const void *b) {
    const struct merge_part *left = a, *right = b;
    int order = 0;
    if (left->context && right->context) {
        order = strcmp(left->context, right->context);
    }
    order = order ? order : kind_of(left) - kind_of(right);
    if (order == 0 && left->global) {
        order = strcmp(left->global->name, right->global->name);
    } else if (order == 0 && left->extension) {
        order = pattern_compare(left->extension->name, right->extension->name);
    }
    return order ? order : (left->order > right->order) - (left->order < right->order);
}

static int kind_of(const struct merge_part *part) {
    return part->global ? 0 : part->extension ? 1 : 2;
}

static bool is_same_thing(const struct merge_part *a, const struct merge_part *b) {
    if (a->global && b->global) {
        return strcmp(a->global->name, b->global->name) == 0;
    }
    if (!a->context || !b->context || strcmp(a->context, b->context) != 0) {
        return false;
    }
    return a->extension && b->extension ? strcmp(a->extension->name, b->extension->name) == 0
                                        : a->includes && b->includes;
}

static bool agrees(const struct merge_part *kept, const struct merge_part *other) {
    return kept->global      ? agrees_globals(kept, other)
           : kept->extension ? agrees_extensions(kept, other)
                             : agrees_includes(kept, other);
}

static bool agrees_globals(const struct merge_part *kept, const struct merge_part *other) {
    if (strcmp(kept->global->value, other->global->value) == 0) {
        return true;
    }
    char what[TEXT_SIZE];
    snprintf(what, sizeof what, "[globals] %s is '%.*s' here and '%.*s'", kept->global->name,
             SHOWN_ARGS, other->global->value, SHOWN_ARGS, kept->global->value);
    complain_of(kept, other, other->line, kept->line, what);
    return false;
}

static bool agrees_includes(const struct merge_part *kept, const struct merge_part *other) {
    if (strcmp(kept->includes, other->includes) == 0) {
        return true;
    }
    char what[TEXT_SIZE];
    snprintf(what, sizeof what, "[%s] includes %.*s here and %.*s", kept->context, SHOWN_ARGS,
             other->includes, SHOWN_ARGS, kept->includes);
    complain_of(kept, other, other->line, kept->line, what);
    return false;
}

/* A priority that only one of them has is a difference too: there a call goes on. */
static bool agrees_extensions(const struct merge_part *kept, const struct merge_part *other) {
    const struct dialplan_extension *a = kept->extension, *b = other->extension;
    size_t i = 0;
    while (i < a->step_count && i < b->step_count && is_same_step(&a->steps[i], &b->steps[i])) {
        i++;
    }
    if (i == a->step_count && i == b->step_count) {
        return true;
    }
    int past = DIALPLAN_PRIORITY_MAX + 1;
    int left = i < a->step_count ? a->steps[i].priority : past;
    int right = i < b->step_count ? b->steps[i].priority : past;
    const struct dialplan_step *there = left <= right ? &a->steps[i] : NULL;
    const struct dialplan_step *here = right <= left ? &b->steps[i] : NULL;
    char texts[2][TEXT_SIZE], what[3 * TEXT_SIZE];
    snprintf(what, sizeof what, "[%s] %s,%d is %s here and %s", kept->context, a->name,
             left < right ? left : right, describe(here, texts[0]), describe(there, texts[1]));
    complain_of(kept, other, here ? here->line : other->line, there ? there->line : kept->line,
                what);
    return false;
}

static bool is_same_step(const struct dialplan_step *a, const struct dialplan_step *b) {
    return a->priority == b->priority && strcasecmp(a->application, b->application) == 0 &&
           strcmp(a->args, b->args) == 0 &&
           strcmp(text_or_empty(a->label), text_or_empty(b->label)) == 0;
}

static const char *describe(const struct dialplan_step *step, char text[TEXT_SIZE]) {
    if (!step) {
        return "missing";
    }
    snprintf(text, TEXT_SIZE, "%s(%.*s)%s%s%s", step->application, SHOWN_ARGS, step->args,
             step->label ? " with the label '" : "", text_or_empty(step->label),
             step->label ? "'" : "");
    return text;
}

static void complain_of(const struct merge_part *kept, const struct merge_part *other,
                        unsigned line, unsigned kept_line, const char *what) {
    char text[4 * TEXT_SIZE];
    snprintf(text, sizeof text, "%s in %s:%u", what, kept->file, kept_line);
    print_problem(stderr, other->file, line, "error", "", text);
}

/* What would catch calls for which it was not written: in a context that several dialplans have,
 * a pattern, a special extension or an include that one of them lacks. */
static void warn_of_strangers(const struct merge *merge) {
    const struct merge_part *parts = merge->parts;
    for (size_t i = 0; merge->dialplans > 1 && i < merge->count; i++) {
        bool is_told = i > 0 && is_same_thing(&parts[i - 1], &parts[i]);
        const struct merge_part *lacks = is_told ? NULL : find_lacking(merge, i);
        if (lacks) {
            char text[TEXT_SIZE];
            snprintf(text, sizeof text, "[%s] %s%.*s is for the calls of %s now, too",
                     parts[i].context, parts[i].extension ? "" : "include ", SHOWN_ARGS,
                     parts[i].extension ? parts[i].extension->name : parts[i].includes,
                     lacks->file);
            print_problem(stderr, parts[i].file, parts[i].line, "warning", "", text);
        }
    }
}

/* A part of the same context from a dialplan that has nothing like this one; NULL: none, or it
 * catches no calls of others. */
static const struct merge_part *find_lacking(const struct merge *merge, size_t index) {
    static const char *const special[] = {"h", "i", "t"};
    const struct merge_part *parts = merge->parts, *part = &parts[index];
    if (!part->context) {
        return NULL;
    }
    bool may_catch = part->includes || pattern_is(part->extension->name);
    for (size_t i = 0; part->extension && i < sizeof special / sizeof special[0]; i++) {
        may_catch |= strcmp(part->extension->name, special[i]) == 0;
    }
    for (size_t i = 0; may_catch && i < merge->count; i++) {
        bool has_it = !parts[i].context || strcmp(parts[i].context, part->context) != 0;
        for (size_t k = index; k < merge->count && is_same_thing(part, &parts[k]); k++) {
            has_it |= parts[k].from == parts[i].from;
        }
        if (!has_it) {
            return &parts[i];
        }
    }
    return NULL;
}

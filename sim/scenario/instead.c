/* What there was instead of something that did not happen at all. */
#include <string.h>

#include "sim/scenario/judge_parts.h"
#include "sim/scenario/occurrence.h"

enum { TYPES_MAX = 12 };

static void tell_other_events(const struct log *log, const struct happening *happening,
                              struct judgement *judgement);
static bool is_new(const char *const *types, size_t count, const char *type);
static size_t count_named(const struct log *log, struct happening named,
                          struct judgement *judgement);

void tell_absent(const struct log *log, const struct happening *happening,
                 struct judgement *judgement) {
    struct words *words = &judgement->happened;
    struct happening each = *happening;
    each.nth = 0;
    size_t count = happening->nth > 0 ? count_named(log, each, judgement) : 0;
    if (count > 0) {
        words_add(words, "there %s only %zu, the last at ", count > 1 ? "were" : "was", count);
        words_time(words, judgement->at_us);
        return;
    }
    switch (happening->kind) {
    case HAPPENING_CLAIM:
        each.app = NULL;
        each.client = NULL;
        count = count_named(log, each, judgement);
        words_add(words, "no such claim was made");
        if (count > 0) {
            words_add(words, "; others made %zu, the last at ", count);
            words_time(words, judgement->at_us);
        }
        break;
    case HAPPENING_EVENT:
        tell_other_events(log, happening, judgement);
        break;
    case HAPPENING_ANSWER:
        words_add(words, "no such request was made");
        break;
    case HAPPENING_NOTE:
        words_add(words, "there was no such entry");
        break;
    }
}

/* The types that the same recipient did get. */
static void tell_other_events(const struct log *log, const struct happening *happening,
                              struct judgement *judgement) {
    struct words *words = &judgement->happened;
    const char *types[TYPES_MAX];
    size_t types_count = 0;
    struct happening any = {
        .kind = HAPPENING_EVENT, .app = happening->app, .client = happening->client};
    struct cursor cursor = {0};
    struct occurrence found;
    words_add(words, "no such event came");
    while (types_count < TYPES_MAX && occurrence_next(log, &any, &cursor, &found)) {
        if (is_new(types, types_count, found.entry->name)) {
            words_add(words, "%s%s at ", types_count ? ", " : "; these did: ", found.entry->name);
            words_time(words, found.entry->at_us);
            types[types_count++] = found.entry->name;
            judgement->at_us = found.entry->at_us;
        }
    }
}

static bool is_new(const char *const *types, size_t count, const char *type) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(types[i], type) == 0) {
            return false;
        }
    }
    return true;
}

static size_t count_named(const struct log *log, struct happening named,
                          struct judgement *judgement) {
    size_t count = 0;
    struct cursor cursor = {0};
    struct occurrence found;
    while (occurrence_next(log, &named, &cursor, &found)) {
        judgement->at_us = occurrence_at_us(&found);
        count++;
    }
    return count;
}

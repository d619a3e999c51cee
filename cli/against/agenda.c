/* A heap of plans. */
#include "cli/against/agenda.h"

#include <stdlib.h>

#include "cli/base/memory.h"
#include "sim/base/must.h"

static bool is_before(const struct plan *a, const struct plan *b);
static void swap(struct plan *a, struct plan *b);

bool agenda_add(struct agenda *agenda, const struct plan *plan, const char *app,
                const char *channel) {
    if (agenda->count == AGENDA_MAX) {
        return false;
    }
    if (agenda->count == agenda->capacity) {
        agenda->capacity = agenda->capacity ? 2 * agenda->capacity : 64;
        agenda->plans = memory_grow(agenda->plans, agenda->capacity * sizeof *agenda->plans);
    }
    struct plan added = *plan;
    added.serial = ++agenda->serial;
    added.app = app ? memory_text(app) : NULL;
    added.channel = channel ? memory_text(channel) : NULL;
    size_t at = agenda->count++;
    agenda->plans[at] = added;
    for (; at > 0 && is_before(&agenda->plans[at], &agenda->plans[(at - 1) / 2]);
         at = (at - 1) / 2) {
        swap(&agenda->plans[at], &agenda->plans[(at - 1) / 2]);
    }
    return true;
}

const struct plan *agenda_next(const struct agenda *agenda) {
    return agenda->count > 0 ? &agenda->plans[0] : NULL;
}

struct plan agenda_take(struct agenda *agenda) {
    must(agenda->count > 0);
    struct plan first = agenda->plans[0];
    agenda->plans[0] = agenda->plans[--agenda->count];
    size_t at = 0;
    for (;;) {
        size_t least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < agenda->count; child++) {
            least = is_before(&agenda->plans[child], &agenda->plans[least]) ? child : least;
        }
        if (least == at) {
            return first;
        }
        swap(&agenda->plans[at], &agenda->plans[least]);
        at = least;
    }
}

void plan_free(struct plan *plan) {
    free(plan->app);
    free(plan->channel);
    *plan = (struct plan){0};
}

void agenda_free(struct agenda *agenda) {
    for (size_t i = 0; i < agenda->count; i++) {
        plan_free(&agenda->plans[i]);
    }
    free(agenda->plans);
    *agenda = (struct agenda){0};
}

static bool is_before(const struct plan *a, const struct plan *b) {
    return a->due_us != b->due_us ? a->due_us < b->due_us : a->serial < b->serial;
}

static void swap(struct plan *a, struct plan *b) {
    struct plan kept = *a;
    *a = *b;
    *b = kept;
}

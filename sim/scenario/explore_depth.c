/* Searching depth first: a world is saved where several tasks could go next, and brought back for
 * each of them: saving and restoring takes less than 1 us where doing a schedule of 28 steps again
 * takes 12. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/ari/ari.h"
#include "sim/base/hash.h"
#include "sim/base/must.h"
#include "sim/scenario/choices.h"
#include "sim/scenario/explore_digest.h"
#include "sim/scenario/explore_eager.h"
#include "sim/scenario/explore_search.h"
#include "sim/world/digest.h"
#include "sim/world/region.h"

/* A search is divided where the first choices have been made: so many of them. */
enum { DIVIDING_CHOICES = 4 };

/* A state whose choices are being tried. */
struct frame {
    struct region_copy *copy; /* NULL: there is one choice */
    struct task **choices;
    size_t count;
    size_t next;
    uint64_t key;
    size_t path_length;
    unsigned choices_made; /* on the way here */
    unsigned changes;      /* on the way here */
    bool is_kept;          /* among the states that are known */
    struct tally tally;
};

enum eagerness { STAYS, WENT_ON, BROKE };

struct stack {
    struct search *search;
    struct frame *frames;
    size_t depth;
    size_t capacity;
};

static bool leaves_another(const struct search *search, const struct frame *frame,
                           const struct task *task);
static void visit(struct stack *stack);
static bool go_on_eagerly(struct search *search);
static enum eagerness try_eagerly(struct search *search, struct task *task);
static void come_to_end(struct stack *stack, uint32_t outcome);
static bool is_mine(struct stack *stack, unsigned choices_made, bool is_end);
static unsigned choices_made(const struct stack *stack);
static bool meet(struct stack *stack, struct frame *frame);
static void push(struct stack *stack, const struct frame *frame);
static void pop(struct stack *stack);
static void try_next(struct stack *stack, struct frame *frame);
static struct tally *tally_of(struct stack *stack);
static double done_of(const struct stack *stack);

void search_exhaustively(struct search *search) {
    struct stack stack = {.search = search};
    if (!visited_new(&search->visited, search->options->unreduced)) {
        search->no_memory = true;
        return;
    }
    visit(&stack);
    while (stack.depth > 0) {
        struct frame *top = &stack.frames[stack.depth - 1];
        if (top->next == top->count || search_is_over(search, done_of(&stack))) {
            pop(&stack);
        } else {
            try_next(&stack, top);
        }
    }
    free(stack.frames);
}

static void try_next(struct stack *stack, struct frame *frame) {
    struct search *search = stack->search;
    if (frame->next > 0) {
        must(frame->copy);
        world_restore(search->world, frame->copy);
        ari_forget(search->world);
    }
    search->path_length = frame->path_length;
    struct task *task = frame->choices[frame->next++];
    search->changes = frame->changes + leaves_another(search, frame, task);
    if (search->options->calm && search->changes > search->options->changes_max) {
        return;
    }
    if (search_take(search, task) != WORLD_BROKEN) {
        visit(stack);
    } else if (!search->no_memory) {
        if (is_mine(stack, choices_made(stack), true)) {
            come_to_end(stack, search_broken(search));
        }
    }
}

/* The task that did the last step could go on at once, and is not this one. */
static bool leaves_another(const struct search *search, const struct frame *frame,
                           const struct task *task) {
    char name[TASK_NAME_BYTES];
    if (!search->options->calm || frame->path_length == 0) {
        return false;
    }
    const char *last = search->path[frame->path_length - 1].task;
    for (size_t i = 0; i < frame->count; i++) {
        const struct task *other = frame->choices[i];
        if (other != task && task_is_ready(other) && strcmp(task_name(other, name), last) == 0) {
            return true;
        }
    }
    return false;
}

/* The world stands at a state: is it an end, is it known, or has it choices to be tried? */
static void visit(struct stack *stack) {
    struct search *search = stack->search;
    unsigned made = choices_made(stack);
    bool eagerly = !search->options->unreduced && !search->options->calm;
    if (eagerly && !go_on_eagerly(search)) {
        if (!search->no_memory && is_mine(stack, made, true)) {
            come_to_end(stack, search_broken(search));
        }
        return;
    }
    struct task *choices[CHOICES_MAX];
    size_t count;
    if (!search_choices(search, choices, &count) || !is_mine(stack, made, count == 0)) {
        return;
    }
    if (count == 0) {
        come_to_end(stack, search_end(search));
        return;
    }
    struct frame frame = {.count = count,
                          .path_length = search->path_length,
                          .choices_made = made,
                          .changes = search->changes};
    if (!meet(stack, &frame)) {
        return;
    }
    frame.choices = calloc(count, sizeof(struct task *));
    frame.copy = count > 1 ? world_save(search->world) : NULL;
    if (!frame.choices || (count > 1 && !frame.copy)) {
        search->no_memory = true;
    } else {
        memcpy(frame.choices, choices, count * sizeof(struct task *));
    }
    push(stack, &frame);
}

/* False when a rule was broken on the way. */
static bool go_on_eagerly(struct search *search) {
    struct task *choices[CHOICES_MAX];
    enum eagerness eagerness = WENT_ON;
    while (eagerness == WENT_ON && search->path_length <= EXPLORE_STEPS_MAX) {
        size_t count = choices_of(search->world, search->scenario, choices);
        size_t next = 0;
        struct task *eager = NULL;
        eagerness = STAYS;
        while (eagerness == STAYS && count <= CHOICES_MAX &&
               (eager = eager_choice(&search->tracker, choices, count, &next))) {
            eagerness = try_eagerly(search, eager);
        }
    }
    return eagerness != BROKE;
}

/* Does the step, unless somebody could tell whether it has been done. */
static enum eagerness try_eagerly(struct search *search, struct task *task) {
    bool is_watched = tracker_is_watched(&search->tracker);
    struct region_copy *copy = is_watched ? world_save(search->world) : NULL;
    if (is_watched && !copy) {
        search->no_memory = true;
        return BROKE;
    }
    uint64_t sight = tracker_sight(&search->tracker);
    enum eagerness eagerness = search_take(search, task) == WORLD_BROKEN ? BROKE : WENT_ON;
    if (eagerness == WENT_ON && tracker_sight(&search->tracker) != sight) {
        world_restore(search->world, copy);
        ari_forget(search->world);
        search->path_length--;
        eagerness = STAYS;
    }
    region_copy_free(copy);
    return eagerness;
}

static void come_to_end(struct stack *stack, uint32_t outcome) {
    stack->search->schedules++;
    if (!tally_add(tally_of(stack), outcome, 1)) {
        stack->search->no_memory = true;
    }
}

/* Every schedule belongs to the part that its first choices belong to, and is counted there. */
static bool is_mine(struct stack *stack, unsigned made, bool is_end) {
    struct search *search = stack->search;
    unsigned before = stack->depth > 0 ? stack->frames[stack->depth - 1].choices_made : 0;
    if (search->options->parts <= 1 || before >= DIVIDING_CHOICES ||
        (made < DIVIDING_CHOICES && !is_end)) {
        return true;
    }
    return search->prefixes++ % search->options->parts == search->options->part;
}

static unsigned choices_made(const struct stack *stack) {
    if (stack->depth == 0) {
        return 0;
    }
    const struct frame *top = &stack->frames[stack->depth - 1];
    return top->choices_made + (top->count > 1);
}

/* False for a state that is known: what follows from it has been counted. Where the search is
 * divided every way counts by itself. */
static bool meet(struct stack *stack, struct frame *frame) {
    struct search *search = stack->search;
    if (search->options->parts > 1 && frame->choices_made < DIVIDING_CHOICES) {
        return true;
    }
    const struct tally *known = NULL;
    frame->key = digest_state(&search->tracker);
    if (search->options->calm && frame->path_length > 0) { /* what is allowed differs too */
        frame->key = hash_text(hash_mix(frame->key, frame->changes),
                               search->path[frame->path_length - 1].task);
    }
    frame->is_kept = true;
    switch (visited_add(&search->visited, frame->key, &known)) {
    case VISIT_NEW:
        return true;
    case VISIT_KNOWN:
        search->schedules++;
        if (known && !tally_add_all(tally_of(stack), known)) {
            search->no_memory = true;
        }
        return false;
    case VISIT_FULL:
        break;
    }
    snprintf(search->stopped, sizeof search->stopped,
             "%zu states: there is no room for more of them", search->visited.count);
    return false;
}

static void push(struct stack *stack, const struct frame *frame) {
    if (stack->depth == stack->capacity) {
        size_t capacity = stack->capacity ? 2 * stack->capacity : 64;
        struct frame *frames = realloc(stack->frames, capacity * sizeof *frames);
        if (!frames) {
            stack->search->no_memory = true;
            region_copy_free(frame->copy);
            free(frame->choices);
            return;
        }
        stack->frames = frames;
        stack->capacity = capacity;
    }
    stack->frames[stack->depth++] = *frame;
}

static void pop(struct stack *stack) {
    struct search *search = stack->search;
    struct frame frame = stack->frames[--stack->depth];
    if (!tally_add_all(tally_of(stack), &frame.tally)) {
        search->no_memory = true;
    }
    if (search->visited.counts && frame.is_kept) {
        visited_keep(&search->visited, frame.key, &frame.tally);
    }
    tally_free(&frame.tally);
    region_copy_free(frame.copy);
    free(frame.choices);
}

static struct tally *tally_of(struct stack *stack) {
    return stack->depth > 0 ? &stack->frames[stack->depth - 1].tally : &stack->search->tally;
}

/* As if all choices led to searches of the same size. */
static double done_of(const struct stack *stack) {
    double done = 0;
    double share = 1;
    for (size_t i = 0; i < stack->depth; i++) {
        const struct frame *frame = &stack->frames[i];
        share /= (double)frame->count;
        done += share * (double)(frame->next > 0 ? frame->next - 1 : 0);
    }
    return done;
}

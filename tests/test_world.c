/* The scheduler, the clock, the region, the generator and the delivery of events. */
#include <setjmp.h>
#include <stdlib.h>

#include "sim/base/must.h"
#include "sim/world/region.h"
#include "sim/world/world.h"
#include "tests/tap.h"

enum { LOG_BYTES = 4096, TASKS = 8 };

/* What the tasks of these tests do: write a letter and sleep, `rounds` times. */
struct writer {
    struct activity activity;
    char letter;
    int rounds;
    uint64_t every_us;
    unsigned wakes;
};

static char log_text[LOG_BYTES];
static size_t log_length;

static void put(char letter) {
    log_text[log_length++] = letter;
    log_text[log_length] = '\0';
}

static void clear(void) {
    log_length = 0;
    log_text[0] = '\0';
}

static void write_letter(struct world *w, struct task *task);
static const struct step WRITE = {"write", write_letter, NULL};

static void write_letter(struct world *w, struct task *task) {
    struct writer *writer = task_activity(task);
    put(task_woken_by(task) == WAKE_CLAIM ? '!' : writer->letter);
    if (--writer->rounds == 0) {
        task_end(w, task);
    } else {
        task_sleep(w, task, &WRITE, world_now_us(w) + writer->every_us, writer->wakes);
    }
}

struct start {
    char letter;
    int rounds;
    uint64_t due_us;
    uint64_t every_us;
    unsigned wakes;
    struct task *task;
};

static void do_start(struct world *w, void *context) {
    struct start *start = context;
    struct writer *writer = activity_new(w, sizeof *writer, &WRITE);
    writer->letter = start->letter;
    writer->rounds = start->rounds;
    writer->every_us = start->every_us;
    writer->wakes = start->wakes;
    char subject[2] = {start->letter, '\0'};
    start->task = task_start(w, "T", subject, &writer->activity, start->due_us);
}

static struct world *new_world(uint64_t seed) {
    return world_new(&(struct world_config){.seed = seed, .memory_limit_bytes = 1 << 20});
}

static void time_orders_steps(void) {
    struct world *w = new_world(1);
    clear();
    const struct start starts[] = {
        {'c', 1, 300, 0, 0, NULL}, {'a', 3, 100, 250, 0, NULL}, {'b', 1, 200, 0, 0, NULL}};
    for (size_t i = 0; i < 3; i++) {
        struct start start = starts[i];
        world_do(w, do_start, &start);
    }
    is_int(world_next_due_us(w), 100, "the first due moment");
    is_int(world_run(w, 349, 100), WORLD_WAITING, "something is left for later");
    is_str(log_text, "abc", "due moments decide the order");
    is_int(world_now_us(w), 349, "the clock ends where it was told to");
    is_int(world_run(w, TASK_FOREVER, 100), WORLD_IDLE, "then nothing is left");
    is_str(log_text, "abcaa", "a sleep ends at its moment");
    is_int(world_now_us(w), 600, "the clock stands at the last step");
    is_int(world_steps(w), 5, "steps are counted");
    is_int(world_tasks(w, NULL, 0), 0, "tasks that ended are gone");
    world_free(w);
}

static void run_letters(uint64_t seed, char *out) {
    struct world *w = new_world(seed);
    clear();
    for (char letter = 'a'; letter < 'a' + TASKS; letter++) {
        struct start start = {letter, 2, 10, 10, 0, NULL};
        world_do(w, do_start, &start);
    }
    world_run(w, TASK_FOREVER, 1000);
    strcpy(out, log_text);
    world_free(w);
}

static void seed_decides_ties(void) {
    char first[64], again[64], other[64];
    run_letters(7, first);
    run_letters(7, again);
    run_letters(8, other);
    is_str(again, first, "the same seed gives the same order");
    ok(strcmp(other, first) != 0, "another seed another one");
    is_str(first, "fagdbhechcbdgfae", "and this order on every machine");
}

static size_t choose_last(void *context, struct world *w, struct task *const *ready, size_t count) {
    (void)context;
    (void)w;
    (void)ready;
    return count - 1;
}

static void policy_is_replaceable(void) {
    struct world *w = new_world(1);
    clear();
    world_choose(w, (struct world_policy){choose_last, NULL});
    for (char letter = 'a'; letter < 'e'; letter++) {
        struct start start = {letter, 1, 0, 0, 0, NULL};
        world_do(w, do_start, &start);
    }
    world_run(w, TASK_FOREVER, 1000);
    is_str(log_text, "dcba", "a policy chooses among the tasks that are due");
    world_free(w);
}

static void do_wake(struct world *w, void *context) {
    task_wake(w, context, WAKE_CLAIM);
}

static void sleepers_wake(void) {
    struct world *w = new_world(1);
    clear();
    struct start listens = {'a', 2, 0, 1000, WAKE_CLAIM, NULL};
    struct start deaf = {'b', 2, 0, 1000, WAKE_HANGUP, NULL};
    world_do(w, do_start, &listens);
    world_do(w, do_start, &deaf);
    world_run(w, 500, 100);
    clear();
    world_do(w, do_wake, listens.task);
    world_do(w, do_wake, deaf.task);
    world_run(w, 500, 100);
    is_str(log_text, "!", "a wake ends the sleep of a task that listens, and no other");
    world_run(w, TASK_FOREVER, 100);
    is_str(log_text, "!b", "the other sleeps to its end");
    world_free(w);
}

static void restore_goes_back(void) {
    struct world *w = new_world(3);
    clear();
    for (char letter = 'a'; letter < 'a' + TASKS; letter++) {
        struct start start = {letter, 3, 10, 10, 0, NULL};
        world_do(w, do_start, &start);
    }
    world_run(w, 10, 1000);
    struct region_copy *copy = world_save(w);
    clear();
    world_run(w, TASK_FOREVER, 1000);
    char first[LOG_BYTES];
    strcpy(first, log_text);
    world_restore(w, copy);
    is_int(world_now_us(w), 10, "a restore takes the clock back");
    clear();
    world_run(w, TASK_FOREVER, 1000);
    is_str(log_text, first, "and what follows is the same again");
    region_copy_free(copy);
    world_free(w);
}

static void do_break(struct world *w, void *context) {
    (void)context;
    world_break(w, "R%d: broken on purpose", 99);
}

static void do_exhaust(struct world *w, void *context) {
    (void)context;
    for (;;) {
        world_alloc(w, 4096);
    }
}

static void failures_end_the_run(void) {
    struct world *w = new_world(1);
    ok(!world_do(w, do_break, NULL), "a broken rule is told");
    is_str(world_failure(w), "R99: broken on purpose", "with its words");
    is_int(world_run(w, TASK_FOREVER, 10), WORLD_BROKEN, "and the world does not go on");
    world_free(w);
    w = new_world(1);
    ok(!world_do(w, do_exhaust, NULL), "so is the end of the memory");
    ok(strstr(world_failure(w), "out of memory") != NULL, "in words: %s", world_failure(w));
    world_free(w);
}

static void forever(struct world *w, struct task *task) {
    task_next(w, task, task_step(task));
}

static void do_forever(struct world *w, void *context) {
    static const struct step FOREVER = {"for ever", forever, NULL};
    (void)context;
    task_start(w, "T", "loop", activity_new(w, sizeof(struct activity), &FOREVER), 0);
}

static void steps_are_limited(void) {
    struct world *w = new_world(1);
    world_do(w, do_forever, NULL);
    is_int(world_run(w, TASK_FOREVER, 1000), WORLD_STEPS, "a loop ends at the limit of steps");
    is_int(world_steps(w), 1000, "at exactly that");
    world_free(w);
}

static void say_nothing(struct world *w, struct task *task) {
    (void)w;
    (void)task;
}

static void say_two_things(struct world *w, struct task *task) {
    task_next(w, task, task_step(task));
    task_next(w, task, task_step(task));
}

static void do_start_wrong(struct world *w, void *context) {
    task_start(w, "T", "wrong", activity_new(w, sizeof(struct activity), context), 0);
}

static jmp_buf behind_must;
static char broken_condition[64];

static void note_condition(const char *condition, const char *file, int line) {
    (void)file;
    (void)line;
    snprintf(broken_condition, sizeof broken_condition, "%s", condition);
    longjmp(behind_must, 1);
}

static void steps_say_one_thing(void) {
    static struct step nothing = {"nothing", say_nothing, NULL};
    static struct step two_things = {"two things", say_two_things, NULL};
    struct step *const wrong[] = {&nothing, &two_things};
    static const char *const conditions[] = {"w->step_ended", "task->place == TASK_RUNNING"};
    must_install(note_condition);
    for (volatile size_t i = 0; i < 2; i++) {
        struct world *volatile w = new_world(1);
        world_do(w, do_start_wrong, wrong[i]);
        broken_condition[0] = '\0';
        if (setjmp(behind_must) == 0) {
            world_run(w, TASK_FOREVER, 10);
        }
        is_str(broken_condition, conditions[i], "a step that says %s is a bug", wrong[i]->name);
        world_free(w);
    }
    must_install(NULL);
}

static void memory_is_reused(void) {
    struct region *region = region_new(1 << 20);
    void *first = region_alloc(region, 100);
    memset(first, 1, 100);
    region_release(region, first, 100);
    unsigned char *again = region_alloc(region, 98);
    ok(again == first, "a chunk that was given back is handed out again");
    is_int(again[0] | again[97], 0, "zeroed");
    ok(region_alloc(region, 1 << 20) == NULL, "not more than the limit");
    ok(region_alloc(region, 5000) != NULL, "large pieces too");
    is_int(region_used_bytes(region) > 5000, 1, "use is counted");
    region_free(region);
}

static void generator_is_known(void) {
    /* xoshiro256** from the state 1, 2, 3, 4: the first outputs follow from its definition. */
    struct rng rng = {{1, 2, 3, 4}};
    ok(rng_next(&rng) == 11520, "rotl(2 * 5, 7) * 9");
    ok(rng_next(&rng) == 0, "the second");
    ok(rng_next(&rng) == 1509978240, "the third");
    unsigned seen[10] = {0};
    rng_seed(&rng, 42, 1);
    for (int i = 0; i < 100000; i++) {
        seen[rng_below(&rng, 10)]++;
    }
    bool even = true;
    for (int i = 0; i < 10; i++) {
        even = even && seen[i] > 9600 && seen[i] < 10400;
    }
    ok(even, "rng_below is even");
}

struct note {
    struct event head;
};
static const struct event_kind NOTE = {.name = "Note", .size = sizeof(struct note)};

static void take(struct world *w, struct recipient *recipient, struct event *event) {
    (void)w;
    put(recipient->name[0]);
    is_str(event->kind->name, "Note", "the event arrives whole");
}

static void see(void *context, struct world *w, const struct recipient *recipient,
                const struct event *event) {
    (void)context;
    (void)w;
    (void)recipient;
    (void)event;
    put('o');
}

static bool swallow(void *context, struct world *w, struct recipient *recipient,
                    struct event *event) {
    (void)context;
    (void)w;
    (void)event;
    return recipient->name[0] == 'y';
}

static void do_deliver(struct world *w, void *context) {
    (void)context;
    struct recipient x = {.name = "x", .take = take};
    struct recipient y = {.name = "y", .take = take};
    struct event *event = event_new(w, &NOTE, 5);
    event_deliver(w, &x, event);
    event_deliver(w, &y, event);
    event_drop(w, event);
}

static void events_are_delivered(void) {
    struct world *w = new_world(1);
    clear();
    world_observe(w, (struct world_observer){.deliver = see});
    world_intercept(w, (struct world_delivery_hook){swallow, NULL});
    size_t used = world_memory_bytes(w);
    world_do(w, do_deliver, NULL);
    is_str(log_text, "ox", "the observer sees it first; a copy in a hook's charge does not arrive");
    is_int(world_memory_bytes(w), used, "an event without holders is given back");
    world_free(w);
}

int main(void) {
    time_orders_steps();
    seed_decides_ties();
    policy_is_replaceable();
    sleepers_wake();
    restore_goes_back();
    failures_end_the_run();
    steps_are_limited();
    steps_say_one_thing();
    memory_is_reused();
    generator_is_known();
    events_are_delivered();
    return done_testing();
}

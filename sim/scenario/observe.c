/* The observer of a scenario's world. It runs inside steps but takes no memory of the world; where
 * it finds none outside, the world breaks, for what it tells would not be whole. */
#include "sim/scenario/observe.h"

#include "sim/ari/ari.h"
#include "sim/scenario/journal.h"

static const char NO_MEMORY[] = "out of memory: what happens cannot be told";

static void step(void *context, struct world *w, const struct task *task);
static void note(void *context, struct world *w, const struct event *event);
static void deliver(void *context, struct world *w, const struct recipient *recipient,
                    const struct event *event);
static void add(struct log *log, struct world *w, const struct log_entry *entry);
static json_t *needed(struct world *w, json_t *data);

void observe(struct world *w, struct log *log) {
    world_observe(
        w, (struct world_observer){.step = step, .note = note, .deliver = deliver, .context = log});
}

static void step(void *context, struct world *w, const struct task *task) {
    char name[TASK_NAME_BYTES];
    add(context, w,
        &(struct log_entry){.kind = LOG_STEP,
                            .at_us = world_now_us(w),
                            .name = task_name(task, name),
                            .text = task_step(task)->name});
}

static void note(void *context, struct world *w, const struct event *event) {
    json_t *data;
    if (ari_event_is_public(event->kind)) {
        data = needed(w, ari_event_json(w, event, ""));
        json_object_del(data, "application"); /* the journal is addressed to nobody */
    } else {
        data = needed(w, journal_json(event));
    }
    add(context, w,
        &(struct log_entry){.kind = LOG_NOTE,
                            .at_us = world_now_us(w),
                            .name = event->kind->name,
                            .channel = journal_channel(event),
                            .rule = event->rule,
                            .data = data});
}

static void deliver(void *context, struct world *w, const struct recipient *recipient,
                    const struct event *event) {
    add(context, w,
        &(struct log_entry){.kind = LOG_EVENT,
                            .at_us = world_now_us(w),
                            .name = event->kind->name,
                            .client = recipient->client,
                            .application = recipient->name,
                            .channel = journal_channel(event),
                            .rule = event->rule,
                            .data = needed(w, ari_event_json(w, event, recipient->name))});
}

static void add(struct log *log, struct world *w, const struct log_entry *entry) {
    if (!log_add(log, entry) && log_lacked_memory(log)) {
        world_break(w, "%s", NO_MEMORY);
    }
}

static json_t *needed(struct world *w, json_t *data) {
    if (!data) {
        world_break(w, "%s", NO_MEMORY);
    }
    return data;
}

/* The observer of a scenario's world. It runs inside steps but takes no memory of the world. */
#include "sim/scenario/observe.h"

#include "sim/ari/ari.h"
#include "sim/scenario/journal.h"

static void step(void *context, struct world *w, const struct task *task);
static void note(void *context, struct world *w, const struct event *event);
static void deliver(void *context, struct world *w, const struct recipient *recipient,
                    const struct event *event);

void observe(struct world *w, struct log *log) {
    world_observe(
        w, (struct world_observer){.step = step, .note = note, .deliver = deliver, .context = log});
}

static void step(void *context, struct world *w, const struct task *task) {
    char name[TASK_NAME_BYTES];
    log_add(context, &(struct log_entry){.kind = LOG_STEP,
                                         .at_us = world_now_us(w),
                                         .name = task_name(task, name),
                                         .text = task_step(task)->name});
}

static void note(void *context, struct world *w, const struct event *event) {
    json_t *data;
    if (ari_event_is_public(event->kind)) {
        data = ari_event_json(w, event, "");
        json_object_del(data, "application"); /* the journal is addressed to nobody */
    } else {
        data = journal_json(event);
    }
    log_add(context, &(struct log_entry){.kind = LOG_NOTE,
                                         .at_us = world_now_us(w),
                                         .name = event->kind->name,
                                         .channel = journal_channel(event),
                                         .rule = event->rule,
                                         .data = data});
}

static void deliver(void *context, struct world *w, const struct recipient *recipient,
                    const struct event *event) {
    log_add(context, &(struct log_entry){.kind = LOG_EVENT,
                                         .at_us = world_now_us(w),
                                         .name = event->kind->name,
                                         .client = recipient->client,
                                         .application = recipient->name,
                                         .channel = journal_channel(event),
                                         .rule = event->rule,
                                         .data = ari_event_json(w, event, recipient->name)});
}

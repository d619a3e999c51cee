/* The observer of a scenario's world. It runs inside steps but takes no memory of the world. */
#include "sim/scenario/observe.h"

#include "sim/ari/ari.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/events.h"

static void step(void *context, struct world *w, const struct task *task);
static void note(void *context, struct world *w, const struct event *event);
static void deliver(void *context, struct world *w, const struct recipient *recipient,
                    const struct event *event);
static const struct call_event *as_call_event(const struct event *event);
static const char *channel_of(const struct event *event);
static json_t *json_of(const struct world *w, const struct event *event, const char *application);
static json_t *journal_json(const struct event *event);
static void set_text(json_t *object, const char *key, const char *text);

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
    json_t *data = json_of(w, event, "");
    /* An entry of the journal is addressed to nobody. */
    json_object_del(data, "application");
    log_add(context, &(struct log_entry){.kind = LOG_NOTE,
                                         .at_us = world_now_us(w),
                                         .name = event->kind->name,
                                         .channel = channel_of(event),
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
                                         .channel = channel_of(event),
                                         .rule = event->rule,
                                         .data = json_of(w, event, recipient->name)});
}

static const struct call_event *as_call_event(const struct event *event) {
    return event->kind->dispose == call_event_dispose ? (const struct call_event *)event : NULL;
}

/* A claim's notes carry no snapshot: they name the channel as their value. */
static const char *channel_of(const struct event *event) {
    const struct call_event *call = as_call_event(event);
    if (!call) {
        return NULL;
    }
    const struct snapshot *snapshot = call->channel ? call->channel : call->peer;
    if (snapshot) {
        return snapshot->id;
    }
    bool claim = event->kind == &EVENT_CLAIM_FOUND || event->kind == &EVENT_CLAIM_DECIDED;
    return claim ? call->value : NULL;
}

static json_t *json_of(const struct world *w, const struct event *event, const char *application) {
    return ari_event_is_public(event->kind) ? ari_event_json(w, event, application)
                                            : journal_json(event);
}

static json_t *journal_json(const struct event *event) {
    const struct call_event *call = as_call_event(event);
    json_t *data = json_object();
    if (call) {
        set_text(data, "name", call->name);
        set_text(data, "value", call->value);
        json_object_set_new(data, "cause", json_integer(call->cause));
    }
    return data;
}

static void set_text(json_t *object, const char *key, const char *text) {
    if (text) {
        json_object_set_new(object, key, json_string(text));
    }
}

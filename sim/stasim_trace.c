/* The public face: the trace, a line of JSON for each thing that happens. */
#include <stdlib.h>

#include "include/stasim.h"
#include "sim/ari/ari.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/events.h"
#include "sim/scenario/log.h"
#include "sim/stasim_world.h"

static void tell_step(void *context, struct world *w, const struct task *task);
static void tell_note(void *context, struct world *w, const struct event *event);
static void tell_event(void *context, struct world *w, const struct recipient *recipient,
                       const struct event *event);
static void tell(struct stasim_world *world, struct log_entry *entry);
static void fill_claim(struct log_entry *entry, const struct call_event *event);

int stasim_trace(struct stasim_world *world, stasim_tracer *tracer, void *context, unsigned flags) {
    if (!world || flags > STASIM_TRACE_STEPS) {
        return STASIM_INVALID;
    }
    if (world->in_callback) {
        return STASIM_BUSY;
    }
    world->tracer = tracer;
    world->tracer_context = context;
    struct world_observer observer = {0};
    if (tracer) {
        observer = (struct world_observer){
            .step = flags == STASIM_TRACE_STEPS ? tell_step : NULL,
            .note = tell_note,
            .deliver = tell_event,
            .context = world,
        };
    }
    world_observe(world->w, observer);
    return STASIM_OK;
}

static void tell_step(void *context, struct world *w, const struct task *task) {
    (void)w;
    char name[TASK_NAME_BYTES];
    tell(context, &(struct log_entry){
                      .kind = LOG_STEP,
                      .name = task_name(task, name),
                      .text = task_step(task)->name,
                  });
}

static void tell_note(void *context, struct world *w, const struct event *event) {
    (void)w;
    struct log_entry entry = {.kind = LOG_NOTE, .name = event->kind->name, .rule = event->rule};
    const struct call_event *call = (const struct call_event *)event;
    if (event->kind == &EVENT_CLAIM_FOUND || event->kind == &EVENT_CLAIM_DECIDED) {
        fill_claim(&entry, call);
    } else if (event->kind->dispose == call_event_dispose) {
        entry.channel = call->channel ? call->channel->id : NULL;
        entry.application = event->kind == &EVENT_WINNER_READ ? call->name : NULL;
        entry.text = event->kind == &EVENT_WAIT_ENDED ? call->value : NULL;
    }
    tell(context, &entry);
}

static void fill_claim(struct log_entry *entry, const struct call_event *event) {
    static const char *const outcomes[] = {
        [CLAIM_WON] = "won",
        [CLAIM_NOT_FOUND] = "not found",
        [CLAIM_LOST] = "already claimed",
        [CLAIM_TOO_LATE] = "too late",
    };
    entry->application = event->name;
    entry->channel = event->value;
    if (event->head.kind == &EVENT_CLAIM_FOUND) {
        entry->text = event->cause ? "found" : "not found";
    } else {
        entry->text = outcomes[event->cause];
    }
}

static void tell_event(void *context, struct world *w, const struct recipient *recipient,
                       const struct event *event) {
    struct log_entry entry = {
        .kind = LOG_EVENT,
        .name = event->kind->name,
        .client = recipient->name,
        .application = recipient->name,
        .rule = event->rule,
        .data = ari_event_is_public(event->kind) ? ari_event_json(w, event, recipient->name) : NULL,
    };
    if (event->kind->dispose == call_event_dispose) {
        const struct call_event *call = (const struct call_event *)event;
        entry.channel = call->channel ? call->channel->id : NULL;
    }
    tell(context, &entry);
    json_decref(entry.data);
}

static void tell(struct stasim_world *world, struct log_entry *entry) {
    entry->serial = ++world->traced;
    entry->at_us = world_now_us(world->w);
    char *line = log_entry_text(entry);
    if (line) {
        world->tracer(line, world->tracer_context);
    }
    free(line);
}

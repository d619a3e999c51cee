/* Events: making, keeping, and handing over. */
#include "sim/world/event.h"

#include "sim/base/must.h"
#include "sim/world/digest.h"
#include "sim/world/internal.h"

struct event *event_new(struct world *w, const struct event_kind *kind, uint16_t rule) {
    must(kind->size >= sizeof(struct event));
    struct event *event = world_alloc(w, kind->size);
    event->kind = kind;
    event->at_us = w->core->now_us;
    event->serial = ++w->core->events;
    event->holders = 1;
    event->rule = rule;
    return event;
}

struct event *event_keep(struct event *event) {
    must(event->holders > 0);
    event->holders++;
    return event;
}

void event_drop(struct world *w, struct event *event) {
    must(event->holders > 0);
    if (--event->holders == 0) {
        if (event->kind->dispose) {
            event->kind->dispose(w, event);
        }
        world_release(w, event, event->kind->size);
    }
}

void event_tell(struct digest *digest, const struct event *event) {
    digest_text(digest, event->kind->name);
    if (event->kind->tell) {
        event->kind->tell(digest, event);
    } else {
        digest->untold = true;
    }
}

void event_deliver(struct world *w, struct recipient *recipient, struct event *event) {
    if (w->hook.intercept && w->hook.intercept(w->hook.context, w, recipient, event)) {
        return;
    }
    event_hand_over(w, recipient, event);
}

void event_hand_over(struct world *w, struct recipient *recipient, struct event *event) {
    if (w->observer.deliver) {
        w->observer.deliver(w->observer.context, w, recipient, event);
    }
    if (recipient->take) {
        recipient->take(w, recipient, event);
    }
}

void event_note(struct world *w, struct event *event) {
    if (w->observer.note) {
        w->observer.note(w->observer.context, w, event);
    }
}

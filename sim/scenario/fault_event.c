/* What becomes of copies of events. */
#include <string.h>

#include "sim/ari/made.h"
#include "sim/base/must.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/events.h"
#include "sim/scenario/fault_parts.h"
#include "sim/scenario/journal.h"

static bool take_charge(struct world *w, const struct fault *fault, struct recipient *recipient,
                        struct event *event, const struct occasion *occasion);
static bool hold_gift(struct world *w, const struct recipient *recipient, struct event *event,
                      const struct occasion *occasion);
static bool gift_of(const struct recipient *recipient, const struct event *event, enum gift *gift);

/* Every copy comes by here. It is handed over at once, unless a fault keeps it; the first that
 * strikes is the only one. */
bool fault_event(void *context, struct world *w, struct recipient *recipient, struct event *event) {
    (void)context;
    struct occasion occasion = {
        .kind = TRIGGER_EVENT,
        .type = event->kind->name,
        .app = recipient->name,
        .client = recipient->client,
        .channel = journal_channel(event),
    };
    for (struct armed *armed = faults_of(w)->first; armed; armed = armed->next) {
        const struct fault *fault = armed->fault;
        bool breaks = fault->effect == EFFECT_BREAK && fault->on.kind == TRIGGER_EVENT;
        if ((breaks || !effect_is_caused(fault->effect)) && fault_strikes(w, armed, &occasion) &&
            take_charge(w, fault, recipient, event, &occasion)) {
            return true;
        }
    }
    if (hold_gift(w, recipient, event, &occasion)) {
        return true;
    }
    event_hand_over(w, recipient, event);
    fault_happened(w, &occasion);
    return true;
}

/* False: it goes on its way all the same. */
static bool take_charge(struct world *w, const struct fault *fault, struct recipient *recipient,
                        struct event *event, const struct occasion *occasion) {
    struct patience patience = {.due_us = TASK_FOREVER};
    switch (fault->effect) {
    case EFFECT_DELAY:
        patience.due_us = world_now_us(w) + fault->lasting_us;
        break;
    case EFFECT_HOLD:
        patience = fault_patience(fault);
        break;
    case EFFECT_BEHIND:
        patience.behind = fault->count;
        break;
    case EFFECT_LOSE:
        return true;
    case EFFECT_COPIES:
        for (unsigned i = 1; i < fault->count; i++) {
            event_hand_over(w, recipient, event);
        }
        return false;
    case EFFECT_CHANGE: {
        struct event *changed = made_changed(w, event, recipient->name, fault->json);
        if (changed) {
            event_hand_over(w, recipient, changed);
            event_drop(w, changed);
        }
        fault_happened(w, occasion);
        return true;
    }
    case EFFECT_BREAK:
        if (!recipient->lose) {
            return false;
        }
        if (fault->breakage == BREAK_AFTER) {
            event_hand_over(w, recipient, event);
        }
        recipient->lose(w, recipient, fault->breakage, event);
        return true;
    default:
        must_fail("an effect on an event", __FILE__, __LINE__);
    }
    hold_event(w, event, recipient->name, occasion->channel, &patience);
    return true;
}

static bool hold_gift(struct world *w, const struct recipient *recipient, struct event *event,
                      const struct occasion *occasion) {
    enum gift gift;
    if (!gifts_order(w) || !occasion->channel || !gift_of(recipient, event, &gift)) {
        return false;
    }
    if (gifts_must_wait(w, occasion->channel, recipient->name, gift)) {
        struct patience patience = gift_patience(w, gift);
        hold_event(w, event, recipient->name, occasion->channel, &patience);
        return true;
    }
    gifts_came(w, occasion->channel, recipient->name, gift, false);
    return false;
}

/* What others get of another's claim is no gift. */
static bool gift_of(const struct recipient *recipient, const struct event *event, enum gift *gift) {
    if (event->kind == &EVENT_CALL_CLAIMED) {
        *gift = GIFT_CALL_CLAIMED;
        return strcmp(((const struct call_event *)event)->name, recipient->name) == 0;
    }
    *gift = GIFT_STASIS_START;
    return event->kind == &EVENT_STASIS_START;
}

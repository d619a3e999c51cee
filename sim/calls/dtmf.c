/* Digits on their way: the sender's task is busy while they last; each arrives as a task of its
 * own. */
#include "sim/calls/dtmf.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/rule.h"
#include "sim/base/unit.h"
#include "sim/calls/events.h"
#include "sim/calls/recording.h"
#include "sim/calls/session.h"
#include "sim/world/digest.h"
#include "sim/world/task.h"

/* What the queued command remembers. */
struct order {
    struct texts *digits; /* one text */
    struct dtmf_timing timing;
};

struct sending {
    struct activity activity;
    struct channel *channel;
    uint64_t until_us;
};

struct digit {
    char key;
    uint32_t duration_ms;
    bool is_echo;
};

struct arrival {
    struct activity activity;
    char *channel_id; /* the channel may be gone by then */
    struct digit digit;
};

static bool begin(struct world *w, struct task *task, struct channel *channel,
                  struct command *command);
static void drop(struct world *w, struct command *command);
static void wait(struct world *w, struct task *task);
static uint32_t sounding_ms(const struct dtmf_timing *timing);
static void arrive_later(struct world *w, const struct channel *channel, struct digit digit,
                         uint64_t begin_us);
static void arrive(struct world *w, struct task *task);
static void publish(struct world *w, struct channel *channel, struct digit digit);
static void tell(struct digest *digest, const struct command *command);
static void tell_sending(struct digest *digest, const void *activity);
static void tell_arrival(struct digest *digest, const void *activity);

static const struct step WAIT = {"S send digits", wait, tell_sending};
static const struct step ARRIVE = {"M digit arrives", arrive, tell_arrival};

void dtmf_send(struct world *w, struct channel *channel, const char *digits,
               const struct dtmf_timing *timing) {
    struct order *order = world_alloc(w, sizeof *order);
    order->digits = texts_new(w, &digits, 1);
    order->timing = *timing;
    session_command(
        w, channel,
        &(struct command){.run = begin, .context = order, .dispose = drop, .tell = tell});
}

static bool begin(struct world *w, struct task *task, struct channel *channel,
                  struct command *command) {
    const struct order *order = command->context;
    const struct dtmf_timing *timing = &order->timing;
    uint64_t at_us = world_now_us(w) + timing->before_ms * US_PER_MS;
    unsigned sent = 0;
    for (const char *d = order->digits->items[0]; *d != '\0' && sent < DTMF_DIGITS_MAX; d++) {
        if (strchr("0123456789ABCD*#", *d)) {
            if (channel->peer) {
                struct digit digit = {.key = *d, .duration_ms = sounding_ms(timing)};
                arrive_later(w, channel->peer, digit, at_us);
            }
            sent++;
            at_us += (timing->duration_ms + timing->between_ms) * US_PER_MS;
        }
    }
    struct sending *sending = activity_new(w, sizeof *sending, &WAIT);
    sending->channel = channel;
    sending->until_us = at_us + timing->after_ms * US_PER_MS;
    task_call(w, task, &sending->activity, task_step(task));
    return true;
}

static void drop(struct world *w, struct command *command) {
    struct order *order = command->context;
    texts_drop(w, order->digits);
    world_release(w, order, sizeof *order);
}

static void wait(struct world *w, struct task *task) {
    const struct sending *sending = task_activity(task);
    if (sending->channel->hung_up || world_now_us(w) >= sending->until_us) {
        task_return(w, task, 0);
    } else {
        task_sleep(w, task, &WAIT, sending->until_us, WAKE_HANGUP);
    }
}

/* A digit is heard for a while, however short it was sent: recorded. */
static uint32_t sounding_ms(const struct dtmf_timing *timing) {
    return timing->duration_ms > DTMF_LEAST_MS ? timing->duration_ms : DTMF_LEAST_MS;
}

/* Once it has ended. */
static void arrive_later(struct world *w, const struct channel *channel, struct digit digit,
                         uint64_t begin_us) {
    struct arrival *arrival = activity_new(w, sizeof *arrival, &ARRIVE);
    arrival->channel_id = world_strdup(w, channel->id);
    arrival->digit = digit;
    uint64_t due_us = begin_us + digit.duration_ms * US_PER_MS;
    char name[TASK_NAME_BYTES];
    snprintf(name, sizeof name, "%s.%llu", channel->id, (unsigned long long)world_serial(w));
    task_start(w, "M", name, &arrival->activity, due_us);
}

static void arrive(struct world *w, struct task *task) {
    struct arrival *arrival = task_activity(task);
    struct digit digit = arrival->digit;
    struct channel *channel = channel_find(w, arrival->channel_id);
    if (channel && !channel->hung_up) {
        publish(w, channel, digit);
        recording_hear_digit(w, channel, digit.key);
        bool echoes = channel->app_name && strcmp(channel->app_name, "Echo") == 0;
        if (echoes && channel->peer && !digit.is_echo) {
            digit.is_echo = true;
            arrive_later(w, channel->peer, digit, world_now_us(w));
        }
    }
    world_strfree(w, arrival->channel_id);
    task_end(w, task);
}

static void publish(struct world *w, struct channel *channel, struct digit digit) {
    if (!channel_has_audience(w, channel)) {
        return;
    }
    struct call_event *event = call_event_new(w, &EVENT_CHANNEL_DTMF_RECEIVED, channel, RULE_NONE);
    event->name = world_strdup(w, (const char[]){digit.key, '\0'});
    event->duration_ms = digit.duration_ms;
    call_event_publish(w, channel, event);
}

static void tell(struct digest *digest, const struct command *command) {
    const struct order *order = command->context;
    const struct dtmf_timing *timing = &order->timing;
    texts_tell(digest, order->digits);
    digest_number(digest, (uint64_t)timing->before_ms << 32 | timing->between_ms);
    digest_number(digest, (uint64_t)timing->duration_ms << 32 | timing->after_ms);
}

static void tell_sending(struct digest *digest, const void *activity) {
    const struct sending *sending = activity;
    digest_moment(digest, sending->until_us);
}

static void tell_arrival(struct digest *digest, const void *activity) {
    const struct arrival *arrival = activity;
    digest_text(digest, arrival->channel_id);
    digest_number(digest, (uint64_t)(arrival->digit.key << 1 | arrival->digit.is_echo));
    digest_number(digest, arrival->digit.duration_ms);
}

/* What all parts of a play share: its clock, its failure, its rounds. */
#include "cli/against/play.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const uint64_t TICK_US = 50000; /* so often what waits too long is looked for */

#define TOO_MUCH "it has made more than %d things"

struct waiting {
    bool is_done;
    struct http_reply reply;
    char why[PLAY_FAILURE_BYTES];
};

static asker_answered answered;

uint64_t play_now_us(const struct play *play) {
    return play->begin_us > 0 ? loop_now_us() - play->begin_us : 0;
}

void play_fail(struct play *play, const char *format, ...) {
    if (play_has_failed(play)) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(play->failure, sizeof play->failure, format, arguments);
    va_end(arguments);
}

bool play_has_failed(const struct play *play) {
    return play->failure[0] != '\0' || play->unmet[0] != '\0';
}

void play_plan(struct play *play, const struct plan *plan, const char *app, const char *channel) {
    if (!agenda_add(&play->agenda, plan, app, channel)) {
        play_fail(play, "more than %d things are to be done at once", AGENDA_MAX);
    }
}

void play_undo(struct play *play, const char *method, const char *uri, const char *body,
               const char *answer) {
    if (!undo_learn(&play->undo, method, uri, body, answer)) {
        play_fail(play, TOO_MUCH, UNDO_MAX);
    }
}

void play_undo_channel(struct play *play, const char *id) {
    if (!undo_channel(&play->undo, id)) {
        play_fail(play, TOO_MUCH, UNDO_MAX);
    }
}

bool play_round(struct play *play, uint64_t until_us) {
    uint64_t now_us = loop_now_us();
    if (play_has_failed(play) || (play->is_stopped && *play->is_stopped) ||
        now_us >= play->until_us) {
        return false;
    }
    uint64_t tick_us = now_us + TICK_US < play->until_us ? now_us + TICK_US : play->until_us;
    if (!loop_round(play->loop, until_us < tick_us ? until_us : tick_us)) {
        play_fail(play, "the event loop has failed");
    }
    asker_check(&play->caller);
    asker_check(&play->steward);
    stream_check(&play->observer);
    actors_check(play);
    return !play_has_failed(play);
}

bool play_ask(struct play *play, struct asker *asker, const char *method, const char *uri,
              const char *body, struct http_reply *reply) {
    struct waiting waiting = {0};
    struct http_ask ask = {
        .method = method, .uri = uri, .body = body, .body_size = body ? strlen(body) : 0};
    asker_ask(asker, &ask, answered, &waiting);
    while (!waiting.is_done && play_round(play, UINT64_MAX)) {
    }
    if (!waiting.is_done) {
        asker_end(asker); /* or it would still be answered */
        play_fail(play, "%s: %s %s: it does not answer in time", play->target->authority, method,
                  uri);
        return false;
    }
    if (waiting.why[0] != '\0') {
        play_fail(play, "%s: %s %s: %s", play->target->authority, method, uri, waiting.why);
        return false;
    }
    *reply = waiting.reply;
    return true;
}

static void answered(void *context, struct http_reply *reply, const char *why) {
    struct waiting *waiting = context;
    waiting->is_done = true;
    if (reply) {
        waiting->reply = *reply;
        *reply = (struct http_reply){0};
    } else {
        snprintf(waiting->why, sizeof waiting->why, "%s", why);
    }
}

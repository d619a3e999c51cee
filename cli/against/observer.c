/* An observer of the server: an application that is subscribed to everything, and whose events are
 * the journal of what everybody may see. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/against/play.h"
#include "sim/scenario/outside.h"

static bool is_needed(const struct play *play);
static void heard(struct stream *stream, const char *text, size_t size);
static void changed(struct stream *stream);
static void lost(struct stream *stream, const char *why);

static const struct stream_user USER = {.text = heard, .changed = changed, .lost = lost};

bool observer_enter(struct play *play) {
    if (play->recorder || !is_needed(play)) {
        return true;
    }
    snprintf(play->observer_name, sizeof play->observer_name, "stasim-observer-%ld",
             (long)getpid());
    const char *const apps[] = {play->observer_name};
    play->observer = (struct stream){.loop = play->loop,
                                     .target = play->target,
                                     .label = play->observer_name,
                                     .user = &USER,
                                     .context = play};
    char *uri = stream_uri(apps, 1, true);
    stream_open(&play->observer, uri);
    free(uri);
    while (play->observer.state == STREAM_OPENING && play_round(play, UINT64_MAX)) {
    }
    return play->observer.state == STREAM_OPEN;
}

static bool is_needed(const struct play *play) {
    const struct scenario *scenario = play->scenario;
    bool is_needed = false;
    for (size_t i = 0; i < scenario->expectations_count; i++) {
        is_needed |= outside_needs_observer(&scenario->expectations[i]);
    }
    return is_needed;
}

/* What everybody may see is what the journal says. */
static void heard(struct stream *stream, const char *text, size_t size) {
    struct play *play = stream->context;
    json_t *event = json_loadb(text, size, 0, NULL);
    const char *type = json_string_value(json_object_get(event, "type"));
    if (!type) {
        play_fail(play, "the observer's WebSocket: it sends what is no event: %.80s", text);
    } else if (!play->is_over && !outside_is_personal(type)) {
        const char *channel = event_channel(event);
        struct log_entry entry = {.kind = LOG_NOTE,
                                  .at_us = play_now_us(play),
                                  .name = type,
                                  .channel = channel,
                                  .data = json_incref(event)};
        json_object_del(event, "application"); /* the journal is addressed to nobody */
        log_add(play->log, &entry);
    }
    json_decref(event);
}

static void changed(struct stream *stream) {
    (void)stream; /* its state says all */
}

static void lost(struct stream *stream, const char *why) {
    play_fail(stream->context, "the observer's WebSocket: %s", why);
}

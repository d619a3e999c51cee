/* What a scenario needs of a server that only its owner can give: sounds and phones. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/against/play.h"
#include "sim/scenario/outside.h"

enum { URI_BYTES = 1024, STATUS_OK = 200, STATUS_UNAUTHORIZED = 401 };

static void look_for(struct play *play, const char *collection, const char *what, const char *name);
static void observed(struct stream *stream, const char *text, size_t size);
static void observer_changed(struct stream *stream);
static void observer_lost(struct stream *stream, const char *why);

static const struct stream_user OBSERVER = {
    .text = observed, .changed = observer_changed, .lost = observer_lost};

bool needs_look(struct play *play) {
    const struct scenario *scenario = play->scenario;
    struct http_reply reply;
    if (!play_ask(play, &play->steward, "GET", "/ari/asterisk/ping", NULL, &reply)) {
        return false;
    }
    if (reply.status != STATUS_OK) {
        play_fail(play, "GET /ari/asterisk/ping: %s%s", reply.status_line,
                  reply.status == STATUS_UNAUTHORIZED ? ": --user NAME:PASSWORD says who asks"
                                                      : "");
    }
    http_reply_free(&reply);
    for (size_t i = 0; i < scenario->sounds_count && !play_has_failed(play); i++) {
        look_for(play, "sounds", "sound", scenario->sounds[i].name);
    }
    for (size_t i = 0; i < scenario->phones_count && !play_has_failed(play); i++) {
        look_for(play, "endpoints", "phone", scenario->phones[i].name);
    }
    return !play_has_failed(play);
}

void needs_compare(struct play *play, const json_t *channel) {
    const struct scenario *scenario = play->scenario;
    const json_t *shown = json_object_get(channel, "channelvars");
    for (size_t i = 0; i < scenario->channelvars_count; i++) {
        if (!json_object_get(shown, scenario->channelvars[i])) {
            snprintf(play->unmet, sizeof play->unmet,
                     "the server shows no variable %s: channelvars of its ari.conf names those",
                     scenario->channelvars[i]);
        }
    }
}

bool needs_observe(struct play *play) {
    const struct scenario *scenario = play->scenario;
    bool needs_observer = false;
    for (size_t i = 0; i < scenario->expectations_count && !play->recorder; i++) {
        needs_observer |= outside_needs_observer(&scenario->expectations[i]);
    }
    if (!needs_observer) {
        return true;
    }
    snprintf(play->observer_name, sizeof play->observer_name, "stasim-observer-%ld",
             (long)getpid());
    const char *const apps[] = {play->observer_name};
    play->observer = (struct stream){.loop = play->loop,
                                     .target = play->target,
                                     .label = play->observer_name,
                                     .user = &OBSERVER,
                                     .context = play};
    char *uri = stream_uri(apps, 1, true);
    if (uri) {
        stream_open(&play->observer, uri);
    }
    free(uri);
    while (play->observer.state == STREAM_OPENING && play_round(play, UINT64_MAX)) {
    }
    return play->observer.state == STREAM_OPEN;
}

/* Asks for one member of a collection. */
static void look_for(struct play *play, const char *collection, const char *what,
                     const char *name) {
    char uri[URI_BYTES];
    struct http_reply reply;
    snprintf(uri, sizeof uri, "/ari/%s/%s", collection, name);
    char *escaped = http_ask_uri(uri);
    if (escaped && play_ask(play, &play->steward, "GET", escaped, NULL, &reply)) {
        if (reply.status != STATUS_OK) {
            snprintf(play->unmet, sizeof play->unmet, "the server has no %s %s", what, name);
        }
        http_reply_free(&reply);
    }
    free(escaped);
}

/* What everybody may see is what the journal says. */
static void observed(struct stream *stream, const char *text, size_t size) {
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

static void observer_changed(struct stream *stream) {
    (void)stream; /* its state says all */
}

static void observer_lost(struct stream *stream, const char *why) {
    play_fail(stream->context, "the observer's WebSocket: %s", why);
}

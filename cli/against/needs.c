/* What a scenario needs of a server that only its owner can give: sounds and phones. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/against/play.h"
#include "cli/base/memory.h"

static void look_for(struct play *play, const char *collection, const char *what, const char *name);

bool needs_look(struct play *play) {
    const struct scenario *scenario = play->scenario;
    struct http_reply reply;
    if (!play_ask(play, &play->steward, "GET", "/ari/asterisk/ping", NULL, &reply)) {
        return false;
    }
    if (reply.status != HTTP_OK) {
        play_fail(play, "GET /ari/asterisk/ping: %s%s", reply.status_line,
                  reply.status == HTTP_UNAUTHORIZED ? ": --user NAME:PASSWORD says who asks" : "");
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

/* Asks for one member of a collection. */
static void look_for(struct play *play, const char *collection, const char *what,
                     const char *name) {
    char *uri = memory_print("/ari/%s/%s", collection, name);
    char *escaped = http_ask_uri(uri);
    struct http_reply reply;
    if (play_ask(play, &play->steward, "GET", escaped, NULL, &reply)) {
        if (reply.status != HTTP_OK) {
            snprintf(play->unmet, sizeof play->unmet, "the server has no %s %s", what, name);
        }
        http_reply_free(&reply);
    }
    free(escaped);
    free(uri);
}

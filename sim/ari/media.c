/* Media URIs: which sounds they are made of, and so how long they last. (R132) */
#include "sim/ari/media.h"

#include <stdio.h>
#include <string.h>

#include "sim/ari/render.h"
#include "sim/base/unit.h"
#include "sim/dialplan/exec.h"

enum { LIST_BYTES = 8192 };

static struct media read_uri(const struct world *w, const char *uri);
static struct media one_sound(const struct world *w, const char *folder, const char *name);
static struct media spelled(const struct world *w, const char *folder, const char *letters);
static struct media endless(const struct world *w, const char *folder, const char *name);

struct texts *media_read(struct world *w, const char *list, long offset_ms,
                         struct media media[PLAYBACK_MEDIA_MAX]) {
    char room[LIST_BYTES];
    const char *uris[PLAYBACK_MEDIA_MAX];
    size_t count = 0;
    size_t used = 0;
    while (list) {
        if (count == PLAYBACK_MEDIA_MAX || !argument_next(&list, room + used, sizeof room - used) ||
            room[used] == '\0') {
            return NULL;
        }
        uris[count] = room + used;
        media[count] = read_uri(w, uris[count]);
        used += strlen(uris[count++]) + 1;
    }
    if (count == 0) {
        return NULL;
    }
    if (offset_ms > 0 && media[0].length_us != TASK_FOREVER) {
        uint64_t skipped_us = (uint64_t)offset_ms * US_PER_MS;
        media[0].length_us -= skipped_us < media[0].length_us ? skipped_us : media[0].length_us;
    }
    return texts_new(w, uris, count);
}

bool media_read_request(struct world *w, const struct request *request, const char *language,
                        struct media media[PLAYBACK_MEDIA_MAX], struct playback_config *config,
                        struct reply *refusal) {
    long offset_ms = request_number_or(request, "offsetms", 0);
    long skip_ms = request_number(request, "skipms");
    const char *asked_language = request_filled(request, "lang");
    *config = (struct playback_config){
        .id = request_filled(request, "playbackId"),
        .uris = media_read(w, request_filled(request, "media"), offset_ms, media),
        .media = media,
        .language = asked_language ? asked_language : language,
        .skip_us = skip_ms > 0 ? (uint64_t)skip_ms * US_PER_MS : 0,
    };
    if (!config->uris) {
        *refusal = reply_error(500, "Failed to queue media for playback");
    }
    return config->uris != NULL;
}

struct reply media_created(struct world *w, const struct playback *playback) {
    return request_created(w, render_playback(playback), "/ari/playbacks/", playback->id);
}

static struct media read_uri(const struct world *w, const char *uri) {
    static const struct {
        const char *scheme;
        struct media (*read)(const struct world *w, const char *folder, const char *name);
        const char *folder; /* of the sounds */
    } schemes[] = {
        {"sound:", one_sound, ""},       {"number:", one_sound, "digits/"},
        {"digits:", spelled, "digits/"}, {"characters:", spelled, "letters/"},
        {"tone:", endless, ""},
    };
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        size_t size = strlen(schemes[i].scheme);
        if (strncmp(uri, schemes[i].scheme, size) == 0) {
            return schemes[i].read(w, schemes[i].folder, uri + size);
        }
    }
    return (struct media){.end = MEDIA_IS_LOST};
}

static struct media one_sound(const struct world *w, const char *folder, const char *name) {
    char path[MEDIA_URI_BYTES];
    struct media media = {.end = MEDIA_PLAYS};
    snprintf(path, sizeof path, "%s%s", folder, name);
    if (!dialplan_sound(w, path, &media.length_us)) {
        media = (struct media){.end = MEDIA_FAILS};
    }
    return media;
}

/* One sound a letter; those that are missing are passed over. */
static struct media spelled(const struct world *w, const char *folder, const char *letters) {
    struct media all = {.end = MEDIA_PLAYS};
    for (; *letters != '\0'; letters++) {
        char letter[] = {letters[0], '\0'};
        struct media one = one_sound(w, folder, letter);
        all.length_us += one.end == MEDIA_PLAYS ? one.length_us : 0;
    }
    return all;
}

static struct media endless(const struct world *w, const char *folder, const char *name) {
    (void)w;
    (void)folder;
    (void)name;
    return (struct media){.end = MEDIA_PLAYS, .length_us = TASK_FOREVER};
}

/* Stored recordings. */
#include "sim/calls/stored.h"

#include <string.h>

#include "sim/calls/calls.h"

struct stored *stored_find(const struct world *w, const char *name) {
    struct stored *found = NULL;
    HASH_FIND(hh, calls_of(w)->stored, name, strlen(name), found);
    return found;
}

struct stored *stored_first(const struct world *w) {
    return calls_of(w)->stored;
}

struct stored *stored_next(const struct stored *stored) {
    return stored->hh.next;
}

struct stored *stored_add(struct world *w, const char *name, const char *format,
                          uint64_t length_us) {
    struct calls *calls = calls_of(w);
    struct stored *stored = stored_find(w, name);
    if (!stored) {
        if (HASH_CNT(hh, calls->stored) >= STORED_MAX) {
            return NULL;
        }
        stored = world_alloc(w, sizeof *stored);
        stored->name = world_strdup(w, name);
        HASH_ADD_KEYPTR(hh, calls->stored, stored->name, strlen(name), stored);
    }
    world_strset(w, &stored->format, format);
    stored->length_us = length_us;
    return stored;
}

void stored_remove(struct world *w, struct stored *stored) {
    HASH_DELETE(hh, calls_of(w)->stored, stored);
    world_strfree(w, stored->name);
    world_strfree(w, stored->format);
    world_release(w, stored, sizeof *stored);
}

bool recording_name_is_sound(const char *name) {
    size_t size = strlen(name);
    return size > 0 && size <= RECORDING_NAME_MAX_BYTES && name[0] != '/' && !strstr(name, "..");
}

bool recording_format_is_known(const char *format) {
    static const char *const formats[] = {"wav",  "WAV", "wav49", "wav16",  "gsm",    "ulaw",
                                          "alaw", "pcm", "sln",   "sln16",  "slin",   "g722",
                                          "g729", "ogg", "ilbc",  "siren7", "siren14"};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(formats[i], format) == 0) {
            return true;
        }
    }
    return false;
}

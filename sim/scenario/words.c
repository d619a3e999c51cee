/* Sentences that are put together part by part. */
#include "sim/scenario/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "sim/ari/json.h"
#include "sim/scenario/duration.h"

void words_add(struct words *words, const char *format, ...) {
    va_list arguments;
    size_t room = sizeof words->text - words->used;
    va_start(arguments, format);
    int written = vsnprintf(words->text + words->used, room, format, arguments);
    va_end(arguments);
    if (written > 0) {
        words->used += (size_t)written < room ? (size_t)written : room - 1;
    }
}

void words_time(struct words *words, uint64_t at_us) {
    char text[DURATION_TEXT_BYTES];
    words_add(words, "%s", duration_text(at_us, text));
}

void words_json(struct words *words, const json_t *value) {
    char *text = json_text(value, JSON_ENCODE_ANY);
    words_add(words, "%s", text ? text : "null");
    free(text);
}

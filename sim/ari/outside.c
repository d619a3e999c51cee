/* What this floor holds outside the world's memory. */
#include "sim/ari/outside.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "sim/base/must.h"

enum { INDENT_COLUMNS = 2 };

struct outside *outside_new(bool pretty) {
    struct outside *outside = calloc(1, sizeof *outside);
    if (outside) {
        outside->json_format = pretty ? JSON_INDENT(INDENT_COLUMNS) : JSON_COMPACT;
    }
    return outside;
}

void outside_free(void *context) {
    struct outside *outside = context;
    json_decref(outside->body);
    free(outside->text);
    free(outside->location);
    free(outside->scratch);
    free(outside->event_head);
    free(outside->event_tail);
    free(outside->made);
    free(outside);
}

bool outside_begin(struct outside *outside, size_t size) {
    json_decref(outside->body);
    outside->body = NULL;
    outside->scratch_used = 0;
    if (size > outside->scratch_size) {
        free(outside->scratch);
        outside->scratch = malloc(size);
        outside->scratch_size = outside->scratch ? size : 0;
    }
    return outside->scratch != NULL;
}

char *outside_room(struct outside *outside, size_t size) {
    must(outside->scratch_used <= outside->scratch_size);
    if (size > outside->scratch_size - outside->scratch_used) {
        return NULL;
    }
    char *room = outside->scratch + outside->scratch_used;
    outside->scratch_used += size;
    return room;
}

const char *outside_format(struct outside *outside, const char *format, ...) {
    char *room = outside->scratch + outside->scratch_used;
    size_t left = outside->scratch_size - outside->scratch_used;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(room, left, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= left) {
        return NULL;
    }
    return outside_room(outside, (size_t)length + 1);
}

const char *outside_keep(char **slot, char *text) {
    free(*slot);
    *slot = text;
    return text;
}

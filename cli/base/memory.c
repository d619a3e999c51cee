/* The end of a command that finds no memory. */
#include "cli/base/memory.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/base/exit.h"
#include "sim/base/must.h"

static void *new_for_json(size_t size);

void memory_begin(void) {
    json_set_alloc_funcs(new_for_json, free);
}

void memory_end(void) {
    static const char message[] = "stasim: out of memory\n";
    fflush(stdout);
    /* stdio might need some. */
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    (void)written;
    _exit(CODE_INTERNAL);
}

void *memory_checked(void *made) {
    if (!made) {
        memory_end();
    }
    return made;
}

void *memory_new(size_t size) {
    return memset(memory_grow(NULL, size), 0, size);
}

void *memory_grow(void *memory, size_t size) {
    return memory_checked(realloc(memory, size > 0 ? size : 1));
}

char *memory_text(const char *text) {
    return memory_part(text, strlen(text));
}

char *memory_part(const char *text, size_t size) {
    char *copy = memory_new(size + 1);
    return memcpy(copy, text, size);
}

char *memory_print(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = memory_vprint(format, arguments);
    va_end(arguments);
    return text;
}

char *memory_vprint(const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    must(length >= 0);
    char *text = memory_new((size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

static void *new_for_json(size_t size) {
    return memory_grow(NULL, size);
}

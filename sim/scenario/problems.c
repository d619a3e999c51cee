/* The list of problems: grows up to a limit, then says that there are more. */
#include "sim/scenario/problems.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"

__attribute__((format(printf, 4, 0))) static void add(const struct source *source,
                                                      const struct place *place, bool is_warning,
                                                      const char *format, va_list arguments);
static bool make_room(struct problems *problems);
static bool comes_before(const struct problem *a, const struct problem *b);

void source_error(const struct source *source, const struct place *place, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add(source, place, false, format, arguments);
    va_end(arguments);
}

void source_warning(const struct source *source, const struct place *place, const char *format,
                    ...) {
    va_list arguments;
    va_start(arguments, format);
    add(source, place, true, format, arguments);
    va_end(arguments);
}

void problems_add(struct problems *problems, const char *file, unsigned line, const char *where,
                  bool is_warning, const char *text) {
    if (problems->count > PROBLEMS_MAX || !make_room(problems)) {
        return;
    }
    if (problems->count == PROBLEMS_MAX) {
        line = 0;
        where = "";
        is_warning = false;
        text = "there are more problems than these";
    }
    struct problem problem = {
        .file = strdup(file),
        .line = line,
        .where = strdup(where),
        .is_warning = is_warning,
        .text = strdup(text),
    };
    if (problem.file && problem.where && problem.text) {
        problems->items[problems->count++] = problem;
    } else {
        problems->no_memory = true;
        free(problem.file);
        free(problem.where);
        free(problem.text);
    }
}

/* By insertion: there are at most PROBLEMS_MAX. */
void problems_sort(struct problems *problems) {
    for (size_t i = 1; i < problems->count; i++) {
        struct problem moved = problems->items[i];
        size_t to = i;
        while (to > 0 && comes_before(&moved, &problems->items[to - 1])) {
            problems->items[to] = problems->items[to - 1];
            to--;
        }
        problems->items[to] = moved;
    }
}

void problems_move(struct problems *to, struct problems *from) {
    for (size_t i = 0; i < from->count && make_room(to); i++) {
        to->items[to->count++] = from->items[i];
        from->items[i] = (struct problem){0};
    }
    to->no_memory |= from->no_memory;
    problems_free(from);
}

void problems_free(struct problems *problems) {
    for (size_t i = 0; i < problems->count; i++) {
        free(problems->items[i].file);
        free(problems->items[i].where);
        free(problems->items[i].text);
    }
    free(problems->items);
    *problems = (struct problems){0};
}

bool problems_have_error(const struct problems *problems) {
    if (problems->no_memory) {
        return true;
    }
    for (size_t i = 0; i < problems->count; i++) {
        if (!problems->items[i].is_warning) {
            return true;
        }
    }
    return false;
}

static void add(const struct source *source, const struct place *place, bool is_warning,
                const char *format, va_list arguments) {
    char text[PROBLEM_TEXT_BYTES];
    char where[PLACE_TEXT_BYTES];
    if (source->problems->count > PROBLEMS_MAX) {
        return; /* finding the line takes time */
    }
    vsnprintf(text, sizeof text, format, arguments);
    place_text(place, where);
    problems_add(source->problems, source->file, place_line(source->text, source->size, place),
                 where, is_warning, text);
}

static bool make_room(struct problems *problems) {
    must(problems->count <= problems->capacity);
    if (problems->count < problems->capacity) {
        return true;
    }
    size_t capacity = problems->capacity ? 2 * problems->capacity : 8;
    struct problem *items = realloc(problems->items, capacity * sizeof *items);
    if (!items) {
        problems->no_memory = true;
        return false;
    }
    problems->items = items;
    problems->capacity = capacity;
    return true;
}

static bool comes_before(const struct problem *a, const struct problem *b) {
    int order = strcmp(a->file, b->file);
    return order != 0 ? order < 0 : a->line < b->line;
}

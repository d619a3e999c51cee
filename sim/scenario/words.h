/* Floor 7: a sentence in the making: what does not fit is cut off. */
#ifndef STASIM_SCENARIO_WORDS_H
#define STASIM_SCENARIO_WORDS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/* Zeroed at first. */
enum { WORDS_BYTES = 1024 };
struct words {
    char text[WORDS_BYTES];
    size_t used;
};

__attribute__((format(printf, 2, 3))) void words_add(struct words *words, const char *format, ...);
/* "35ms". */
void words_time(struct words *words, uint64_t at_us);
/* A JSON value as it is written: "200", null, ["a", "b"]. */
void words_json(struct words *words, const json_t *value);

#endif

/* Floor 7: why a text is no sound JSON, in words for somebody who has written it by hand. */
#ifndef STASIM_SCENARIO_UNSOUND_H
#define STASIM_SCENARIO_UNSOUND_H

#include <jansson.h>
#include <stddef.h>

enum { UNSOUND_BYTES = 256 };

/* `error` is what Jansson said of the text. */
const char *unsound_why(const char *text, size_t size, const json_error_t *error,
                        char out[UNSOUND_BYTES]);

#endif

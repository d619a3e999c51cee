/* Floor 7: lengths of time as people write them: "20ms", "1.5s", "1500us", "2m", "1h". */
#ifndef STASIM_SCENARIO_DURATION_H
#define STASIM_SCENARIO_DURATION_H

#include <stdbool.h>
#include <stdint.h>

/* A day is more than any call lasts. */
#define DURATION_MAX_US UINT64_C(86400000000)

enum { DURATION_TEXT_BYTES = 32 };

/* True and *us; false and *why otherwise: "has no unit". A part below a microsecond is refused. */
bool duration_parse(const char *text, uint64_t *us, const char **why);

/* "0ms", "35ms", "1.5ms", "200us", "2.035s". */
const char *duration_text(uint64_t us, char out[DURATION_TEXT_BYTES]);

#endif

/* Floor 7: moments of the calendar as people write them. */
#ifndef STASIM_SCENARIO_MOMENT_H
#define STASIM_SCENARIO_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

/* "2026-01-01T00:00:00Z": seconds since 1970; false for a text that is no such moment. */
bool moment_parse(const char *text, uint64_t *seconds);

#endif

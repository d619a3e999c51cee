/* Floor 1: units of time. A world counts in microseconds. */
#ifndef STASIM_BASE_UNIT_H
#define STASIM_BASE_UNIT_H

#include <stdint.h>

#define US_PER_MS UINT64_C(1000)
#define US_PER_S UINT64_C(1000000)

#endif

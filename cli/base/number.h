/* Floor 8: whole numbers as people write them: digits and nothing else. */
#ifndef STASIM_CLI_BASE_NUMBER_H
#define STASIM_CLI_BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* Reads the digits at the beginning of `*text` and goes behind them. False when there is none, or
 * when it is more than 2^64 - 1. */
bool number_take(const char **text, uint64_t *number);

/* The same of a text that is nothing but the number. */
bool number_read(const char *text, uint64_t *number);

#endif

/* Allocations that fail on purpose, wherever in the program or in its libraries they are made.
 * Under a sanitizer, which has an allocator of its own, only those of the project and, where it has
 * been given ours, of Jansson.
 */
#ifndef STASIM_TESTS_FAILING_MALLOC_H
#define STASIM_TESTS_FAILING_MALLOC_H

#include <stdbool.h>
#include <stddef.h>

/* From now on the n-th allocation (from 1) fails, and if `fails_on` is true every later one; 0:
 * none does. Those of this process and of its children are counted together, from here on. */
void failing_malloc_arm(size_t n, bool fails_on);
/* How many were made since then; children's, too. */
size_t failing_malloc_count(void);

/* From now on none fails, nor is counted. */
void failing_malloc_disarm(void);

/* Where the failed one was asked for is written here, for people; -1: nowhere. */
extern int failing_malloc_trace_fd;

#endif

/* Floor 1: assertions that stay in release builds. A broken one is a bug in stasim, never bad
 * input. */
#ifndef STASIM_BASE_MUST_H
#define STASIM_BASE_MUST_H

/* The program cannot go on correctly unless `cond` holds: otherwise report where, and stop. */
#define must(cond) ((cond) ? (void)0 : must_fail(#cond, __FILE__, __LINE__))

typedef void must_handler(const char *condition, const char *file, int line);

/* Calls the installed handler, which must not return; without one, prints a line and aborts. */
_Noreturn void must_fail(const char *condition, const char *file, int line);

/* Replaces the handler for the whole process (a command wants exit code 3 instead of a core). */
void must_install(must_handler *handler);

#endif

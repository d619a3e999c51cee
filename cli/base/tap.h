/* Floor 8: what TAP demands of the name of a test point. */
#ifndef STASIM_CLI_BASE_TAP_H
#define STASIM_CLI_BASE_TAP_H

#include <stdio.h>

/* Prints it on one line, what cannot be seen as blanks, and without the "#" that would begin a
 * directive. */
void tap_print_name(FILE *out, const char *name);

#endif

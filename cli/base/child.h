/* Floor 8: processes that stasim starts. */
#ifndef STASIM_CLI_BASE_CHILD_H
#define STASIM_CLI_BASE_CHILD_H

#include <sys/types.h>

/* For a process that has just been forked: it does not outlive `parent`, however that ends. On
 * Linux only; elsewhere nothing is done. */
void child_end_with(pid_t parent);

#endif

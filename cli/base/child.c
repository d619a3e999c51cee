/* The kernel tells a process that its parent has ended. */
#include "cli/base/child.h"

#include <signal.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

void child_end_with(pid_t parent) {
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) { /* it has ended in between */
        raise(SIGTERM);
    }
#else
    (void)parent;
#endif
}

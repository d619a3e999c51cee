/* The exit codes of all commands: which of two tells the caller more. */
#include "cli/base/exit.h"

enum exit_code exit_graver(enum exit_code a, enum exit_code b) {
    static const int gravity[] = {
        [CODE_PASSED] = 0, [CODE_LIMIT] = 1,    [CODE_FAILED] = 2,
        [CODE_INPUT] = 3,  [CODE_INTERNAL] = 4,
    };
    return gravity[a] > gravity[b] ? a : b;
}

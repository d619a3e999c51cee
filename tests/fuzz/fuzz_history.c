/* Histories for `stasim check`. */
#define _GNU_SOURCE /* memfd_create */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sim/scenario/history.h"
#include "tests/fuzz/fuzz.h"

enum { STATES_MAX = 200, WHY_BYTES = 512 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char path[32];
    char why[WHY_BYTES] = "";
    struct history history;
    int fd = memfd_create("history", 0);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (history_read(&history, path, why, sizeof why)) {
        enum history_answer answer = history_check(&history, STATES_MAX, why, sizeof why);
        must(answer == HISTORY_OK || why[0] != '\0');
    } else {
        must(why[0] != '\0');
    }
    must(strlen(why) < sizeof why);
    history_free(&history);
    close(fd);
    return 0;
}

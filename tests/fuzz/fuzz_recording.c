/* Recordings for `stasim diff`: two, with the byte 0x1e between them. Whatever they hold, each
 * agrees with itself, strictly too. */
#define _GNU_SOURCE /* memfd_create */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/diff/compare.h"
#include "cli/diff/winners.h"
#include "tests/fuzz/fuzz.h"

enum { BETWEEN = 0x1e };

static int save(const uint8_t *data, size_t size);
static size_t differences(int first, int second, bool strict);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const uint8_t *between = size > 0 ? memchr(data, BETWEEN, size) : NULL;
    size_t first_size = between ? (size_t)(between - data) : size;
    int first = save(data, first_size);
    int second = between ? save(between + 1, size - first_size - 1) : save(NULL, 0);
    for (int strict = 0; strict < 2; strict++) {
        differences(first, second, strict);
        must(differences(first, first, strict) == 0);
        must(differences(second, second, strict) == 0);
    }
    close(first);
    close(second);
    return 0;
}

static int save(const uint8_t *data, size_t size) {
    int fd = memfd_create("recording", 0);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    return fd;
}

/* As the command does it; 0 for what is no recording. */
static size_t differences(int first, int second, bool strict) {
    const int fds[2] = {first, second};
    char paths[2][32];
    struct transcript transcripts[2] = {0};
    struct comparison comparison = {.strict = strict, .within_ms = strict ? 0 : -1};
    struct problems problems = {0};
    bool good = true;
    for (int side = 0; side < 2; side++) {
        snprintf(paths[side], sizeof paths[side], "/proc/self/fd/%d", fds[side]);
        good &= transcript_read(&transcripts[side], paths[side], &problems);
        comparison.transcripts[side] = &transcripts[side];
    }
    must(good == (problems.count == 0));
    problems_free(&problems);
    if (good) {
        if (!strict) {
            winners_exchange(&transcripts[0], &transcripts[1]);
        }
        compare_recordings(&comparison);
    }
    size_t count = comparison.findings.count;
    comparison_free(&comparison);
    transcript_free(&transcripts[0]);
    transcript_free(&transcripts[1]);
    return count;
}

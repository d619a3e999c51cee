/* The program with an allocation that fails, in a process of its own, and what came of it. Needs
 * _GNU_SOURCE. */
#ifndef STASIM_TESTS_NO_MEMORY_H
#define STASIM_TESTS_NO_MEMORY_H

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/base/exit.h"
#include "sim/base/must.h"
#include "tests/failing_malloc.h"
#include "tests/tap.h"
#include "tests/watched.h"

enum {
    OUTCOME_TEXT_BYTES = 1 << 20,
    HANG_S = 120, /* on a busy machine */
    SHOWN_MAX = 10,
    ONE_OF = WATCHED ? 13 : 1, /* what a sanitizer would see is seen in a part of them */
    ONE_OF_GOING_ON = WATCHED ? 131 : 11,
};

typedef int program_main(int argc, char **argv);

struct outcome {
    int status; /* of waitpid() */
    bool met;   /* whoever was served has got what he asked for */
    char said[OUTCOME_TEXT_BYTES];
    char complained[OUTCOME_TEXT_BYTES];
    char where[OUTCOME_TEXT_BYTES]; /* the failed allocation was made, for `addr2line -e` */
};

/* A process that runs a program with these arguments (NULL at the end), in which the n-th
 * allocation fails. */
struct failing {
    pid_t pid;
    int complained;
    int where;
};

static inline int failing_file(const char *name) {
    int fd = memfd_create(name, 0);
    must(fd >= 0);
    return fd;
}

static inline struct failing failing_start(program_main *program, char **arguments, size_t n,
                                           bool goes_on, int said) {
    struct failing failing = {.complained = failing_file("complained"),
                              .where = failing_file("where")};
    fflush(stdout);
    failing_malloc_arm(0, false);
    failing.pid = fork();
    must(failing.pid >= 0);
    if (failing.pid == 0) {
        int argc = 0;
        while (arguments[argc]) {
            argc++;
        }
        must(dup2(said, STDOUT_FILENO) >= 0 && dup2(failing.complained, STDERR_FILENO) >= 0);
        close(said);
        alarm(HANG_S);
        failing_malloc_trace_fd = failing.where;
        /* What a counter of coverage needs in the end is none of ours. */
        must(atexit(failing_malloc_disarm) == 0);
        failing_malloc_arm(n, goes_on);
        exit(program(argc, arguments));
    }
    return failing;
}

static inline void failing_read(int fd, char text[OUTCOME_TEXT_BYTES]) {
    ssize_t size = pread(fd, text, OUTCOME_TEXT_BYTES - 1, 0);
    text[size > 0 ? size : 0] = '\0';
    close(fd);
}

static inline void failing_end(const struct failing *failing, struct outcome *outcome) {
    must(waitpid(failing->pid, &outcome->status, 0) == failing->pid);
    failing_read(failing->complained, outcome->complained);
    failing_read(failing->where, outcome->where);
}

/* It ended with code 3 and said why, or has done all that it does with memory, in silence: what
 * failed was a buffer that the C library does without, or was asked for a second time. */
static inline bool outcome_is_good(const struct outcome *outcome, const struct outcome *sound) {
    if (!WIFEXITED(outcome->status)) {
        return false;
    }
    if (WEXITSTATUS(outcome->status) == CODE_INTERNAL) {
        return outcome->complained[0] != '\0';
    }
    return WEXITSTATUS(outcome->status) == CODE_PASSED && outcome->met &&
           strcmp(outcome->said, sound->said) == 0;
}

typedef void no_memory_trial(size_t n, bool goes_on, struct outcome *outcome);

/* Tries with each allocation failing alone, or with some from which on all fail. FROM and TO in the
 * environment narrow it, to look at one. */
static inline void no_memory_try_all(no_memory_trial *try_one, bool goes_on, const char *what) {
    static struct outcome sound, outcome;
    try_one(0, false, &sound);
    size_t count = failing_malloc_count();
    ok(sound.status == 0 && sound.met && sound.complained[0] == '\0',
       "%s: all is well as long as there is memory", what);
    const char *from = getenv("FROM");
    const char *to = getenv("TO");
    size_t end = to ? strtoul(to, NULL, 0) : count;
    size_t bad = 0, harmless = 0;
    for (size_t n = from ? strtoul(from, NULL, 0) : 1; n <= end;
         n += goes_on ? ONE_OF_GOING_ON : ONE_OF) {
        try_one(n, goes_on, &outcome);
        bool good = outcome_is_good(&outcome, &sound);
        harmless += good && outcome.status == 0;
        if (!good && bad++ < SHOWN_MAX) {
            fprintf(stderr, "# allocation %zu: status 0x%x, '%.300s'\n# %s\n", n,
                    (unsigned)outcome.status, outcome.complained, outcome.where);
        }
    }
    is_int(bad, 0, "%s: %s of %zu allocations may fail; %zu are not missed", what,
           goes_on ? "all from any one on" : "each", count, harmless);
}

#endif

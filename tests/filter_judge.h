/* glibc's own answers, given by a child process: some patterns make glibc take memory without end
 * or overflow its stack, and then only the child dies. Needs _DEFAULT_SOURCE. */
#ifndef STASIM_TESTS_FILTER_JUDGE_H
#define STASIM_TESTS_FILTER_JUDGE_H

#include <locale.h>
#include <regex.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/filter_patterns.h"
#include "tests/watched.h"

enum {
    CASES = 2000, /* patterns a child is asked for */
    NAMES = 20,   /* names a pattern */
    JUDGE_MEMORY_MB = 400,
    JUDGE_CPU_S = 60, /* of one child */
    JUDGE_PATTERN_MS = 900
};

enum judgement { JUDGED_NOTHING, JUDGED_BAD, JUDGED_GOOD, JUDGED_HURTS };

struct judge_case {
    char pattern[PATTERN_ROOM];
    char names[NAMES][NAME_ROOM];
    unsigned char judgement;
    bool matches[NAMES];
};

/* Shared between the test and the child. */
struct judge {
    size_t count;
    volatile size_t at;
    struct judge_case cases[CASES];
};

static inline struct judge *judge_new(void) {
    struct judge *judge =
        mmap(NULL, sizeof *judge, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return judge == MAP_FAILED ? NULL : judge;
}

static inline void judge_limit(int resource, rlim_t limit) {
    struct rlimit both = {.rlim_cur = limit, .rlim_max = limit};
    if (setrlimit(resource, &both) != 0) {
        _exit(2);
    }
}

static inline void judge_one(struct judge_case *one) {
    regex_t regex;
    int error = regcomp(&regex, one->pattern, REG_EXTENDED | REG_NOSUB);
    if (error != 0) {
        one->judgement = error == REG_ESPACE ? JUDGED_HURTS : JUDGED_BAD;
        return;
    }
    one->judgement = JUDGED_GOOD;
    for (size_t i = 0; i < NAMES; i++) {
        error = regexec(&regex, one->names[i], 0, NULL, 0);
        one->matches[i] = error == 0;
        if (error == REG_ESPACE) {
            one->judgement = JUDGED_HURTS;
        }
    }
    regfree(&regex);
}

static inline void judge_child(struct judge *judge) {
    const struct itimerval patience = {.it_value = {.tv_usec = JUDGE_PATTERN_MS * 1000}};
    signal(SIGSEGV, SIG_DFL);
    signal(SIGPROF, SIG_DFL);
    judge_limit(RLIMIT_CORE, 0);
    judge_limit(RLIMIT_CPU, JUDGE_CPU_S);
    if (!WATCHED) {
        judge_limit(RLIMIT_AS, (rlim_t)JUDGE_MEMORY_MB << 20);
    }
    if (!setlocale(LC_ALL, "C.UTF-8")) {
        _exit(2);
    }
    while (judge->at < judge->count) {
        setitimer(ITIMER_PROF, &patience, NULL);
        judge_one(&judge->cases[judge->at]);
        judge->at++;
    }
    _exit(0);
}

/* Has all cases judged. False if the child could not even start. */
static inline bool judge_all(struct judge *judge) {
    judge->at = 0;
    fflush(stdout);
    while (judge->at < judge->count) {
        size_t before = judge->at;
        int status;
        judge->cases[before].judgement = JUDGED_NOTHING;
        pid_t child = fork();
        if (child == 0) {
            judge_child(judge);
        }
        if (child < 0 || waitpid(child, &status, 0) != child) {
            return false;
        }
        if (WIFEXITED(status) && WEXITSTATUS(status) == 2) {
            return false;
        }
        if (judge->at < judge->count) { /* it died of this one */
            judge->cases[judge->at].judgement = JUDGED_HURTS;
            judge->at++;
        }
    }
    return true;
}

#endif

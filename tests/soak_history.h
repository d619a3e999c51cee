/* What the soak remembers of its claims, as a file of the form that `stasim check` judges. */
#ifndef STASIM_TESTS_SOAK_HISTORY_H
#define STASIM_TESTS_SOAK_HISTORY_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sim/base/must.h"

enum { HISTORY_PATH_BYTES = 32, HISTORY_COMMAND_BYTES = 4096, HISTORY_LINE_BYTES = 256 };

struct soak_history {
    FILE *file;
    char path[HISTORY_PATH_BYTES];
};

static inline void history_begin(struct soak_history *history) {
    snprintf(history->path, sizeof history->path, "/tmp/stasim-soak-XXXXXX");
    int fd = mkstemp(history->path);
    must(fd >= 0);
    history->file = fdopen(fd, "w");
    must(history->file);
}

/* One of several broadcasts of a call: in each of them a claim may win. */
static inline void history_broadcast(struct soak_history *history, unsigned call) {
    fprintf(history->file, "{\"broadcast\": \"call-%u\"}\n", call);
}

/* `status` 0: it has not been answered. Times are from the beginning. */
static inline void history_claim(struct soak_history *history, unsigned claim, unsigned call,
                                 const char *app, double asked_us, double answered_us, int status) {
    fprintf(history->file,
            "{\"claim\": \"c%u\", \"channel\": \"call-%u\", \"app\": \"%s\", \"asked_us\": %.0f",
            claim, call, app, asked_us);
    if (status != 0) {
        fprintf(history->file, ", \"answered_us\": %.0f, \"status\": %d", answered_us, status);
    }
    fputs("}\n", history->file);
}

/* What `stasim check` says of it; a history that is not possible is kept, to be looked at. */
static inline bool history_end(struct soak_history *history) {
    const char *program = getenv("STASIM");
    char command[HISTORY_COMMAND_BYTES], line[HISTORY_LINE_BYTES];
    must(fclose(history->file) == 0);
    must(snprintf(command, sizeof command, "'%s' check %s", program ? program : "build/stasim",
                  history->path) < HISTORY_COMMAND_BYTES);
    fflush(stdout);
    FILE *check = popen(command, "r");
    must(check);
    while (fgets(line, sizeof line, check)) {
        fprintf(stderr, "# %s", line);
    }
    bool possible = pclose(check) == 0;
    if (possible) {
        unlink(history->path);
    } else {
        fprintf(stderr, "# the history is kept: %s\n", history->path);
    }
    return possible;
}

#endif

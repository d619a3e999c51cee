/* The line of progress. What each process has done lies in memory that they share, and each of
 * them writes the line for all: whoever comes first when it is time. */
#include "cli/explore/explore_progress.h"

#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "cli/base/colour.h"
#include "cli/base/output.h"

enum { EVERY_MS = 200, PACE_MS = 2000, SHARE_WHOLE = 1000000000 };

struct part {
    atomic_ullong steps;
    atomic_ullong states;
    atomic_ullong outcomes;
    atomic_ullong done; /* of SHARE_WHOLE */
};

struct explore_line {
    size_t size; /* of all this, for giving it back */
    size_t processes;
    unsigned long long start_ms;
    atomic_ullong written_ms;
    atomic_ullong paced_ms; /* when the pace was measured, how much was done then, */
    atomic_ullong paced_done;
    atomic_ullong pace; /* and how much a second that was, smoothed; 0: not known */
    struct part parts[];
};

static void write_line(struct explore_line *line, unsigned long long now_ms);
static void measure_pace(struct explore_line *line, unsigned long long now_ms,
                         unsigned long long done);
static unsigned long long clock_ms(void);

struct explore_line *explore_line_new(size_t processes) {
    size_t size = sizeof(struct explore_line) + processes * sizeof(struct part);
    FILE *file = output_can_erase(STDERR_FILENO) ? tmpfile() : NULL;
    void *memory = MAP_FAILED;
    if (file && ftruncate(fileno(file), (off_t)size) == 0) {
        memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fileno(file), 0);
    }
    if (file) {
        fclose(file);
    }
    if (memory == MAP_FAILED) {
        return NULL;
    }
    struct explore_line *line = memory;
    line->size = size;
    line->processes = processes;
    line->start_ms = clock_ms();
    line->written_ms = line->paced_ms = line->start_ms;
    return line;
}

void explore_line_free(struct explore_line *line) {
    if (line) {
        fputs(ERASE_LINE, stderr);
        munmap(line, line->size);
    }
}

void explore_line_tell(struct explore_line *line, size_t index,
                       const struct explore_progress *progress) {
    struct part *part = &line->parts[index];
    part->steps = progress->steps;
    part->states = progress->states;
    part->outcomes = progress->outcomes;
    part->done = (unsigned long long)(progress->done * SHARE_WHOLE);
    unsigned long long now_ms = clock_ms();
    unsigned long long written_ms = line->written_ms;
    if (now_ms >= written_ms + EVERY_MS &&
        atomic_compare_exchange_strong(&line->written_ms, &written_ms, now_ms)) {
        write_line(line, now_ms);
    }
}

/* Outcomes that several have found count once, so that the most that one has found is told. */
static void write_line(struct explore_line *line, unsigned long long now_ms) {
    unsigned long long steps = 0, states = 0, outcomes = 0, done = 0;
    for (size_t i = 0; i < line->processes; i++) {
        const struct part *part = &line->parts[i];
        steps += part->steps;
        states += part->states;
        done += part->done / line->processes;
        outcomes = part->outcomes > outcomes ? part->outcomes : outcomes;
    }
    measure_pace(line, now_ms, done);
    char text[160];
    unsigned long long spent_ms = now_ms - line->start_ms + 1;
    int used =
        snprintf(text, sizeof text,
                 ERASE_LINE "%llu states, %llu steps/s, %s%llu outcomes, %.1f%% of the orders",
                 states, steps * 1000 / spent_ms, line->processes > 1 ? "at least " : "", outcomes,
                 100.0 * (double)done / SHARE_WHOLE);
    unsigned long long pace = line->pace;
    if (pace > 0 && used > 0 && (size_t)used < sizeof text) {
        snprintf(text + used, sizeof text - (size_t)used, ", at most %llu s more at this pace",
                 (SHARE_WHOLE - done) / pace + 1);
    }
    fputs(text, stderr);
}

/* Parts of the search that come later are shorter: more of what they meet is known by then. So the
 * pace of late says more than that since the beginning, and still too little. */
static void measure_pace(struct explore_line *line, unsigned long long now_ms,
                         unsigned long long done) {
    unsigned long long spent_ms = now_ms - line->paced_ms;
    if (spent_ms < PACE_MS || done < line->paced_done) {
        return;
    }
    unsigned long long pace = (done - line->paced_done) * 1000 / spent_ms;
    line->pace = line->pace > 0 ? (line->pace + pace) / 2 : pace;
    line->paced_ms = now_ms;
    line->paced_done = done;
}

static unsigned long long clock_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned long long)now.tv_sec * 1000 + (unsigned long long)now.tv_nsec / 1000000;
}

/* Processes that share numbered pieces of work: of N workers, number K does the pieces K, K + N,
 * K + 2N and so on, and writes their texts into a pipe of its own, each behind its size. Reading
 * the pipes in turn puts the texts in order. */
#include "cli/base/workers.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/base/child.h"
#include "sim/base/must.h"

enum { DEATH_SIZE = 80 };

struct worker {
    pid_t pid; /* 0: none */
    int fd;
};

struct workers {
    struct work work;
    size_t next; /* piece to be handed out */
    size_t count;
    char death[DEATH_SIZE];
    struct worker workers[WORKERS_MAX];
};

static bool start(struct workers *all, size_t number, size_t first_piece);
static _Noreturn void do_pieces(struct workers *all, size_t first_piece, int fd);
static bool reap(struct workers *all, struct worker *worker);
static bool write_all(int fd, const void *bytes, size_t size);
static bool read_all(int fd, void *bytes, size_t size);
static char *read_text(int fd);

struct workers *workers_start(const struct work *work, size_t count) {
    must(count >= 1 && count <= WORKERS_MAX);
    struct workers *all = calloc(1, sizeof *all);
    if (!all) {
        return NULL;
    }
    all->work = *work;
    all->count = count < work->count ? count : work->count;
    for (size_t i = 0; i < all->count; i++) {
        if (!start(all, i, i)) {
            int why = errno;
            workers_stop(all);
            errno = why;
            return NULL;
        }
    }
    return all;
}

char *workers_next(struct workers *all, const char **death) {
    must(all->next < all->work.count);
    size_t piece = all->next++;
    size_t number = piece % all->count;
    struct worker *worker = &all->workers[number];
    char *text = worker->pid != 0 ? read_text(worker->fd) : NULL;
    if (!text) {
        if (worker->pid != 0) {
            reap(all, worker);
        }
        *death = all->death;
        size_t rest = piece + all->count;
        if (rest < all->work.count && !start(all, number, rest)) {
            snprintf(all->death, sizeof all->death, "no other could be started: %s",
                     strerror(errno));
        }
    }
    return text;
}

bool workers_stop(struct workers *all) {
    bool good = true;
    for (size_t i = 0; i < all->count; i++) {
        if (all->workers[i].pid != 0) {
            bool interrupted = all->next < all->work.count;
            good = (reap(all, &all->workers[i]) || interrupted) && good;
        }
    }
    free(all);
    return good;
}

static bool start(struct workers *all, size_t number, size_t first_piece) {
    int ends[2];
    fflush(NULL); /* or the child would write it again */
    if (pipe(ends) != 0) {
        return false;
    }
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid < 0) {
        close(ends[0]);
        close(ends[1]);
        return false;
    }
    if (pid == 0) {
        child_end_with(parent);
        close(ends[0]);
        for (size_t i = 0; i < all->count; i++) {
            if (all->workers[i].pid != 0) {
                close(all->workers[i].fd);
            }
        }
        do_pieces(all, first_piece, ends[1]);
    }
    close(ends[1]);
    all->workers[number] = (struct worker){.pid = pid, .fd = ends[0]};
    return true;
}

static _Noreturn void do_pieces(struct workers *all, size_t first_piece, int fd) {
    bool good = true;
    for (size_t piece = first_piece; good && piece < all->work.count; piece += all->count) {
        char *text = all->work.piece(all->work.context, piece);
        uint64_t size = text ? strlen(text) : 0;
        good = text && size <= WORKERS_TEXT_MAX_BYTES && write_all(fd, &size, sizeof size) &&
               write_all(fd, text, size);
        free(text);
    }
    free(all);
    exit(good ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* False when it did not end as it should; `death` then says how. */
static bool reap(struct workers *all, struct worker *worker) {
    int status = 0;
    close(worker->fd); /* one that still writes finds nobody reading, and ends */
    while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR) {
    }
    worker->pid = 0;
    if (WIFSIGNALED(status)) {
        snprintf(all->death, sizeof all->death, "killed by signal %d (%s)", WTERMSIG(status),
                 strsignal(WTERMSIG(status)));
        return false;
    }
    snprintf(all->death, sizeof all->death, "ended with code %d", WEXITSTATUS(status));
    return WEXITSTATUS(status) == EXIT_SUCCESS;
}

static char *read_text(int fd) {
    uint64_t size;
    if (!read_all(fd, &size, sizeof size)) {
        return NULL;
    }
    must(size <= WORKERS_TEXT_MAX_BYTES);
    char *text = malloc(size + 1);
    if (text && !read_all(fd, text, size)) {
        free(text);
        return NULL;
    }
    if (text) {
        text[size] = '\0';
    }
    return text;
}

static bool write_all(int fd, const void *bytes, size_t size) {
    const char *at = bytes;
    while (size > 0) {
        ssize_t written = write(fd, at, size);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        if (written > 0) {
            at += written;
            size -= (size_t)written;
        }
    }
    return true;
}

static bool read_all(int fd, void *bytes, size_t size) {
    char *at = bytes;
    while (size > 0) {
        ssize_t got = read(fd, at, size);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return false;
        }
        if (got > 0) {
            at += got;
            size -= (size_t)got;
        }
    }
    return true;
}

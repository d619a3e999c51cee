/* In place of the C library's functions; they are reached by their other names. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "tests/failing_malloc.h"

#include <errno.h>
#include <execinfo.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "sim/base/must.h"
#include "tests/watched.h"

enum { FRAMES_MAX = 40 };

int failing_malloc_trace_fd = -1;

static size_t *count; /* shared with children; NULL: nothing is counted yet */
static size_t fails_at;
static bool goes_on;

static bool fails(void);
static void trace(void);

#if WATCHED
/* The linker is asked to let calls of malloc() end up here: see the Makefile. */
#define REPLACED(name) __wrap_##name
#define REAL(name) __real_##name
#define SEEN
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t items, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t size);
#else
#define REPLACED(name) name
#define REAL(name) __libc_##name
#define SEEN __attribute__((visibility("default"))) /* by the libraries, too */
#endif

extern void *REAL(malloc)(size_t size);
extern void *REAL(calloc)(size_t items, size_t size);
extern void *REAL(realloc)(void *memory, size_t size);

void failing_malloc_arm(size_t n, bool fails_on) {
    void *frames[1];
    backtrace(frames, 1); /* it allocates once */
    if (!count) {
        count =
            mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        must(count != MAP_FAILED);
    }
    *count = 0;
    fails_at = n;
    goes_on = fails_on;
}

void failing_malloc_disarm(void) {
    fails_at = 0;
    count = NULL;
}

size_t failing_malloc_count(void) {
    return *count;
}

SEEN void *REPLACED(malloc)(size_t size) {
    return fails() ? NULL : REAL(malloc)(size);
}

SEEN void *REPLACED(calloc)(size_t items, size_t size) {
    return fails() ? NULL : REAL(calloc)(items, size);
}

SEEN void *REPLACED(realloc)(void *memory, size_t size) {
    return fails() ? NULL : REAL(realloc)(memory, size);
}

#if WATCHED
char *__wrap_strdup(const char *text) {
    return fails() ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t size) {
    return fails() ? NULL : __real_strndup(text, size);
}
#endif

static bool fails(void) {
    if (!count) {
        return false;
    }
    ++*count;
    if (fails_at == 0 || *count < fails_at || (*count > fails_at && !goes_on)) {
        return false;
    }
    if (*count == fails_at && failing_malloc_trace_fd >= 0) {
        trace();
    }
    errno = ENOMEM;
    return true;
}

static void trace(void) {
    void *frames[FRAMES_MAX];
    size_t keep = fails_at;
    fails_at = 0;
    int depth = backtrace(frames, FRAMES_MAX);
    backtrace_symbols_fd(frames, depth, failing_malloc_trace_fd);
    fails_at = keep;
}

/* Two tables, one for each direction. */
#include "cli/diff/renaming.h"

#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/diff/token.h"
#include "sim/base/must.h"

#define uthash_malloc(size) memory_new(size)
#include <uthash.h>

struct entry {
    char *name;
    char *other;
    UT_hash_handle hh;
};

struct renaming {
    const char *hosts[2];
    struct entry *tables[2]; /* from the first to the second, and back */
};

static enum likeness walk(struct renaming *learning, const struct renaming *renaming, const char *a,
                          const char *b);
static bool fits(const struct renaming *renaming, const char *const names[2],
                 const size_t lengths[2]);
static void remember(struct renaming *renaming, const char *const names[2],
                     const size_t lengths[2]);

struct renaming *renaming_new(const char *const hosts[2]) {
    struct renaming *renaming = memory_new(sizeof *renaming);
    renaming->hosts[0] = hosts[0];
    renaming->hosts[1] = hosts[1];
    return renaming;
}

void renaming_free(struct renaming *renaming) {
    for (int i = 0; renaming && i < 2; i++) {
        struct entry *entry = renaming->tables[i];
        HASH_CLEAR(hh, renaming->tables[i]); /* its entries still know the next one */
        while (entry) {
            struct entry *next = entry->hh.next;
            free(entry->name);
            free(entry->other);
            free(entry);
            entry = next;
        }
    }
    free(renaming);
}

enum likeness renaming_compare(const struct renaming *renaming, const char *a, const char *b) {
    return walk(NULL, renaming, a, b);
}

enum likeness renaming_learn(struct renaming *renaming, const char *a, const char *b) {
    enum likeness likeness = walk(NULL, renaming, a, b);
    return likeness == ALIKE ? walk(renaming, renaming, a, b) : likeness;
}

/* From token to token of both, and what is between them. */
static enum likeness walk(struct renaming *learning, const struct renaming *renaming, const char *a,
                          const char *b) {
    enum likeness likeness = ALIKE;
    size_t from_a = 0, from_b = 0;
    for (;;) {
        struct token left, right;
        bool more = token_next(a, renaming->hosts[0], from_a, &left);
        if (more != token_next(b, renaming->hosts[1], from_b, &right)) {
            return UNLIKE;
        }
        if (!more) {
            return strcmp(&a[from_a], &b[from_b]) == 0 ? likeness : UNLIKE;
        }
        size_t between = left.start - from_a;
        if (left.kind != right.kind || between != right.start - from_b ||
            memcmp(&a[from_a], &b[from_b], between) != 0) {
            return UNLIKE;
        }
        if (token_has_identity(left.kind)) {
            const char *names[2] = {&a[left.name], &b[right.name]};
            size_t lengths[2] = {left.start + left.length - left.name,
                                 right.start + right.length - right.name};
            if (!fits(renaming, names, lengths)) {
                likeness = OTHER_NAME;
            } else if (learning) {
                remember(learning, names, lengths);
            }
        }
        from_a = left.start + left.length;
        from_b = right.start + right.length;
    }
}

/* Neither of them is known to stand for another. */
static bool fits(const struct renaming *renaming, const char *const names[2],
                 const size_t lengths[2]) {
    for (int i = 0; i < 2; i++) {
        const struct entry *entry;
        HASH_FIND(hh, renaming->tables[i], names[i], lengths[i], entry);
        if (entry && (strlen(entry->other) != lengths[1 - i] ||
                      memcmp(entry->other, names[1 - i], lengths[1 - i]) != 0)) {
            return false;
        }
    }
    return true;
}

static void remember(struct renaming *renaming, const char *const names[2],
                     const size_t lengths[2]) {
    for (int i = 0; i < 2; i++) {
        struct entry *entry;
        HASH_FIND(hh, renaming->tables[i], names[i], lengths[i], entry);
        if (entry) {
            continue;
        }
        entry = memory_new(sizeof *entry);
        entry->name = memory_part(names[i], lengths[i]);
        entry->other = memory_part(names[1 - i], lengths[1 - i]);
        HASH_ADD_KEYPTR(hh, renaming->tables[i], entry->name, lengths[i], entry);
    }
}

/* Floor 4: reads a pattern as glibc reads an extended regular expression. */
#ifndef STASIM_BROADCAST_ERE_PARSE_H
#define STASIM_BROADCAST_ERE_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/broadcast/ere_tree.h"

/* Why a pattern does not compile. */
struct ere_error {
    const char *reason; /* a constant, in words */
    size_t offset;      /* the byte that shows it */
};

/* A pattern as it is being read. */
struct ere_reader {
    const char *text;
    size_t at;
    struct ere_tree *tree;
    struct ere_error error; /* the first; reason is NULL while there is none */
    unsigned depth;         /* of groups that are open */
    unsigned group_count;
    uint16_t groups_complete; /* bit N - 1: \N may be used from here on */
    uint16_t groups_deleted;  /* bit N - 1: group N was repeated no times */
};

/* Reads a pattern of at most ERE_PATTERN_MAX_BYTES into `tree`, whose root is set. False where it
 * does not compile; `error` then says why. (R39, R50 to R55) */
bool ere_parse(struct ere_tree *tree, const char *pattern, struct ere_error *error);

/* At a `[`: reads the class, goes behind it, and returns its node. (R54) */
ere_index ere_read_class(struct ere_reader *reader);

/* The set of a class and one character more (0: none), or, negated, of all the others: \w, \W. */
ere_index ere_class_set(struct ere_tree *tree, enum ere_class class, char extra, bool negated);

/* The set of all characters. */
ere_index ere_any_character(struct ere_tree *tree);

/* Notes an error unless there is one already: the first is what is told, and ends the reading. */
void ere_fail(struct ere_reader *reader, size_t offset, const char *reason);

#endif

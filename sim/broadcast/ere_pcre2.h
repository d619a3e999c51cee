/* Floor 4: says a syntax tree in PCRE2, which matches ASCII names quickly. Backtracking can
 * explode, so that it works under limits and may end undecided. */
#ifndef STASIM_BROADCAST_ERE_PCRE2_H
#define STASIM_BROADCAST_ERE_PCRE2_H

#include <stdbool.h>

#include "sim/broadcast/ere_nfa.h"
#include "sim/broadcast/ere_tree.h"

enum {
    ERE_PCRE2_TEXT_MAX_BYTES = 16384,
    ERE_PCRE2_MATCH_LIMIT = 20000,
    ERE_PCRE2_DEPTH_LIMIT = 20000,
    ERE_PCRE2_HEAP_LIMIT_KIB = 2048
};

struct ere_pcre2;

/* Compiles a shrunk tree. NULL in `*engine`, and true, where it is too large for PCRE2. False
 * where memory ran out. */
bool ere_pcre2_new(struct ere_pcre2 **engine, const struct ere_tree *tree);

/* NULL is ignored. */
void ere_pcre2_free(struct ere_pcre2 *engine);

/* Whether the expression matches anywhere in a name of ASCII characters. Undecided where a limit
 * was hit. */
enum ere_answer ere_pcre2_match(struct ere_pcre2 *engine, const char *name);

#endif

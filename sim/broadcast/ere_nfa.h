/* Floor 4: matches by walking all ways through the expression at once (Thompson's construction).
 * The time is bounded by the product of the sizes of program and name, whatever the pattern. */
#ifndef STASIM_BROADCAST_ERE_NFA_H
#define STASIM_BROADCAST_ERE_NFA_H

#include <stdbool.h>

#include "sim/broadcast/ere_tree.h"

enum { ERE_STATES_MAX = 4096 };

enum ere_answer { ERE_NO, ERE_YES, ERE_UNDECIDED };

struct ere_nfa;

/* A program for a shrunk tree. NULL in `*nfa`, and true, where the tree cannot be walked: it has
 * back-references, or more than ERE_STATES_MAX states. False where memory ran out. */
bool ere_nfa_new(struct ere_nfa **nfa, const struct ere_tree *tree);

/* NULL is ignored. */
void ere_nfa_free(struct ere_nfa *nfa);

/* Whether the expression matches anywhere in the name. Never undecided; allocates nothing. */
enum ere_answer ere_nfa_match(struct ere_nfa *nfa, const char *name);

#endif

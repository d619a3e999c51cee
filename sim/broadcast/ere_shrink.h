/* Floor 4: makes a syntax tree small, without changing what it matches among the names that an
 * application can have. (R57) */
#ifndef STASIM_BROADCAST_ERE_SHRINK_H
#define STASIM_BROADCAST_ERE_SHRINK_H

#include <stdbool.h>

#include "sim/broadcast/ere_tree.h"

/* Adds the smaller tree and makes it the root; the parsed nodes stay where they are. Repetitions
 * of repetitions are merged, what is longer than any name becomes NEVER or unbounded, and anchors
 * that glibc drops are dropped. False where there is no room: the tree is then of no use. (R56) */
bool ere_shrink(struct ere_tree *tree);

/* Nodes with the plain simplifications applied, such as EMPTY x = x. */
ere_index ere_simple_cat(struct ere_tree *tree, ere_index left, ere_index right);
ere_index ere_simple_alt(struct ere_tree *tree, ere_index left, ere_index right);
ere_index ere_simple_repeat(struct ere_tree *tree, ere_index body, int32_t min, int32_t max);

#endif

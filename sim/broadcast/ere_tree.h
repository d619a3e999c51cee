/* Floor 4: the syntax tree of an extended regular expression. Nodes live in one bounded array and
 * name each other by index; equal nodes are one node, so that a tree is in truth a graph without
 * cycles and equality is equality of indices. */
#ifndef STASIM_BROADCAST_ERE_TREE_H
#define STASIM_BROADCAST_ERE_TREE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    ERE_NODES_MAX = 4096,
    ERE_BUCKETS = 2 * ERE_NODES_MAX, /* of the table that finds equal nodes */
    ERE_PATTERN_MAX_BYTES = 256,
    ERE_SETS_MAX = ERE_PATTERN_MAX_BYTES, /* each takes a byte of the pattern, or more */
    ERE_WIDE_MAX = ERE_PATTERN_MAX_BYTES, /* so does each */
    ERE_FOREVER = INT32_MAX,              /* the upper bound of an unbounded repetition */
    ERE_NAME_MAX_BYTES = 73,              /* the longest name an application can register under */
    ERE_REFERABLE_GROUPS_MAX = 9,         /* \1 to \9 */
    ERE_NODE_EMPTY = 0, /* the index of the one node that matches the empty string */
    ERE_NODE_NEVER = 1  /* and of the one that matches nothing at all */
};

enum ere_kind {
    ERE_EMPTY,
    ERE_NEVER,
    ERE_CHARACTER,      /* value: a character, see ere_text.h */
    ERE_SET,            /* value: index into sets */
    ERE_ANCHOR,         /* value: enum ere_anchor */
    ERE_BACK_REFERENCE, /* value: number of the group, from 1 */
    ERE_GROUP,          /* left; value: number of the group, from 1 */
    ERE_CAT,            /* left, then right */
    ERE_ALT,            /* left or right */
    ERE_REPEAT          /* left, min to max times */
};

enum ere_anchor {
    ERE_AT_BEGIN,      /* ^ and \` */
    ERE_AT_END,        /* $ and \' */
    ERE_AT_EDGE,       /* \b: between a word character and another */
    ERE_NOT_AT_EDGE,   /* \B */
    ERE_AT_WORD_BEGIN, /* \< */
    ERE_AT_WORD_END    /* \> */
};

typedef uint16_t ere_index;

struct ere_node {
    enum ere_kind kind;
    ere_index left;
    ere_index right;
    int32_t min;
    int32_t max; /* or ERE_FOREVER */
    uint32_t value;

    /* Derived from the above and from the children. */
    uint16_t groups;  /* bit N - 1: contains group N */
    uint8_t shortest; /* characters it consumes at least, at most ERE_NAME_MAX_BYTES + 1 */
    bool nullable;    /* matches the empty string wherever it stands */
    bool has_anchor;
    bool has_reference;
};

/* The named classes, [:alpha:] and so on, in the order of ere_class_name(). */
enum ere_class {
    ERE_ALNUM,
    ERE_ALPHA,
    ERE_BLANK,
    ERE_CNTRL,
    ERE_DIGIT,
    ERE_GRAPH,
    ERE_LOWER,
    ERE_PRINT,
    ERE_PUNCT,
    ERE_SPACE,
    ERE_UPPER,
    ERE_XDIGIT,
    ERE_CLASSES
};

/* A set of characters. For ASCII the bits are the answer, negation included; beyond it the wide
 * characters and the classes are, after which `negated` turns it round. */
struct ere_set {
    uint64_t ascii[2];
    uint16_t wide_begin; /* [begin, end) of the tree's wide characters */
    uint16_t wide_end;
    uint16_t classes; /* bit per enum ere_class */
    bool negated;
};

struct ere_tree {
    struct ere_node nodes[ERE_NODES_MAX];
    ere_index buckets[ERE_BUCKETS]; /* index of a node plus 1, or 0 */
    struct ere_set sets[ERE_SETS_MAX];
    uint32_t wide[ERE_WIDE_MAX]; /* characters beyond ASCII that sets list */
    uint16_t node_count;
    uint16_t set_count;
    uint16_t wide_count;
    uint16_t groups_referred; /* bit N - 1: \N occurs */
    ere_index root;
    ere_index deleted; /* all that was repeated {0} times, which glibc compiles as well */
    bool full;         /* a node was refused: the tree means nothing */
};

/* Empties a tree but for the nodes EMPTY and NEVER. */
void ere_tree_init(struct ere_tree *tree);

/* The index of a node like this one; the derived fields of `node` are ignored. Where there is no
 * more room, tree->full becomes true and the answer is ERE_NODE_NEVER. */
ere_index ere_node(struct ere_tree *tree, struct ere_node node);

/* The same for the commonest kinds, exactly as asked for. */
ere_index ere_leaf(struct ere_tree *tree, enum ere_kind kind, uint32_t value);
ere_index ere_pair(struct ere_tree *tree, enum ere_kind kind, ere_index left, ere_index right);

/* Whether an ASCII character is in a set. */
bool ere_set_has_ascii(const struct ere_set *set, unsigned character);

/* The name between `[:` and `:]`, and whether an ASCII character belongs to the class. */
const char *ere_class_name(enum ere_class class);
bool ere_class_has_ascii(enum ere_class class, unsigned character);

#endif

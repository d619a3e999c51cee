/* The simplifications that look at one node and its children. */
#include "sim/base/must.h"
#include "sim/broadcast/ere_shrink.h"

static struct ere_node as_repeat(const struct ere_tree *tree, ere_index node);
static bool merge_neighbours(struct ere_tree *tree, ere_index left, ere_index right,
                             ere_index *merged);
static bool merge_nested(const struct ere_tree *tree, struct ere_node *repeat);
static void cut_to_name(const struct ere_node *body, struct ere_node *repeat);
static int32_t times(int32_t a, int32_t b);
static int32_t plus(int32_t a, int32_t b);

ere_index ere_simple_cat(struct ere_tree *tree, ere_index left, ere_index right) {
    ere_index merged;
    if (left == ERE_NODE_NEVER || right == ERE_NODE_NEVER) {
        return ERE_NODE_NEVER;
    }
    if (left == ERE_NODE_EMPTY) {
        return right;
    }
    if (right == ERE_NODE_EMPTY) {
        return left;
    }
    if (merge_neighbours(tree, left, right, &merged)) {
        return merged;
    }
    const struct ere_node *before = &tree->nodes[left];
    if (before->kind == ERE_CAT && merge_neighbours(tree, before->right, right, &merged)) {
        return ere_simple_cat(tree, before->left, merged);
    }
    ere_index node = ere_pair(tree, ERE_CAT, left, right);
    bool too_long = tree->nodes[node].shortest > ERE_NAME_MAX_BYTES; /* (R57) */
    return too_long ? ERE_NODE_NEVER : node;
}

ere_index ere_simple_alt(struct ere_tree *tree, ere_index left, ere_index right) {
    if (left == right || right == ERE_NODE_NEVER) {
        return left;
    }
    if (left == ERE_NODE_NEVER) {
        return right;
    }
    if (left == ERE_NODE_EMPTY) {
        return ere_simple_repeat(tree, right, 0, 1);
    }
    if (right == ERE_NODE_EMPTY) {
        return ere_simple_repeat(tree, left, 0, 1);
    }
    return ere_pair(tree, ERE_ALT, left, right);
}

ere_index ere_simple_repeat(struct ere_tree *tree, ere_index body, int32_t min, int32_t max) {
    struct ere_node repeat = {.kind = ERE_REPEAT, .left = body, .min = min, .max = max};
    must(min >= 0 && min <= max);

    if (body == ERE_NODE_EMPTY || max == 0) {
        return ERE_NODE_EMPTY;
    }
    do {
        cut_to_name(&tree->nodes[repeat.left], &repeat);
    } while (merge_nested(tree, &repeat));

    if (repeat.left == ERE_NODE_NEVER || repeat.min == ERE_FOREVER) {
        return repeat.min == 0 ? ERE_NODE_EMPTY : ERE_NODE_NEVER;
    }
    const struct ere_node *inner = &tree->nodes[repeat.left];
    bool captures = inner->groups != 0;
    if (inner->nullable && !captures && repeat.min > 0) {
        repeat.min = repeat.max == 1 ? 1 : 0;
    }
    if (repeat.max == 1 && (repeat.min == 1 || (inner->nullable && !captures))) {
        return repeat.left;
    }
    return ere_node(tree, repeat);
}

/* x{a,b}x{c,d} is x{a+c,b+d}; a bare x counts as x{1}, if the other one is repeated. */
static bool merge_neighbours(struct ere_tree *tree, ere_index left, ere_index right,
                             ere_index *merged) {
    struct ere_node a = as_repeat(tree, left);
    struct ere_node b = as_repeat(tree, right);
    bool bare = a.left == left && b.left == right;

    if (a.left != b.left || bare || tree->nodes[a.left].groups != 0) {
        return false;
    }
    *merged = ere_simple_repeat(tree, a.left, plus(a.min, b.min), plus(a.max, b.max));
    return true;
}

static struct ere_node as_repeat(const struct ere_tree *tree, ere_index node) {
    if (tree->nodes[node].kind == ERE_REPEAT) {
        return tree->nodes[node];
    }
    return (struct ere_node){.kind = ERE_REPEAT, .left = node, .min = 1, .max = 1};
}

/* (x{a,b}){m,n} is x{am,bn}, provided that k and k + 1 rounds leave no count between them out:
 * b k + 1 >= a (k + 1), which holds for all k from m on if it holds for m. */
static bool merge_nested(const struct ere_tree *tree, struct ere_node *repeat) {
    struct ere_node inner = tree->nodes[repeat->left];
    if (inner.kind != ERE_REPEAT) {
        return false;
    }
    int64_t low_end = (int64_t)times(inner.max, repeat->min) + 1;
    int64_t next_begin = (int64_t)times(inner.min, plus(repeat->min, 1));
    if (repeat->min != repeat->max && low_end < next_begin) {
        return false;
    }
    repeat->left = inner.left;
    repeat->min = times(inner.min, repeat->min);
    repeat->max = times(inner.max, repeat->max);
    return true;
}

/* No name is longer than 73 bytes. A body that consumes something cannot be repeated beyond that;
 * one that may consume nothing has, among 74 rounds, an empty one, which can be had again. (R57) */
static void cut_to_name(const struct ere_node *body, struct ere_node *repeat) {
    if (body->shortest == 0) {
        if (repeat->min > ERE_NAME_MAX_BYTES) {
            repeat->min = ERE_NAME_MAX_BYTES + 1;
        }
        if (repeat->max > ERE_NAME_MAX_BYTES) {
            repeat->max = ERE_FOREVER;
        }
        return;
    }
    int32_t rounds = ERE_NAME_MAX_BYTES / body->shortest;
    if (repeat->min > rounds) {
        repeat->min = ERE_FOREVER;
        repeat->max = ERE_FOREVER;
    } else if (repeat->max >= rounds && repeat->max > 1) {
        repeat->max = ERE_FOREVER;
    }
}

static int32_t times(int32_t a, int32_t b) {
    if (a == 0 || b == 0) {
        return 0;
    }
    return a > ERE_FOREVER / b ? ERE_FOREVER : a * b;
}

static int32_t plus(int32_t a, int32_t b) {
    return a > ERE_FOREVER - b ? ERE_FOREVER : a + b;
}

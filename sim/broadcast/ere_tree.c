/* Nodes: kept once each, with what is derived from their children. */
#include "sim/broadcast/ere_tree.h"

#include <stddef.h>

#include "sim/base/must.h"

static void derive(const struct ere_tree *tree, struct ere_node *node);
static void derive_from_children(const struct ere_tree *tree, struct ere_node *node);
static bool same_node(const struct ere_node *a, const struct ere_node *b);
static uint32_t hash_node(const struct ere_node *node);
static uint8_t shortest_of(int64_t characters);
static bool within(unsigned character, unsigned first, unsigned last);

void ere_tree_init(struct ere_tree *tree) {
    *tree = (struct ere_tree){.node_count = 0};
    ere_index empty = ere_node(tree, (struct ere_node){.kind = ERE_EMPTY});
    ere_index never = ere_node(tree, (struct ere_node){.kind = ERE_NEVER});
    must(empty == ERE_NODE_EMPTY && never == ERE_NODE_NEVER);
}

ere_index ere_node(struct ere_tree *tree, struct ere_node node) {
    uint32_t bucket = hash_node(&node) % ERE_BUCKETS;
    while (tree->buckets[bucket] != 0) {
        ere_index at = (ere_index)(tree->buckets[bucket] - 1);
        if (same_node(&tree->nodes[at], &node)) {
            return at;
        }
        bucket = (bucket + 1) % ERE_BUCKETS;
    }
    if (tree->node_count == ERE_NODES_MAX) {
        tree->full = true;
        return ERE_NODE_NEVER;
    }
    derive(tree, &node);
    tree->nodes[tree->node_count] = node;
    tree->node_count++;
    tree->buckets[bucket] = tree->node_count;
    return (ere_index)(tree->node_count - 1);
}

ere_index ere_leaf(struct ere_tree *tree, enum ere_kind kind, uint32_t value) {
    must(kind >= ERE_CHARACTER && kind <= ERE_BACK_REFERENCE);
    return ere_node(tree, (struct ere_node){.kind = kind, .value = value});
}

ere_index ere_pair(struct ere_tree *tree, enum ere_kind kind, ere_index left, ere_index right) {
    must(kind == ERE_CAT || kind == ERE_ALT);
    return ere_node(tree, (struct ere_node){.kind = kind, .left = left, .right = right});
}

bool ere_set_has_ascii(const struct ere_set *set, unsigned character) {
    must(character < 128);
    return set->ascii[character / 64] >> (character % 64) & 1;
}

const char *ere_class_name(enum ere_class class) {
    static const char *const names[ERE_CLASSES] = {"alnum", "alpha", "blank", "cntrl",
                                                   "digit", "graph", "lower", "print",
                                                   "punct", "space", "upper", "xdigit"};
    must(class < ERE_CLASSES);
    return names[class];
}

bool ere_class_has_ascii(enum ere_class class, unsigned character) {
    bool upper = within(character, 'A', 'Z');
    bool lower = within(character, 'a', 'z');
    bool digit = within(character, '0', '9');
    bool graph = within(character, '!', '~');

    switch (class) {
    case ERE_ALNUM:
        return upper || lower || digit;
    case ERE_ALPHA:
        return upper || lower;
    case ERE_BLANK:
        return character == ' ' || character == '\t';
    case ERE_CNTRL:
        return character < ' ' || character == 127;
    case ERE_DIGIT:
        return digit;
    case ERE_GRAPH:
        return graph;
    case ERE_LOWER:
        return lower;
    case ERE_PRINT:
        return graph || character == ' ';
    case ERE_PUNCT:
        return graph && !upper && !lower && !digit;
    case ERE_SPACE:
        return character == ' ' || within(character, '\t', '\r');
    case ERE_UPPER:
        return upper;
    case ERE_XDIGIT:
        return digit || within(character, 'A', 'F') || within(character, 'a', 'f');
    case ERE_CLASSES:
        break;
    }
    must(class < ERE_CLASSES);
    return false;
}

static void derive(const struct ere_tree *tree, struct ere_node *node) {
    switch (node->kind) {
    case ERE_EMPTY:
        node->nullable = true;
        break;
    case ERE_NEVER:
        node->shortest = ERE_NAME_MAX_BYTES + 1;
        break;
    case ERE_CHARACTER:
    case ERE_SET:
        node->shortest = 1;
        break;
    case ERE_ANCHOR:
        node->has_anchor = true;
        break;
    case ERE_BACK_REFERENCE:
        node->has_reference = true;
        break;
    case ERE_GROUP:
    case ERE_CAT:
    case ERE_ALT:
    case ERE_REPEAT:
        derive_from_children(tree, node);
        break;
    }
}

static void derive_from_children(const struct ere_tree *tree, struct ere_node *node) {
    must(node->left < tree->node_count && node->right < tree->node_count);
    const struct ere_node *left = &tree->nodes[node->left];
    const struct ere_node *right =
        node->kind == ERE_CAT || node->kind == ERE_ALT ? &tree->nodes[node->right] : left;

    node->groups = left->groups | right->groups;
    node->has_anchor = left->has_anchor || right->has_anchor;
    node->has_reference = left->has_reference || right->has_reference;
    switch (node->kind) {
    case ERE_CAT:
        node->shortest = shortest_of(left->shortest + right->shortest);
        node->nullable = left->nullable && right->nullable;
        break;
    case ERE_ALT:
        node->shortest = left->shortest < right->shortest ? left->shortest : right->shortest;
        node->nullable = left->nullable || right->nullable;
        break;
    case ERE_REPEAT:
        must(node->min >= 0 && node->min <= node->max);
        node->shortest = shortest_of((int64_t)left->shortest * node->min);
        node->nullable = left->nullable || node->min == 0;
        break;
    default:
        must(node->kind == ERE_GROUP);
        node->shortest = left->shortest;
        node->nullable = left->nullable;
        if (node->value <= ERE_REFERABLE_GROUPS_MAX) {
            node->groups |= (uint16_t)(1u << (node->value - 1));
        }
        break;
    }
}

static bool same_node(const struct ere_node *a, const struct ere_node *b) {
    return a->kind == b->kind && a->left == b->left && a->right == b->right && a->min == b->min &&
           a->max == b->max && a->value == b->value;
}

static uint32_t hash_node(const struct ere_node *node) {
    const uint32_t parts[] = {(uint32_t)node->kind, node->left,          node->right,
                              (uint32_t)node->min,  (uint32_t)node->max, node->value};
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        hash = (hash ^ parts[i]) * 16777619u;
        hash ^= hash >> 15;
    }
    return hash;
}

static uint8_t shortest_of(int64_t characters) {
    return (uint8_t)(characters > ERE_NAME_MAX_BYTES ? ERE_NAME_MAX_BYTES + 1 : characters);
}

static bool within(unsigned character, unsigned first, unsigned last) {
    return character >= first && character <= last;
}

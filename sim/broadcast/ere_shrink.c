/* Builds the smaller tree bottom-up. What a node becomes depends on where it stands, because of
 * an oddity of glibc: it compiles a repetition by copying the repeated thing, and an anchor has no
 * effect when what directly follows it is such a copy. So `(^a){2}` matches `aa`. (R56) */
#include "sim/broadcast/ere_shrink.h"

#include <string.h>

#include "sim/base/must.h"

/* A pattern makes three nodes a byte at most. */
enum { PLACES = 4, PARSED_NODES_MAX = 4 * ERE_PATTERN_MAX_BYTES, NOT_YET = UINT16_MAX };

/* glibc keeps a group of higher number as nodes of their own around its body. */
enum { DISSOLVED_GROUPS_MAX = 64 };

struct place {
    bool in_copy;     /* inside a second or later copy of something repeated */
    bool before_copy; /* what directly follows is (part of) such a copy */
};

struct shrinking {
    struct ere_tree *tree;
    bool anchors_drop;
    ere_index done[PLACES][PARSED_NODES_MAX]; /* what each parsed node became */
};

static ere_index shrink(struct shrinking *job, ere_index at, struct place place);
static ere_index shrink_new(struct shrinking *job, struct ere_node node, ere_index at,
                            struct place place);
static ere_index shrink_group(struct shrinking *job, struct ere_node group, struct place place);
static ere_index shrink_cat(struct shrinking *job, struct ere_node cat, struct place place);
static ere_index shrink_repeat(struct shrinking *job, struct ere_node repeat, struct place place);
static ere_index required_copies(struct shrinking *job, struct ere_node repeat, struct place place);
static ere_index optional_copies(struct shrinking *job, struct ere_node repeat, struct place place);
static bool begins_with_copy(const struct ere_tree *tree, ere_index at, bool in_copy);
static bool group_stays(const struct ere_node *group);

bool ere_shrink(struct ere_tree *tree) {
    static const struct place top = {.in_copy = false, .before_copy = false};
    struct shrinking job = {.tree = tree};
    must(tree->node_count <= PARSED_NODES_MAX);

    job.anchors_drop = tree->groups_referred == 0; /* else copies of a group would be needed */
    memset(job.done, 0xff, sizeof job.done);
    tree->root = shrink(&job, tree->root, top);
    return !tree->full;
}

/* Each node in each place once: stacked repetitions would otherwise take time without end. */
static ere_index shrink(struct shrinking *job, ere_index at, struct place place) {
    struct ere_node node = job->tree->nodes[at];
    must(at < PARSED_NODES_MAX);

    if (!job->anchors_drop || !node.has_anchor) {
        place = (struct place){.in_copy = false};
    }
    ere_index *done = &job->done[place.in_copy * 2 + place.before_copy][at];
    if (*done == NOT_YET) {
        *done = shrink_new(job, node, at, place);
    }
    return *done;
}

static ere_index shrink_new(struct shrinking *job, struct ere_node node, ere_index at,
                            struct place place) {
    switch (node.kind) {
    case ERE_ANCHOR:
        return place.before_copy ? ERE_NODE_EMPTY : at;
    case ERE_GROUP:
        return shrink_group(job, node, place);
    case ERE_CAT:
        return shrink_cat(job, node, place);
    case ERE_ALT: {
        ere_index left = shrink(job, node.left, place);
        return ere_simple_alt(job->tree, left, shrink(job, node.right, place));
    }
    case ERE_REPEAT:
        return shrink_repeat(job, node, place);
    default:
        return at;
    }
}

/* Only a group that is referred back to matters as a group. */
static ere_index shrink_group(struct shrinking *job, struct ere_node group, struct place place) {
    if (group_stays(&group)) {
        place.before_copy = false;
    }
    ere_index body = shrink(job, group.left, place);
    uint32_t bit = group.value <= ERE_REFERABLE_GROUPS_MAX ? 1u << (group.value - 1) : 0;
    if (body == ERE_NODE_NEVER || !(job->tree->groups_referred & bit)) {
        return body;
    }
    return ere_node(job->tree,
                    (struct ere_node){.kind = ERE_GROUP, .left = body, .value = group.value});
}

static ere_index shrink_cat(struct shrinking *job, struct ere_node cat, struct place place) {
    struct place first = place;
    first.before_copy = begins_with_copy(job->tree, cat.right, place.in_copy);
    ere_index left = shrink(job, cat.left, first);
    return ere_simple_cat(job->tree, left, shrink(job, cat.right, place));
}

static ere_index shrink_repeat(struct shrinking *job, struct ere_node repeat, struct place place) {
    if (!job->anchors_drop || !job->tree->nodes[repeat.left].has_anchor) {
        ere_index body = shrink(job, repeat.left, place);
        return ere_simple_repeat(job->tree, body, repeat.min, repeat.max);
    }
    ere_index required = required_copies(job, repeat, place);
    return ere_simple_cat(job->tree, required, optional_copies(job, repeat, place));
}

/* x{m} at the begin of x{m,n}: the first is x itself, the others are copies. */
static ere_index required_copies(struct shrinking *job, struct ere_node repeat,
                                 struct place place) {
    bool optional_follow = repeat.max > repeat.min;
    struct place last = {.in_copy = place.in_copy || repeat.min > 1,
                         .before_copy = optional_follow ? place.in_copy : place.before_copy};
    if (repeat.min == 0) {
        return ERE_NODE_EMPTY;
    }
    if (repeat.min == 1) {
        return shrink(job, repeat.left, last);
    }
    struct place first = {.in_copy = place.in_copy,
                          .before_copy = begins_with_copy(job->tree, repeat.left, true)};
    struct place middle = {.in_copy = true, .before_copy = first.before_copy};
    ere_index node = shrink(job, repeat.left, first);
    ere_index between = ere_simple_repeat(job->tree, shrink(job, repeat.left, middle),
                                          repeat.min - 2, repeat.min - 2);
    node = ere_simple_cat(job->tree, node, between);
    return ere_simple_cat(job->tree, node, shrink(job, repeat.left, last));
}

/* The rest of x{m,n}: x* if there is no n, else (((x)?x)?x)?, of which each taken copy takes all
 * those behind it. The first of them is x itself if m is 0. */
static ere_index optional_copies(struct shrinking *job, struct ere_node repeat,
                                 struct place place) {
    struct ere_tree *tree = job->tree;
    struct place first = {.in_copy = place.in_copy || repeat.min > 0, .before_copy = place.in_copy};
    if (repeat.max == ERE_FOREVER) {
        return ere_simple_repeat(tree, shrink(job, repeat.left, first), 0, ERE_FOREVER);
    }
    int32_t count = repeat.max - repeat.min;
    struct place last = {.in_copy = first.in_copy || count > 1, .before_copy = place.before_copy};
    if (count == 0) {
        return ERE_NODE_EMPTY;
    }
    ere_index node = shrink(job, repeat.left, last);
    if (count > 1) {
        first.before_copy = begins_with_copy(tree, repeat.left, true);
        struct place middle = {.in_copy = true, .before_copy = first.before_copy};
        ere_index begin = shrink(job, repeat.left, first);
        ere_index between = shrink(job, repeat.left, middle);
        ere_index all =
            ere_simple_cat(tree, begin, ere_simple_repeat(tree, between, count - 2, count - 2));
        ere_index some = ere_simple_repeat(tree, between, 0, count - 2);
        node = ere_simple_cat(tree, ere_simple_alt(tree, all, some), node);
    }
    return ere_simple_repeat(tree, node, 0, 1);
}

/* Whether the first node glibc makes of this one is a copy. */
static bool begins_with_copy(const struct ere_tree *tree, ere_index at, bool in_copy) {
    for (;;) {
        const struct ere_node *node = &tree->nodes[at];
        if (node->kind == ERE_GROUP && group_stays(node)) {
            return false;
        }
        bool descends = node->kind == ERE_GROUP || node->kind == ERE_CAT ||
                        (node->kind == ERE_REPEAT && node->min > 0);
        if (!descends) {
            return in_copy;
        }
        must(node->left < at);
        at = node->left;
    }
}

static bool group_stays(const struct ere_node *group) {
    must(group->kind == ERE_GROUP);
    return group->left == ERE_NODE_EMPTY || group->value > DISSOLVED_GROUPS_MAX;
}

/* Every node of the tree becomes nodes of an automaton. Two things grow there: the nodes, which
 * repetitions copy, and each node's closure, the list of nodes reached from it without reading a
 * character. What a piece adds depends on the closure of what follows it, and always linearly:
 * so a piece is described by pairs of numbers, and n copies of it by closed formulas. */
#include "sim/broadcast/ere_cost.h"

#include <stddef.h>

#include "sim/base/must.h"

enum {
    NODE_BYTES = 210,       /* measured with a{100}{100}{100} */
    CLOSURE_ENTRY_BYTES = 8 /* measured with (a?){100}{100} */
};

/* An anchor's closure is not listed but copied, node for node. */
enum { ANCHOR_WEIGHT = NODE_BYTES / CLOSURE_ENTRY_BYTES };

#define NUMBER_MAX 1e60

/* A number that depends linearly on one belonging to what follows: own + passed * following. */
struct line {
    double own;
    double passed;
};

struct piece {
    double nodes;
    struct line closure; /* entries in the closure of its first node; passed is 0 or 1 */
    struct line entries; /* in the closures of all its nodes; follows: that of the next piece */
    struct line visits;  /* steps to find the first closure, where nothing can be remembered */
    bool cycle;          /* a repetition of something that can be empty: nothing can */
    bool reference_hurts;
};

static struct piece measure(const struct ere_tree *tree, ere_index at);
static struct piece measure_leaf(const struct ere_node *node);
static struct piece cat(struct piece a, struct piece b);
static struct piece alt(struct piece a, struct piece b);
static struct piece star(struct piece body);
static struct piece copies(struct piece body, int32_t count);
static struct piece optional_copies(struct piece body, int32_t count);
static struct piece measure_repeat(const struct ere_tree *tree, const struct ere_node *node);
static struct piece capped(struct piece piece);
static struct line then(struct line a, struct line b);
static double geometric_sum(double ratio, int32_t count);
static double power(double base, int32_t exponent);

struct ere_cost ere_cost(const struct ere_tree *tree) {
    struct piece all = measure(tree, tree->root);
    double bytes = NODE_BYTES * all.nodes + CLOSURE_ENTRY_BYTES * all.entries.own;
    struct ere_cost cost = {.bytes_estimated = bytes < 1e18 ? (uint64_t)bytes : UINT64_MAX};

    if (all.reference_hurts) {
        cost.why = "a back-reference in a repetition can overflow the stack or never end";
    } else if (cost.bytes_estimated >= ERE_COST_HURTS_BYTES) {
        cost.why = "repetitions multiply: compiling it takes a great deal of memory";
    } else if (all.cycle && all.visits.own + all.visits.passed >= ERE_COST_HURTS_VISITS) {
        cost.why = "repetitions of what can be empty: the time to compile it doubles with each";
    }
    cost.hurts = cost.why != NULL;
    return cost;
}

static struct piece measure(const struct ere_tree *tree, ere_index at) {
    const struct ere_node *node = &tree->nodes[at];
    switch (node->kind) {
    case ERE_GROUP:
        return measure(tree, node->left);
    case ERE_CAT:
        return capped(cat(measure(tree, node->left), measure(tree, node->right)));
    case ERE_ALT:
        return capped(alt(measure(tree, node->left), measure(tree, node->right)));
    case ERE_REPEAT:
        return measure_repeat(tree, node);
    default:
        return measure_leaf(node);
    }
}

static struct piece measure_leaf(const struct ere_node *node) {
    struct piece piece = {.nodes = 1, .closure = {1, 0}, .entries = {1, 0}, .visits = {1, 0}};
    if (node->kind == ERE_EMPTY) {
        return (struct piece){.closure = {0, 1}, .visits = {0, 1}};
    }
    if (node->kind == ERE_ANCHOR) {
        piece.closure.passed = 1;
        piece.entries.passed = ANCHOR_WEIGHT;
        piece.visits.passed = 1;
        bool two = node->value == ERE_AT_EDGE || node->value == ERE_NOT_AT_EDGE;
        return two ? alt(piece, piece) : piece;
    }
    return piece;
}

static struct piece measure_repeat(const struct ere_tree *tree, const struct ere_node *node) {
    struct piece body = measure(tree, node->left);
    const struct ere_node *inner = &tree->nodes[node->left];
    struct piece required = copies(body, node->min);
    struct piece optional =
        node->max == ERE_FOREVER ? star(body) : optional_copies(body, node->max - node->min);
    struct piece piece = capped(cat(capped(required), capped(optional)));
    if (inner->has_reference && inner->kind != ERE_BACK_REFERENCE && node->max > 1) {
        piece.reference_hurts = true;
    }
    return piece;
}

static struct piece cat(struct piece a, struct piece b) {
    struct line a_entries = then(a.entries, b.closure);
    return (struct piece){
        .nodes = a.nodes + b.nodes,
        .closure = then(a.closure, b.closure),
        .entries = {a_entries.own + b.entries.own, a_entries.passed + b.entries.passed},
        .visits = then(a.visits, b.visits),
        .cycle = a.cycle || b.cycle,
        .reference_hurts = a.reference_hurts || b.reference_hurts,
    };
}

static struct piece alt(struct piece a, struct piece b) {
    struct line closure = {1 + a.closure.own + b.closure.own,
                           a.closure.passed + b.closure.passed > 0 ? 1 : 0};
    return (struct piece){
        .nodes = a.nodes + b.nodes + 1,
        .closure = closure,
        .entries = {a.entries.own + b.entries.own + closure.own,
                    a.entries.passed + b.entries.passed + closure.passed},
        .visits = {1 + a.visits.own + b.visits.own, a.visits.passed + b.visits.passed},
        .cycle = a.cycle || b.cycle,
        .reference_hurts = a.reference_hurts || b.reference_hurts,
    };
}

/* What follows the body is the star itself. */
static struct piece star(struct piece body) {
    struct line closure = {1 + body.closure.own, 1};
    struct line entries = then(body.entries, closure);
    return (struct piece){
        .nodes = body.nodes + 1,
        .closure = closure,
        .entries = {entries.own + closure.own, entries.passed + 1},
        .visits = {1 + body.visits.own + body.visits.passed, 1},
        .cycle = body.cycle || body.closure.passed > 0,
        .reference_hurts = body.reference_hurts,
    };
}

static struct piece copies(struct piece body, int32_t count) {
    struct piece piece = {.closure = {0, 1}, .visits = {0, 1}};
    if (count == 0) {
        return piece;
    }
    bool passes = body.closure.passed > 0;
    double rounds = count;
    double following = passes ? rounds * (rounds - 1) / 2 : rounds - 1;
    piece = body;
    piece.nodes *= count;
    piece.closure.own *= passes ? count : 1;
    piece.entries.own =
        count * body.entries.own + body.entries.passed * body.closure.own * following;
    piece.entries.passed *= passes ? count : 1;
    piece.visits.own *= geometric_sum(body.visits.passed, count);
    piece.visits.passed = power(body.visits.passed, count);
    return piece;
}

/* (((x)?x)?x)?: each round can be left out together with those before it. */
static struct piece optional_copies(struct piece body, int32_t count) {
    if (count == 0) {
        return copies(body, 0);
    }
    bool passes = body.closure.passed > 0;
    double ways = geometric_sum(body.visits.passed, count + 1);
    double rounds = count;
    double choices = passes ? rounds * rounds * (1 + body.closure.own)
                            : rounds * (rounds / 2 + 2 * body.closure.own);
    struct piece piece = copies(body, count);
    piece.nodes += count;
    piece.closure = (struct line){count + piece.closure.own, 1};
    piece.entries.own += choices;
    piece.entries.passed += passes ? count : 1;
    piece.visits = (struct line){(1 + body.visits.own) * ways, ways};
    return piece;
}

/* Keeps sums and products finite: they are far beyond any limit by then. */
static struct piece capped(struct piece piece) {
    double *const numbers[] = {&piece.nodes,          &piece.closure.own, &piece.entries.own,
                               &piece.entries.passed, &piece.visits.own,  &piece.visits.passed};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        *numbers[i] = *numbers[i] < NUMBER_MAX ? *numbers[i] : NUMBER_MAX;
        must(*numbers[i] >= 0);
    }
    return piece;
}

static struct line then(struct line a, struct line b) {
    return (struct line){a.own + a.passed * b.own, a.passed * b.passed};
}

/* 1 + ratio + ratio^2 + ..., `count` terms. */
static double geometric_sum(double ratio, int32_t count) {
    must(ratio >= 0 && count >= 1);
    return ratio == 1 ? count : (power(ratio, count) - 1) / (ratio - 1);
}

static double power(double base, int32_t exponent) {
    double result = 1;
    for (; exponent > 0; exponent /= 2) {
        result *= exponent % 2 == 1 ? base : 1;
        base = base < NUMBER_MAX ? base * base : base;
        result = result < NUMBER_MAX ? result : NUMBER_MAX;
    }
    return result;
}

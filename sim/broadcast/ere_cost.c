/* Every node of the tree becomes nodes of an automaton. Three things grow there: the nodes, which
 * repetitions copy; each node's closure, the list of nodes reached from it without reading a
 * character; and the steps taken to find it. What a piece adds to the last two depends on what
 * follows it, and always linearly: so a piece is described by pairs of numbers, and n copies of it
 * by closed formulas. */
#include "sim/broadcast/ere_cost.h"

#include <stddef.h>

#include "sim/base/must.h"

enum {
    NODE_BYTES = 218,           /* measured with a{100}{100}{100} */
    CLOSURE_ENTRY_BYTES = 8,    /* measured with (a?){100}{100} */
    ANCHOR_COPIES_DIVISOR = 150 /* measured with ^(a?|b?){50}, {100} and {200} */
};

#define NUMBER_MAX 1e60

static const char TOO_MUCH_MEMORY[] =
    "repetitions multiply: compiling it takes a great deal of memory";

/* A number that depends on the same number of what follows: own + passed * following. */
struct line {
    double own;
    double passed;
};

/* A quantity of a piece's first node, and the sum over all its nodes. */
struct quantity {
    struct line first;
    struct line sum;
};

struct piece {
    double nodes;
    struct quantity closure; /* entries; first.passed is 0 or 1 */
    struct quantity steps;   /* first.passed: the number of ways to what follows */
    struct quantity copied;  /* like closure, but its sum is that of what follows anchors */
    bool cycle;              /* repeats what can be empty: no closure is ever remembered */
};

/* What holds for the whole pattern. */
struct survey {
    const struct ere_tree *tree;
    bool copies_closures; /* an anchor's closure is copied, which loses track of cycles */
    bool reference_hurts;
};

static struct piece measure(struct survey *survey, ere_index at);
static struct piece measure_empty_group(void);
static struct piece measure_leaf(const struct ere_node *node);
static struct piece measure_repeat(struct survey *survey, const struct ere_node *node);
static struct piece cat(struct piece a, struct piece b);
static struct quantity cat_quantity(struct quantity a, struct quantity b);
static struct piece alt(struct piece a, struct piece b);
static struct quantity alt_quantity(struct quantity a, struct quantity b, double passed_max);
static struct quantity with_own_node(struct quantity quantity);
static struct piece star(const struct survey *survey, struct piece body);
static struct quantity star_quantity(struct quantity body, struct line first);
static struct piece copies(struct piece body, int32_t count);
static struct quantity copies_quantity(struct quantity body, int32_t count);
static struct piece optional_copies(struct piece body, int32_t count);
static struct quantity optional_quantity(struct quantity all, double count);
static struct line then(struct line a, struct line b);
static struct line add(struct line a, struct line b);
static double power(double base, int32_t exponent);
static double power_sum(double base, int32_t count);
static double capped(double number);

struct ere_cost ere_cost(const struct ere_tree *tree) {
    struct survey survey = {.tree = tree};
    struct piece all = measure(&survey, tree->root);
    double behind_anchors = all.copied.sum.own;
    if (behind_anchors > 1) {
        survey.copies_closures = true;
        all = measure(&survey, tree->root);
    }
    double steps = all.steps.sum.own;
    double longest = 2 * all.closure.sum.own / (all.nodes + 1); /* they shrink towards the end */
    double copied = behind_anchors * behind_anchors * behind_anchors / ANCHOR_COPIES_DIVISOR;
    double nodes = all.nodes + (copied < steps ? copied : steps);
    nodes += measure(&survey, tree->deleted).nodes;
    double bytes = NODE_BYTES * nodes + CLOSURE_ENTRY_BYTES * all.closure.sum.own;
    struct ere_cost cost = {.bytes_estimated = bytes < 1e18 ? (uint64_t)bytes : UINT64_MAX};
    if (survey.reference_hurts) {
        cost.why = "a back-reference in a repetition can overflow the stack or never end";
    } else if (cost.bytes_estimated >= ERE_COST_HURTS_BYTES) {
        cost.why = TOO_MUCH_MEMORY;
    } else if (all.cycle && steps * longest >= ERE_COST_HURTS_STEPS) {
        cost.why = "repetitions of what can be empty: the time to compile it explodes";
    }
    cost.hurts = cost.why != NULL;
    return cost;
}

/* The costliest piece: those that were to be put together are not in the same place. */
struct ere_cost ere_cost_until_error(const struct ere_tree *tree) {
    struct survey survey = {.tree = tree};
    double nodes = 0;
    for (ere_index at = 0; at < tree->node_count; at++) {
        double of_piece = measure(&survey, at).nodes;
        nodes = of_piece > nodes ? of_piece : nodes;
    }
    double bytes = NODE_BYTES * nodes;
    struct ere_cost cost = {.bytes_estimated = bytes < 1e18 ? (uint64_t)bytes : UINT64_MAX};
    if (cost.bytes_estimated >= ERE_COST_HURTS_BYTES) {
        cost.hurts = true;
        cost.why = TOO_MUCH_MEMORY;
    }
    return cost;
}

static struct piece measure(struct survey *survey, ere_index at) {
    const struct ere_node *node = &survey->tree->nodes[at];
    switch (node->kind) {
    case ERE_GROUP:
        return node->left == ERE_NODE_EMPTY ? measure_empty_group() : measure(survey, node->left);
    case ERE_CAT: {
        struct piece left = measure(survey, node->left);
        return cat(left, measure(survey, node->right));
    }
    case ERE_ALT: {
        struct piece left = measure(survey, node->left);
        return alt(left, measure(survey, node->right));
    }
    case ERE_REPEAT:
        return measure_repeat(survey, node);
    default:
        return measure_leaf(node);
    }
}

/* Two nodes, its begin and its end, where another group leaves none. */
static struct piece measure_empty_group(void) {
    struct line line = {.own = 1, .passed = 1};
    struct quantity quantity = {.first = line, .sum = line};
    struct piece end = {.nodes = 1, .closure = quantity, .steps = quantity, .copied.first = line};
    return cat(end, end);
}

static struct piece measure_leaf(const struct ere_node *node) {
    struct piece piece = {.nodes = 1};
    struct line line = {.own = 1, .passed = 0};
    if (node->kind == ERE_EMPTY) {
        return copies(piece, 0);
    }
    if (node->kind == ERE_ANCHOR) {
        line.passed = 1;
        piece.copied.sum.passed = 1;
    }
    piece.closure = (struct quantity){line, line};
    piece.steps = piece.closure;
    piece.copied.first = line;
    bool two = node->value == ERE_AT_EDGE || node->value == ERE_NOT_AT_EDGE;
    return node->kind == ERE_ANCHOR && two ? alt(piece, piece) : piece;
}

static struct piece measure_repeat(struct survey *survey, const struct ere_node *node) {
    const struct ere_node *inner = &survey->tree->nodes[node->left];
    struct piece body = measure(survey, node->left);
    struct piece required = copies(body, node->min);

    if (inner->has_reference && inner->kind != ERE_BACK_REFERENCE && node->max > 1) {
        survey->reference_hurts = true;
    }
    if (node->max == ERE_FOREVER) {
        return cat(required, star(survey, body));
    }
    return cat(required, optional_copies(body, node->max - node->min));
}

static struct piece cat(struct piece a, struct piece b) {
    return (struct piece){
        .nodes = capped(a.nodes + b.nodes),
        .closure = cat_quantity(a.closure, b.closure),
        .steps = cat_quantity(a.steps, b.steps),
        .copied = cat_quantity(a.copied, b.copied),
        .cycle = a.cycle || b.cycle,
    };
}

static struct quantity cat_quantity(struct quantity a, struct quantity b) {
    return (struct quantity){then(a.first, b.first), add(then(a.sum, b.first), b.sum)};
}

static struct piece alt(struct piece a, struct piece b) {
    return (struct piece){
        .nodes = capped(a.nodes + b.nodes + 1),
        .closure = with_own_node(alt_quantity(a.closure, b.closure, 1)),
        .steps = with_own_node(alt_quantity(a.steps, b.steps, NUMBER_MAX)),
        .copied = alt_quantity(a.copied, b.copied, 1),
        .cycle = a.cycle || b.cycle,
    };
}

static struct quantity alt_quantity(struct quantity a, struct quantity b, double passed_max) {
    struct line first = add(a.first, b.first);
    first.own += 1;
    first.passed = first.passed < passed_max ? first.passed : passed_max;
    return (struct quantity){first, add(a.sum, b.sum)};
}

static struct quantity with_own_node(struct quantity quantity) {
    quantity.sum = add(quantity.first, quantity.sum);
    return quantity;
}

/* What follows the body is the star again. There the search stops; but behind an anchor it walks
 * once more through the body, and through what is repeated in the body as often as that. */
static struct piece star(const struct survey *survey, struct piece body) {
    double ways = body.steps.first.passed;
    double again = survey->copies_closures ? ways : 0;
    if (survey->copies_closures && body.cycle) {
        again = (ways + 1) * (ways + 1);
    }
    struct line closure = {1 + body.closure.first.own, 1};
    struct line steps = {(1 + body.steps.first.own) * (1 + again), 1 + again};
    return (struct piece){
        .nodes = capped(body.nodes + 1),
        .closure = with_own_node(star_quantity(body.closure, closure)),
        .steps = with_own_node(star_quantity(body.steps, steps)),
        .copied = star_quantity(body.copied, closure),
        .cycle = body.cycle || ways > 0,
    };
}

static struct quantity star_quantity(struct quantity body, struct line first) {
    first = (struct line){capped(first.own), capped(first.passed)};
    return (struct quantity){first, then(body.sum, first)};
}

static struct piece copies(struct piece body, int32_t count) {
    static const struct quantity nothing = {.first = {.own = 0, .passed = 1}};
    if (count == 0) {
        return (struct piece){.closure = nothing, .steps = nothing, .copied = nothing};
    }
    body.nodes = capped(body.nodes * count);
    body.closure = copies_quantity(body.closure, count);
    body.steps = copies_quantity(body.steps, count);
    body.copied = copies_quantity(body.copied, count);
    return body;
}

/* `first` applied n times, and the sum of what n copies see behind them: the end, one copy, two
 * copies, ... */
static struct quantity copies_quantity(struct quantity body, int32_t count) {
    double passed = body.first.passed;
    double rounds = count;
    double behind = passed == 1 ? rounds * (rounds - 1) / 2
                                : (power_sum(passed, count) - rounds) / (passed - 1);
    struct line first = {body.first.own * power_sum(passed, count), power(passed, count)};
    struct line seen = {body.first.own * behind, power_sum(passed, count)};
    struct line sum = {body.sum.own * rounds + body.sum.passed * seen.own,
                       body.sum.passed * seen.passed};
    return (struct quantity){{capped(first.own), capped(first.passed)},
                             {capped(sum.own), capped(sum.passed)}};
}

/* (((x)?x)?x)?: about like (x?)(x?)(x?), if x can be empty; else one choice is nested in the next,
 * and behind a choice to leave out stands an x. */
static struct piece optional_copies(struct piece body, int32_t count) {
    struct piece empty = copies(body, 0);
    if (count > 0 && body.closure.first.passed > 0) {
        return copies(alt(body, empty), count);
    }
    struct piece piece = copies(body, count);
    piece.nodes = capped(piece.nodes + count);
    if (count > 0) {
        piece.closure = optional_quantity(piece.closure, count);
        piece.steps = optional_quantity(piece.steps, count);
        piece.copied.first = piece.closure.first;
    }
    return piece;
}

/* The k-th choice sees itself, the k - 1 within it, their x and its own, and the x behind it or, if
 * it is the last, what follows. `all` begins with one x. */
static struct quantity optional_quantity(struct quantity all, double count) {
    double x = all.first.own;
    double all_choices = (1 + x) * count * (count + 1) / 2 + x * (count - 1);
    all.first = (struct line){capped((1 + x) * count), 1};
    all.sum = add(all.sum, (struct line){all_choices, 1});
    return all;
}

static struct line then(struct line a, struct line b) {
    return (struct line){capped(a.own + a.passed * b.own), capped(a.passed * b.passed)};
}

static struct line add(struct line a, struct line b) {
    return (struct line){capped(a.own + b.own), capped(a.passed + b.passed)};
}

static double power(double base, int32_t exponent) {
    double result = 1;
    for (; exponent > 0; exponent /= 2) {
        result = exponent % 2 == 1 ? capped(result * base) : result;
        base = capped(base * base);
    }
    return result;
}

/* 1 + base + base^2 + ..., `count` terms. */
static double power_sum(double base, int32_t count) {
    must(base >= 0 && count >= 1);
    double highest = power(base, count);
    if (base == 1 || highest == NUMBER_MAX) {
        return base == 1 ? count : NUMBER_MAX;
    }
    return (highest - 1) / (base - 1);
}

/* Keeps sums and products finite: by then they are far beyond any limit. */
static double capped(double number) {
    must(number >= 0);
    return number < NUMBER_MAX ? number : NUMBER_MAX;
}

/* A program of states, and the list of those that are alive between two characters. */
#include "sim/broadcast/ere_nfa.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include "sim/base/must.h"
#include "sim/broadcast/ere_text.h"

enum opcode { OP_CHARACTER, OP_SET, OP_ANCHOR, OP_SPLIT, OP_JUMP, OP_FAIL, OP_MATCH };

struct state {
    enum opcode op;
    uint32_t value; /* of OP_SPLIT and OP_JUMP: a state; a split goes on behind itself as well */
};

/* A state is pending once before it is followed and leaves two behind, at most. */
enum { PENDING_PER_STATE = 3 };

struct ere_nfa {
    struct state *states;
    uint32_t state_count;
    struct ere_set sets[ERE_SETS_MAX];
    uint32_t wide[ERE_WIDE_MAX];
    locale_t locale; /* knows the letters beyond ASCII; 0 where nobody asks */

    uint16_t *pending; /* states to be followed at the current place; a stack */
    uint16_t *waiting; /* states there that want a character */
    bool *seen;        /* by state: was followed there */
    uint32_t pending_count;
    uint32_t waiting_count;
};

/* A program being written; `states` is NULL while it is only measured. */
struct writing {
    const struct ere_tree *tree;
    struct state *states;
    uint32_t count;
};

static uint32_t write_program(const struct ere_tree *tree, struct state *states);
static void write_node(struct writing *writing, ere_index at);
static void write_alt(struct writing *writing, const struct ere_node *node);
static void write_repeat(struct writing *writing, const struct ere_node *node);
static uint32_t write_state(struct writing *writing, enum opcode op, uint32_t value);
static void set_next(struct writing *writing, uint32_t state);
static bool reserve(struct ere_nfa *nfa, const struct ere_tree *tree, uint32_t count);
static bool needs_locale(const struct ere_tree *tree);
static bool follow_pending(struct ere_nfa *nfa, uint32_t before, uint32_t behind);
static void take_character(struct ere_nfa *nfa, uint32_t character);
static void push(struct ere_nfa *nfa, uint32_t state);
static bool anchor_holds(const struct ere_nfa *nfa, enum ere_anchor anchor, uint32_t before,
                         uint32_t behind);
static bool is_word(const struct ere_nfa *nfa, uint32_t character);
static bool set_has(const struct ere_nfa *nfa, const struct ere_set *set, uint32_t character);
static bool class_has(const struct ere_nfa *nfa, enum ere_class class, uint32_t character);

bool ere_nfa_new(struct ere_nfa **result, const struct ere_tree *tree) {
    must(!tree->full);
    *result = NULL;
    uint32_t count = write_program(tree, NULL);
    if (tree->nodes[tree->root].has_reference || count > ERE_STATES_MAX) {
        return true;
    }
    struct ere_nfa *nfa = calloc(1, sizeof *nfa);
    if (!nfa) {
        return false;
    }
    if (!reserve(nfa, tree, count)) {
        ere_nfa_free(nfa);
        return false;
    }
    nfa->state_count = write_program(tree, nfa->states);
    must(nfa->state_count == count);
    *result = nfa;
    return true;
}

void ere_nfa_free(struct ere_nfa *nfa) {
    if (!nfa) {
        return;
    }
    if (nfa->locale) {
        freelocale(nfa->locale);
    }
    free(nfa->states);
    free(nfa->pending);
    free(nfa->waiting);
    free(nfa->seen);
    free(nfa);
}

enum ere_answer ere_nfa_match(struct ere_nfa *nfa, const char *name) {
    uint32_t before = ERE_NO_CHARACTER;
    nfa->pending_count = 0;

    for (;;) {
        uint32_t behind = ERE_NO_CHARACTER;
        size_t length = name[0] != '\0' ? ere_decode(name, &behind) : 0;
        push(nfa, 0); /* a match may begin anywhere (R48) */
        if (follow_pending(nfa, before, behind)) {
            return ERE_YES;
        }
        if (length == 0) {
            return ERE_NO;
        }
        take_character(nfa, behind);
        before = behind;
        name += length;
    }
}

/* Returns the number of states, or something above ERE_STATES_MAX, where the writing stops. */
static uint32_t write_program(const struct ere_tree *tree, struct state *states) {
    struct writing writing = {.tree = tree, .states = states};
    write_node(&writing, tree->root);
    write_state(&writing, OP_MATCH, 0);
    return writing.count;
}

static void write_node(struct writing *writing, ere_index at) {
    const struct ere_node *node = &writing->tree->nodes[at];
    if (writing->count > ERE_STATES_MAX) {
        return;
    }
    switch (node->kind) {
    case ERE_EMPTY:
        break;
    case ERE_NEVER:
    case ERE_BACK_REFERENCE: /* only measured: the program is thrown away */
        write_state(writing, OP_FAIL, 0);
        break;
    case ERE_CHARACTER:
        write_state(writing, OP_CHARACTER, node->value);
        break;
    case ERE_SET:
        write_state(writing, OP_SET, node->value);
        break;
    case ERE_ANCHOR:
        write_state(writing, OP_ANCHOR, node->value);
        break;
    case ERE_GROUP:
        write_node(writing, node->left);
        break;
    case ERE_CAT:
        write_node(writing, node->left);
        write_node(writing, node->right);
        break;
    case ERE_ALT:
        write_alt(writing, node);
        break;
    case ERE_REPEAT:
        write_repeat(writing, node);
        break;
    }
}

/* split RIGHT; left; jump END; RIGHT: right; END: */
static void write_alt(struct writing *writing, const struct ere_node *node) {
    uint32_t split = write_state(writing, OP_SPLIT, 0);
    write_node(writing, node->left);
    uint32_t jump = write_state(writing, OP_JUMP, 0);
    set_next(writing, split);
    write_node(writing, node->right);
    set_next(writing, jump);
}

/* The body as often as it must be, then for each optional round: split BEHIND; body; BEHIND:
 * or, for rounds without end: AGAIN: split END; body; jump AGAIN; END: */
static void write_repeat(struct writing *writing, const struct ere_node *node) {
    for (int32_t i = 0; i < node->min && writing->count <= ERE_STATES_MAX; i++) {
        write_node(writing, node->left);
    }
    if (node->max == ERE_FOREVER) {
        uint32_t split = write_state(writing, OP_SPLIT, 0);
        write_node(writing, node->left);
        write_state(writing, OP_JUMP, split);
        set_next(writing, split);
        return;
    }
    for (int32_t i = node->min; i < node->max && writing->count <= ERE_STATES_MAX; i++) {
        uint32_t split = write_state(writing, OP_SPLIT, 0);
        write_node(writing, node->left);
        set_next(writing, split);
    }
}

static uint32_t write_state(struct writing *writing, enum opcode op, uint32_t value) {
    uint32_t at = writing->count;
    if (writing->states) {
        must(at < ERE_STATES_MAX);
        writing->states[at] = (struct state){.op = op, .value = value};
    }
    writing->count++;
    return at;
}

/* Lets an earlier split or jump lead to the state that will be written next. */
static void set_next(struct writing *writing, uint32_t state) {
    if (writing->states) {
        writing->states[state].value = writing->count;
    }
}

static bool reserve(struct ere_nfa *nfa, const struct ere_tree *tree, uint32_t count) {
    must(count > 0 && count <= ERE_STATES_MAX);
    memcpy(nfa->sets, tree->sets, sizeof nfa->sets);
    memcpy(nfa->wide, tree->wide, sizeof nfa->wide);
    if (needs_locale(tree)) { /* where there is none, letters are ASCII */
        nfa->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    }
    nfa->states = calloc(count, sizeof *nfa->states);
    nfa->pending = calloc(PENDING_PER_STATE * count + 1, sizeof *nfa->pending);
    nfa->waiting = calloc(count, sizeof *nfa->waiting);
    nfa->seen = calloc(count, sizeof *nfa->seen);
    return nfa->states && nfa->pending && nfa->waiting && nfa->seen;
}

static bool needs_locale(const struct ere_tree *tree) {
    for (uint16_t i = 0; i < tree->set_count; i++) {
        if (tree->sets[i].classes != 0) {
            return true;
        }
    }
    return tree->nodes[tree->root].has_anchor;
}

/* Goes on from all pending states as far as no character is needed. True at a match. */
static bool follow_pending(struct ere_nfa *nfa, uint32_t before, uint32_t behind) {
    memset(nfa->seen, 0, nfa->state_count * sizeof *nfa->seen);
    nfa->waiting_count = 0;

    while (nfa->pending_count > 0) {
        uint32_t at = nfa->pending[--nfa->pending_count];
        const struct state *state = &nfa->states[at];
        if (nfa->seen[at]) {
            continue;
        }
        nfa->seen[at] = true;
        switch (state->op) {
        case OP_CHARACTER:
        case OP_SET:
            nfa->waiting[nfa->waiting_count++] = (uint16_t)at;
            break;
        case OP_ANCHOR:
            if (anchor_holds(nfa, (enum ere_anchor)state->value, before, behind)) {
                push(nfa, at + 1);
            }
            break;
        case OP_SPLIT:
            push(nfa, at + 1);
            push(nfa, state->value);
            break;
        case OP_JUMP:
            push(nfa, state->value);
            break;
        case OP_FAIL:
            break;
        case OP_MATCH:
            return true;
        }
    }
    return false;
}

static void take_character(struct ere_nfa *nfa, uint32_t character) {
    must(nfa->pending_count == 0);
    for (uint32_t i = 0; i < nfa->waiting_count; i++) {
        uint32_t at = nfa->waiting[i];
        const struct state *state = &nfa->states[at];
        bool taken = state->op == OP_CHARACTER ? state->value == character
                                               : set_has(nfa, &nfa->sets[state->value], character);
        if (taken) {
            push(nfa, at + 1);
        }
    }
}

static void push(struct ere_nfa *nfa, uint32_t state) {
    must(state < nfa->state_count);
    must(nfa->pending_count <= PENDING_PER_STATE * nfa->state_count);
    nfa->pending[nfa->pending_count] = (uint16_t)state;
    nfa->pending_count++;
}

static bool anchor_holds(const struct ere_nfa *nfa, enum ere_anchor anchor, uint32_t before,
                         uint32_t behind) {
    bool word_before = is_word(nfa, before);
    bool word_behind = is_word(nfa, behind);

    switch (anchor) {
    case ERE_AT_BEGIN:
        return before == ERE_NO_CHARACTER;
    case ERE_AT_END:
        return behind == ERE_NO_CHARACTER;
    case ERE_AT_EDGE:
        return word_before != word_behind;
    case ERE_NOT_AT_EDGE:
        return word_before == word_behind;
    case ERE_AT_WORD_BEGIN:
        return !word_before && word_behind;
    case ERE_AT_WORD_END:
        return word_before && !word_behind;
    }
    must(anchor <= ERE_AT_WORD_END);
    return false;
}

/* A stray byte is a word character if it were a letter of Latin-1: so glibc has it. (R59) */
static bool is_word(const struct ere_nfa *nfa, uint32_t character) {
    if (character >= ERE_STRAY_BYTE && character != ERE_NO_CHARACTER) {
        character -= ERE_STRAY_BYTE;
    }
    return character == '_' || class_has(nfa, ERE_ALNUM, character);
}

static bool set_has(const struct ere_nfa *nfa, const struct ere_set *set, uint32_t character) {
    if (character < 128) {
        return ere_set_has_ascii(set, character);
    }
    if (character >= ERE_STRAY_BYTE) { /* no set has it, negated or not (R59) */
        return false;
    }
    for (uint16_t i = set->wide_begin; i < set->wide_end; i++) {
        if (character == nfa->wide[i]) {
            return !set->negated;
        }
    }
    for (enum ere_class class = 0; class < ERE_CLASSES; class ++) {
        if ((set->classes >> class & 1) && class_has(nfa, class, character)) {
            return !set->negated;
        }
    }
    return set->negated;
}

static bool class_has(const struct ere_nfa *nfa, enum ere_class class, uint32_t character) {
    if (character < 128) {
        return ere_class_has_ascii(class, character);
    }
    if (character >= ERE_STRAY_BYTE || !nfa->locale) {
        return false;
    }
    wctype_t type = wctype_l(ere_class_name(class), nfa->locale);
    return iswctype_l((wint_t)character, type, nfa->locale) != 0;
}

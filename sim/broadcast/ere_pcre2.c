/* Writes a pattern in which nothing is left to interpretation: literals escaped, classes spelled
 * out, every repeated thing in a group of its own. Names are ASCII here, so whatever demands
 * another character fails. The JIT stays off: that of PCRE2 10.42 gives wrong answers. */
#include "sim/broadcast/ere_pcre2.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"

struct ere_pcre2 {
    pcre2_code *code;
    pcre2_match_context *context;
    pcre2_match_data *data;
};

/* The pattern being written; once it is too long, nothing more is. */
struct text {
    const struct ere_tree *tree;
    size_t length;
    unsigned group_names[ERE_REFERABLE_GROUPS_MAX + 1]; /* PCRE2's number of each group */
    unsigned group_count;
    bool full;
    char bytes[ERE_PCRE2_TEXT_MAX_BYTES];
};

static bool compile(struct ere_pcre2 *engine, const struct text *text, bool *too_large);
static void write_node(struct text *text, ere_index at);
static void write_set(struct text *text, const struct ere_set *set);
static void write_anchor(struct text *text, enum ere_anchor anchor);
static void write_repeat(struct text *text, const struct ere_node *node);
static void write_group(struct text *text, const struct ere_node *node);
static void write_back_reference(struct text *text, uint32_t number);
static void write(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

bool ere_pcre2_new(struct ere_pcre2 **result, const struct ere_tree *tree) {
    struct text *text = calloc(1, sizeof *text);
    struct ere_pcre2 *engine = calloc(1, sizeof *engine);
    bool too_large = false;
    bool made = false;

    must(!tree->full);
    if (text && engine) {
        text->tree = tree;
        write(text, ".*?"); /* PCRE2's own search grants the limits anew at each place */
        write_node(text, tree->root);
        too_large = text->full;
        made = !too_large && compile(engine, text, &too_large);
    }
    bool enough_memory = made || too_large;
    free(text);
    if (!made) {
        ere_pcre2_free(engine);
        engine = NULL;
    }
    *result = engine;
    return enough_memory;
}

void ere_pcre2_free(struct ere_pcre2 *engine) {
    if (!engine) {
        return;
    }
    pcre2_match_data_free(engine->data);
    pcre2_match_context_free(engine->context);
    pcre2_code_free(engine->code);
    free(engine);
}

enum ere_answer ere_pcre2_match(struct ere_pcre2 *engine, const char *name) {
    int found = pcre2_match(engine->code, (PCRE2_SPTR)name, PCRE2_ZERO_TERMINATED, 0, 0,
                            engine->data, engine->context);
    if (found >= 0) {
        return ERE_YES;
    }
    return found == PCRE2_ERROR_NOMATCH ? ERE_NO : ERE_UNDECIDED;
}

static bool compile(struct ere_pcre2 *engine, const struct text *text, bool *too_large) {
    uint32_t options =
        PCRE2_ANCHORED | PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP;
    int error;
    size_t offset;

    engine->code =
        pcre2_compile((PCRE2_SPTR)text->bytes, text->length, options, &error, &offset, NULL);
    if (!engine->code) {
        *too_large = error != PCRE2_ERROR_HEAP_FAILED;
        return false;
    }
    engine->context = pcre2_match_context_create(NULL);
    engine->data = pcre2_match_data_create(1, NULL);
    if (!engine->context || !engine->data) {
        return false;
    }
    pcre2_set_match_limit(engine->context, ERE_PCRE2_MATCH_LIMIT);
    pcre2_set_depth_limit(engine->context, ERE_PCRE2_DEPTH_LIMIT);
    pcre2_set_heap_limit(engine->context, ERE_PCRE2_HEAP_LIMIT_KIB);
    return true;
}

static void write_node(struct text *text, ere_index at) {
    const struct ere_node *node = &text->tree->nodes[at];
    if (text->full) {
        return;
    }
    switch (node->kind) {
    case ERE_EMPTY:
        break;
    case ERE_NEVER:
        write(text, "(?!)");
        break;
    case ERE_CHARACTER:
        write(text, node->value < 128 ? "\\x%02x" : "(?!)", (unsigned)node->value);
        break;
    case ERE_SET:
        write_set(text, &text->tree->sets[node->value]);
        break;
    case ERE_ANCHOR:
        write_anchor(text, (enum ere_anchor)node->value);
        break;
    case ERE_BACK_REFERENCE:
        write_back_reference(text, node->value);
        break;
    case ERE_GROUP:
        write_group(text, node);
        break;
    case ERE_CAT:
        write_node(text, node->left);
        write_node(text, node->right);
        break;
    case ERE_ALT:
        write(text, "(?:");
        write_node(text, node->left);
        write(text, "|");
        write_node(text, node->right);
        write(text, ")");
        break;
    case ERE_REPEAT:
        write_repeat(text, node);
        break;
    }
}

static void write_set(struct text *text, const struct ere_set *set) {
    bool any = false;
    for (unsigned c = 1; c < 128; c++) {
        unsigned first = c;
        while (c < 128 && ere_set_has_ascii(set, c)) {
            c++;
        }
        if (c > first) {
            write(text, "%s\\x%02x-\\x%02x", any ? "" : "[", first, c - 1);
            any = true;
        }
    }
    write(text, any ? "]" : "(?!)");
}

static void write_anchor(struct text *text, enum ere_anchor anchor) {
    static const char *const anchors[] = {
        [ERE_AT_BEGIN] = "\\A",
        [ERE_AT_END] = "\\z",
        [ERE_AT_EDGE] = "\\b",
        [ERE_NOT_AT_EDGE] = "\\B",
        [ERE_AT_WORD_BEGIN] = "\\b(?=\\w)",
        [ERE_AT_WORD_END] = "\\b(?<=\\w)",
    };
    must(anchor <= ERE_AT_WORD_END);
    write(text, "%s", anchors[anchor]);
}

static void write_repeat(struct text *text, const struct ere_node *node) {
    write(text, "(?:");
    write_node(text, node->left);
    if (node->max == ERE_FOREVER) {
        write(text, "){%d,}", (int)node->min);
    } else {
        write(text, "){%d,%d}", (int)node->min, (int)node->max);
    }
}

/* Groups are numbered as they open; those nobody refers to were dissolved before. */
static void write_group(struct text *text, const struct ere_node *node) {
    must(node->value >= 1 && node->value <= ERE_REFERABLE_GROUPS_MAX);
    must(text->group_names[node->value] == 0);
    text->group_count++;
    text->group_names[node->value] = text->group_count;
    write(text, "(");
    write_node(text, node->left);
    write(text, ")");
}

/* A group that could not match was left out of the tree, and there is nothing to refer to. (R39) */
static void write_back_reference(struct text *text, uint32_t number) {
    must(number >= 1 && number <= ERE_REFERABLE_GROUPS_MAX);
    if (text->group_names[number] == 0) {
        write(text, "(?!)");
        return;
    }
    write(text, "\\g{%u}", text->group_names[number]);
}

static void write(struct text *text, const char *format, ...) {
    size_t room = sizeof text->bytes - text->length;
    va_list args;

    va_start(args, format);
    int written = vsnprintf(text->bytes + text->length, room, format, args);
    va_end(args);
    if (written < 0 || (size_t)written >= room) {
        text->full = true;
        return;
    }
    text->length += (size_t)written;
}

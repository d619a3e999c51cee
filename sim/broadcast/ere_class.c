/* Classes in brackets, token by token as glibc takes them. */
#include <string.h>

#include "sim/base/must.h"
#include "sim/broadcast/ere_parse.h"
#include "sim/broadcast/ere_text.h"

enum { SYMBOL_MAX_BYTES = 31 };

enum token_kind {
    TOKEN_END,
    TOKEN_CHARACTER,
    TOKEN_CLOSE,  /* ] */
    TOKEN_DASH,   /* - where it may make a range */
    TOKEN_SYMBOL, /* [. [= or [: */
};

struct token {
    enum token_kind kind;
    uint32_t character; /* of a symbol: the byte behind the bracket */
    size_t end;         /* offset behind the token */
};

/* What stands on either side of a range's dash, or alone. */
struct element {
    bool is_class;       /* [:name:], then `class` */
    bool is_equivalence; /* [=x=] */
    enum ere_class class;
    uint32_t character;
};

static struct token peek(const struct ere_reader *reader);
static void read_item(struct ere_reader *reader, struct ere_set *set, struct token token,
                      bool first);
static bool dash_makes_range(struct ere_reader *reader);
static struct element read_element(struct ere_reader *reader, struct token token,
                                   bool dash_allowed);
static struct element read_symbol(struct ere_reader *reader, char mark);
static void read_class_name(struct ere_reader *reader, const char *name, size_t length,
                            struct element *element);
static void add_element(struct ere_reader *reader, struct ere_set *set, struct element element);
static void add_character(struct ere_tree *tree, struct ere_set *set, uint32_t character);
static void add_range(struct ere_reader *reader, struct ere_set *set, uint32_t from, uint32_t to);
static void add_class(struct ere_set *set, enum ere_class class);
static void add_ascii(struct ere_set *set, unsigned character);
static ere_index finish_set(struct ere_tree *tree, struct ere_set set, bool negated);

ere_index ere_read_class(struct ere_reader *reader) {
    struct ere_set set = {.wide_begin = reader->tree->wide_count};
    size_t start = reader->at;
    bool negated = false;
    must(reader->text[start] == '[');

    reader->at++;
    if (reader->text[reader->at] == '^') {
        negated = true;
        reader->at++;
    }
    struct token token = peek(reader);
    for (bool first = true; first || token.kind != TOKEN_CLOSE; first = false) {
        if (token.kind == TOKEN_END) {
            ere_fail(reader, start, "'[' is never closed");
        }
        if (reader->error.reason) {
            return ERE_NODE_NEVER;
        }
        read_item(reader, &set, token, first);
        token = peek(reader);
    }
    if (reader->error.reason) {
        return ERE_NODE_NEVER;
    }
    reader->at = token.end;
    return finish_set(reader->tree, set, negated);
}

ere_index ere_class_set(struct ere_tree *tree, enum ere_class class, char extra, bool negated) {
    struct ere_set set = {.wide_begin = tree->wide_count};
    add_class(&set, class);
    if (extra != '\0') {
        add_ascii(&set, (unsigned char)extra);
    }
    return finish_set(tree, set, negated);
}

ere_index ere_any_character(struct ere_tree *tree) {
    struct ere_set nothing = {.wide_begin = tree->wide_count};
    return finish_set(tree, nothing, true);
}

/* A backslash is nothing special here. */
static struct token peek(const struct ere_reader *reader) {
    const char *text = reader->text + reader->at;
    struct token token = {.kind = TOKEN_CHARACTER, .end = reader->at + 1};

    token.character = (unsigned char)text[0];
    if (text[0] == '\0') {
        token.kind = TOKEN_END;
        token.end = reader->at;
    } else if (text[0] == '[' && text[1] != '\0' && strchr(".=:", text[1])) {
        token.kind = TOKEN_SYMBOL;
        token.character = (unsigned char)text[1];
        token.end++;
    } else if (text[0] == ']') {
        token.kind = TOKEN_CLOSE;
    } else if (text[0] == '-') {
        token.kind = TOKEN_DASH;
    } else {
        token.end = reader->at + ere_decode(text, &token.character);
    }
    return token;
}

/* Reads `x`, `x-y`, `[:name:]`, ... The first item may be a `]` or a dash. */
static void read_item(struct ere_reader *reader, struct ere_set *set, struct token token,
                      bool first) {
    struct element from = read_element(reader, token, first);
    if (reader->error.reason) {
        return;
    }
    if (from.is_class || from.is_equivalence || !dash_makes_range(reader)) {
        add_element(reader, set, from);
        return;
    }
    size_t dash = reader->at;
    reader->at++;
    struct token end = peek(reader);
    if (end.kind == TOKEN_END) {
        ere_fail(reader, dash, "'[' is never closed");
        return;
    }
    struct element to = read_element(reader, end, true);
    if (!reader->error.reason && (to.is_class || to.is_equivalence)) {
        ere_fail(reader, dash, "a range cannot end in a class");
    }
    if (!reader->error.reason) {
        add_range(reader, set, from.character, to.character);
    }
}

/* At a dash that does not stand right before the closing bracket. */
static bool dash_makes_range(struct ere_reader *reader) {
    return peek(reader).kind == TOKEN_DASH && reader->text[reader->at + 1] != ']';
}

static struct element read_element(struct ere_reader *reader, struct token token,
                                   bool dash_allowed) {
    size_t start = reader->at;
    reader->at = token.end;
    if (token.kind == TOKEN_SYMBOL) {
        return read_symbol(reader, (char)token.character);
    }
    if (token.kind == TOKEN_DASH && !dash_allowed && reader->text[reader->at] != ']') {
        ere_fail(reader, start, "a range right behind a range or a class");
    }
    return (struct element){.character = token.character};
}

/* Behind `[.`, `[=` or `[:`: reads up to the mark and a bracket. */
static struct element read_symbol(struct ere_reader *reader, char mark) {
    struct element element = {.is_class = mark == ':', .is_equivalence = mark == '='};
    size_t start = reader->at;
    const char *name = reader->text + start;
    const char closing[] = {mark, ']', '\0'};
    const char *end = strstr(name, closing);

    if (!end || end - name > SYMBOL_MAX_BYTES) {
        ere_fail(reader, start - 2, "'[.', '[=' or '[:' is never closed");
        return element;
    }
    size_t length = (size_t)(end - name);
    reader->at += length + 2;
    if (element.is_class) {
        read_class_name(reader, name, length, &element);
    } else if (length != 1) {
        ere_fail(reader, start, "'[.' and '[=' take one ASCII character");
    } else {
        ere_decode(name, &element.character);
    }
    return element;
}

static void read_class_name(struct ere_reader *reader, const char *name, size_t length,
                            struct element *element) {
    for (element->class = 0; element->class < ERE_CLASSES; element->class ++) {
        const char *known = ere_class_name(element->class);
        if (strlen(known) == length && memcmp(known, name, length) == 0) {
            return;
        }
    }
    ere_fail(reader, (size_t)(name - reader->text), "no class has this name");
}

static void add_element(struct ere_reader *reader, struct ere_set *set, struct element element) {
    if (element.is_class) {
        add_class(set, element.class);
    } else {
        add_character(reader->tree, set, element.character);
    }
}

static void add_character(struct ere_tree *tree, struct ere_set *set, uint32_t character) {
    if (character < 128) {
        add_ascii(set, character);
        return;
    }
    must(tree->wide_count < ERE_WIDE_MAX);
    tree->wide[tree->wide_count] = character;
    tree->wide_count++;
}

/* Only ASCII has an order in C.UTF-8. */
static void add_range(struct ere_reader *reader, struct ere_set *set, uint32_t from, uint32_t to) {
    if (from >= 128 || to >= 128) {
        ere_fail(reader, reader->at - 1, "a range whose ends are not ASCII");
    } else if (from > to) {
        ere_fail(reader, reader->at - 1, "a range whose ends are reversed");
    }
    for (uint32_t c = from; c <= to && !reader->error.reason; c++) {
        add_ascii(set, c);
    }
}

static void add_class(struct ere_set *set, enum ere_class class) {
    for (unsigned c = 1; c < 128; c++) {
        if (ere_class_has_ascii(class, c)) {
            add_ascii(set, c);
        }
    }
    set->classes |= (uint16_t)(1u << class);
}

static void add_ascii(struct ere_set *set, unsigned character) {
    must(character < 128);
    set->ascii[character / 64] |= UINT64_C(1) << (character % 64);
}

/* Equal sets become one, so that equal nodes do. */
static ere_index finish_set(struct ere_tree *tree, struct ere_set set, bool negated) {
    set.wide_end = tree->wide_count;
    set.negated = negated;
    if (negated) {
        set.ascii[0] = ~set.ascii[0];
        set.ascii[1] = ~set.ascii[1];
    }
    for (uint16_t i = 0; i < tree->set_count; i++) {
        const struct ere_set *old = &tree->sets[i];
        bool narrow = old->wide_begin == old->wide_end && set.wide_begin == set.wide_end;
        if (narrow && old->ascii[0] == set.ascii[0] && old->ascii[1] == set.ascii[1] &&
            old->classes == set.classes && old->negated == set.negated) {
            return ere_leaf(tree, ERE_SET, i);
        }
    }
    must(tree->set_count < ERE_SETS_MAX);
    tree->sets[tree->set_count] = set;
    return ere_leaf(tree, ERE_SET, tree->set_count++);
}

/* Recursive descent: alternatives, branches, expressions, quantifiers. */
#include "sim/broadcast/ere_parse.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/broadcast/ere_text.h"

enum { BOUND_MAX = 32767 };

/* What a number in a bound can be besides a number. */
enum { NUMBER_ABSENT = -1, NUMBER_INVALID = -2 };

static ere_index read_alternatives(struct ere_reader *reader);
static ere_index read_branch(struct ere_reader *reader);
static bool at_branch_end(const struct ere_reader *reader);
static ere_index read_expression(struct ere_reader *reader);
static ere_index read_group(struct ere_reader *reader);
static ere_index read_escape(struct ere_reader *reader);
static bool read_anchor(struct ere_reader *reader, ere_index *node);
static ere_index read_back_reference(struct ere_reader *reader, unsigned number);
static ere_index read_character(struct ere_reader *reader);
static ere_index read_quantifiers(struct ere_reader *reader, ere_index atom);
static bool read_bound(struct ere_reader *reader, int32_t *min, int32_t *max);
static int32_t read_number(struct ere_reader *reader, char *end);
static ere_index repeat(struct ere_reader *reader, ere_index atom, int32_t min, int32_t max);

bool ere_parse(struct ere_tree *tree, const char *pattern, struct ere_error *error) {
    struct ere_reader reader = {.text = pattern, .tree = tree};
    must(strlen(pattern) <= ERE_PATTERN_MAX_BYTES);

    ere_tree_init(tree);
    tree->root = read_alternatives(&reader);
    must(!tree->full);
    must(reader.error.reason || (reader.text[reader.at] == '\0' && reader.depth == 0));
    *error = reader.error;
    return error->reason == NULL;
}

void ere_fail(struct ere_reader *reader, size_t offset, const char *reason) {
    if (!reader->error.reason) {
        reader->error = (struct ere_error){.reason = reason, .offset = offset};
    }
}

/* A group is complete, for a \1, only on the alternative it stands in; behind the alternatives
 * all of them are. */
static ere_index read_alternatives(struct ere_reader *reader) {
    uint16_t complete_before = reader->groups_complete;
    ere_index node = read_branch(reader);

    while (!reader->error.reason && reader->text[reader->at] == '|') {
        uint16_t complete_so_far = reader->groups_complete;
        reader->at++;
        reader->groups_complete = complete_before;
        ere_index other = read_branch(reader);
        reader->groups_complete |= complete_so_far;
        node = ere_pair(reader->tree, ERE_ALT, node, other);
    }
    return node;
}

static ere_index read_branch(struct ere_reader *reader) {
    ere_index node = ERE_NODE_EMPTY;
    while (!at_branch_end(reader)) {
        ere_index next = read_expression(reader);
        if (node == ERE_NODE_EMPTY) {
            node = next;
        } else if (next != ERE_NODE_EMPTY) {
            node = ere_pair(reader->tree, ERE_CAT, node, next);
        }
    }
    return node;
}

static bool at_branch_end(const struct ere_reader *reader) {
    char byte = reader->text[reader->at];
    return reader->error.reason || byte == '\0' || byte == '|' ||
           (byte == ')' && reader->depth > 0);
}

/* One atom with its quantifiers. An anchor takes none: what follows it would have nothing to
 * repeat. */
static ere_index read_expression(struct ere_reader *reader) {
    ere_index atom;
    if (read_anchor(reader, &atom)) {
        return atom;
    }
    switch (reader->text[reader->at]) {
    case '*':
    case '+':
    case '?':
    case '{': { /* (R50) */
        bool perl = reader->at > 0 && memcmp(reader->text + reader->at - 1, "(?", 2) == 0;
        ere_fail(reader, reader->at,
                 perl ? "nothing to repeat: '(?' is Perl's syntax, not POSIX's"
                      : "nothing to repeat");
        return ERE_NODE_NEVER;
    }
    case '(':
        atom = read_group(reader);
        break;
    case '[':
        atom = ere_read_class(reader);
        break;
    case '\\':
        atom = read_escape(reader);
        break;
    case '.': /* a newline is no exception (R55) */
        reader->at++;
        atom = ere_any_character(reader->tree);
        break;
    default: /* also a `}`, and a `)` where no group is open (R50) */
        atom = read_character(reader);
        break;
    }
    return read_quantifiers(reader, atom);
}

static ere_index read_group(struct ere_reader *reader) {
    size_t start = reader->at;
    uint32_t number = ++reader->group_count;

    reader->at++;
    reader->depth++;
    ere_index body = read_alternatives(reader);
    reader->depth--;
    if (reader->error.reason) {
        return ERE_NODE_NEVER;
    }
    if (reader->text[reader->at] != ')') {
        ere_fail(reader, start, "'(' is never closed");
        return ERE_NODE_NEVER;
    }
    reader->at++;
    if (number <= ERE_REFERABLE_GROUPS_MAX) {
        reader->groups_complete |= (uint16_t)(1u << (number - 1));
    }
    return ere_node(reader->tree,
                    (struct ere_node){.kind = ERE_GROUP, .left = body, .value = number});
}

/* A backslash and a byte, other than the anchors. (R53) */
static ere_index read_escape(struct ere_reader *reader) {
    char byte = reader->text[reader->at + 1];
    if (byte == '\0') {
        ere_fail(reader, reader->at, "a backslash at the end escapes nothing");
        return ERE_NODE_NEVER;
    }
    if (byte >= '1' && byte <= '9') {
        return read_back_reference(reader, (unsigned)(byte - '0'));
    }
    reader->at++;
    if (byte == 'w' || byte == 'W') {
        reader->at++;
        return ere_class_set(reader->tree, ERE_ALNUM, '_', byte == 'W');
    }
    if (byte == 's' || byte == 'S') {
        reader->at++;
        return ere_class_set(reader->tree, ERE_SPACE, '\0', byte == 'S');
    }
    return read_character(reader);
}

/* `^` and `$` mean the very begin and end of the name, never a line's. (R55) */
static bool read_anchor(struct ere_reader *reader, ere_index *node) {
    static const char plain[] = "^$";
    static const char escaped[] = "`'bB<>"; /* in the order of enum ere_anchor */
    const char *text = reader->text + reader->at;
    const char *found = NULL;
    const char *among = plain;
    size_t length = 1;

    if (text[0] == '\\') {
        among = escaped;
        length = 2;
    }
    if (text[length - 1] != '\0') {
        found = strchr(among, text[length - 1]);
    }
    if (!found) {
        return false;
    }
    *node = ere_leaf(reader->tree, ERE_ANCHOR, (uint32_t)(found - among));
    reader->at += length;
    return true;
}

static ere_index read_back_reference(struct ere_reader *reader, unsigned number) {
    uint16_t bit = (uint16_t)(1u << (number - 1));
    if (!(reader->groups_complete & bit)) { /* (R39) */
        ere_fail(reader, reader->at, "a back-reference to a group that is not complete here");
        return ERE_NODE_NEVER;
    }
    reader->at += 2;
    if (reader->groups_deleted & bit) {
        return ERE_NODE_NEVER;
    }
    reader->tree->groups_referred |= bit;
    return ere_leaf(reader->tree, ERE_BACK_REFERENCE, number);
}

static ere_index read_character(struct ere_reader *reader) {
    uint32_t character;
    reader->at += ere_decode(reader->text + reader->at, &character);
    return ere_leaf(reader->tree, ERE_CHARACTER, character);
}

/* Quantifiers stack: each repeats what the one before it made. (R52) */
static ere_index read_quantifiers(struct ere_reader *reader, ere_index atom) {
    while (!reader->error.reason) {
        int32_t min = 0;
        int32_t max = ERE_FOREVER;
        switch (reader->text[reader->at]) {
        case '*':
            reader->at++;
            break;
        case '+':
            reader->at++;
            min = 1;
            break;
        case '?':
            reader->at++;
            max = 1;
            break;
        case '{':
            if (!read_bound(reader, &min, &max)) {
                return ERE_NODE_NEVER;
            }
            break;
        default:
            return atom;
        }
        atom = repeat(reader, atom, min, max);
    }
    return ERE_NODE_NEVER;
}

static ere_index repeat(struct ere_reader *reader, ere_index atom, int32_t min, int32_t max) {
    if (atom == ERE_NODE_EMPTY) {
        return ERE_NODE_EMPTY;
    }
    if (max == 0) {
        struct ere_tree *tree = reader->tree;
        tree->deleted = ere_pair(tree, ERE_ALT, tree->deleted, atom);
        reader->groups_deleted |= tree->nodes[atom].groups;
        return ERE_NODE_EMPTY;
    }
    return ere_node(reader->tree,
                    (struct ere_node){.kind = ERE_REPEAT, .left = atom, .min = min, .max = max});
}

/* {m}, {m,}, {m,n}, {,n} or {,}; nothing else is allowed behind a `{`. (R51) */
static bool read_bound(struct ere_reader *reader, int32_t *min, int32_t *max) {
    size_t start = reader->at;
    char end;

    reader->at++;
    *min = read_number(reader, &end);
    *max = *min;
    if (*min == NUMBER_ABSENT && end == ',') {
        *min = 0;
    }
    if (*min >= 0 && end == ',') {
        *max = read_number(reader, &end);
        if (*max == NUMBER_ABSENT) {
            *max = ERE_FOREVER;
        }
    }
    if (end == '\0') {
        ere_fail(reader, start, "'{' is never closed");
    } else if (*min < 0 || *max < 0 || end != '}') {
        ere_fail(reader, start, "'{' begins no bound such as {2} or {2,5}");
    } else if (*min > *max) {
        ere_fail(reader, start, "a bound whose first number is the larger");
    } else if (*min > BOUND_MAX || (*max > BOUND_MAX && *max != ERE_FOREVER)) {
        ere_fail(reader, start, "a bound above 32767");
    }
    return reader->error.reason == NULL;
}

/* Reads to a `,` or `}`, and goes behind it; `end` becomes that byte, or NUL at the pattern's end.
 * As everywhere a backslash makes an ordinary character: `\,` is a comma, `\0` a zero, and `\}`
 * closes nothing. */
static int32_t read_number(struct ere_reader *reader, char *end) {
    int32_t number = NUMBER_ABSENT;
    for (;;) {
        char byte = reader->text[reader->at];
        bool escaped = byte == '\\' && reader->text[reader->at + 1] != '\0';
        if (escaped) {
            byte = reader->text[reader->at + 1];
        }
        if (byte == '\0') {
            *end = '\0';
            return NUMBER_INVALID;
        }
        reader->at += escaped ? 2 : 1;
        if (byte == ',' || (byte == '}' && !escaped)) {
            *end = byte;
            return number;
        }
        bool digit = byte >= '0' && byte <= '9' && (!escaped || byte == '0');
        if (!digit || number == NUMBER_INVALID) {
            number = NUMBER_INVALID;
        } else {
            number = (number == NUMBER_ABSENT ? 0 : number) * 10 + (byte - '0');
            number = number > BOUND_MAX ? BOUND_MAX + 1 : number;
        }
    }
}

/* Precedence climbing over the text itself: strings are slices of it, so nothing is allocated but
 * by the regular expression. */
#include "sim/dialplan/expr.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/dialplan/expr_regex.h"
#include "sim/dialplan/expr_value.h"

enum op {
    OP_NONE,
    OP_OR,
    OP_AND,
    OP_EQUAL,
    OP_NOT_EQUAL,
    OP_LESS,
    OP_GREATER,
    OP_LESS_EQUAL,
    OP_GREATER_EQUAL,
    OP_ADD,
    OP_SUBTRACT,
    OP_MULTIPLY,
    OP_DIVIDE,
    OP_REMAINDER,
    OP_MATCH_START,
    OP_MATCH,
    OP_NOT,
    OP_IF,
    OP_ELSE,
    OP_OPEN,
    OP_CLOSE,
};

/* Longer symbols stand before those they begin with; level 0 is no binary operator. */
static const struct symbol {
    char text[3];
    enum op op;
    unsigned level;
} SYMBOLS[] = {
    {"==", OP_EQUAL, 3},     {"=~", OP_MATCH, 6},      {"=", OP_EQUAL, 3},
    {"!=", OP_NOT_EQUAL, 3}, {"<=", OP_LESS_EQUAL, 3}, {">=", OP_GREATER_EQUAL, 3},
    {"<", OP_LESS, 3},       {">", OP_GREATER, 3},     {"|", OP_OR, 1},
    {"&", OP_AND, 2},        {"+", OP_ADD, 4},         {"-", OP_SUBTRACT, 4},
    {"*", OP_MULTIPLY, 5},   {"/", OP_DIVIDE, 5},      {"%", OP_REMAINDER, 5},
    {"::", OP_ELSE, 0},      {":", OP_MATCH_START, 6}, {"!", OP_NOT, 0},
    {"?", OP_IF, 0},         {"(", OP_OPEN, 0},        {")", OP_CLOSE, 0},
};

/* `!` and `-` before an operand stand between the last two levels. */
enum { LEVEL_LOOSEST = 1, LEVEL_PRODUCT = 5, LEVEL_REGEX = 6 };

struct parser {
    const char *at;
    unsigned depth;
    unsigned unused; /* we are within this many branches that are not taken */
    enum expr_error error;
};

static struct value parse_conditional(struct parser *parser);
static struct value parse_binary(struct parser *parser, unsigned level);
static struct value parse_operand(struct parser *parser, unsigned level);
static struct value parse_unary(struct parser *parser);
static struct value parse_primary(struct parser *parser);
static struct value parse_word(struct parser *parser);
static const struct symbol *peek(struct parser *parser);
static bool accept(struct parser *parser, enum op op);
static void fail(struct parser *parser, enum expr_error error);
static bool is_fatal(enum expr_error error);
static struct value apply(struct parser *parser, enum op op, const struct value *a,
                          const struct value *b);
static struct value calculate(struct parser *parser, enum op op, const struct value *a,
                              const struct value *b);
static struct value match(struct parser *parser, enum op op, const struct value *a,
                          const struct value *b);
static double number_of(struct parser *parser, const struct value *value);

enum expr_error expr_eval(const char *text, char *out, size_t size) {
    must(text && out && size > 0);
    struct parser parser = {.at = text};
    struct value value = parse_conditional(&parser);
    if (!is_fatal(parser.error) && (peek(&parser) || *parser.at != '\0')) {
        parser.error = EXPR_SYNTAX;
    }
    if (is_fatal(parser.error)) {
        value = value_of_text("", 0);
    }
    size_t len = value.len < size ? value.len : size - 1;
    if (len < value.len) {
        fail(&parser, EXPR_CUT);
    }
    memmove(out, value_bytes(&value), len);
    out[len] = '\0';
    return parser.error;
}

const char *expr_error_text(enum expr_error error) {
    switch (error) {
    case EXPR_OK:
        return "nothing is wrong";
    case EXPR_SYNTAX:
        return "it cannot be read: an operand or an operator is missing";
    case EXPR_TOO_DEEP:
        return "it is nested too deep";
    case EXPR_NOT_A_NUMBER:
        return "an operand of arithmetic is not a number and counts as 0";
    case EXPR_DIVISION_BY_ZERO:
        return "a division by zero counts as 0";
    case EXPR_BAD_REGEX:
        return "the regular expression cannot be compiled and matches nothing";
    case EXPR_NO_MEMORY:
        return "no memory is left for the regular expression";
    case EXPR_CUT:
        return "the result is too long and was cut";
    }
    return "unknown";
}

static struct value parse_conditional(struct parser *parser) {
    struct value value = value_of_text("", 0);
    if (++parser->depth > EXPR_DEPTH_MAX) {
        fail(parser, EXPR_TOO_DEEP);
    }
    if (!is_fatal(parser->error)) {
        value = parse_binary(parser, LEVEL_LOOSEST);
    }
    if (!is_fatal(parser->error) && accept(parser, OP_IF)) {
        bool holds = value_is_true(&value);
        parser->unused += !holds;
        struct value yes = parse_conditional(parser);
        parser->unused -= !holds;
        if (!accept(parser, OP_ELSE)) {
            fail(parser, EXPR_SYNTAX);
        }
        parser->unused += holds;
        struct value no = parse_conditional(parser);
        parser->unused -= holds;
        value = holds ? yes : no;
    }
    parser->depth--;
    return value;
}

/* Takes operators of `level` and tighter ones, from the left. */
static struct value parse_binary(struct parser *parser, unsigned level) {
    struct value left = parse_operand(parser, level);
    const struct symbol *symbol;
    while (!is_fatal(parser->error) && (symbol = peek(parser)) && symbol->level == level) {
        parser->at += strlen(symbol->text);
        struct value right = parse_operand(parser, level);
        if (!is_fatal(parser->error)) {
            left = apply(parser, symbol->op, &left, &right);
        }
    }
    return left;
}

static struct value parse_operand(struct parser *parser, unsigned level) {
    return level == LEVEL_REGEX     ? parse_primary(parser)
           : level == LEVEL_PRODUCT ? parse_unary(parser)
                                    : parse_binary(parser, level + 1);
}

static struct value parse_unary(struct parser *parser) {
    struct value value;
    if (++parser->depth > EXPR_DEPTH_MAX) {
        fail(parser, EXPR_TOO_DEEP);
        value = value_of_text("", 0);
    } else if (accept(parser, OP_NOT)) {
        value = parse_unary(parser);
        value = value_of_number(!value_is_true(&value));
    } else if (accept(parser, OP_SUBTRACT)) {
        value = parse_unary(parser);
        value = value_of_number(-number_of(parser, &value));
    } else {
        value = parse_binary(parser, LEVEL_REGEX);
    }
    parser->depth--;
    return value;
}

static struct value parse_primary(struct parser *parser) {
    if (!accept(parser, OP_OPEN)) {
        return parse_word(parser);
    }
    struct value value = parse_conditional(parser);
    if (!accept(parser, OP_CLOSE)) {
        fail(parser, EXPR_SYNTAX);
    }
    return value;
}

/* A word ends at a blank or at a byte an operator begins with; not so within quotes. */
static struct value parse_word(struct parser *parser) {
    peek(parser);
    const char *start = parser->at;
    while (*parser->at && !strchr(" \t\r\n=!<>|&+-*/%:?()", *parser->at)) {
        if (*parser->at++ == '"') {
            parser->at += strcspn(parser->at, "\"");
            if (*parser->at == '\0') {
                fail(parser, EXPR_SYNTAX);
                break;
            }
            parser->at++;
        }
    }
    if (parser->at == start) {
        fail(parser, EXPR_SYNTAX);
    }
    return value_of_text(start, (size_t)(parser->at - start));
}

/* The symbol that comes next, behind blanks; NULL if none does. */
static const struct symbol *peek(struct parser *parser) {
    parser->at += strspn(parser->at, " \t\r\n");
    for (size_t i = 0; i < sizeof SYMBOLS / sizeof SYMBOLS[0]; i++) {
        if (strncmp(parser->at, SYMBOLS[i].text, strlen(SYMBOLS[i].text)) == 0) {
            return &SYMBOLS[i];
        }
    }
    return NULL;
}

static bool accept(struct parser *parser, enum op op) {
    const struct symbol *symbol = peek(parser);
    if (is_fatal(parser->error) || !symbol || symbol->op != op) {
        return false;
    }
    parser->at += strlen(symbol->text);
    return true;
}

/* The first error stands, but one that leaves no result stands above all others. */
static void fail(struct parser *parser, enum expr_error error) {
    must(error != EXPR_OK);
    if (is_fatal(error) ? !is_fatal(parser->error) : parser->error == EXPR_OK && !parser->unused) {
        parser->error = error;
    }
}

static bool is_fatal(enum expr_error error) {
    return error == EXPR_SYNTAX || error == EXPR_TOO_DEEP;
}

static struct value apply(struct parser *parser, enum op op, const struct value *a,
                          const struct value *b) {
    switch (op) {
    case OP_OR:
        return value_is_true(a) ? *a : *b;
    case OP_AND:
        return value_is_true(a) && value_is_true(b) ? *a : value_of_number(0);
    case OP_EQUAL:
        return value_of_number(value_compare(a, b) == 0);
    case OP_NOT_EQUAL:
        return value_of_number(value_compare(a, b) != 0);
    case OP_LESS:
        return value_of_number(value_compare(a, b) < 0);
    case OP_GREATER:
        return value_of_number(value_compare(a, b) > 0);
    case OP_LESS_EQUAL:
        return value_of_number(value_compare(a, b) <= 0);
    case OP_GREATER_EQUAL:
        return value_of_number(value_compare(a, b) >= 0);
    case OP_MATCH_START:
    case OP_MATCH:
        return match(parser, op, a, b);
    default:
        return calculate(parser, op, a, b);
    }
}

static struct value calculate(struct parser *parser, enum op op, const struct value *a,
                              const struct value *b) {
    double left = number_of(parser, a), right = number_of(parser, b), result = 0;
    if ((op == OP_DIVIDE || op == OP_REMAINDER) && right == 0) {
        fail(parser, EXPR_DIVISION_BY_ZERO);
        return value_of_number(0);
    }
    switch (op) {
    case OP_ADD:
        result = left + right;
        break;
    case OP_SUBTRACT:
        result = left - right;
        break;
    case OP_MULTIPLY:
        result = left * right;
        break;
    case OP_DIVIDE:
        result = left / right;
        break;
    case OP_REMAINDER:
        result = fmod(left, right);
        break;
    default:
        must(false);
    }
    if (!isfinite(result)) {
        fail(parser, EXPR_NOT_A_NUMBER);
        result = 0;
    }
    return value_of_number(result);
}

/* With a ( ) in the pattern the value is what it matched, else how many bytes matched. Quotes
 * around either side belong to the notation here, not to the string. */
static struct value match(struct parser *parser, enum op op, const struct value *a,
                          const struct value *b) {
    struct value subject = value_is_quoted(a) ? value_part(a, 1, a->len - 1) : *a;
    struct value pattern = value_is_quoted(b) ? value_part(b, 1, b->len - 1) : *b;
    struct expr_regex_match found;
    enum expr_error error =
        expr_regex(value_bytes(&subject), subject.len, value_bytes(&pattern), pattern.len, &found);
    if (error != EXPR_OK) {
        fail(parser, error);
    }
    bool matches = found.matched && (op == OP_MATCH || found.start == 0);
    if (!found.has_group) {
        return value_of_number(matches ? (double)(found.end - found.start) : 0);
    }
    return matches ? value_part(&subject, found.group_start, found.group_end)
                   : value_of_text("", 0);
}

static double number_of(struct parser *parser, const struct value *value) {
    if (!value->is_number && !is_fatal(parser->error)) {
        fail(parser, EXPR_NOT_A_NUMBER);
    }
    return value->number;
}

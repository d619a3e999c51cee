/* What stands between the parentheses of an application: substitution, expressions, splitting,
 * quoting, and what StasisBroadcast makes of it. */
#include "sim/dialplan/args.h"
#include "sim/dialplan/broadcast_args.h"
#include "sim/dialplan/expr.h"
#include "sim/dialplan/quote.h"
#include "sim/dialplan/subst.h"
#include "tests/fuzz/fuzz.h"

static void try_expression(const char *text);
static void try_substitution(const char *text);
static void try_splitting(const char *text);
static void try_quoting(const char *text);
static const char *variable(void *ctx, const char *name);
static const char *function(void *ctx, const char *name, const char *args);
static uint32_t draw(void *ctx, uint32_t below);
static int64_t now_s(void *ctx);

static const struct dialplan_env ENV = {
    .variable = variable, .function = function, .random = draw, .now_s = now_s};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = fuzz_text(data, size);
    try_expression(text);
    try_substitution(text);
    try_splitting(text);
    try_quoting(text);
    free(text);
    return 0;
}

/* In place it must come to the same. */
static void try_expression(const char *text) {
    char out[SUBST_SIZE];
    char same[SUBST_SIZE];
    enum expr_error error = expr_eval(text, out, sizeof out);
    must(strlen(out) < sizeof out && expr_error_text(error));
    must(error != EXPR_SYNTAX || out[0] == '\0');
    if (strlen(text) < sizeof same) {
        strcpy(same, text);
        must(expr_eval(same, same, sizeof same) == error && strcmp(same, out) == 0);
    }
}

/* In less room it must come to the begin of the same, or say that it was cut. */
static void try_substitution(const char *text) {
    char out[SUBST_SIZE];
    char less[16];
    enum subst_error error = subst(&ENV, text, out, sizeof out);
    must(strlen(out) < sizeof out);
    enum subst_error less_error = subst(&ENV, text, less, sizeof less);
    must(strlen(less) < sizeof less);
    must(less_error != SUBST_OK || (error == SUBST_OK && strcmp(less, out) == 0));
    subst_function(&ENV, text, out, sizeof out);
    must(strlen(out) < sizeof out);
}

static void try_splitting(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = fuzz_text((const uint8_t *)text, size);
    char *argv[4];
    size_t count = args_split(copy, argv, 4);
    must(count <= 4 && (count == 0) == (text[0] == '\0'));
    for (size_t i = 0; i < count; i++) {
        must(argv[i] >= copy && argv[i] + strlen(argv[i]) < copy + size);
    }
    memcpy(copy, text, size);
    struct broadcast_args args;
    broadcast_args_read(copy, &args);
    must(args.timeout_ms >= 0 && args.timeout_ms <= BROADCAST_TIMEOUT_MAX_MS);
    must(args.filter && args.value_count <= BROADCAST_VALUES_MAX);
    free(copy);
}

/* What was quoted arrives as it was, alone or behind another argument. */
static void try_quoting(const char *text) {
    char line[SUBST_SIZE];
    char quoted[SUBST_SIZE - 2];
    char arrived[SUBST_SIZE];
    unsigned changes;
    if (quote_argument(text, quoted, sizeof quoted, &changes) != QUOTE_OK) {
        return;
    }
    size_t length = 0;
    line[length++] = 'x';
    line[length++] = ',';
    for (const char *from = quoted; *from != '\0'; from++) {
        from += from[0] == '\\' && from[1] == ';'; /* the file's own: a comment begins elsewhere */
        line[length++] = *from;
    }
    line[length] = '\0';
    if (subst(&ENV, line, arrived, sizeof arrived) == SUBST_OK) {
        char *argv[2];
        args_read(arrived, argv, 2);
        must(strcmp(argv[0], "x") == 0 && strcmp(argv[1], text) == 0);
    }
}

static const char *variable(void *ctx, const char *name) {
    (void)ctx;
    return strcmp(name, "EXTEN") == 0 ? "100"
           : strcmp(name, "A") == 0   ? "a-b,\"c\\"
           : strcmp(name, "N") == 0   ? "5"
                                      : NULL;
}

static const char *function(void *ctx, const char *name, const char *args) {
    (void)ctx;
    return strcmp(name, "CALLERID") == 0 && strcmp(args, "num") == 0 ? "200" : NULL;
}

static uint32_t draw(void *ctx, uint32_t below) {
    (void)ctx;
    must(below >= 1);
    return below - 1;
}

static int64_t now_s(void *ctx) {
    (void)ctx;
    return 1767225600; /* 2026-01-01T00:00:00Z */
}

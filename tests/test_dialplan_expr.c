/* The value of expressions, and what goes wrong in them. */
#include "sim/dialplan/expr.h"
#include "tests/tap.h"

enum { RESULT_SIZE = 8192 };

static const struct {
    const char *text, *want;
    enum expr_error error;
} rows[] = {
    /* numbers and strings */
    {"1", "1", EXPR_OK},
    {" 1 ", "1", EXPR_OK},
    {"abc", "abc", EXPR_OK},
    {"\"abc\"", "\"abc\"", EXPR_OK},
    {"\"a b\" = \"a b\"", "1", EXPR_OK},
    {"\"TIMEOUT\"=\"TIMEOUT\"", "1", EXPR_OK},
    {"\"\"=\"TIMEOUT\"", "0", EXPR_OK},
    {"\"\"=\"\"", "1", EXPR_OK},
    {"5 = 5.0", "1", EXPR_OK},
    {"007 = 7", "1", EXPR_OK},
    {"\"5\" = 5", "0", EXPR_OK},
    {"10 > 9", "1", EXPR_OK},
    {"\"10\" > \"9\"", "0", EXPR_OK},
    {"a10 > a9", "0", EXPR_OK},
    {"12345678901234567890 = 12345678901234567891", "0", EXPR_OK},
    {"12345678901234567890 = 12345678901234567890", "1", EXPR_OK},
    {"1 == 1", "1", EXPR_OK},
    {"1 != 1", "0", EXPR_OK},
    {"1 < 2", "1", EXPR_OK},
    {"2 <= 2", "1", EXPR_OK},
    {"2 >= 3", "0", EXPR_OK},
    {"abc < abd", "1", EXPR_OK},
    {"ab < abc", "1", EXPR_OK},
    {"abc != abc", "0", EXPR_OK},
    {"abd <= abc", "0", EXPR_OK},
    {"abd >= abc", "1", EXPR_OK},
    {"1.2.3 = 1.20.3", "0", EXPR_OK},
    {"1. = 1", "1", EXPR_OK},
    {".5 + .5", "1", EXPR_OK},
    {". = .", "1", EXPR_OK},
    {"0.1*0.1", "0.01", EXPR_OK},
    /* arithmetic */
    {"1+2*3", "7", EXPR_OK},
    {"(1+2)*3", "9", EXPR_OK},
    {"10-4-3", "3", EXPR_OK},
    {"7/2", "3.5", EXPR_OK},
    {"100/10/2", "5", EXPR_OK},
    {"7%4", "3", EXPR_OK},
    {"-5+2", "-3", EXPR_OK},
    {"2*-3", "-6", EXPR_OK},
    {"- -3", "3", EXPR_OK},
    {"0-0", "0", EXPR_OK},
    {"-0", "0", EXPR_OK},
    {"0.1+0.2", "0.3", EXPR_OK},
    {"999999999999999+1", "1000000000000000", EXPR_OK},
    /* logic */
    {"1 & 2", "1", EXPR_OK},
    {"1 & 0", "0", EXPR_OK},
    {"abc & 0", "0", EXPR_OK},
    {"0 | abc", "abc", EXPR_OK},
    {"abc | 0", "abc", EXPR_OK},
    {"\"\" | no", "no", EXPR_OK},
    {"0 | 0", "0", EXPR_OK},
    {"1 | 0 & 0", "1", EXPR_OK},
    {"0 & 1 | 1", "1", EXPR_OK},
    {"1 = 1 & 2 = 2", "1", EXPR_OK},
    {"1 = 2 | 2 = 2", "1", EXPR_OK},
    {"1 + 1 = 2", "1", EXPR_OK},
    {"!1", "0", EXPR_OK},
    {"!0", "1", EXPR_OK},
    {"!abc", "0", EXPR_OK},
    {"!0 = 1", "1", EXPR_OK},
    {"!(1 = 2)", "1", EXPR_OK},
    /* conditional */
    {"1 ? yes :: no", "yes", EXPR_OK},
    {"0 ? yes :: no", "no", EXPR_OK},
    {"\"\" ? yes :: no", "no", EXPR_OK},
    {"1 = 2 ? a :: 1 = 1 ? b :: c", "b", EXPR_OK},
    {"1 ? 0 ? a :: b :: c", "b", EXPR_OK},
    {"0 ? 1/0 :: 2", "2", EXPR_OK},
    {"1 ? 2 :: 1/0", "2", EXPR_OK},
    {"(1 ? 2 :: 3) + 1", "3", EXPR_OK},
    /* regular expressions */
    {"\"sip:100\" : \"sip:\"", "4", EXPR_OK},
    {"\"xsip:100\" : \"sip:\"", "0", EXPR_OK},
    {"\"xsip:100\" =~ \"sip:\"", "4", EXPR_OK},
    {"\"sip:100@host\" : \"sip:([0-9]+)\"", "100", EXPR_OK},
    {"\"sip:abc\" : \"sip:([0-9]+)\"", "", EXPR_OK},
    {"\"a=1;b=22;\" =~ \"b=([^;]+)\"", "22", EXPR_OK},
    {"ivr =~ \"(x)|ivr\"", "", EXPR_OK},
    {"12345 : \"[0-9]{3}\"", "3", EXPR_OK},
    {"(12+13) : \"(.)\"", "2", EXPR_OK},
    {"(12+13) =~ \"(5)\" + 1", "6", EXPR_OK},
    {"!\"abc\" : \"x\"", "1", EXPR_OK},
    {"abc : \"\"", "0", EXPR_OK},
    /* errors */
    {"", "", EXPR_SYNTAX},
    {"   ", "", EXPR_SYNTAX},
    {"1 +", "", EXPR_SYNTAX},
    {" = 1", "", EXPR_SYNTAX},
    {"a b", "", EXPR_SYNTAX},
    {"(1", "", EXPR_SYNTAX},
    {"1)", "", EXPR_SYNTAX},
    {"\"abc", "", EXPR_SYNTAX},
    {"1 ? 2", "", EXPR_SYNTAX},
    {"1 ? 2 : 3", "", EXPR_SYNTAX},
    {"1 :: 2", "", EXPR_SYNTAX},
    {"1 ? (2 :: 3", "", EXPR_SYNTAX},
    {"1/0", "0", EXPR_DIVISION_BY_ZERO},
    {"1%0", "0", EXPR_DIVISION_BY_ZERO},
    {"1 + 1/0", "1", EXPR_DIVISION_BY_ZERO},
    {"1/0 +", "", EXPR_SYNTAX},
    {"abc + 1", "1", EXPR_NOT_A_NUMBER},
    {"-abc", "0", EXPR_NOT_A_NUMBER},
    {"abc : \"(\"", "0", EXPR_BAD_REGEX},
    {"abc : \"((a{100}){100}){100}\"", "0", EXPR_BAD_REGEX},
    {"abc : \"a++++++++++++++++++++++++++++++++++++++++\"", "0", EXPR_BAD_REGEX},
    {"abc : \"a++++++++++++++++++++++++++++++++++++++++{1\"", "0", EXPR_BAD_REGEX},
    {"0 ? \"a\" : \"(\" :: 2", "2", EXPR_OK},
};

/* Each has words of its own. */
static void test_error_texts(void) {
    static const enum expr_error errors[] = {
        EXPR_OK,        EXPR_SYNTAX,    EXPR_TOO_DEEP, EXPR_NOT_A_NUMBER, EXPR_DIVISION_BY_ZERO,
        EXPR_BAD_REGEX, EXPR_NO_MEMORY, EXPR_CUT};
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        const char *text = expr_error_text(errors[i]);
        bool is_own = text[0] != '\0';
        for (size_t j = 0; j < i; j++) {
            is_own = is_own && strcmp(text, expr_error_text(errors[j])) != 0;
        }
        ok(is_own, "%s", text);
    }
}

static void test_limits(void) {
    char text[RESULT_SIZE], result[RESULT_SIZE];
    memset(text, '(', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    is_int(expr_eval(text, result, sizeof result), EXPR_TOO_DEEP, "8191 parentheses are too deep");
    is_str(result, "", "and empty");
    memset(text, '-', sizeof text - 1);
    is_int(expr_eval(text, result, sizeof result), EXPR_TOO_DEEP, "8191 signs are too deep");
    snprintf(text, sizeof text, "%030d1%030d", 0, 0);
    memset(text, '(', 30);
    memset(text + 31, ')', 30);
    is_int(expr_eval(text, result, sizeof result), EXPR_OK, "30 parentheses are not");
    is_str(result, "1", "and have a value");
    is_int(expr_eval("\"abcdef\"", result, 4), EXPR_CUT, "a long result is cut");
    is_str(result, "\"ab", "to what fits");
    strcpy(text, "1 + 41");
    is_int(expr_eval(text, text, sizeof text), EXPR_OK, "the result may overwrite the text");
    is_str(text, "42", "with its value");
    strcpy(text, "xx \"abc\" : \"(b)\"");
    is_int(expr_eval(text + 3, text, sizeof text), EXPR_OK, "or a part of it");
    char regex[EXPR_REGEX_LEN_MAX + 16] = "a : \"";
    memset(regex + 5, 'b', EXPR_REGEX_LEN_MAX + 1);
    strcpy(regex + 5 + EXPR_REGEX_LEN_MAX + 1, "\"");
    is_int(expr_eval(regex, result, sizeof result), EXPR_BAD_REGEX, "a regex of 257 bytes");
}

int main(void) {
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char result[RESULT_SIZE];
        enum expr_error error = expr_eval(rows[i].text, result, sizeof result);
        is_str(result, rows[i].want, "$[%s]", rows[i].text);
        is_int(error, rows[i].error, "$[%s]: %s", rows[i].text, expr_error_text(rows[i].error));
    }
    test_error_texts();
    test_limits();
    return done_testing();
}

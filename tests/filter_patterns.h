/* Generated patterns and names for the tests of the filter: the same seed, the same patterns. */
#ifndef STASIM_TESTS_FILTER_PATTERNS_H
#define STASIM_TESTS_FILTER_PATTERNS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { PATTERN_ROOM = 257, NAME_ROOM = 74 };

struct generator {
    uint64_t state;
    unsigned groups;
    bool beyond_ascii;
    bool references;
    size_t length;
    char *text;
};

/* splitmix64 */
static inline uint64_t random_bits(struct generator *generator) {
    uint64_t z = generator->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static inline unsigned below(struct generator *generator, unsigned limit) {
    return (unsigned)(random_bits(generator) % limit);
}

static inline bool one_in(struct generator *generator, unsigned limit) {
    return below(generator, limit) == 0;
}

static inline void put(struct generator *generator, const char *text) {
    size_t length = strlen(text);
    if (generator->length + length < PATTERN_ROOM - 1) {
        memcpy(generator->text + generator->length, text, length + 1);
        generator->length += length;
    }
}

#define PICK(generator, list) ((list)[below((generator), sizeof(list) / sizeof((list)[0]))])

static inline void put_character(struct generator *generator) {
    static const char *const ascii[] = {"a", "a", "a", "b", "b", "c", "s", "x", "1", "_", "-", " "};
    static const char *const beyond[] = {"é", "é", "ü", "Ж", "€", "😀", "²", "“"};
    put(generator, generator->beyond_ascii && one_in(generator, 3) ? PICK(generator, beyond)
                                                                   : PICK(generator, ascii));
}

static inline void put_class(struct generator *generator) {
    static const char *const odd[] = {
        "[:alpha:]", "[:digit:]", "[:alnum:]", "[:upper:]",   "[:lower:]",   "[:space:]",
        "[:blank:]", "[:punct:]", "[:print:]", "[:graph:]",   "[:cntrl:]",   "[:xdigit:]",
        "[:word:]",  "[:nope:]",  "[.a.]",     "[=b=]",       "[.-.]",       "[.].]",
        "[=é=]",     "[.ab.]",    "[.space.]", "[:",          "[.",          "[=",
        "[",         "-",         "--",        "---",         "----",        "^",
        "\\",        "\\w",       "(",         "|",           "*",           "a-",
        "-c",        "a-a-a",     "a-c",       "c-a",         "!-~",         "+--",
        "[a",        "a-[.c.]",   "[.a.]-c",   "[:alpha:]-z", "a-[:alpha:]", "a-[=c=]",
        "a-[",       "a-é",       "é-ü",       "ü-é",         "]",           "$",
        "{",         ".",         "\n"};
    put(generator, one_in(generator, 3) ? "[^" : "[");
    if (one_in(generator, 12)) {
        put(generator, "]");
    }
    for (unsigned i = below(generator, 4); i > 0 || one_in(generator, 3); i -= i > 0) {
        if (one_in(generator, 3)) {
            put(generator, PICK(generator, odd));
        } else {
            put_character(generator);
        }
    }
    put(generator, one_in(generator, 40) ? "" : "]");
}

static inline void put_quantifier(struct generator *generator) {
    static const char *const plain[] = {"*", "+", "?"};
    static const char *const bounds[] = {
        "{0}",   "{1}",   "{2}",  "{2}",   "{3}",        "{0,1}",     "{0,2}",  "{1,2}", "{1,3}",
        "{2,3}", "{2,4}", "{,2}", "{,}",   "{0,}",       "{1,}",      "{2,}",   "{,0}",  "{0,3}",
        "{3,7}", "{5}",   "{10}", "{100}", "{0,100}",    "{100,}",    "{72}",   "{73}",  "{74}",
        "{2,1}", "{}",    "{,,}", "{1",    "{a}",        "{1\\,2}",   "{\\02}", "{1\\}", "{1,2,3}",
        "{ 1}",  "{01}",  "{1,",  "{",     "{32767}{0}", "{0,32768}", "{\\1}",  "{1,x}", "{3,3}"};
    put(generator, one_in(generator, 3) ? bounds[below(generator, one_in(generator, 8) ? 45 : 23)]
                                        : PICK(generator, plain));
}

static inline void put_escape(struct generator *generator) {
    static const char *const escapes[] = {"\\w", "\\W", "\\s", "\\S", "\\b", "\\B", "\\<",
                                          "\\>", "\\`", "\\'", "\\b", "\\<", "\\>"};
    static const char *const odd[] = {"\\d", "\\t", "\\x41", "\\.", "\\*", "\\(",  "\\)",
                                      "\\{", "\\}", "\\|",   "\\[", "\\]", "\\\\", "\\^",
                                      "\\$", "\\é", "\\0",   "\\a", "\\-", "\\_"};
    put(generator, one_in(generator, 4) ? PICK(generator, odd) : PICK(generator, escapes));
}

/* Nested as deep as `depth` allows. */
static inline void put_expression(struct generator *generator, unsigned depth) {
    unsigned branches = one_in(generator, 4) ? 1 + below(generator, 3) : 1;
    for (unsigned branch = 0; branch < branches; branch++) {
        if (branch > 0) {
            put(generator, "|");
        }
        for (unsigned atoms = below(generator, 5); atoms > 0; atoms--) {
            unsigned kind = below(generator, 20);
            if (generator->references && generator->groups > 0 && one_in(generator, 3)) {
                char reference[] = "\\1";
                reference[1] = (char)('1' + below(generator, generator->groups % 9 + 1));
                put(generator, reference);
                kind = 20;
            }
            if (kind < 4 && depth > 0) {
                put(generator, "(");
                put_expression(generator, depth - 1);
                put(generator, ")");
                generator->groups++;
            } else if (kind < 6) {
                put_class(generator);
            } else if (kind < 8) {
                put(generator, one_in(generator, 2) ? "^" : "$");
                continue;
            } else if (kind < 10) {
                put_escape(generator);
            } else if (kind < 11) {
                put(generator, ".");
            } else if (kind < 20) {
                put_character(generator);
            }
            while (one_in(generator, 3)) {
                put_quantifier(generator);
            }
        }
    }
}

/* Bytes thrown in, taken out, or doubled. */
static inline void spoil(struct generator *generator) {
    static const char junk[] = "()[]{}|*+?^$.\\,-:=0123abw\n";
    size_t length = generator->length;
    size_t at = below(generator, (unsigned)length + 1);
    char *text = generator->text;
    if (one_in(generator, 2) && length < PATTERN_ROOM - 2) {
        memmove(text + at + 1, text + at, length - at + 1);
        text[at] = junk[below(generator, sizeof junk - 1)];
        generator->length++;
    } else if (at < length) {
        memmove(text + at, text + at + 1, length - at);
        generator->length--;
    }
}

static inline void generate_pattern(struct generator *generator, char text[PATTERN_ROOM]) {
    generator->text = text;
    generator->length = 0;
    generator->groups = 0;
    generator->references = one_in(generator, 10);
    text[0] = '\0';
    generator->beyond_ascii = one_in(generator, 6);
    put_expression(generator, below(generator, 5));
    bool ascii = true;
    for (const char *byte = text; *byte != '\0'; byte++) {
        ascii = ascii && (unsigned char)*byte < 128;
    }
    while (ascii && one_in(generator, 5)) { /* else it would break UTF-8 */
        spoil(generator);
    }
}

static inline void generate_name(struct generator *generator, char name[NAME_ROOM]) {
    static const char *const pieces[] = {"a", "a", "a", "a", "b", "b", "b",  "c",  "s",
                                         "x", "1", "_", "-", " ", ".", "ab", "\n", "\\"};
    static const char *const beyond[] = {"é", "ü", "Ж", "€", "😀", "²", "“"};
    unsigned count = one_in(generator, 30) ? 73 : below(generator, 9);
    size_t length = 0;
    bool wide = generator->beyond_ascii || one_in(generator, 20);
    unsigned few = one_in(generator, 2) ? 5 : 18;
    for (unsigned i = 0; i < count; i++) {
        const char *piece =
            wide && one_in(generator, 3) ? PICK(generator, beyond) : pieces[below(generator, few)];
        if (length + strlen(piece) < NAME_ROOM) {
            memcpy(name + length, piece, strlen(piece));
            length += strlen(piece);
        }
    }
    name[length] = '\0';
}

#endif

/* A pattern is read element by element, each a set of bytes or one of the two endings. */
#include "sim/dialplan/pattern.h"

#include <string.h>

#include "sim/base/must.h"

enum { SET_WORDS = 8, ANYTHING = 257, MAYBE_NOTHING = 258 };

struct element {
    unsigned weight; /* 0 the end, 1 to 256 the size of a set, above that `.` and `!` */
    unsigned set[SET_WORDS];
};

static const char *next(const char *pattern, struct element *element);
static const char *next_set(const char *pattern, struct element *element);
static void add(struct element *element, unsigned char first, unsigned char last);
static bool has(const struct element *element, unsigned char byte);

bool pattern_is(const char *name) {
    return name[0] == '_';
}

bool pattern_matches(const char *pattern, const char *number) {
    must(pattern_is(pattern));
    pattern++;
    for (;; number++) {
        struct element element;
        pattern = next(pattern, &element);
        if (element.weight >= ANYTHING) {
            return element.weight == MAYBE_NOTHING || *number != '\0';
        }
        if (element.weight == 0 || *number == '\0') {
            return element.weight == 0 && *number == '\0';
        }
        if (!has(&element, (unsigned char)*number)) {
            return false;
        }
    }
}

int pattern_compare(const char *a, const char *b) {
    if (pattern_is(a) != pattern_is(b)) {
        return pattern_is(a) ? 1 : -1;
    }
    if (!pattern_is(a)) {
        return strcmp(a, b);
    }
    struct element left, right;
    const char *a_rest = a + 1, *b_rest = b + 1;
    do {
        a_rest = next(a_rest, &left);
        b_rest = next(b_rest, &right);
        if (left.weight != right.weight) {
            return left.weight < right.weight ? -1 : 1;
        }
        int order = memcmp(left.set, right.set, sizeof left.set);
        if (order != 0) {
            return order;
        }
    } while (left.weight > 0 && left.weight < ANYTHING);
    return strcmp(a, b);
}

const char *pattern_error(const char *pattern) {
    must(pattern_is(pattern));
    if (pattern[1] == '\0') {
        return "an empty pattern: something must follow the '_'";
    }
    for (const char *p = pattern + 1; *p; p++) {
        if (*p != '[') {
            continue;
        }
        const char *end = strchr(p, ']');
        if (!end) {
            return "a '[' without its ']'";
        }
        if (end == p + 1) {
            return "an empty set '[]'";
        }
        for (const char *dash = p + 2; dash + 1 < end; dash++) {
            if (*dash == '-' && (unsigned char)dash[-1] > (unsigned char)dash[1]) {
                return "a range that runs backwards";
            }
        }
        p = end;
    }
    return NULL;
}

const char *pattern_doubt(const char *pattern) {
    must(pattern_is(pattern));
    for (const char *p = pattern + 1; *p; p++) {
        if (*p == '[') {
            p += strcspn(p, "]");
            continue;
        }
        if ((*p == '.' || *p == '!') && p[1] != '\0') {
            return "nothing behind a '.' or '!' is looked at";
        }
        if (*p == '-') {
            return "a '-' stands for itself here, the real system skips it: leave it out";
        }
        if (*p == 'x' || *p == 'z' || *p == 'n') {
            return "a small x, z or n stands for itself here: write X, Z or N for digits";
        }
    }
    return NULL;
}

/* Reads one element and returns what follows it; at the end it stays there. */
static const char *next(const char *pattern, struct element *element) {
    *element = (struct element){.weight = 0};
    switch (*pattern) {
    case '\0':
        return pattern;
    case '.':
        element->weight = ANYTHING;
        break;
    case '!':
        element->weight = MAYBE_NOTHING;
        break;
    case 'X':
        add(element, '0', '9');
        break;
    case 'Z':
        add(element, '1', '9');
        break;
    case 'N':
        add(element, '2', '9');
        break;
    case '[':
        return next_set(pattern + 1, element);
    default:
        add(element, (unsigned char)*pattern, (unsigned char)*pattern);
        break;
    }
    return pattern + 1;
}

static const char *next_set(const char *pattern, struct element *element) {
    while (*pattern && *pattern != ']') {
        unsigned char first = (unsigned char)*pattern++;
        unsigned char last = first;
        if (pattern[0] == '-' && pattern[1] != '\0' && pattern[1] != ']') {
            last = (unsigned char)pattern[1];
            pattern += 2;
        }
        add(element, first, last);
    }
    return *pattern ? pattern + 1 : pattern;
}

static void add(struct element *element, unsigned char first, unsigned char last) {
    for (unsigned byte = first; byte <= last; byte++) {
        unsigned bit = 1u << (byte % 32);
        if (!(element->set[byte / 32] & bit)) {
            element->set[byte / 32] |= bit;
            element->weight++;
        }
    }
}

static bool has(const struct element *element, unsigned char byte) {
    return (element->set[byte / 32] >> (byte % 32)) & 1u;
}

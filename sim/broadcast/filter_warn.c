/* Walks over the bytes of a pattern that is known to compile. */
#include "sim/broadcast/filter_warn.h"

#include <stdbool.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/broadcast/ere.h"

struct walk {
    const char *text;
    size_t at;
    unsigned depth;
    bool behind_quantifier;
    struct filter_warnings *warnings;
};

static void walk_on(struct walk *walk);
static void walk_escape(struct walk *walk);
static void walk_close(struct walk *walk);
static void walk_quantifier(struct walk *walk);
static void walk_class(struct walk *walk);
static void warn(struct filter_warnings *warnings, enum filter_warning_kind kind, size_t offset);

void filter_warn(struct filter_warnings *warnings, const char *pattern, const struct ere *ere) {
    struct walk walk = {.text = pattern, .warnings = warnings};
    *warnings = (struct filter_warnings){.count = 0};

    if (ere_matches_all(ere)) {
        warn(warnings, FILTER_WARNS_MATCHES_ALL, 0);
    }
    if (ere_matches_none(ere)) {
        warn(warnings, FILTER_WARNS_MATCHES_NONE, 0);
    }
    while (pattern[walk.at] != '\0') {
        size_t before = walk.at;
        walk_on(&walk);
        must(walk.at > before);
    }
}

const char *filter_warning_text(enum filter_warning_kind kind) {
    switch (kind) {
    case FILTER_WARNS_ESCAPED_LETTER:
        return "this escape means the letter itself: of Perl's only \\w \\W \\s \\S \\b \\B exist";
    case FILTER_WARNS_ESCAPED_SIGN:
        return "this escape is no sign: \\< and \\> are the edges of a word, \\` and \\' of the "
               "name";
    case FILTER_WARNS_STACKED_QUANTIFIER:
        return "a quantifier behind a quantifier repeats once more: nothing is lazy or possessive";
    case FILTER_WARNS_LONE_PAREN:
        return "this ')' closes nothing: it stands for itself";
    case FILTER_WARNS_CLASS_BACKSLASH:
        return "in a class a backslash stands for itself, yet the safety check skips what follows";
    case FILTER_WARNS_MATCHES_ALL:
        return "the empty string matches, and so does every name";
    case FILTER_WARNS_MATCHES_NONE:
        break;
    }
    must(kind == FILTER_WARNS_MATCHES_NONE);
    return "no name can match";
}

static void walk_on(struct walk *walk) {
    bool quantifier = false;
    switch (walk->text[walk->at]) {
    case '\\':
        walk_escape(walk);
        break;
    case '(':
        walk->depth++;
        walk->at++;
        break;
    case ')':
        walk_close(walk);
        break;
    case '[':
        walk_class(walk);
        break;
    case '*':
    case '+':
    case '?':
    case '{':
        walk_quantifier(walk);
        quantifier = true;
        break;
    default:
        walk->at++;
        break;
    }
    walk->behind_quantifier = quantifier;
}

static void walk_escape(struct walk *walk) {
    char byte = walk->text[walk->at + 1];
    bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '0';
    must(byte != '\0');
    if (letter && !strchr("wWsSbB", byte)) {
        warn(walk->warnings, FILTER_WARNS_ESCAPED_LETTER, walk->at);
    } else if (strchr("<>`'", byte)) {
        warn(walk->warnings, FILTER_WARNS_ESCAPED_SIGN, walk->at);
    }
    walk->at += 2;
}

static void walk_close(struct walk *walk) {
    if (walk->depth == 0) {
        warn(walk->warnings, FILTER_WARNS_LONE_PAREN, walk->at);
    } else {
        walk->depth--;
    }
    walk->at++;
}

static void walk_quantifier(struct walk *walk) {
    if (walk->behind_quantifier) {
        warn(walk->warnings, FILTER_WARNS_STACKED_QUANTIFIER, walk->at);
    }
    if (walk->text[walk->at] == '{') {
        walk->at += strcspn(walk->text + walk->at, "}");
    }
    walk->at++;
}

/* To the end of the class as the engine reads it, where only [: :], [. .] and [= =] hide a `]`. */
static void walk_class(struct walk *walk) {
    const char *text = walk->text;
    size_t at = walk->at + 1;
    at += text[at] == '^' ? 1 : 0;
    at += text[at] == ']' ? 1 : 0;
    while (text[at] != ']') {
        must(text[at] != '\0');
        if (text[at] == '\\') {
            warn(walk->warnings, FILTER_WARNS_CLASS_BACKSLASH, at);
        }
        if (text[at] == '[' && strchr(":.=", text[at + 1])) {
            const char closing[] = {text[at + 1], ']', '\0'};
            const char *end = strstr(text + at + 2, closing);
            must(end);
            at = (size_t)(end - text) + 1;
        }
        at++;
    }
    walk->at = at + 1;
}

static void warn(struct filter_warnings *warnings, enum filter_warning_kind kind, size_t offset) {
    for (size_t i = 0; i < warnings->count; i++) {
        if (warnings->list[i].kind == kind) {
            return;
        }
    }
    must(warnings->count < FILTER_WARNINGS_MAX);
    warnings->list[warnings->count] = (struct filter_warning){.kind = kind, .offset = offset};
    warnings->count++;
}

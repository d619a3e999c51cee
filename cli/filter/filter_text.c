/* The finding for people: a line a fact, its first word says which, so that grep finds it. */
#include <stdio.h>
#include <string.h>

#include "cli/base/colour.h"
#include "cli/base/output.h"
#include "cli/base/text.h"
#include "cli/base/visible.h"
#include "cli/filter/filter_finding.h"
#include "sim/base/must.h"

enum { INDENT = 11, EXCERPT_COLUMNS = 62, EXCERPT_COLUMNS_BEFORE = 40 };

static void print_verdict(const struct finding *finding);
static void print_reason(const struct finding *finding);
static void print_warnings(const struct finding *finding);
static void print_dialplan(const struct finding *finding);
static void print_changes(unsigned changes);
static void print_names(const struct finding *finding);
static void print_label(const char *colour, const char *label);
static void print_excerpt(const char *pattern, size_t offset);

void finding_print(const struct finding *finding) {
    print_label("", "pattern");
    visible_print(stdout, finding->pattern);
    putchar('\n');
    if (!visible_is_plain(finding->pattern)) {
        printf("%*s(\\xNN: a byte that is not printable)\n", INDENT, "");
    }
    print_verdict(finding);
    print_warnings(finding);
    print_dialplan(finding);
    print_names(finding);
}

static void print_verdict(const struct finding *finding) {
    print_label(finding->accepted ? COLOUR_GREEN : COLOUR_RED, "accepted");
    if (!finding->accepted) {
        print_reason(finding);
        return;
    }
    puts("yes");
    print_label(finding->compiles ? COLOUR_GREEN : COLOUR_RED, "compiles");
    if (!finding->compiles) {
        print_reason(finding);
        return;
    }
    puts("yes");
}

static void print_reason(const struct finding *finding) {
    printf("no, at byte %zu: %s\n", finding->offset, finding->reason);
    print_excerpt(finding->pattern, finding->offset);
    printf("%*sSo it is no filter: every application is offered the call.\n", INDENT, "");
}

static void print_warnings(const struct finding *finding) {
    for (size_t i = 0; i < finding->warnings_count; i++) {
        const struct finding_warning *warning = &finding->warnings[i];
        char text[FINDING_TEXT_SIZE + sizeof "at byte 18446744073709551615: "];
        print_label(COLOUR_YELLOW, "warning");
        if (!warning->has_offset) {
            print_wrapped(stdout, INDENT, warning->text);
            continue;
        }
        snprintf(text, sizeof text, "at byte %zu: %s", warning->offset, warning->text);
        print_wrapped(stdout, INDENT, text);
        print_excerpt(finding->pattern, warning->offset);
    }
}

static void print_dialplan(const struct finding *finding) {
    print_label("", "dialplan");
    if (finding->quote_error != QUOTE_OK) {
        puts(finding->quote_error == QUOTE_NEWLINE
                 ? "cannot be written: a newline in it would end the line"
                 : "cannot be written: it is too long for a line");
        return;
    }
    visible_print(stdout, finding->dialplan);
    putchar('\n');
    if (!visible_is_plain(finding->dialplan)) {
        printf("%*s(where \\xNN is shown that byte itself must stand)\n", INDENT, "");
    }
    print_changes(finding->quote_changes);
}

static void print_changes(unsigned changes) {
    static const struct {
        enum quote_change change;
        const char *text;
    } rows[] = {
        {QUOTE_AROUND, "in quotes: it holds a comma outside ( ) and [ ], or some of these not in "
                       "pairs, and would be cut there or swallow what follows"},
        {QUOTE_BACKSLASH, "\\\\ for each \\, since one is taken away"},
        {QUOTE_QUOTE, "\\\" for each \", since quotes are taken away"},
        {QUOTE_DOLLAR, "\\ behind the $, since ${ and $[ are substituted"},
        {QUOTE_SEMICOLON, "\\; for each ;, since it begins a comment"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if ((changes & rows[i].change) != 0) {
            printf("%*s", INDENT, "");
            print_wrapped(stdout, INDENT, rows[i].text);
        }
    }
}

/* Without a filter nothing is matched, all are notified. */
static void print_names(const struct finding *finding) {
    static const struct {
        const char *colour, *label;
    } looks[] = {[FILTER_NO] = {COLOUR_RED, "no match"},
                 [FILTER_YES] = {COLOUR_GREEN, "matches"},
                 [FILTER_UNDECIDED] = {COLOUR_YELLOW, "undecided"}};
    for (size_t i = 0; i < finding->names->count; i++) {
        enum filter_answer answer = finding->answers[i];
        must(answer <= FILTER_UNDECIDED);
        print_label(finding->reason ? COLOUR_YELLOW : looks[answer].colour,
                    finding->reason ? "notified" : looks[answer].label);
        visible_print(stdout, finding->names->items[i]);
        putchar('\n');
    }
}

static void print_label(const char *colour, const char *label) {
    bool coloured = colour[0] != '\0' && output_has_colours();
    printf("%s%s%s%*s", coloured ? colour : "", label, coloured ? COLOUR_NONE : "",
           INDENT - (int)strlen(label), "");
}

/* The part of the pattern around a byte, and a caret under the byte. */
static void print_excerpt(const char *pattern, size_t offset) {
    size_t start = 0;
    char shown[VISIBLE_SIZE];
    while (visible_columns(pattern + start, offset - start) > EXCERPT_COLUMNS_BEFORE) {
        start += visible_next(pattern + start, shown);
    }
    int column = visible_columns(pattern + start, offset - start) + (start > 0 ? 3 : 0);
    int used = printf("%*s%s", INDENT, "", start > 0 ? "..." : "") - INDENT;
    for (const char *rest = pattern + start; *rest != '\0';) {
        rest += visible_next(rest, shown);
        used += text_columns(shown, strlen(shown));
        if (used > EXCERPT_COLUMNS) {
            fputs("...", stdout);
            break;
        }
        fputs(shown, stdout);
    }
    printf("\n%*s^\n", INDENT + column, "");
}

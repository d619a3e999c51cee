/* One line of an `extensions.conf` at a time: comments off, then a header, a directive or a key
 * with its value. Names are cut out in place, nothing is copied. */
#include <string.h>
#include <strings.h>

#include "sim/base/conf.h"
#include "sim/base/must.h"
#include "sim/dialplan/dialplan_private.h"
#include "sim/dialplan/nearest.h"

static void read_header(struct draft *draft, char *line, unsigned number);
static void open_context(struct draft *draft, const char *name, unsigned number);
static void read_setting(struct draft *draft, char *line, unsigned number);
static void read_general(struct draft *draft, const char *key, const char *value, unsigned number);
static void read_global(struct draft *draft, const char *key, const char *value, unsigned number);
static void read_context_line(struct draft *draft, const char *key, char *value, unsigned number);
static void read_unknown_key(struct draft *draft, const char *key, unsigned number);
static void read_include(struct draft *draft, const char *name, unsigned number);

void draft_read_line(struct draft *draft, char *line, size_t len, unsigned number) {
    must(line[len] == '\0');
    struct dialplan *dp = draft->dp;
    if (draft->full) {
        return;
    }
    if (len > DIALPLAN_LINE_LEN_MAX) {
        dialplan_report(dp, DIALPLAN_ERROR, number, "a line of %zu bytes: at most %d are read", len,
                        DIALPLAN_LINE_LEN_MAX);
        return;
    }
    if (strlen(line) != len) {
        draft->full = true;
        dialplan_report(dp, DIALPLAN_ERROR, number,
                        "a NUL byte: is this a text file? Nothing from here on is read");
        return;
    }
    conf_strip_comments(line, number, &draft->comment_line);
    line = conf_trim(line);
    if (*line == '\0') {
        return;
    }
    if (*line == '[') {
        read_header(draft, line, number);
    } else if (*line == '#') {
        dialplan_report(dp, DIALPLAN_WARNING, number,
                        "'%.*s' is not supported: put the included lines here",
                        (int)strcspn(line, " \t"), line);
    } else {
        read_setting(draft, line, number);
    }
}

void draft_end(struct draft *draft) {
    if (draft->comment_line > 0) {
        dialplan_report(draft->dp, DIALPLAN_ERROR, draft->comment_line,
                        "a block comment that never ends: close it with '--;'");
    }
}

static void read_header(struct draft *draft, char *line, unsigned number) {
    draft->section = SECTION_BAD;
    draft->exten = NULL;
    draft->priority = 0;
    char *end = strchr(line, ']');
    if (!end) {
        dialplan_report(draft->dp, DIALPLAN_ERROR, number,
                        "a section without its ']': it is left out; write [name]");
        return;
    }
    *end = '\0';
    char *name = conf_trim(line + 1);
    const char *rest = conf_trim(end + 1);
    if (*name == '\0') {
        dialplan_report(draft->dp, DIALPLAN_ERROR, number,
                        "a section without a name: it is left out; write [name]");
        return;
    }
    if (*rest != '\0') {
        dialplan_report(draft->dp, DIALPLAN_WARNING, number,
                        "'%s' behind [%s] is ignored: templates are not supported", rest, name);
    }
    if (strcasecmp(name, "general") == 0) {
        draft->section = SECTION_GENERAL;
    } else if (strcasecmp(name, "globals") == 0) {
        draft->section = SECTION_GLOBALS;
    } else if (draft_name_fits(draft, name, "context", number)) {
        open_context(draft, name, number);
    }
}

/* A context may be written in several parts. */
static void open_context(struct draft *draft, const char *name, unsigned number) {
    struct dialplan *dp = draft->dp;
    if (!draft_below_limit(draft, draft->section_count, DIALPLAN_SECTIONS_MAX, "sections",
                           number)) {
        return;
    }
    draft->section_count++;
    draft->section = SECTION_CONTEXT;
    for (draft->context = 0; draft->context < dp->context_count; draft->context++) {
        if (strcmp(dp->contexts[draft->context].name, name) == 0) {
            return;
        }
    }
    struct dialplan_context *contexts =
        dialplan_grow(dp, dp->contexts, dp->context_count, &dp->context_room, sizeof *dp->contexts);
    if (!contexts) {
        draft->section = SECTION_BAD;
        return;
    }
    dp->contexts = contexts;
    dp->contexts[dp->context_count++] = (struct dialplan_context){.name = name};
}

static void read_setting(struct draft *draft, char *line, unsigned number) {
    if (draft->section == SECTION_BAD) {
        return; /* its header was reported */
    }
    if (draft->section == SECTION_NONE) {
        dialplan_report(draft->dp, DIALPLAN_ERROR, number,
                        "a line before the first section: begin with [name]");
        return;
    }
    char *equals = strchr(line, '=');
    if (!equals) {
        dialplan_report(draft->dp, DIALPLAN_ERROR, number,
                        "neither a [section] nor 'key => value': %.40s", line);
        return;
    }
    *equals = '\0';
    char *key = conf_trim(line);
    char *value = conf_trim(equals + (equals[1] == '>' ? 2 : 1));
    if (*key == '\0') {
        dialplan_report(draft->dp, DIALPLAN_ERROR, number, "no key before the '='");
    } else if (draft->section == SECTION_GENERAL) {
        read_general(draft, key, value, number);
    } else if (draft->section == SECTION_GLOBALS) {
        read_global(draft, key, value, number);
    } else {
        read_context_line(draft, key, value, number);
    }
}

/* Nothing here changes how a call runs, but for one setting. */
static void read_general(struct draft *draft, const char *key, const char *value, unsigned number) {
    static const char *const known[] = {
        "static",          "writeprotect",         "clearglobalvars",
        "autofallthrough", "extenpatternmatchnew", "userscontext",
        "overrideswitch",  "priorityjumping"};
    if (strcasecmp(key, "autofallthrough") == 0 && strcasecmp(value, "no") == 0) {
        dialplan_report(draft->dp, DIALPLAN_WARNING, number,
                        "autofallthrough=no is not supported: the end of an extension hangs up");
        return;
    }
    struct nearest nearest;
    nearest_begin(&nearest, key);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcasecmp(key, known[i]) == 0) {
            return;
        }
        nearest_offer(&nearest, known[i]);
    }
    char question[NEAREST_QUESTION_SIZE];
    dialplan_report(draft->dp, DIALPLAN_NOTE, number, "'%.40s' is not known in [general]%s", key,
                    nearest_question(nearest.best, question));
}

static void read_global(struct draft *draft, const char *key, const char *value, unsigned number) {
    struct dialplan *dp = draft->dp;
    if (!draft_below_limit(draft, dp->global_count, DIALPLAN_GLOBALS_MAX, "global variables",
                           number) ||
        !draft_name_fits(draft, key, "variable", number)) {
        return;
    }
    struct dialplan_global *globals =
        dialplan_grow(dp, dp->globals, dp->global_count, &dp->global_room, sizeof *dp->globals);
    if (globals) {
        dp->globals = globals;
        dp->globals[dp->global_count++] = (struct dialplan_global){key, value, number};
    }
}

static void read_context_line(struct draft *draft, const char *key, char *value, unsigned number) {
    must(draft->section == SECTION_CONTEXT);
    if (strcasecmp(key, "exten") == 0) {
        draft_read_exten(draft, value, number);
    } else if (strcasecmp(key, "same") == 0) {
        if (draft->exten) {
            draft_read_step(draft, value, number);
        } else {
            dialplan_report(draft->dp, DIALPLAN_ERROR, number,
                            "'same' has no extension to continue: write 'exten => NUMBER,...'");
        }
    } else if (strcasecmp(key, "include") == 0) {
        read_include(draft, value, number);
    } else {
        read_unknown_key(draft, key, number);
    }
}

static void read_unknown_key(struct draft *draft, const char *key, unsigned number) {
    static const char *const unsupported[] = {"ignorepat", "switch", "lswitch", "eswitch"};
    static const char *const known[] = {"exten", "same", "include"};
    for (size_t i = 0; i < sizeof unsupported / sizeof unsupported[0]; i++) {
        if (strcasecmp(key, unsupported[i]) == 0) {
            dialplan_report(draft->dp, DIALPLAN_WARNING, number, "'%s' is not supported", key);
            return;
        }
    }
    struct nearest nearest;
    nearest_begin(&nearest, key);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        nearest_offer(&nearest, known[i]);
    }
    char question[NEAREST_QUESTION_SIZE];
    dialplan_report(draft->dp, DIALPLAN_ERROR, number, "'%.40s' is not exten, same or include%s",
                    key, nearest_question(nearest.best, question));
}

static void read_include(struct draft *draft, const char *name, unsigned number) {
    struct dialplan *dp = draft->dp;
    if (*name == '\0' || strchr(name, ',')) {
        dialplan_report(dp, DIALPLAN_ERROR, number,
                        *name == '\0' ? "an include without a context: write 'include => NAME'"
                                      : "an include bound to a time is not supported");
        return;
    }
    if (!draft_below_limit(draft, draft->include_count, DIALPLAN_INCLUDES_MAX, "includes",
                           number)) {
        return;
    }
    struct draft_include *includes = dialplan_grow(dp, draft->includes, draft->include_count,
                                                   &draft->include_room, sizeof *draft->includes);
    if (includes) {
        draft->includes = includes;
        draft->includes[draft->include_count++] =
            (struct draft_include){draft->context, {name, number}};
    }
}

bool draft_name_fits(struct draft *draft, const char *name, const char *what, unsigned number) {
    size_t len = strlen(name);
    if (len > DIALPLAN_NAME_LEN_MAX) {
        dialplan_report(draft->dp, DIALPLAN_ERROR, number,
                        "the name of the %s has %zu bytes: at most %d fit", what, len,
                        DIALPLAN_NAME_LEN_MAX);
        return false;
    }
    return true;
}

bool draft_below_limit(struct draft *draft, size_t count, size_t max, const char *what,
                       unsigned number) {
    if (count < max) {
        return true;
    }
    draft->full = true;
    dialplan_report(draft->dp, DIALPLAN_ERROR, number,
                    "more than %zu %s: this line and all behind it are left out", max, what);
    return false;
}

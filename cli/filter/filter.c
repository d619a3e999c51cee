/* `stasim filter`: says what a pattern would do as the filter of a broadcast. */
#include <stdio.h>

#include "cli/base/command.h"
#include "cli/base/options.h"
#include "cli/base/output.h"
#include "cli/filter/filter_finding.h"
#include "cli/filter/names.h"
#include "sim/base/must.h"

enum { NAMES, NAMES_FROM, JSON, OPTIONS };
static const struct option TABLE[OPTIONS] = {
    [NAMES] = {"names", "A,B,C", "say which of these applications the pattern matches"},
    [NAMES_FROM] = {"names-from", "FILE",
                    "the same for the names in a file, one on each line; - is standard input"},
    [JSON] = {"json", NULL, "print one JSON object"},
};

static const char ABOUT[] =
    "PATTERN is the filter as it arrives at StasisBroadcast(); how to write it into an "
    "extensions.conf is part of the answer. One that begins with a dash stands behind --. Quote "
    "it for your shell: 'PATTERN'.\n"
    "\n"
    "It is asked whether the server's safety check accepts the pattern, and whether it compiles as "
    "a POSIX extended regular expression. If not, it is no filter: every application is offered "
    "the call. Warnings tell of what probably means something else than it does in Perl, and of "
    "patterns that pass the check and would exhaust or crash the real server, with the memory they "
    "would take by estimate. Bytes are counted from 0.\n"
    "\n"
    "A name of an application has 1 to 73 bytes. Of each name it is said whether it matches, does "
    "not, or is undecided, which is offered the call as well; if the pattern is no filter all are "
    "notified. Names from several options add up.\n"
    "\n"
    "The JSON object has the keys pattern, accepted, reason and offset (why it is no filter, and "
    "at which byte; null if it is one), compiles, matches (names, all of them if the pattern is no "
    "filter), undecided (names), warnings (texts) and dialplan (null if JSON or a dialplan cannot "
    "hold it). A byte that is no UTF-8 becomes U+FFFD.\n"
    "\n"
    "Exit code: 0 the pattern is accepted and compiles; 1 it would notify everyone; 2 bad usage, "
    "or names that cannot be used.\n";

struct request {
    const char *pattern;
    struct names names;
    bool json;
};

static enum exit_code filter(const char *program, char **arguments);

const struct command COMMAND_FILTER = {
    .name = "filter",
    .summary = "Say what a pattern does as a filter: which names match, what goes wrong.",
    .operands = "PATTERN",
    .options = TABLE,
    .options_count = OPTIONS,
    .about = ABOUT,
    .run = filter,
};

static bool take(void *context, int option, const char *value);
static enum exit_code answer(const struct request *request);

static enum exit_code filter(const char *program, char **arguments) {
    (void)program;
    struct request request = {.pattern = NULL};
    enum exit_code code;
    bool goes_on = options_read(&COMMAND_FILTER, arguments, take, &request, &code);
    if (goes_on && !request.pattern) {
        options_complain(&COMMAND_FILTER, "which pattern? Name one");
    } else if (goes_on) {
        code = answer(&request);
    }
    names_free(&request.names);
    return code;
}

static bool take(void *context, int option, const char *value) {
    struct request *request = context;
    switch (option) {
    case OPTIONS_OPERAND:
        if (request->pattern) {
            options_complain(&COMMAND_FILTER, "one pattern at a time, not also '%s'", value);
            return false;
        }
        request->pattern = value;
        return true;
    case NAMES:
        return names_add_list(&request->names, value);
    case NAMES_FROM:
        return names_add_file(&request->names, value);
    default:
        must(option == JSON);
        return request->json = true;
    }
}

static enum exit_code answer(const struct request *request) {
    struct finding finding;
    bool good = finding_make(&finding, request->pattern, &request->names);
    if (good && request->json) {
        good = finding_print_json(&finding);
    } else if (good) {
        finding_print(&finding);
    }
    bool is_filter = !finding.reason;
    finding_free(&finding);
    if (!good) {
        complain("out of memory");
        return CODE_INTERNAL;
    }
    return is_filter ? CODE_PASSED : CODE_FAILED;
}

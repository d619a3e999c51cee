/* `stasim check`: whether claims can have been answered as they were. */
#include <stdio.h>

#include "cli/base/command.h"
#include "cli/base/options.h"
#include "cli/base/output.h"
#include "cli/base/paths.h"
#include "cli/base/text.h"
#include "sim/scenario/history.h"

enum { LIMIT, OPTIONS, WHY_SIZE = 1024 };
enum { LIMIT_DEFAULT = 1000000, LIMIT_MAX = 40000000 };
static const struct option TABLE[OPTIONS] = {
    [LIMIT] = {"limit", "N",
               "give up on a channel after N states (1000000): undecided, exit code 4"},
};

static const char ABOUT[] =
    "A HISTORY is a trace (`stasim run --trace`, `stasim serve --trace`), or JSON Lines of the "
    "form {\"claim\": \"c1\", \"channel\": \"call-1\", \"app\": \"sales-1\", \"asked_us\": 100, "
    "\"answered_us\": 900, \"status\": 204}, for claims on a real server. A claim whose answer is "
    "not known is without the last two: that it won and that it did not are both considered. "
    "{\"broadcast\": \"call-1\", \"began_us\": 50, \"ended_us\": 2000} tells of a broadcast, as "
    "far as it is known; of a channel without one a single broadcast is assumed, at any time.\n"
    "\n"
    "Exit code: 0 every history is possible; 1 one is not, and the claim is named; 2 a file could "
    "not be read; 4 one could not be decided within the limit.\n";

static enum exit_code run(const char *program, char **arguments);

const struct command COMMAND_CHECK = {
    .name = "check",
    .summary = "Say whether claims can have been answered as they were.",
    .operands = "HISTORY...",
    .options = TABLE,
    .options_count = OPTIONS,
    .about = ABOUT,
    .run = run,
};

struct request {
    struct paths paths;
    uint64_t limit; /* of states */
};

static bool take(void *context, int option, const char *value);
static bool is_history(const char *name);
static enum exit_code check(const struct path *path, size_t limit);

static enum exit_code run(const char *program, char **arguments) {
    (void)program;
    struct request request = {.limit = LIMIT_DEFAULT};
    enum exit_code code;
    bool goes_on = options_read(&COMMAND_CHECK, arguments, take, &request, &code);
    if (goes_on && request.paths.count == 0) {
        options_complain(&COMMAND_CHECK, "which histories? Name files or folders");
    } else if (goes_on) {
        code = CODE_PASSED;
        for (size_t i = 0; i < request.paths.count; i++) {
            code = exit_graver(code, check(&request.paths.items[i], (size_t)request.limit));
        }
    }
    paths_free(&request.paths);
    return code;
}

static bool take(void *context, int option, const char *value) {
    struct request *request = context;
    return option == LIMIT
               ? options_number(&COMMAND_CHECK, "--limit", value, 1, LIMIT_MAX, &request->limit)
               : paths_add(&request->paths, value, is_history);
}

static bool is_history(const char *name) {
    return text_ends_with(name, ".jsonl");
}

static enum exit_code check(const struct path *path, size_t limit) {
    static const struct {
        const char *word;
        enum exit_code code;
    } answers[] = {[HISTORY_OK] = {"ok", CODE_PASSED},
                   [HISTORY_VIOLATION] = {"violation", CODE_FAILED},
                   [HISTORY_UNDECIDED] = {"undecided", CODE_LIMIT}};
    struct history history;
    char why[WHY_SIZE] = "";
    if (path->problem) {
        complain("%s: %s", path->path, path->problem);
        return CODE_INPUT;
    }
    if (!history_read(&history, path->path, why, sizeof why)) {
        complain("%s: %s", path->path, why);
        history_free(&history);
        return CODE_INPUT;
    }
    enum history_answer answer = history_check(&history, limit, why, sizeof why);
    size_t open = 0;
    for (size_t i = 0; i < history.claims_count; i++) {
        open += history.claims[i].status == 0;
    }
    printf("%s: %s: %zu claims", path->path, answers[answer].word, history.claims_count);
    if (open > 0) {
        printf(", %zu of them never answered", open);
    }
    if (answer != HISTORY_OK) {
        printf("; %s", why);
    }
    if (answer == HISTORY_UNDECIDED && limit < LIMIT_MAX) {
        printf("; --limit N, up to %d, looks further", LIMIT_MAX);
    }
    printf("\n");
    history_free(&history);
    return answers[answer].code;
}

/* The verbs about the session as a whole: files, going back, beginning anew. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/base/number.h"
#include "cli/base/problem.h"
#include "cli/base/text.h"
#include "cli/draft/draft.h"
#include "cli/repl/record.h"
#include "cli/repl/repl.h"
#include "sim/base/text.h"
#include "sim/scenario/duration.h"
#include "sim/scenario/script.h"

enum { PATH_SIZE = 4096, ID_SIZE = 16 };

static const uint64_t SEED_MAX = UINT64_C(1) << 53;

static bool read_scenario(struct repl *repl, const char *path, json_t **document, json_t **plan);
static void tell_problem(struct repl *repl, const struct problem *problem);
static bool read_moment(struct repl *repl, uint64_t *at_us);

void do_load(struct repl *repl) {
    json_t *document, *plan;
    uint64_t at_us = 0;
    if (!read_moment(repl, &at_us) || !read_scenario(repl, repl->operands[0], &document, &plan)) {
        return;
    }
    char error[SESSION_ERROR_SIZE], name[PATH_SIZE];
    snprintf(name, sizeof name, "%s", json_string_value(json_object_get(document, "name")));
    if (!session_replace(&repl->session, document, plan, error)) {
        refuse(&repl->answer, "%s", error);
        return;
    }
    say(&repl->answer, "%s", name);
    if (repl->operands_count > 1) {
        repl_run(repl, at_us, NULL, NULL);
    }
    say(&repl->answer, "It stands at %s; `run` and `advance` go on.",
        repl->operands_count > 1 ? repl->operands[2] : "its beginning");
}

void do_save(struct repl *repl) {
    const char *path = repl->operands[0];
    const char *slash = strrchr(path, '/');
    char name[PATH_SIZE], error[SESSION_ERROR_SIZE];
    const char *file = slash ? slash + 1 : path;
    snprintf(name, sizeof name, "%.*s", (int)text_stem(file, ".json"), file);
    const char *given = repl_value(repl, "name");
    json_t *record = record_of(&repl->session, given ? given : name, error);
    if (!record) {
        refuse(&repl->answer, "It is not saved, for it would not pass: %s.", error);
        return;
    }
    int written = json_dump_file(record, path, JSON_INDENT(2));
    if (written != 0) {
        refuse(&repl->answer, "%s cannot be written: %s.", path, strerror(errno));
    } else {
        size_t count = json_array_size(json_object_get(record, "expect"));
        say(&repl->answer, "Saved with %zu expectation%s, all of which hold: `stasim run %s`.",
            count, count == 1 ? "" : "s", path);
        answer_set(&repl->answer, "expectations", json_integer((json_int_t)count));
    }
    json_decref(record);
}

void do_undo(struct repl *repl) {
    struct session *session = &repl->session;
    const char *last = session_last(session);
    char command[PATH_SIZE], text[DURATION_TEXT_BYTES];
    snprintf(command, sizeof command, "%s", text_or_empty(last));
    if (!last) {
        refuse(&repl->answer, "There is nothing to take back.");
        return;
    }
    if (!session_undo(session)) {
        refuse(&repl->answer, "There is no memory to take `%s` back.", command);
        return;
    }
    say(&repl->answer, "Taken back: `%s`. It is %s again.", command,
        duration_text(session_now_us(session), text));
}

void do_reset(struct repl *repl) {
    char error[SESSION_ERROR_SIZE];
    json_t *document = session_blank(scenario_seed(repl->session.scenario));
    if (!document || !session_replace(&repl->session, document, NULL, error)) {
        refuse(&repl->answer, "There is no memory for another world.");
        return;
    }
    say(&repl->answer, "An empty world; `undo` brings the old one back.");
}

/* Another seed is another past: only a session without one can have it. */
void do_seed(struct repl *repl) {
    struct session *session = &repl->session;
    if (repl->operands_count == 0) {
        say(&repl->answer, "The seed is %llu.",
            (unsigned long long)scenario_seed(session->scenario));
        return;
    }
    uint64_t seed;
    if (!number_read(repl->operands[0], &seed) || seed > SEED_MAX) {
        refuse(&repl->answer, "A seed is a whole number from 0 to 2^53, not '%s'.",
               repl->operands[0]);
        return;
    }
    if (world_steps(session->world) > 0) {
        refuse(&repl->answer, "Something has happened already by the present seed: `reset` first.");
        return;
    }
    json_t *document = repl_draft(repl);
    json_object_set_new(document, "seed", json_integer((json_int_t)seed));
    if (repl_act(repl, document)) {
        say(&repl->answer, "The seed is %llu.", (unsigned long long)seed);
    }
}

void do_quit(struct repl *repl) {
    repl->ends = true;
}

/* Its schedule goes into `*plan`. */
static bool read_scenario(struct repl *repl, const char *path, json_t **document, json_t **plan) {
    struct problems problems = {0};
    struct scenario *scenario = scenario_of_file(path, &problems);
    for (size_t i = 0; i < problems.count; i++) {
        const struct problem *problem = &problems.items[i];
        if (!problem->is_warning) {
            tell_problem(repl, problem);
        }
    }
    problems_free(&problems);
    if (!scenario) {
        return false;
    }
    *document = draft_of(scenario);
    *plan = *document ? json_incref(json_object_get(scenario->root, "schedule")) : NULL;
    if (!*document) {
        refuse(&repl->answer, "The dialplan of %s cannot be read.", path);
    }
    scenario_free(scenario);
    return *document != NULL;
}

static void tell_problem(struct repl *repl, const struct problem *problem) {
    char line[ID_SIZE] = "";
    if (problem->line > 0) {
        snprintf(line, sizeof line, ":%u", problem->line);
    }
    refuse(&repl->answer, "%s%s: %s%s%s", problem->file, line, problem->where,
           problem->where[0] != '\0' ? ": " : "", problem->text);
}

/* `load FILE at 120ms`. */
static bool read_moment(struct repl *repl, uint64_t *at_us) {
    if (repl->operands_count == 1) {
        return true;
    }
    if (repl->operands_count == 3 && strcmp(repl->operands[1], "at") == 0) {
        return repl_duration(repl, repl->operands[2], at_us);
    }
    refuse(&repl->answer, "It is `load FILE`, or `load FILE at 120ms`.");
    return false;
}

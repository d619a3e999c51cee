/* `help`: the table of verbs for people. */
#include <stdio.h>
#include <string.h>

#include "cli/repl/repl.h"
#include "sim/dialplan/nearest.h"

enum { NAME_SIZE = 128 };

static void list_verbs(struct repl *repl);
static void explain(struct repl *repl, const struct verb *verb);

void do_help(struct repl *repl) {
    if (repl->operands_count == 0) {
        list_verbs(repl);
        return;
    }
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "%s%s%s", repl->operands[0], repl->operands_count > 1 ? " " : "",
             repl->operands_count > 1 ? repl->operands[1] : "");
    size_t length = strlen(name), told = 0;
    struct nearest nearest;
    nearest_begin(&nearest, name);
    for (const struct verb *verb = VERBS; verb->name; verb++) {
        nearest_offer(&nearest, verb->name);
        bool is_it = strncmp(verb->name, name, length) == 0 &&
                     (verb->name[length] == '\0' || verb->name[length] == ' ');
        if (is_it) {
            explain(repl, verb);
            told++;
        }
    }
    char question[NEAREST_QUESTION_SIZE];
    if (told == 0) {
        refuse(&repl->answer, "There is no command '%s'%s", name,
               nearest_question(nearest.best, question));
    }
}

static void list_verbs(struct repl *repl) {
    say_lines(&repl->answer,
              "A call is offered to every application at once; the first that claims it gets it.\n"
              "Time stands still until you move it. Try, one after another:\n"
              "\n"
              "  app add sales-1 sales-2     two applications\n"
              "  call                        a call comes in, both are offered it for 500 ms\n"
              "  advance 20ms\n"
              "  claim sales-1               204: it is the first\n"
              "  claim sales-2               409: it is the second\n"
              "  why                         ... and why\n"
              "  call                        another call, call-2\n"
              "  run                         nobody wants it\n"
              "  claim sales-2               404: too late\n"
              "  why\n"
              "  show diagram                all of it, as a picture\n"
              "\n");
    json_t *verbs = json_array();
    for (const struct verb *verb = VERBS; verb->name; verb++) {
        say(&repl->answer, "%-15s  %s", verb->name, verb->summary);
        json_array_append_new(verbs, json_string(verb->name));
    }
    say(&repl->answer, "%s", "");
    say(&repl->answer, "`help COMMAND` explains one, with an example.");
    answer_set(&repl->answer, "commands", verbs);
}

static void explain(struct repl *repl, const struct verb *verb) {
    say(&repl->answer, "%s%s%s", verb->name, verb->arguments[0] != '\0' ? " " : "",
        verb->arguments);
    say(&repl->answer, "  %s", verb->summary);
    if (verb->about) {
        say(&repl->answer, "  %s", verb->about);
    }
    say(&repl->answer, "  Example: %s", verb->example);
}

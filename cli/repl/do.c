/* Doing a line: its verb is found, its words are told apart, and the verb is run. */
#include <stdio.h>
#include <string.h>

#include "cli/base/visible.h"
#include "cli/repl/repl.h"
#include "sim/base/must.h"
#include "sim/dialplan/nearest.h"

enum { NAME_SIZE = 256, VERB_WORDS_MAX = 2 };

static void do_words(struct repl *repl);
static void unknown_verb(struct repl *repl);
static bool take_words(struct repl *repl, size_t first);
static bool take_value(struct repl *repl, const char *word, bool *taken);
static bool is_key(const char *word, size_t length);

void repl_do(struct repl *repl, const char *line, size_t length) {
    const char *begin = line + strspn(line, " \t\r\n");
    if (*begin == '\0' || *begin == '#') {
        return;
    }
    repl->line = line;
    answer_begin(&repl->answer, begin);
    const char *wrong = strlen(line) < length    ? "there is a NUL byte in it"
                        : !visible_is_utf8(line) ? "it is not UTF-8"
                                                 : words_cut(&repl->words, line);
    if (wrong) {
        refuse(&repl->answer, "That cannot be read: %s.", wrong);
    } else {
        do_words(repl);
    }
    repl->any_refused |= repl->answer.failed;
    answer_end(&repl->answer, session_now_us(&repl->session));
}

const char *repl_value(const struct repl *repl, const char *key) {
    for (size_t i = 0; i < KEYS_MAX && repl->verb->keys[i]; i++) {
        if (strcmp(repl->verb->keys[i], key) == 0) {
            return repl->values[i];
        }
    }
    return NULL;
}

static void do_words(struct repl *repl) {
    size_t taken;
    const struct verb *verb = repl_find_verb(&repl->words, repl->words.count, &taken);
    if (!verb) {
        unknown_verb(repl);
        return;
    }
    repl->verb = verb;
    if (!take_words(repl, taken)) {
        return;
    }
    if (repl->operands_count < verb->operands_min || repl->operands_count > verb->operands_max) {
        refuse(&repl->answer, "%s: it is `%s%s%s`, for example `%s`.",
               repl->operands_count < verb->operands_min ? "Something is missing"
                                                         : "That is too much",
               verb->name, verb->arguments[0] != '\0' ? " " : "", verb->arguments, verb->example);
        return;
    }
    if (verb->changes) {
        session_mark(&repl->session, repl->line + strspn(repl->line, " \t"));
    }
    verb->run(repl);
    if (verb->changes && repl->answer.failed && !world_failure(repl->session.world)) {
        session_unmark(&repl->session);
    }
}

const struct verb *repl_find_verb(const struct words *words, size_t count, size_t *taken) {
    char name[NAME_SIZE];
    for (*taken = count < VERB_WORDS_MAX ? count : VERB_WORDS_MAX; *taken > 0; --*taken) {
        bool both = *taken > 1;
        snprintf(name, sizeof name, "%s%s%s", words->items[0], both ? " " : "",
                 both ? words->items[1] : "");
        for (const struct verb *verb = VERBS; verb->name; verb++) {
            if (strcmp(verb->name, name) == 0) {
                return verb;
            }
        }
    }
    return NULL;
}

/* Of a first word that is known the second ones are told. */
static void unknown_verb(struct repl *repl) {
    const char *word = repl->words.items[0];
    char known[NAME_SIZE] = "", both[NAME_SIZE], question[NEAREST_QUESTION_SIZE];
    size_t length = strlen(word);
    struct nearest nearest;
    snprintf(both, sizeof both, "%s%s%s", word, repl->words.count > 1 ? " " : "",
             repl->words.count > 1 ? repl->words.items[1] : "");
    nearest_begin(&nearest, word);
    for (const struct verb *verb = VERBS; verb->name; verb++) {
        if (!strchr(verb->name, ' ')) {
            nearest_offer(&nearest, verb->name);
        } else if (strncmp(verb->name, word, length) == 0 && verb->name[length] == ' ') {
            size_t used = strlen(known);
            snprintf(&known[used], sizeof known - used, "%s`%s`", used > 0 ? ", " : "", verb->name);
        }
    }
    if (known[0] != '\0') {
        refuse(&repl->answer, "It is one of %s.", known);
        return;
    }
    if (!nearest.best) {
        nearest_begin(&nearest, both);
        for (const struct verb *verb = VERBS; verb->name; verb++) {
            nearest_offer(&nearest, verb->name);
        }
    }
    refuse(&repl->answer, "There is no command '%s'%s%s", word,
           nearest_question(nearest.best, question), nearest.best ? "" : ": `help` lists them.");
}

/* Into operands and values of keys. */
static bool take_words(struct repl *repl, size_t first) {
    repl->operands_count = 0;
    memset(repl->values, 0, sizeof repl->values);
    for (size_t i = first; i < repl->words.count; i++) {
        bool taken = false;
        if (repl->verb->keys[0] && !take_value(repl, repl->words.items[i], &taken)) {
            return false;
        }
        if (!taken) {
            must(repl->operands_count < OPERANDS_MAX);
            repl->operand_starts[repl->operands_count] = repl->words.starts[i];
            repl->operands[repl->operands_count++] = repl->words.items[i];
        }
    }
    return true;
}

/* A word such as filter=^sales-; false, with a message, if the verb has no such key. */
static bool take_value(struct repl *repl, const char *word, bool *taken) {
    const struct verb *verb = repl->verb;
    size_t length = strcspn(word, "=");
    if (word[length] == '\0' || !is_key(word, length)) {
        return true;
    }
    char name[NAME_SIZE], question[NEAREST_QUESTION_SIZE];
    snprintf(name, sizeof name, "%.*s", (int)length, word);
    struct nearest nearest;
    nearest_begin(&nearest, name);
    for (size_t i = 0; i < KEYS_MAX && verb->keys[i]; i++) {
        nearest_offer(&nearest, verb->keys[i]);
        if (strcmp(verb->keys[i], name) == 0) {
            repl->values[i] = &word[length + 1];
            *taken = true;
            return true;
        }
    }
    refuse(&repl->answer, "`%s` has no %s=%s; it is `%s %s`.", verb->name, name,
           nearest_question(nearest.best, question), verb->name, verb->arguments);
    return false;
}

static bool is_key(const char *word, size_t length) {
    return length > 0 && strspn(word, "abcdefghijklmnopqrstuvwxyz") >= length;
}

/* Floor 8: the REPL: a line is read, the verb in it found and done, and an answer given. */
#ifndef STASIM_CLI_REPL_REPL_H
#define STASIM_CLI_REPL_REPL_H

#include "cli/repl/answer.h"
#include "cli/repl/session.h"
#include "cli/repl/words.h"

enum { OPERANDS_MAX = WORDS_MAX, KEYS_MAX = 6 };

struct verb;

struct repl {
    struct session session;
    struct answer answer;
    bool ends;        /* `quit` */
    bool any_refused; /* of all lines so far */
    /* The line under way. */
    const char *line;
    struct words words;
    const struct verb *verb;
    const char *operands[OPERANDS_MAX];
    size_t operand_starts[OPERANDS_MAX]; /* where each begins in the line */
    size_t operands_count;
    const char *values[KEYS_MAX]; /* of the verb's keys; NULL: not given */
};

/* What an operand or a value names, for its completion. */
enum operand {
    OPERAND_NONE,
    OPERAND_APPS,
    OPERAND_CHANNELS,
    OPERAND_APP_THEN_CHANNEL,
    OPERAND_APP_THEN_TYPE, /* of an event */
    OPERAND_CHANNEL_THEN_APP,
    OPERAND_FAULTS,
    OPERAND_TASKS,
    OPERAND_EVENTS,
    OPERAND_FILES,
    OPERAND_FILE_THEN_AT,
    OPERAND_MODULES,
    OPERAND_VERBS,
    OPERAND_PATHS, /* of ARI */
};

struct verb {
    const char *name;      /* one word or two: "app add" */
    const char *arguments; /* "NAME..." */
    const char *summary;
    const char *example;
    const char *about; /* more of it; NULL: nothing */
    const char *keys[KEYS_MAX];
    enum operand takes;
    size_t operands_min;
    size_t operands_max;
    bool changes; /* it can be undone */
    void (*run)(struct repl *repl);
};

/* The table of all verbs, in the order in which `help` tells of them; ended by one without a name.
 */
extern const struct verb VERBS[];

/* Does a line of `length` bytes, and prints the answer. */
void repl_do(struct repl *repl, const char *line, size_t length);

/* The verb that the first of `count` words name, by two if possible; `taken` is how many. NULL:
 * there is none. */
const struct verb *repl_find_verb(const struct words *words, size_t count, size_t *taken);

/* The value of a key of the verb; NULL when it was not given. */
const char *repl_value(const struct repl *repl, const char *key);

/* ---- What the verbs have in common (acting.c) ---- */

/* Goes on with a changed copy of the document, which is taken over, and does what is then due
 * unless the session holds; tells what has happened. False when it was refused. */
bool repl_act(struct repl *repl, json_t *document);
/* Does what is due up to a moment, or until something is `wanted`, and tells of it. */
enum session_stop repl_run(struct repl *repl, uint64_t until_us, session_wanted *wanted,
                           const void *context);
/* A copy of the document. */
json_t *repl_draft(const struct repl *repl);
/* The application does `deed`; `value` is taken over. */
bool repl_deed(struct repl *repl, const char *application, const char *deed, json_t *value);
/* The channel that is meant when none is named: the newest, or if there is none that of the last
 * call. NULL, with a message, when there has been no call. */
const char *repl_channel(struct repl *repl);
/* That of the last call, whatever has become of it. */
const char *repl_last_call(struct repl *repl);
/* The application that holds a channel; NULL: none does. */
const char *repl_holder(const struct repl *repl, const char *channel);

/* Reads a duration. False, with a message, when it is none. */
bool repl_duration(struct repl *repl, const char *text, uint64_t *us);

/* Who asks for what no application does. */
#define REPL_PERSON "you"

/* ---- The verbs ---- */

void do_app_add(struct repl *repl);
void do_app_disconnect(struct repl *repl);
void do_app_remove(struct repl *repl);
void do_answer(struct repl *repl);
void do_broadcast(struct repl *repl);
void do_call(struct repl *repl);
void do_claim(struct repl *repl);
void do_continue(struct repl *repl);
void do_hangup(struct repl *repl);
void do_modules(struct repl *repl);
void do_move(struct repl *repl);
void do_play(struct repl *repl);
void do_request(struct repl *repl);

void do_advance(struct repl *repl);
void do_clock(struct repl *repl);
void do_hold(struct repl *repl);
void do_release(struct repl *repl);
void do_run(struct repl *repl);
void do_step(struct repl *repl);

void do_event(struct repl *repl);
void do_fault_add(struct repl *repl);
void do_fault_list(struct repl *repl);
void do_fault_remove(struct repl *repl);

void do_filter(struct repl *repl);
void do_show_apps(struct repl *repl);
void do_show_broadcasts(struct repl *repl);
void do_show_channel(struct repl *repl);
void do_show_channels(struct repl *repl);
void do_show_diagram(struct repl *repl);
void do_show_tasks(struct repl *repl);
void do_show_trace(struct repl *repl);
void do_why(struct repl *repl);

void do_help(struct repl *repl);
void do_load(struct repl *repl);
void do_quit(struct repl *repl);
void do_reset(struct repl *repl);
void do_save(struct repl *repl);
void do_seed(struct repl *repl);
void do_undo(struct repl *repl);

#endif

/* Floor 8: what the REPL answers to a command: lines of text, or with --json one object a line. */
#ifndef STASIM_CLI_REPL_ANSWER_H
#define STASIM_CLI_REPL_ANSWER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct log;

struct answer {
    bool is_json;
    bool has_colours;
    bool is_utf8;
    bool failed;    /* the command was refused */
    json_t *object; /* with is_json: what is printed at the end */
};

/* A new answer to a command line. */
void answer_begin(struct answer *answer, const char *line);
/* The clock then stands at `now_us`. */
void answer_end(struct answer *answer, uint64_t now_us);

/* A line of text. */
__attribute__((format(printf, 2, 3))) void say(struct answer *answer, const char *format, ...);
/* The same of a text of several. */
void say_lines(struct answer *answer, const char *text);
/* Says why the command is not done. */
__attribute__((format(printf, 2, 3))) void refuse(struct answer *answer, const char *format, ...);

/* A member of the object, for programs; `value` is taken over. */
void answer_set(struct answer *answer, const char *key, json_t *value);

/* What has happened: the entries of the log from `from` on. `detail`: each step too. */
void answer_tell(struct answer *answer, const struct log *log, size_t from, bool detail);

#endif

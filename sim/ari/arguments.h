/* Floor 6: the values of an operation's parameters, from path, query, form and JSON body alike. */
#ifndef STASIM_ARI_ARGUMENTS_H
#define STASIM_ARI_ARGUMENTS_H

#include <jansson.h>
#include <stdint.h>

#include "sim/ari/ari.h"
#include "sim/ari/route.h"

/* Stand until the next request: for one step, that is. */
struct arguments {
    const struct operation *operation;
    const char *texts[PARAMETERS_MAX]; /* in the order of the parameters; NULL: missing */
    json_t *body;                      /* a JSON object or array; NULL: none. Borrowed */
};

/* The body, if it says it is JSON, into outside->body. False when it is not well formed. */
bool arguments_parse_body(struct outside *outside, const struct ari_request *request);

/* Reads all parameters of the operation. (R122) False when there is no room. */
bool arguments_read(struct outside *outside, const struct ari_request *request,
                    const struct route *route, struct arguments *arguments);

/* What is wrong with them as far as the table says; NULL: nothing. */
const char *arguments_missing(const struct arguments *arguments);

/* A value; NULL when it is missing. Of a list the values stand between commas. */
const char *argument(const struct arguments *arguments, const char *name);
/* The same where empty means missing. */
const char *argument_filled(const struct arguments *arguments, const char *name);
/* A number as C reads it, 0 where it is none; the documented default, which there must be, where it
 * is missing. */
long argument_number(const struct arguments *arguments, const char *name);
/* The same with a default that is not documented. */
long argument_number_or(const struct arguments *arguments, const char *name, long missing);

/* Which of the words that the table allows it is, counted from 0; a documented default is not
 * applied, as the real server does not. */
enum { WORD_MISSING = -2, WORD_UNKNOWN = -1 };
int argument_word(const struct arguments *arguments, const char *name);
/* Which of `words`, ended by NULL, or WORD_UNKNOWN. */
int word_find(const char *const *words, const char *word);

/* The next value of a list from `*rest` on, into `out`, which cuts it off; false at the end. */
bool argument_next(const char **rest, char *out, size_t size);

#endif

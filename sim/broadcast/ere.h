/* Floor 4: extended regular expressions, compiled and matched as glibc does in C.UTF-8. Where the
 * two are known to differ is said at filter_match(). */
#ifndef STASIM_BROADCAST_ERE_H
#define STASIM_BROADCAST_ERE_H

#include <stdbool.h>

#include "sim/broadcast/ere_cost.h"
#include "sim/broadcast/ere_nfa.h"
#include "sim/broadcast/ere_parse.h"

enum ere_status { ERE_OK = 0, ERE_DOES_NOT_COMPILE = -1, ERE_NO_MEMORY = -2 };

/* Which engines a match may use: tests ask for one of them. */
enum ere_engines { ERE_ENGINES_ALL, ERE_ENGINES_PCRE2_ONLY, ERE_ENGINES_NFA_ONLY };

struct ere;

/* Compiles a pattern of at most ERE_PATTERN_MAX_BYTES; the caller owns `*ere`. Where it does not
 * compile, `error` says why, and `*ere` is NULL. */
enum ere_status ere_new(struct ere **result, const char *pattern, struct ere_error *error);

/* NULL is ignored. */
void ere_free(struct ere *ere);

/* Whether it matches anywhere in a name, of at most ERE_NAME_MAX_BYTES. Undecided only if the
 * pattern is too large for both engines. Allocates nothing in the ordinary case. */
enum ere_answer ere_match(const struct ere *ere, const char *name, enum ere_engines engines);

/* What it would cost glibc. */
struct ere_cost ere_cost_of(const struct ere *ere);

/* What a pattern of at most ERE_PATTERN_MAX_BYTES would cost glibc, also one that does not compile:
 * up to the byte that shows it. Nothing is compiled. */
enum ere_status ere_weigh(const char *pattern, struct ere_cost *cost);

/* Whether every name matches; whether none can. */
bool ere_matches_all(const struct ere *ere);
bool ere_matches_none(const struct ere *ere);

#endif

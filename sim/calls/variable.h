/* Floor 3: lists of variables, as a channel, a bridge or a dialplan has them. A name may begin with
 * _ or __, which makes the variable inherited; it is found by its bare name, without these. */
#ifndef STASIM_CALLS_VARIABLE_H
#define STASIM_CALLS_VARIABLE_H

struct digest;
struct world;

struct variable {
    struct variable *next;
    char *value;
    char *name; /* with the underscores that make it inherited */
};

/* The value by the bare name; NULL when it is not set. */
const char *variable_find(const struct variable *variables, const char *name);

/* Sets the variable; a new one stands first, or last. */
void variable_set(struct world *w, struct variable **variables, const char *name,
                  const char *value);
void variable_set_last(struct world *w, struct variable **variables, const char *name,
                       const char *value);

/* Forgets one, if it is set. */
void variable_unset(struct world *w, struct variable **variables, const char *name);
/* Forgets them all: whoever had them is ending. */
void variables_forget(struct world *w, struct variable **variables);

/* Their order makes no difference. */
void variables_tell(struct digest *digest, const struct variable *variables);

/* The name behind its underscores. */
const char *variable_bare_name(const char *name);

#endif

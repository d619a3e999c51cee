/* Parse, weigh, shrink, then compile for two engines: PCRE2 is quick but may give up, and knows
 * ASCII only; the automaton always answers, but has no back-references. */
#include "sim/broadcast/ere.h"

#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/broadcast/ere_pcre2.h"
#include "sim/broadcast/ere_shrink.h"

struct ere {
    struct ere_pcre2 *pcre2; /* or NULL: too large */
    struct ere_nfa *nfa;     /* or NULL: too large, or has back-references */
    struct ere_cost cost;
    bool matches_all;
    bool matches_none;
};

static enum ere_status compile(struct ere *ere, struct ere_tree *tree, const char *pattern,
                               struct ere_error *error);
static bool is_ascii(const char *name);

enum ere_status ere_new(struct ere **result, const char *pattern, struct ere_error *error) {
    struct ere_tree *tree = malloc(sizeof *tree);
    struct ere *ere = calloc(1, sizeof *ere);
    enum ere_status status = ERE_NO_MEMORY;

    *error = (struct ere_error){.reason = NULL};
    if (tree && ere) {
        status = compile(ere, tree, pattern, error);
    }
    free(tree);
    if (status != ERE_OK) {
        ere_free(ere);
        ere = NULL;
    }
    *result = ere;
    return status;
}

void ere_free(struct ere *ere) {
    if (!ere) {
        return;
    }
    ere_pcre2_free(ere->pcre2);
    ere_nfa_free(ere->nfa);
    free(ere);
}

enum ere_answer ere_match(const struct ere *ere, const char *name, enum ere_engines engines) {
    enum ere_answer answer = ERE_UNDECIDED;
    must(strlen(name) <= ERE_NAME_MAX_BYTES);

    if (ere->pcre2 && engines != ERE_ENGINES_NFA_ONLY && is_ascii(name)) {
        answer = ere_pcre2_match(ere->pcre2, name);
    }
    if (answer == ERE_UNDECIDED && ere->nfa && engines != ERE_ENGINES_PCRE2_ONLY) {
        answer = ere_nfa_match(ere->nfa, name);
        must(answer != ERE_UNDECIDED);
    }
    return answer;
}

struct ere_cost ere_cost_of(const struct ere *ere) {
    return ere->cost;
}

enum ere_status ere_weigh(const char *pattern, struct ere_cost *cost) {
    struct ere_tree *tree = malloc(sizeof *tree);
    struct ere_error error;
    if (!tree) {
        return ERE_NO_MEMORY;
    }
    bool compiles = ere_parse(tree, pattern, &error);
    *cost = compiles ? ere_cost(tree) : ere_cost_until_error(tree);
    free(tree);
    return compiles ? ERE_OK : ERE_DOES_NOT_COMPILE;
}

bool ere_matches_all(const struct ere *ere) {
    return ere->matches_all;
}

bool ere_matches_none(const struct ere *ere) {
    return ere->matches_none;
}

static enum ere_status compile(struct ere *ere, struct ere_tree *tree, const char *pattern,
                               struct ere_error *error) {
    if (!ere_parse(tree, pattern, error)) {
        return ERE_DOES_NOT_COMPILE;
    }
    ere->cost = ere_cost(tree);
    if (!ere_shrink(tree)) { /* it compiles, but no engine gets it: undecided (R49) */
        return ERE_OK;
    }
    ere->matches_all = tree->nodes[tree->root].nullable;
    ere->matches_none = tree->root == ERE_NODE_NEVER;
    bool enough_memory = ere_pcre2_new(&ere->pcre2, tree) && ere_nfa_new(&ere->nfa, tree);
    return enough_memory ? ERE_OK : ERE_NO_MEMORY;
}

static bool is_ascii(const char *name) {
    for (; *name != '\0'; name++) {
        if ((unsigned char)*name >= 128) {
            return false;
        }
    }
    return true;
}

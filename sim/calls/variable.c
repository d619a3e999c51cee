/* Linked lists: whoever has variables has few. */
#include "sim/calls/variable.h"

#include <string.h>

#include "sim/world/digest.h"
#include "sim/world/world.h"

static struct variable **find(struct variable **link, const char *name);
static void put(struct world *w, struct variable **found, struct variable **place, const char *name,
                const char *value);
static void forget(struct world *w, struct variable **link);

const char *variable_find(const struct variable *variables, const char *name) {
    for (const struct variable *v = variables; v; v = v->next) {
        if (strcmp(variable_bare_name(v->name), name) == 0) {
            return v->value;
        }
    }
    return NULL;
}

void variable_set(struct world *w, struct variable **variables, const char *name,
                  const char *value) {
    put(w, find(variables, name), variables, name, value);
}

void variable_set_last(struct world *w, struct variable **variables, const char *name,
                       const char *value) {
    struct variable **link = find(variables, name);
    put(w, link, link, name, value);
}

void variable_unset(struct world *w, struct variable **variables, const char *name) {
    struct variable **link = find(variables, name);
    if (*link) {
        forget(w, link);
    }
}

void variables_forget(struct world *w, struct variable **variables) {
    while (*variables) {
        forget(w, variables);
    }
}

const char *variable_bare_name(const char *name) {
    for (int underscores = 0; underscores < 2 && name[0] == '_'; underscores++) {
        name++;
    }
    return name;
}

/* Where the variable hangs; at the end of the list when it is not set. */
static struct variable **find(struct variable **link, const char *name) {
    const char *bare = variable_bare_name(name);
    while (*link && strcmp(variable_bare_name((*link)->name), bare) != 0) {
        link = &(*link)->next;
    }
    return link;
}

/* Sets the one that was found; a new one is linked in at `place`. */
static void put(struct world *w, struct variable **found, struct variable **place, const char *name,
                const char *value) {
    if (*found) {
        world_strset(w, &(*found)->name, name);
        world_strset(w, &(*found)->value, value);
        return;
    }
    struct variable *added = world_alloc(w, sizeof *added);
    added->name = world_strdup(w, name);
    added->value = world_strdup(w, value);
    added->next = *place;
    *place = added;
}

static void forget(struct world *w, struct variable **link) {
    struct variable *gone = *link;
    *link = gone->next;
    world_strfree(w, gone->name);
    world_strfree(w, gone->value);
    world_release(w, gone, sizeof *gone);
}

void variables_tell(struct digest *digest, const struct variable *variables) {
    uint64_t sum = 0;
    for (const struct variable *v = variables; v; v = v->next) {
        sum += hash_text(hash_text(0, v->name), v->value);
    }
    digest_number(digest, sum);
}

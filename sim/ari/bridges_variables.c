/* Variables of bridges. */
#include "sim/ari/bridges.h"
#include "sim/ari/variables.h"
#include "sim/base/text.h"

static const char *read_variable(struct world *w, void *of, const char *name, char *room,
                                 size_t size);

struct reply bridges_get_variable(struct world *w, struct request *request) {
    (void)w;
    const struct bridge *bridge = request->found;
    return variables_show_one(variable_find(bridge->variables, request_text(request, "variable")));
}

struct reply bridges_set_variable(struct world *w, struct request *request) {
    struct bridge *bridge = request->found;
    const char *value = request_text(request, "value");
    variable_set(w, &bridge->variables, request_text(request, "variable"), text_or_empty(value));
    return reply_none();
}

struct reply bridges_get_variables(struct world *w, struct request *request) {
    return variables_show(w, request, read_variable, request->found);
}

struct reply bridges_set_variables(struct world *w, struct request *request) {
    return variables_take(w, request, bridges_write_variable, request->found);
}

void bridges_write_variable(struct world *w, void *of, const char *name, const char *value) {
    struct bridge *bridge = of;
    variable_set(w, &bridge->variables, name, value);
}

static const char *read_variable(struct world *w, void *of, const char *name, char *room,
                                 size_t size) {
    (void)w;
    (void)room;
    (void)size;
    const struct bridge *bridge = of;
    return variable_find(bridge->variables, name);
}

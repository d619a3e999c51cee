/* Problems as JSON; what only warns is left out. */
#include "cli/server/control/problems.h"

#include "cli/server/control/exchange.h"
#include "sim/ari/json.h"
#include "sim/base/must.h"

void give_problems(struct exchange *exchange, const struct problems *problems,
                   const char *message) {
    const char *where = "", *text = NULL; /* of the first */
    json_t *list = json_array();
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        if (!problem->is_warning) {
            struct object one = object_new();
            where = text ? where : problem->where;
            text = text ? text : problem->text;
            object_add_text(&one, "where", problem->where);
            object_add_text(&one, "text", problem->text);
            list = array_with(list, object_finish(&one));
        }
    }
    must(text);
    struct object answer = object_new();
    const char *colon = where[0] != '\0' ? ": " : "";
    object_add(&answer, "message", json_sprintf("%s: %s%s%s", message, where, colon, text));
    object_add(&answer, "problems", list);
    give_json(exchange, 400, object_finish(&answer));
}

/* From a method and a path to a row of the table. */
#include <stdio.h>
#include <string.h>

#include "cli/server/control/exchange.h"
#include "cli/server/control/page.h"
#include "cli/server/control/requests.h"
#include "sim/ari/route.h"

static bool fits(const char *pattern, const char *path, char id[EXCHANGE_ID_BYTES]);

void control_route(struct exchange *exchange, enum method method, const char *path) {
    const struct control_request *request;
    char *allow = exchange->allow;
    for (size_t i = 0; (request = control_request_at(i)) != NULL; i++) {
        if (!fits(request->path, path, exchange->id)) {
            continue;
        }
        if (request->method == method) {
            exchange->request = request;
            return;
        }
        size_t used = strlen(allow);
        snprintf(allow + used, EXCHANGE_ALLOW_BYTES - used, "%s%s", used > 0 ? "," : "",
                 method_name(request->method));
    }
    if (allow[0] == '\0') {
        give_error(exchange, 404,
                   "there is no such thing: GET /stasim/help lists what can be asked");
    } else {
        give_error(exchange, 405, "that cannot be done here: what can be is %s", allow);
    }
}

/* {id} is one part of a path, and not empty; {file} the name of a file of the page. */
static bool fits(const char *pattern, const char *path, char id[EXCHANGE_ID_BYTES]) {
    size_t same = strcspn(pattern, "{");
    if (pattern[same] == '\0') {
        return strcmp(pattern, path) == 0;
    }
    size_t size = strncmp(pattern, path, same) == 0 ? strlen(path + same) : 0;
    if (size == 0 || size >= EXCHANGE_ID_BYTES || strchr(path + same, '/')) {
        return false;
    }
    route_decode(path + same, size, false, id);
    return strcmp(pattern + same, "{file}") != 0 || page_find(id);
}

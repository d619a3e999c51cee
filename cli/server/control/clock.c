/* A clock that is moved by hand. */
#include "cli/server/control/clock.h"

#include "cli/server/control/exchange.h"
#include "cli/server/control/picture.h"
#include "cli/server/control/requests.h"
#include "cli/server/server.h"
#include "sim/ari/json.h"
#include "sim/scenario/duration.h"

static void move(struct exchange *exchange);

json_t *clock_json(const struct live *live) {
    bool is_wall = live->clock == CLOCK_WALL;
    struct object clock = object_new();
    object_add_text(&clock, "kind", is_wall ? "wall" : "virtual");
    object_add(&clock, "paused", json_boolean(live->is_paused));
    object_add(&clock, "now_ms", picture_ms(world_now_us(live->world)));
    return object_finish(&clock);
}

void control_clock(struct exchange *exchange) {
    const char *name;
    json_t *value;
    bool is_false = false;
    json_object_foreach(exchange->body, name, value) {
        is_false |= json_is_false(value);
    }
    if (exchange->server->live.clock == CLOCK_WALL) {
        give_error(exchange, 409,
                   "the clock is the wall's: stasim serve --clock virtual has one that is moved");
    } else if (json_object_size(exchange->body) != 1 || is_false) {
        give_error(
            exchange, 400,
            "one of \"advance\": \"200ms\", \"pause\": true, \"resume\": true, \"run\": true");
    } else {
        move(exchange);
    }
}

static void move(struct exchange *exchange) {
    struct live *live = &exchange->server->live;
    const char *advance = exchange_text(exchange, "advance");
    const char *why;
    uint64_t us = 0;
    if (advance) {
        duration_parse(advance, &us, &why); /* it has been checked */
        live_advance(live, world_now_us(live->world) + us);
    } else if (json_object_get(exchange->body, "run")) {
        live_advance(live, TASK_FOREVER);
    } else {
        live->is_paused = json_object_get(exchange->body, "pause") != NULL;
    }
    if (exchange_go_on(exchange)) {
        exchange_tell(exchange, "clock", json_incref(exchange->body));
        give_json(exchange, 200, clock_json(live));
    }
}

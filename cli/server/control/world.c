/* Requests about the whole: that it is there, how it stands, that it begins anew. */
#include <inttypes.h>

#include "cli/server/control/clock.h"
#include "cli/server/control/control.h"
#include "cli/server/control/exchange.h"
#include "cli/server/control/faults.h"
#include "cli/server/control/requests.h"
#include "cli/server/server.h"
#include "sim/ari/json.h"
#include "sim/base/text.h"
#include "sim/calls/application.h"
#include "sim/calls/channel.h"
#include "sim/calls/session.h"

enum { BROADCASTS = 100 }; /* that are told of, unless somebody wants more or fewer */

static json_t *apps_json(const struct exchange *exchange);
static json_t *held_by(const struct world *w, const struct application *application);
static json_t *calls_json(const struct world *w);
static json_t *call_json(const struct channel *channel);
static json_t *now_ms(const struct exchange *exchange);

void control_ready(struct exchange *exchange) {
    const struct server *server = exchange->server;
    struct object ready = object_new();
    object_add(&ready, "ready", json_true());
    object_add_text(&ready, "version", STASIM_VERSION);
    object_add(&ready, "ari",
               json_sprintf("http://%s:%d/ari", server->settings->host, server_port(server)));
    object_add(&ready, "now_ms", now_ms(exchange));
    give_json(exchange, 200, object_finish(&ready));
}

void control_state(struct exchange *exchange) {
    const struct control *control = exchange->control;
    uint64_t count = exchange_number(exchange, "broadcasts", BROADCASTS);
    struct object state = object_new();
    object_add(&state, "world", json_sprintf("%" PRIu64, control->began_us));
    object_add(&state, "seq", json_integer((json_int_t)recent_last(control->recent)));
    object_add(&state, "now_ms", now_ms(exchange));
    object_add(&state, "clock", clock_json(&exchange->server->live));
    object_add(&state, "apps", apps_json(exchange));
    object_add(&state, "calls", calls_json(exchange_world(exchange)));
    object_add(&state, "broadcasts", picture_broadcasts(&control->picture, count));
    object_add(&state, "counters", picture_counters(&control->picture));
    object_add(&state, "faults", faults_json(exchange_world(exchange), FAULTS_BUT_HOLDS));
    object_add(&state, "holds", holds_json(exchange_world(exchange)));
    object_add(&state, "held", json_integer((json_int_t)faults_held(exchange_world(exchange))));
    give_json(exchange, 200, object_finish(&state));
}

void control_reset(struct exchange *exchange) {
    exchange->control->has_to_begin = true;
    give_none(exchange);
}

static json_t *apps_json(const struct exchange *exchange) {
    const struct world *w = exchange_world(exchange);
    json_t *apps = json_array();
    for (const struct application *one = application_first(w); one; one = application_next(one)) {
        uint64_t replaced = picture_replaced(&exchange->control->picture, one->name);
        bool is_connected = application_is_connected(one);
        struct object app = object_new();
        object_add_text(&app, "name", one->name);
        object_add_text(&app, "state", is_connected ? "connected" : "inactive");
        object_add(&app, "replaced", json_integer((json_int_t)replaced));
        object_add(&app, "client",
                   is_connected && one->client->client ? text_json(one->client->client)
                                                       : json_null());
        object_add(&app, "channels", held_by(w, one));
        apps = array_with(apps, object_finish(&app));
    }
    return apps;
}

static json_t *held_by(const struct world *w, const struct application *application) {
    json_t *ids = json_array();
    for (const struct channel *one = channel_first(w); one; one = channel_next(one)) {
        if (one->session && session_application(one->session) == application) {
            ids = array_with(ids, text_json(one->id));
        }
    }
    return ids;
}

static json_t *calls_json(const struct world *w) {
    json_t *calls = json_array();
    for (const struct channel *one = channel_first(w); one; one = channel_next(one)) {
        calls = array_with(calls, call_json(one));
    }
    return calls;
}

static json_t *call_json(const struct channel *channel) {
    struct object caller = object_new();
    object_add_text(&caller, "name", text_or_empty(channel->caller_name));
    object_add_text(&caller, "number", text_or_empty(channel->caller_number));
    struct object call = object_new();
    object_add_text(&call, "id", channel->id);
    object_add_text(&call, "name", channel->name);
    object_add_text(&call, "state", channel_state_name(channel->state));
    object_add_text(&call, "context", channel->context);
    object_add_text(&call, "exten", channel->exten);
    object_add(&call, "priority", json_integer(channel->priority));
    object_add(&call, "app",
               channel->session ? text_json(session_application(channel->session)->name)
                                : json_null());
    object_add(&call, "caller", object_finish(&caller));
    if (channel->is_near) {
        object_add(&call, "near", json_true());
    }
    if (channel->hung_up) {
        object_add(&call, "hungup", json_true());
    }
    return object_finish(&call);
}

static json_t *now_ms(const struct exchange *exchange) {
    return picture_ms(world_now_us(exchange_world(exchange)));
}

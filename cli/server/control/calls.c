/* Calls that are placed from outside, and their callers hanging up. */
#include <stdio.h>
#include <string.h>

#include "cli/server/control/control.h"
#include "cli/server/control/exchange.h"
#include "cli/server/control/requests.h"
#include "cli/server/control/typed.h"
#include "sim/base/text.h"
#include "sim/calls/cause.h"
#include "sim/dialplan/call.h"
#include "sim/dialplan/dialplan.h"
#include "sim/dialplan/exec.h"
#include "sim/dialplan/match.h"

enum { ID_LEN_MAX = 64, VARIABLES_MAX = 64, CALLER_BYTES = 256 };

/* A call that is about to be placed. */
struct placing {
    char id[ID_LEN_MAX + 1];
    char near_id[ID_LEN_MAX + 3];
    char exten[DIALPLAN_NAME_LEN_MAX + 1];
    char context[DIALPLAN_NAME_LEN_MAX + 1];
    char caller_name[CALLER_BYTES];
    char caller_number[CALLER_BYTES];
    const char *variables[2 * VARIABLES_MAX];
    size_t variables_count;
    struct dialplan *typed; /* the arguments of a broadcast, read as a line; NULL: none */
    struct call_config config;
};

struct ending {
    struct channel *channel;
    struct hangup how;
};

static bool read_call(struct exchange *exchange, struct placing *placing);
static bool read_id(struct exchange *exchange, struct placing *placing);
static bool read_place(struct exchange *exchange, struct placing *placing, const char *to);
static bool read_broadcast(struct exchange *exchange, struct placing *placing, const char *typed);
static bool read_variables(struct exchange *exchange, struct placing *placing);
static void place(struct world *w, void *context);
static void hang_up(struct world *w, void *context);

void control_call(struct exchange *exchange) {
    struct placing placing = {.variables_count = 0};
    if (read_call(exchange, &placing)) {
        json_t *told = json_deep_copy(exchange->body);
        json_object_set_new(told, "id", json_string(placing.id));
        if (placing.typed) {
            json_object_set_new(told, "to", json_sprintf("%s@%s", placing.exten, placing.context));
        }
        exchange_tell(exchange, "call", told);
        if (exchange_act(exchange, place, &placing)) {
            give_json(exchange, 201,
                      json_pack("{s:s, s:s}", "id", placing.id, "channel", placing.id));
        }
    }
    dialplan_free(placing.typed);
}

void control_hang_up(struct exchange *exchange) {
    const char *reason = exchange_query(exchange, "reason");
    struct channel *channel = channel_find(exchange_world(exchange), exchange->id);
    int cause = CAUSE_NORMAL;
    if (!channel) {
        give_error(exchange, 404, "there is no channel \"%s\": GET /stasim/state lists them",
                   exchange->id);
    } else if (reason && !cause_of_reason(reason, &cause)) {
        give_error(exchange, 400, "\"%s\" is no reason: normal, busy, congestion, no_answer … are",
                   reason);
    } else {
        struct channel *caller = channel->peer && !channel->is_near ? channel->peer : channel;
        struct ending ending = {caller, {.shown_cause = cause, .cause = cause}};
        exchange_tell(exchange, "hangup", json_pack("{s:s}", "channel", exchange->id));
        if (exchange_act(exchange, hang_up, &ending)) {
            give_none(exchange);
        }
    }
}

static bool read_call(struct exchange *exchange, struct placing *placing) {
    const char *to = exchange_text(exchange, "to");
    const char *typed = exchange_text(exchange, "broadcast");
    const char *from = exchange_text(exchange, "from");
    if (!to == !typed) {
        give_error(exchange, 400,
                   "where to? \"to\" says it: \"100@in\", or else \"broadcast\": the arguments of "
                   "StasisBroadcast(), such as \"2000,^sales-\"");
        return false;
    }
    if (from && strlen(from) >= CALLER_BYTES) {
        give_error(exchange, 400, "\"from\" is longer than %d bytes", CALLER_BYTES - 1);
        return false;
    }
    bool good = read_id(exchange, placing) && read_variables(exchange, placing) &&
                (to ? read_place(exchange, placing, to) : read_broadcast(exchange, placing, typed));
    if (good) {
        call_split_caller(text_or_empty(from), placing->caller_name, placing->caller_number,
                          CALLER_BYTES);
        bool is_local = placing->config.phone == NULL;
        placing->config.id = placing->id;
        placing->config.near_id = is_local ? placing->near_id : NULL;
        placing->config.exten = placing->exten;
        placing->config.context = placing->context;
        placing->config.caller_name = placing->caller_name;
        placing->config.caller_number = placing->caller_number;
        placing->config.variables = placing->variables;
        placing->config.variables_count = placing->variables_count;
    }
    return good;
}

static bool read_id(struct exchange *exchange, struct placing *placing) {
    const struct world *w = exchange_world(exchange);
    const char *id = exchange_text(exchange, "id");
    placing->config.phone = exchange_text(exchange, "phone");
    if (id && (id[0] == '\0' || strlen(id) > ID_LEN_MAX)) {
        give_error(exchange, 400, "\"id\" must be 1 to %d bytes long", ID_LEN_MAX);
        return false;
    }
    do {
        if (id) {
            snprintf(placing->id, sizeof placing->id, "%s", id);
        } else {
            snprintf(placing->id, sizeof placing->id, "call-%llu",
                     (unsigned long long)++exchange->control->calls);
        }
        snprintf(placing->near_id, sizeof placing->near_id, CALL_NEAR_ID, placing->id);
        if (!channel_find(w, placing->id) && !channel_find(w, placing->near_id)) {
            return true;
        }
    } while (!id);
    give_error(exchange, 409, "there is a channel \"%s\" already: without an id one is made up",
               id);
    return false;
}

static bool read_place(struct exchange *exchange, struct placing *placing, const char *to) {
    const struct dialplan *plan = dialplan_config_of(exchange_world(exchange))->dialplan;
    const char *at = strchr(to, '@');
    size_t size = at ? (size_t)(at - to) : 0;
    if (!at || size == 0 || at[1] == '\0' || strchr(at + 1, '@') || size >= sizeof placing->exten ||
        strlen(at + 1) >= sizeof placing->context) {
        give_error(exchange, 400,
                   "\"to\" must be an extension and its context, such as \"100@in\", not \"%.80s\"",
                   to);
        return false;
    }
    memcpy(placing->exten, to, size);
    snprintf(placing->context, sizeof placing->context, "%s", at + 1);
    if (!dialplan_has_context(plan, placing->context)) {
        give_error(exchange, 400, "the dialplan has no context [%s]", placing->context);
    } else if (!dialplan_has_exten(plan, placing->context, placing->exten) &&
               !dialplan_find(plan, placing->context, "i", 1)) {
        give_error(exchange, 400, "the dialplan has no extension %s in [%s]", placing->exten,
                   placing->context);
    } else {
        return true;
    }
    return false;
}

static bool read_broadcast(struct exchange *exchange, struct placing *placing, const char *typed) {
    const struct dialplan_step *step = typed_read(typed, &placing->typed);
    if (!step) {
        give_error(exchange, 400,
                   "\"broadcast\" cannot stand in the dialplan as StasisBroadcast(%.80s)", typed);
        return false;
    }
    snprintf(placing->exten, sizeof placing->exten, "100");
    snprintf(placing->context, sizeof placing->context, "broadcast-%llu",
             (unsigned long long)++exchange->control->broadcasts);
    placing->config.app = step->application;
    placing->config.app_data = step->args;
    return true;
}

static bool read_variables(struct exchange *exchange, struct placing *placing) {
    json_t *variables = json_object_get(exchange->body, "variables");
    const char *name;
    json_t *value;
    if (json_object_size(variables) > VARIABLES_MAX) {
        give_error(exchange, 400, "\"variables\" are more than %d", VARIABLES_MAX);
        return false;
    }
    json_object_foreach(variables, name, value) {
        placing->variables[placing->variables_count++] = name;
        placing->variables[placing->variables_count++] = json_string_value(value);
    }
    return true;
}

static void place(struct world *w, void *context) {
    const struct placing *placing = context;
    call_place(w, &placing->config);
}

static void hang_up(struct world *w, void *context) {
    const struct ending *ending = context;
    channel_hangup(w, ending->channel, ending->how);
}

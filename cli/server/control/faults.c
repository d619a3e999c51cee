/* Faults, events that are held, and events that are made up: all asked of the running world. */
#include <stdlib.h>
#include <string.h>

#include "cli/server/control/exchange.h"
#include "cli/server/control/faults.h"
#include "cli/server/control/requests.h"
#include "cli/server/server.h"
#include "sim/ari/json.h"
#include "sim/scenario/demand.h"

static const json_t *held_by(const json_t *fault);
static const char *hold_value(const json_t *on, size_t key);
static void add_fault(struct exchange *exchange, const json_t *fault);
static bool is_done(struct exchange *exchange, enum demand demand, const char *why);
static bool read_number(const char *text, uint32_t *number);

/* What a hold can name, and how a fault says it. */
static const struct {
    const char *name;
    const char *in_fault;
} HOLD_KEYS[] = {{"app", "app"}, {"type", "event"}, {"channel", "channel"}};

json_t *faults_json(const struct world *w, enum faults_shown shown) {
    struct fault_account accounts[FAULTS_MAX];
    size_t count = demand_faults(w, accounts, FAULTS_MAX);
    json_t *list = json_array();
    for (size_t i = 0; i < count && i < FAULTS_MAX; i++) {
        if (shown == FAULTS_BUT_HOLDS && held_by(accounts[i].source)) {
            continue;
        }
        struct object fault = object_new();
        object_add(&fault, "id", json_integer(accounts[i].number));
        object_add(&fault, "fault",
                   accounts[i].source ? json_deep_copy(accounts[i].source) : json_null());
        object_add(&fault, "met", json_integer(accounts[i].met));
        object_add(&fault, "struck", json_integer(accounts[i].struck));
        object_add(&fault, "holds", json_integer((json_int_t)accounts[i].holds));
        list = array_with(list, object_finish(&fault));
    }
    return list;
}

json_t *holds_json(const struct world *w) {
    struct fault_account accounts[FAULTS_MAX];
    size_t count = demand_faults(w, accounts, FAULTS_MAX);
    json_t *list = json_array();
    for (size_t i = 0; i < count && i < FAULTS_MAX; i++) {
        const json_t *on = held_by(accounts[i].source);
        if (on) {
            struct object hold = object_new();
            object_add(&hold, "id", json_integer(accounts[i].number));
            for (size_t k = 0; k < sizeof HOLD_KEYS / sizeof HOLD_KEYS[0]; k++) {
                if (hold_value(on, k)) {
                    object_add_text(&hold, HOLD_KEYS[k].name, hold_value(on, k));
                }
            }
            object_add(&hold, "held", json_integer((json_int_t)accounts[i].holds));
            list = array_with(list, object_finish(&hold));
        }
    }
    return list;
}

bool faults_is_hold_of(const json_t *fault, const json_t *named) {
    const json_t *on = held_by(fault);
    bool is_so = on != NULL;
    for (size_t k = 0; is_so && k < sizeof HOLD_KEYS / sizeof HOLD_KEYS[0]; k++) {
        const char *wanted = json_string_value(json_object_get(named, HOLD_KEYS[k].name));
        const char *value = hold_value(on, k);
        is_so = !wanted || (value && strcmp(wanted, value) == 0);
    }
    return is_so;
}

size_t faults_held(const struct world *w) {
    return demand_held(w, &(struct held_things){.app = NULL});
}

void control_faults(struct exchange *exchange) {
    give_json(exchange, 200, faults_json(exchange_world(exchange), FAULTS_ALL));
}

void control_fault(struct exchange *exchange) {
    add_fault(exchange, exchange->body);
}

void control_no_fault(struct exchange *exchange) {
    uint32_t number;
    enum demand demand = read_number(exchange->id, &number)
                             ? demand_no_fault(exchange_world(exchange), number)
                             : DEMAND_UNKNOWN;
    if (is_done(exchange, demand, "there is no such fault: GET /stasim/faults lists them")) {
        exchange_tell(exchange, "no fault", json_pack("{s:I}", "id", (json_int_t)number));
        give_none(exchange);
    }
}

void control_no_faults(struct exchange *exchange) {
    if (is_done(exchange, demand_no_faults(exchange_world(exchange)), "")) {
        exchange_tell(exchange, "no faults", NULL);
        give_none(exchange);
    }
}

/* A fault that holds until somebody releases what it holds. */
void control_hold(struct exchange *exchange) {
    const char *type = exchange_text(exchange, "type");
    json_t *on = json_copy(exchange->body);
    json_object_del(on, "type");
    json_object_set_new(on, "event", json_string(type ? type : "any"));
    json_t *fault = json_pack("{s:o, s:b}", "on", on, "hold", 1);
    add_fault(exchange, fault);
    json_decref(fault);
}

/* Who was about to hold such events does not any more. */
void control_release(struct exchange *exchange) {
    const struct world *w = exchange_world(exchange);
    struct held_things which = {.app = exchange_text(exchange, "app"),
                                .type = exchange_text(exchange, "type"),
                                .channel = exchange_text(exchange, "channel")};
    struct fault_account accounts[FAULTS_MAX];
    size_t before = faults_held(w);
    size_t count = 0;
    exchange_tell(exchange, "release", json_incref(exchange->body));
    enum demand demand = demand_release(exchange_world(exchange), &which, &count);
    size_t faults = demand_faults(w, accounts, FAULTS_MAX);
    for (size_t i = 0; i < faults && i < FAULTS_MAX && demand == DEMAND_DONE; i++) {
        if (faults_is_hold_of(accounts[i].source, exchange->body)) {
            demand = demand_no_fault(exchange_world(exchange), accounts[i].number);
        }
    }
    if (is_done(exchange, demand, "")) {
        give_json(exchange, 200,
                  json_pack("{s:I}", "released", (json_int_t)(before - faults_held(w))));
    }
}

void control_event(struct exchange *exchange) {
    char why[DEMAND_WHY_BYTES] = "";
    json_t *event = json_object_get(exchange->body, "event");
    enum demand demand =
        demand_event(exchange_world(exchange), exchange_text(exchange, "app"), event, why);
    if (is_done(exchange, demand, why)) {
        exchange_tell(exchange, "event", json_incref(exchange->body));
        give_json(exchange, 202, json_pack("{s:b}", "sent", 1));
    }
}

/* What a fault waits for that does nothing but hold events; NULL: it is another one. */
static const json_t *held_by(const json_t *fault) {
    const json_t *on = json_object_get(fault, "on");
    bool is_hold = json_is_true(json_object_get(fault, "hold")) && json_object_size(fault) == 2 &&
                   json_object_get(on, "event");
    return is_hold ? on : NULL;
}

/* NULL: it is left open. */
static const char *hold_value(const json_t *on, size_t key) {
    const char *value = json_string_value(json_object_get(on, HOLD_KEYS[key].in_fault));
    return value && strcmp(value, "any") != 0 ? value : NULL;
}

static void add_fault(struct exchange *exchange, const json_t *fault) {
    char why[DEMAND_WHY_BYTES] = "";
    uint32_t number = 0;
    if (is_done(exchange, demand_fault(exchange_world(exchange), fault, &number, why), why)) {
        exchange_tell(
            exchange, "fault",
            json_pack("{s:I, s:o}", "id", (json_int_t)number, "fault", json_deep_copy(fault)));
        give_json(exchange, 201, json_pack("{s:I}", "id", (json_int_t)number));
    }
}

/* What is then due is done, too. */
static bool is_done(struct exchange *exchange, enum demand demand, const char *why) {
    static const int statuses[] = {
        [DEMAND_WRONG] = 400, [DEMAND_UNKNOWN] = 404, [DEMAND_FULL] = 409};
    if (demand == DEMAND_DONE || demand == DEMAND_BROKEN) {
        return exchange_go_on(exchange);
    }
    give_error(exchange, statuses[demand], "%s", why);
    return false;
}

static bool read_number(const char *text, uint32_t *number) {
    enum { DIGITS_MAX = 9 };
    size_t digits = strspn(text, "0123456789");
    *number = (uint32_t)strtoul(text, NULL, 10);
    return digits > 0 && digits <= DIGITS_MAX && text[digits] == '\0';
}

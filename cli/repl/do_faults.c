/* The verbs about what goes wrong: events and faults on demand. They become faults of the document,
 * each from the moment on at which it was asked for. */
#include <stdlib.h>
#include <string.h>

#include "cli/base/number.h"
#include "cli/draft/draft.h"
#include "cli/repl/repl.h"
#include "sim/ari/made.h"
#include "sim/base/text.h"
#include "sim/calls/application.h"
#include "sim/scenario/demand.h"
#include "sim/scenario/fault.h"
#include "sim/scenario/unsound.h"

static json_t *read_object(struct repl *repl, size_t operand, const char *what);
static json_t *faults_of(json_t *document);
static void set_beginning(struct repl *repl, json_t *fault);
static void tell_what_cannot_be(struct repl *repl, const json_t *fault);

void do_event(struct repl *repl) {
    const char *app = repl->operands[0];
    const struct application *application = application_find(repl->session.world, app);
    if (!application || !application_is_connected(application)) {
        refuse(&repl->answer, "%s has no client that could get it: `app add %s` connects one.", app,
               app);
        return;
    }
    json_t *event =
        repl->operands_count > 2 ? read_object(repl, 2, "fields of the event") : json_object();
    if (!event) {
        return;
    }
    json_object_set_new(event, "type", json_string(repl->operands[1]));
    const char *missing = made_lacks(repl->session.world, event);
    if (missing) {
        refuse(&repl->answer, "There is no channel '%s': `show channels` lists them.", missing);
        json_decref(event);
        return;
    }
    json_t *document = repl_draft(repl);
    json_t *on =
        json_pack("{s:o, s:s}", "at", draft_duration(session_now_us(&repl->session)), "app", app);
    json_array_append_new(faults_of(document), json_pack("{s:o, s:o}", "on", on, "send", event));
    repl_act(repl, document);
}

void do_fault_add(struct repl *repl) {
    json_t *fault = read_object(repl, 0, "a fault as scenarios have them");
    if (!fault) {
        return;
    }
    set_beginning(repl, fault);
    json_t *document = repl_draft(repl);
    json_t *faults = faults_of(document);
    size_t number = json_array_size(faults);
    json_array_append(faults, fault);
    if (repl_act(repl, document)) {
        say(&repl->answer, "It is fault %zu.", number);
        tell_what_cannot_be(repl, fault);
    }
    json_decref(fault);
}

/* It ends: what it has done stays done. */
void do_fault_remove(struct repl *repl) {
    uint64_t number;
    bool is_number = number_read(repl->operands[0], &number);
    json_t *document = repl_draft(repl);
    json_t *fault = is_number ? json_array_get(faults_of(document), (size_t)number) : NULL;
    json_t *on = json_object_get(fault, "on");
    bool is_once = json_object_get(on, "at") != NULL;
    bool has_ended = json_object_get(on, "until") != NULL;
    uint64_t now_us = session_now_us(&repl->session);
    if (!fault || is_once || has_ended || now_us == 0) {
        refuse(&repl->answer, "%s",
               !fault      ? "There is no such fault: `fault list` numbers them."
               : is_once   ? "It strikes once, at its moment: `undo` takes it back."
               : has_ended ? "Its end is set already."
                           : "Nothing has happened yet: `undo` takes it back.");
        json_decref(document);
        return;
    }
    json_object_set_new(on, "until", draft_duration(now_us));
    repl_act(repl, document);
}

void do_fault_list(struct repl *repl) {
    struct fault_account *accounts = calloc(FAULTS_MAX, sizeof *accounts);
    size_t count = accounts ? demand_faults(repl->session.world, accounts, FAULTS_MAX) : 0;
    json_t *faults = json_array();
    if (count == 0) {
        say(&repl->answer, "There is no fault: `help fault add` says how to make one.");
    }
    for (size_t i = 0; i < count; i++) {
        const struct fault_account *account = &accounts[i];
        char *text = json_dumps(account->source, JSON_COMPACT);
        say(&repl->answer, "%3u  struck %u of %u times%s  %s", (unsigned)account->number,
            (unsigned)account->struck, (unsigned)account->met, account->is_off ? ", off" : "",
            text_or_empty(text));
        free(text);
        json_array_append_new(faults,
                              json_pack("{s:i, s:i, s:i, s:b, s:O}", "number", (int)account->number,
                                        "met", (int)account->met, "struck", (int)account->struck,
                                        "off", account->is_off, "fault", account->source));
    }
    free(accounts);
    answer_set(&repl->answer, "faults", faults);
}

/* The rest of the line from that operand on. NULL, with a message, when it is no object. */
static json_t *read_object(struct repl *repl, size_t operand, const char *what) {
    const char *text = &repl->line[repl->operand_starts[operand]];
    json_error_t error;
    char why[UNSOUND_BYTES];
    json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (!json) {
        refuse(&repl->answer, "It cannot be read: %s.",
               unsound_why(text, strlen(text), &error, why));
    } else if (!json_is_object(json)) {
        refuse(&repl->answer, "What stands there is no JSON object: %s, such as `%s`.", what,
               repl->verb->example);
        json_decref(json);
        json = NULL;
    }
    return json;
}

static json_t *faults_of(json_t *document) {
    json_t *faults = json_object_get(document, "faults");
    if (!faults) {
        faults = json_array();
        json_object_set_new(document, "faults", faults);
    }
    return faults;
}

/* What has happened must not be struck when the session is repeated. */
static void set_beginning(struct repl *repl, json_t *fault) {
    static const char *const occasions[] = {"event", "request", "answer", "at", "since"};
    uint64_t now_us = session_now_us(&repl->session);
    json_t *on = json_object_get(fault, "on");
    if (!on) {
        on = json_object();
        json_object_set_new(fault, "on", on);
    }
    bool has_occasion = false;
    for (size_t i = 0; i < sizeof occasions / sizeof occasions[0]; i++) {
        has_occasion |= json_object_get(on, occasions[i]) != NULL;
    }
    if (json_is_object(on) && !has_occasion) {
        json_object_set_new(on, "at", draft_duration(now_us));
    } else if (now_us > 0 && !json_object_get(on, "at") && !json_object_get(on, "since")) {
        json_object_set_new(on, "since", draft_duration(now_us));
    }
}

static void tell_what_cannot_be(struct repl *repl, const json_t *fault) {
    static const char *const effects[] = {"refuse", "restart", "ignorePings", "slow"};
    for (size_t i = 0; i < sizeof effects / sizeof effects[0]; i++) {
        if (json_object_get(fault, effects[i])) {
            say(&repl->answer,
                "Only a server has sockets that can suffer it: here nothing comes of "
                "it.");
        }
    }
}

/* What a broadcast's arguments would do, without a call. */
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/filter/filter_finding.h"
#include "cli/server/control/exchange.h"
#include "cli/server/control/requests.h"
#include "cli/server/control/typed.h"
#include "sim/ari/json.h"
#include "sim/calls/application.h"
#include "sim/dialplan/broadcast_args.h"

static json_t *read_arguments(struct exchange *exchange, const struct dialplan *plan, char *text);
static json_t *judge_filter(const struct finding *finding, json_t *findings);
static json_t *names_that(const struct finding *finding, bool hear);
static json_t *with_finding(json_t *findings, const char *severity, const char *text,
                            bool has_offset, size_t offset);
static struct names connected(const struct world *w);

void control_filter(struct exchange *exchange) {
    struct dialplan *plan;
    const char *typed = exchange_text(exchange, "arguments");
    const struct dialplan_step *step = typed_read(typed, &plan);
    if (!step) {
        give_error(exchange, 400,
                   "\"arguments\" cannot stand in the dialplan as StasisBroadcast(%.80s)", typed);
    } else {
        char *text = memory_text(step->args);
        give_json(exchange, 200, read_arguments(exchange, plan, text));
        free(text);
    }
    dialplan_free(plan);
}

/* `text` is rewritten. */
static json_t *read_arguments(struct exchange *exchange, const struct dialplan *plan, char *text) {
    size_t count;
    const struct dialplan_problem *problems = dialplan_problems(plan, &count);
    json_t *findings = json_array();
    for (size_t i = 0; i < count; i++) {
        bool warns = problems[i].severity == DIALPLAN_WARNING;
        findings = with_finding(findings, warns ? "warning" : "note", problems[i].text, false, 0);
    }
    if (strstr(text, "${") || strstr(text, "$[")) {
        findings = with_finding(findings, "note",
                                "what variables will be is not known yet: it is judged as it "
                                "stands",
                                false, 0);
    }
    struct broadcast_args arguments;
    broadcast_args_read(text, &arguments);
    struct names names = connected(exchange_world(exchange));
    struct finding finding = {.answers = NULL};
    struct object answer = object_new();
    if (!finding_make(&finding, arguments.filter, &names)) {
        memory_end();
    }
    findings = judge_filter(&finding, findings);
    object_add_text(&answer, "filter", arguments.filter);
    object_add(&answer, "timeout_ms", json_integer(arguments.timeout_ms));
    object_add(&answer, "findings", findings);
    object_add(&answer, "hears", names_that(&finding, true));
    object_add(&answer, "deaf", names_that(&finding, false));
    finding_free(&finding);
    free(names.items);
    return object_finish(&answer);
}

static json_t *judge_filter(const struct finding *finding, json_t *findings) {
    if (finding->reason && finding->pattern[0] != '\0') {
        findings = with_finding(findings, "error", finding->reason, true, finding->offset);
    }
    for (size_t i = 0; i < finding->warnings_count && finding->pattern[0] != '\0'; i++) {
        const struct finding_warning *warning = &finding->warnings[i];
        findings =
            with_finding(findings, "warning", warning->text, warning->has_offset, warning->offset);
    }
    return findings;
}

/* Without a filter that works all hear. */
static json_t *names_that(const struct finding *finding, bool hear) {
    json_t *list = json_array();
    for (size_t i = 0; i < finding->names->count; i++) {
        bool hears =
            finding->reason || finding->pattern[0] == '\0' || finding->answers[i] != FILTER_NO;
        if (hears == hear) {
            list = array_with(list, text_json(finding->names->items[i]));
        }
    }
    return list;
}

static json_t *with_finding(json_t *findings, const char *severity, const char *text,
                            bool has_offset, size_t offset) {
    struct object finding = object_new();
    object_add_text(&finding, "severity", severity);
    object_add_text(&finding, "message", text);
    if (has_offset) {
        object_add(&finding, "offset", json_integer((json_int_t)offset));
    }
    return array_with(findings, object_finish(&finding));
}

/* The names are the world's; the list is the caller's. */
static struct names connected(const struct world *w) {
    struct names names = {.items = memory_new((application_count(w) + 1) * sizeof(char *))};
    for (const struct application *one = application_first(w); one; one = application_next(one)) {
        if (application_is_connected(one)) {
            names.items[names.count++] = one->name;
        }
    }
    return names;
}

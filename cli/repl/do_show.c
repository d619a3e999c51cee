/* The verbs that look: what there is. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/base/number.h"
#include "cli/diagram/diagram.h"
#include "cli/filter/filter_finding.h"
#include "cli/repl/repl.h"
#include "sim/base/text.h"
#include "sim/broadcast/context.h"
#include "sim/calls/application.h"
#include "sim/calls/channel.h"
#include "sim/scenario/duration.h"

enum { TRACE_LINES = 40 };

static void show_finding(struct repl *repl, const struct finding *finding);
static void show_variables(struct repl *repl, const struct channel *channel, json_t *object);
static const char *yes(bool is);

void do_show_apps(struct repl *repl) {
    json_t *apps = json_array();
    const struct application *application = application_first(repl->session.world);
    if (!application) {
        say(&repl->answer, "No application is registered: `app add sales-1` adds one.");
    }
    for (; application; application = application_next(application)) {
        bool connected = application_is_connected(application);
        say(&repl->answer, "%-20s  %s%s", application->name, connected ? "connected" : "inactive",
            application->subscribe_all ? ", gets all events" : "");
        json_array_append_new(apps,
                              json_pack("{s:s, s:b, s:b}", "name", application->name, "connected",
                                        connected, "subscribe_all", application->subscribe_all));
    }
    answer_set(&repl->answer, "apps", apps);
}

void do_show_channels(struct repl *repl) {
    json_t *channels = json_array();
    const struct channel *channel = channel_first(repl->session.world);
    if (!channel) {
        say(&repl->answer, "There is no channel: `call` places a call.");
    }
    for (; channel; channel = channel_next(channel)) {
        const char *holder = repl_holder(repl, channel->id);
        say(&repl->answer, "%-12s  %-22s  %-8s  %s@%s,%d %s%s%s", channel->id, channel->name,
            channel_state_name(channel->state), channel->exten, channel->context, channel->priority,
            text_or_empty(channel->app_name), holder ? ", held by " : "", text_or_empty(holder));
        json_array_append_new(
            channels, json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:s?}", "id", channel->id, "name",
                                channel->name, "state", channel_state_name(channel->state),
                                "context", channel->context, "extension", channel->exten,
                                "priority", channel->priority, "application", holder));
    }
    answer_set(&repl->answer, "channels", channels);
}

void do_show_channel(struct repl *repl) {
    const struct channel *channel = channel_find(repl->session.world, repl->operands[0]);
    if (!channel) {
        refuse(&repl->answer, "There is no channel '%s': `show channels` lists them.",
               repl->operands[0]);
        return;
    }
    const char *holder = repl_holder(repl, channel->id);
    json_t *object = json_pack("{s:s, s:s, s:s, s:s?, s:b}", "id", channel->id, "name",
                               channel->name, "state", channel_state_name(channel->state),
                               "application", holder, "hung_up", channel->hung_up);
    say(&repl->answer, "id        %s", channel->id);
    say(&repl->answer, "name      %s", channel->name);
    say(&repl->answer, "state     %s%s", channel_state_name(channel->state),
        channel->hung_up ? ", hung up" : "");
    say(&repl->answer, "dialplan  %s@%s,%d %s(%s)", channel->exten, channel->context,
        channel->priority, text_or_empty(channel->app_name), text_or_empty(channel->app_data));
    say(&repl->answer, "held by   %s", holder ? holder : "nobody");
    show_variables(repl, channel, object);
    answer_set(&repl->answer, "channel", object);
}

void do_show_broadcasts(struct repl *repl) {
    json_t *broadcasts = json_array();
    const struct broadcasts *state = broadcasts_of(repl->session.world);
    if (!state->contexts) {
        say(&repl->answer, "No channel is on offer: a claim would be answered 404 (R21).");
    }
    for (const struct context *context = state->contexts; context;
         context = context->by_channel.next) {
        say(&repl->answer, "%-12s  filter %s  winner %s  finished %s  notify %s",
            context->channel_id, context->filter[0] != '\0' ? context->filter : "(none)",
            context->winner ? context->winner : "(none)", yes(context->finished),
            yes(context->notify_claimed));
        json_array_append_new(
            broadcasts, json_pack("{s:s, s:s, s:s?, s:b, s:b}", "channel", context->channel_id,
                                  "filter", context->filter, "winner", context->winner, "finished",
                                  context->finished, "notify_claimed", context->notify_claimed));
    }
    answer_set(&repl->answer, "broadcasts", broadcasts);
}

void do_show_tasks(struct repl *repl) {
    struct task *tasks[SESSION_TASKS_MAX];
    size_t count = session_tasks(&repl->session, tasks);
    json_t *array = json_array();
    if (count == 0) {
        say(&repl->answer, "There is nothing that could happen: who waits, waits for a command.");
    }
    for (size_t i = 0; i < count; i++) {
        char name[TASK_NAME_BYTES], due[DURATION_TEXT_BYTES];
        bool ready =
            task_is_ready(tasks[i]) || task_due_us(tasks[i]) <= session_now_us(&repl->session);
        task_name(tasks[i], name);
        duration_text(task_due_us(tasks[i]), due);
        say(&repl->answer, "%3zu  %-24s  %-26s  %s", i + 1, name, task_step(tasks[i])->name,
            ready ? "now" : due);
        json_array_append_new(array, json_pack("{s:s, s:s, s:b, s:I}", "task", name, "step",
                                               task_step(tasks[i])->name, "ready", ready, "due_us",
                                               (json_int_t)task_due_us(tasks[i])));
    }
    answer_set(&repl->answer, "tasks", array);
}

/* The newest entries, or as many as are asked for. */
void do_show_trace(struct repl *repl) {
    const struct log *log = repl->session.log;
    uint64_t wanted = TRACE_LINES;
    if (repl->operands_count > 0 && (!number_read(repl->operands[0], &wanted) || wanted == 0)) {
        refuse(&repl->answer, "How many entries? '%s' is no number.", repl->operands[0]);
        return;
    }
    size_t count = log_count(log);
    json_t *trace = json_array();
    for (size_t i = count > wanted ? count - wanted : 0; i < count; i++) {
        char *line = log_entry_text(log_at(log, i));
        if (line) {
            say(&repl->answer, "%s", line);
            json_array_append_new(trace, json_loads(line, 0, NULL));
        }
        free(line);
    }
    answer_set(&repl->answer, "trace", trace);
}

void do_show_diagram(struct repl *repl) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct diagram *diagram = diagram_new(repl->session.log, "");
    if (out && diagram) {
        diagram_write_text(diagram, out, &(struct diagram_style){.is_utf8 = repl->answer.is_utf8});
    }
    if (out) {
        fclose(out);
    }
    if (diagram && text) {
        say_lines(&repl->answer, text);
        answer_set(&repl->answer, "diagram", json_string(text));
    } else {
        refuse(&repl->answer, "There is no memory for a picture.");
    }
    diagram_free(diagram);
    free(text);
}

/* What the pattern would do as a filter, to the applications that are registered. */
void do_filter(struct repl *repl) {
    const struct world *w = repl->session.world;
    struct names names = {.items = calloc(application_count(w) + 1, sizeof(char *))};
    for (const struct application *application = application_first(w); names.items && application;
         application = application_next(application)) {
        names.items[names.count++] = application->name;
    }
    struct finding finding;
    if (!names.items || !finding_make(&finding, repl->operands[0], &names)) {
        refuse(&repl->answer, "There is no memory for it.");
    } else {
        show_finding(repl, &finding);
        finding_free(&finding);
    }
    free(names.items);
}

static void show_finding(struct repl *repl, const struct finding *finding) {
    json_t *hears = json_array();
    if (finding->reason) {
        say(&repl->answer,
            "It is no filter: at byte %zu: %s. So every application is offered the call.",
            finding->offset, finding->reason);
    }
    for (size_t i = 0; i < finding->warnings_count; i++) {
        say(&repl->answer, "warning: %s", finding->warnings[i].text);
    }
    for (size_t i = 0; i < finding->names->count; i++) {
        const char *name = finding->names->items[i];
        bool passes = finding->reason || finding->answers[i] != FILTER_NO;
        say(&repl->answer, "%-20s  %s", name, passes ? "hears" : "does not hear");
        if (passes) {
            json_array_append_new(hears, json_string(name));
        }
    }
    answer_set(&repl->answer, "is_filter", json_boolean(!finding->reason));
    answer_set(&repl->answer, "hears", hears);
}

static void show_variables(struct repl *repl, const struct channel *channel, json_t *object) {
    json_t *variables = json_object();
    for (const struct variable *variable = channel->variables; variable;
         variable = variable->next) {
        say(&repl->answer, "variable  %s = \"%s\"", variable->name, variable->value);
        json_object_set_new(variables, variable->name, json_string(variable->value));
    }
    json_object_set_new(object, "variables", variables);
}

static const char *yes(bool is) {
    return is ? "yes" : "no";
}

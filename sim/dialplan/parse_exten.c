/* `NUMBER,PRIORITY,APPLICATION(ARGS)`: what stands behind `exten =>`, and but for the number behind
 * `same =>`. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sim/base/conf.h"
#include "sim/base/must.h"
#include "sim/dialplan/applications.h"
#include "sim/dialplan/dialplan_private.h"
#include "sim/dialplan/pattern.h"

static bool read_pattern(struct draft *draft, char **value, unsigned number);
static bool read_priority(struct draft *draft, char *text, struct dialplan_step *step);
static bool read_application(struct draft *draft, char *text, struct dialplan_step *step);
static void add_step(struct draft *draft, const struct dialplan_step *step);

void draft_read_exten(struct draft *draft, char *value, unsigned number) {
    draft->exten = NULL; /* a line that cannot be read must not be continued by `same` */
    if (read_pattern(draft, &value, number)) {
        draft_read_step(draft, value, number);
    }
}

void draft_read_step(struct draft *draft, char *value, unsigned number) {
    must(draft->exten);
    char *comma = strchr(value, ',');
    if (comma) {
        *comma = '\0';
    }
    char *priority = conf_trim(value);
    if (strcasecmp(priority, "hint") == 0) {
        return;
    }
    struct dialplan_step step = {.line = number, .args = ""};
    if (!read_priority(draft, priority, &step)) {
        return;
    }
    draft->priority = step.priority; /* counted even if the rest cannot be read */
    if (!comma) {
        dialplan_report(draft->dp, DIALPLAN_ERROR, number,
                        "a priority without an application: write '%s,NAME(ARGS)'", priority);
    } else if (read_application(draft, conf_trim(comma + 1), &step)) {
        dialplan_report_application(draft->dp, number, step.application);
        add_step(draft, &step);
    }
}

/* Cuts the extension off the front of *value: up to the first comma that is not in a set. */
static bool read_pattern(struct draft *draft, char **value, unsigned number) {
    struct dialplan *dp = draft->dp;
    char *comma = *value;
    for (bool in_set = false; *comma && (*comma != ',' || in_set); comma++) {
        in_set = *comma == '[' || (in_set && *comma != ']');
    }
    if (*comma == '\0') {
        dialplan_report(dp, DIALPLAN_ERROR, number,
                        "an extension without a priority: write 'exten => NUMBER,1,NAME(ARGS)'");
        return false;
    }
    *comma = '\0';
    char *exten = conf_trim(*value);
    *value = comma + 1;
    const char *error = *exten == '\0'            ? "an extension without a number"
                        : strchr(exten, '/')      ? "a caller id behind a '/' is not supported"
                        : strchr(exten, '$')      ? "a variable in an extension is not supported"
                        : strpbrk(exten, " \t\"") ? "a blank or a quote in an extension"
                        : pattern_is(exten)       ? pattern_error(exten)
                                                  : NULL;
    if (error) {
        dialplan_report(dp, DIALPLAN_ERROR, number, "extension '%.40s': %s", exten, error);
        return false;
    }
    if (!draft_name_fits(draft, exten, "extension", number)) {
        return false;
    }
    const char *doubt = pattern_is(exten) ? pattern_doubt(exten) : NULL;
    if (doubt) {
        dialplan_report(dp, DIALPLAN_NOTE, number, "extension '%s': %s", exten, doubt);
    }
    draft->exten = exten;
    return true;
}

/* Reads `7`, `n`, `7(label)` or `n(label)`. */
static bool read_priority(struct draft *draft, char *text, struct dialplan_step *step) {
    struct dialplan *dp = draft->dp;
    char *label = strchr(text, '(');
    if (label) {
        *label++ = '\0';
        char *end = strchr(label, ')');
        if (!end || end[1] != '\0' || end == label) {
            dialplan_report(dp, DIALPLAN_ERROR, step->line, "label '%.40s': write n(NAME)", label);
            return false;
        }
        *end = '\0';
        step->label = conf_trim(label);
        if (!draft_name_fits(draft, step->label, "label", step->line)) {
            return false;
        }
    }
    text = conf_trim(text);
    if (strcasecmp(text, "n") == 0) {
        step->priority = draft->priority + 1;
    } else if (*text != '\0' && text[strspn(text, "0123456789")] == '\0' && strlen(text) <= 9) {
        step->priority = atoi(text);
    }
    if (step->priority < 1 || step->priority > DIALPLAN_PRIORITY_MAX) {
        dialplan_report(dp, DIALPLAN_ERROR, step->line,
                        "priority '%.40s': write a number from 1 to %d, n, n(LABEL) or hint", text,
                        DIALPLAN_PRIORITY_MAX);
        return false;
    }
    return true;
}

/* Reads `NAME(ARGS)` or `NAME`. The last parenthesis of the line is the closing one. */
static bool read_application(struct draft *draft, char *text, struct dialplan_step *step) {
    struct dialplan *dp = draft->dp;
    char *args = strchr(text, '(');
    if (args) {
        *args++ = '\0';
        char *end = strrchr(args, ')');
        if (!end) {
            dialplan_report(dp, DIALPLAN_WARNING, step->line,
                            "no ')' closes the arguments: the line is read up to its end");
        } else {
            if (end[1] != '\0') {
                dialplan_report(dp, DIALPLAN_WARNING, step->line,
                                "'%.40s' behind the last ')' is ignored", end + 1);
            }
            *end = '\0';
        }
        step->args = args;
    }
    step->application = conf_trim(text);
    step->info = application_info_find(step->application);
    if (*step->application == '\0' || strpbrk(step->application, ", \t")) {
        dialplan_report(dp, DIALPLAN_ERROR, step->line, "application '%.40s': write NAME(ARGS)",
                        step->application);
        return false;
    }
    return draft_name_fits(draft, step->application, "application", step->line);
}

static void add_step(struct draft *draft, const struct dialplan_step *step) {
    if (!draft_below_limit(draft, draft->step_count, DIALPLAN_STEPS_MAX, "priorities",
                           step->line)) {
        return;
    }
    struct draft_step *steps = dialplan_grow(draft->dp, draft->steps, draft->step_count,
                                             &draft->step_room, sizeof *draft->steps);
    if (steps) {
        draft->steps = steps;
        draft->steps[draft->step_count++] =
            (struct draft_step){draft->context, draft->exten, *step};
    }
}

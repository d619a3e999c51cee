/* Reading arguments by way of a dialplan that is nothing else. */
#include "cli/server/control/typed.h"

#include <stdio.h>
#include <string.h>

#include "sim/dialplan/match.h"

const struct dialplan_step *typed_read(const char *arguments, struct dialplan **plan) {
    static const char before[] = "[typed]\nexten => s,1,StasisBroadcast(";
    char text[DIALPLAN_LINE_LEN_MAX + sizeof before];
    int length = snprintf(text, sizeof text, "%s%s)\n", before, arguments);
    *plan = NULL;
    if (length < 0 || (size_t)length >= sizeof text || strpbrk(arguments, "\r\n") ||
        dialplan_parse("typed", text, (size_t)length, plan) != DIALPLAN_OK ||
        dialplan_problem_count(*plan, DIALPLAN_ERROR) > 0) {
        return NULL;
    }
    return dialplan_find(*plan, "typed", "s", 1);
}

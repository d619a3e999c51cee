/* The keys of programs under test, and of what is expected of them. */
#include "sim/scenario/keys.h"

static const struct format FORMAT_STARTS = {.name = "\"once\" or \"each\"",
                                            .words = (const char *const[]){"once", "each", NULL}};
static const struct value STARTS = {.kind = VALUE_TEXT, .format = &FORMAT_STARTS};
static const struct value STATUSES = {
    .kind = VALUE_LIST, .items = &VALUE_STATUS, .min = 1, .max = 16};
static const struct value EXIT_CODE = {.kind = VALUE_INTEGER, .max = 255};

static const struct key PROGRAM_KEYS[] = {
    {.name = "name",
     .value = &VALUE_NAME,
     .description = "The program's name, and that of the user as whom it asks. Without it: that "
                    "of its first application.",
     .example = "\"agent\""},
    {.name = "app",
     .value = &VALUE_APP,
     .description = "The application it is to register.",
     .example = "\"agent\"",
     .choice = true},
    {.name = "apps",
     .value = &VALUE_APPS,
     .description = "The applications it is to register.",
     .example = "[\"sales\", \"support\"]",
     .choice = true},
    {.name = "start",
     .value = &STARTS,
     .description = "each: started anew for this scenario, and ended behind it. once: it stays "
                    "connected from one scenario to the next.",
     .fallback = "\"once\"",
     .example = "\"each\""},
    {0},
};
static const struct value PROGRAM =
    OBJECT_VALUE("program", PROGRAM_KEYS, .description = "A program under test.");
const struct value VALUE_PROGRAM_LIST = {.kind = VALUE_LIST, .items = &PROGRAM, .max = 16};

static const struct key CONDUCT_KEYS[] = {
    {.name = "name",
     .value = &VALUE_NAME,
     .description = "The program. Without it: the only one there is.",
     .example = "\"agent\""},
    {.name = "connected",
     .value = &VALUE_TRUE_FALSE,
     .description = "At the end it has a WebSocket, or it has none.",
     .example = "true"},
    {.name = "running",
     .value = &VALUE_TRUE_FALSE,
     .description = "At the end it runs, or it does not.",
     .example = "true"},
    {.name = "exit",
     .value = &EXIT_CODE,
     .description = "It has ended, with this code; 128 and the signal's number, if one ended it.",
     .example = "0"},
    {.name = "quietAfter",
     .value = &STATUSES,
     .description = "Once a claim of its is answered so, it asks nothing more about that channel.",
     .example = "[404, 409]"},
    {.name = "waitsForStart",
     .value = &VALUE_TRUE_FALSE,
     .description = "It asks nothing but claims about a channel before its StasisStart.",
     .fallback = "false",
     .example = "true"},
    {.name = "quietAfterEnd",
     .value = &VALUE_TRUE_FALSE,
     .description = "It asks nothing about a channel later than 100 ms after its StasisEnd, or "
                    "after it is gone.",
     .fallback = "false",
     .example = "true"},
    {.name = "asksOnlyKnown",
     .value = &VALUE_TRUE_FALSE,
     .description = "It asks for nothing that there is not: none of its requests is answered 400, "
                    "405 or 501, nor 404 for a path that does not exist.",
     .fallback = "false",
     .example = "true"},
    {0},
};
const struct value VALUE_CONDUCT =
    OBJECT_VALUE("conduct", CONDUCT_KEYS, .description = "How a program behaves.");

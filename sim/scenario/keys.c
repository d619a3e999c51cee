/* The keys of the document itself, of calls, phones and the rest. */
#include "sim/scenario/keys.h"

#include <string.h>

#include "sim/scenario/script.h"

static const struct key MODULES_KEYS[] = {
    {.name = "res",
     .value = &VALUE_TRUE_FALSE,
     .description = "res_stasis_broadcast: contexts and claims.",
     .fallback = "true",
     .example = "true"},
    {.name = "app",
     .value = &VALUE_TRUE_FALSE,
     .description = "app_stasis_broadcast: the dialplan application. Fails without res.",
     .fallback = "true",
     .example = "false"},
    {0},
};
static const struct value MODULES_SWITCHES =
    OBJECT_VALUE("modules", MODULES_KEYS, .description = "Which modules are loaded.");
static const struct value MODULES_NAMES = {.kind = VALUE_LIST, .items = &VALUE_MODULE, .max = 2};
static const struct value MODULES_VALUE = {
    .kind = VALUE_EITHER,
    .either = (const struct value *const[]){&MODULES_SWITCHES, &MODULES_NAMES, NULL},
};

static const struct key PHONE_KEYS[] = {
    {.name = "answers",
     .value = &VALUE_DURATION,
     .description = "Answers after ringing so long.",
     .example = "\"2s\"",
     .choice = true},
    {.name = "busy",
     .value = &VALUE_DURATION,
     .description = "Is busy, and says so after so long.",
     .example = "\"100ms\"",
     .choice = true},
    {.name = "unanswered",
     .value = &VALUE_DURATION,
     .description = "Rings, and gives up after so long.",
     .example = "\"20s\"",
     .choice = true},
    {0},
};
static const struct value PHONE =
    OBJECT_VALUE("phone", PHONE_KEYS, .description = "What a phone does when it is dialled.");

static const struct key CALL_HANGUP_KEYS[] = {
    {.name = "at",
     .value = &VALUE_DURATION,
     .description = "When, since the beginning.",
     .example = "\"450ms\"",
     .choice = true},
    {.name = "after",
     .value = &VALUE_DURATION,
     .description = "How long after the call was placed.",
     .example = "\"450ms\"",
     .choice = true},
    {0},
};
static const struct value CALL_HANGUP =
    OBJECT_VALUE("hangup", CALL_HANGUP_KEYS, .description = "When the caller hangs up.");

static const struct key CALL_KEYS[] = {
    {.name = "at",
     .value = &VALUE_DURATION,
     .description = "When it is placed, since the beginning.",
     .fallback = "\"0ms\"",
     .example = "\"0ms\""},
    {.name = "id",
     .value = &VALUE_NAME,
     .description = "The id of the channel that runs the dialplan; the far half of a Local pair "
                    "has the same behind \"o-\". Without it: call-1, call-2 … by its place.",
     .example = "\"call-1\""},
    {.name = "to",
     .value = &VALUE_PLACE,
     .description = "The extension and context it arrives at.",
     .example = "\"100@in\"",
     .required = true},
    {.name = "caller",
     .value = &VALUE_TEXT_ANY,
     .description = "Name and number of the caller.",
     .fallback = "\"\"",
     .example = "\"Alice <200>\""},
    {.name = "variables",
     .value = &(const struct value){.kind = VALUE_MAP, .items = &VALUE_TEXT_ANY},
     .description = "Variables of the caller's channel; one that begins with __ is inherited by "
                    "the channel that runs the dialplan.",
     .example = "{\"__SKILL\": \"sales\"}"},
    {.name = "phone",
     .value = &VALUE_TEXT_ANY,
     .description = "The phone it comes from: then it is one channel, else a Local pair.",
     .example = "\"PJSIP/alice\""},
    {.name = "hangup",
     .value = &CALL_HANGUP,
     .description = "When the caller hangs up. Without it: never.",
     .example = "{\"after\": \"450ms\"}"},
    {0},
};
static const struct value CALL =
    OBJECT_VALUE("call", CALL_KEYS, .description = "A call that comes in.");

static const struct key STEP_KEYS[] = {
    {.name = "task",
     .value = &VALUE_TEXT_ANY,
     .description = "The task whose step comes next.",
     .example = "\"D call-1\"",
     .required = true},
    {.name = "step",
     .value = &VALUE_TEXT_ANY,
     .description = "The step it must then be at.",
     .example = "\"D5 look\""},
    {0},
};
static const struct value STEP = {
    .kind = VALUE_EITHER,
    .either =
        (const struct value *const[]){
            &VALUE_TEXT_ANY,
            &(const struct value)OBJECT_VALUE("step", STEP_KEYS, .description = "One step."),
            NULL,
        },
};

static const struct key LIMITS_KEYS[] = {
    {.name = "steps",
     .value = &(const struct value){.kind = VALUE_INTEGER, .min = 1, .max = 100000000},
     .description = "So many steps at most: more is a failure.",
     .fallback = "1000000"},
    {.name = "time",
     .value = &VALUE_DURATION,
     .description = "The scenario ends at this moment if it has not ended by itself.",
     .fallback = "\"1h\"",
     .example = "\"10s\""},
    {0},
};

const struct format FORMAT_ORDER = {
    .name = "any, clients or times",
    .words =
        (const char *const[]){
            [ORDER_ANY] = "any", [ORDER_CLIENTS] = "clients", [ORDER_TIMES] = "times", NULL},
};
static const struct key EXPLORE_KEYS[] = {
    {.name = "order",
     .value = &(const struct value){.kind = VALUE_TEXT, .format = &FORMAT_ORDER},
     .description = "Which orders are tried: any order of what clients and callers do, whatever "
                    "their delays; clients: any that keeps the order of what one client does; "
                    "times: delays are kept, and only what happens at the same moment is tried in "
                    "every order.",
     .fallback = "\"any\""},
    {0},
};

static const struct key SCENARIO_KEYS[] = {
    {.name = "$schema",
     .value = &VALUE_TEXT_ANY,
     .description = "For editors: where the schema is.",
     .example = "\"../scenario.schema.json\""},
    {.name = "name",
     .value = &VALUE_TEXT_ANY,
     .description = "What it shows, in one sentence.",
     .example = "\"the loser gets 409\"",
     .required = true},
    {.name = "description",
     .value = &VALUE_TEXT_ANY,
     .description = "More about it.",
     .fallback = "\"\"",
     .example = "\"Two apps claim one call.\""},
    {.name = "rules",
     .value = &VALUE_RULES,
     .description = "The rules of sim/RULES.md that it shows.",
     .fallback = "[]",
     .example = "[\"R22\"]"},
    {.name = "seed",
     .value = &(const struct value){.kind = VALUE_INTEGER, .max = (json_int_t)1 << 53},
     .description = "The seed of everything that is left to chance.",
     .fallback = "1"},
    {.name = "seeds",
     .value = &(const struct value){.kind = VALUE_INTEGER, .min = 1, .max = 10000},
     .description = "It is run with so many seeds, from `seed` upwards, and must hold with each.",
     .fallback = "1",
     .example = "20"},
    {.name = "modules",
     .value = &MODULES_VALUE,
     .description = "Which modules are loaded: switches, or a list of those that are.",
     .fallback = "{\"res\": true, \"app\": true}",
     .example = "[\"res\"]"},
    {.name = "channelvars",
     .value = &VALUE_TEXTS,
     .description = "Variables that every event about a channel shows.",
     .fallback = "[]",
     .example = "[\"SKILL\"]"},
    {.name = "sounds",
     .value = &(const struct value){.kind = VALUE_MAP, .items = &VALUE_DURATION},
     .description = "The sounds there are and their lengths. Without any: every sound exists and "
                    "lasts 1 s.",
     .example = "{\"hello-world\": \"1400ms\"}"},
    {.name = "phones",
     .value = &(const struct value){.kind = VALUE_MAP, .items = &PHONE},
     .description = "The phones that can be dialled.",
     .example = "{\"PJSIP/alice\": {\"answers\": \"2s\"}}"},
    {.name = "dialplan",
     .value = &(const struct value){.kind = VALUE_LIST, .items = &VALUE_TEXT_ANY, .max = 10000},
     .description = "The lines of an extensions.conf.",
     .example = "[\"[in]\", \"exten => 100,1,StasisBroadcast(500)\"]",
     .choice = true},
    {.name = "extensions",
     .value = &VALUE_TEXT_ANY,
     .description = "An extensions.conf, its path counted from this file.",
     .example = "\"extensions.conf\"",
     .choice = true},
    {.name = "start",
     .value = &VALUE_START,
     .description = "The moment at which the clock begins, in UTC or in seconds since 1970.",
     .fallback = "\"2026-01-01T00:00:00Z\""},
    {.name = "clients",
     .value = &VALUE_CLIENT_LIST,
     .description = "Who is connected, and what they do.",
     .fallback = "[]",
     .example = "[{\"app\": \"sales-1\", \"on\": {\"CallBroadcast\": [{\"claim\": {}}]}}]"},
    {.name = "programs",
     .value = &VALUE_PROGRAM_LIST,
     .description = "The programs under test, for `stasim test`; `stasim run` leaves such a "
                    "scenario out.",
     .fallback = "[]",
     .example = "[{\"app\": \"agent\"}]"},
    {.name = "calls",
     .value = &(const struct value){.kind = VALUE_LIST, .items = &CALL, .max = 4096},
     .description = "Who calls.",
     .fallback = "[]",
     .example = "[{\"id\": \"call-1\", \"to\": \"100@in\", \"caller\": \"Alice <200>\"}]"},
    {.name = "faults",
     .value = &VALUE_FAULT_LIST,
     .description = "What goes wrong between the server and its clients.",
     .fallback = "[]",
     .example = "[{\"on\": {\"request\": \"POST /ari/events/claim\", \"nth\": 1}, \"answer\": "
                "\"lost\"}]"},
    {.name = "claimOrder",
     .value = &VALUE_CLAIM_ORDER,
     .description = "In which order the winner of a claim gets the answer 204, CallClaimed and "
                    "StasisStart. Without it: as it comes, which the seed decides.",
     .example = "[\"StasisStart\", \"204\", \"CallClaimed\"]"},
    {.name = "eachOrder",
     .value = &VALUE_EACH_ORDER,
     .description = "What a network brings in any order, so that the verdict must be the same in "
                    "each: `stasim run` plays it in all of them, everything else as it comes. "
                    "winner: the order of what the winner of a claim gets, its 204, CallClaimed "
                    "and StasisStart; claims: which of the claims for a call that are made within "
                    "5 ms comes first.",
     .fallback = "[]",
     .example = "[\"winner\", \"claims\"]"},
    {.name = "schedule",
     .value = &(const struct value){.kind = VALUE_LIST, .items = &STEP, .max = 200000},
     .description = "A fixed order: which task does its step first, second … Behind its end the "
                    "seed chooses again.",
     .example = "[\"D call-1\", {\"task\": \"C sales-1.1\", \"step\": \"C1 find\"}]"},
    {.name = "expect",
     .value = &VALUE_EXPECT_LIST,
     .description = "What must hold.",
     .fallback = "[]",
     .example = "[{\"claim\": {\"app\": \"sales-1\", \"status\": 204}}]"},
    {.name = "explore",
     .value = &(const struct value)OBJECT_VALUE("explore", EXPLORE_KEYS,
                                                .description = "How `stasim explore` tries it."),
     .description = "How `stasim explore` tries it.",
     .example = "{\"order\": \"times\"}"},
    {.name = "limits",
     .value = &(const struct value)OBJECT_VALUE("limits", LIMITS_KEYS,
                                                .description = "How far it may go."),
     .description = "How far it may go.",
     .example = "{\"time\": \"10s\"}"},
    {0},
};
const struct object_type OBJECT_SCENARIO = {
    .name = "scenario",
    .description = "Who is connected, who calls, who does what when, and what must then hold.",
    .keys = SCENARIO_KEYS,
    .choice_optional = true,
};

const struct key *object_key(const struct object_type *object, size_t index) {
    for (; object; object = object->more) {
        for (const struct key *key = object->keys; key->name; key++, index--) {
            if (index == 0) {
                return key;
            }
        }
    }
    return NULL;
}

const char *format_word(const struct format *format, size_t index) {
    return format->words ? format->words[index] : format->word ? format->word(index) : NULL;
}

const struct key *object_find_key(const struct object_type *object, const char *name) {
    const struct key *key;
    for (size_t i = 0; (key = object_key(object, i)); i++) {
        if (strcmp(key->name, name) == 0) {
            return key;
        }
    }
    return NULL;
}

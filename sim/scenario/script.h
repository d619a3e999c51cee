/* Floor 7: a scenario as it has been read: who is connected, who calls, who does what, what must
 * hold. It never changes while it runs: what a client remembers lies in the world (client.h).
 * Strings and JSON values belong to the document, which the scenario keeps. */
#ifndef STASIM_SCENARIO_SCRIPT_H
#define STASIM_SCENARIO_SCRIPT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/ari/ari.h"
#include "sim/broadcast/broadcast.h"
#include "sim/dialplan/exec.h"
#include "sim/scenario/scenario.h"

/* What a field of a JSON object, named by its path, must be like. */
struct condition {
    const char *path;
    enum { CONDITION_EQUALS, CONDITION_ABSENT, CONDITION_MATCHES, CONDITION_CONTAINS } kind;
    json_t *value; /* ABSENT: true or false */
    struct regex *regex;
};
struct conditions {
    struct condition *items;
    size_t count;
};

/* What a client does, and when. */
enum deed {
    DEED_REQUEST,
    DEED_CONNECT,
    DEED_DISCONNECT,
    DEED_RECONNECT,
    DEED_REGISTER,
    DEED_LOAD,
    DEED_UNLOAD,
};
struct action {
    enum deed deed;
    const char *name;  /* its key: "claim" */
    uint64_t delay_us; /* after the event, or since the beginning */
    unsigned nth;      /* only the n-th such event; 0: each */
    const char *only;  /* only events about this channel; NULL: any */
    struct conditions when;
    const char *request; /* "POST /ari/events/claim?channelId={channel}&application={app}" */
    const char *channel; /* {channel} when it does not come from an event; NULL: from there */
    json_t *parameters;  /* other {names} of the request; NULL: none */
    char *body;          /* with {names} too; NULL: none */
    size_t apps_first;   /* DEED_REGISTER: which of the client's */
    size_t apps_count;
    enum broadcast_module module;
    size_t number; /* of a reaction: which of the client's, to count events */
};

struct reactions {
    const char *type; /* of the event */
    struct action *actions;
    size_t count;
};

struct script_client {
    const char *name;
    const char **apps; /* those it connects with, then those it registers later */
    size_t apps_count;
    size_t apps_initial;
    bool subscribe_all;
    bool asks_over_websocket; /* on a real server */
    bool connected;           /* from the beginning */
    struct reactions *on;
    size_t on_count;
    size_t reactions_count; /* in all of them */
    struct action *timed;
    size_t timed_count;
};

/* A program under test, which the scenario does not play itself. */
struct script_program {
    const char *name;
    const char **apps;
    size_t apps_count;
    bool starts_anew; /* for this scenario, instead of staying from one to the next */
};

/* What is expected of a program; a NULL or a negative one is not. */
struct conduct {
    const char *name;
    json_t *connected;
    json_t *running;
    int exit_code;
    json_t *quiet_after; /* a list of statuses of claims */
    bool waits_for_start;
    bool quiet_after_end;
    bool asks_only_known;
};

struct script_call {
    uint64_t at_us;
    const char *id;
    char *made_up_id; /* NULL: the id is the document's */
    char *near_id;    /* CALL_NEAR_ID: of the near half, which is not there with a phone */
    char *exten;
    char *context;
    const char *caller;
    const char **variables; /* name, value, … */
    size_t variables_count; /* of strings */
    const char *phone;
    bool hangs_up;
    uint64_t hangup_us;
};

struct script_step {
    const char *task;
    const char *step; /* NULL: whichever it is at */
};

/* Something that happens: an entry of the log, or two that belong together. NULL: any. */
enum happening_kind { HAPPENING_CLAIM, HAPPENING_EVENT, HAPPENING_ANSWER, HAPPENING_NOTE };
struct happening {
    enum happening_kind kind;
    const char *app;
    const char *client;
    const char *channel;
    const char *type; /* of the event, kind of the note */
    const char *request;
    unsigned nth; /* 0: each */
    int status;   /* 0: any */
    struct conditions where;
    json_t *args;
};

enum expectation_kind {
    EXPECT_HAPPENING,
    EXPECT_VARIABLE,
    EXPECT_CHANNEL,
    EXPECT_ORDER,
    EXPECT_ANY,
    EXPECT_PROGRAM,
};
struct wish {
    const char *name;
    json_t *value; /* a text, a list of texts, or null */
};
struct expectation {
    enum expectation_kind kind;
    unsigned line; /* not of an alternative */
    char *where;
    struct happening happening;
    size_t min; /* how often */
    size_t max;
    bool has_within;
    uint64_t within_us;
    struct happening *of;
    uint64_t after_us;
    uint64_t before_us; /* UINT64_MAX: no bound */
    bool has_at;
    uint64_t at_us;
    const char *channel; /* EXPECT_VARIABLE, EXPECT_CHANNEL */
    struct wish *wishes;
    size_t wishes_count;
    json_t *gone; /* NULL: not asked */
    const char *state;
    const char *place;
    struct happening *order;
    size_t order_count;
    struct expectation *any;
    size_t any_count;
    struct conduct conduct; /* EXPECT_PROGRAM */
};

/* What a fault waits for. NULL: any. */
enum trigger_kind { TRIGGER_EVENT, TRIGGER_REQUEST, TRIGGER_ANSWER, TRIGGER_AT };
struct trigger {
    enum trigger_kind kind;
    const char *type;    /* of the event */
    const char *request; /* "POST /ari/events/claim"; an asterisk in it is any one part */
    const char *app;
    const char *client;
    const char *channel;
    unsigned nth;     /* 0: each */
    unsigned percent; /* so often, of 100 times */
    uint64_t at_us;
    uint64_t since_us; /* before that moment it does not wait */
    uint64_t until_us; /* nor from this one on; UINT64_MAX: for ever */
};

enum effect {
    EFFECT_DELAY,
    EFFECT_DELAY_ANSWER,
    EFFECT_HOLD,
    EFFECT_STATUS,
    EFFECT_ANSWER,
    EFFECT_COPIES,
    EFFECT_LOSE,
    EFFECT_BEHIND,
    EFFECT_CHANGE,
    EFFECT_SEND,
    EFFECT_BREAK,
    EFFECT_REFUSE,
    EFFECT_RESTART,
    EFFECT_IGNORE_PINGS,
    EFFECT_SLOW,
    EFFECTS,
};
struct fault {
    struct trigger on;
    const char *to; /* SEND, BREAK: the application that is meant; NULL: who caused it */
    enum effect effect;
    uint64_t lasting_us;    /* DELAY, DELAY_ANSWER, REFUSE, RESTART, IGNORE_PINGS */
    struct trigger until;   /* HOLD */
    bool until_released;    /* HOLD: by whoever drives the world; `until` says nothing */
    int status;             /* STATUS */
    const char *message;    /* STATUS; NULL: the one that fits */
    bool unheard;           /* ANSWER: the request is not even looked at */
    enum ari_fate fate;     /* ANSWER */
    unsigned count;         /* COPIES, BEHIND */
    json_t *json;           /* CHANGE, SEND */
    json_t *source;         /* the whole of it, as it was written */
    enum breakage breakage; /* BREAK */
    uint64_t read_bytes_s;  /* SLOW; 0: as it comes */
    uint64_t write_bytes_s;
};

/* What becomes of an answer, instead of arriving. */
enum answer_loss { ANSWER_UNHEARD, ANSWER_LOST, ANSWER_CUT, ANSWER_HALF_CLOSED, ANSWER_SILENT };

/* The three that the winner of a claim gets. */
enum gift { GIFT_ANSWER, GIFT_CALL_CLAIMED, GIFT_STASIS_START, GIFTS };

/* Which orders a search tries. */
enum order {
    ORDER_ANY,     /* a delay of a client or a caller stands for any delay */
    ORDER_CLIENTS, /* the same, but what one client does keeps its order */
    ORDER_TIMES,   /* delays are what they say: only the same moment has several orders */
};

enum {
    SCENARIO_FILE_BYTES_MAX = 8 * 1024 * 1024,
    SCENARIO_STEPS_DEFAULT = 1000000,
};
#define SCENARIO_TIME_DEFAULT_US UINT64_C(3600000000)

struct scenario {
    char *path;
    char *text;
    size_t text_size;
    json_t *root;
    const char *name;
    const char *description;
    uint64_t seed;
    unsigned seeds;
    uint64_t epoch_us; /* 0: the default */
    bool loaded[MODULES];
    const char **channelvars;
    size_t channelvars_count;
    struct sound *sounds;
    size_t sounds_count;
    struct phone *phones;
    size_t phones_count;
    struct dialplan *dialplan;
    struct script_client *clients;
    size_t clients_count;
    struct script_program *programs;
    size_t programs_count;
    struct script_call *calls;
    size_t calls_count;
    enum order order;
    struct script_step *schedule;
    size_t schedule_count;
    struct expectation *expectations;
    size_t expectations_count;
    struct fault *faults;
    size_t faults_count;
    bool gifts_ordered; /* else they come as they come */
    enum gift gifts[GIFTS];
    bool each_winner_order; /* the run tries each order of the gifts … */
    bool each_claims_order; /* … of claims that are made at nearly the same time */
    uint64_t steps_max;
    uint64_t time_max_us;
    bool time_given;
};

#endif

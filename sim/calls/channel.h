/* Floor 3: channels: one leg of a call each, with its variables, its hang-up and who is subscribed
 * to it. */
#ifndef STASIM_CALLS_CHANNEL_H
#define STASIM_CALLS_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/calls/subscription.h"
#include "sim/calls/table.h"
#include "sim/calls/variable.h"

struct application;
struct bridge;
struct session;
struct snapshot;

enum channel_state {
    CHANNEL_DOWN,
    CHANNEL_RING, /* an incoming call that nobody has answered */
    CHANNEL_RINGING,
    CHANNEL_UP,
    CHANNEL_BUSY,
};

struct channel {
    char *id;
    char *name;
    enum channel_state state;
    char *caller_name;
    char *caller_number;
    char *connected_name;
    char *connected_number;
    char *accountcode;
    char *dnid;
    char *dialstring; /* what was dialled to reach it; NULL: it has not been dialled */
    char *rdnis;
    char *language;
    /* Where the dialplan is. */
    char *context;
    char *exten;
    int priority;
    char *app_name;
    char *app_data;
    uint64_t created_us;
    bool hung_up; /* marked (H1); the task that runs the channel may not have noticed */
    uint64_t hung_up_at_us;
    int hangup_cause; /* HANGUPCAUSE */
    bool leaving;     /* it is being destroyed */
    bool jump;        /* somebody has set the place where the dialplan goes on */
    struct variable *variables;
    struct channel *peer;  /* the other half of a Local pair */
    bool is_near;          /* the ;1 of a Local pair */
    bool is_created;       /* made by a client, who dials it: nobody waits for an answer */
    struct channel *spied; /* it hears this one, and ends with it; NULL: none */
    struct task *task;     /* runs the channel; NULL: somebody else does */
    bool is_program;       /* a C program runs it: it owns the channel */
    struct session *session;
    struct bridge *bridge;   /* it is in; NULL: none */
    struct snapshot *newest; /* NULL: to be taken anew */
    struct subscription *subscriptions;
    UT_hash_handle by_id; /* by_id.next: in the order of creation */
    UT_hash_handle by_name;
};

/* What a new channel starts with; strings are copied, NULL reads as empty. */
struct channel_config {
    const char *id;       /* NULL: made up */
    const char *reserved; /* an id that must not be made up; NULL: none */
    const char *name;
    enum channel_state state;
    const char *caller_name;
    const char *caller_number;
    const char *context;
    const char *exten;
    int priority;
};

/* Makes a channel and publishes ChannelCreated. The id must be free. */
struct channel *channel_new(struct world *w, const struct channel_config *config);

/* ChannelDestroyed, and the end of every subscription; the other half of a Local pair is hung up.
 */
void channel_destroy(struct world *w, struct channel *channel);

/* NULL when there is none. */
struct channel *channel_find(const struct world *w, const char *id);
struct channel *channel_find_by_name(const struct world *w, const char *name);
/* In the order of creation; NULL at the end. */
struct channel *channel_first(const struct world *w);
struct channel *channel_next(const struct channel *channel);
size_t channel_count(const struct world *w);

/* How a hang-up looks to those who watch. */
struct hangup {
    int shown_cause; /* in ChannelHangupRequest */
    bool soft;       /* ChannelHangupRequest says so */
    int cause;       /* HANGUPCAUSE becomes this, unless CAUSE_NONE */
};

/* H1: marks the channel and wakes its task where that listens. */
void channel_hangup(struct world *w, struct channel *channel, struct hangup how);

/* Up, with ChannelStateChange; so is then the other half of a Local pair. Nothing if it is up
 * already. */
void channel_answer(struct world *w, struct channel *channel);
/* With ChannelStateChange, and the Dial event and device state that follow from it. */
void channel_set_state(struct world *w, struct channel *channel, enum channel_state state);
/* "Ring": as ARI calls it. */
const char *channel_state_name(enum channel_state state);

/* Moves the channel in the dialplan; the step that runs there is told by channel_set_app(). */
void channel_set_place(struct world *w, struct channel *channel, const char *context,
                       const char *exten, int priority);
/* The application that runs now, with ChannelDialplan when it has a name. */
void channel_set_app(struct world *w, struct channel *channel, const char *app_name,
                     const char *app_data);
/* The same without the event. */
void channel_show_app(struct world *w, struct channel *channel, const char *app_name,
                      const char *app_data);
/* Who calls, with ChannelCallerId; who is at the other end, with ChannelConnectedLine. */
void channel_set_caller(struct world *w, struct channel *channel, const char *name,
                        const char *number);
void channel_set_connected(struct world *w, struct channel *channel, const char *name,
                           const char *number);

/* A variable's value, by its bare name; NULL when it is not set. */
const char *channel_variable(const struct channel *channel, const char *name);
/* Sets it, with ChannelVarset. `name` may begin with _ or __, which makes it inherited. */
void channel_set_variable(struct world *w, struct channel *channel, const char *name,
                          const char *value);
/* The same because of a rule, which ChannelVarset then carries. */
void channel_set_variable_by(struct world *w, struct channel *channel, const char *name,
                             const char *value, uint16_t rule);
/* Copies what a child inherits: _NAME once (as NAME), __NAME for ever. */
void channel_inherit_variables(struct world *w, const struct channel *from, struct channel *to);

/* The newest snapshot, taken now if something has changed. The channel keeps it. */
struct snapshot *channel_snapshot(struct world *w, struct channel *channel);
/* Something of the snapshot has changed. */
void channel_changed(struct world *w, struct channel *channel);

#endif

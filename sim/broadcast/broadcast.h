/* Floor 4: the broadcast of one channel to every application, and the claims on it: the heart. */
#ifndef STASIM_BROADCAST_BROADCAST_H
#define STASIM_BROADCAST_BROADCAST_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/calls/channel.h"
#include "sim/calls/events.h"
#include "sim/calls/texts.h"
#include "sim/world/task.h"

/* Furnishes a world, already furnished with calls, with this floor: both modules loaded. */
void broadcast_new(struct world *w);

struct broadcast_request {
    int timeout_ms;
    const char *filter; /* empty: all applications */
    struct texts *args; /* for StasisStart; kept; NULL: none */
    bool notify_claimed;
};

/* Broadcasts the channel on its own task, which goes on with `resume` once STASISSTATUS is set:
 * steps D1 to D10. (R10 to R17) */
void broadcast_call(struct world *w, struct task *task, struct channel *channel,
                    const struct broadcast_request *request, const struct step *resume);

enum claim_outcome {
    CLAIM_WON,
    CLAIM_NOT_FOUND,
    CLAIM_LOST,
    CLAIM_TOO_LATE, /* found, but the wait was over: to the claimant the same as not found */
    CLAIM_UNAVAILABLE,
};

/* An activity that claims: steps C1 to C3; task_result() is then an enum claim_outcome. (R20 to
 * R29) */
struct activity *broadcast_claim(struct world *w, const char *channel_id, const char *application);

/* A claim under way, for those who only look: what it is about and what it has found. */
struct claim_view {
    const char *channel_id;
    const char *application;
    bool found;         /* a context, which it holds */
    bool is_current;    /* the registry holds it too */
    const char *winner; /* of the context found; NULL: none so far */
    bool finished;
    bool notifies; /* the first CallClaimed has been sent, others have not */
};
/* False unless the next step of the task is C1, C2 or C3. */
bool broadcast_claim_view(const struct task *task, struct claim_view *view);

/* The two modules, which can be absent. (R95 to R99) */
enum broadcast_module { MODULE_RES, MODULE_APP, MODULES };
/* "res_stasis_broadcast.so" */
const char *broadcast_module_name(enum broadcast_module module);
bool broadcast_module_is_loaded(const struct world *w, enum broadcast_module module);
/* For a world that has done nothing yet. The application without the resource is what unloading by
 * force leaves behind: its broadcasts fail. (R99) */
void broadcast_modules_set(struct world *w, const bool loaded[MODULES]);
/* False when that cannot be: in use, needed by the other, or already so. */
bool broadcast_module_load(struct world *w, enum broadcast_module module);
bool broadcast_module_unload(struct world *w, enum broadcast_module module);

/* Breaks the world if a context of this channel is left: for the end of a channel. (R117) */
void broadcast_channel_gone(struct world *w, const char *channel_id);

/* The context that the registry holds of a channel, for those who only look. */
struct broadcast_view {
    const char *winner; /* NULL: none so far */
    bool finished;
};
/* False when it holds none. */
bool broadcast_view(const struct world *w, const char *channel_id, struct broadcast_view *view);

/* What this floor keeps: the contexts of the registry, and the modules. */
void broadcasts_tell(struct digest *digest, const struct world *w);

/* How many contexts the registry holds. */
size_t broadcast_count(const struct world *w);

/* Sent to applications. */
extern const struct event_kind EVENT_CALL_BROADCAST; /* name: caller, value: called */
extern const struct event_kind EVENT_CALL_CLAIMED;   /* name: winner_app */

/* Entries of the journal alone. */

/* name: filter; value: why it is none, NULL: it is one; cause: timeout in milliseconds */
extern const struct event_kind EVENT_BROADCAST_BEGAN;
/* name: application; value: channel id; cause: 1 found, 0 not */
extern const struct event_kind EVENT_CLAIM_FOUND;
/* name: application; value: channel id; cause: enum claim_outcome */
extern const struct event_kind EVENT_CLAIM_DECIDED;
/* value: the filter; applications heard all the same */
extern const struct event_kind EVENT_FILTER_UNDECIDED;
extern const struct event_kind EVENT_WAIT_ENDED;      /* value: why */
extern const struct event_kind EVENT_WINNER_READ;     /* name: the winner, NULL: nobody */
extern const struct event_kind EVENT_BROADCAST_ENDED; /* value: channel id: the context has left */

#endif

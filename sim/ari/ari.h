/* Floor 6: ARI: a request in, a response out. What carries them (a socket, a scenario's client) is
 * not known here. */
#ifndef STASIM_ARI_ARI_H
#define STASIM_ARI_ARI_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "sim/world/world.h"

enum ari_access { ARI_ACCESS_NONE, ARI_ACCESS_READ, ARI_ACCESS_WRITE };

enum { ARI_BODY_BYTES_MAX = 40960 }; /* a larger one is refused with 413 */

struct ari_request {
    const char *method;       /* as sent: "POST", "get" */
    const char *path;         /* "/ari/events/claim", percent-escapes not yet decoded */
    const char *host;         /* as the client names this server; NULL: unknown */
    const char *client;       /* who asks: "sales-1"; NULL: not said */
    const char *query;        /* what stands behind the "?"; NULL: nothing */
    const char *content_type; /* NULL: none */
    const char *body;         /* NULL: none */
    size_t body_size;
    enum ari_access access;
};

/* What becomes of an answer on its way: a fault, carried out by whoever carries answers. */
enum ari_fate {
    ARI_FATE_NONE,
    ARI_FATE_RESET,  /* the connection is reset instead; a status of 0: nothing was decided, either
                      */
    ARI_FATE_CUT,    /* half of it arrives, then the connection is reset */
    ARI_FATE_HALF,   /* the server's side of the connection is shut instead */
    ARI_FATE_SILENT, /* nothing arrives, and the connection stays */
};

struct ari_response {
    int status;           /* 204 */
    const char *reason;   /* "No Content" */
    const char *allow;    /* methods for Allow; NULL: no such header */
    const char *location; /* for Location; NULL: no such header */
    const char *body;     /* NULL: none. Lives until the next answer of the world */
    size_t body_size;
    const char *content_type; /* NULL: the body is compact JSON */
    uint16_t rule;            /* the rule that decided; 0: none */
    enum ari_fate fate;
};
/* What follows from the status is left to whoever writes HTTP: WWW-Authenticate with 401, the end
 * of the connection with 413, no body behind HEAD (Content-Length counts it all the same). */

/* Who asked: told once, in a step of its own. It must not change the world but may start tasks. */
struct ari_asker {
    void (*answered)(struct world *w, void *context, const struct ari_response *response);
    void *context;
    /* Tells a digest who asks, and what; NULL: nobody can. */
    void (*tell)(struct digest *digest, const void *context);
};
void asker_tell(struct digest *digest, const struct ari_asker *asker);

/* A fault on the way of a request, decided above. All zero: none. */
struct ari_fault {
    uint64_t delay_us;   /* so long passes before it is looked at */
    int status;          /* it is answered so and not carried out; 0: it is carried out */
    const char *message; /* with that status; NULL: what fits. Outlives the world */
    bool unheard;        /* it is never looked at: `answered` is told ARI_FATE_RESET at once */
};
/* Sees each request as it is submitted, may put itself in the asker's place, and says what is to
 * happen to it. */
struct ari_hook {
    struct ari_fault (*intercept)(void *context, struct world *w, const char *name,
                                  const struct ari_request *asked, struct ari_asker *asker);
    void *context;
};

struct ari_config {
    bool pretty;             /* JSON is indented, for people */
    const char *asterisk_id; /* NULL: "02:fc:00:00:00:01" */
};

/* Furnishes a world, already furnished up to the dialplan, with this floor. */
void ari_new(struct world *w, const struct ari_config *config);

/* What this floor keeps: playbacks and log channels. */
void ari_tell(struct digest *digest, const struct world *w);

/* Starts a task that carries out the request, all of whose strings are copied where they are
 * needed. `name` (unique among the requests under way, such as "sales-1.2") names the task: "C
 * sales-1.2" for a claim, "Q sales-1.2" for the rest. To be called inside a step or world_do(). */
void ari_submit(struct world *w, const char *name, const struct ari_request *asked,
                struct ari_asker asker);

/* Requests go by this hook from now on. */
void ari_intercept(struct world *w, struct ari_hook hook);

/* The event as JSON, as `application` gets it; NULL without memory. The caller owns it. An entry of
 * the journal alone has no such form: must not be asked for. */
json_t *ari_event_json(const struct world *w, const struct event *event, const char *application);

/* The same as text, allocated with malloc. The copies of one event are spliced from one
 * rendering. */
char *ari_event_text(struct world *w, const struct event *event, const char *application,
                     size_t *size);

/* To be called after world_restore(): the number of the event that was rendered last may now stand
 * for another one. */
void ari_forget(struct world *w);

/* True for an event that goes over the wire. */
bool ari_event_is_public(const struct event_kind *kind);

#endif

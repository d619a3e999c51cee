/* Floor 6: the table of operations. Routing, Allow, the reading of parameters and the description
 * of the API for clients all follow from it. */
#ifndef STASIM_ARI_OPERATION_H
#define STASIM_ARI_OPERATION_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/ari/model.h"
#include "sim/ari/reply.h"
#include "sim/world/task.h"

struct request;

/* What the path of a request names, and what is answered where nothing can be done with it. */
struct subject {
    /* NULL: it is not there. Itself NULL: the handler looks for it. */
    void *(*find)(struct world *w, const struct request *request);
    const char *missing;        /* said with 404 where it is not there */
    const char *missing_reason; /* the phrase then; NULL: the usual one */
    /* Whether it is in a state in which anything can be done with it; NULL: it always is. */
    bool (*is_ready)(const void *found);
    const char *not_ready; /* said with 409 where it is not */
};

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_DELETE, METHOD_OPTIONS, METHOD_OTHER };

enum place { IN_PATH, IN_QUERY, IN_BODY };

enum {
    PARAMETERS_MAX = 16,
    ERRORS_MAX = 6,
    SEGMENTS_MAX = 8, /* of a path, behind /ari */
};

struct parameter {
    const char *name;
    enum place place;
    const char *type; /* "string", "int", "long", "boolean", "object", "containers" */
    bool required;
    bool multiple;              /* a comma-separated list */
    const char *default_value;  /* as documented; of a word it is not applied; NULL: none */
    const char *const *allowed; /* the documented words, ended by NULL; NULL: any */
    bool has_minimum;
    int minimum;
    /* What is answered, with 400, where a required one is missing or empty; NULL: the operation
     * has a way of its own. */
    const char *missing;
};

struct operation {
    enum method method;
    const char *path; /* "/channels/{channelId}" */
    const char *nickname;
    const char *summary;
    const char *response;               /* "List[Channel]", "void" */
    const struct parameter *parameters; /* ended by one without a name; NULL: none */
    int errors[ERRORS_MAX];             /* the documented ones, ended by 0 */
    bool is_websocket;                  /* carried out by whoever owns the socket; not in Allow */
    bool is_claim;                      /* carried out by the steps C1 to C4 */
    const struct subject *subject;      /* NULL: nothing has to be there */
    /* NULL: not simulated. Answers at once, or returns REPLY_LATER after request_wait(). */
    struct reply (*handle)(struct world *w, struct request *request);
    struct step step; /* "Q answer" */
};

/* All operations whose paths begin with the same segment. */
struct resource {
    const char *name; /* "channels" */
    const char *summary;
    const struct operation *operations; /* those with the same path stand together */
    size_t count;
    const struct model *models;  /* ended by one without a name */
    const char *swagger_version; /* of its description; NULL: "1.1" */
};

/* The resources by name; NULL at the end. */
const struct resource *resource_at(size_t index);
/* NULL: no such resource. */
const struct resource *resource_find(const char *name);

/* Whether it does anything but say that it does not. */
bool operation_is_simulated(const struct operation *operation);

extern const struct resource RESOURCE_APPLICATIONS;
extern const struct resource RESOURCE_ASTERISK;
extern const struct resource RESOURCE_BRIDGES;
extern const struct resource RESOURCE_CHANNELS;
extern const struct resource RESOURCE_DEVICE_STATES;
extern const struct resource RESOURCE_ENDPOINTS;
extern const struct resource RESOURCE_EVENTS;
extern const struct resource RESOURCE_MAILBOXES;
extern const struct resource RESOURCE_PLAYBACKS;
extern const struct resource RESOURCE_RECORDINGS;
extern const struct resource RESOURCE_SOUNDS;

/* For the tables: the step of an operation is named after it, its parameters are written in place.
 */
#define NAMED(operation_nickname)                                                                  \
    .nickname = (operation_nickname),                                                              \
    .step = {"Q " operation_nickname, request_carry_out, request_tell}
#define PARAMETERS(...)                                                                            \
    .parameters = (const struct parameter[]) {                                                     \
        __VA_ARGS__, {                                                                             \
            .name = NULL                                                                           \
        }                                                                                          \
    }

/* The step of every operation: reads the arguments and calls the handler. */
void request_carry_out(struct world *w, struct task *task);
/* What a request remembers. */
void request_tell(struct digest *digest, const void *activity);

const char *method_name(enum method method);
/* Methods ignore case; made-up ones are METHOD_OTHER. */
enum method method_read(const char *name);

#endif

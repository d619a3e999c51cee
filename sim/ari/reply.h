/* Floor 6: what an operation has to say, before it becomes an ari_response. */
#ifndef STASIM_ARI_REPLY_H
#define STASIM_ARI_REPLY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct ari_response;
struct outside;

struct reply {
    int status; /* or REPLY_LATER_STATUS, REPLY_NO_MEMORY_STATUS */
    const char *reason;
    const char *message;  /* becomes {"message":…}; NULL: `body` */
    json_t *body;         /* owned; NULL with NULL message: none */
    const char *allow;    /* NULL: no such header */
    const char *location; /* stands as long as the response; NULL: no such header */
    /* A body that is no JSON, with its type; it lives until the next request. NULL: none. */
    const char *content_type;
    const char *bytes;
    size_t bytes_size;
    uint16_t rule;
};

enum { REPLY_LATER_STATUS = 0, REPLY_NO_MEMORY_STATUS = -1 };
#define REPLY_LATER ((struct reply){.status = REPLY_LATER_STATUS})

struct reply reply_none(void); /* 204 */
/* 200 with this body, taken over; NULL: there was no memory for it. */
struct reply reply_json(json_t *body);
/* An error with the usual reason phrase of its status. */
struct reply reply_error(int status, const char *message);
/* None: there was no memory for it, and the world is to break. */
struct reply reply_no_memory(void);
/* An error with a phrase of its own. */
struct reply reply_odd(int status, const char *reason, const char *message);

/* The usual reason phrase of any status from 200 to 599. */
const char *reply_reason(int status);

/* Takes the reply's body over, and writes the response; its text stands until the next one. False
 * without memory. */
bool reply_finish(struct outside *outside, const struct reply *reply,
                  struct ari_response *response);

#endif

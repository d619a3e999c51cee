/* Floor 6: what this floor holds outside the world's memory. A broken world leaves a step halfway
 * and no code of that step comes back to free anything: so all of it hangs here, and goes with the
 * next request or with the world. */
#ifndef STASIM_ARI_OUTSIDE_H
#define STASIM_ARI_OUTSIDE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OUTSIDE_MESSAGE_BYTES = 256 };

struct outside {
    size_t json_format; /* flags for json_dumps() */
    json_t *body;       /* of the request under way */
    /* Of the answer under way, which stands until the next one is given. */
    char *text;
    char *location;
    char message[OUTSIDE_MESSAGE_BYTES];
    /* Short texts of the request under way, one behind the other. */
    char *scratch;
    size_t scratch_size;
    size_t scratch_used;
    /* The event that was rendered last. */
    uint64_t event_serial; /* 0: none */
    char *event_head;      /* what stands before the name of the application */
    char *event_tail;      /* what stands behind it */
    char *made;            /* the text of an event that is being made up */
};

struct outside *outside_new(bool pretty); /* NULL without memory */
void outside_free(void *context);

/* A new request begins: what the last one left is given up, and there is room for `size` bytes of
 * short texts. False without memory. */
bool outside_begin(struct outside *outside, size_t size);

/* `size` bytes of short text; NULL when the room is used up. */
char *outside_room(struct outside *outside, size_t size);
/* A short text; NULL when there is no room for it. */
__attribute__((format(printf, 2, 3))) const char *outside_format(struct outside *outside,
                                                                 const char *format, ...);
/* Puts what malloc gave in place of what is there, and returns it. */
const char *outside_keep(char **slot, char *text);

#endif

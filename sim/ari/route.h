/* Floor 6: from a method and a path to an operation. */
#ifndef STASIM_ARI_ROUTE_H
#define STASIM_ARI_ROUTE_H

#include "sim/ari/operation.h"

struct route {
    const struct operation *operation; /* NULL: see below */
    bool path_exists;
    const char *allow;                  /* of a path that exists; NULL: it has no such header */
    const char *segments[SEGMENTS_MAX]; /* behind /ari, decoded */
    size_t count;
};

/* The part of a path behind the prefix "/ari", whose case does not matter; NULL without it. */
const char *route_behind_prefix(const char *path);

/* Finds the operation. `path` is what stands behind the prefix. A literal segment beats one in
 * braces; an empty one ends the path. (R121) False when there is no room. */
bool route_find(struct outside *outside, const char *method, const char *path, struct route *route);

/* Decodes percent-escapes of `size` bytes (and "+" as a blank), ending at a NUL; a bad escape
 * stands for itself. `out` has room for size + 1. Returns the length. */
size_t route_decode(const char *text, size_t size, bool plus, char *out);

/* Percent-escapes a text, but for letters, digits and "-_.~". `out` has room for ROUTE_ESCAPE_BYTES
 * a byte and one more. Returns the length. */
enum { ROUTE_ESCAPE_BYTES = 3 };
size_t route_encode(const char *text, char *out);

#endif

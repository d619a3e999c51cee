/* Floor 7: where in a JSON text a value stands. Jansson keeps no positions, so the text, known to
 * be sound, is looked through again when somebody has to be told a line. */
#ifndef STASIM_SCENARIO_WHERE_H
#define STASIM_SCENARIO_WHERE_H

#include <stddef.h>

enum { PLACE_DEPTH_MAX = 64, PLACE_TEXT_BYTES = 256 };

/* A step on the way from the whole document (NULL) down to a value. */
struct place {
    const struct place *up;
    const char *key; /* NULL: an element of a list */
    size_t index;
};

/* The line, from 1, where the value's key stands, or the value itself in a list. Of a place that
 * does not exist: the line of the nearest one around it that does. */
unsigned place_line(const char *text, size_t size, const struct place *place);

/* The lines of the first `max` elements of the list at `place`; returns how many it wrote. */
size_t place_element_lines(const char *text, size_t size, const struct place *place,
                           unsigned *lines, size_t max);

/* "clients[0].on.CallBroadcast[1].after"; a key that is no plain word is quoted: where["a.b"]. */
const char *place_text(const struct place *place, char out[PLACE_TEXT_BYTES]);

#endif

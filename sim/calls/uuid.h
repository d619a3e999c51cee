/* Floor 3: ids that nobody has chosen, for what has no number of its own: bridges, playbacks. */
#ifndef STASIM_CALLS_UUID_H
#define STASIM_CALLS_UUID_H

struct world;

enum { UUID_BYTES = 37 };

/* The next one: of the form of a UUID, but counted, so that two runs agree. */
const char *uuid_next(struct world *w, char uuid[UUID_BYTES]);

#endif

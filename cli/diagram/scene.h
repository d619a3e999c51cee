/* Floor 8: what an entry of the log means to somebody who looks at a picture: who did something to
 * whom, and what, in a few words. */
#ifndef STASIM_CLI_DIAGRAM_SCENE_H
#define STASIM_CLI_DIAGRAM_SCENE_H

#include <stdbool.h>

#include "sim/scenario/log.h"

enum { SCENE_TEXT_SIZE = 256 };

enum party { PARTY_CALLER, PARTY_DIALPLAN, PARTY_BROADCAST, PARTY_APPLICATION, PARTIES };

enum mood { MOOD_PLAIN, MOOD_GOOD, MOOD_BAD };

struct scene {
    enum party from;
    enum party to;           /* the same: something that happened there */
    const char *application; /* which one, if one of them is an application */
    enum mood mood;
    char text[SCENE_TEXT_SIZE];
};

/* False for an entry that is a detail: not to be shown. */
bool scene_of(const struct log_entry *entry, struct scene *scene);

/* For a terminal; empty: none. */
const char *mood_colour(enum mood mood);

#endif

/* Floor 7, for the search: which applications of scripted clients are interchangeable, so that a
 * state in which two of them have changed places need not be looked at again. */
#ifndef STASIM_SCENARIO_EXPLORE_ALIKE_H
#define STASIM_SCENARIO_EXPLORE_ALIKE_H

#include "sim/scenario/script.h"

#define ALIKE_NOBODY UINT32_MAX
enum { ALIKE_PARTS_MAX = 512 };

/* An application on one client's connection. */
struct part {
    const struct script_client *client;
    const char *app;
    uint32_t kind; /* the first one that it is interchangeable with: itself, if with none before */
};

struct alike {
    struct part *parts;
    size_t count;
    size_t merged; /* how many have a kind that is not themselves */
};

/* Two are interchangeable when their clients do the same, no expectation and no request names one
 * of them, and every filter treats both alike. With `apart` each is only like itself. False without
 * memory. */
bool alike_new(struct alike *alike, const struct scenario *scenario, bool apart);
void alike_free(struct alike *alike);

/* ALIKE_NOBODY when no client has it; `client` NULL: any. */
uint32_t alike_find(const struct alike *alike, const char *client, const char *app);

#endif

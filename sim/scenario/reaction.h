/* Floor 7: which of a client's reactions an event calls for, whoever plays the client: a world, or
 * a network. */
#ifndef STASIM_SCENARIO_REACTION_H
#define STASIM_SCENARIO_REACTION_H

#include "sim/scenario/compose.h"
#include "sim/scenario/script.h"

/* An event has come to the client. */
struct incident {
    const char *type;
    const char *channel; /* that it is about; NULL: none */
    /* Asked only where there are any: the event is like that. */
    bool (*holds)(void *context, const struct conditions *conditions);
    void (*act)(void *context, const struct action *action);
    void *context;
};

/* Calls act() for each that is to be done. seen[] counts, for each reaction of the client, the
 * events that it is about. */
void react(const struct script_client *client, uint32_t *seen, const struct incident *incident);

/* What the {names} of an action's request stand for, when it is done for this event's application
 * and channel (NULL: none). */
struct moment action_moment(const struct scenario *scenario, const struct action *action,
                            const struct script_client *client, const char *app,
                            const char *channel);

#endif

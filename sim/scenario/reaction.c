/* Reactions: an event is compared with what each of them is about. */
#include "sim/scenario/reaction.h"

#include <string.h>

static bool concerns(const struct action *action, const struct incident *incident);

void react(const struct script_client *client, uint32_t *seen, const struct incident *incident) {
    for (size_t i = 0; i < client->on_count; i++) {
        const struct reactions *reactions = &client->on[i];
        if (strcmp(reactions->type, incident->type) != 0) {
            continue;
        }
        for (size_t a = 0; a < reactions->count; a++) {
            const struct action *action = &reactions->actions[a];
            if (!concerns(action, incident)) {
                continue;
            }
            uint32_t nth = ++seen[action->number];
            if (action->nth == 0 || action->nth == nth) {
                incident->act(incident->context, action);
            }
        }
    }
}

struct moment action_moment(const struct scenario *scenario, const struct action *action,
                            const struct script_client *client, const char *app,
                            const char *channel) {
    struct moment moment = {
        .channel = action->channel ? action->channel : channel, .app = app, .client = client->name};
    if (!moment.channel && scenario->calls_count == 1) {
        moment.channel = scenario->calls[0].id;
    }
    return moment;
}

static bool concerns(const struct action *action, const struct incident *incident) {
    if (action->only && (!incident->channel || strcmp(action->only, incident->channel) != 0)) {
        return false;
    }
    return action->when.count == 0 || incident->holds(incident->context, &action->when);
}

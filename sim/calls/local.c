/* Local pairs: made as the real server makes them, event by event. */
#include "sim/calls/local.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/calls/calls.h"
#include "sim/calls/dial.h"

enum { NAME_BYTES = 512 };

static struct channel *half(struct world *w, const struct local_config *config, uint32_t number,
                            int side);

struct local_pair local_new(struct world *w, const struct local_config *config) {
    must(config->variables_count % 2 == 0);
    uint32_t number = calls_of(w)->local_pairs++;
    struct local_pair pair;
    pair.near = half(w, config, number, 1);
    pair.far = half(w, config, number, 2);
    pair.near->peer = pair.far;
    pair.far->peer = pair.near;
    pair.near->is_near = true;
    /* What the originator's side shows until it is answered: recorded. */
    if (config->shows_app) {
        channel_set_app(w, pair.near, "AppDial2", "(Outgoing Line)");
    }
    bool known = config->caller_name[0] != '\0' || config->caller_number[0] != '\0';
    if (known) {
        channel_set_caller(w, pair.near, config->caller_name, config->caller_number);
        channel_set_connected(w, pair.near, config->caller_name, config->caller_number);
    }
    for (size_t i = 0; i < config->variables_count; i += 2) {
        if (!strchr(config->variables[i], '(')) {
            channel_set_variable(w, pair.near, config->variables[i], config->variables[i + 1]);
        }
    }
    if (config->subscriber) {
        subscription_add(w, &pair.near->subscriptions, config->subscriber, SUBSCRIBED_BY_REQUEST);
        subscription_add(w, &pair.far->subscriptions, config->subscriber, SUBSCRIBED_BY_REQUEST);
    }
    channel_inherit_variables(w, pair.near, pair.far);
    if (known) { /* the first of the two events already shows both: recorded */
        world_strset(w, &pair.far->connected_name, config->caller_name);
        world_strset(w, &pair.far->connected_number, config->caller_number);
        channel_set_caller(w, pair.far, config->caller_name, config->caller_number);
        channel_set_connected(w, pair.far, config->caller_name, config->caller_number);
    }
    world_strset(w, &pair.far->dnid, config->exten);
    return pair;
}

void local_dial(struct world *w, struct channel *near) {
    must(near->peer && near->is_near);
    char dialled[NAME_BYTES];
    snprintf(dialled, sizeof dialled, "%s@%s", near->peer->exten, near->peer->context);
    dial_begin(w, near, dialled);
}

static struct channel *half(struct world *w, const struct local_config *config, uint32_t number,
                            int side) {
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "Local/%s@%s-%08x;%d", config->exten, config->context, number,
             side);
    return channel_new(w, &(struct channel_config){.id = side == 1 ? config->id : config->other_id,
                                                   .reserved = config->other_id,
                                                   .name = name,
                                                   .state = side == 1 ? CHANNEL_DOWN : CHANNEL_RING,
                                                   .context = config->context,
                                                   .exten = config->exten,
                                                   .priority = 1});
}

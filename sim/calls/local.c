/* Local pairs: made as the real server makes them, event by event. */
#include "sim/calls/local.h"

#include <stdio.h>

#include "sim/base/must.h"
#include "sim/calls/calls.h"
#include "sim/calls/events.h"

enum { NAME_BYTES = 512 };

static struct channel *half(struct world *w, const struct local_config *config, const char *id,
                            uint32_t number, int side);
static void publish_dial(struct world *w, struct local_pair pair,
                         const struct local_config *config);

struct local_pair local_new(struct world *w, const struct local_config *config) {
    must(config->variables_count % 2 == 0);
    uint32_t number = calls_of(w)->local_pairs++;
    struct local_pair pair;
    pair.near = half(w, config, config->id, number, 1);
    pair.far = half(w, config, config->other_id, number, 2);
    pair.near->peer = pair.far;
    pair.far->peer = pair.near;
    pair.near->is_near = true;
    /* What the originator's side shows until it is answered: recorded. */
    channel_set_app(w, pair.near, "AppDial2", "(Outgoing Line)");
    bool known = config->caller_name[0] != '\0' || config->caller_number[0] != '\0';
    if (known) {
        channel_set_caller(w, pair.near, config->caller_name, config->caller_number);
        channel_set_connected(w, pair.near, config->caller_name, config->caller_number);
    }
    for (size_t i = 0; i < config->variables_count; i += 2) {
        channel_set_variable(w, pair.near, config->variables[i], config->variables[i + 1]);
    }
    channel_inherit_variables(w, pair.near, pair.far);
    if (known) {
        channel_set_caller(w, pair.far, config->caller_name, config->caller_number);
        channel_set_connected(w, pair.far, config->caller_name, config->caller_number);
    }
    world_strset(w, &pair.far->dnid, config->exten);
    publish_dial(w, pair, config);
    return pair;
}

static struct channel *half(struct world *w, const struct local_config *config, const char *id,
                            uint32_t number, int side) {
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "Local/%s@%s-%08x;%d", config->exten, config->context, number,
             side);
    return channel_new(w, &(struct channel_config){.id = id,
                                                   .name = name,
                                                   .state = side == 1 ? CHANNEL_DOWN : CHANNEL_RING,
                                                   .context = config->context,
                                                   .exten = config->exten,
                                                   .priority = 1});
}

static void publish_dial(struct world *w, struct local_pair pair,
                         const struct local_config *config) {
    if (!channel_has_audience(w, pair.near)) {
        return;
    }
    char dialled[NAME_BYTES];
    snprintf(dialled, sizeof dialled, "%s@%s", config->exten, config->context);
    struct call_event *event = call_event_new(w, &EVENT_DIAL, NULL, 0);
    event->peer = snapshot_keep(channel_snapshot(w, pair.near));
    event->name = world_strdup(w, "");
    event->value = world_strdup(w, dialled);
    call_event_publish(w, pair.near, event);
}

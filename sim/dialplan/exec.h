/* Floor 5: the dialplan of a world: what it runs on, and the tasks that run it for channels. */
#ifndef STASIM_DIALPLAN_EXEC_H
#define STASIM_DIALPLAN_EXEC_H

#include <stdbool.h>

#include "sim/calls/channel.h"
#include "sim/dialplan/dialplan.h"
#include "sim/dialplan/phone.h"
#include "sim/world/task.h"

/* Where a channel is that nobody has sent anywhere. */
#define DIALPLAN_DEFAULT_CONTEXT "default"
#define DIALPLAN_DEFAULT_EXTEN "s"

/* How long a sound lasts, and whether there is one of that name. */
struct sound {
    const char *name;
    uint64_t length_us;
};

/* What a world's dialplan runs on; what the pointers lead to outlives the world. */
struct dialplan_config {
    const struct dialplan *dialplan;
    const struct sound *sounds; /* without any, every sound exists and lasts 1 s */
    size_t sounds_count;
    const struct phone *phones;
    size_t phones_count;
};

/* Furnishes a world, already furnished with broadcasts, with this floor. */
void dialplan_new(struct world *w, const struct dialplan_config *config);
const struct dialplan_config *dialplan_config_of(const struct world *w);
const struct dialplan *dialplan_of(const struct world *w);

/* What this floor keeps beside its tasks. */
void dialplan_tell(struct digest *digest, const struct world *w);

/* Starts the task that runs the channel's dialplan at its place, due now; it destroys the channel
 * at its end. */
void dialplan_start(struct world *w, struct channel *channel);

/* Starts the task of a channel that runs one application only, unless a `continue` sends it to the
 * dialplan; `quiet`: without ChannelDialplan. */
void dialplan_start_application(struct world *w, struct channel *channel, const char *app,
                                const char *app_data, bool quiet);

/* Starts the task of a ;2 that is to wait until its ;1 has been dialled, and then is woken with
 * WAKE_DONE. */
void dialplan_start_when_dialled(struct world *w, struct channel *channel);

/* The length of a sound; false when there is none of that name. */
bool dialplan_sound(const struct world *w, const char *name, uint64_t *length_us);

#endif

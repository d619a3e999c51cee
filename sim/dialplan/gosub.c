/* A stack of places. */
#include "sim/dialplan/gosub.h"

#include "sim/base/must.h"

void gosub_push(struct world *w, struct gosubs *gosubs, const struct channel *channel) {
    must(gosubs->depth < GOSUB_DEPTH_MAX);
    struct gosub *gosub = world_alloc(w, sizeof *gosub);
    gosub->context = world_strdup(w, channel->context);
    gosub->exten = world_strdup(w, channel->exten);
    gosub->priority = channel->priority;
    gosub->outer = gosubs->innermost;
    gosubs->innermost = gosub;
    gosubs->depth++;
}

void gosub_pop(struct world *w, struct gosubs *gosubs) {
    struct gosub *gone = gosubs->innermost;
    must(gone);
    must(gosubs->depth > 0);
    gosubs->innermost = gone->outer;
    gosubs->depth--;
    world_strfree(w, gone->context);
    world_strfree(w, gone->exten);
    world_release(w, gone, sizeof *gone);
}

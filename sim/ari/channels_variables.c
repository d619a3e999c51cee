/* Variables of channels; functions are read and set in the same way. */
#include <string.h>

#include "sim/ari/channels.h"
#include "sim/ari/variables.h"
#include "sim/calls/channel.h"
#include "sim/dialplan/subst.h"
#include "sim/dialplan/values.h"

static const char *read_variable(struct world *w, void *of, const char *name, char *room,
                                 size_t size);

struct reply channels_get_variable(struct world *w, struct request *request) {
    const char *name = request_text(request, "variable");
    char value[SUBST_SIZE] = "";
    bool found = dialplan_read(w, request->found, name, value, sizeof value);
    if (!found && strchr(name, '(')) {
        return reply_odd(500, "Error With Function", "Unable to read provided function");
    }
    return variables_show_one(found ? value : NULL);
}

/* (R128) At once, also while the channel is busy with something; a function that cannot be set is
 * passed over. */
struct reply channels_set_variable(struct world *w, struct request *request) {
    struct channel *channel = request->found;
    const char *name = request_text(request, "variable");
    const char *value = request_text(request, "value");
    if (value) {
        dialplan_write(w, channel, name, value);
    } else { /* without a word: recorded */
        variable_unset(w, &channel->variables, name);
        channel_changed(w, channel);
    }
    return reply_none();
}

struct reply channels_get_variables(struct world *w, struct request *request) {
    return variables_show(w, request, read_variable, request->found);
}

struct reply channels_set_variables(struct world *w, struct request *request) {
    return variables_take(w, request, channels_write_variable, request->found);
}

void channels_write_variable(struct world *w, void *of, const char *name, const char *value) {
    dialplan_write(w, of, name, value);
}

static const char *read_variable(struct world *w, void *of, const char *name, char *room,
                                 size_t size) {
    return dialplan_read(w, of, name, room, size) ? room : NULL;
}

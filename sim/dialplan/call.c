/* Placing calls: a Local pair, or the channel of a phone. */
#include "sim/dialplan/call.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/base/text.h"
#include "sim/calls/cause.h"
#include "sim/calls/local.h"
#include "sim/dialplan/match.h"
#include "sim/dialplan/thread.h"
#include "sim/dialplan/values.h"

enum { ID_BYTES = 512 };

static struct channel *place_local(struct world *w, const struct call_config *config);
static void start(struct world *w, struct channel *channel, const struct call_config *config);
static void copy_trimmed(char *to, size_t size, const char *from, size_t length);

struct channel *call_place(struct world *w, const struct call_config *config) {
    must(config->exten && config->context);
    if (!config->phone) {
        return place_local(w, config);
    }
    struct channel *channel = call_channel(w, config);
    start(w, channel, config);
    return channel;
}

void call_hang_up(struct world *w, struct channel *channel) {
    struct channel *caller = channel->peer && !channel->is_near ? channel->peer : channel;
    channel_hangup(w, caller, (struct hangup){.shown_cause = CAUSE_NORMAL, .cause = CAUSE_NORMAL});
}

struct channel *call_channel(struct world *w, const struct call_config *config) {
    char name[PHONE_CHANNEL_NAME_BYTES];
    struct channel *channel =
        channel_new(w, &(struct channel_config){
                           .id = config->id,
                           .name = phone_channel_name(w, config->phone, name),
                           .state = CHANNEL_RING,
                           .caller_name = text_or_empty(config->caller_name),
                           .caller_number = text_or_empty(config->caller_number),
                           .context = config->context,
                           .exten = config->exten,
                           .priority = 1,
                       });
    world_strset(w, &channel->dnid, config->exten);
    for (size_t i = 0; i + 1 < config->variables_count; i += 2) {
        dialplan_write(w, channel, config->variables[i], config->variables[i + 1]);
    }
    return channel;
}

static struct channel *place_local(struct world *w, const struct call_config *config) {
    char near_id[ID_BYTES];
    const char *id = config->near_id;
    bool waits = !config->near_app && !config->near_context;
    if (!id && config->id && waits) {
        snprintf(near_id, sizeof near_id, CALL_NEAR_ID, config->id);
        id = near_id;
    }
    struct local_pair pair = local_new(w, &(struct local_config){
                                              .exten = config->exten,
                                              .context = config->context,
                                              .id = id,
                                              .other_id = config->id,
                                              .caller_name = text_or_empty(config->caller_name),
                                              .caller_number = text_or_empty(config->caller_number),
                                              .variables = config->variables,
                                              .variables_count = config->variables_count,
                                              .subscriber = config->near_subscriber,
                                              .shows_app = true,
                                          });
    for (size_t i = 0; i + 1 < config->variables_count; i += 2) {
        if (strchr(config->variables[i], '(')) {
            dialplan_write(w, pair.near, config->variables[i], config->variables[i + 1]);
        }
    }
    world_strset(w, &pair.far->language, pair.near->language);
    channel_changed(w, pair.far);
    thread_start_near(w, pair.near, config);
    const struct dialplan *plan = dialplan_of(w);
    if (config->app || dialplan_has_exten(plan, config->context, config->exten) ||
        dialplan_find(plan, config->context, "i", 1)) {
        local_dial(w, pair.near);
        start(w, pair.far, config);
    } else {
        thread_start_unreachable(w, pair.far);
    }
    return pair.far;
}

static void start(struct world *w, struct channel *channel, const struct call_config *config) {
    if (config->app) {
        thread_start_instead(w, channel, config->app, config->app_data);
    } else {
        dialplan_start(w, channel);
    }
}

void call_split_caller(const char *text, char *name, char *number, size_t size) {
    const char *open = strrchr(text, '<');
    const char *close = open ? strchr(open, '>') : NULL;
    name[0] = '\0';
    number[0] = '\0';
    if (open && close) {
        copy_trimmed(name, size, text, (size_t)(open - text));
        copy_trimmed(number, size, open + 1, (size_t)(close - open - 1));
    } else if (strspn(text, "0123456789+*#") == strlen(text)) {
        copy_trimmed(number, size, text, strlen(text));
    } else {
        copy_trimmed(name, size, text, strlen(text));
    }
}

/* Without the blanks and quotes around it. */
static void copy_trimmed(char *to, size_t size, const char *from, size_t length) {
    while (length > 0 && strchr(" \"", from[0])) {
        from++;
        length--;
    }
    while (length > 0 && strchr(" \"", from[length - 1])) {
        length--;
    }
    snprintf(to, size, "%.*s", (int)length, from);
}

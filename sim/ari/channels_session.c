/* Operations on a channel that an application holds. */
#include <string.h>

#include "sim/ari/channels.h"
#include "sim/ari/media.h"
#include "sim/ari/state.h"
#include "sim/base/must.h"
#include "sim/base/text.h"
#include "sim/dialplan/exec.h"
#include "sim/dialplan/match.h"

enum { ARGS_MAX = 128, ARGS_BYTES = 4096 };

/* Where the dialplan is to go on. */
struct destination {
    char *context;
    char *exten;
    int priority;
};

static bool names_place(const struct request *request);
static bool do_answer(struct world *w, struct task *task, struct channel *channel,
                      struct command *command);
static bool do_continue(struct world *w, struct task *task, struct channel *channel,
                        struct command *command);
static void free_destination(struct world *w, struct command *command);
static struct texts *split_args(struct world *w, const char *list);

struct reply channels_answer(struct world *w, struct request *request) {
    return request_wait(w, request, request->found, do_answer);
}

/* It is heard by the caller only: nobody here sees anything of it. (R129) */
struct reply channels_ring(struct world *w, struct request *request) {
    return request_wait(w, request, request->found, NULL);
}

/* (R123) */
struct reply channels_continue(struct world *w, struct request *request) {
    struct channel *channel = request->found;
    if (!names_place(request)) {
        session_command(w, channel, &(struct command){.run = do_continue});
        return reply_none();
    }
    const char *context = request_filled(request, "context");
    const char *exten = request_filled(request, "extension");
    if (!exten) {
        exten = context ? DIALPLAN_DEFAULT_EXTEN : text_or_empty(channel->exten);
    }
    if (!context) {
        context = text_or_empty(channel->context);
    }
    int priority;
    struct reply refusal;
    if (!channels_read_priority(w, request, context, exten, &priority, &refusal)) {
        return refusal;
    }
    struct destination *to = world_alloc(w, sizeof *to);
    to->context = world_strdup(w, context);
    to->exten = world_strdup(w, exten);
    to->priority = priority;
    session_command(
        w, channel,
        &(struct command){.run = do_continue, .context = to, .dispose = free_destination});
    return reply_none();
}

/* (R124) */
struct reply channels_move(struct world *w, struct request *request) {
    struct channel *channel = request->found;
    struct texts *args = split_args(w, request_filled(request, "appArgs"));
    session_move(w, channel, request_text(request, "app"), args);
    texts_drop(w, args);
    return reply_none();
}

struct reply channels_play(struct world *w, struct request *request) {
    struct channel *channel = request->found;
    struct media media[PLAYBACK_MEDIA_MAX];
    struct playback_config config;
    struct reply refusal;
    if (!media_read_request(w, request, channel->language, media, &config, &refusal)) {
        return refusal;
    }
    const struct playback *playback = playback_start(w, ari_of(w)->playbacks, channel, &config);
    texts_drop(w, config.uris);
    return media_created(w, playback);
}

bool channels_read_priority(const struct world *w, const struct request *request,
                            const char *context, const char *exten, int *priority,
                            struct reply *refusal) {
    const char *label = request_filled(request, "label");
    *priority = (int)request_number_or(request, "priority", 1);
    if (label && !dialplan_find_priority(dialplan_of(w), context, exten, label, priority)) {
        *refusal = reply_error(404, "Requested label can not be found");
        return false;
    }
    return true;
}

static bool names_place(const struct request *request) {
    return request_filled(request, "context") || request_filled(request, "extension") ||
           request_filled(request, "priority") || request_filled(request, "label");
}

static bool do_answer(struct world *w, struct task *task, struct channel *channel,
                      struct command *command) {
    (void)task;
    (void)command;
    channel_answer(w, channel);
    return false;
}

static bool do_continue(struct world *w, struct task *task, struct channel *channel,
                        struct command *command) {
    (void)task;
    const struct destination *to = command->context;
    if (to) {
        channel_set_place(w, channel, to->context, to->exten, to->priority);
        channel->jump = true;
    }
    session_continue(w, channel);
    return false;
}

static void free_destination(struct world *w, struct command *command) {
    struct destination *to = command->context;
    world_strfree(w, to->context);
    world_strfree(w, to->exten);
    world_release(w, to, sizeof *to);
}

/* NULL for no arguments. */
static struct texts *split_args(struct world *w, const char *list) {
    char room[ARGS_BYTES];
    const char *items[ARGS_MAX];
    size_t count = 0;
    size_t used = 0;
    while (count < ARGS_MAX && argument_next(&list, room + used, sizeof room - used)) {
        items[count] = room + used;
        used += strlen(items[count++]) + 1;
    }
    return count > 0 ? texts_new(w, items, count) : NULL;
}

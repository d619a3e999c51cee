/* The public face: calls, what is asked of their channels, and what can be read of them. */
#include <stdio.h>

#include "include/stasim.h"
#include "sim/base/text.h"
#include "sim/broadcast/interface.h"
#include "sim/calls/application.h"
#include "sim/calls/session.h"
#include "sim/dialplan/call.h"
#include "sim/stasim_world.h"

_Static_assert(DIALPLAN_PRIORITY_MAX == 100000, "so stasim_continue() says");

static const char CONTEXT_DEFAULT[] = "default";
static const char PHONE_DEFAULT[] = "PJSIP/phone";

/* What do_place() and do_new() need, and the channel they make. */
struct placing {
    struct call_config config;
    struct channel *channel;
};

/* Something asked of a channel. */
struct request {
    void (*run)(struct world *w, struct channel *channel, const struct request *request);
    bool in_stasis; /* only for a channel that an application holds */
    const char *channel_id;
    const char *context; /* NULL: none */
    const char *name;    /* extension or application; NULL: none */
    int priority;
};

struct asking {
    struct stasim_world *world;
    const struct request *request;
};

/* A request of a callback, which a task of its own carries out. */
enum { REQUEST_TEXTS = 3 };
struct scheduled {
    struct activity activity;
    struct request request;
    char *texts[REQUEST_TEXTS]; /* what it points to */
};

static int check_call(const struct stasim_world *world, const struct stasim_call *call);
static bool are_variables(const struct stasim_call *call);
static struct call_config config_of(const struct stasim_call *call);
static void do_place(struct world *w, void *context);
static void do_new(struct world *w, void *context);
static void do_free(struct world *w, void *context);
static int check(const struct world *w, const struct request *request);
static int ask(struct stasim_world *world, const struct request *request);
static void carry_out_at_once(struct world *w, void *context);
static void schedule(struct world *w, void *context);
static void carry_out(struct world *w, struct task *task);
static void run_hang_up(struct world *w, struct channel *channel, const struct request *request);
static void run_answer(struct world *w, struct channel *channel, const struct request *request);
static void run_continue(struct world *w, struct channel *channel, const struct request *request);
static void run_move(struct world *w, struct channel *channel, const struct request *request);
static int read_out(const char *value, char *text, size_t size);

int stasim_place_call(struct stasim_world *world, const struct stasim_call *call, char *id,
                      size_t id_size) {
    int error = check_call(world, call);
    if (error != STASIM_OK) {
        return error;
    }
    struct placing placing = {.config = config_of(call)};
    if (!world_do(world->w, do_place, &placing)) {
        return STASIM_BROKEN;
    }
    if (id && id_size > 0) {
        snprintf(id, id_size, "%s", placing.channel->id);
    }
    return STASIM_OK;
}

int stasim_channel_new(struct stasim_world *world, const struct stasim_call *call) {
    int error = call && !is_name(call->id) ? STASIM_INVALID : check_call(world, call);
    if (error != STASIM_OK) {
        return error;
    }
    struct placing placing = {.config = config_of(call)};
    return world_do(world->w, do_new, &placing) ? STASIM_OK : STASIM_BROKEN;
}

int stasim_channel_free(struct stasim_world *world, const char *channel_id) {
    if (!world || !channel_id) {
        return STASIM_INVALID;
    }
    int error = may_act(world);
    if (error != STASIM_OK) {
        return error;
    }
    struct channel *channel = channel_find(world->w, channel_id);
    if (!channel || !channel->is_program) {
        return STASIM_NOT_FOUND;
    }
    if (interface_is_waiting(world->w, channel_id)) {
        return STASIM_BUSY;
    }
    return world_do(world->w, do_free, channel) ? STASIM_OK : STASIM_BROKEN;
}

static int check_call(const struct stasim_world *world, const struct stasim_call *call) {
    if (!world || !call || !is_name(call->extension) || !are_variables(call)) {
        return STASIM_INVALID;
    }
    int error = may_act(world);
    if (error == STASIM_OK && is_name(call->id) && channel_find(world->w, call->id)) {
        error = STASIM_EXISTS;
    }
    return error;
}

/* Names with a value each. */
static bool are_variables(const struct stasim_call *call) {
    const char *const *texts = call->variables;
    size_t count = call->variables_count;
    bool good = count % 2 == 0 && (count == 0 || texts);
    for (size_t i = 0; good && i < count; i += 2) {
        good = is_name(texts[i]) && texts[i + 1];
    }
    return good;
}

static struct call_config config_of(const struct stasim_call *call) {
    return (struct call_config){
        .exten = call->extension,
        .context = call->context ? call->context : CONTEXT_DEFAULT,
        .phone = call->phone ? call->phone : PHONE_DEFAULT,
        .id = is_name(call->id) ? call->id : NULL,
        .caller_name = call->caller_name,
        .caller_number = call->caller_number,
        .variables = call->variables,
        .variables_count = call->variables_count,
    };
}

static void do_place(struct world *w, void *context) {
    struct placing *placing = context;
    placing->channel = call_place(w, &placing->config);
}

static void do_new(struct world *w, void *context) {
    struct placing *placing = context;
    placing->channel = call_channel(w, &placing->config);
    placing->channel->is_program = true;
}

static void do_free(struct world *w, void *context) {
    struct channel *channel = context;
    interface_cleanup(w, channel->id);
    channel_destroy(w, channel);
}

int stasim_hang_up(struct stasim_world *world, const char *channel_id) {
    return ask(world, &(struct request){.run = run_hang_up, .channel_id = channel_id});
}

int stasim_answer(struct stasim_world *world, const char *channel_id) {
    return ask(world,
               &(struct request){.run = run_answer, .in_stasis = true, .channel_id = channel_id});
}

int stasim_continue(struct stasim_world *world, const char *channel_id, const char *context,
                    const char *extension, int priority) {
    if (extension && (!is_name(extension) || priority < 1 || priority > DIALPLAN_PRIORITY_MAX)) {
        return STASIM_INVALID;
    }
    return ask(world, &(struct request){.run = run_continue,
                                        .in_stasis = true,
                                        .channel_id = channel_id,
                                        .context = extension ? context : NULL,
                                        .name = extension,
                                        .priority = priority});
}

int stasim_move(struct stasim_world *world, const char *channel_id, const char *application) {
    if (!is_name(application)) {
        return STASIM_INVALID;
    }
    return ask(world, &(struct request){.run = run_move,
                                        .in_stasis = true,
                                        .channel_id = channel_id,
                                        .name = application});
}

/* The request for a channel, as it stands: what is wrong with it now. */
static int check(const struct world *w, const struct request *request) {
    const struct channel *channel = channel_find(w, request->channel_id);
    if (!channel) {
        return STASIM_NOT_FOUND;
    }
    return request->in_stasis && !channel->session ? STASIM_NOT_IN_STASIS : STASIM_OK;
}

static int ask(struct stasim_world *world, const struct request *request) {
    if (!world || !request->channel_id) {
        return STASIM_INVALID;
    }
    if (world_failure(world->w)) {
        return STASIM_BROKEN;
    }
    int error = check(world->w, request);
    if (error != STASIM_OK) {
        return error;
    }
    struct asking asking = {world, request};
    bool done = world_do(world->w, world->in_callback ? schedule : carry_out_at_once, &asking);
    return done ? STASIM_OK : STASIM_BROKEN;
}

static void carry_out_at_once(struct world *w, void *context) {
    const struct asking *asking = context;
    const struct request *request = asking->request;
    request->run(w, channel_find(w, request->channel_id), request);
}

static void schedule(struct world *w, void *context) {
    static const struct step CARRY_OUT = {"Q request", carry_out, NULL};
    const struct asking *asking = context;
    const struct request *request = asking->request;
    struct scheduled *scheduled = activity_new(w, sizeof *scheduled, &CARRY_OUT);
    scheduled->request = *request;
    scheduled->texts[0] = world_strdup(w, request->channel_id);
    scheduled->request.channel_id = scheduled->texts[0];
    if (request->context) {
        scheduled->texts[1] = world_strdup(w, request->context);
        scheduled->request.context = scheduled->texts[1];
    }
    if (request->name) {
        scheduled->texts[2] = world_strdup(w, request->name);
        scheduled->request.name = scheduled->texts[2];
    }
    char name[REQUEST_NAME_BYTES];
    task_start(w, "Q", request_name(asking->world, request->channel_id, name), &scheduled->activity,
               world_now_us(w));
}

/* What was possible when it was asked for may not be so now: then nothing happens. */
static void carry_out(struct world *w, struct task *task) {
    struct scheduled *scheduled = task_activity(task);
    const struct request *request = &scheduled->request;
    if (check(w, request) == STASIM_OK) {
        request->run(w, channel_find(w, request->channel_id), request);
    }
    for (size_t i = 0; i < REQUEST_TEXTS; i++) {
        world_strfree(w, scheduled->texts[i]);
    }
    task_end(w, task);
}

static void run_hang_up(struct world *w, struct channel *channel, const struct request *request) {
    (void)request;
    call_hang_up(w, channel);
}

static void run_answer(struct world *w, struct channel *channel, const struct request *request) {
    (void)request;
    channel_answer(w, channel);
}

static void run_continue(struct world *w, struct channel *channel, const struct request *request) {
    if (request->name) {
        const char *context = request->context ? request->context : channel->context;
        channel_set_place(w, channel, context, request->name, request->priority);
        channel->jump = true;
    }
    session_continue(w, channel);
}

static void run_move(struct world *w, struct channel *channel, const struct request *request) {
    session_move(w, channel, request->name, NULL);
}

int stasim_channel_variable(const struct stasim_world *world, const char *channel_id,
                            const char *variable, char *text, size_t size) {
    if (!world || !channel_id || !variable) {
        return STASIM_INVALID;
    }
    const struct channel *channel = channel_find(world->w, channel_id);
    return read_out(channel ? channel_variable(channel, variable) : NULL, text, size);
}

int stasim_channel_state(const struct stasim_world *world, const char *channel_id, char *text,
                         size_t size) {
    if (!world || !channel_id) {
        return STASIM_INVALID;
    }
    const struct channel *channel = channel_find(world->w, channel_id);
    return read_out(channel ? channel_state_name(channel->state) : NULL, text, size);
}

int stasim_channel_application(const struct stasim_world *world, const char *channel_id, char *text,
                               size_t size) {
    if (!world || !channel_id) {
        return STASIM_INVALID;
    }
    const struct channel *channel = channel_find(world->w, channel_id);
    if (channel && !channel->session) {
        return STASIM_NOT_IN_STASIS;
    }
    return read_out(channel ? session_application(channel->session)->name : NULL, text, size);
}

static int read_out(const char *value, char *text, size_t size) {
    if (!text || size == 0) {
        return STASIM_INVALID;
    }
    snprintf(text, size, "%s", text_or_empty(value));
    return value ? STASIM_OK : STASIM_NOT_FOUND;
}

size_t stasim_channels(const struct stasim_world *world) {
    return world ? channel_count(world->w) : 0;
}

size_t stasim_applications(const struct stasim_world *world) {
    return world ? application_count(world->w) : 0;
}

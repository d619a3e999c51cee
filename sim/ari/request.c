/* Requests: carried out as steps of a task. */
#include "sim/ari/request.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/ari/channels.h"
#include "sim/ari/claim.h"
#include "sim/ari/consider.h"
#include "sim/ari/forced.h"
#include "sim/ari/state.h"
#include "sim/base/conf.h"
#include "sim/base/must.h"
#include "sim/broadcast/broadcast.h"
#include "sim/world/digest.h"

enum {
    TEXTS = 5, /* of a request */
    MESSAGE_BYTES = 512,
};

static struct reply handle(struct world *w, struct request *request,
                           const struct operation *operation);
static void start_claim(struct world *w, const char *name, struct request *request,
                        const struct arguments *arguments, uint64_t due_us);
static void answer_forced(struct world *w, struct task *task);
static void answer_claim(struct world *w, struct task *task);
static void answer_wait(struct world *w, struct task *task);
static void answer(struct world *w, struct task *task, struct reply reply);
static void copy_request(struct world *w, struct request *request, const struct ari_request *from);

static const struct step REFUSED = {"Q refused", request_carry_out, request_tell};
static const struct step CLAIM_REFUSED = {"C4 answer", request_carry_out, request_tell};
static const struct step FORCED = {"Q forced answer", answer_forced, request_tell};
static const struct step C4 = {"C4 answer", answer_claim, request_tell};
static const struct step ANSWER = {"Q answer after a wait", answer_wait, request_tell};

void ari_submit(struct world *w, const char *name, const struct ari_request *asked,
                struct ari_asker asker) {
    must(asked->method && asked->path && asker.answered);
    must(asked->body || asked->body_size == 0);
    const struct ari_hook *hook = &ari_of(w)->hook;
    struct ari_fault fault = {0};
    if (hook->intercept) {
        fault = hook->intercept(hook->context, w, name, asked, &asker);
    }
    if (fault.unheard) {
        asker.answered(w, asker.context, &(struct ari_response){.fate = ARI_FATE_RESET});
        return;
    }
    uint64_t due_us = world_now_us(w) + fault.delay_us;
    struct considered considered;
    request_consider(ari_of(w)->outside, asked, &considered);
    if (considered.refusal.status == REPLY_NO_MEMORY_STATUS) {
        world_break(w, "out of memory for a request");
    }
    const struct operation *operation = considered.route.operation;
    bool claims = operation && operation->is_claim;
    const struct step *step = operation ? &operation->step : &REFUSED;
    struct request *request = activity_new(w, sizeof *request, claims ? &CLAIM_REFUSED : step);
    request->asker = asker;
    request->forced_status = fault.status;
    if (fault.status != 0) {
        request->forced_message =
            fault.message ? fault.message : forced_message(operation, fault.status);
        request->activity.step = &FORCED;
        task_start(w, claims ? "C" : "Q", name, &request->activity, due_us);
        return;
    }
    if (claims && !considered.refused) {
        start_claim(w, name, request, &considered.arguments, due_us);
        return;
    }
    copy_request(w, request, asked);
    task_start(w, claims ? "C" : "Q", name, &request->activity, due_us);
}

void request_carry_out(struct world *w, struct task *task) {
    struct request *request = task_activity(task);
    struct considered considered;
    request_consider(ari_of(w)->outside, &request->asked, &considered);
    if (considered.refused) {
        answer(w, task, considered.refusal);
        return;
    }
    request->task = task;
    request->arguments = &considered.arguments;
    struct reply reply = handle(w, request, considered.route.operation);
    request->arguments = NULL;
    request->found = NULL;
    if (reply.status == REPLY_LATER_STATUS) {
        task_sleep(w, task, &ANSWER, TASK_FOREVER, WAKE_DONE);
    } else {
        answer(w, task, reply);
    }
}

struct reply request_wait(struct world *w, struct request *request, struct channel *channel,
                          bool (*run)(struct world *w, struct task *task, struct channel *channel,
                                      struct command *command)) {
    struct command command = {
        .run = run,
        .asker = request->task,
        .result = &request->command_result,
    };
    session_command(w, channel, &command);
    return REPLY_LATER;
}

const char *request_text(const struct request *request, const char *name) {
    return argument(request->arguments, name);
}

const char *request_filled(const struct request *request, const char *name) {
    return argument_filled(request->arguments, name);
}

long request_number(const struct request *request, const char *name) {
    return argument_number(request->arguments, name);
}

long request_number_or(const struct request *request, const char *name, long missing) {
    return argument_number_or(request->arguments, name, missing);
}

int request_word(const struct request *request, const char *name) {
    return argument_word(request->arguments, name);
}

bool request_flag(const struct request *request, const char *name) {
    const char *text = request_text(request, name);
    return text && conf_is_yes(text);
}

struct reply request_missing(const struct subject *subject) {
    must(subject->missing);
    const char *reason = subject->missing_reason ? subject->missing_reason : reply_reason(404);
    return reply_odd(404, reason, subject->missing);
}

struct reply request_error(struct world *w, int status, const char *format, ...) {
    static const char no_room[] = "Allocation failed";
    char text[MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const char *message = outside_format(ari_of(w)->outside, "%s", text);
    return reply_error(status, message ? message : no_room);
}

struct reply request_created(struct world *w, json_t *body, const char *folder, const char *name) {
    char *location = malloc(strlen(folder) + ROUTE_ESCAPE_BYTES * strlen(name) + 1);
    outside_keep(&ari_of(w)->outside->location, location);
    if (!body || !location) {
        json_decref(body);
        return reply_no_memory();
    }
    route_encode(name, stpcpy(location, folder));
    return (struct reply){
        .status = 201, .reason = reply_reason(201), .body = body, .location = location};
}

/* What was asked follows from who asks. */
void request_tell(struct digest *digest, const void *activity) {
    const struct request *request = activity;
    digest_number(digest, (uint64_t)request->command_result);
    digest_number(digest, (uint64_t)request->forced_status);
    digest_text(digest, request->forced_message);
    asker_tell(digest, &request->asker);
}

void asker_tell(struct digest *digest, const struct ari_asker *asker) {
    if (asker->tell) {
        asker->tell(digest, asker->context);
    } else {
        digest->untold = true;
    }
}

static struct reply handle(struct world *w, struct request *request,
                           const struct operation *operation) {
    must(operation && operation->handle);
    const struct subject *subject = operation->subject;
    if (subject && subject->find) {
        request->found = subject->find(w, request);
        if (!request->found) {
            return request_missing(subject);
        }
        must(!subject->is_ready == !subject->not_ready);
        if (subject->is_ready && !subject->is_ready(request->found)) {
            return reply_error(409, subject->not_ready);
        }
    }
    return operation->handle(w, request);
}

/* A claim that is well formed needs nothing of the request but two names. */
static void start_claim(struct world *w, const char *name, struct request *request,
                        const struct arguments *arguments, uint64_t due_us) {
    request->activity.step = &C4;
    struct activity *claim =
        broadcast_claim(w, argument(arguments, "channelId"), argument(arguments, "application"));
    task_start(w, "C", name, activity_above(&request->activity, claim), due_us);
}

/* A fault has decided. */
static void answer_forced(struct world *w, struct task *task) {
    const struct request *request = task_activity(task);
    int status = request->forced_status;
    answer(w, task, status == 204 ? reply_none() : reply_error(status, request->forced_message));
}

static void answer_claim(struct world *w, struct task *task) {
    answer(w, task, claim_reply(task_result(task)));
}

/* (R125) A channel that left its session before the command's turn is no longer in Stasis. */
static void answer_wait(struct world *w, struct task *task) {
    struct request *request = task_activity(task);
    bool done = request->command_result == COMMAND_DONE;
    answer(w, task, done ? reply_none() : reply_error(409, SUBJECT_CHANNEL_HELD.not_ready));
}

static void answer(struct world *w, struct task *task, struct reply reply) {
    struct request *request = task_activity(task);
    struct ari_response response;
    if (!reply_finish(ari_of(w)->outside, &reply, &response)) {
        world_break(w, "out of memory for the answer to a request");
    }
    request->asker.answered(w, request->asker.context, &response);
    if (request->copy) {
        world_release(w, request->copy, request->copy_size);
    }
    task_end(w, task);
}

static void copy_request(struct world *w, struct request *request, const struct ari_request *from) {
    const char *texts[] = {from->method, from->path, from->host, from->query, from->content_type};
    size_t sizes[TEXTS];
    request->copy_size = from->body_size;
    for (size_t i = 0; i < TEXTS; i++) {
        sizes[i] = texts[i] ? strlen(texts[i]) + 1 : 0;
        request->copy_size += sizes[i];
    }
    request->copy = world_alloc(w, request->copy_size);
    char *end = request->copy;
    for (size_t i = 0; i < TEXTS; i++) {
        if (texts[i]) {
            texts[i] = memcpy(end, texts[i], sizes[i]);
            end += sizes[i];
        }
    }
    request->asked = (struct ari_request){
        .method = texts[0],
        .path = texts[1],
        .host = texts[2],
        .query = texts[3],
        .content_type = texts[4],
        .body_size = from->body_size,
        .access = from->access,
    };
    if (from->body_size > 0) {
        request->asked.body = memcpy(end, from->body, from->body_size);
    }
}

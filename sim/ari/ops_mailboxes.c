/* The resource "mailboxes": how many messages they hold. */
#include "sim/ari/json.h"
#include "sim/ari/parameters.h"
#include "sim/ari/render.h"
#include "sim/ari/request.h"
#include "sim/calls/mailbox.h"

static void *find(struct world *w, const struct request *request) {
    return mailbox_find(w, request_text(request, "mailboxName"));
}

static const struct subject SUBJECT_MAILBOX = {
    .find = find, .missing = "Mailbox is does not exist" /* word for word: recorded */};

static struct reply list(struct world *w, struct request *request) {
    (void)request;
    json_t *array = json_array();
    for (const struct mailbox *m = mailbox_first(w); m; m = mailbox_next(m)) {
        array = array_with(array, render_mailbox(m));
    }
    return reply_json(array);
}

static struct reply get(struct world *w, struct request *request) {
    (void)w;
    return reply_json(render_mailbox(request->found));
}

static struct reply update(struct world *w, struct request *request) {
    const char *name = request_text(request, "mailboxName");
    long old_messages = request_number_or(request, "oldMessages", -1);
    long new_messages = request_number_or(request, "newMessages", -1);
    bool counted = old_messages >= 0 && old_messages <= INT32_MAX && new_messages >= 0 &&
                   new_messages <= INT32_MAX;
    if (!counted) {
        return reply_error(400, "oldMessages and newMessages must be counts of messages");
    }
    return mailbox_set(w, name, (int)old_messages, (int)new_messages)
               ? reply_none()
               : reply_error(409, "Too many mailboxes");
}

static struct reply erase(struct world *w, struct request *request) {
    mailbox_remove(w, request->found);
    return reply_none();
}

static const struct operation OPERATIONS[] = {
    {
        .method = METHOD_GET,
        .path = "/mailboxes",
        NAMED("list"),
        .summary = "List all mailboxes.",
        .response = "List[Mailbox]",
        .handle = list,
    },
    {
        .method = METHOD_GET,
        .path = "/mailboxes/{mailboxName}",
        NAMED("get"),
        .summary = "Show a mailbox.",
        .response = "Mailbox",
        .errors = {404},
        .subject = &SUBJECT_MAILBOX,
        .handle = get,
        PARAMETERS(PATH("mailboxName")),
    },
    {
        .method = METHOD_PUT,
        .path = "/mailboxes/{mailboxName}",
        NAMED("update"),
        .summary = "Set how many messages a mailbox has; makes it where there is none.",
        .response = "void",
        .errors = {404},
        .handle = update,
        PARAMETERS(PATH("mailboxName"), REQUIRED("oldMessages", "int"),
                   REQUIRED("newMessages", "int")),
    },
    {
        .method = METHOD_DELETE,
        .path = "/mailboxes/{mailboxName}",
        NAMED("delete"),
        .summary = "Delete a mailbox.",
        .response = "void",
        .errors = {404},
        .subject = &SUBJECT_MAILBOX,
        .handle = erase,
        PARAMETERS(PATH("mailboxName")),
    },
};

const struct resource RESOURCE_MAILBOXES = {
    .name = "mailboxes",
    .summary = "Mailboxes",
    .operations = OPERATIONS,
    .count = sizeof OPERATIONS / sizeof OPERATIONS[0],
    .models = MODELS_MAILBOXES,
};

/* The resource "mailboxes": how many messages they hold. */
#include "sim/ari/parameters.h"

static const struct operation OPERATIONS[] = {
    {
        .method = METHOD_GET,
        .path = "/mailboxes",
        NAMED("list"),
        .summary = "List all mailboxes.",
        .response = "List[Mailbox]",
    },
    {
        .method = METHOD_GET,
        .path = "/mailboxes/{mailboxName}",
        NAMED("get"),
        .summary = "Show a mailbox.",
        .response = "Mailbox",
        .errors = {404},
        PARAMETERS(PATH("mailboxName")),
    },
    {
        .method = METHOD_PUT,
        .path = "/mailboxes/{mailboxName}",
        NAMED("update"),
        .summary = "Set how many messages a mailbox has; makes it where there is none.",
        .response = "void",
        .errors = {404},
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

/* Mailboxes. */
#include "sim/calls/mailbox.h"

#include <string.h>

#include "sim/calls/calls.h"

struct mailbox *mailbox_find(const struct world *w, const char *name) {
    struct mailbox *found = NULL;
    HASH_FIND(hh, calls_of(w)->mailboxes, name, strlen(name), found);
    return found;
}

struct mailbox *mailbox_first(const struct world *w) {
    return calls_of(w)->mailboxes;
}

struct mailbox *mailbox_next(const struct mailbox *mailbox) {
    return mailbox->hh.next;
}

bool mailbox_set(struct world *w, const char *name, int old_messages, int new_messages) {
    struct calls *calls = calls_of(w);
    struct mailbox *mailbox = mailbox_find(w, name);
    if (!mailbox) {
        if (HASH_CNT(hh, calls->mailboxes) >= MAILBOXES_MAX) {
            return false;
        }
        mailbox = world_alloc(w, sizeof *mailbox);
        mailbox->name = world_strdup(w, name);
        HASH_ADD_KEYPTR(hh, calls->mailboxes, mailbox->name, strlen(name), mailbox);
    }
    mailbox->old_messages = old_messages;
    mailbox->new_messages = new_messages;
    return true;
}

void mailbox_remove(struct world *w, struct mailbox *mailbox) {
    HASH_DELETE(hh, calls_of(w)->mailboxes, mailbox);
    world_strfree(w, mailbox->name);
    world_release(w, mailbox, sizeof *mailbox);
}

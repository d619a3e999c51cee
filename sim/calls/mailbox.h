/* Floor 3: mailboxes: how many messages wait, as clients have said. */
#ifndef STASIM_CALLS_MAILBOX_H
#define STASIM_CALLS_MAILBOX_H

#include <stdbool.h>

#include "sim/calls/table.h"

enum { MAILBOXES_MAX = 10000 };

struct mailbox {
    char *name;
    int old_messages;
    int new_messages;
    UT_hash_handle hh; /* hh.next: in the order of making */
};

/* NULL when there is none. */
struct mailbox *mailbox_find(const struct world *w, const char *name);
/* In the order of making; NULL at the end. */
struct mailbox *mailbox_first(const struct world *w);
struct mailbox *mailbox_next(const struct mailbox *mailbox);

/* Makes it if need be; false when there are too many. */
bool mailbox_set(struct world *w, const char *name, int old_messages, int new_messages);
void mailbox_remove(struct world *w, struct mailbox *mailbox);

#endif

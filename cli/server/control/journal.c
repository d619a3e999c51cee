/* The request for what happened: as much as is still known, or endlessly what happens. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/base/memory.h"
#include "cli/server/control/control.h"
#include "cli/server/control/exchange.h"
#include "cli/server/control/follow.h"
#include "cli/server/control/requests.h"

enum { LIMIT_DEFAULT = 1000, LIMIT_MAX = 10000 };

static void give_entries(struct exchange *exchange, uint64_t after, uint64_t limit);
static void write_line(FILE *out, char *line);

void control_journal(struct exchange *exchange) {
    const struct recent *recent = exchange->control->recent;
    const char *follow = exchange_query(exchange, "follow");
    bool follows = follow && strcmp(follow, "true") == 0;
    uint64_t last = recent_last(recent);
    uint64_t after = exchange_number(exchange, "after", follows ? last : 0);
    uint64_t limit = exchange_number(exchange, "limit", LIMIT_DEFAULT);
    if (limit > LIMIT_MAX) {
        give_error(exchange, 400, "limit can be %d at most: the next part is to be had with after",
                   LIMIT_MAX);
    } else if (follows) {
        follow_begin(exchange, after < last ? after : last);
    } else {
        give_entries(exchange, after, limit);
    }
}

static void give_entries(struct exchange *exchange, uint64_t after, uint64_t limit) {
    const struct recent *recent = exchange->control->recent;
    uint64_t first = recent_first(recent);
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out) {
        memory_end();
    }
    if (after + 1 < first && !recent_is_whole(recent)) {
        write_line(out, recent_lost_text(first - 1 - after, first - 1));
    }
    after = after + 1 < first ? first - 1 : after;
    for (uint64_t number = after + 1; limit > 0 && number <= recent_last(recent); number++) {
        if (follow_wants(exchange->query, recent_at(recent, number))) {
            write_line(out, recent_text(recent, number));
            limit--;
        }
    }
    if (ferror(out) != 0 || fclose(out) != 0) {
        memory_end();
    }
    give_text(exchange, "application/x-ndjson", text, size);
}

/* It is freed. */
static void write_line(FILE *out, char *line) {
    fprintf(out, "%s\n", line);
    free(line);
}

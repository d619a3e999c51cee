/* The trace of what happened, to be taken along. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/server/control/exchange.h"
#include "cli/server/control/requests.h"
#include "cli/server/server.h"

static bool write_trace(const struct exchange *exchange, const struct log *log, FILE *out);

void control_trace(struct exchange *exchange) {
    exchange->disposition = "attachment; filename=\"stasim-trace.jsonl\"";
    give_log(exchange, "application/x-ndjson", write_trace);
}

static bool write_trace(const struct exchange *exchange, const struct log *log, FILE *out) {
    const struct live *live = &exchange->server->live;
    const struct scenario *scenario = live->scenario;
    char *line = log_header_text(scenario ? scenario_name(scenario) : "serve", live->stage.seed,
                                 scenario ? scenario_path(scenario) : "");
    bool good = line && fprintf(out, "%s\n", line) > 0;
    free(line);
    for (size_t i = 0; good && i < log_count(log); i++) {
        line = log_entry_text(log_at(log, i));
        good = line && fprintf(out, "%s\n", line) > 0;
        free(line);
    }
    return good;
}

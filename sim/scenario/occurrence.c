/* Searching a log: entries are compared with what an expectation names. */
#include "sim/scenario/occurrence.h"

#include <string.h>
#include <strings.h>

#include "sim/base/must.h"
#include "sim/scenario/condition.h"

static bool same_or_any(const char *wanted, const char *given);
static bool same_request(const char *wanted, const char *given);
static const struct log_entry *answer_of(const struct log *log, const struct log_entry *request);

bool occurrence_next(const struct log *log, const struct happening *happening,
                     struct cursor *cursor, struct occurrence *found) {
    bool asks = happening->kind == HAPPENING_CLAIM || happening->kind == HAPPENING_ANSWER;
    while (cursor->index < log_count(log)) {
        const struct log_entry *entry = log_at(log, cursor->index++);
        if (!occurrence_is_named(happening, entry)) {
            continue;
        }
        cursor->seen++;
        if (happening->nth == 0 || happening->nth == cursor->seen) {
            found->asked = asks ? entry : NULL;
            found->entry = asks ? answer_of(log, entry) : entry;
            return true;
        }
    }
    return false;
}

bool occurrence_fits(const struct happening *happening, const struct occurrence *occurrence) {
    const struct log_entry *entry = occurrence->entry;
    if (!entry || (happening->status != 0 && happening->status != entry->status)) {
        return false;
    }
    if (happening->args && !json_equal(happening->args, json_object_get(entry->data, "args"))) {
        return false;
    }
    return conditions_hold(&happening->where, entry->data, NULL);
}

uint64_t occurrence_at_us(const struct occurrence *occurrence) {
    must(occurrence->entry || occurrence->asked);
    return occurrence->entry ? occurrence->entry->at_us : occurrence->asked->at_us;
}

const struct log_entry *occurrence_before(const struct log *log, const struct happening *happening,
                                          const struct log_entry *entry) {
    const struct log_entry *last = NULL;
    struct cursor cursor = {0};
    struct occurrence found;
    while (occurrence_next(log, happening, &cursor, &found)) {
        if (occurrence_fits(happening, &found) && found.entry->serial <= entry->serial) {
            last = found.entry;
        }
    }
    return last;
}

bool entry_is_claim(const struct log_entry *entry) {
    static const char claim[] = "POST /ari/events/claim";
    bool asks = entry->kind == LOG_REQUEST || entry->kind == LOG_ANSWER;
    if (!asks || strncasecmp(entry->text, claim, sizeof claim - 1) != 0) {
        return false;
    }
    char behind = entry->text[sizeof claim - 1];
    return behind == '\0' || behind == '?';
}

bool occurrence_is_named(const struct happening *happening, const struct log_entry *entry) {
    if (!same_or_any(happening->app, entry->application) ||
        !same_or_any(happening->client, entry->client) ||
        !same_or_any(happening->channel, entry->channel)) {
        return false;
    }
    switch (happening->kind) {
    case HAPPENING_CLAIM:
        return entry->kind == LOG_REQUEST && entry_is_claim(entry);
    case HAPPENING_EVENT:
        return entry->kind == LOG_EVENT && same_or_any(happening->type, entry->name);
    case HAPPENING_ANSWER:
        return entry->kind == LOG_REQUEST && same_request(happening->request, entry->text);
    case HAPPENING_NOTE:
        return entry->kind == LOG_NOTE && same_or_any(happening->type, entry->name);
    }
    return false;
}

static bool same_or_any(const char *wanted, const char *given) {
    return !wanted || (given && strcmp(wanted, given) == 0);
}

/* Without a query it stands for any. */
static bool same_request(const char *wanted, const char *given) {
    if (!wanted || strchr(wanted, '?')) {
        return same_or_any(wanted, given);
    }
    size_t length = strlen(wanted);
    return strncmp(wanted, given, length) == 0 && (given[length] == '\0' || given[length] == '?');
}

/* Names of requests are not used twice. */
static const struct log_entry *answer_of(const struct log *log, const struct log_entry *request) {
    for (size_t i = (size_t)request->serial; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        if (entry->kind == LOG_ANSWER && strcmp(entry->name, request->name) == 0) {
            return entry;
        }
    }
    return NULL;
}

/* Entries of the log for requests, answers and what else clients do. */
#include "sim/scenario/talk.h"

static const char *or_null(const char *text) {
    return text && text[0] != '\0' ? text : NULL;
}

static struct log_entry entry_of(enum log_kind kind, uint64_t at_us, const struct talk *talk) {
    return (struct log_entry){.kind = kind,
                              .at_us = at_us,
                              .name = talk->name,
                              .text = talk->text,
                              .client = talk->client,
                              .application = or_null(talk->application),
                              .channel = or_null(talk->channel)};
}

void talk_request(struct log *log, uint64_t at_us, const struct talk *talk, const char *body,
                  size_t size) {
    if (!log) {
        return;
    }
    json_t *data = NULL;
    if (body) {
        data = json_loadb(body, size, JSON_DECODE_ANY, NULL);
        data = data ? data : json_stringn(body, size);
    }
    struct log_entry entry = entry_of(LOG_REQUEST, at_us, talk);
    entry.data = data;
    log_add(log, &entry);
}

void talk_answer(struct log *log, uint64_t at_us, const struct talk *talk, int status,
                 unsigned rule, const char *body, size_t size) {
    if (!log) {
        return;
    }
    struct log_entry entry = entry_of(LOG_ANSWER, at_us, talk);
    entry.status = status;
    entry.rule = rule;
    entry.data = body ? json_loadb(body, size, JSON_DECODE_ANY, NULL) : NULL;
    log_add(log, &entry);
}

void talk_client(struct log *log, uint64_t at_us, const char *client, const char *did,
                 json_t *data) {
    if (!log) {
        json_decref(data);
        return;
    }
    log_add(log,
            &(struct log_entry){
                .kind = LOG_CLIENT, .at_us = at_us, .name = client, .text = did, .data = data});
}

json_t *talk_apps(const char *const *apps, size_t count) {
    json_t *names = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(names, json_string(apps[i]));
    }
    return json_pack("{s:o}", "apps", names);
}

/* Entries of the log for requests, answers and what else clients do. */
#include "sim/scenario/talk.h"

static const char *or_null(const char *text) {
    return text && text[0] != '\0' ? text : NULL;
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
    log_add(log, &(struct log_entry){.kind = LOG_REQUEST,
                                     .at_us = at_us,
                                     .name = talk->name,
                                     .text = talk->text,
                                     .client = talk->client,
                                     .application = or_null(talk->application),
                                     .channel = or_null(talk->channel),
                                     .data = data});
}

void talk_answer(struct log *log, uint64_t at_us, const struct talk *talk, int status,
                 unsigned rule, const char *body, size_t size) {
    if (!log) {
        return;
    }
    log_add(log, &(struct log_entry){.kind = LOG_ANSWER,
                                     .at_us = at_us,
                                     .name = talk->name,
                                     .text = talk->text,
                                     .client = talk->client,
                                     .application = or_null(talk->application),
                                     .channel = or_null(talk->channel),
                                     .status = status,
                                     .rule = rule,
                                     .data = body ? json_loadb(body, size, JSON_DECODE_ANY, NULL)
                                                  : NULL});
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

/* What a request is about, read without carrying it out. */
#include "sim/scenario/subject.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "sim/ari/route.h"

static void read_claim(const struct ari_request *request, struct request_subject *subject);
static void read_parameter(const char *query, const char *name, char out[SUBJECT_NAME_BYTES]);
static void decode(const char *text, size_t size, bool plus, char out[SUBJECT_NAME_BYTES]);

void subject_read(const struct ari_request *request, struct request_subject *subject) {
    static const char channels[] = "/ari/channels/";
    subject->application[0] = '\0';
    subject->channel[0] = '\0';
    if (strncasecmp(request->path, channels, sizeof channels - 1) == 0) {
        const char *id = request->path + sizeof channels - 1;
        decode(id, strcspn(id, "/"), false, subject->channel);
    } else if (strcasecmp(request->path, "/ari/events/claim") == 0) {
        read_claim(request, subject);
    }
}

static void read_claim(const struct ari_request *request, struct request_subject *subject) {
    read_parameter(request->query, "channelId", subject->channel);
    read_parameter(request->query, "application", subject->application);
    json_t *body = request->body ? json_loadb(request->body, request->body_size, 0, NULL) : NULL;
    const char *channel = json_string_value(json_object_get(body, "channelId"));
    const char *application = json_string_value(json_object_get(body, "application"));
    if (channel) {
        snprintf(subject->channel, SUBJECT_NAME_BYTES, "%s", channel);
    }
    if (application) {
        snprintf(subject->application, SUBJECT_NAME_BYTES, "%s", application);
    }
    json_decref(body);
}

/* The last one of that name counts. */
static void read_parameter(const char *query, const char *name, char out[SUBJECT_NAME_BYTES]) {
    size_t length = strlen(name);
    while (query && *query) {
        size_t member = strcspn(query, "&");
        if (member > length && strncmp(query, name, length) == 0 && query[length] == '=') {
            decode(query + length + 1, member - length - 1, true, out);
        }
        query += member + (query[member] == '&');
    }
}

static void decode(const char *text, size_t size, bool plus, char out[SUBJECT_NAME_BYTES]) {
    enum { READ_BYTES_MAX = ROUTE_ESCAPE_BYTES * (SUBJECT_NAME_BYTES - 1) };
    char whole[READ_BYTES_MAX + 1];
    route_decode(text, size < READ_BYTES_MAX ? size : READ_BYTES_MAX, plus, whole);
    snprintf(out, SUBJECT_NAME_BYTES, "%.*s", SUBJECT_NAME_BYTES - 1, whole);
}

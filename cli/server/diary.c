/* The diary: entries are made into lines as they come, and not kept. */
#include "cli/server/diary.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/base/memory.h"
#include "cli/base/output.h"
#include "cli/base/visible.h"
#include "sim/base/must.h"
#include "sim/base/unit.h"
#include "sim/scenario/subject.h"

struct diary_request {
    struct request_subject subject;
    char *text;
    const char *client; /* these lie behind the struct, as long as it does */
    const char *name;
    char names[];
};

static bool tell(void *context, const struct log_entry *entry);
static void print(const struct diary *diary, const struct log_entry *entry);
static void print_text(const char *before, const char *text);
static char *text_of(const struct ari_request *request);
static char *add_masked(char *end, const char *text, size_t size);
static json_t *body_of(const struct ari_request *request);
static struct log_entry entry_of(const struct diary_request *asked, const struct world *w,
                                 enum log_kind kind);
static const char *filled(const char *text);

bool diary_begin(struct diary *diary, const struct diary_config *config) {
    diary->prints = config->prints;
    diary->trace_path = config->trace_path;
    diary->epoch_us = config->epoch_us;
    if (config->trace_path) {
        diary->trace = fopen(config->trace_path, "w");
        char *line = log_header_text(config->scenario, config->seed, config->file);
        bool good = diary->trace && line && setvbuf(diary->trace, NULL, _IOLBF, BUFSIZ) == 0 &&
                    fprintf(diary->trace, "%s\n", line) > 0;
        free(line);
        if (!good) {
            complain("--trace: cannot write '%s': %s", config->trace_path, strerror(errno));
            if (diary->trace) {
                fclose(diary->trace);
                diary->trace = NULL;
            }
            return false;
        }
    }
    if (config->prints || config->trace_path || diary->also) {
        diary->log = log_new_told(config->trace_path != NULL, tell, diary);
        if (!diary->log) {
            memory_end();
        }
    }
    return true;
}

bool diary_end(struct diary *diary, uint64_t at_us, const char *failure) {
    bool good = true;
    if (diary->trace) {
        struct log_entry end = {.kind = LOG_END,
                                .serial = (diary->log ? log_count(diary->log) : 0) + 1,
                                .at_us = at_us,
                                .name = failure ? "broken" : "ended",
                                .text = failure};
        char *line = log_entry_text(&end);
        good = line && fprintf(diary->trace, "%s\n", line) > 0 && ferror(diary->trace) == 0;
        free(line);
        good = fclose(diary->trace) == 0 && good;
    }
    if (!good) {
        complain("--trace: cannot write '%s'", diary->trace_path);
    }
    log_free(diary->log);
    *diary = (struct diary){0};
    return good;
}

struct diary_request *diary_asked(struct diary *diary, const struct world *w, const char *client,
                                  const char *name, const struct ari_request *request) {
    if (!diary->log) {
        return NULL;
    }
    size_t client_size = strlen(client) + 1;
    size_t name_size = strlen(name) + 1;
    struct diary_request *asked = memory_new(sizeof *asked + client_size + name_size);
    asked->client = memcpy(asked->names, client, client_size);
    asked->name = memcpy(asked->names + client_size, name, name_size);
    asked->text = text_of(request);
    subject_read(request, &asked->subject);
    struct log_entry entry = entry_of(asked, w, LOG_REQUEST);
    entry.data = body_of(request);
    log_add(diary->log, &entry);
    return asked;
}

void diary_answered(struct diary *diary, const struct world *w, struct diary_request *asked,
                    const struct ari_response *response) {
    if (!asked) {
        return;
    }
    struct log_entry entry = entry_of(asked, w, LOG_ANSWER);
    entry.status = response->status;
    entry.rule = response->rule;
    if (response->body && !response->content_type) {
        entry.data = json_loadb(response->body, response->body_size, JSON_DECODE_ANY, NULL);
    }
    log_add(diary->log, &entry);
    diary_forget(asked);
}

void diary_forget(struct diary_request *asked) {
    if (asked) {
        free(asked->text);
        free(asked);
    }
}

void diary_did(struct diary *diary, const struct world *w, const char *client, const char *did,
               json_t *data) {
    if (!diary->log) {
        json_decref(data);
        return;
    }
    log_add(diary->log, &(struct log_entry){.kind = LOG_CLIENT,
                                            .at_us = world_now_us(w),
                                            .name = client,
                                            .text = did,
                                            .data = data});
}

static bool tell(void *context, const struct log_entry *entry) {
    struct diary *diary = context;
    if (diary->trace) {
        char *line = log_entry_text(entry);
        if (!line) {
            return false;
        }
        fprintf(diary->trace, "%s\n", line);
        free(line);
    }
    if (diary->prints) {
        print(diary, entry);
    }
    if (diary->also) {
        return diary->also(diary->also_context, entry);
    }
    return true;
}

/* A request is shown once it is answered: one line says both. */
static void print(const struct diary *diary, const struct log_entry *entry) {
    if (entry->kind != LOG_ANSWER && entry->kind != LOG_EVENT && entry->kind != LOG_CLIENT) {
        return;
    }
    uint64_t moment_us = diary->epoch_us + entry->at_us;
    time_t seconds = (time_t)(moment_us / US_PER_S);
    struct tm utc;
    gmtime_r(&seconds, &utc);
    fprintf(stderr, "%02d:%02d:%02d.%03u", utc.tm_hour, utc.tm_min, utc.tm_sec,
            (unsigned)(moment_us % US_PER_S / US_PER_MS));
    if (entry->kind == LOG_CLIENT) {
        print_text(" ", entry->name);
        print_text(" ", entry->text);
    } else if (entry->kind == LOG_EVENT) {
        print_text(" ", entry->client);
        print_text(" gets ", entry->name);
        bool is_named = entry->client && strcmp(entry->application, entry->client) == 0;
        print_text(" for ", is_named ? NULL : entry->application);
        print_text(" about ", entry->channel);
    } else {
        print_text(" ", entry->client);
        print_text(" ", entry->text);
        fprintf(stderr, " -> %d", entry->status);
        print_text(" ", log_data_text(entry, "message"));
        if (entry->rule != 0) {
            fprintf(stderr, " (R%u)", entry->rule);
        }
    }
    fputc('\n', stderr);
}

static void print_text(const char *before, const char *text) {
    if (text) {
        fputs(before, stderr);
        visible_print(stderr, text);
    }
}

/* "POST /ari/events/claim?channelId=…" */
static char *text_of(const struct ari_request *request) {
    size_t query_size = request->query ? strlen(request->query) : 0;
    size_t size = strlen(request->method) + strlen(request->path) + query_size + sizeof " ?";
    char *text = memory_new(size);
    int length =
        snprintf(text, size, "%s %s%s", request->method, request->path, query_size > 0 ? "?" : "");
    must(length > 0 && (size_t)length < size);
    char *end = add_masked(text + length, request->query, query_size);
    must(end < text + size);
    *end = '\0';
    return text;
}

/* Parameters as they are, but for the value of api_key: a log is shown to others. */
static char *add_masked(char *end, const char *text, size_t size) {
    static const char key[] = "api_key=";
    const char *stop = text ? text + size : text;
    while (text < stop) {
        const char *next = memchr(text, '&', (size_t)(stop - text));
        next = next ? next + 1 : stop;
        size_t part = (size_t)(next - text);
        bool is_key = part >= sizeof key - 1 && memcmp(text, key, sizeof key - 1) == 0;
        size_t kept = is_key ? sizeof key - 1 : part;
        memcpy(end, text, kept);
        end += kept;
        if (is_key && next[-1] == '&') {
            *end++ = '&';
        }
        text = next;
    }
    return end;
}

/* NULL: none, or one that no JSON can hold. */
static json_t *body_of(const struct ari_request *request) {
    if (request->body_size == 0) {
        return NULL;
    }
    json_t *body = json_loadb(request->body, request->body_size, JSON_DECODE_ANY, NULL);
    char *masked = body ? NULL : memory_new(request->body_size + 1);
    if (masked) {
        char *end = add_masked(masked, request->body, request->body_size);
        body = json_stringn(masked, (size_t)(end - masked));
        free(masked);
    }
    return body;
}

static struct log_entry entry_of(const struct diary_request *asked, const struct world *w,
                                 enum log_kind kind) {
    return (struct log_entry){
        .kind = kind,
        .at_us = world_now_us(w),
        .name = asked->name,
        .text = asked->text,
        .client = asked->client,
        .application = filled(asked->subject.application),
        .channel = filled(asked->subject.channel),
    };
}

static const char *filled(const char *text) {
    return text[0] != '\0' ? text : NULL;
}

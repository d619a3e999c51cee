/* Log channels: where the server writes its log; here they are only listed. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "sim/ari/asterisk.h"
#include "sim/ari/json.h"
#include "sim/ari/state.h"
#include "sim/world/digest.h"

enum { LOGS_MAX = 100, PATH_BYTES = 512, LEVELS_BYTES = 256, WORD_BYTES = 32 };

struct log_channel {
    struct log_channel *next;
    char *path;   /* empty: the console */
    char *levels; /* "NOTICE WARNING " */
};

static void add(struct world *w, struct log_channel **list, const char *path, const char *levels);
static struct log_channel **link_of(struct log_channel **list, const char *path);
static const char *path_of(const struct request *request, char path[PATH_BYTES]);
static bool read_levels(const char *words, char levels[LEVELS_BYTES]);

const struct subject SUBJECT_LOG = {.missing = "Log channel does not exist"};

struct log_channel *asterisk_logs_new(struct world *w) {
    struct log_channel *logs = NULL;
    add(w, &logs, "", "NOTICE WARNING ERROR VERBOSE ");
    add(w, &logs, "/var/log/asterisk/full", "DEBUG NOTICE WARNING ERROR VERBOSE ");
    return logs;
}

void asterisk_logs_tell(struct digest *digest, const struct log_channel *logs) {
    for (const struct log_channel *log = logs; log; log = log->next) {
        digest_text(digest, log->path);
        digest_text(digest, log->levels);
        digest_add(digest);
    }
}

struct reply asterisk_list_logs(struct world *w, struct request *request) {
    (void)request;
    json_t *array = json_array();
    for (const struct log_channel *log = ari_of(w)->logs; log; log = log->next) {
        struct object json = object_new();
        object_add_text(&json, "channel", log->path);
        object_add_text(&json, "type", log->path[0] == '\0' ? "Console" : "File");
        object_add_text(&json, "status", "Enabled");
        object_add_text(&json, "configuration", log->levels);
        array = array_with(array, object_finish(&json));
    }
    return reply_json(array);
}

struct reply asterisk_add_log(struct world *w, struct request *request) {
    char path[PATH_BYTES];
    char levels[LEVELS_BYTES];
    struct ari *ari = ari_of(w);
    const char *words = request_filled(request, "configuration");
    if (!words || !read_levels(words, levels)) {
        return reply_error(400, "configuration must be a list of levels");
    }
    size_t count = 0;
    for (const struct log_channel *log = ari->logs; log; log = log->next) {
        count++;
    }
    if (*link_of(&ari->logs, path_of(request, path)) || count >= LOGS_MAX) {
        return reply_error(409, "Log channel already exists");
    }
    add(w, &ari->logs, path, levels);
    return reply_none();
}

struct reply asterisk_delete_log(struct world *w, struct request *request) {
    char path[PATH_BYTES];
    struct log_channel **link = link_of(&ari_of(w)->logs, path_of(request, path));
    struct log_channel *gone = *link;
    if (!gone) {
        return request_missing(&SUBJECT_LOG);
    }
    *link = gone->next;
    world_strfree(w, gone->path);
    world_strfree(w, gone->levels);
    world_release(w, gone, sizeof *gone);
    return reply_none();
}

/* Nothing is written, so a new file looks like the old one. */
struct reply asterisk_rotate_log(struct world *w, struct request *request) {
    char path[PATH_BYTES];
    return *link_of(&ari_of(w)->logs, path_of(request, path)) ? reply_none()
                                                              : request_missing(&SUBJECT_LOG);
}

static void add(struct world *w, struct log_channel **list, const char *path, const char *levels) {
    while (*list) {
        list = &(*list)->next;
    }
    *list = world_alloc(w, sizeof **list);
    (*list)->path = world_strdup(w, path);
    (*list)->levels = world_strdup(w, levels);
}

/* Where the channel of this path hangs, or would. */
static struct log_channel **link_of(struct log_channel **list, const char *path) {
    while (*list && strcmp((*list)->path, path) != 0) {
        list = &(*list)->next;
    }
    return list;
}

/* A name without a folder is a file in the server's own. */
static const char *path_of(const struct request *request, char path[PATH_BYTES]) {
    const char *name = request_text(request, "logChannelName");
    snprintf(path, PATH_BYTES, "%s%s", name[0] == '/' ? "" : "/var/log/asterisk/", name);
    return path;
}

/* "notice,warning" into "NOTICE WARNING "; false for a word that is no level. */
static bool read_levels(const char *words, char levels[LEVELS_BYTES]) {
    static const char *const known[] = {"DEBUG", "NOTICE", "WARNING", "ERROR", "VERBOSE",
                                        "DTMF",  "FAX",    "TRACE",   "*",     NULL};
    size_t used = 0;
    char word[WORD_BYTES];
    while (argument_next(&words, word, sizeof word)) {
        for (char *c = word; *c != '\0'; c++) {
            *c = (char)toupper((unsigned char)*c);
        }
        if (word_find(known, word) == WORD_UNKNOWN || used + strlen(word) + 2 > LEVELS_BYTES) {
            return false;
        }
        used += (size_t)snprintf(levels + used, LEVELS_BYTES - used, "%s ", word);
    }
    return true;
}

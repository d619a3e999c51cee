/* Completion: the verb says what its operands name, and the world has the names. */
#include "cli/repl/complete.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/ari/model.h"
#include "sim/ari/operation.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/application.h"
#include "sim/calls/channel.h"
#include "sim/scenario/demand.h"
#include "sim/scenario/journal.h"

enum { TEXT_SIZE = 4096 };

struct wanted {
    const struct repl *repl;
    const char *word; /* what has been typed of it */
    struct candidates *candidates;
};

static const char *event_type(size_t index);
static void offer(const struct wanted *wanted, const char *word);
static size_t offer_verbs(const struct wanted *wanted, const char *const *words, size_t whole);
static void offer_operand(struct wanted *wanted, const struct verb *verb, size_t index);
static void offer_keys(const struct wanted *wanted, const struct verb *verb);
static void offer_apps(const struct wanted *wanted, const char *before);
static void offer_channels(const struct wanted *wanted);
static void offer_tasks(const struct wanted *wanted);
static void offer_events(const struct wanted *wanted);
static void offer_types(const struct wanted *wanted);
static void offer_faults(const struct wanted *wanted);
static void offer_files(const struct wanted *wanted);
static void offer_paths(const struct wanted *wanted, const char *method);
static void offer_path(const struct wanted *wanted, const char *path);
static int compare(const void *a, const void *b);

void complete(const struct repl *repl, const char *line, struct candidates *candidates) {
    *candidates = (struct candidates){0};
    struct words *words = malloc(sizeof *words);
    if (!words || words_cut(words, line)) {
        free(words);
        return;
    }
    size_t length = strlen(line);
    bool is_new = length == 0 || line[length - 1] == ' ';
    size_t whole = words->count - (is_new ? 0 : 1);
    struct wanted wanted = {
        .repl = repl, .word = is_new ? "" : words->items[whole], .candidates = candidates};
    size_t taken;
    const struct verb *verb = repl_find_verb(words, whole, &taken);
    if (verb && verb->takes == OPERAND_TASKS && whole >= taken) {
        wanted.word = whole > taken ? &line[words->starts[taken]] : wanted.word;
        offer_tasks(&wanted);
    } else if (verb && verb->takes == OPERAND_VERBS) {
        offer_verbs(&wanted, &words->items[taken], whole - taken);
    } else {
        offer_verbs(&wanted, words->items, whole);
        if (verb) {
            offer_operand(&wanted, verb, whole - taken);
        }
    }
    candidates->typed = strlen(wanted.word);
    qsort(candidates->items, candidates->count, sizeof *candidates->items, compare);
    free(words);
}

void candidates_free(struct candidates *candidates) {
    for (size_t i = 0; i < candidates->count; i++) {
        free(candidates->items[i]);
    }
    candidates->count = 0;
}

const char *complete_event(size_t index) {
    size_t types = 0;
    while (event_type(types)) {
        types++;
    }
    if (index < types) {
        return event_type(index);
    }
    const struct journal_kind *kind = journal_kind(index - types);
    return kind ? kind->event->name : NULL;
}

/* What an application can get, by number; NULL behind the last. */
static const char *event_type(size_t index) {
    const struct model *model = MODELS_EVENTS;
    for (; model->name; model++) {
        bool is_type = model->parent && strcmp(model->parent, "Event") == 0;
        if (is_type && index-- == 0) {
            break;
        }
    }
    return model->name;
}

/* A word that begins as the wanted one does, once. */
static void offer(const struct wanted *wanted, const char *word) {
    struct candidates *candidates = wanted->candidates;
    if (strncmp(word, wanted->word, strlen(wanted->word)) != 0 ||
        candidates->count == CANDIDATES_MAX) {
        return;
    }
    for (size_t i = 0; i < candidates->count; i++) {
        if (strcmp(candidates->items[i], word) == 0) {
            return;
        }
    }
    char *copy = strdup(word);
    if (copy) {
        candidates->items[candidates->count++] = copy;
    }
}

/* The next words of verbs that begin with the whole words so far. */
static size_t offer_verbs(const struct wanted *wanted, const char *const *words, size_t whole) {
    for (const struct verb *verb = VERBS; verb->name; verb++) {
        const char *space = strchr(verb->name, ' ');
        char first[TEXT_SIZE];
        snprintf(first, sizeof first, "%.*s",
                 (int)(space ? (size_t)(space - verb->name) : strlen(verb->name)), verb->name);
        if (whole == 0) {
            offer(wanted, first);
        } else if (whole == 1 && space && strcmp(first, words[0]) == 0) {
            offer(wanted, space + 1);
        }
    }
    return wanted->candidates->count;
}

static void offer_operand(struct wanted *wanted, const struct verb *verb, size_t index) {
    offer_keys(wanted, verb);
    switch (verb->takes) {
    case OPERAND_NONE:
    case OPERAND_TASKS:
    case OPERAND_VERBS:
        break;
    case OPERAND_APPS:
        offer_apps(wanted, "");
        break;
    case OPERAND_CHANNELS:
        offer_channels(wanted);
        break;
    case OPERAND_APP_THEN_CHANNEL:
        index == 0 ? offer_apps(wanted, "") : offer_channels(wanted);
        break;
    case OPERAND_APP_THEN_TYPE:
        index == 0 ? offer_apps(wanted, "") : offer_types(wanted);
        break;
    case OPERAND_CHANNEL_THEN_APP:
        index == 0 ? offer_channels(wanted) : offer_apps(wanted, "");
        break;
    case OPERAND_EVENTS:
        index == 0 ? offer(wanted, "until") : offer_events(wanted);
        break;
    case OPERAND_FAULTS:
        offer_faults(wanted);
        break;
    case OPERAND_FILES:
        offer_files(wanted);
        break;
    case OPERAND_FILE_THEN_AT:
        index == 0 ? offer_files(wanted) : offer(wanted, "at");
        break;
    case OPERAND_MODULES:
        for (int module = 0; module < MODULES; module++) {
            offer(wanted, module == MODULE_RES ? "res" : "app");
        }
        break;
    case OPERAND_PATHS:
        offer_paths(wanted, verb->name);
        break;
    }
}

static void offer_keys(const struct wanted *wanted, const struct verb *verb) {
    for (size_t i = 0; i < KEYS_MAX && verb->keys[i]; i++) {
        char key[TEXT_SIZE];
        snprintf(key, sizeof key, "%s=", verb->keys[i]);
        if (strncmp(wanted->word, key, strlen(key)) != 0) {
            offer(wanted, key);
            continue;
        }
        if (strcmp(verb->keys[i], "by") == 0) {
            offer_apps(wanted, key);
        } else if (strcmp(verb->keys[i], "notify") == 0 || strcmp(verb->keys[i], "all") == 0) {
            snprintf(key, sizeof key, "%s=yes", verb->keys[i]);
            offer(wanted, key);
        }
    }
}

static void offer_apps(const struct wanted *wanted, const char *before) {
    const struct application *application = application_first(wanted->repl->session.world);
    for (; application; application = application_next(application)) {
        char text[TEXT_SIZE];
        snprintf(text, sizeof text, "%s%s", before, application->name);
        offer(wanted, text);
    }
}

static void offer_channels(const struct wanted *wanted) {
    const struct channel *channel = channel_first(wanted->repl->session.world);
    for (; channel; channel = channel_next(channel)) {
        offer(wanted, channel->id);
    }
}

static void offer_tasks(const struct wanted *wanted) {
    struct task *tasks[SESSION_TASKS_MAX];
    size_t count = session_tasks(&wanted->repl->session, tasks);
    for (size_t i = 0; i < count; i++) {
        char name[TASK_NAME_BYTES];
        offer(wanted, task_name(tasks[i], name));
    }
}

static void offer_events(const struct wanted *wanted) {
    const char *name;
    for (size_t i = 0; (name = complete_event(i)) != NULL; i++) {
        offer(wanted, name);
    }
}

static void offer_types(const struct wanted *wanted) {
    const char *name;
    for (size_t i = 0; (name = event_type(i)) != NULL; i++) {
        offer(wanted, name);
    }
}

static void offer_faults(const struct wanted *wanted) {
    size_t count = demand_faults(wanted->repl->session.world, NULL, 0);
    for (size_t number = 0; number < count; number++) {
        char text[TEXT_SIZE];
        snprintf(text, sizeof text, "%zu", number);
        offer(wanted, text);
    }
}

/* Of the folder that has been typed. */
static void offer_files(const struct wanted *wanted) {
    const char *slash = strrchr(wanted->word, '/');
    int folder = slash ? (int)(slash - wanted->word) + 1 : 0;
    char path[TEXT_SIZE];
    snprintf(path, sizeof path, "%.*s", folder, wanted->word);
    DIR *directory = opendir(folder > 0 ? path : ".");
    for (const struct dirent *entry = directory ? readdir(directory) : NULL; entry;
         entry = readdir(directory)) {
        struct stat status;
        snprintf(path, sizeof path, "%.*s%s", folder, wanted->word, entry->d_name);
        if (entry->d_name[0] == '.' || stat(path, &status) != 0) {
            continue;
        }
        size_t length = strlen(path);
        if (S_ISDIR(status.st_mode) && length + 1 < sizeof path) {
            path[length] = '/';
            path[length + 1] = '\0';
        }
        offer(wanted, path);
    }
    if (directory) {
        closedir(directory);
    }
}

/* Those of the operations, with the channels there are; up to another name that is to be filled in.
 */
static void offer_paths(const struct wanted *wanted, const char *method) {
    const struct resource *resource;
    for (size_t i = 0; (resource = resource_at(i)) != NULL; i++) {
        for (size_t j = 0; j < resource->count; j++) {
            const struct operation *operation = &resource->operations[j];
            if (operation_is_simulated(operation) &&
                strcmp(method_name(operation->method), method) == 0) {
                offer_path(wanted, operation->path);
            }
        }
    }
}

static void offer_path(const struct wanted *wanted, const char *path) {
    static const char name[] = "{channelId}";
    char text[TEXT_SIZE];
    const char *brace = strchr(path, '{');
    if (!brace || strncmp(brace, name, sizeof name - 1) != 0) {
        snprintf(text, sizeof text, "/ari%.*s",
                 (int)(brace ? (size_t)(brace - path) : strlen(path)), path);
        offer(wanted, text);
        return;
    }
    const char *rest = brace + sizeof name - 1;
    const struct channel *channel = channel_first(wanted->repl->session.world);
    for (; channel; channel = channel_next(channel)) {
        snprintf(text, sizeof text, "/ari%.*s%s%.*s", (int)(brace - path), path, channel->id,
                 (int)strcspn(rest, "{"), rest);
        offer(wanted, text);
    }
}

static int compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

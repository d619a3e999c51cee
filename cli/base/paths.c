/* The files that the operands of a command mean: folders are searched, and their files sorted. */
#include "cli/base/paths.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/base/memory.h"
#include "cli/base/output.h"
#include "cli/base/text.h"

static bool search(struct paths *paths, const char *folder, size_t label, unsigned depth,
                   paths_wanted *wanted);
static bool consider(struct paths *paths, const char *folder, const char *name, size_t label,
                     unsigned depth, paths_wanted *wanted);
static bool add(struct paths *paths, const char *path, size_t label, const char *problem);
static char *join(const char *folder, const char *name);
static int compare(const void *a, const void *b);

bool paths_add(struct paths *paths, const char *operand, paths_wanted *wanted) {
    struct stat status;
    if (stat(operand, &status) != 0) {
        return add(paths, operand, 0, strerror(errno));
    }
    if (!S_ISDIR(status.st_mode)) {
        const char *slash = strrchr(operand, '/');
        return add(paths, operand, slash ? (size_t)(slash + 1 - operand) : 0, NULL);
    }
    size_t before = paths->count;
    size_t length = strlen(operand);
    size_t label = length + (length > 0 && operand[length - 1] != '/');
    if (!search(paths, operand, label, 0, wanted)) {
        return false;
    }
    if (paths->count == before) {
        return add(paths, operand, 0, "nothing to be read in this folder");
    }
    qsort(&paths->items[before], paths->count - before, sizeof paths->items[0], compare);
    return true;
}

void paths_free(struct paths *paths) {
    for (size_t i = 0; i < paths->count; i++) {
        free(paths->items[i].path);
        free(paths->items[i].problem);
    }
    free(paths->items);
    *paths = (struct paths){0};
}

bool paths_overwrite(const char *option, const char *written, const char *read) {
    struct stat one, other;
    bool same = written && stat(written, &one) == 0 && stat(read, &other) == 0 &&
                S_ISREG(one.st_mode) && one.st_ino == other.st_ino && one.st_dev == other.st_dev;
    if (same) {
        complain("%s: '%s' is to be read: it would be overwritten", option, written);
    }
    return same;
}

bool paths_overwrite_any(const char *option, const char *written, const struct paths *read) {
    for (size_t i = 0; i < read->count; i++) {
        if (paths_overwrite(option, written, read->items[i].path)) {
            return true;
        }
    }
    return false;
}

bool paths_is_scenario(const char *name) {
    return text_ends_with(name, ".json") && !text_ends_with(name, ".schema.json");
}

bool paths_is_dialplan(const char *name) {
    return text_ends_with(name, ".conf");
}

static bool search(struct paths *paths, const char *folder, size_t label, unsigned depth,
                   paths_wanted *wanted) {
    if (depth > PATHS_DEPTH_MAX) {
        return add(paths, folder, label, "folders are nested too deeply here");
    }
    DIR *entries = opendir(folder);
    if (!entries && errno == ENOMEM) {
        memory_end();
    }
    if (!entries) {
        return add(paths, folder, label, strerror(errno));
    }
    bool good = true;
    for (struct dirent *entry = readdir(entries); good && entry; entry = readdir(entries)) {
        if (entry->d_name[0] != '.') {
            good = consider(paths, folder, entry->d_name, label, depth, wanted);
        }
    }
    closedir(entries);
    return good;
}

static bool consider(struct paths *paths, const char *folder, const char *name, size_t label,
                     unsigned depth, paths_wanted *wanted) {
    char *path = join(folder, name);
    bool good = true;
    struct stat status;
    bool exists = stat(path, &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) {
        good = search(paths, path, label, depth + 1, wanted);
    } else if (wanted(name) && (!exists || S_ISREG(status.st_mode))) { /* a pipe would block */
        good = add(paths, path, label, NULL);
    }
    free(path);
    return good;
}

static bool add(struct paths *paths, const char *path, size_t label, const char *problem) {
    if (paths->count == PATHS_MAX) {
        complain("more than %d files to be read, the next is '%s'", PATHS_MAX, path);
        return false;
    }
    if (paths->count == paths->capacity) {
        paths->capacity = paths->capacity ? 2 * paths->capacity : 64;
        paths->items = memory_grow(paths->items, paths->capacity * sizeof *paths->items);
    }
    paths->items[paths->count++] = (struct path){.path = memory_text(path),
                                                 .label = label,
                                                 .problem = problem ? memory_text(problem) : NULL};
    return true;
}

static char *join(const char *folder, const char *name) {
    size_t folder_length = strlen(folder);
    const char *slash = folder_length > 0 && folder[folder_length - 1] != '/' ? "/" : "";
    size_t size = folder_length + strlen(slash) + strlen(name) + 1;
    char *path = memory_grow(NULL, size);
    snprintf(path, size, "%s%s%s", folder, slash, name);
    return path;
}

static int compare(const void *a, const void *b) {
    return strcmp(((const struct path *)a)->path, ((const struct path *)b)->path);
}

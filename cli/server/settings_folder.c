/* What a server serves: reading the files of a real one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli/output.h"
#include "cli/server/ini.h"
#include "cli/server/settings.h"

static const char *take_ari(void *context, const char *section, const char *name,
                            const char *value);
static const char *take_user(struct settings *settings, const char *section, const char *name,
                             const char *value);
static const char *take_http(void *context, const char *section, const char *name,
                             const char *value);
static bool path_in(char path[SETTINGS_LINE_BYTES_MAX], const char *folder, const char *name);
static bool is_yes(const char *value);

bool settings_read_folder(struct settings *settings, const char *folder) {
    char path[SETTINGS_LINE_BYTES_MAX];
    if (!path_in(path, folder, "") || access(path, R_OK | X_OK) != 0) {
        complain("%s: there is no such folder, or it cannot be read", folder);
        return false;
    }
    if (!path_in(path, folder, "ari.conf") || !ini_read(path, take_ari, settings) ||
        !path_in(path, folder, "http.conf") || !ini_read(path, take_http, settings)) {
        return false;
    }
    if (path_in(path, folder, "extensions.conf") && access(path, R_OK) == 0 &&
        settings_text(&settings->dialplan_path, path)) {
        complain("there is no memory for a server");
        return false;
    }
    return true;
}

/* Names that are not known are the real server's business. */
static const char *take_ari(void *context, const char *section, const char *name,
                            const char *value) {
    struct settings *settings = context;
    if (strcmp(section, "general") != 0) {
        return take_user(settings, section, name, value);
    }
    if (strcmp(name, "pretty") == 0) {
        settings->pretty = is_yes(value);
    } else if (strcmp(name, "channelvars") == 0) {
        return settings_split(&settings->channelvars, value);
    } else if (strcmp(name, "allowed_origins") == 0) {
        return settings_split(&settings->origins, value);
    }
    return NULL;
}

static const char *take_user(struct settings *settings, const char *section, const char *name,
                             const char *value) {
    struct user *user = settings_find_user(settings, section, strlen(section));
    user = user ? user : settings_add_user(settings, section);
    if (!user) {
        return "there are too many users";
    }
    if (strcmp(name, "type") == 0) {
        return strcmp(value, "user") == 0 ? NULL : "only sections of type=user are known here";
    }
    if (strcmp(name, "password") == 0) {
        return settings_text(&user->password, value);
    }
    if (strcmp(name, "read_only") == 0) {
        user->read_only = is_yes(value);
    } else if (strcmp(name, "password_format") == 0) {
        user->is_crypt = strcmp(value, "crypt") == 0;
        return user->is_crypt || strcmp(value, "plain") == 0 ? NULL : "it must be plain or crypt";
    }
    return NULL;
}

static const char *take_http(void *context, const char *section, const char *name,
                             const char *value) {
    struct settings *settings = context;
    if (strcmp(section, "general") != 0) {
        return NULL;
    }
    if (strcmp(name, "bindaddr") == 0) {
        return settings_text(&settings->host, value);
    }
    if (strcmp(name, "bindport") == 0) {
        char *end;
        unsigned long port = strtoul(value, &end, 10);
        if (*value < '0' || *value > '9' || *end != '\0' || port > UINT16_MAX) {
            return "bindport must be a number from 0 to 65535";
        }
        settings->port = (uint16_t)port;
    }
    return NULL;
}

static bool path_in(char path[SETTINGS_LINE_BYTES_MAX], const char *folder, const char *name) {
    int size = snprintf(path, SETTINGS_LINE_BYTES_MAX, "%s/%s", folder, name);
    return size > 0 && size < SETTINGS_LINE_BYTES_MAX;
}

static bool is_yes(const char *value) {
    static const char *const words[] = {"yes", "true", "y", "t", "1", "on"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcasecmp(value, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

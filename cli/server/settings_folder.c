/* What a server serves: reading the files of a real one. */
#include <crypt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/base/output.h"
#include "cli/server/ini.h"
#include "cli/server/settings.h"
#include "sim/base/conf.h"

static const char *take_ari(void *context, const char *section, const char *name, const char *value,
                            const char **warning);
static const char *take_user(struct settings *settings, const char *section, const char *name,
                             const char *value);
static const char *take_http(void *context, const char *section, const char *name,
                             const char *value, const char **warning);
static const char *enabled_warning(const char *name, const char *value);
static const char *tls_warning(const char *name, const char *value);
static const char *take_flag(bool *flag, const char *value);
static bool check_users(const struct settings *settings, const char *path);
static bool path_in(char path[SETTINGS_LINE_BYTES_MAX], const char *folder, const char *name);
static bool is_there(const char *path);

bool settings_read_folder(struct settings *settings, const char *folder) {
    char ari[SETTINGS_LINE_BYTES_MAX];
    char http[SETTINGS_LINE_BYTES_MAX];
    char extensions[SETTINGS_LINE_BYTES_MAX];
    if (!path_in(ari, folder, "ari.conf") || !path_in(http, folder, "http.conf") ||
        !path_in(extensions, folder, "extensions.conf")) {
        complain("--config: the name of the folder is too long");
        return false;
    }
    if (!is_there(ari) && !is_there(http) && !is_there(extensions)) {
        complain("%s: a folder with ari.conf, http.conf or extensions.conf is wanted", folder);
        return false;
    }
    if (!ini_read(ari, take_ari, settings) || !check_users(settings, ari) ||
        !ini_read(http, take_http, settings)) {
        return false;
    }
    if (is_there(extensions)) {
        settings_text(&settings->dialplan_path, extensions);
    }
    return true;
}

/* Names that are not known are the real server's business. */
static const char *take_ari(void *context, const char *section, const char *name, const char *value,
                            const char **warning) {
    struct settings *settings = context;
    if (strcmp(section, "general") != 0) {
        return take_user(settings, section, name, value);
    }
    *warning = enabled_warning(name, value);
    if (strcmp(name, "pretty") == 0) {
        return take_flag(&settings->pretty, value);
    }
    if (strcmp(name, "channelvars") == 0) {
        return settings_split(&settings->channelvars, value);
    }
    if (strcmp(name, "allowed_origins") == 0) {
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
        settings_text(&user->password, value);
        return NULL;
    }
    if (strcmp(name, "read_only") == 0) {
        return take_flag(&user->read_only, value);
    }
    if (strcmp(name, "password_format") == 0) {
        user->is_crypt = strcmp(value, "crypt") == 0;
        return user->is_crypt || strcmp(value, "plain") == 0 ? NULL : "it must be plain or crypt";
    }
    return NULL;
}

static const char *take_http(void *context, const char *section, const char *name,
                             const char *value, const char **warning) {
    struct settings *settings = context;
    if (strcmp(section, "general") != 0) {
        return NULL;
    }
    *warning = enabled_warning(name, value);
    *warning = *warning ? *warning : tls_warning(name, value);
    if (strcmp(name, "bindaddr") == 0) {
        settings_text(&settings->host, value);
        return NULL;
    }
    if (strcmp(name, "bindport") == 0) {
        char *end;
        unsigned long port = strtoul(value, &end, 10);
        if (*value < '0' || *value > '9' || *end != '\0' || port > UINT16_MAX) {
            return "it must be a number from 0 to 65535";
        }
        settings->port = (uint16_t)port;
    }
    if (strcmp(name, "prefix") == 0 && *value != '\0') {
        return "only /ari without a prefix is served";
    }
    return NULL;
}

static const char *enabled_warning(const char *name, const char *value) {
    bool is_off = strcmp(name, "enabled") == 0 && conf_is_no(value);
    return is_off ? "it is served all the same: that is what this program is for" : NULL;
}

static const char *tls_warning(const char *name, const char *value) {
    bool is_about_tls = strncmp(name, "tls", 3) == 0;
    bool is_off = strcmp(name, "tlsenable") == 0 && conf_is_no(value);
    return is_about_tls && !is_off ? "only HTTP without TLS is served" : NULL;
}

static const char *take_flag(bool *flag, const char *value) {
    *flag = conf_is_yes(value);
    return *flag || conf_is_no(value) ? NULL : "it must be yes or no";
}

/* A user without a password, or with one that nothing matches, is a mistake and not a user. */
static bool check_users(const struct settings *settings, const char *path) {
    for (size_t i = 0; i < settings->users_count; i++) {
        const struct user *user = &settings->users[i];
        const char *why = user->password[0] == '\0' ? "it has no password"
                          : user->is_crypt && crypt_checksalt(user->password) == CRYPT_SALT_INVALID
                              ? "its password is none that crypt() makes"
                              : NULL;
        if (why) {
            complain("%s: [%s]: %s", path, user->name, why);
            return false;
        }
    }
    return true;
}

static bool path_in(char path[SETTINGS_LINE_BYTES_MAX], const char *folder, const char *name) {
    int size = snprintf(path, SETTINGS_LINE_BYTES_MAX, "%s/%s", folder, name);
    return size > 0 && size < SETTINGS_LINE_BYTES_MAX;
}

static bool is_there(const char *path) {
    return access(path, F_OK) == 0;
}

/* Credentials: HTTP Basic, and api_key. */
#include "cli/server/access.h"

#include <crypt.h>
#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/server/http_body.h"
#include "cli/server/http_head.h"
#include "sim/ari/route.h"
#include "sim/base/must.h"

static const char BASIC[] = "Basic ";

static enum ari_access by_basic(struct settings *settings, const char *encoded, const char **who);
static enum ari_access by_pair(struct settings *settings, const char *pair, const char **who);
static bool is_password(struct user *user, const char *password);

enum ari_access access_of(struct settings *settings, const char *authorization, const char *query,
                          const char *form, size_t form_size, const char **who) {
    if (authorization && strncmp(authorization, BASIC, sizeof BASIC - 1) == 0) {
        return by_basic(settings, authorization + sizeof BASIC - 1, who);
    }
    char pair[HTTP_BODY_BYTES_MAX + 1];
    must(form_size < sizeof pair);
    if ((query && strlen(query) < sizeof pair &&
         access_parameter(query, strlen(query), "api_key", pair)) ||
        (form && access_parameter(form, form_size, "api_key", pair))) {
        return by_pair(settings, pair, who);
    }
    return ARI_ACCESS_NONE;
}

bool access_parameter(const char *query, size_t size, const char *name, char *out) {
    const char *end = query + size;
    size_t name_size = strlen(name);
    while (query < end) {
        const char *stop = memchr(query, '&', (size_t)(end - query));
        stop = stop ? stop : end;
        if ((size_t)(stop - query) > name_size && query[name_size] == '=' &&
            memcmp(query, name, name_size) == 0) {
            query += name_size + 1;
            route_decode(query, (size_t)(stop - query), true, out);
            return true;
        }
        query = stop + 1;
    }
    return false;
}

static enum ari_access by_basic(struct settings *settings, const char *encoded, const char **who) {
    char pair[HTTP_LINE_BYTES_MAX + 1];
    encoded += strspn(encoded, " \t");
    int size = lws_b64_decode_string(encoded, pair, (int)sizeof pair);
    if (size < 0 || (size_t)size >= sizeof pair) {
        return ARI_ACCESS_NONE;
    }
    pair[size] = '\0';
    return by_pair(settings, pair, who);
}

static enum ari_access by_pair(struct settings *settings, const char *pair, const char **who) {
    const char *colon = strchr(pair, ':');
    struct user *user = colon ? settings_find_user(settings, pair, (size_t)(colon - pair)) : NULL;
    if (!user || !is_password(user, colon + 1)) {
        return ARI_ACCESS_NONE;
    }
    if (who) {
        *who = user->name;
    }
    return user->read_only ? ARI_ACCESS_READ : ARI_ACCESS_WRITE;
}

/* crypt() is slow on purpose: it is asked once for each right password. */
static bool is_password(struct user *user, const char *password) {
    if (!user->is_crypt) {
        return strcmp(user->password, password) == 0;
    }
    if (user->proven && strcmp(user->proven, password) == 0) {
        return true;
    }
    struct crypt_data *data = memory_new(sizeof *data);
    const char *made = crypt_r(password, user->password, data);
    bool right = made && strcmp(made, user->password) == 0;
    free(data);
    if (right) {
        free(user->proven);
        user->proven = memory_text(password);
    }
    return right;
}

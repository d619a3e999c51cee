/* Reading where a server is. */
#include "cli/against/target.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char SCHEME[] = "http://";
static const char PORT_DEFAULT[] = "8088";

static bool is_port(const char *text);

const char *target_read(struct target *target, const char *url) {
    if (strncmp(url, SCHEME, sizeof SCHEME - 1) != 0) {
        return "it begins with http://";
    }
    const char *host = url + sizeof SCHEME - 1;
    const char *path = host + strcspn(host, "/");
    if (strcmp(path, "") != 0 && strcmp(path, "/") != 0 && strcmp(path, "/ari") != 0 &&
        strcmp(path, "/ari/") != 0) {
        return "nothing but /ari can stand behind the port";
    }
    bool has_brackets = host[0] == '[';
    const char *end = has_brackets ? strchr(host, ']') : host + strcspn(host, ":/");
    host += has_brackets;
    size_t size = end ? (size_t)(end - host) : 0;
    if (size == 0 || size >= sizeof target->host) {
        return "it names no host";
    }
    snprintf(target->host, sizeof target->host, "%.*s", (int)size, host);
    end += has_brackets;
    snprintf(target->port, sizeof target->port, "%s", PORT_DEFAULT);
    if (*end == ':') {
        size_t digits = strcspn(end + 1, "/");
        snprintf(target->port, sizeof target->port, "%.*s",
                 (int)(digits < sizeof target->port ? digits : sizeof target->port), end + 1);
    }
    if ((*end != ':' && end != path) || !is_port(target->port)) {
        return "the port is a number from 1 to 65535";
    }
    snprintf(target->authority, sizeof target->authority, has_brackets ? "[%s]:%s" : "%s:%s",
             target->host, target->port);
    return NULL;
}

const char *target_read_user(struct target *target, const char *user) {
    const char *colon = strchr(user, ':');
    if (!colon || colon == user || strlen(user) >= sizeof target->user) {
        return "it is written NAME:PASSWORD";
    }
    snprintf(target->user, sizeof target->user, "%s", user);
    return NULL;
}

const char *target_resolve(struct target *target) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    int error = getaddrinfo(target->host, target->port, &hints, &found);
    if (error != 0) {
        return gai_strerror(error);
    }
    memcpy(&target->address, found->ai_addr, found->ai_addrlen);
    target->address_size = found->ai_addrlen;
    freeaddrinfo(found);
    return NULL;
}

static bool is_port(const char *text) {
    unsigned long port = strtoul(text, NULL, 10);
    return text[0] != '\0' && strspn(text, "0123456789") == strlen(text) && port >= 1 &&
           port <= UINT16_MAX;
}

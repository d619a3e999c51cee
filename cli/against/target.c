/* Reading where a server is. */
#include "cli/against/target.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/base/must.h"

static const char SCHEME[] = "http://";
static const char PORT_DEFAULT[] = "8088";

enum { HEARD_MS = 1000 };

static bool is_heard(const struct addrinfo *address);
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
    bool has_password = strchr(user, ':') != NULL;
    const char *password = has_password ? "" : getenv("ARI_PASSWORD");
    if (user[0] == '\0' || user[0] == ':' || !password) {
        return "it is written NAME:PASSWORD, or NAME with the password in ARI_PASSWORD";
    }
    int length = snprintf(target->user, sizeof target->user, has_password ? "%s%s" : "%s:%s", user,
                          password);
    return length < (int)sizeof target->user ? NULL : "it is too long";
}

const char *target_resolve(struct target *target) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    int error = getaddrinfo(target->host, target->port, &hints, &found);
    if (error != 0) {
        return gai_strerror(error);
    }
    must(found);
    const struct addrinfo *best = found;
    while (best && found->ai_next && !is_heard(best)) {
        best = best->ai_next;
    }
    best = best ? best : found;
    memcpy(&target->address, best->ai_addr, best->ai_addrlen);
    target->address_size = best->ai_addrlen;
    freeaddrinfo(found);
    return NULL;
}

/* Of several addresses, "localhost" has two, a server may listen on only one. */
static bool is_heard(const struct addrinfo *address) {
    int fd = socket(address->ai_family, SOCK_STREAM, 0);
    int error = 0;
    socklen_t size = sizeof error;
    struct pollfd connected = {.fd = fd, .events = POLLOUT};
    bool is_heard = fd >= 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0 &&
                    (connect(fd, address->ai_addr, address->ai_addrlen) == 0 ||
                     (errno == EINPROGRESS && poll(&connected, 1, HEARD_MS) == 1)) &&
                    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
    if (fd >= 0) {
        close(fd);
    }
    return is_heard;
}

static bool is_port(const char *text) {
    unsigned long port = strtoul(text, NULL, 10);
    return text[0] != '\0' && strspn(text, "0123456789") == strlen(text) && port >= 1 &&
           port <= UINT16_MAX;
}

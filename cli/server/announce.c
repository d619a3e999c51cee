/* Telling where a server listens. */
#include "cli/server/announce.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/base/output.h"
#include "cli/server/server.h"

static bool write_port(const char *path, int port);
static void tell_address(const char *what, const char *host, int port, const char *path);

bool announce(struct server *server) {
    const struct settings *settings = server->settings;
    int port = server_port(server);
    if (settings->port_path && !write_port(settings->port_path, port)) {
        complain("%s: %s", settings->port_path, strerror(errno));
        return false;
    }
    server->is_announced = true;
    if (settings->quiet) {
        return true;
    }
    tell_address("listening", settings->host, port, "ari");
    if (settings->control) {
        tell_address("control", settings->host, port, "stasim/");
    }
    if (settings->control_host) {
        tell_address("control", settings->control_host, listener_port(&server->control_listener),
                     "stasim/");
    }
    return output_works(); /* or nobody would know where it listens */
}

void announce_end(const struct server *server) {
    if (server->is_announced && server->settings->port_path) {
        unlink(server->settings->port_path);
    }
}

/* In one piece: who waits for the file can read it at once. */
static bool write_port(const char *path, int port) {
    char new_path[SETTINGS_LINE_BYTES_MAX];
    int size = snprintf(new_path, sizeof new_path, "%s.new", path);
    FILE *file = size > 0 && (size_t)size < sizeof new_path ? fopen(new_path, "w") : NULL;
    bool good = file && fprintf(file, "%d\n", port) > 0;
    return file && fclose(file) == 0 && good && rename(new_path, path) == 0;
}

static void tell_address(const char *what, const char *host, int port, const char *path) {
    const char *brackets = strchr(host, ':') ? "[]" : "";
    printf("%s http://%.1s%s%s:%d/%s\n", what, brackets, host, brackets[0] ? &brackets[1] : "",
           port, path);
}

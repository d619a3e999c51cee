/* `stasim serve` survives every allocation that fails while it starts and serves one claim: it ends
 * with exit code 3 and says why. */
#define _GNU_SOURCE
#include "tests/no_memory.h"

/* The program, whose main() is called by another name. */
int stasim_main(int argc, char **argv);
#define main stasim_main
#include "cli/main.c"
#undef main

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

enum { REQUEST_BYTES = 512, ANSWER_BYTES = 16384, PATIENCE_MS = 10000 };

#define CREDENTIALS "api_key=a:a"
#define UPGRADE                                                                                    \
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"                   \
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

/* What the server prints first; its port, 0 when it ends instead. */
static int read_port(int fd) {
    char line[128];
    size_t size = 0;
    while (size < sizeof line - 1 && read(fd, &line[size], 1) == 1 && line[size] != '\n') {
        size++;
    }
    line[size] = '\0';
    const char *colon = strrchr(line, ':');
    return colon ? atoi(colon + 1) : 0;
}

static int connect_to(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    must(fd >= 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

/* Whether `wanted` comes, and behind it whatever has come by then. */
static bool comes(int fd, const char *wanted) {
    char bytes[ANSWER_BYTES];
    size_t size = 0;
    struct pollfd waiting = {.fd = fd, .events = POLLIN};
    while (size < sizeof bytes && poll(&waiting, 1, PATIENCE_MS) == 1) {
        ssize_t got = read(fd, bytes + size, sizeof bytes - size);
        if (got <= 0) {
            return false;
        }
        size += (size_t)got;
        if (memmem(bytes, size, wanted, strlen(wanted))) {
            return true;
        }
    }
    return false;
}

static bool ask(int fd, const char *request, const char *wanted) {
    char line[REQUEST_BYTES];
    int size = snprintf(line, sizeof line, "%s\r\n", request);
    return fd >= 0 && send(fd, line, (size_t)size, MSG_NOSIGNAL) == size && comes(fd, wanted);
}

/* An application is connected, a call is offered to it, it claims the call and is given it. */
static bool is_served(int port) {
    int events = connect_to(port);
    int requests = connect_to(port);
    bool served =
        ask(events, "GET /ari/events?app=sales&" CREDENTIALS " HTTP/1.1\r\n" UPGRADE, " 101 ") &&
        ask(requests,
            "POST /ari/channels?endpoint=Local/100@default&context=wait&extension=s"
            "&otherChannelId=call-1&" CREDENTIALS " HTTP/1.1\r\n",
            " 200 ") &&
        comes(events, "CallBroadcast") &&
        ask(requests,
            "POST /ari/events/claim?channelId=call-1&application=sales&" CREDENTIALS
            " HTTP/1.1\r\n",
            " 204 ") &&
        comes(events, "StasisStart");
    close(events);
    close(requests);
    return served;
}

static void try_serve(size_t n, bool goes_on, struct outcome *outcome) {
    static char program[] = "stasim", serve[] = "serve", listens[] = "--listen";
    static char address[] = "127.0.0.1:0", user[] = "--user", pair[] = "a:a";
    int said[2];
    must(pipe2(said, O_CLOEXEC) == 0);
    struct failing failing =
        failing_start(stasim_main, (char *[]){program, serve, listens, address, user, pair, NULL},
                      n, goes_on, said[1]);
    close(said[1]);
    int port = read_port(said[0]);
    outcome->met = port > 0 && is_served(port);
    kill(failing.pid, SIGTERM);
    failing_end(&failing, outcome);
    outcome->said[0] = '\0';
    close(said[0]);
}

int main(void) {
    no_memory_try_all(try_serve, false, "one served claim");
    no_memory_try_all(try_serve, true, "one served claim");
    return done_testing();
}

/* Clients by the thousand: one epoll loop, plain sockets, no more of HTTP than the server sends. */
#include "tests/load.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sim/base/must.h"

enum {
    INPUT_BYTES = 64 * 1024,
    REQUEST_BYTES = 8192,
    READY_MAX = 256,
    PATIENCE_MS = 10000,
    NEGLECTED_BYTES = 4096, /* that the system takes for a client that reads nothing */
    PATH_BYTES = 64,
};

#define AUTHORIZATION "Authorization: Basic YXN0ZXJpc2s6YXN0ZXJpc2s=\r\n" /* asterisk:asterisk */
#define UPGRADE                                                                                    \
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"                   \
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

static void run_server(const char *option, const char *path, int output);
static void write_file(char path[PATH_BYTES], const char *text);
static int read_port(int fd);
static void receive(struct link *link);
static size_t take_frame(struct link *link, char *bytes, size_t size);
static size_t take_answer(struct link *link, char *bytes, size_t size);
static void mark_closed(struct link *link);

void load_server_start(struct load_server *server, const char *option, const char *text) {
    char path[PATH_BYTES];
    write_file(path, text);
    int ends[2];
    must(pipe(ends) == 0);
    fflush(stdout);
    double start_ms = load_now_ms();
    server->pid = fork();
    must(server->pid >= 0);
    if (server->pid == 0) {
        close(ends[0]);
        run_server(option, path, ends[1]);
    }
    close(ends[1]);
    server->port = read_port(ends[0]);
    server->start_ms = load_now_ms() - start_ms;
    close(ends[0]);
    unlink(path);
}

bool load_server_stop(struct load_server *server) {
    int status = -1;
    kill(server->pid, SIGTERM);
    must(waitpid(server->pid, &status, 0) == server->pid);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

double load_server_cpu_s(const struct load_server *server) {
    clockid_t clock;
    struct timespec used;
    must(clock_getcpuclockid(server->pid, &clock) == 0 && clock_gettime(clock, &used) == 0);
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

double load_server_memory_mb(const struct load_server *server) {
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "/proc/%d/statm", (int)server->pid);
    FILE *file = fopen(path, "r");
    long pages = 0;
    must(file && fscanf(file, "%*d %ld", &pages) == 1);
    fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1e6;
}

unsigned load_server_descriptors(const struct load_server *server) {
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "/proc/%d/fd", (int)server->pid);
    DIR *folder = opendir(path);
    must(folder);
    unsigned count = 0;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        count += entry->d_name[0] != '.';
    }
    closedir(folder);
    return count;
}

double load_now_ms(void) {
    struct timespec now;
    must(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

void load_begin(struct load *load, const struct load_server *server) {
    struct rlimit limit;
    must(getrlimit(RLIMIT_NOFILE, &limit) == 0);
    limit.rlim_cur = limit.rlim_max;
    must(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    load->server = server;
    load->epoll = epoll_create1(0);
    must(load->epoll >= 0);
}

void load_end(struct load *load) {
    close(load->epoll);
}

void link_open(struct link *link, struct load *load, uint32_t number) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)load->server->port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    *link = (struct link){.load = load,
                          .fd = socket(AF_INET, SOCK_STREAM, 0),
                          .number = number,
                          .input = malloc(INPUT_BYTES + 1)};
    must(link->fd >= 0 && link->input);
    int on = 1;
    must(setsockopt(link->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0);
    must(connect(link->fd, (struct sockaddr *)&address, sizeof address) == 0);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = link};
    must(epoll_ctl(load->epoll, EPOLL_CTL_ADD, link->fd, &event) == 0);
}

void link_close(struct link *link) {
    close(link->fd);
    free(link->input);
    *link = (struct link){0};
}

void link_ask(struct link *link, const char *method, const char *path, ...) {
    char request[REQUEST_BYTES];
    size_t size = (size_t)snprintf(request, sizeof request, "%s ", method);
    va_list arguments;
    va_start(arguments, path);
    size += (size_t)vsnprintf(request + size, sizeof request - size, path, arguments);
    va_end(arguments);
    must(size < sizeof request);
    size += (size_t)snprintf(request + size, sizeof request - size,
                             " HTTP/1.1\r\nHost: 127.0.0.1\r\n" AUTHORIZATION "%s\r\n",
                             link->is_websocket ? UPGRADE : "");
    must(size < sizeof request);
    link_send(link, request, size);
}

void link_send(struct link *link, const char *bytes, size_t size) {
    while (size > 0 && !link->is_closed) {
        ssize_t sent = send(link->fd, bytes, size, MSG_NOSIGNAL);
        if (sent < 0 && (errno == EPIPE || errno == ECONNRESET)) {
            mark_closed(link);
        }
        must(sent > 0 || errno == EINTR || link->is_closed);
        size_t taken = sent > 0 ? (size_t)sent : 0;
        bytes += taken;
        size -= taken;
    }
}

void link_subscribe(struct link *link, const char *apps) {
    link->is_websocket = true;
    link_ask(link, "GET", "/ari/events?app=%s", apps);
    size_t end = 0;
    while (end < 4 || memcmp(link->input + end - 4, "\r\n\r\n", 4) != 0) {
        must(end < INPUT_BYTES && recv(link->fd, link->input + end, 1, 0) == 1);
        end++;
    }
    must(memcmp(link->input, "HTTP/1.1 101 ", 13) == 0);
}

void link_neglect(struct link *link) {
    int bytes = NEGLECTED_BYTES;
    must(setsockopt(link->fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes) == 0);
    must(epoll_ctl(link->load->epoll, EPOLL_CTL_DEL, link->fd, NULL) == 0);
}

bool load_turn(struct load *load, int timeout_ms) {
    struct epoll_event ready[READY_MAX];
    int count = epoll_wait(load->epoll, ready, READY_MAX, timeout_ms);
    must(count >= 0 || errno == EINTR);
    for (int i = 0; i < count; i++) {
        receive(ready[i].data.ptr);
    }
    return count != 0;
}

bool load_text(const char *json, const char *before, char *out, size_t capacity) {
    const char *begin = strstr(json, before);
    if (!begin) {
        return false;
    }
    begin += strlen(before);
    size_t size = strcspn(begin, "\"");
    if (size >= capacity) {
        return false;
    }
    memcpy(out, begin, size);
    out[size] = '\0';
    return true;
}

static void run_server(const char *option, const char *path, int output) {
    const char *program = getenv("STASIM");
    program = program ? program : "build/stasim";
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* it does not outlive a client that gave up */
    dup2(output, STDOUT_FILENO);
    execl(program, program, "serve", "--listen", "127.0.0.1:0", option, path, (char *)NULL);
    perror(program);
    _exit(127);
}

static void write_file(char path[PATH_BYTES], const char *text) {
    snprintf(path, PATH_BYTES, "/tmp/stasim-load-XXXXXX");
    int fd = mkstemp(path);
    size_t size = strlen(text);
    must(fd >= 0 && write(fd, text, size) == (ssize_t)size && close(fd) == 0);
}

static int read_port(int fd) {
    char line[128];
    size_t size = 0;
    while (size == 0 || line[size - 1] != '\n') {
        must(size < sizeof line - 1 && read(fd, line + size, 1) == 1);
        size++;
    }
    line[size] = '\0';
    int port = 0;
    must(sscanf(line, "listening http://127.0.0.1:%d/ari", &port) == 1);
    return port;
}

static void receive(struct link *link) {
    ssize_t got = recv(link->fd, link->input + link->input_size, INPUT_BYTES - link->input_size,
                       MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (got <= 0) {
        mark_closed(link);
        return;
    }
    link->input_size += (size_t)got;
    char *at = link->input;
    size_t taken;
    do {
        size_t left = link->input_size - (size_t)(at - link->input);
        taken = link->is_websocket ? take_frame(link, at, left) : take_answer(link, at, left);
        at += taken;
    } while (taken > 0);
    link->input_size -= (size_t)(at - link->input);
    memmove(link->input, at, link->input_size);
    must(link->input_size < INPUT_BYTES);
}

/* How much it took: a whole frame of text, which a server neither masks nor cuts up; 0: it is not
 * all there yet. */
static size_t take_frame(struct link *link, char *bytes, size_t size) {
    const unsigned char *head = (const unsigned char *)bytes;
    if (size < 4) {
        return 0;
    }
    bool is_text = head[0] == 0x81;
    bool is_long = head[1] == 126;
    must((is_text || head[0] == 0x88) && head[1] <= 126);
    size_t begin = is_long ? 4 : 2;
    size_t end = begin + (is_long ? (size_t)head[2] << 8 | head[3] : head[1]);
    if (size < end) {
        return 0;
    }
    char behind = bytes[end];
    bytes[end] = '\0';
    if (is_text) {
        link->load->on_event(link, bytes + begin);
    }
    bytes[end] = behind;
    return end;
}

static size_t take_answer(struct link *link, char *bytes, size_t size) {
    static const char length_name[] = "\r\nContent-Length: ";
    char behind = bytes[size];
    bytes[size] = '\0';
    char *end = strstr(bytes, "\r\n\r\n");
    char *length = end ? strstr(bytes, length_name) : NULL;
    must(!end || (length && length < end));
    size_t whole =
        end ? (size_t)(end + 4 - bytes) + strtoul(length + sizeof length_name - 1, NULL, 10) : 0;
    bytes[size] = behind;
    if (!end || size < whole) {
        return 0;
    }
    must(memcmp(bytes, "HTTP/1.1 ", 9) == 0);
    behind = bytes[whole];
    bytes[whole] = '\0';
    link->body = end + 4;
    link->load->on_answer(link, atoi(bytes + 9));
    bytes[whole] = behind;
    return whole;
}

/* It may not be waited for at all: link_neglect(). */
static void mark_closed(struct link *link) {
    link->is_closed = true;
    epoll_ctl(link->load->epoll, EPOLL_CTL_DEL, link->fd, NULL);
}

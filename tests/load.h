/* What measures `stasim serve`, or wears it out, has in common: a server of its own, and many
 * clients in one thread. What cannot go wrong with a sound server ends the program. */
#ifndef STASIM_TESTS_LOAD_H
#define STASIM_TESTS_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct load_server {
    pid_t pid;
    int port;
    double start_ms; /* from its creation to the line that says where it listens */
};

/* Starts the program that the environment names as STASIM, else build/stasim, with a file of this
 * text as the value of an option. */
void load_server_start(struct load_server *server, const char *option, const char *text);
/* True when it ends as it should. */
bool load_server_stop(struct load_server *server);
/* Processor time it has used. */
double load_server_cpu_s(const struct load_server *server);
double load_server_memory_mb(const struct load_server *server);
unsigned load_server_descriptors(const struct load_server *server);

double load_now_ms(void);

struct load;

/* A client's connection, which speaks HTTP until load_websocket() makes an event WebSocket of it.
 */
struct link {
    struct load *load;
    int fd;
    bool is_websocket;
    bool is_closed; /* by the server */
    uint32_t number;
    char *input;
    size_t input_size;
    const char *body; /* of the answer at hand */
};

struct load {
    const struct load_server *server;
    int epoll;
    void *context;
    /* An answer came on a link that speaks HTTP. */
    void (*on_answer)(struct link *link, int status);
    /* An event came; a NUL stands behind its text. */
    void (*on_event)(struct link *link, const char *text);
};

void load_begin(struct load *load, const struct load_server *server);
void load_end(struct load *load);

/* `number` is the caller's. */
void link_open(struct link *link, struct load *load, uint32_t number);
void link_close(struct link *link);
/* Sends what may be no HTTP at all. */
void link_send(struct link *link, const char *bytes, size_t size);
/* Sends a request without a body. */
__attribute__((format(printf, 3, 4))) void link_ask(struct link *link, const char *method,
                                                    const char *path, ...);
/* Opens the event WebSocket of these applications, and waits for the handshake. */
void link_subscribe(struct link *link, const char *apps);
/* It takes nothing from the server from now on. */
void link_neglect(struct link *link);

/* Takes in what has come, waiting for it if nothing has; false when the time is over. */
bool load_turn(struct load *load, int timeout_ms);

/* Copies the text that stands between `before` and the next quotation mark; false: there is none,
 * or no room for it. */
bool load_text(const char *json, const char *before, char *out, size_t capacity);

#endif

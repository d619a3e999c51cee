/* Listeners: sockets of our own, which the event loop only watches. libwebsockets cannot close one
 * of its own and keep those who have come in by it. */
#include "cli/server/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/base/memory.h"
#include "cli/base/output.h"
#include "sim/base/must.h"

enum {
    ACCEPTED_MAX = 256, /* at a time: others want to be looked after, too */
    PAUSE_MS = 20,      /* when there are no descriptors left */
    ADDRESS_BYTES = 64,
};

static bool resolve(struct listener *listener, const char *host, uint16_t port);
static bool bind_socket(struct listener *listener);
static bool watch(struct listener *listener);
static void accept_all(struct listener *listener);
static void adopt(struct listener *listener, int fd);
static void pause_for_a_while(struct listener *listener);
static void on_pause_timer(lws_sorted_usec_list_t *timer);
static void complain_of(const struct listener *listener, int why);

bool listener_open(struct listener *listener, struct lws_vhost *vhost, const char *host,
                   uint16_t port) {
    must(listener->accepted && listener->protocol);
    listener->vhost = vhost;
    listener->fd = -1;
    if (!resolve(listener, host, port)) {
        complain("cannot listen: there is no host '%s'", host);
        return false;
    }
    return bind_socket(listener) && watch(listener);
}

/* A socket that is bound but does not listen keeps the port from being given to others. */
void listener_refuse(struct listener *listener) {
    if (!listener->wsi) {
        return;
    }
    listener_close(listener);
    bind_socket(listener); /* if it fails, so does listener_reopen(), and more is at stake then */
}

bool listener_reopen(struct listener *listener) {
    return listener->wsi || ((listener->fd >= 0 || bind_socket(listener)) && watch(listener));
}

void listener_close(struct listener *listener) {
    if (!listener->vhost) {
        return; /* never opened */
    }
    lws_sul_cancel(&listener->pause_timer);
    if (listener->wsi) {
        lws_set_timeout(listener->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC);
        must(!listener->wsi && listener->fd < 0);
    } else if (listener->fd >= 0) {
        close(listener->fd);
        listener->fd = -1;
    }
}

bool listener_refuses(const struct listener *listener) {
    return !listener->wsi;
}

uint16_t listener_port(const struct listener *listener) {
    const struct sockaddr *address = (const struct sockaddr *)&listener->address;
    return ntohs(address->sa_family == AF_INET6
                     ? ((const struct sockaddr_in6 *)&listener->address)->sin6_port
                     : ((const struct sockaddr_in *)&listener->address)->sin_port);
}

int listener_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                      size_t size) {
    (void)user;
    (void)in;
    (void)size;
    struct listener *listener = lws_get_opaque_user_data(wsi);
    if (reason == LWS_CALLBACK_RAW_RX_FILE) {
        accept_all(listener);
    } else if (reason == LWS_CALLBACK_RAW_CLOSE_FILE && listener) {
        listener->wsi = NULL;
        listener->fd = -1;
    }
    return 0;
}

static bool resolve(struct listener *listener, const char *host, uint16_t port) {
    char service[8];
    snprintf(service, sizeof service, "%u", (unsigned)port);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    int error = getaddrinfo(host, service, &hints, &found);
    if (error == EAI_MEMORY) {
        memory_end();
    }
    if (error != 0) {
        return false;
    }
    must(found->ai_addrlen <= sizeof listener->address);
    memcpy(&listener->address, found->ai_addr, found->ai_addrlen);
    listener->address_size = found->ai_addrlen;
    freeaddrinfo(found);
    return true;
}

/* Those who have come in may still be there, at the same port. */
static bool bind_socket(struct listener *listener) {
    struct sockaddr *address = (struct sockaddr *)&listener->address;
    int yes = 1;
    int fd = socket(address->sa_family, SOCK_STREAM, 0);
    listener->fd = fd;
    bool good = fd >= 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0 &&
                fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 &&
                setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
                bind(fd, address, listener->address_size) == 0 &&
                getsockname(fd, address, &listener->address_size) == 0;
    if (!good) {
        complain_of(listener, errno);
        listener_close(listener);
    }
    return good;
}

static bool watch(struct listener *listener) {
    lws_sock_file_fd_type fd = {.filefd = listener->fd};
    if (listen(listener->fd, SOMAXCONN) != 0) {
        complain_of(listener, errno);
        listener_close(listener);
        return false;
    }
    listener->wsi =
        lws_adopt_descriptor_vhost(listener->vhost, LWS_ADOPT_RAW_FILE_DESC, fd, "listeners", NULL);
    if (!listener->wsi) {
        memory_end();
    }
    lws_set_opaque_user_data(listener->wsi, listener);
    return true;
}

static void accept_all(struct listener *listener) {
    for (int i = 0; i < ACCEPTED_MAX; i++) {
        int fd = accept(listener->fd, NULL, NULL);
        if (fd >= 0) {
            adopt(listener, fd);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            pause_for_a_while(listener);
            return;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return;
        } /* otherwise that one has gone again: there may be others */
    }
}

/* Answers go out at once, and no program that we start gets to have the socket. */
static void adopt(struct listener *listener, int fd) {
    int yes = 1;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    lws_sock_file_fd_type socket = {.sockfd = fd};
    struct lws *wsi = lws_adopt_descriptor_vhost(listener->vhost, LWS_ADOPT_SOCKET, socket,
                                                 listener->protocol, NULL);
    if (wsi) { /* if not, it has been closed */
        listener->accepted(listener, wsi);
    }
}

/* Who waits to be accepted would be reported again and again. */
static void pause_for_a_while(struct listener *listener) {
    lws_rx_flow_control(listener->wsi, 0);
    lws_sul_schedule(lws_get_context(listener->wsi), 0, &listener->pause_timer, on_pause_timer,
                     PAUSE_MS * LWS_US_PER_MS);
}

static void on_pause_timer(lws_sorted_usec_list_t *timer) {
    struct listener *listener = lws_container_of(timer, struct listener, pause_timer);
    lws_rx_flow_control(listener->wsi, 1);
}

static void complain_of(const struct listener *listener, int why) {
    char host[ADDRESS_BYTES] = "?";
    getnameinfo((const struct sockaddr *)&listener->address, listener->address_size, host,
                sizeof host, NULL, 0, NI_NUMERICHOST);
    complain("cannot listen on %s:%u: %s", host, (unsigned)listener_port(listener), strerror(why));
}

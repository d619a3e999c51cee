/* Sockets in the loop of libwebsockets. It is only told of their descriptors: connecting, reading
 * and writing are ours. */
#include "cli/against/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <libwebsockets.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/base/memory.h"
#include "cli/server/outbox.h"
#include "sim/base/must.h"

enum { READ_BYTES = 64 * 1024, FIRST_INBOX_BYTES = 8 * 1024 };

struct loop {
    struct lws_context *context;
    struct lws_vhost *vhost;
    lws_sorted_usec_list_t timer;
    size_t links;
    char buffer[READ_BYTES];
};

struct link {
    struct loop *loop;
    struct lws *wsi;
    int fd;
    const struct link_user *user; /* NULL: it is closing, nobody is told anything */
    void *context;
    bool is_open;
    struct outbox outbox;
    char *inbox;
    size_t inbox_size;
    size_t inbox_capacity;
};

static int on_socket(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                     size_t size);
static int begin_connecting(const struct target *target, const char **why);
static void link_writable(struct link *link);
static void link_readable(struct link *link);
static bool keep(struct link *link, const char *bytes, size_t size);
static void offer(struct link *link);
static void flush(struct link *link);
static void end(struct link *link, const char *why);
static void link_free(struct link *link);
static void on_timer(lws_sorted_usec_list_t *timer);

static const struct lws_protocols PROTOCOLS[] = {
    {.name = "socket", .callback = on_socket},
    {.name = NULL},
};

struct loop *loop_new(void) {
    struct loop *loop = memory_new(sizeof *loop);
    struct lws_context_creation_info info = {
        .options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_SKIP_SERVER_CANONICAL_NAME,
        .port = CONTEXT_PORT_NO_LISTEN,
        .protocols = PROTOCOLS,
        .user = loop,
    };
    lws_set_log_level(0, NULL);
    loop->context = lws_create_context(&info);
    loop->vhost = loop->context ? lws_create_vhost(loop->context, &info) : NULL;
    if (!loop->vhost) {
        loop_free(loop);
        return NULL;
    }
    return loop;
}

void loop_free(struct loop *loop) {
    if (loop && loop->context) {
        lws_context_destroy(loop->context);
        must(loop->links == 0);
    }
    free(loop);
}

uint64_t loop_now_us(void) {
    return (uint64_t)lws_now_usecs();
}

bool loop_round(struct loop *loop, uint64_t until_us) {
    uint64_t now_us = loop_now_us();
    uint64_t wait_us = until_us > now_us ? until_us - now_us : 1;
    lws_sul_schedule(loop->context, 0, &loop->timer, on_timer, (lws_usec_t)wait_us);
    return lws_service(loop->context, 0) >= 0;
}

size_t loop_links(const struct loop *loop) {
    return loop->links;
}

void loop_random(struct loop *loop, void *bytes, size_t size) {
    size_t got = lws_get_random(loop->context, bytes, size);
    must(got == size);
}

struct link *link_open(struct loop *loop, const struct target *target, const struct link_user *user,
                       void *context, const char **why) {
    int fd = begin_connecting(target, why);
    if (fd < 0) {
        return NULL;
    }
    struct link *link = memory_new(sizeof *link);
    *link = (struct link){.loop = loop, .fd = fd, .user = user, .context = context};
    lws_sock_file_fd_type descriptor = {.filefd = fd};
    link->wsi = lws_adopt_descriptor_vhost(loop->vhost, LWS_ADOPT_RAW_FILE_DESC, descriptor,
                                           PROTOCOLS[0].name, NULL);
    if (!link->wsi) { /* which has closed the descriptor */
        *why = "there is no room for it in the event loop";
        free(link);
        return NULL;
    }
    lws_set_opaque_user_data(link->wsi, link);
    loop->links++;
    lws_callback_on_writable(link->wsi); /* which it is once it is connected, or has failed */
    return link;
}

bool link_is_open(const struct link *link) {
    return link->is_open;
}

void link_send(struct link *link, const void *bytes, size_t size) {
    must(link->user);
    outbox_add(&link->outbox, bytes, size);
    if (link->is_open) {
        lws_callback_on_writable(link->wsi);
    }
}

void link_close(struct link *link) {
    if (link->user) {
        link->user = NULL;
        lws_set_timeout(link->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
    }
}

/* The descriptor of a socket that is connecting; -1 and *why. */
static int begin_connecting(const struct target *target, const char **why) {
    int fd = socket(target->address.ss_family, SOCK_STREAM, 0);
    int on = 1;
    if (fd >= 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 &&
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 &&
        (connect(fd, (const struct sockaddr *)&target->address, target->address_size) == 0 ||
         errno == EINPROGRESS)) {
        return fd;
    }
    *why = strerror(errno);
    if (fd >= 0) {
        close(fd);
    }
    return -1;
}

/* A link that is closing is closed here, for this is where libwebsockets allows it. */
static int on_socket(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                     size_t size) {
    (void)user;
    (void)in;
    (void)size;
    struct link *link = lws_get_opaque_user_data(wsi);
    if (!link) {
        return 0;
    }
    switch ((int)reason) {
    case LWS_CALLBACK_RAW_WRITEABLE_FILE:
        link_writable(link);
        return link->user ? 0 : -1;
    case LWS_CALLBACK_RAW_RX_FILE:
        link_readable(link);
        return link->user ? 0 : -1;
    case LWS_CALLBACK_RAW_CLOSE_FILE:
        lws_set_opaque_user_data(wsi, NULL);
        end(link, NULL);
        link_free(link);
        return 0;
    default:
        return 0;
    }
}

static void link_writable(struct link *link) {
    if (!link->user) {
        return;
    }
    if (!link->is_open) {
        int error = 0;
        socklen_t size = sizeof error;
        if (getsockopt(link->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
            error = errno;
        }
        if (error != 0) {
            end(link, strerror(error));
            return;
        }
        link->is_open = true;
    }
    flush(link);
}

static void link_readable(struct link *link) {
    struct loop *loop = link->loop;
    while (link->user) {
        ssize_t got = recv(link->fd, loop->buffer, sizeof loop->buffer, 0);
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
            return;
        }
        if (got <= 0) {
            end(link, got == 0 ? NULL : strerror(errno));
        } else if (!keep(link, loop->buffer, (size_t)got)) {
            end(link, "it sends more than there is room for");
        } else {
            offer(link);
        }
    }
}

static bool keep(struct link *link, const char *bytes, size_t size) {
    size_t wanted = link->inbox_size + size;
    if (wanted > link->inbox_capacity) {
        size_t capacity = link->inbox_capacity ? link->inbox_capacity : FIRST_INBOX_BYTES;
        while (capacity < wanted) {
            capacity *= 2;
        }
        if (capacity > LINK_INBOX_BYTES_MAX) {
            return false;
        }
        link->inbox = memory_grow(link->inbox, capacity);
        link->inbox_capacity = capacity;
    }
    memcpy(link->inbox + link->inbox_size, bytes, size);
    link->inbox_size = wanted;
    return true;
}

static void offer(struct link *link) {
    size_t begin = 0; /* of what is not taken */
    size_t taken = 1;
    while (link->user && taken > 0 && begin < link->inbox_size) {
        size_t left = link->inbox_size - begin;
        taken = link->user->received(link->context, link->inbox + begin, left);
        must(taken <= left);
        begin += taken;
    }
    link->inbox_size -= begin;
    memmove(link->inbox, link->inbox + begin, link->inbox_size);
}

static void flush(struct link *link) {
    size_t sent;
    if (!link->user) {
        return;
    }
    switch (outbox_send(&link->outbox, link->fd, SIZE_MAX, &sent)) {
    case OUTBOX_EMPTY:
        return;
    case OUTBOX_LEFT:
    case OUTBOX_SLOWED:
        lws_callback_on_writable(link->wsi);
        return;
    case OUTBOX_BROKEN: {
        const char *why =
            link->outbox.overflowed ? "it takes too little of what it is sent" : strerror(errno);
        link_readable(link); /* it may have said something first */
        end(link, why);
        return;
    }
    }
}

/* Tells, unless it was closed from here. */
static void end(struct link *link, const char *why) {
    const struct link_user *user = link->user;
    if (user) {
        link->user = NULL;
        user->ended(link->context, why, link->inbox, link->inbox_size);
    }
}

static void link_free(struct link *link) {
    must(link->loop->links > 0);
    link->loop->links--;
    outbox_free(&link->outbox);
    free(link->inbox);
    free(link);
}

/* It may ring before sockets are waited for: then that is not to last, either. */
static void on_timer(lws_sorted_usec_list_t *timer) {
    struct loop *loop = lws_container_of(timer, struct loop, timer);
    lws_cancel_service(loop->context);
}

/* Floor 8: an address at which a server can be reached. It may refuse for a while: its port stays
 * its own, but whoever connects is told by the system that nobody listens. */
#ifndef STASIM_CLI_SERVER_LISTENER_H
#define STASIM_CLI_SERVER_LISTENER_H

#include <libwebsockets.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

struct listener {
    /* The owner's to set: what becomes of a socket that was just accepted, and the protocol of the
     * vhost that its `wsi` belongs to. */
    void (*accepted)(struct listener *listener, struct lws *wsi);
    const char *protocol;

    struct lws_vhost *vhost;
    struct sockaddr_storage address; /* with the port that was found, if any would do */
    socklen_t address_size;
    int fd;
    struct lws *wsi; /* of the open socket; NULL: it refuses */
    lws_sorted_usec_list_t pause_timer;
};

/* What a vhost needs among its protocols for listeners. */
#define LISTENER_PROTOCOL                                                                          \
    { .name = "listeners", .callback = listener_callback }
int listener_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                      size_t size);

/* Begins to listen at host:port; port 0: one that is free. False, with a message on standard error,
 * when that cannot be. It is closed with its vhost. */
bool listener_open(struct listener *listener, struct lws_vhost *vhost, const char *host,
                   uint16_t port);
void listener_refuse(struct listener *listener);
/* Ends that. False, with a message, when somebody else has got hold of the port. */
bool listener_reopen(struct listener *listener);
void listener_close(struct listener *listener);
bool listener_refuses(const struct listener *listener);
uint16_t listener_port(const struct listener *listener);

#endif

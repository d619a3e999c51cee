/* A server without a network: what its connections are given goes through the real code up to the
 * world and back to a socket. Of libwebsockets only what speaks of sockets and timers is replaced.
 */
#ifndef STASIM_TESTS_FUZZ_SERVER_H
#define STASIM_TESTS_FUZZ_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FUZZ_PEERS_MAX = 16 };

struct fuzz_server;
struct fuzz_peer;

/* With the world of world.h and the wall's clock, nobody connected. */
struct fuzz_server *fuzz_server_new(void);
/* With a world of its own, the control interface and a virtual clock. */
struct fuzz_server *fuzz_server_controlled(void);
/* NULL: FUZZ_PEERS_MAX have connected. */
struct fuzz_peer *fuzz_server_connect(struct fuzz_server *server);
/* A second later: demands that the server is well, and takes all away. */
void fuzz_server_end(struct fuzz_server *server);

/* Receives the bytes, `step` of them at a time (0: all at once). */
void fuzz_peer_feed(struct fuzz_peer *peer, const uint8_t *data, size_t size, size_t step);
/* What was sent to it since this was asked last, as a string of its own, to be freed. */
char *fuzz_peer_take(struct fuzz_peer *peer, size_t *size);
/* What it sends is worked on, and answered. */
bool fuzz_peer_is_heard(const struct fuzz_peer *peer);

#endif

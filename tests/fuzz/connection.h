/* A connection of a server without a network: what it is given goes through the real code up to the
 * world and back to a socket. Of libwebsockets only what speaks of sockets is replaced. */
#ifndef STASIM_TESTS_FUZZ_CONNECTION_H
#define STASIM_TESTS_FUZZ_CONNECTION_H

#include <stddef.h>
#include <stdint.h>

struct fuzz_connection;

struct fuzz_connection *fuzz_connection_new(void);
/* Receives the bytes, `step` of them at a time (0: all at once), then lets so long pass. */
void fuzz_connection_feed(struct fuzz_connection *connection, const uint8_t *data, size_t size,
                          size_t step);
void fuzz_connection_pass(struct fuzz_connection *connection, uint64_t duration_us);
/* Demands that the server is well. */
void fuzz_connection_end(struct fuzz_connection *connection);

#endif

/* Floor 8: the server that scenarios are played against, and as whom. */
#ifndef STASIM_CLI_AGAINST_TARGET_H
#define STASIM_CLI_AGAINST_TARGET_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

enum { TARGET_HOST_BYTES = 256, TARGET_USER_BYTES = 256 };

struct target {
    char host[TARGET_HOST_BYTES];           /* without brackets */
    char authority[TARGET_HOST_BYTES + 16]; /* "127.0.0.1:8088", as a Host header says it */
    char port[8];
    char user[TARGET_USER_BYTES]; /* "asterisk:asterisk" */
    struct sockaddr_storage address;
    socklen_t address_size;
};

/* Reads "http://HOST[:PORT]", with or without "/ari" behind it. NULL, or what is wrong. */
const char *target_read(struct target *target, const char *url);
/* Reads "NAME:PASSWORD", or "NAME" when the environment has its password in ARI_PASSWORD. NULL, or
 * what is wrong. */
const char *target_read_user(struct target *target, const char *user);
/* Finds the address of the host: of several the first at which somebody listens. NULL, or why there
 * is none. */
const char *target_resolve(struct target *target);

#endif

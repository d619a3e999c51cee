/* Floor 8: where a server listens, told to those who start it: on standard output, and as a port in
 * a file. */
#ifndef STASIM_CLI_SERVER_ANNOUNCE_H
#define STASIM_CLI_SERVER_ANNOUNCE_H

#include <stdbool.h>

struct server;

/* False, with a message, when that cannot be told. */
bool announce(struct server *server);
/* Nobody listens there any more: the file goes, if there is one. */
void announce_end(const struct server *server);

#endif

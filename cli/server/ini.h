/* Floor 8: files of sections and settings, as ari.conf and http.conf are. */
#ifndef STASIM_CLI_SERVER_INI_H
#define STASIM_CLI_SERVER_INI_H

#include <stdbool.h>

/* Told each setting, in the order of the file. What it returns is what is wrong with it; NULL:
 * nothing. It may set *warning to what the person should know all the same. */
typedef const char *ini_taker(void *context, const char *section, const char *name,
                              const char *value, const char **warning);

/* Reads the file at `path`; one that is not there says nothing. False, with a message on standard
 * error, when something is wrong with it. */
bool ini_read(const char *path, ini_taker *take, void *context);

#endif

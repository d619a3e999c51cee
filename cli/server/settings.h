/* Floor 8: what a server serves, where and to whom: from options and the files of a real server. */
#ifndef STASIM_CLI_SERVER_SETTINGS_H
#define STASIM_CLI_SERVER_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/dialplan/exec.h"

enum {
    SETTINGS_LIST_MAX = 1000, /* users, origins, variables, sounds, phones: of each */
    SETTINGS_LINE_BYTES_MAX = 4096,
    WRITE_TIMEOUT_MS = 100, /* how long a slow client is borne with */
};

struct user {
    char *name;
    char *password;
    bool is_crypt; /* `password` is what crypt() makes of it */
    bool read_only;
    char *proven; /* the password that was found to be the one behind a crypt; NULL: none yet */
};

struct settings_list {
    char **items;
    size_t count;
};

enum settings_clock { CLOCK_WALL, CLOCK_VIRTUAL };

struct settings {
    char *host;
    uint16_t port;
    bool control;       /* the control interface is served at the same address */
    char *control_host; /* an address of its own for it; NULL: it has none */
    uint16_t control_port;
    struct user *users;
    size_t users_count;
    struct settings_list origins; /* that may read answers in a browser; "*": all */
    struct settings_list channelvars;
    bool pretty;
    struct sound *sounds;
    size_t sounds_count;
    struct phone *phones;
    size_t phones_count;
    char *dialplan_path; /* NULL: the one that is built in */
    char *port_path;     /* where to write the port; NULL: nowhere */
    char *trace_path;    /* NULL: none */
    char *scenario_path; /* NULL: none */
    bool seed_given;
    uint64_t seed;
    enum settings_clock clock;
    bool log;
    bool users_are_clients; /* what a user asks or gets is told as that user's, whatever socket */
    bool quiet;             /* nothing is said on standard output */
};

/* 127.0.0.1:8088, the wall clock, nobody yet. */
void settings_begin(struct settings *settings);
void settings_free(struct settings *settings);

/* The following read what a user gave; NULL, or what is wrong with it. */
const char *settings_listen(struct settings *settings, const char *text); /* "127.0.0.1:8088" */
const char *settings_control_listen(struct settings *settings, const char *text); /* the same */
const char *settings_user(struct settings *settings, const char *text);  /* "name:password:ro" */
const char *settings_sound(struct settings *settings, const char *text); /* "hello=1s" */
const char *settings_phone(struct settings *settings, const char *text); /* "alice=answers:2s" */
const char *settings_clock(struct settings *settings, const char *text); /* "wall" */

/* Replaces *slot by a copy of `text`. */
void settings_text(char **slot, const char *text);

/* The user of this name; NULL: none. */
struct user *settings_find_user(const struct settings *settings, const char *name, size_t size);
/* One more user without a password; NULL when there are too many. */
struct user *settings_add_user(struct settings *settings, const char *name);
/* The parts of a list with commas, without the blanks around them. */
const char *settings_split(struct settings_list *list, const char *text);

/* Reads ari.conf, http.conf and extensions.conf in `folder`, as far as they are there: before the
 * options, which replace what the files say. False, with a message on standard error, when one
 * cannot be used, or there is none. */
bool settings_read_folder(struct settings *settings, const char *folder);

#endif

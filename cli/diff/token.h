/* Floor 8: what a server makes up anew each time and so says nothing: moments, generated ids, its
 * address. Two texts are alike when they differ in nothing else, and ids keep their identity. */
#ifndef STASIM_CLI_DIFF_TOKEN_H
#define STASIM_CLI_DIFF_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
    TOKEN_TIME,    /* 2026-11-21T09:06:43.673+0000 */
    TOKEN_UUID,    /* of a bridge, a playback … */
    TOKEN_ID,      /* 1700000000.12 */
    TOKEN_COUNTER, /* the number in a channel's name: Local/100@in-00000003;2 */
    TOKEN_SERVER,  /* 42:01:0a:80:00:02 */
    TOKEN_HOST,    /* where the recorded server listened */
    TOKEN_PORT,    /* that the server chose for media */
    TOKEN_SECRET,  /* of api_key=… */
    TOKEN_KINDS,
};

struct token {
    enum token_kind kind;
    size_t start;
    size_t length;
    size_t name; /* where the name begins that it identifies: of a counter the channel's */
};

/* Finds the next one in `text`, from `from` on; false: there is none. */
bool token_next(const char *text, const char *host, size_t from, struct token *token);
/* Its meaning is another one's place, so it must stand for the same wherever it is found. */
bool token_has_identity(enum token_kind kind);

/* The text with "<id>" and the like for each of them. To be freed. */
char *token_normal(const char *text, const char *host);

#endif

/* Floor 8: what a terminal obeys. */
#ifndef STASIM_CLI_BASE_COLOUR_H
#define STASIM_CLI_BASE_COLOUR_H

#define COLOUR_RED "\033[31m"
#define COLOUR_GREEN "\033[32m"
#define COLOUR_YELLOW "\033[33m"
#define COLOUR_CYAN "\033[36m"
/* As before any of them. */
#define COLOUR_NONE "\033[0m"

/* Wipes the line and begins it anew. */
#define ERASE_LINE "\r\033[K"

#endif

/* Floor 1: texts that may be missing. */
#ifndef STASIM_BASE_TEXT_H
#define STASIM_BASE_TEXT_H

/* The text; an empty one for NULL. */
static inline const char *text_or_empty(const char *text) {
    return text ? text : "";
}

#endif

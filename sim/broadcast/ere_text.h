/* Floor 4: the characters of patterns and names. Asterisk runs in the locale C.UTF-8, so a
 * character is a UTF-8 sequence; a byte that begins none stands for itself. (R59) */
#ifndef STASIM_BROADCAST_ERE_TEXT_H
#define STASIM_BROADCAST_ERE_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* Above every code point: a byte that is no part of a character is this plus its value. */
#define ERE_STRAY_BYTE 0x110000u

/* No character at all: what lies before the first one and behind the last. */
#define ERE_NO_CHARACTER UINT32_MAX

/* Reads the character at `text`, which ends with a NUL and does not begin with it. Returns its
 * length in bytes, 1 to 4. */
size_t ere_decode(const char *text, uint32_t *character);

#endif

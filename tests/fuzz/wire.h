/* A server that says what an input makes it say: cli/against/loop.h without a network and without a
 * clock, in the place of cli/against/loop.c.
 *
 * An input is a row of turns with the byte 0x1e between them. The server takes one a millisecond;
 * while it has an empty one, or none any more, time passes instead. Of a turn the first byte says
 * what it is, the second, a digit, to which of the connections that are open it goes:
 *
 *   b    the rest is the body of an answer, 200
 *   u    a WebSocket is opened
 *   t    the rest is a text on it
 *   e    the connection ends; of one that is being made: the rest says why there is none
 *
 * and all others are sent as they are, without these two bytes. */
#ifndef STASIM_TESTS_FUZZ_WIRE_H
#define STASIM_TESTS_FUZZ_WIRE_H

#include <stddef.h>
#include <stdint.h>

/* What is sent comes in pieces of `step` bytes; 0: all at once. The input must last to the end. */
void wire_begin(const uint8_t *input, size_t size, size_t step);
/* Demands that nothing was left open. */
void wire_end(void);

#endif

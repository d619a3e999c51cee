/* Floor 8: what a fault does to one connection. */
#ifndef STASIM_CLI_SERVER_PLIGHT_H
#define STASIM_CLI_SERVER_PLIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/ari/ari.h"

struct connection;

enum plight_end {
    PLIGHT_NONE,
    PLIGHT_RESET, /* at once */
    PLIGHT_LEAVE, /* what is to be sent is sent, but no goodbye */
};

/* All zero: none. */
struct plight {
    enum plight_end end;  /* comes at the end of the round: now a step may be under way */
    bool is_silent;       /* it waits for an answer that never comes */
    uint64_t read_at_us;  /* what has come is not looked at before this moment */
    uint64_t write_at_us; /* nothing is sent before this moment */
};

/* The answer has a fate: all of that, but for what ARI_FATE_NONE would mean. Inside a step. */
void plight_of_answer(struct connection *connection, const struct ari_response *response);
/* The WebSocket breaks. Inside a step. */
void plight_break(struct connection *connection);
/* It has broken, or is about to: nothing more is written to it. */
bool plight_is_over(const struct connection *connection);
/* The end of a round: ends what is to end. */
void plight_settle(struct connection *connection);

/* `size` bytes have come. */
void plight_received(struct connection *connection, size_t size);
/* Input that has come is not looked at yet. */
bool plight_holds_input(const struct connection *connection);
/* How many bytes may be sent now; SIZE_MAX: as many as there are. */
size_t plight_allowance(struct connection *connection);

#endif

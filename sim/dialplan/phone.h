/* Floor 5: the phones of a world: simulated endpoints that can be dialled and can call. */
#ifndef STASIM_DIALPLAN_PHONE_H
#define STASIM_DIALPLAN_PHONE_H

#include <stdint.h>

struct world;

/* What a dialled phone does: answers, is busy, or rings unanswered. */
enum phone_behaviour { PHONE_ANSWERS, PHONE_BUSY, PHONE_NO_ANSWER };

struct phone {
    const char *name; /* "PJSIP/alice" */
    enum phone_behaviour behaviour;
    uint64_t after_us; /* counted from dialling */
};

/* The phone of this name; NULL when none is configured. */
const struct phone *phone_find(const struct world *w, const char *name);

/* A new name for a channel of this phone, which need not be configured: "PJSIP/alice-00000001". */
enum { PHONE_CHANNEL_NAME_BYTES = 512 };
const char *phone_channel_name(struct world *w, const char *phone,
                               char name[PHONE_CHANNEL_NAME_BYTES]);

#endif

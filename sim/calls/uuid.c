/* Ids in the form of UUIDs. */
#include "sim/calls/uuid.h"

#include <stdio.h>

#include "sim/calls/calls.h"

const char *uuid_next(struct world *w, char uuid[UUID_BYTES]) {
    uint64_t number = ++calls_of(w)->uuids & UINT64_C(0xffffffffffff);
    snprintf(uuid, UUID_BYTES, "00000000-0000-4000-8000-%012llx", (unsigned long long)number);
    return uuid;
}

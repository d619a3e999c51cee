/* Phones: found by their names, their channels numbered. */
#include "sim/dialplan/phone.h"

#include <stdio.h>
#include <string.h>

#include "sim/calls/calls.h"
#include "sim/dialplan/exec.h"

const struct phone *phone_find(const struct world *w, const char *name) {
    const struct dialplan_config *config = dialplan_config_of(w);
    for (size_t i = 0; i < config->phones_count; i++) {
        if (strcmp(config->phones[i].name, name) == 0) {
            return &config->phones[i];
        }
    }
    return NULL;
}

const char *phone_channel_name(struct world *w, const char *phone,
                               char name[PHONE_CHANNEL_NAME_BYTES]) {
    snprintf(name, PHONE_CHANNEL_NAME_BYTES, "%s-%08x", phone, ++calls_of(w)->phones);
    return name;
}

/* All resources, and the names of methods. */
#include "sim/ari/operation.h"

#include <string.h>
#include <strings.h>

#include "sim/base/must.h"

static const struct resource *const RESOURCES[] = {
    &RESOURCE_APPLICATIONS,  &RESOURCE_ASTERISK,   &RESOURCE_BRIDGES, &RESOURCE_CHANNELS,
    &RESOURCE_DEVICE_STATES, &RESOURCE_ENDPOINTS,  &RESOURCE_EVENTS,  &RESOURCE_MAILBOXES,
    &RESOURCE_PLAYBACKS,     &RESOURCE_RECORDINGS, &RESOURCE_SOUNDS,
};

static const char *const METHODS[] = {"GET", "POST", "PUT", "DELETE", "OPTIONS"};

const struct resource *resource_at(size_t index) {
    return index < sizeof RESOURCES / sizeof RESOURCES[0] ? RESOURCES[index] : NULL;
}

const struct resource *resource_find(const char *name) {
    for (size_t i = 0; i < sizeof RESOURCES / sizeof RESOURCES[0]; i++) {
        if (strcmp(RESOURCES[i]->name, name) == 0) {
            return RESOURCES[i];
        }
    }
    return NULL;
}

bool operation_is_simulated(const struct operation *operation) {
    return operation->handle || operation->is_claim || operation->is_websocket;
}

const char *method_name(enum method method) {
    must(method < METHOD_OTHER);
    return METHODS[method];
}

enum method method_read(const char *name) {
    for (size_t i = 0; i < sizeof METHODS / sizeof METHODS[0]; i++) {
        if (strcasecmp(METHODS[i], name) == 0) {
            return (enum method)i;
        }
    }
    return METHOD_OTHER;
}

/* The resource "deviceStates": the states of devices that applications control. */
#include "sim/ari/json.h"
#include "sim/ari/parameters.h"
#include "sim/ari/render.h"
#include "sim/ari/request.h"
#include "sim/base/must.h"
#include "sim/calls/device.h"

static const struct subject SUBJECT_DEVICE = {.missing = "Device not found"};

static const char NOT_OURS[] = "Only a device whose name begins with 'Stasis:' can be changed";

static struct reply list(struct world *w, struct request *request) {
    (void)request;
    json_t *array = json_array();
    for (const struct device *d = device_first(w); d; d = device_next(d)) {
        array = array_with(array, render_device(d->name, device_state_name(d->state)));
    }
    return reply_json(array);
}

/* Every name is a device: of one that nobody knows the state is unknown. */
static struct reply get(struct world *w, struct request *request) {
    const char *name = request_text(request, "deviceName");
    return reply_json(render_device(name, device_state_name(device_state_of(w, name))));
}

static struct reply update(struct world *w, struct request *request) {
    const char *name = request_text(request, "deviceName");
    int word = request_word(request, "deviceState");
    if (!device_is_custom(name)) {
        return reply_error(409, NOT_OURS);
    }
    if (word < 0) {
        return reply_error(400, "deviceState must be one of the states of devices");
    }
    must(word <= DEVICE_ONHOLD - DEVICE_NOT_INUSE);
    return device_set(w, name, (enum device_state)(DEVICE_NOT_INUSE + word))
               ? reply_none()
               : reply_error(409, "Too many devices");
}

static struct reply erase(struct world *w, struct request *request) {
    const char *name = request_text(request, "deviceName");
    if (!device_is_custom(name)) {
        return reply_error(409, NOT_OURS);
    }
    return device_forget(w, name) ? reply_none() : request_missing(&SUBJECT_DEVICE);
}

static const struct operation OPERATIONS[] = {
    {
        .method = METHOD_GET,
        .path = "/deviceStates",
        NAMED("list"),
        .summary = "List all device states that applications control.",
        .response = "List[DeviceState]",
        .handle = list,
    },
    {
        .method = METHOD_GET,
        .path = "/deviceStates/{deviceName}",
        NAMED("get"),
        .summary = "Show the state of a device.",
        .response = "DeviceState",
        .handle = get,
        PARAMETERS(PATH("deviceName")),
    },
    {
        .method = METHOD_PUT,
        .path = "/deviceStates/{deviceName}",
        NAMED("update"),
        .summary = "Set the state of a device that applications control.",
        .response = "void",
        .errors = {404, 409},
        .handle = update,
        PARAMETERS(PATH("deviceName"),
                   /* in the order of enum device_state, which begins with what cannot be set */
                   REQUIRED_WORD("deviceState", "NOT_INUSE", "INUSE", "BUSY", "INVALID",
                                 "UNAVAILABLE", "RINGING", "RINGINUSE", "ONHOLD")),
    },
    {
        .method = METHOD_DELETE,
        .path = "/deviceStates/{deviceName}",
        NAMED("delete"),
        .summary = "Delete a device that applications control.",
        .response = "void",
        .errors = {404, 409},
        .subject = &SUBJECT_DEVICE,
        .handle = erase,
        PARAMETERS(PATH("deviceName")),
    },
};

const struct resource RESOURCE_DEVICE_STATES = {
    .name = "deviceStates",
    .summary = "Device states",
    .operations = OPERATIONS,
    .count = sizeof OPERATIONS / sizeof OPERATIONS[0],
    .models = MODELS_DEVICE_STATES,
};

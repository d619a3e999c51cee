/* The resource "deviceStates": the states of devices that applications control. */
#include "sim/ari/parameters.h"

static const struct operation OPERATIONS[] = {
    {
        .method = METHOD_GET,
        .path = "/deviceStates",
        NAMED("list"),
        .summary = "List all device states that applications control.",
        .response = "List[DeviceState]",
    },
    {
        .method = METHOD_GET,
        .path = "/deviceStates/{deviceName}",
        NAMED("get"),
        .summary = "Show the state of a device.",
        .response = "DeviceState",
        PARAMETERS(PATH("deviceName")),
    },
    {
        .method = METHOD_PUT,
        .path = "/deviceStates/{deviceName}",
        NAMED("update"),
        .summary = "Set the state of a device that applications control.",
        .response = "void",
        .errors = {404, 409},
        PARAMETERS(PATH("deviceName"),
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

/* The messages of forced statuses follow from what the path of the operation names. */
#include "sim/ari/forced.h"

#include <string.h>

#include "sim/ari/claim.h"

static bool names(const struct operation *operation, const char *parameter);

const char *forced_message(const struct operation *operation, int status) {
    static const struct {
        int status;
        const char *parameter;
        const char *message;
    } messages[] = {
        {404, "{channelId}", "Channel not found"},
        {404, "{bridgeId}", "Bridge not found"},
        {404, "{playbackId}", "Playback not found"},
        {404, "{recordingName}", "Recording not found"},
        {404, "{applicationName}", "Application not found"},
        {404, "{tech}", "Endpoint not found"},
        {404, "{deviceName}", "Device not found"},
        {404, "{soundId}", "Sound not found"},
        {409, "{channelId}", "Channel not in Stasis application"},
    };
    if (!operation) {
        return status == 404 ? "Resource not found" : reply_reason(status);
    }
    if (operation->is_claim) {
        return claim_message(status);
    }
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        if (messages[i].status == status && names(operation, messages[i].parameter)) {
            return messages[i].message;
        }
    }
    return reply_reason(status);
}

static bool names(const struct operation *operation, const char *parameter) {
    return strstr(operation->path, parameter) != NULL;
}

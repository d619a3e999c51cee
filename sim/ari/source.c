/* Event sources: a scheme, and what it names. */
#include "sim/ari/source.h"

#include <string.h>

struct source source_read(const struct world *w, const char *text) {
    static const struct {
        const char *scheme;
        enum source_kind kind;
    } schemes[] = {
        {"channel:", SOURCE_CHANNEL},
        {"bridge:", SOURCE_BRIDGE},
        {"endpoint:", SOURCE_ENDPOINT},
        {"deviceState:", SOURCE_DEVICE_STATE},
    };
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        size_t size = strlen(schemes[i].scheme);
        if (strncmp(text, schemes[i].scheme, size) == 0) {
            struct source source = {.kind = schemes[i].kind, .rest = text + size};
            if (source.kind == SOURCE_CHANNEL) {
                source.channel = channel_find(w, source.rest);
            }
            return source;
        }
    }
    return (struct source){.kind = SOURCE_UNKNOWN, .rest = text};
}

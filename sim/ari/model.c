/* Finding models by name. */
#include "sim/ari/model.h"

#include <string.h>

#include "sim/ari/operation.h"

const struct model *model_find(const char *name) {
    const struct resource *resource;
    for (size_t i = 0; (resource = resource_at(i)) != NULL; i++) {
        for (const struct model *model = resource->models; model->name; model++) {
            if (strcmp(model->name, name) == 0) {
                return model;
            }
        }
    }
    return NULL;
}

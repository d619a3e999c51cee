/* Floor 6: the table of models: the shape of each JSON object that goes over the wire. */
#ifndef STASIM_ARI_MODEL_H
#define STASIM_ARI_MODEL_H

#include <stdbool.h>
#include <stddef.h>

struct field {
    const char *name;
    const char *type; /* "string", "Date", "Channel", "List[string]" */
    bool required;
    const char *const *allowed; /* the documented words, ended by NULL; NULL: any */
};

struct model {
    const char *name; /* "ChannelCreated" */
    const char *summary;
    const char *parent;         /* the model whose fields it has, too; NULL: none */
    const char *discriminator;  /* the field that says which child an object is; NULL: none */
    const struct field *fields; /* its own, ended by one without a name; NULL: none */
};

/* Those that each resource describes, ended by one without a name. */
extern const struct model MODELS_APPLICATIONS[];
extern const struct model MODELS_ASTERISK[];
extern const struct model MODELS_BRIDGES[];
extern const struct model MODELS_CHANNELS[];
extern const struct model MODELS_DEVICE_STATES[];
extern const struct model MODELS_ENDPOINTS[];
extern const struct model MODELS_EVENTS[];
extern const struct model MODELS_MAILBOXES[];
extern const struct model MODELS_PLAYBACKS[];
extern const struct model MODELS_RECORDINGS[];
extern const struct model MODELS_SOUNDS[];

/* Of all of them; NULL: there is no such model. */
const struct model *model_find(const char *name);

/* For the tables: fields are written in place. */
#define FIELDS(...)                                                                                \
    .fields = (const struct field[]) {                                                             \
        __VA_ARGS__, {                                                                             \
            .name = NULL                                                                           \
        }                                                                                          \
    }
#define HAS(field_name, field_type)                                                                \
    { .name = (field_name), .type = (field_type), .required = true }
#define MAY_HAVE(field_name, field_type)                                                           \
    { .name = (field_name), .type = (field_type) }
/* One of these words. */
#define HAS_WORD(field_name, ...)                                                                  \
    { .name = (field_name), .type = "string", .required = true, ALLOWED(__VA_ARGS__) }
#define MAY_HAVE_WORD(field_name, ...)                                                             \
    { .name = (field_name), .type = "string", ALLOWED(__VA_ARGS__) }
#define ALLOWED(...)                                                                               \
    .allowed = (const char *const[]) {                                                             \
        __VA_ARGS__, NULL                                                                          \
    }

#endif

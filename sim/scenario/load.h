/* Floor 7, for the files that read a scenario: what they share. Each reads what it can: the check
 * against the table of keys has already said what is wrong, so a missing or misshapen value simply
 * reads as its default. */
#ifndef STASIM_SCENARIO_LOAD_H
#define STASIM_SCENARIO_LOAD_H

#include "sim/scenario/keys.h"
#include "sim/scenario/problems.h"
#include "sim/scenario/script.h"

struct loader {
    struct source source;
    struct scenario *scenario;
    bool dialplan_given;
    bool is_alone; /* what is read belongs to no scenario: names in it may be anybody's */
    bool no_memory;
};

/* The parts, in the order in which they are read: later ones refer to earlier ones. */
void load_settings(struct loader *loader, json_t *root);
void load_dialplan(struct loader *loader, json_t *root);
void load_calls(struct loader *loader, json_t *root);
void load_programs(struct loader *loader, json_t *root);
void load_clients(struct loader *loader, json_t *root);
void load_faults(struct loader *loader, json_t *root);
void load_orders(struct loader *loader, json_t *root);
void load_expectations(struct loader *loader, json_t *root);

/* A fault that belongs to no scenario, of JSON that outlives it. False, and `problems` says why. */
bool load_lone_fault(json_t *json, struct fault *fault, struct problems *problems);

/* What a client does: `json` is a reaction or something it does at a fixed time. */
void load_action(struct loader *loader, json_t *json, const struct place *place,
                 struct script_client *client, struct action *action);
void load_conditions(struct loader *loader, json_t *map, struct conditions *conditions);

/* What is expected of a program. */
void load_conduct(struct loader *loader, json_t *json, const struct place *place,
                  struct conduct *conduct);

/* Names that must be known; a mistake is reported with the nearest one. */
void known_app(struct loader *loader, const char *name, const struct place *place, const char *key);
void known_client(struct loader *loader, const char *name, const struct place *place,
                  const char *key);
void known_channel(struct loader *loader, const char *name, const struct place *place,
                   const char *key);
/* The fields that a note's "where" names must be such as an entry of that kind has. */
void known_fields(struct loader *loader, const char *kind, json_t *where,
                  const struct place *place);
/* The paths into an event of this type, or of any (NULL), must be such as ARI's model of it has.
 * (known_path.c) */
void known_paths(struct loader *loader, const char *type, json_t *where, const struct place *place);
/* A moment must not lie behind the scenario's end. */
void known_moment(struct loader *loader, uint64_t at_us, const struct place *place,
                  const char *key);

/* A zeroed array of `count`, sets *kept to that; NULL and 0 when empty or without memory. */
void *load_array(struct loader *loader, size_t count, size_t size, size_t *kept);
char *load_copy(struct loader *loader, const char *text, size_t length);

/* The path of a file that a scenario names: counted from the folder of the scenario's own. False if
 * it is too long. */
enum { LOAD_PATH_BYTES = 4096 };
bool load_path(const char *scenario_path, const char *name, char path[LOAD_PATH_BYTES]);

/* How many applications a client or a program names, as "app" or "apps", and the n-th of them. */
size_t load_apps_count(const json_t *json);
const char *load_app(const json_t *json, size_t index);

/* A member of an object, read as its type or else as `fallback`. */
const char *load_text(const json_t *object, const char *key, const char *fallback);
uint64_t load_duration(const json_t *object, const char *key, uint64_t fallback_us);
json_int_t load_integer(const json_t *object, const char *key, json_int_t fallback);
bool load_truth(const json_t *object, const char *key, bool fallback);
/* Which of the format's words a value is; without one of them `fallback`. */
size_t load_word(const json_t *value, const struct format *format, size_t fallback);

#endif

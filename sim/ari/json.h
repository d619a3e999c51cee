/* Floor 6: building JSON without a check at every line: a value that could not be made spoils the
 * whole, which is then NULL. */
#ifndef STASIM_ARI_JSON_H
#define STASIM_ARI_JSON_H

#include <jansson.h>
#include <stdbool.h>

/* An object being built; its keys keep the order in which they are added. */
struct object {
    json_t *json;
};

struct object object_new(void);
/* Adds a value and takes it over; NULL spoils the object. */
void object_add(struct object *object, const char *key, json_t *value);
void object_add_text(struct object *object, const char *key, const char *text);
/* The same for a key that somebody has made up, and which may be no UTF-8. */
void object_add_named(struct object *object, const char *key, const char *text);
/* The object, owned by the caller; NULL without memory. */
json_t *object_finish(struct object *object);

/* A string, whatever its bytes: each one that is no UTF-8 becomes U+FFFD, since JSON cannot carry
 * it. (R135) NULL without memory. */
json_t *text_json(const char *text);

/* json_dumps(), but NULL without memory: Jansson 2.14 would leave out a key for which its buffer
 * did not grow. */
char *json_text(const json_t *json, size_t flags);

/* Adds a value, which is taken over, to an array. Returns the array, NULL if anything failed: the
 * array is then gone. */
json_t *array_with(json_t *array, json_t *value);

#endif

/* Floor 8: members of JSON objects, where one that is missing says nothing. */
#ifndef STASIM_CLI_BASE_MEMBER_H
#define STASIM_CLI_BASE_MEMBER_H

#include <jansson.h>

/* A text; empty when there is none. */
const char *member_text(const json_t *object, const char *key);
/* A number; 0 when there is none. */
json_int_t member_number(const json_t *object, const char *key);

#endif

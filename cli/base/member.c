/* Members of JSON objects. */
#include "cli/base/member.h"
#include "sim/base/text.h"

const char *member_text(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text_or_empty(text);
}

json_int_t member_number(const json_t *object, const char *key) {
    return json_integer_value(json_object_get(object, key));
}

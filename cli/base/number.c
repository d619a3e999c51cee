/* Reading digits: neither a sign nor white space is one, and none is lost in silence. */
#include "cli/base/number.h"

bool number_take(const char **text, uint64_t *number) {
    const char *at = *text;
    *number = 0;
    for (; *at >= '0' && *at <= '9'; at++) {
        uint64_t digit = (uint64_t)(*at - '0');
        if (*number > (UINT64_MAX - digit) / 10) {
            return false;
        }
        *number = *number * 10 + digit;
    }
    bool any = at > *text;
    *text = at;
    return any;
}

bool number_read(const char *text, uint64_t *number) {
    return number_take(&text, number) && *text == '\0';
}

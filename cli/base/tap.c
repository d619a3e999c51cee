/* The names of test points. */
#include "cli/base/tap.h"

#include "cli/base/visible.h"

void tap_print_name(FILE *out, const char *name) {
    char shown[VISIBLE_SIZE];
    while (*name != '\0') {
        char first = *name;
        name += visible_next(name, shown);
        if (first == '#' || first == '\\') {
            fputc('\\', out);
        }
        fputs(shown[0] == first ? shown : " ", out);
    }
}

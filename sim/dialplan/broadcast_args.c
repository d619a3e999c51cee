/* The four arguments of StasisBroadcast(timeout,filter,args,notify), each with its default. */
#include "sim/dialplan/broadcast_args.h"

#include "sim/base/conf.h"
#include "sim/base/must.h"
#include "sim/dialplan/args.h"

enum { TIMEOUT, FILTER, VALUES, NOTIFY, ARG_COUNT };

static bool is_space(char c);

void broadcast_args_read(char *text, struct broadcast_args *args) {
    must(text && args);
    char *argv[ARG_COUNT];
    args_read(text, argv, ARG_COUNT); /* (R6) */
    *args = (struct broadcast_args){.filter = argv[FILTER]};
    args->timeout_ms = broadcast_timeout_ms(argv[TIMEOUT], &args->timeout_bad);
    args->value_count = broadcast_values(argv[VALUES], args->values, &args->values_dropped);
    args->notify_claimed = broadcast_notify(argv[NOTIFY]);
}

int broadcast_timeout_ms(const char *text, bool *bad) {
    must(text && bad);
    *bad = false;
    if (text[0] == '\0') {
        return BROADCAST_TIMEOUT_DEFAULT_MS;
    }
    while (is_space(*text)) {
        text++;
    }
    bool negative = *text == '-';
    if (*text == '-' || *text == '+') {
        text++;
    }
    bool digits = false;
    int value = 0;
    for (; *text >= '0' && *text <= '9'; text++) {
        digits = true;
        if (value <= BROADCAST_TIMEOUT_MAX_MS) { /* once too large it stays so, without overflow */
            value = value * 10 + (*text - '0');
        }
    }
    if (!digits || value > BROADCAST_TIMEOUT_MAX_MS || (negative && value > 0)) { /* (R3) */
        *bad = true;
        return BROADCAST_TIMEOUT_DEFAULT_MS;
    }
    return value;
}

size_t broadcast_values(char *text, char *values[BROADCAST_VALUES_MAX], size_t *dropped) {
    must(text && values && dropped);
    size_t count = 0;
    *dropped = 0;
    if (text[0] == '\0') {
        return 0;
    }
    char *rest = text;
    for (char *value; (value = args_next(&rest, ':'));) { /* (R4) */
        if (count < BROADCAST_VALUES_MAX) {
            values[count++] = value;
        } else {
            ++*dropped;
        }
    }
    return count;
}

bool broadcast_notify(const char *text) {
    must(text);
    return conf_is_yes(text); /* (R5) */
}

/* White space as scanf skips it in the C locale, whatever the process's locale is. */
static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Durations: digits, perhaps a fraction, and a unit; read and written without floating point. */
#include "sim/scenario/duration.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct unit {
    const char *name;
    uint64_t us;
};

static const char DIGITS[] = "0123456789";

static const struct unit UNITS[] = {
    {"us", 1}, {"ms", 1000}, {"s", 1000000}, {"m", 60000000}, {"h", UINT64_C(3600000000)},
};

/* Stands for all that is longer: ten times as much still fits. */
static const uint64_t TOO_LONG_US = DURATION_MAX_US + 1;

static const struct unit *unit_of(const char *name);
static const struct unit *unit_for(uint64_t us);

bool duration_parse(const char *text, uint64_t *us, const char **why) {
    size_t whole = strspn(text, DIGITS);
    bool has_point = text[whole] == '.';
    const char *fraction = text + whole + has_point;
    size_t digits = has_point ? strspn(fraction, DIGITS) : 0;
    const struct unit *unit = unit_of(fraction + digits);
    *why = NULL;
    if (text[0] == '-') {
        *why = "is before the beginning";
    } else if (whole == 0 || (has_point && digits == 0)) {
        *why = "does not begin with a number";
    } else if (fraction[digits] == '\0') {
        *why = "has no unit";
    } else if (!unit) {
        *why = "has a unit that is none of us, ms, s, m, h";
    }
    if (*why) {
        return false;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < whole; i++) {
        value = value * 10 + (uint64_t)(text[i] - '0');
        value = value > DURATION_MAX_US ? TOO_LONG_US : value;
    }
    value = value > DURATION_MAX_US / unit->us ? TOO_LONG_US : value * unit->us;
    uint64_t part = unit->us;
    for (size_t i = 0; i < digits; i++) {
        if (fraction[i] != '0' && part % 10 != 0) {
            *why = "is finer than a microsecond";
            return false;
        }
        part /= 10;
        value += part * (uint64_t)(fraction[i] - '0');
    }
    if (value > DURATION_MAX_US) {
        *why = "is more than a day";
        return false;
    }
    *us = value;
    return true;
}

const char *duration_text(uint64_t us, char out[DURATION_TEXT_BYTES]) {
    const struct unit *unit = unit_for(us);
    char fraction[16] = "";
    if (us % unit->us != 0) {
        int digits = unit->us == 1000 ? 3 : 6;
        snprintf(fraction, sizeof fraction, ".%0*u", digits, (unsigned)(us % unit->us));
        for (size_t end = strlen(fraction); fraction[end - 1] == '0'; end--) {
            fraction[end - 1] = '\0';
        }
    }
    snprintf(out, DURATION_TEXT_BYTES, "%llu%s%s", (unsigned long long)(us / unit->us), fraction,
             unit->name);
    return out;
}

static const struct unit *unit_of(const char *name) {
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        if (strcmp(UNITS[i].name, name) == 0) {
            return &UNITS[i];
        }
    }
    return NULL;
}

/* Minutes and hours only where they are whole ones. */
static const struct unit *unit_for(uint64_t us) {
    size_t i = sizeof UNITS / sizeof UNITS[0] - 1;
    while (i > 2 && (us < UNITS[i].us || us % UNITS[i].us != 0)) {
        i--;
    }
    if (i == 2 && us < UNITS[2].us) {
        i = us >= UNITS[1].us || us == 0 ? 1 : 0;
    }
    return &UNITS[i];
}

/* Moments in UTC: days are counted by the calendar's own rule, without a library's idea of a zone.
 */
#include "sim/scenario/moment.h"

#include <stddef.h>
#include <string.h>

enum { DAYS_BESIDE_FEBRUARY = 337 };

static unsigned number(const char *text, size_t digits);
static unsigned days_of_month(unsigned year, unsigned month);

bool moment_parse(const char *text, uint64_t *seconds) {
    static const char shape[] = "dddd-dd-ddTdd:dd:ddZ";
    if (strlen(text) != sizeof shape - 1) {
        return false;
    }
    for (size_t i = 0; shape[i]; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == 'd' ? !digit : text[i] != shape[i]) {
            return false;
        }
    }
    unsigned year = number(text, 4), month = number(text + 5, 2), day = number(text + 8, 2);
    unsigned hour = number(text + 11, 2), minute = number(text + 14, 2);
    unsigned second = number(text + 17, 2);
    if (year < 1970 || year > 2099 || month < 1 || month > 12 || day < 1 ||
        day > days_of_month(year, month) || hour > 23 || minute > 59 || second > 59) {
        return false;
    }
    uint64_t days = day - 1;
    for (unsigned y = 1970; y < year; y++) {
        days += DAYS_BESIDE_FEBRUARY + days_of_month(y, 2);
    }
    for (unsigned m = 1; m < month; m++) {
        days += days_of_month(year, m);
    }
    *seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    return true;
}

static unsigned number(const char *text, size_t digits) {
    unsigned value = 0;
    for (size_t i = 0; i < digits; i++) {
        value = value * 10 + (unsigned)(text[i] - '0');
    }
    return value;
}

static unsigned days_of_month(unsigned year, unsigned month) {
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

/* One table of functions. Each writes its result over its own arguments, so what it still needs
 * from them it takes first. */
#include "sim/dialplan/func.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sim/base/must.h"
#include "sim/base/text.h"
#include "sim/dialplan/args.h"
#include "sim/dialplan/nearest.h"

enum {
    BYTE_VALUES = 256,
    FIELD_LIST_SIZE = 128, /* of CUT's third argument */
    TIME_FORMAT_SIZE = 256,
    TIME_SIZE = 512,
};

typedef enum subst_error run_function(const struct dialplan_env *env, char *args, char *out,
                                      size_t size);

static run_function run_callerid, run_channel, run_cut, run_exists, run_filter, run_global, run_if,
    run_isnull, run_len, run_rand, run_strftime, run_tolower, run_toupper;

static const struct func FUNCTIONS[] = {
    {"CALLERID", run_callerid},
    {"CHANNEL", run_channel},
    {"CUT", run_cut},
    {"EXISTS", run_exists},
    {"FILTER", run_filter},
    {"GLOBAL", run_global},
    {"IF", run_if},
    {"ISNULL", run_isnull},
    {"LEN", run_len},
    {"RAND", run_rand},
    {"STRFTIME", run_strftime},
    {"TOLOWER", run_tolower},
    {"TOUPPER", run_toupper},
};

enum { FUNCTIONS_COUNT = sizeof FUNCTIONS / sizeof FUNCTIONS[0] };

/* Where a result grows; it overtakes the arguments, never what is appended. */
struct result {
    char *out;
    size_t size, len;
    bool cut;
};

static enum subst_error put(char *out, size_t size, const char *value);
static enum subst_error put_number(char *out, size_t size, long long number);
static enum subst_error bad_argument(char *out);
static enum subst_error ask(const struct dialplan_env *env, const char *name, const char *args,
                            char *out, size_t size);
static void append(struct result *result, const char *bytes, size_t len);
static void append_fields(struct result *result, const char *value, char delimiter,
                          unsigned long first, unsigned long last);
static bool read_fields(const char *text, unsigned long *first, unsigned long *last);
static char *find_unquoted(char *text, char wanted);
static char *without_quotes(char *text);
static bool read_number(const char *text, long long *number);
static void read_set(const char *text, const char *end, bool set[BYTE_VALUES]);
static const char *read_set_byte(const char *text, unsigned char *byte);
static bool write_epoch(const char *format, long long epoch_s, char *out, size_t size);

const struct func *func_find(const char *name) {
    for (size_t i = 0; i < FUNCTIONS_COUNT; i++) {
        if (strcmp(name, FUNCTIONS[i].name) == 0) {
            return &FUNCTIONS[i];
        }
    }
    return NULL;
}

const char *func_nearest(const char *name) {
    struct nearest nearest;
    nearest_begin(&nearest, name);
    for (size_t i = 0; i < FUNCTIONS_COUNT; i++) {
        nearest_offer(&nearest, FUNCTIONS[i].name);
    }
    return nearest.best;
}

/* CALLERID(piece): who calls, and what was dialled */
static enum subst_error run_callerid(const struct dialplan_env *env, char *args, char *out,
                                     size_t size) {
    return ask(env, "CALLERID", args, out, size);
}

/* CHANNEL(piece): of this channel */
static enum subst_error run_channel(const struct dialplan_env *env, char *args, char *out,
                                    size_t size) {
    return ask(env, "CHANNEL", args, out, size);
}

/* GLOBAL(name): a global variable, even if the channel hides it */
static enum subst_error run_global(const struct dialplan_env *env, char *args, char *out,
                                   size_t size) {
    const char *value = env->function(env->ctx, "GLOBAL", args);
    return put(out, size, text_or_empty(value)); /* an unset one is only empty */
}

/* CUT(variable,delimiter,fields): fields like 1, 2-3, 4-, joined by & */
static enum subst_error run_cut(const struct dialplan_env *env, char *args, char *out,
                                size_t size) {
    char *argv[3];
    char fields[FIELD_LIST_SIZE];
    if (args_split(args, argv, 3) < 3 || strlen(argv[2]) >= sizeof fields) {
        return bad_argument(out);
    }
    memcpy(fields, argv[2], strlen(argv[2]) + 1);
    char delimiter = (char)(argv[1][0] != '\0' ? argv[1][0] : '-');
    const char *value = env->variable(env->ctx, argv[0]);
    struct result result = {.out = out, .size = size};
    out[0] = '\0';
    char *rest = NULL;
    for (char *field = strtok_r(fields, "&", &rest); field; field = strtok_r(NULL, "&", &rest)) {
        unsigned long first, last;
        if (!read_fields(field, &first, &last)) {
            return bad_argument(out);
        }
        append_fields(&result, text_or_empty(value), delimiter, first, last);
    }
    return result.cut ? SUBST_CUT : SUBST_OK;
}

/* EXISTS(text): 1 unless the text is empty, else 0 */
static enum subst_error run_exists(const struct dialplan_env *env, char *args, char *out,
                                   size_t size) {
    (void)env;
    return put_number(out, size, args[0] != '\0');
}

/* FILTER(allowed,text): the bytes of the text that are in a set like 0-9a-f */
static enum subst_error run_filter(const struct dialplan_env *env, char *args, char *out,
                                   size_t size) {
    (void)env;
    (void)size;
    bool allowed[BYTE_VALUES] = {false};
    char *comma = args;
    while (*comma && *comma != ',') {
        comma += *comma == '\\' && comma[1] != '\0' ? 2 : 1;
    }
    if (*comma == '\0') {
        return bad_argument(out);
    }
    read_set(args, comma, allowed);
    char *to = out;
    for (const char *from = comma + 1; *from; from++) {
        if (allowed[(unsigned char)*from]) {
            *to++ = *from;
        }
    }
    *to = '\0';
    return SUBST_OK;
}

/* IF(condition?yes:no): one of the two, without blanks and quotes around it. The condition may hold
 * a `?` of an expression no more: it was worked out before. */
static enum subst_error run_if(const struct dialplan_env *env, char *args, char *out, size_t size) {
    (void)env;
    char *yes = find_unquoted(args, '?');
    if (!yes) {
        return bad_argument(out);
    }
    *yes++ = '\0';
    char *no = find_unquoted(yes, ':');
    if (no) {
        *no++ = '\0';
    }
    return put(out, size, subst_true(args) ? without_quotes(yes) : no ? without_quotes(no) : "");
}

/* ISNULL(text): 1 if the text is empty, else 0 */
static enum subst_error run_isnull(const struct dialplan_env *env, char *args, char *out,
                                   size_t size) {
    (void)env;
    return put_number(out, size, args[0] == '\0');
}

/* LEN(text): how many bytes */
static enum subst_error run_len(const struct dialplan_env *env, char *args, char *out,
                                size_t size) {
    (void)env;
    return put_number(out, size, (long long)strlen(args));
}

/* RAND(min,max): an even choice, both included */
static enum subst_error run_rand(const struct dialplan_env *env, char *args, char *out,
                                 size_t size) {
    char *argv[2] = {args, args};
    long long min = 0, max = INT32_MAX;
    size_t argc = args_split(args, argv, 2);
    bool readable = (argc < 1 || argv[0][0] == '\0' || read_number(argv[0], &min)) &&
                    (argc < 2 || argv[1][0] == '\0' || read_number(argv[1], &max));
    if (!readable || min < 0 || max > INT32_MAX || min > max) {
        return bad_argument(out);
    }
    uint32_t below = (uint32_t)(max - min) + 1;
    uint32_t chosen = env->random(env->ctx, below);
    must(chosen < below);
    return put_number(out, size, min + chosen);
}

/* STRFTIME(epoch,zone,format): a time, now without an epoch; UTC only */
static enum subst_error run_strftime(const struct dialplan_env *env, char *args, char *out,
                                     size_t size) {
    char *argv[3];
    char format[TIME_FORMAT_SIZE], text[TIME_SIZE];
    size_t argc = args_split(args, argv, 3);
    const char *zone = argc > 1 ? argv[1] : "";
    bool is_utc = zone[0] == '\0' || strcmp(zone, "UTC") == 0 || strcmp(zone, "GMT") == 0;
    long long epoch_s = 0;
    if (argc < 1 || argv[0][0] == '\0') {
        epoch_s = env->now_s(env->ctx);
    } else if (!read_number(argv[0], &epoch_s)) {
        return bad_argument(out);
    }
    time_t time = (time_t)epoch_s;
    struct tm utc;
    if (!gmtime_r(&time, &utc) ||
        !write_epoch(argc > 2 ? argv[2] : "%c", epoch_s, format, sizeof format)) {
        return bad_argument(out);
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    size_t len = strftime(text, sizeof text, format, &utc);
#pragma GCC diagnostic pop
    text[len] = '\0';
    enum subst_error error = put(out, size, text);
    return is_utc ? error : SUBST_BAD_ARGUMENT;
}

/* TOLOWER(text): A-Z as a-z */
static enum subst_error run_tolower(const struct dialplan_env *env, char *args, char *out,
                                    size_t size) {
    (void)env;
    for (char *c = args; *c; c++) {
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
    }
    return put(out, size, args);
}

/* TOUPPER(text): a-z as A-Z */
static enum subst_error run_toupper(const struct dialplan_env *env, char *args, char *out,
                                    size_t size) {
    (void)env;
    for (char *c = args; *c; c++) {
        *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    }
    return put(out, size, args);
}

static enum subst_error put(char *out, size_t size, const char *value) {
    struct result result = {.out = out, .size = size};
    append(&result, value, strlen(value));
    return result.cut ? SUBST_CUT : SUBST_OK;
}

static enum subst_error put_number(char *out, size_t size, long long number) {
    char text[24];
    snprintf(text, sizeof text, "%lld", number);
    return put(out, size, text);
}

static enum subst_error bad_argument(char *out) {
    out[0] = '\0';
    return SUBST_BAD_ARGUMENT;
}

static enum subst_error ask(const struct dialplan_env *env, const char *name, const char *args,
                            char *out, size_t size) {
    const char *value = env->function(env->ctx, name, args);
    enum subst_error error = put(out, size, text_or_empty(value));
    return value ? error : SUBST_BAD_ARGUMENT;
}

static void append(struct result *result, const char *bytes, size_t len) {
    must(result->len < result->size);
    size_t room = result->size - 1 - result->len;
    result->cut = result->cut || len > room;
    len = len < room ? len : room;
    memmove(result->out + result->len, bytes, len);
    result->len += len;
    result->out[result->len] = '\0';
}

/* Appends fields `first` to `last`, counted from 1, with the delimiter between any two. */
static void append_fields(struct result *result, const char *value, char delimiter,
                          unsigned long first, unsigned long last) {
    const char *field = value;
    for (unsigned long number = 1; field && number <= last; number++) {
        const char *end = strchr(field, delimiter);
        if (number >= first) {
            append(result, &delimiter, result->len > 0);
            append(result, field, end ? (size_t)(end - field) : strlen(field));
        }
        field = end ? end + 1 : NULL;
    }
}

/* Reads `3`, `3-5`, `3-` or `-5`. */
static bool read_fields(const char *text, unsigned long *first, unsigned long *last) {
    size_t digits = strspn(text, "0123456789");
    *first = digits > 0 ? strtoul(text, NULL, 10) : 1;
    *last = *first;
    const char *rest = text + digits;
    if (*rest == '-') {
        size_t more = strspn(++rest, "0123456789");
        *last = more > 0 ? strtoul(rest, NULL, 10) : SUBST_SIZE;
        rest += more;
        digits += more;
    }
    return *rest == '\0' && digits > 0 && *first > 0;
}

static char *find_unquoted(char *text, char wanted) {
    bool quoted = false;
    for (; *text; text++) {
        quoted = *text == '"' ? !quoted : quoted;
        if (*text == wanted && !quoted) {
            return text;
        }
    }
    return NULL;
}

static char *without_quotes(char *text) {
    text += strspn(text, " \t");
    size_t len = strlen(text);
    while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t')) {
        len--;
    }
    if (len >= 2 && text[0] == '"' && text[len - 1] == '"') {
        text++;
        len -= 2;
    }
    text[len] = '\0';
    return text;
}

static bool read_number(const char *text, long long *number) {
    const long long far_enough = 1000000000000000; /* seconds, or choices */
    char *end;
    *number = strtoll(text, &end, 10);
    return end != text && *end == '\0' && *number <= far_enough && *number >= -far_enough;
}

/* Bytes and ranges like a-z; a backslash makes the next byte stand for itself. */
static void read_set(const char *text, const char *end, bool set[BYTE_VALUES]) {
    while (text < end) {
        unsigned char first, last;
        text = read_set_byte(text, &first);
        last = first;
        if (*text == '-' && text + 1 < end) {
            text = read_set_byte(text + 1, &last);
        }
        for (unsigned byte = first; byte <= last; byte++) {
            set[byte] = true;
        }
    }
}

static const char *read_set_byte(const char *text, unsigned char *byte) {
    static const char letters[] = "nrt", meant[] = "\n\r\t";
    if (*text != '\\' || text[1] == '\0') {
        *byte = (unsigned char)*text;
        return text + 1;
    }
    const char *letter = strchr(letters, text[1]);
    *byte = (unsigned char)(letter ? meant[letter - letters] : text[1]);
    return text + 2;
}

/* strftime would work %s out in the zone of this machine. */
static bool write_epoch(const char *format, long long epoch_s, char *out, size_t size) {
    struct result result = {.out = out, .size = size};
    out[0] = '\0';
    while (*format) {
        size_t len = format[0] == '%' && format[1] != '\0' ? 2 : 1;
        if (len == 2 && format[1] == 's') {
            char epoch[24];
            int digits = snprintf(epoch, sizeof epoch, "%lld", epoch_s);
            append(&result, epoch, (size_t)digits);
        } else {
            append(&result, format, len);
        }
        format += len;
    }
    return !result.cut;
}

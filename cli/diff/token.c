/* Recognising what changes from one recording to the next, by its shape. */
#include "cli/diff/token.h"

#include <string.h>

#include "cli/base/memory.h"
#include "sim/base/must.h"

/* In a shape 'd' is a digit, 'x' a hexadecimal one (without capitals), 's' a sign; other bytes are
 * themselves. */
static const char TIME[] = "dddd-dd-ddTdd:dd:dd.dddsdddd";
static const char UUID[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
static const char SERVER[] = "xx:xx:xx:xx:xx:xx";
static const char PORT[] = "UNICASTRTP_LOCAL_PORT\"";
static const char SECRET[] = "api_key=";

enum { COUNTER_MIN = 8, COUNTER_MAX = 16, SECONDS_MIN = 9, SECONDS_MAX = 10 };

static bool recognise(const char *text, const char *host, size_t at, struct token *token);
static size_t fixed_length(const char *text, size_t at, const char *shape);
static size_t id_length(const char *text, size_t at);
static size_t counter_length(const char *text, size_t at);
static size_t port_start(const char *text, size_t at);
static size_t name_start(const char *text, size_t at);
static bool is_digit(char c);
static bool is_hex(char c);
static bool is_word(char c);

bool token_next(const char *text, const char *host, size_t from, struct token *token) {
    for (size_t at = from; text[at]; at++) {
        if (recognise(text, host, at, token)) {
            return true;
        }
    }
    return false;
}

bool token_has_identity(enum token_kind kind) {
    return kind == TOKEN_UUID || kind == TOKEN_ID || kind == TOKEN_COUNTER || kind == TOKEN_SERVER;
}

char *token_normal(const char *text, const char *host) {
    static const char *const names[TOKEN_KINDS] = {
        [TOKEN_TIME] = "<time>",  [TOKEN_UUID] = "<uuid>",     [TOKEN_ID] = "<id>",
        [TOKEN_COUNTER] = "-<n>", [TOKEN_SERVER] = "<server>", [TOKEN_HOST] = "<host>",
        [TOKEN_PORT] = "<port>",  [TOKEN_SECRET] = "<key>",
    };
    size_t from = 0, used = 0, size = 2 * strlen(text) + 1; /* "<time>" is for longer ones */
    char *normal = memory_new(size);
    struct token token;
    while (token_next(text, host, from, &token)) {
        size_t before = token.start - from, length = strlen(names[token.kind]);
        if (used + before + length + strlen(&text[token.start + token.length]) + 1 > size) {
            size = 2 * (size + length);
            normal = memory_grow(normal, size);
        }
        memcpy(&normal[used], &text[from], before);
        memcpy(&normal[used + before], names[token.kind], length);
        used += before + length;
        from = token.start + token.length;
    }
    must(used + strlen(&text[from]) < size);
    memcpy(&normal[used], &text[from], strlen(&text[from]) + 1);
    return normal;
}

static bool recognise(const char *text, const char *host, size_t at, struct token *token) {
    bool at_edge = at == 0 || !is_word(text[at - 1]);
    size_t host_length = host ? strlen(host) : 0;
    *token = (struct token){.start = at, .name = at};
    if (text[at] == '-' && (token->length = counter_length(text, at)) > 0) {
        token->kind = TOKEN_COUNTER;
        token->name = name_start(text, at);
    } else if (!at_edge) {
        return false;
    } else if ((token->length = fixed_length(text, at, TIME)) > 0) {
        token->kind = TOKEN_TIME;
    } else if ((token->length = fixed_length(text, at, UUID)) > 0) {
        token->kind = TOKEN_UUID;
    } else if ((token->length = fixed_length(text, at, SERVER)) > 0) {
        token->kind = TOKEN_SERVER;
    } else if ((token->length = id_length(text, at)) > 0) {
        token->kind = TOKEN_ID;
    } else if (host_length > 0 && strncmp(&text[at], host, host_length) == 0) {
        token->kind = TOKEN_HOST;
        token->length = host_length;
    } else if (strncmp(&text[at], SECRET, sizeof SECRET - 1) == 0) {
        token->kind = TOKEN_SECRET;
        token->start = at + sizeof SECRET - 1;
        token->length = strcspn(&text[token->start], "& \"");
    } else if ((token->start = port_start(text, at)) > 0) {
        token->kind = TOKEN_PORT;
        token->length = strspn(&text[token->start], "0123456789");
    }
    return token->length > 0;
}

/* 0 where the text is not of that shape, or goes on as a word. */
static size_t fixed_length(const char *text, size_t at, const char *shape) {
    size_t i = 0;
    for (; shape[i]; i++) {
        char c = text[at + i];
        bool fits = shape[i] == 'd'   ? is_digit(c)
                    : shape[i] == 'x' ? is_hex(c)
                    : shape[i] == 's' ? c == '+' || c == '-'
                                      : c == shape[i];
        if (!fits) {
            return 0;
        }
    }
    return is_word(text[at + i]) ? 0 : i;
}

/* Seconds since 1970, a dot, a number. */
static size_t id_length(const char *text, size_t at) {
    size_t seconds = strspn(&text[at], "0123456789");
    bool alone = at == 0 || text[at - 1] != '.';
    if (!alone || seconds < SECONDS_MIN || seconds > SECONDS_MAX || text[at + seconds] != '.') {
        return 0;
    }
    size_t number = strspn(&text[at + seconds + 1], "0123456789");
    size_t length = seconds + 1 + number;
    return number == 0 || text[at + length] == '.' || is_word(text[at + length]) ? 0 : length;
}

/* Behind a channel's name: "-0000001f", "-0x7f0001". */
static size_t counter_length(const char *text, size_t at) {
    if (at == 0 || (!is_word(text[at - 1]) && !strchr("@.", text[at - 1]))) {
        return 0;
    }
    size_t mark = strncmp(&text[at + 1], "0x", 2) == 0 ? 2 : 0, digits = 0;
    while (is_hex(text[at + 1 + mark + digits])) {
        digits++;
    }
    char end = text[at + 1 + mark + digits];
    bool fits = digits >= COUNTER_MIN && digits <= COUNTER_MAX && !is_word(end) && end != '-';
    return fits ? 1 + mark + digits : 0;
}

/* As the value of a variable of that name, in an object or a ChannelVarset. 0: it is not here. */
static size_t port_start(const char *text, size_t at) {
    if (strncmp(&text[at], PORT, sizeof PORT - 1) != 0) {
        return 0;
    }
    size_t next = at + sizeof PORT - 1;
    if (strncmp(&text[next], ",\"value\"", 8) == 0) {
        next += 8;
    }
    return strncmp(&text[next], ":\"", 2) == 0 ? next + 2 : 0;
}

static size_t name_start(const char *text, size_t at) {
    while (at > 0 && !strchr("\"\\ ,:{}[]()&=", text[at - 1])) {
        at--;
    }
    return at;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f');
}

static bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

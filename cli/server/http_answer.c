/* Writing answers in HTTP: the headers of the real server, in its order. */
#include "cli/server/http_answer.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"

enum { PAGE_BYTES = 512 };

#define SERVER "stasim/" STASIM_VERSION

static void add_header(struct outbox *outbox, const char *name, const char *value);
static const char *date_text(struct http_date *date);

void http_answer_write(struct outbox *outbox, const struct http_answer *answer,
                       struct http_date *date) {
    must(answer->status >= 200 && answer->reason);
    outbox_text(outbox, "HTTP/1.1 ");
    outbox_number(outbox, (size_t)answer->status);
    outbox_text(outbox, " ");
    outbox_text(outbox, answer->reason);
    outbox_text(outbox, "\r\nServer: " SERVER "\r\nDate: ");
    outbox_text(outbox, date_text(date));
    add_header(outbox, "Connection", answer->close ? "close" : NULL);
    outbox_text(outbox, "\r\nCache-Control: no-cache, no-store");
    add_header(outbox, "Access-Control-Allow-Origin", answer->origin);
    add_header(outbox, "Access-Control-Allow-Credentials", answer->origin ? "true" : NULL);
    add_header(outbox, "Allow", answer->allow);
    if (answer->allow_for_origin) {
        add_header(outbox, "Access-Control-Allow-Methods", answer->allow);
        add_header(outbox, "Access-Control-Allow-Headers", answer->allow_headers);
    }
    add_header(outbox, "Location", answer->location);
    if (answer->authenticate) {
        add_header(outbox, "WWW-Authenticate", "Basic realm=\"Asterisk REST Interface\"");
    }
    add_header(outbox, "Sec-WebSocket-Version", answer->websocket_versions);
    add_header(outbox, "Content-type", answer->content_type);
    if (answer->policy) {
        add_header(outbox, "Content-Security-Policy", answer->policy);
        add_header(outbox, "X-Content-Type-Options", "nosniff");
        add_header(outbox, "Referrer-Policy", "no-referrer");
    }
    add_header(outbox, "Content-Disposition", answer->disposition);
    add_header(outbox, "Transfer-Encoding", answer->is_chunked ? "chunked" : NULL);
    if (!answer->is_endless) {
        outbox_text(outbox, "\r\nContent-Length: ");
        outbox_number(outbox, answer->body_size);
    }
    outbox_text(outbox, "\r\n\r\n");
    if (answer->body && !answer->is_head) {
        outbox_add(outbox, answer->body, answer->body_size);
    }
}

void http_answer_page(struct outbox *outbox, const struct http_answer *answer, const char *text,
                      struct http_date *date) {
    char page[PAGE_BYTES];
    int size =
        snprintf(page, sizeof page,
                 "<!DOCTYPE html>\r\n<html><head><title>%d %s</title></head>"
                 "<body><h1>%s</h1><p>%s</p><hr><address>" SERVER "</address></body></html>\r\n",
                 answer->status, answer->reason, answer->reason, text);
    must(size > 0 && (size_t)size < sizeof page);
    struct http_answer whole = *answer;
    whole.content_type = "text/html";
    whole.body = page;
    whole.body_size = (size_t)size;
    http_answer_write(outbox, &whole, date);
}

static void add_header(struct outbox *outbox, const char *name, const char *value) {
    if (value) {
        outbox_text(outbox, "\r\n");
        outbox_text(outbox, name);
        outbox_text(outbox, ": ");
        outbox_text(outbox, value);
    }
}

static const char *date_text(struct http_date *date) {
    static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t now = time(NULL);
    struct tm utc;
    if (now != date->at && gmtime_r(&now, &utc)) {
        date->at = now;
        snprintf(date->text, sizeof date->text, "%s, %02d %s %04d %02d:%02d:%02d GMT",
                 days[utc.tm_wday], utc.tm_mday, months[utc.tm_mon], utc.tm_year + 1900,
                 utc.tm_hour, utc.tm_min, utc.tm_sec);
    }
    return date->text;
}

/* Floor 8: the table of what can be asked of the control interface. Routing, the check of what
 * comes in, GET /stasim/help and CONTROL.md all follow from it. */
#ifndef STASIM_CLI_SERVER_CONTROL_REQUESTS_H
#define STASIM_CLI_SERVER_CONTROL_REQUESTS_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/ari/operation.h"

struct exchange;

enum control_kind {
    KIND_TEXT,
    KIND_DURATION, /* "200ms" */
    KIND_NUMBER,   /* whole, from 0 */
    KIND_TRUTH,
    KIND_TEXTS, /* an object of texts */
    KIND_OBJECT,
    KIND_LIST,
};

struct control_field {
    const char *name;
    enum control_kind kind;
    bool required;
    const char *about;
};

struct control_request {
    enum method method;
    const char *path; /* behind /stasim: "/calls/{id}" */
    const char *about;
    const struct control_field *query; /* ended by one without a name; NULL: none */
    const struct control_field *body;  /* the same; NULL: none, or a document */
    const char *document;              /* what the body is, which `handle` checks; NULL: none */
    const char *answer;
    bool is_open; /* to those without credentials, too */
    void (*handle)(struct exchange *exchange);
};

/* NULL at the end. */
const struct control_request *control_request_at(size_t index);

/* How a kind is called: "text", "list". */
const char *control_kind_name(enum control_kind kind);

/* Finds the request for a method and a path behind /stasim, still percent-escaped. When there is
 * none, or the method is another, it is answered. */
void control_route(struct exchange *exchange, enum method method, const char *path);

/* Reads and checks query and body. False when something is wrong: it is answered. */
bool control_check(struct exchange *exchange, const char *query, const char *body, size_t size);

/* What each request does, a file a resource. */
void control_page(struct exchange *exchange);
void control_page_file(struct exchange *exchange);
void control_page_folder(struct exchange *exchange);
void control_help(struct exchange *exchange);
void control_ready(struct exchange *exchange);
void control_state(struct exchange *exchange);
void control_reset(struct exchange *exchange);
void control_journal(struct exchange *exchange);
void control_call(struct exchange *exchange);
void control_hang_up(struct exchange *exchange);
void control_claim(struct exchange *exchange);
void control_filter(struct exchange *exchange);
void control_event(struct exchange *exchange);
void control_faults(struct exchange *exchange);
void control_fault(struct exchange *exchange);
void control_no_fault(struct exchange *exchange);
void control_no_faults(struct exchange *exchange);
void control_hold(struct exchange *exchange);
void control_release(struct exchange *exchange);
void control_clock(struct exchange *exchange);
void control_verify(struct exchange *exchange);
void control_scenario_put(struct exchange *exchange);
void control_scenario_get(struct exchange *exchange);
void control_trace(struct exchange *exchange);
void control_diagram(struct exchange *exchange);

#endif

/* Asking over HTTP: one request at a time on each connection. */
#include "cli/against/asker.h"

#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "sim/base/must.h"

/* Less than the time after which servers close an idle connection, so that no request runs into
 * that. */
static const uint64_t IDLE_US = 4000000;

struct connection {
    struct asker *asker;
    struct connection *next;
    struct link *link;
    struct recorded recorded;
    bool is_head;
    asker_answered *answered; /* NULL: it is idle */
    void *context;
    uint64_t since_us; /* asked, or idle */
};

static struct connection *take(struct asker *asker, const char **why);
static void send_request(struct connection *connection, const struct http_ask *ask);
static size_t received(void *context, char *bytes, size_t size);
static void ended(void *context, const char *why, char *bytes, size_t size);
static void finish(struct connection *connection, struct http_reply *reply);
static void fail(struct connection *connection, const char *why);
static void drop(struct connection *connection);

static const struct link_user USER = {.received = received, .ended = ended};

void asker_ask(struct asker *asker, const struct http_ask *ask, asker_answered *answered,
               void *context) {
    const char *why = NULL;
    struct connection *connection = take(asker, &why);
    if (!connection) {
        answered(context, NULL, why);
        return;
    }
    connection->answered = answered;
    connection->context = context;
    connection->is_head = strcmp(ask->method, "HEAD") == 0;
    connection->since_us = loop_now_us();
    send_request(connection, ask);
}

void asker_check(struct asker *asker) {
    uint64_t now_us = loop_now_us();
    struct connection *next;
    for (struct connection *connection = asker->connections; connection; connection = next) {
        next = connection->next;
        if (connection->answered && now_us - connection->since_us > ANSWER_LIMIT_US) {
            fail(connection, link_is_open(connection->link)
                                 ? "it does not answer within " ANSWER_LIMIT_TEXT
                                 : "it cannot be connected to in " ANSWER_LIMIT_TEXT);
            next = asker->connections; /* whatever that has led to */
        }
    }
}

void asker_end(struct asker *asker) {
    while (asker->connections) {
        fail(asker->connections, "the play is over");
    }
}

/* One that is idle and will stay open, or a new one. */
static struct connection *take(struct asker *asker, const char **why) {
    uint64_t now_us = loop_now_us();
    struct connection *next;
    for (struct connection *connection = asker->connections; connection; connection = next) {
        next = connection->next;
        if (connection->answered) {
            continue;
        }
        if (now_us - connection->since_us < IDLE_US) {
            return connection;
        }
        drop(connection);
    }
    if (asker->count == ASKER_CONNECTIONS_MAX) {
        *why = "there are too many connections";
        return NULL;
    }
    struct connection *connection = memory_new(sizeof *connection);
    connection->link = link_open(asker->loop, asker->target, &USER, connection, why);
    if (!connection->link) {
        free(connection);
        return NULL;
    }
    connection->asker = asker;
    connection->recorded = recorded_new(asker->recorder, asker->label);
    connection->next = asker->connections;
    asker->connections = connection;
    asker->count++;
    return connection;
}

static void send_request(struct connection *connection, const struct http_ask *ask) {
    const struct target *target = connection->asker->target;
    char *head = http_ask_head(ask, target, target->user);
    recorded_ask(&connection->recorded, target, ask);
    link_send(connection->link, head, strlen(head));
    if (ask->body) {
        link_send(connection->link, ask->body, ask->body_size);
    }
    free(head);
}

static size_t received(void *context, char *bytes, size_t size) {
    struct connection *connection = context;
    struct http_reply reply;
    size_t taken;
    const char *why = NULL;
    if (!connection->answered) {
        fail(connection, NULL); /* nobody has asked it anything */
        return size;
    }
    switch (http_reply_read(bytes, size, connection->is_head, false, &reply, &taken, &why)) {
    case HTTP_REPLY_MORE:
        return 0;
    case HTTP_REPLY_INVALID:
        fail(connection, why);
        return size;
    case HTTP_REPLY_DONE:
        finish(connection, &reply);
        return taken;
    }
    must_fail("a state of a reply", __FILE__, __LINE__);
}

static void ended(void *context, const char *why, char *bytes, size_t size) {
    struct connection *connection = context;
    struct http_reply reply;
    size_t taken;
    const char *wrong = NULL;
    if (connection->answered && http_reply_read(bytes, size, connection->is_head, true, &reply,
                                                &taken, &wrong) == HTTP_REPLY_DONE) {
        finish(connection, &reply);
    } else {
        fail(connection, why        ? why
                         : size > 0 ? "it closed the connection in the middle of an answer"
                                    : "it closed the connection without an answer");
    }
}

/* The connection is idle again before anybody learns of the answer, or gone. */
static void finish(struct connection *connection, struct http_reply *reply) {
    asker_answered *answered = connection->answered;
    void *context = connection->context;
    uint64_t now_us = loop_now_us();
    recorded_reply(&connection->recorded, reply, now_us - connection->since_us);
    connection->answered = NULL;
    connection->since_us = now_us;
    if (reply->is_last) {
        drop(connection);
    }
    answered(context, reply, NULL);
    http_reply_free(reply);
}

static void fail(struct connection *connection, const char *why) {
    asker_answered *answered = connection->answered;
    void *context = connection->context;
    drop(connection);
    if (answered) {
        answered(context, NULL, why);
    }
}

static void drop(struct connection *connection) {
    struct connection **at = &connection->asker->connections;
    while (*at != connection) {
        at = &(*at)->next;
    }
    *at = connection->next;
    must(connection->asker->count > 0);
    connection->asker->count--;
    link_close(connection->link);
    free(connection);
}

/* What a client sends on an event WebSocket, "RESTRequest" above all. One message a line. */
#include "sim/ari/message.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"

enum { MESSAGES_MAX = 16 };

static void send_message(struct world *w, const char *text, size_t size);
static void answered(struct world *w, void *context, const struct ari_response *response);
static void check_answer(const struct world *w, const struct ari_message *message,
                         struct ari_response response);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = fuzz_text(data, size);
    struct world *w = fuzz_world_begin();
    const char *at = text;
    for (unsigned i = 0; i < MESSAGES_MAX && at < text + size; i++) {
        const char *end = memchr(at, '\n', (size_t)(text + size - at));
        end = end ? end : text + size;
        send_message(w, at, (size_t)(end - at));
        at = end + 1;
    }
    fuzz_world_end(w);
    free(text);
    return 0;
}

/* An answer that does not come at once is not waited for: the message is gone by then. */
struct wait {
    struct ari_message *message;
};
static struct wait waits[MESSAGES_MAX];

static void send_message(struct world *w, const char *text, size_t size) {
    struct ari_message message;
    struct ari_response refusal;
    if (!ari_message_read(&message, text, size, ARI_ACCESS_WRITE, &refusal)) {
        check_answer(w, &message, refusal);
    } else {
        static size_t turn;
        struct wait *wait = &waits[turn++ % MESSAGES_MAX];
        wait->message = &message;
        fuzz_world_submit(w, "fuzz", &message.request,
                          (struct ari_asker){.answered = answered, .context = wait});
        fuzz_world_pass(w, 0);
        wait->message = NULL;
    }
    ari_message_free(&message);
}

static void answered(struct world *w, void *context, const struct ari_response *response) {
    const struct wait *wait = context;
    fuzz_world_judge(response);
    if (wait->message) {
        check_answer(w, wait->message, *response);
    }
}

static void check_answer(const struct world *w, const struct ari_message *message,
                         struct ari_response response) {
    size_t size;
    char *text = ari_message_answer(w, message, "sales", &response, &size);
    must(text && strlen(text) == size);
    json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
    must(json_is_integer(json_object_get(json, "status_code")));
    json_decref(json);
    free(text);
}

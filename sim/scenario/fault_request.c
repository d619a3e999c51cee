/* What becomes of requests and of their answers. */
#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/scenario/fault_parts.h"
#include "sim/scenario/subject.h"
#include "sim/world/digest.h"

/* A request under way, between whoever asked and the one who is told. */
struct answering {
    struct ari_asker asker;
    char *request;
    char *client; /* NULL: not said */
    char *app;    /* of a claim; empty: none */
    char *channel;
    bool is_claim;
    enum ari_fate fate;
    uint64_t delay_us;
    const struct fault *held_by; /* NULL: the answer is not held */
};

static void decide(struct world *w, struct answering *answering, struct ari_fault *fault);
static struct occasion occasion_of(const struct answering *answering, enum trigger_kind kind);
static void answered(struct world *w, void *context, const struct ari_response *response);
static void pass_on(struct world *w, void *context, const struct ari_response *response);
static void tell(struct digest *digest, const void *context);

struct ari_fault fault_request(void *context, struct world *w, const char *name,
                               const struct ari_request *asked, struct ari_asker *asker) {
    (void)context;
    (void)name;
    char line[FAULT_REQUEST_BYTES];
    struct request_subject subject;
    subject_read(asked, &subject);
    snprintf(line, sizeof line, "%s %s", asked->method, asked->path);
    struct answering *answering = world_alloc(w, sizeof *answering);
    answering->asker = *asker;
    answering->request = world_strdup(w, line);
    answering->client = asked->client ? world_strdup(w, asked->client) : NULL;
    answering->app = world_strdup(w, subject.application);
    answering->channel = world_strdup(w, subject.channel);
    answering->is_claim = subject.application[0] != '\0' && subject.channel[0] != '\0';
    *asker = (struct ari_asker){.answered = answered, .context = answering, .tell = tell};
    if (answering->is_claim) {
        gifts_expect(w, answering->channel, answering->app);
    }
    struct ari_fault fault = {0};
    decide(w, answering, &fault);
    if (answering->is_claim) {
        fault.delay_us += claims_delay_us(w, answering->channel, answering->app);
    }
    struct occasion occasion = occasion_of(answering, TRIGGER_REQUEST);
    fault_happened(w, &occasion);
    return fault;
}

/* All faults that strike a request have their effect. */
static void decide(struct world *w, struct answering *answering, struct ari_fault *fault) {
    struct occasion occasion = occasion_of(answering, TRIGGER_REQUEST);
    for (struct armed *armed = faults_of(w)->first; armed; armed = armed->next) {
        const struct fault *one = armed->fault;
        if (one->on.kind != TRIGGER_REQUEST || effect_is_caused(one->effect) ||
            !fault_strikes(w, armed, &occasion)) {
            continue;
        }
        switch (one->effect) {
        case EFFECT_DELAY:
            fault->delay_us += one->lasting_us;
            break;
        case EFFECT_DELAY_ANSWER:
            answering->delay_us += one->lasting_us;
            break;
        case EFFECT_HOLD:
            answering->held_by = one;
            break;
        case EFFECT_STATUS:
            fault->status = one->status;
            fault->message = one->message;
            break;
        case EFFECT_ANSWER:
            fault->unheard = one->unheard;
            answering->fate = one->fate;
            break;
        default:
            must_fail("an effect on a request", __FILE__, __LINE__);
        }
    }
}

static struct occasion occasion_of(const struct answering *answering, enum trigger_kind kind) {
    return (struct occasion){
        .kind = kind,
        .request = answering->request,
        .app = answering->app[0] != '\0' ? answering->app : NULL,
        .client = answering->client,
        .channel = answering->channel[0] != '\0' ? answering->channel : NULL,
    };
}

static void answered(struct world *w, void *context, const struct ari_response *response) {
    struct answering *answering = context;
    struct ari_asker next = {.answered = pass_on, .context = answering, .tell = tell};
    struct patience patience = {.due_us = TASK_FOREVER};
    bool won = answering->is_claim && response->status == 204;
    if (answering->is_claim && !won) {
        gifts_came(w, answering->channel, answering->app, GIFT_ANSWER, true);
    }
    if (answering->held_by && fault_is_armed(w, answering->held_by)) {
        patience = fault_patience(answering->held_by);
    } else if (answering->delay_us > 0) {
        patience.due_us = world_now_us(w) + answering->delay_us;
    } else if (won && gifts_must_wait(w, answering->channel, answering->app, GIFT_ANSWER)) {
        patience = gift_patience(w, GIFT_ANSWER);
    } else {
        pass_on(w, answering, response);
        return;
    }
    const char *channel = answering->channel[0] != '\0' ? answering->channel : NULL;
    hold_answer(w, response, channel, answering->app, &patience, next);
}

static void pass_on(struct world *w, void *context, const struct ari_response *response) {
    struct answering *answering = context;
    struct ari_response changed = *response;
    if (answering->fate != ARI_FATE_NONE) {
        changed.fate = answering->fate;
    }
    answering->asker.answered(w, answering->asker.context, &changed);
    if (answering->is_claim && response->status == 204) {
        gifts_came(w, answering->channel, answering->app, GIFT_ANSWER, false);
    }
    struct occasion occasion = occasion_of(answering, TRIGGER_ANSWER);
    fault_happened(w, &occasion);
    world_strfree(w, answering->request);
    world_strfree(w, answering->client);
    world_strfree(w, answering->app);
    world_strfree(w, answering->channel);
    world_release(w, answering, sizeof *answering);
}

/* What was asked, and by whom, the asker tells. */
static void tell(struct digest *digest, const void *context) {
    const struct answering *answering = context;
    digest_number(digest, (uint64_t)answering->fate);
    digest_number(digest, answering->delay_us);
    digest_number(digest, (uint64_t)(uintptr_t)answering->held_by);
    asker_tell(digest, &answering->asker);
}

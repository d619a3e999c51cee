/* The table of the claim: outcome, status, message, rule. */
#include "sim/ari/claim.h"

#include <stddef.h>

#include "sim/base/must.h"
#include "sim/base/rule.h"
#include "sim/broadcast/broadcast.h"

static const char NOTHING_TO_CLAIM[] = "Channel not found or not in broadcast state";

static const struct {
    int status;
    uint16_t rule;
    const char *message; /* NULL: none */
} ANSWERS[] = {
    [CLAIM_WON] = {204, RULE_CLAIM_WON, NULL},
    [CLAIM_LOST] = {409, RULE_CLAIM_LOST,
                    "Channel has already been claimed by another application"},
    [CLAIM_NOT_FOUND] = {404, RULE_CLAIM_NOT_FOUND, NOTHING_TO_CLAIM},
    [CLAIM_TOO_LATE] = {404, RULE_CLAIM_FINISHED, NOTHING_TO_CLAIM},
    [CLAIM_UNAVAILABLE] = {501, RULE_MODULES,
                           "Broadcast functionality not available (res_stasis_broadcast not "
                           "loaded)"},
};
enum { ANSWERS_COUNT = sizeof ANSWERS / sizeof ANSWERS[0] };

struct reply claim_reply(int outcome) {
    must(outcome >= 0 && outcome < ANSWERS_COUNT);
    struct reply reply = reply_error(ANSWERS[outcome].status, ANSWERS[outcome].message);
    reply.rule = ANSWERS[outcome].rule;
    return reply;
}

const char *claim_message(int status) {
    for (size_t i = 0; i < ANSWERS_COUNT; i++) {
        if (ANSWERS[i].status == status && ANSWERS[i].message) {
            return ANSWERS[i].message;
        }
    }
    return reply_reason(status);
}

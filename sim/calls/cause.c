/* Hang-up causes: the numbers of Q.850 and ARI's words for them. */
#include "sim/calls/cause.h"

#include <stddef.h>
#include <string.h>

static const struct {
    int cause;
    const char *reason;
    const char *text;
} causes[] = {
    {CAUSE_NORMAL, "normal", "Normal Clearing"},
    {CAUSE_BUSY, "busy", "User busy"},
    {CAUSE_CONGESTION, "congestion", "Circuit/channel congestion"},
    {CAUSE_NO_ANSWER, "no_answer", "User alerting, no answer"},
    {18, "timeout", "No user responding"},
    {21, "rejected", "Call Rejected"},
    {1, "unallocated", "Unallocated (unassigned) number"},
    {31, "normal_unspecified", "Normal, unspecified"},
    {28, "number_incomplete", "Invalid number format"},
    {58, "codec_mismatch", "Bearer capability not available"},
    {127, "interworking", "Interworking, unspecified"},
    {38, "failure", "Network out of order"},
    {26, "answered_elsewhere", "Answered elsewhere"},
};

enum { CAUSES = sizeof causes / sizeof causes[0] };

const char *cause_text(int cause) {
    for (size_t i = 0; i < CAUSES; i++) {
        if (causes[i].cause == cause) {
            return causes[i].text;
        }
    }
    return "Unknown";
}

bool cause_of_reason(const char *reason, int *cause) {
    for (size_t i = 0; i < CAUSES; i++) {
        if (strcmp(causes[i].reason, reason) == 0) {
            *cause = causes[i].cause;
            return true;
        }
    }
    return false;
}

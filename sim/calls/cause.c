/* Hang-up causes: the numbers of Q.850 and ARI's words for them. */
#include "sim/calls/cause.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *reason;
    int cause;
} reasons[] = {
    {"normal", 16},
    {"busy", 17},
    {"congestion", 34},
    {"no_answer", 19},
    {"timeout", 18},
    {"rejected", 21},
    {"unallocated", 1},
    {"normal_unspecified", 31},
    {"number_incomplete", 28},
    {"codec_mismatch", 58},
    {"interworking", 127},
    {"failure", 38},
    {"answered_elsewhere", 26},
};

static const struct {
    int cause;
    const char *text;
} texts[] = {
    {1, "Unallocated (unassigned) number"},
    {16, "Normal Clearing"},
    {17, "User busy"},
    {18, "No user responding"},
    {19, "User alerting, no answer"},
    {21, "Call Rejected"},
    {26, "Answered elsewhere"},
    {28, "Invalid number format"},
    {31, "Normal, unspecified"},
    {34, "Circuit/channel congestion"},
    {38, "Network out of order"},
    {58, "Bearer capability not available"},
    {127, "Interworking, unspecified"},
};

const char *cause_text(int cause) {
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (texts[i].cause == cause) {
            return texts[i].text;
        }
    }
    return "Unknown";
}

bool cause_of_reason(const char *reason, int *cause) {
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (strcmp(reasons[i].reason, reason) == 0) {
            *cause = reasons[i].cause;
            return true;
        }
    }
    return false;
}

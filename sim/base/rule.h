/* Floor 1: the numbers of the rules in sim/RULES.md, for what happens because of one: an event or
 * an answer carries it, so that a trace or a failed expectation can name the rule without knowing
 * it. */
#ifndef STASIM_BASE_RULE_H
#define STASIM_BASE_RULE_H

enum rule {
    RULE_NONE = 0,
    RULE_STATUS_EMPTY = 10,
    RULE_OLD_CONTEXT = 11,
    RULE_CONTEXT_FIRST = 12,
    RULE_DEADLINE = 13,
    RULE_READ_WINNER = 14,
    RULE_CONTEXT_AFTER_SESSION = 15,
    RULE_CONTEXT_AFTER_TIMEOUT = 16,
    RULE_STATUS = 17,
    RULE_CLAIM_TWO_STEPS = 20,
    RULE_CLAIM_NOT_FOUND = 21,
    RULE_CLAIM_LOST = 22,
    RULE_CLAIM_FINISHED = 23,
    RULE_CLAIM_WON = 24,
    RULE_CLAIM_PARAMETERS = 30,
    RULE_FILTER_UNDECIDED = 49,
    RULE_DISPATCH = 60,
    RULE_CALL_CLAIMED = 66,
    RULE_HANGUP_NOTICED = 71,
    RULE_CLAIM_WAKES = 72,
    RULE_HAND_OVER_FAILED = 75,
    RULE_STASIS_START = 76,
    RULE_END_SEEN = 78,
    RULE_STASIS_END = 80,
    RULE_MOVE = 83,
    RULE_REPLACED = 86,
    RULE_MODULES = 95,
    RULE_BROADCAST_UNAVAILABLE = 99,
};

#endif

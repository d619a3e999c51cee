/* Which order of what a network brings a scenario asks for, or that it asks for each. */
#include <string.h>

#include "sim/scenario/load.h"

static void load_claim_order(struct loader *loader, const json_t *list);
static void load_each_order(struct loader *loader, const json_t *list);

void load_orders(struct loader *loader, json_t *root) {
    load_claim_order(loader, json_object_get(root, "claimOrder"));
    load_each_order(loader, json_object_get(root, "eachOrder"));
}

static void load_claim_order(struct loader *loader, const json_t *list) {
    struct scenario *scenario = loader->scenario;
    unsigned named = 0;
    scenario->gifts_ordered = json_array_size(list) == GIFTS;
    for (size_t i = 0; scenario->gifts_ordered && i < GIFTS; i++) {
        size_t gift = load_word(json_array_get(list, i), &FORMAT_GIFT, GIFTS);
        if (gift < GIFTS) {
            scenario->gifts[i] = (enum gift)gift;
            named |= 1u << gift;
        }
    }
    if (scenario->gifts_ordered && named != (1u << GIFTS) - 1) {
        struct place at = {.key = "claimOrder"};
        source_error(&loader->source, &at, "each of the three stands in it once");
    }
}

static void load_each_order(struct loader *loader, const json_t *list) {
    struct scenario *scenario = loader->scenario;
    struct place at = {.key = "eachOrder"};
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *word = json_string_value(json_array_get(list, i));
        scenario->each_winner_order |= word && strcmp(word, "winner") == 0;
        scenario->each_claims_order |= word && strcmp(word, "claims") == 0;
    }
    if (scenario->each_winner_order && scenario->gifts_ordered) {
        source_error(&loader->source, &at, "\"claimOrder\" names one order: leave out one of them");
    }
    if (json_array_size(list) > 0 && scenario->programs_count > 0) {
        source_warning(&loader->source, &at,
                       "no program is tried in several orders: `stasim test` plays it as it comes");
    }
    if (json_array_size(list) > 0 && scenario->schedule_count > 0) {
        source_error(&loader->source, &at, "\"schedule\" fixes the order: leave out one of them");
    }
}

/* How many filters are compiled, and how many application names are matched, in a second. */
#include "sim/base/must.h"
#include "sim/broadcast/filter.h"
#include "tests/bench.h"

static const char *const NAMES[] = {
    "sales-1", "sales-2",     "support",  "queue-12", "ivr-main",
    "billing", "night-shift", "overflow", "app-4711", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-1"};
enum { NAMES_COUNT = sizeof NAMES / sizeof NAMES[0] };

static const struct {
    const char *label;
    const char *pattern;
} FILTERS[] = {
    {"  an anchored prefix", "^sales"},
    {"  a choice of names", "^(sales|support|billing)(-[0-9]+)?$"},
    {"  classes and bounds", "^[[:alpha:]]+-[0-9]{1,4}$"},
    {"  anywhere in the name", "ing|ion"},
    {"  one that explodes for one name of ten", "^(a|aa)+$"},
};

static double compilations_per_s(const char *pattern, unsigned rounds) {
    double start_s = bench_now_s();
    for (unsigned i = 0; i < rounds; i++) {
        enum filter_error error;
        struct filter *filter = filter_new(pattern, &error);
        must(filter && error == FILTER_OK);
        filter_free(filter);
    }
    return rounds / (bench_now_s() - start_s);
}

static double matches_per_s(const char *pattern, unsigned rounds) {
    enum filter_error error;
    struct filter *filter = filter_new(pattern, &error);
    must(filter && error == FILTER_OK);
    unsigned heard = 0;
    double start_s = bench_now_s();
    for (unsigned i = 0; i < rounds; i++) {
        heard += filter_hears(filter, NAMES[i % NAMES_COUNT]);
    }
    double spent_s = bench_now_s() - start_s;
    must(heard < rounds);
    filter_free(filter);
    return rounds / spent_s;
}

int main(int argc, char *argv[]) {
    bench_head("filters", "compiled/s", "matched/s", "");
    for (size_t i = 0; i < sizeof FILTERS / sizeof FILTERS[0]; i++) {
        const char *pattern = FILTERS[i].pattern;
        printf("%-*s %*.0f %*.0f\n", BENCH_LABEL_COLUMNS, FILTERS[i].label, BENCH_COLUMN,
               compilations_per_s(pattern, bench_rounds(argc, argv, 10000)), BENCH_COLUMN,
               matches_per_s(pattern, bench_rounds(argc, argv, 1000000)));
    }
    return 0;
}

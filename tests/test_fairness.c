/* Fairness of the shuffle (R61): of 100,000 dispatches every application is at every place equally
 * often, and of few applications every order comes equally often, as the chi-square test has it. A
 * shuffle that never moves the last application is found out. */
#include <math.h>
#include <string.h>

#include "sim/broadcast/audience.h"
#include "sim/calls/calls.h"
#include "tests/tap.h"

enum { DISPATCHES = 100000, APPS_MAX = 10, ORDERS_MAX = 24 };

/* So unlikely is a value above the limit for a fair shuffle: 1 in 10,000. */
static const double QUANTILE = 3.719;

struct trial {
    size_t apps;
    unsigned places[APPS_MAX][APPS_MAX]; /* application, place */
    unsigned orders[ORDERS_MAX];
};

static void run_trial(struct trial *trial, enum mutation mutation);
static void dispatch_all(struct world *w, void *context);
static void count(struct trial *trial, const struct audience *audience);
static double unfairness_of_places(const struct trial *trial);
static double unfairness_of_orders(const struct trial *trial);
static double limit(double freedom);
static size_t orders_of(size_t apps);

static struct recipient nobody = {.name = "nobody"};

int main(void) {
    static const size_t sizes[] = {2, 3, 5, 10};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct trial fair = {.apps = sizes[i]};
        struct trial unfair = {.apps = sizes[i]};
        double freedom = (double)((sizes[i] - 1) * (sizes[i] - 1));
        run_trial(&fair, MUTATE_NOTHING);
        run_trial(&unfair, MUTATE_SHUFFLE_KEEPS_LAST);
        double value = unfairness_of_places(&fair);
        ok(value < limit(freedom), "%zu applications: every place for each, chi-square %.1f < %.1f",
           sizes[i], value, limit(freedom));
        ok(value > 0, "%zu applications: and still by chance", sizes[i]);
        ok(unfairness_of_places(&unfair) > limit(freedom),
           "%zu applications: one that never moves is found out", sizes[i]);
    }
    for (size_t apps = 3; apps <= 4; apps++) {
        struct trial fair = {.apps = apps};
        struct trial unfair = {.apps = apps};
        double freedom = (double)(orders_of(apps) - 1);
        run_trial(&fair, MUTATE_NOTHING);
        run_trial(&unfair, MUTATE_SHUFFLE_KEEPS_LAST);
        double value = unfairness_of_orders(&fair);
        ok(value < limit(freedom), "%zu applications: every order, chi-square %.1f < %.1f", apps,
           value, limit(freedom));
        ok(unfairness_of_orders(&unfair) > limit(freedom),
           "%zu applications: orders that never come are found out", apps);
    }
    return done_testing();
}

static void run_trial(struct trial *trial, enum mutation mutation) {
    struct world *w = world_new(&(struct world_config){.seed = 1, .mutation = mutation});
    if (!w || !world_do(w, dispatch_all, trial)) {
        ok(false, "the world is sound");
    }
    world_free(w);
}

/* Each dispatch draws from a sequence of its own, as in a broadcast. */
static void dispatch_all(struct world *w, void *context) {
    struct trial *trial = context;
    calls_new(w, &(struct calls_config){0});
    for (size_t i = 0; i < trial->apps; i++) {
        char name[] = {(char)('a' + i), '\0'};
        application_register(w, name, &nobody, false);
    }
    for (uint64_t i = 0; i < DISPATCHES; i++) {
        struct audience *audience = audience_gather(w, NULL);
        struct rng rng = world_rng(w, i);
        audience_shuffle(w, audience, &rng);
        count(trial, audience);
        audience_free(w, audience);
    }
}

/* An order's number: for each place, how many of those still to come stand before it. */
static void count(struct trial *trial, const struct audience *audience) {
    size_t number = 0;
    for (size_t place = 0; place < trial->apps; place++) {
        char name = audience->applications[place]->name[0];
        size_t before = 0;
        for (size_t other = place + 1; other < trial->apps; other++) {
            before += audience->applications[other]->name[0] < name;
        }
        number = number * (trial->apps - place) + before;
        trial->places[name - 'a'][place]++;
    }
    if (orders_of(trial->apps) <= ORDERS_MAX) {
        trial->orders[number]++;
    }
}

/* Each application is at one place and each place has one: (n - 1)^2 degrees of freedom, and the
 * sum is n / (n - 1) times too large. */
static double unfairness_of_places(const struct trial *trial) {
    double apps = (double)trial->apps;
    double expected = DISPATCHES / apps;
    double sum = 0;
    for (size_t app = 0; app < trial->apps; app++) {
        for (size_t place = 0; place < trial->apps; place++) {
            double off = trial->places[app][place] - expected;
            sum += off * off / expected;
        }
    }
    return sum * (apps - 1) / apps;
}

static double unfairness_of_orders(const struct trial *trial) {
    size_t orders = orders_of(trial->apps);
    double expected = (double)DISPATCHES / (double)orders;
    double sum = 0;
    for (size_t i = 0; i < orders; i++) {
        double off = trial->orders[i] - expected;
        sum += off * off / expected;
    }
    return sum;
}

/* Wilson and Hilferty's approximation of the chi-square distribution. */
static double limit(double freedom) {
    double part = 2 / (9 * freedom);
    return freedom * pow(1 - part + QUANTILE * sqrt(part), 3);
}

static size_t orders_of(size_t apps) {
    size_t orders = 1;
    for (size_t i = 2; i <= apps; i++) {
        orders *= i;
    }
    return orders;
}

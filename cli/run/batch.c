/* Runs many scenarios with many seeds: the work is cut into pieces of one scenario and some seeds;
 * workers do them, and what they send is put together again. */
#include "cli/run/batch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/output.h"
#include "cli/base/problem.h"
#include "cli/base/workers.h"
#include "cli/report/outcome.h"
#include "sim/base/must.h"
#include "sim/scenario/orders.h"

enum { SEEDS_PER_PIECE = 32, FAILURE_SIZE = 4200 };

/* What a worker remembers from piece to piece: the scenario it read last. */
struct player {
    const struct batch *batch;
    const struct path *path; /* NULL: none yet */
    struct scenario *scenario;
    struct problems problems;
};

static size_t pieces_a_path(const struct batch *batch);
static json_t *collect(const struct batch *batch, struct workers *workers, const struct path *path);
static json_t *outcome_of_death(const struct batch *batch, const struct path *path, size_t piece,
                                const char *death);
static char *play_piece(void *context, size_t index);
static void load(struct player *player, const struct path *path);
static json_t *play_seeds(const struct player *player, size_t piece);
static json_t *play_orders(const struct player *player, const struct run_options *options);
static json_t *play(const struct player *player, const struct run_options *options);
static json_t *conclude(const struct player *player, const struct run_result *result,
                        const struct run_options *options);

enum exit_code batch_run(const struct batch *batch, bool (*done)(void *context, json_t *outcome),
                         void *context) {
    if (batch->paths.count == 0) {
        return CODE_PASSED;
    }
    struct player player = {.batch = batch};
    struct work work = {.count = batch->paths.count * pieces_a_path(batch),
                        .piece = play_piece,
                        .context = &player};
    struct workers *workers = workers_start(&work, batch->jobs);
    if (!workers) {
        complain("cannot start workers: %s", strerror(errno));
        return CODE_INTERNAL;
    }
    enum exit_code code = CODE_PASSED;
    bool wanted = true;
    for (size_t i = 0; wanted && i < batch->paths.count; i++) {
        json_t *outcome = collect(batch, workers, &batch->paths.items[i]);
        must(outcome);
        code = exit_graver(code, outcome_code(outcome));
        wanted = done(context, outcome);
        json_decref(outcome);
    }
    if (!workers_stop(workers)) {
        complain("a worker ended badly behind its last scenario");
        code = CODE_INTERNAL;
    }
    return code;
}

static size_t pieces_a_path(const struct batch *batch) {
    uint64_t seeds = batch->seeds_given ? batch->last_seed - batch->first_seed + 1 : 1;
    must(seeds >= 1 && seeds <= BATCH_SEEDS_MAX);
    return (size_t)((seeds + SEEDS_PER_PIECE - 1) / SEEDS_PER_PIECE);
}

/* Puts the pieces of one path together. */
static json_t *collect(const struct batch *batch, struct workers *workers,
                       const struct path *path) {
    json_t *outcome = NULL;
    for (size_t piece = 0; piece < pieces_a_path(batch); piece++) {
        const char *death = NULL;
        char *text = workers_next(workers, &death);
        json_t *part =
            text ? json_loads(text, 0, NULL) : outcome_of_death(batch, path, piece, death);
        free(text);
        if (!outcome) {
            outcome = part;
        } else {
            if (outcome_code(part) != CODE_INPUT) { /* it is unreadable with any seed */
                outcome_merge(outcome, part);
            }
            json_decref(part);
        }
    }
    return outcome;
}

static json_t *outcome_of_death(const struct batch *batch, const struct path *path, size_t piece,
                                const char *death) {
    char failure[FAILURE_SIZE];
    uint64_t seed = batch->first_seed + piece * SEEDS_PER_PIECE;
    snprintf(failure, sizeof failure, "the process that ran this scenario died: %s", death);
    return outcome_broken(path->path, seed, failure);
}

static char *play_piece(void *context, size_t index) {
    struct player *player = context;
    size_t pieces = pieces_a_path(player->batch);
    const struct path *path = &player->batch->paths.items[index / pieces];
    if (player->path != path) {
        load(player, path);
    }
    json_t *outcome = player->scenario ? play_seeds(player, index % pieces)
                                       : outcome_unreadable(path->path, &player->problems);
    char *text = outcome ? json_dumps(outcome, JSON_COMPACT) : NULL;
    json_decref(outcome);
    bool is_last = index + player->batch->jobs >= player->batch->paths.count * pieces;
    if (is_last) {
        scenario_free(player->scenario);
        problems_free(&player->problems);
    }
    return text;
}

static void load(struct player *player, const struct path *path) {
    scenario_free(player->scenario);
    problems_free(&player->problems);
    player->path = path;
    player->scenario = scenario_of_path(path, &player->problems);
}

static json_t *play_seeds(const struct player *player, size_t piece) {
    const struct batch *batch = player->batch;
    struct run_options options = {
        .seed_given = true, .log_steps = batch->trace.file != NULL, .mutation = batch->mutation};
    uint64_t seeds;
    if (scenario_has_programs(player->scenario)) {
        return outcome_skipped(player->scenario, "it tests a program: `stasim test` plays it");
    }
    if (batch->seeds_given) {
        options.seed = batch->first_seed + piece * SEEDS_PER_PIECE;
        seeds = batch->last_seed - options.seed + 1;
        seeds = seeds < SEEDS_PER_PIECE ? seeds : SEEDS_PER_PIECE;
    } else {
        options.seed = scenario_seed(player->scenario);
        seeds = scenario_seeds(player->scenario);
    }
    must(seeds >= 1);
    json_t *outcome = play_orders(player, &options);
    for (uint64_t i = 1; outcome && i < seeds; i++) {
        options.seed++;
        outcome = outcome_and(outcome, play_orders(player, &options));
    }
    if (piece == 0) {
        outcome_add_problems(outcome, &player->problems);
    }
    return outcome;
}

/* As it comes, then in each order that it asks for; or one of them alone. NULL without memory. */
static json_t *play_orders(const struct player *player, const struct run_options *options) {
    const struct batch *batch = player->batch;
    struct run_result *result = scenario_run(player->scenario, options);
    struct orders orders;
    if (!result || !orders_find(&orders, player->scenario, result->log)) {
        run_result_free(result);
        return outcome_broken(player->path->path, options->seed, "out of memory");
    }
    bool as_it_comes = !batch->order_given || batch->order == 0;
    json_t *outcome = as_it_comes ? conclude(player, result, options) : NULL;
    for (size_t i = 0; i < orders.count; i++) {
        struct run_options ordered = *options;
        ordered.order = &orders.items[i];
        if (!batch->order_given || batch->order == i + 1) {
            json_t *more = play(player, &ordered);
            outcome_set_order(more, i + 1, ordered.order->text);
            outcome = outcome ? outcome_and(outcome, more) : more;
        }
    }
    if (!outcome && batch->order > orders.count) {
        outcome = outcome_skipped(player->scenario, "it has not so many orders");
    }
    orders_free(&orders);
    run_result_free(result);
    return outcome;
}

/* NULL without memory. */
static json_t *play(const struct player *player, const struct run_options *options) {
    struct run_result *result = scenario_run(player->scenario, options);
    json_t *outcome = result ? conclude(player, result, options)
                             : outcome_broken(player->path->path, options->seed, "out of memory");
    run_result_free(result);
    return outcome;
}

/* Several orders have one trace: that of the run as it comes, or of the one that is asked for. */
static json_t *conclude(const struct player *player, const struct run_result *result,
                        const struct run_options *options) {
    const struct batch *batch = player->batch;
    json_t *outcome;
    bool is_traced = batch->trace.file && (!options->order || batch->order_given);
    if (is_traced && !trace_write(&batch->trace, player->path, player->scenario, result)) {
        char failure[FAILURE_SIZE];
        snprintf(failure, sizeof failure, "cannot write the trace to '%s': %s", batch->trace.file,
                 strerror(errno));
        outcome = outcome_broken(player->path->path, result->seed, failure);
    } else {
        outcome = outcome_of_run(player->scenario, result);
    }
    return outcome;
}

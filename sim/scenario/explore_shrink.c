/* Making a violation small. First the scenario: whatever can be left out of it, while some order of
 * what is left still violates the same. Then the schedule: the one with the fewest changes from
 * task to task, found by allowing one more at a time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/ari/json.h"
#include "sim/scenario/explore.h"
#include "sim/scenario/load.h"

enum { TRIES_MAX = 400 };
static const uint64_t SCHEDULES_A_TRY_MAX = 20000;

struct shrinking {
    const struct explore_options *options;
    const char *path;
    json_t *root;      /* the smallest so far */
    json_t *violation; /* of it */
    unsigned rule;
    bool is_expectation;
    size_t tries;
};

static json_t *dialplan_lines(const char *scenario_path, const char *file);
static json_t *begin_root(const struct scenario *scenario, const struct explore_options *options,
                          const json_t *violation);
static bool drop_from(struct shrinking *all, const char *key);
static bool drop_from_clients(struct shrinking *all);
static bool drop_from_reactions(struct shrinking *all, size_t client);
static bool drop_hangup(struct shrinking *all);
static json_t *client_of(json_t *root, size_t index);
static bool try_without(struct shrinking *all, json_t *smaller);
static json_t *violation_of(struct shrinking *all, const json_t *root);
static json_t *same_in(const struct shrinking *all, const json_t *report);
static struct scenario *read_root(const struct shrinking *all, const json_t *root);
static void calm_down(struct shrinking *all);

json_t *explore_shrink(const struct scenario *scenario, const struct explore_options *options,
                       const json_t *violation) {
    struct explore_options narrow = *options;
    narrow.how = EXPLORE_EXHAUSTIVE;
    narrow.unreduced = false;
    narrow.first_only = true;
    narrow.schedules_max = SCHEDULES_A_TRY_MAX;
    narrow.parts = 1;
    narrow.part = 0;
    narrow.progress = NULL;
    json_int_t expectation = json_integer_value(json_object_get(violation, "expectation"));
    struct shrinking all = {
        .options = &narrow,
        .path = scenario->path,
        .root = begin_root(scenario, options, violation),
        .violation = json_deep_copy(violation),
        .rule = (unsigned)json_integer_value(json_object_get(violation, "rule")),
        .is_expectation = expectation >= 0,
    };
    if (!all.root || !all.violation) {
        json_decref(all.root);
        json_decref(all.violation);
        return NULL;
    }
    /* A scenario that has a schedule of its own says already what happens. */
    if (scenario->schedule_count == 0) {
        while (drop_from(&all, "calls") || drop_from(&all, "clients") || drop_from_clients(&all) ||
               drop_hangup(&all)) {
        }
        calm_down(&all);
    }
    json_object_set(all.root, "schedule", json_object_get(all.violation, "schedule"));
    json_decref(all.violation);
    return all.root;
}

/* The document with its dialplan in it, and of its expectations the one that fails. */
static json_t *begin_root(const struct scenario *scenario, const struct explore_options *options,
                          const json_t *violation) {
    json_t *root = json_deep_copy(scenario->root);
    json_int_t expectation = json_integer_value(json_object_get(violation, "expectation"));
    json_t *kept = json_array();
    if (expectation >= 0) {
        json_array_append(kept,
                          json_array_get(json_object_get(root, "expect"), (size_t)expectation));
    }
    json_object_set_new(root, "expect", kept);
    json_object_set(root, "description", json_object_get(violation, "text"));
    uint64_t seed = options->seed_given ? options->seed : scenario->seed;
    json_object_set_new(root, "seed", json_integer((json_int_t)seed));
    json_object_del(root, "seeds");
    json_object_del(root, "eachOrder");
    json_object_del(root, "$schema");
    const char *file = json_string_value(json_object_get(root, "extensions"));
    json_t *lines = file ? dialplan_lines(scenario->path, file) : NULL;
    if (lines) {
        json_object_del(root, "extensions");
        json_object_set_new(root, "dialplan", lines);
    }
    return root;
}

/* An extensions.conf as lines of the scenario; NULL when it cannot be read. */
static json_t *dialplan_lines(const char *scenario_path, const char *file) {
    enum { LINE_BYTES = 8192 };
    char path[LOAD_PATH_BYTES];
    char line[LINE_BYTES];
    FILE *in = load_path(scenario_path, file, path) ? fopen(path, "r") : NULL;
    json_t *lines = in ? json_array() : NULL;
    while (lines && fgets(line, sizeof line, in)) {
        line[strcspn(line, "\r\n")] = '\0';
        json_array_append_new(lines, json_string(line));
    }
    if (in) {
        fclose(in);
    }
    return lines;
}

/* Leaves out one item of a list, the last that can be; true when it worked. */
static bool drop_from(struct shrinking *all, const char *key) {
    for (size_t i = json_array_size(json_object_get(all->root, key)); i > 0; i--) {
        json_t *smaller = json_deep_copy(all->root);
        json_array_remove(json_object_get(smaller, key), i - 1);
        if (try_without(all, smaller)) {
            return true;
        }
    }
    return false;
}

static bool drop_from_clients(struct shrinking *all) {
    size_t count = json_array_size(json_object_get(all->root, "clients"));
    for (size_t c = 0; c < count; c++) {
        static const char *const lists[] = {"at", "apps"};
        for (size_t l = 0; l < sizeof lists / sizeof lists[0]; l++) {
            size_t items = json_array_size(json_object_get(client_of(all->root, c), lists[l]));
            for (size_t i = items; i > (l == 1); i--) {
                json_t *smaller = json_deep_copy(all->root);
                json_array_remove(json_object_get(client_of(smaller, c), lists[l]), i - 1);
                if (try_without(all, smaller)) {
                    return true;
                }
            }
        }
        if (drop_from_reactions(all, c)) {
            return true;
        }
    }
    return false;
}

static bool drop_from_reactions(struct shrinking *all, size_t client) {
    json_t *on = json_object_get(client_of(all->root, client), "on");
    for (void *it = json_object_iter(on); it; it = json_object_iter_next(on, it)) {
        const char *type = json_object_iter_key(it);
        for (size_t i = json_array_size(json_object_iter_value(it)); i > 0; i--) {
            json_t *smaller = json_deep_copy(all->root);
            json_t *list = json_object_get(json_object_get(client_of(smaller, client), "on"), type);
            json_array_remove(list, i - 1);
            if (try_without(all, smaller)) {
                return true;
            }
        }
    }
    return false;
}

static bool drop_hangup(struct shrinking *all) {
    size_t count = json_array_size(json_object_get(all->root, "calls"));
    for (size_t c = 0; c < count; c++) {
        json_t *smaller = json_deep_copy(all->root);
        json_t *call = json_array_get(json_object_get(smaller, "calls"), c);
        if (json_object_del(call, "hangup") != 0) {
            json_decref(smaller);
        } else if (try_without(all, smaller)) {
            return true;
        }
    }
    return false;
}

static json_t *client_of(json_t *root, size_t index) {
    return json_array_get(json_object_get(root, "clients"), index);
}

/* Takes the document over: it becomes the smallest if it still shows the violation. */
static bool try_without(struct shrinking *all, json_t *smaller) {
    json_t *violation = NULL;
    if (all->tries++ < TRIES_MAX) {
        violation = violation_of(all, smaller);
    }
    if (!violation) {
        json_decref(smaller);
        return false;
    }
    json_decref(all->root);
    json_decref(all->violation);
    all->root = smaller;
    all->violation = violation;
    return true;
}

/* What violates the same; an expectation must hold in some other order: or else it is only that
 * what it speaks of has been left out. NULL: no such violation. */
static json_t *violation_of(struct shrinking *all, const json_t *root) {
    struct scenario *scenario = read_root(all, root);
    struct explore_options options = *all->options;
    options.first_only = !all->is_expectation;
    json_t *report = scenario ? explore(scenario, &options) : NULL;
    json_t *found = same_in(all, report);
    if (all->is_expectation && !json_is_true(json_object_get(found, "sometimes"))) {
        found = NULL;
    }
    json_incref(found);
    json_decref(report);
    scenario_free(scenario);
    return found;
}

/* The report's violation of the same rule, or of the one expectation that is left; NULL: none. */
static json_t *same_in(const struct shrinking *all, const json_t *report) {
    size_t i;
    json_t *violation;
    json_array_foreach(json_object_get(report, "violations"), i, violation) {
        bool fails = json_integer_value(json_object_get(violation, "expectation")) >= 0;
        unsigned rule = (unsigned)json_integer_value(json_object_get(violation, "rule"));
        if (fails == all->is_expectation && (fails || rule == all->rule)) {
            return violation;
        }
    }
    return NULL;
}

static struct scenario *read_root(const struct shrinking *all, const json_t *root) {
    struct problems problems = {0};
    char *text = json_text(root, JSON_COMPACT);
    struct scenario *scenario =
        text ? scenario_load_text(all->path, text, strlen(text), &problems) : NULL;
    problems_free(&problems);
    free(text);
    return scenario;
}

static void calm_down(struct shrinking *all) {
    struct scenario *scenario = read_root(all, all->root);
    struct explore_options options = *all->options;
    options.calm = true;
    json_t *found = NULL;
    enum { CHANGES_MAX = 40 };
    for (options.changes_max = 0; scenario && !found && options.changes_max < CHANGES_MAX;
         options.changes_max++) {
        json_t *report = explore(scenario, &options);
        found = json_incref(same_in(all, report));
        json_decref(report);
    }
    if (found) {
        json_decref(all->violation);
        all->violation = found;
    }
    scenario_free(scenario);
}

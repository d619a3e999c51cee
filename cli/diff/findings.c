/* Collecting what differs. */
#include "cli/diff/findings.h"

#include <stdlib.h>

#include "cli/base/memory.h"

static int compare_places(const void *a, const void *b);

void findings_add(struct findings *findings, const struct pair *pair, const char *field,
                  const char *a, const char *b) {
    const char *values[2] = {a, b};
    struct finding finding = {.place = memory_text(pair->place),
                              .frame = pair->frame ? memory_text(pair->frame) : NULL,
                              .field = memory_text(field),
                              .number = findings->count};
    for (int side = 0; side < 2; side++) {
        finding.values[side] = values[side] ? memory_text(values[side]) : NULL;
        finding.lines[side] = pair->rows[side] ? pair->rows[side]->line : 0;
    }
    if (findings->count == findings->room) {
        findings->room = findings->room ? 2 * findings->room : 16;
        findings->items = memory_grow(findings->items, findings->room * sizeof *findings->items);
    }
    findings->items[findings->count++] = finding;
}

void findings_add_json(struct findings *findings, const struct pair *pair, const char *field,
                       const json_t *a, const json_t *b) {
    char *texts[2] = {a ? json_dumps(a, JSON_ENCODE_ANY) : NULL,
                      b ? json_dumps(b, JSON_ENCODE_ANY) : NULL};
    findings_add(findings, pair, field, texts[0], texts[1]);
    free(texts[0]);
    free(texts[1]);
}

void findings_sort(struct findings *findings) {
    if (findings->count > 0) {
        qsort(findings->items, findings->count, sizeof *findings->items, compare_places);
    }
}

static int compare_places(const void *a, const void *b) {
    const struct finding *left = a, *right = b;
    unsigned lines[2] = {left->lines[0] ? left->lines[0] : left->lines[1],
                         right->lines[0] ? right->lines[0] : right->lines[1]};
    if (lines[0] != lines[1]) {
        return lines[0] < lines[1] ? -1 : 1;
    }
    return (left->number > right->number) - (left->number < right->number);
}

void findings_free(struct findings *findings) {
    for (size_t i = 0; i < findings->count; i++) {
        struct finding *finding = &findings->items[i];
        free(finding->place);
        free(finding->frame);
        free(finding->field);
        free(finding->values[0]);
        free(finding->values[1]);
    }
    free(findings->items);
}

/* Floor 8: the faults at work, as they are shown. */
#ifndef STASIM_CLI_SERVER_CONTROL_FAULTS_H
#define STASIM_CLI_SERVER_CONTROL_FAULTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct world;

/* A list of all, or of those that do more than hold events until they are released; owned by the
 * caller, NULL without memory. */
enum faults_shown { FAULTS_ALL, FAULTS_BUT_HOLDS };
json_t *faults_json(const struct world *w, enum faults_shown shown);
/* A list of the others: {"id", "app", "type", "channel", "held"}, without what is left open. */
json_t *holds_json(const struct world *w);
/* A fault, as it is written, does nothing but hold events, and none but those that `named` means:
 * {"app", "type", "channel"}; what it leaves out may be any. */
bool faults_is_hold_of(const json_t *fault, const json_t *named);
/* How many events and answers are held back. */
size_t faults_held(const struct world *w);

#endif

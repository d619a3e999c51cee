/* Floor 8: the faults at work, as they are shown. */
#ifndef STASIM_CLI_SERVER_CONTROL_FAULTS_H
#define STASIM_CLI_SERVER_CONTROL_FAULTS_H

#include <jansson.h>

struct world;

/* A list of all, or of those that do more than hold events until they are released; owned by the
 * caller, NULL without memory. */
enum faults_shown { FAULTS_ALL, FAULTS_BUT_HOLDS };
json_t *faults_json(const struct world *w, enum faults_shown shown);
/* A list of the others: {"id", "app", "type", "channel", "held"}, without what is left open. */
json_t *holds_json(const struct world *w);
/* How many events and answers are held back. */
size_t faults_held(const struct world *w);

#endif

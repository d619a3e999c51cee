/* Floor 8: a scenario that is being written: who is there, who calls, who does what when. */
#ifndef STASIM_CLI_DRAFT_DRAFT_H
#define STASIM_CLI_DRAFT_DRAFT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* What a scenario brings to life, standing on its own: a dialplan is its own, calls are named; what
 * only judges or bounds a run is left out. Owned by the caller; NULL when the dialplan cannot be
 * read. */
struct scenario;
json_t *draft_of(const struct scenario *scenario);

/* The lines of a file; NULL when it cannot be read: errno says why. */
json_t *draft_lines_of(const char *path);

/* The client that acts for an application: its own one, else one of the person's for it. A client
 * that reacts to events is left to its script. Made when there is none, not connected; NULL
 * without memory. What is returned belongs to the document. */
json_t *draft_client(json_t *document, const char *application);

/* It does `deed` at this moment. `value` is taken over. */
bool draft_action(json_t *client, uint64_t at_us, const char *deed, json_t *value);

/* A call, as an object of the scenario; taken over. */
bool draft_call(json_t *document, uint64_t at_us, json_t *call);

/* The call whose channel this is, also by its far half; NULL: none. */
json_t *draft_find_call(const json_t *document, const char *channel);

/* A line of the dialplan, at its end. */
bool draft_dialplan(json_t *document, const char *line);

/* A duration as scenarios have it. */
json_t *draft_duration(uint64_t us);

#endif

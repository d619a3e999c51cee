/* Floor 5: which extension of a context a number means, and where its priorities and labels are.
 *
 * A literal extension beats a pattern, of two patterns the one more specific from the left wins,
 * and included contexts are asked last, in the order of their `include` lines. */
#ifndef STASIM_DIALPLAN_MATCH_H
#define STASIM_DIALPLAN_MATCH_H

#include "sim/dialplan/dialplan.h"

/* The step at a priority; NULL if there is no such context, extension or priority. */
const struct dialplan_step *dialplan_find(const struct dialplan *dp, const char *context,
                                          const char *exten, int priority);

/* The extension that `exten` means, NULL if none does. */
const struct dialplan_extension *dialplan_find_exten(const struct dialplan *dp, const char *context,
                                                     const char *exten);

bool dialplan_has_context(const struct dialplan *dp, const char *context);
bool dialplan_has_exten(const struct dialplan *dp, const char *context, const char *exten);

/* The priority that a text means: a number is one itself, there or not (0 when no priority can have
 * it), and else the text is a label. False when there is no such label. */
bool dialplan_find_priority(const struct dialplan *dp, const char *context, const char *exten,
                            const char *text, int *priority);

/* The step of an extension already found; NULL if it has no such priority. */
const struct dialplan_step *extension_step(const struct dialplan_extension *extension,
                                           int priority);

/* The priority that carries `label` in an extension already found; 0 if none does. */
int extension_label(const struct dialplan_extension *extension, const char *label);

#endif

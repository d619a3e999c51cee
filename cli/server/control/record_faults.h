/* Floor 8, for recording: faults that came and went, and what a server was furnished with. */
#ifndef STASIM_CLI_SERVER_CONTROL_RECORD_FAULTS_H
#define STASIM_CLI_SERVER_CONTROL_RECORD_FAULTS_H

#include <jansson.h>
#include <stdint.h>

#include "cli/server/settings.h"
#include "sim/scenario/log.h"

/* What was asked of faults at a moment, done to the list of them in a scenario. */
void record_fault(json_t *faults, const struct log_entry *entry, uint64_t at_us);

/* Phones, sounds and variables that options have named. */
void record_furniture(json_t *document, const struct settings *settings);

#endif

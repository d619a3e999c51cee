/* Floor 7: what a request is about, for the log: the channel in its path, or what a claim names. */
#ifndef STASIM_SCENARIO_SUBJECT_H
#define STASIM_SCENARIO_SUBJECT_H

#include "sim/ari/ari.h"

enum { SUBJECT_NAME_BYTES = 256 };

/* Cut where they are longer; empty: nothing. */
struct request_subject {
    char application[SUBJECT_NAME_BYTES];
    char channel[SUBJECT_NAME_BYTES];
};

/* Reads path, query and JSON body. */
void subject_read(const struct ari_request *request, struct request_subject *subject);

#endif

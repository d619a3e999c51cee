/* Floor 8: what is wrong with a scenario that came in, as an answer. */
#ifndef STASIM_CLI_SERVER_CONTROL_PROBLEMS_H
#define STASIM_CLI_SERVER_CONTROL_PROBLEMS_H

#include "sim/scenario/scenario.h"

struct exchange;

/* 400 {"message", "problems": [{"where", "text"}]}. */
void give_problems(struct exchange *exchange, const struct problems *problems, const char *message);

#endif

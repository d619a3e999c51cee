/* A world to throw requests at: two applications are connected, and three calls have come, of which
 * one is being offered, one is held by "sales" and one waits in the dialplan. */
#ifndef STASIM_TESTS_FUZZ_WORLD_H
#define STASIM_TESTS_FUZZ_WORLD_H

#include "sim/ari/ari.h"

enum { FUZZ_MEMORY_BYTES = 64 << 20, FUZZ_STEPS_MAX = 3000 };

/* The same one each time, as it was at first: making it anew would take most of the time. */
struct world *fuzz_world_begin(void);
/* Lets everything come to its end, and demands that no rule was broken on the way. */
void fuzz_world_end(struct world *w);

/* Does what is due within so long. */
void fuzz_world_pass(struct world *w, uint64_t duration_us);

void fuzz_world_submit(struct world *w, const char *name, const struct ari_request *request,
                       struct ari_asker asker);
/* Demands of an answer what every client relies on. */
void fuzz_world_judge(const struct ari_response *response);

#endif

/* Floor 6: what the operations on channels do; their table is in ops_channels.c. */
#ifndef STASIM_ARI_CHANNELS_H
#define STASIM_ARI_CHANNELS_H

#include "sim/ari/request.h"

/* channels.c: any channel. */
struct reply channels_list(struct world *w, struct request *request);
struct reply channels_get(struct world *w, struct request *request);
struct reply channels_hangup(struct world *w, struct request *request);
struct reply channels_get_variable(struct world *w, struct request *request);
struct reply channels_set_variable(struct world *w, struct request *request);
struct reply channels_get_variables(struct world *w, struct request *request);
struct reply channels_set_variables(struct world *w, struct request *request);

/* Sets a variable or a function of a channel: a variables_write. */
void channels_write_variable(struct world *w, void *of, const char *name, const char *value);

/* The channel that the request names, which must be in a session; NULL, and why not, otherwise. */
struct channel *channels_held(struct world *w, const struct request *request,
                              struct reply *refusal);

/* channels_session.c: a channel that an application holds. */
struct reply channels_answer(struct world *w, struct request *request);
struct reply channels_ring(struct world *w, struct request *request);
struct reply channels_stop_ring(struct world *w, struct request *request);
struct reply channels_progress(struct world *w, struct request *request);
struct reply channels_continue(struct world *w, struct request *request);
struct reply channels_move(struct world *w, struct request *request);
struct reply channels_play(struct world *w, struct request *request);

/* channels_sound.c: what is heard on it. */
struct reply channels_mute(struct world *w, struct request *request);
struct reply channels_unmute(struct world *w, struct request *request);
struct reply channels_hold(struct world *w, struct request *request);
struct reply channels_unhold(struct world *w, struct request *request);
struct reply channels_start_moh(struct world *w, struct request *request);
struct reply channels_stop_moh(struct world *w, struct request *request);
struct reply channels_start_silence(struct world *w, struct request *request);
struct reply channels_stop_silence(struct world *w, struct request *request);
struct reply channels_send_dtmf(struct world *w, struct request *request);
struct reply channels_record(struct world *w, struct request *request);

/* channels_redirect.c: what its technology does. */
struct reply channels_redirect(struct world *w, struct request *request);
struct reply channels_rtp_statistics(struct world *w, struct request *request);

/* A new one, each in a file of its own; channels_create.c has dialling as well. */
struct reply channels_originate(struct world *w, struct request *request);
struct reply channels_create(struct world *w, struct request *request);
struct reply channels_dial(struct world *w, struct request *request);
struct reply channels_snoop(struct world *w, struct request *request);
struct reply channels_external_media(struct world *w, struct request *request);

/* The priority that a label of an extension means: one that is a number is a priority itself. False
 * when there is no such label. */
bool channels_find_label(const struct world *w, const char *context, const char *exten,
                         const char *label, int *priority);

#endif

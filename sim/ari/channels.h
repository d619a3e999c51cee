/* Floor 6: what the operations on channels do; their table is in ops_channels.c. */
#ifndef STASIM_ARI_CHANNELS_H
#define STASIM_ARI_CHANNELS_H

#include "sim/ari/request.h"

/* channels.c: any channel. */
struct reply channels_list(struct world *w, struct request *request);
struct reply channels_get(struct world *w, struct request *request);
struct reply channels_hangup(struct world *w, struct request *request);

/* What a path can name, each a struct channel: any; the same, refused in other words; also by its
 * name (R127); one that is in a session (R126). */
extern const struct subject SUBJECT_CHANNEL;
extern const struct subject SUBJECT_CHANNEL_PROVIDED;
extern const struct subject SUBJECT_CHANNEL_NAMED;
extern const struct subject SUBJECT_CHANNEL_HELD;

/* channels_variables.c */
struct reply channels_get_variable(struct world *w, struct request *request);
struct reply channels_set_variable(struct world *w, struct request *request);
struct reply channels_get_variables(struct world *w, struct request *request);
struct reply channels_set_variables(struct world *w, struct request *request);
/* Sets a variable or a function of a channel: a variables_put. */
void channels_write_variable(struct world *w, void *of, const char *name, const char *value);

/* channels_session.c: a channel that an application holds. */
struct reply channels_answer(struct world *w, struct request *request);
/* Ringing, its end, and progress. */
struct reply channels_ring(struct world *w, struct request *request);
struct reply channels_continue(struct world *w, struct request *request);
struct reply channels_move(struct world *w, struct request *request);
struct reply channels_play(struct world *w, struct request *request);

/* The priority that a request's `priority` and `label` mean at this place; 1 without either. False,
 * and why not, for a label that is not there. (R123) */
bool channels_read_priority(const struct world *w, const struct request *request,
                            const char *context, const char *exten, int *priority,
                            struct reply *refusal);

/* channels_sound.c: what is heard on it. */
/* Music and silence, and their end. */
struct reply channels_play_to_nobody(struct world *w, struct request *request);
/* Muting and its end. */
struct reply channels_mute(struct world *w, struct request *request);
struct reply channels_hold(struct world *w, struct request *request);
struct reply channels_unhold(struct world *w, struct request *request);
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

#endif

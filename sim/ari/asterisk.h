/* Floor 6: what the operations on the server itself do; their table is in ops_asterisk.c. */
#ifndef STASIM_ARI_ASTERISK_H
#define STASIM_ARI_ASTERISK_H

#include "sim/ari/request.h"

/* asterisk_info.c: who it is, and its global variables. */
struct reply asterisk_get_info(struct world *w, struct request *request);
struct reply asterisk_ping(struct world *w, struct request *request);
struct reply asterisk_get_variable(struct world *w, struct request *request);
struct reply asterisk_set_variable(struct world *w, struct request *request);

/* asterisk_modules.c: two of them can come and go. */
extern const struct subject SUBJECT_MODULE;
struct reply asterisk_list_modules(struct world *w, struct request *request);
struct reply asterisk_get_module(struct world *w, struct request *request);
struct reply asterisk_load_module(struct world *w, struct request *request);
struct reply asterisk_unload_module(struct world *w, struct request *request);
struct reply asterisk_reload_module(struct world *w, struct request *request);

/* asterisk_logging.c: log channels, into which nothing is written. */
struct log_channel;
/* The console and one file. */
struct log_channel *asterisk_logs_new(struct world *w);
void asterisk_logs_tell(struct digest *digest, const struct log_channel *logs);
extern const struct subject SUBJECT_LOG;
struct reply asterisk_list_logs(struct world *w, struct request *request);
struct reply asterisk_add_log(struct world *w, struct request *request);
struct reply asterisk_delete_log(struct world *w, struct request *request);
struct reply asterisk_rotate_log(struct world *w, struct request *request);

#endif

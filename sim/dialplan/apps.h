/* Floor 5, inside the dialplan: the applications, each carried out by a function of this form. */
#ifndef STASIM_DIALPLAN_APPS_H
#define STASIM_DIALPLAN_APPS_H

#include "sim/dialplan/applications.h"
#include "sim/dialplan/subst.h"
#include "sim/dialplan/thread.h"

application_run app_answer, app_background, app_busy, app_congestion, app_dial, app_echo,
    app_end_while, app_exec_if, app_gosub, app_gosub_if, app_goto, app_goto_if, app_hangup, app_log,
    app_music, app_noop, app_playback, app_queue, app_read, app_return, app_ringing, app_set,
    app_stasis, app_stasis_broadcast, app_userevent, app_verbose, app_wait, app_wait_exten,
    app_while;

#endif

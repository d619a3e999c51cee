/* Which function carries out which application. */
#include "sim/dialplan/apps.h"

#include <strings.h>

#include "sim/broadcast/broadcast.h"

static const struct {
    const char *name;
    application_run *run;
} table[] = {
    {"StasisBroadcast", app_stasis_broadcast},
    {"Stasis", app_stasis},
    {"NoOp", app_noop},
    {"Wait", app_wait},
    {"Hangup", app_hangup},
    {"Goto", app_goto},
    {"GotoIf", app_goto_if},
    {"Set", app_set},
    {"UserEvent", app_userevent},
    {"Answer", app_answer},
    {"Background", app_background},
    {"Busy", app_busy},
    {"Congestion", app_congestion},
    {"Dial", app_dial},
    {"Echo", app_echo},
    {"EndWhile", app_end_while},
    {"ExecIf", app_exec_if},
    {"Gosub", app_gosub},
    {"GosubIf", app_gosub_if},
    {"Log", app_log},
    {"MusicOnHold", app_music},
    {"Playback", app_playback},
    {"Progress", app_noop}, /* early media has no trace in what stasim shows */
    {"Queue", app_queue},
    {"Read", app_read},
    {"Return", app_return},
    {"Ringing", app_ringing},
    {"Verbose", app_verbose},
    {"WaitExten", app_wait_exten},
    {"While", app_while},
};

application_run *application_runner(const struct world *w, const char *name) {
    application_run *run = NULL;
    for (size_t i = 0; i < sizeof table / sizeof table[0] && !run; i++) {
        if (strcasecmp(table[i].name, name) == 0) {
            run = table[i].run;
        }
    }
    bool missing = run == app_stasis_broadcast && !broadcast_module_is_loaded(w, MODULE_APP);
    return missing ? NULL : run; /* R96 */
}

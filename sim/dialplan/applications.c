/* The table of applications, in the order of their names in any case. */
#include "sim/dialplan/applications.h"

#include <stdlib.h>
#include <strings.h>

#include "sim/base/must.h"
#include "sim/broadcast/broadcast.h"
#include "sim/dialplan/apps.h"
#include "sim/dialplan/nearest.h"

enum { ANY = APPLICATION_ARGS_ANY };

#define RUNS(name, min, max, run)                                                                  \
    { name, min, max, run, false }
#define LEAVES(name, min, max, run)                                                                \
    { name, min, max, run, true }
#define NAMED(name)                                                                                \
    { name, 0, ANY, NULL, false }

static const struct application_info APPLICATIONS[] = {
    NAMED("AddQueueMember"),
    NAMED("AGI"),
    RUNS("Answer", 0, 2, app_answer),
    NAMED("Authenticate"),
    RUNS("Background", 1, 4, app_background),
    NAMED("BackgroundDetect"),
    NAMED("Bridge"),
    NAMED("BridgeWait"),
    LEAVES("Busy", 0, 1, app_busy),
    NAMED("ChannelRedirect"),
    NAMED("ChanSpy"),
    NAMED("ConfBridge"),
    LEAVES("Congestion", 0, 1, app_congestion),
    NAMED("ContinueWhile"),
    RUNS("Dial", 0, 4, app_dial),
    NAMED("Directory"),
    NAMED("DISA"),
    NAMED("DumpChan"),
    NAMED("EAGI"),
    RUNS("Echo", 0, 0, app_echo),
    RUNS("EndWhile", 0, 0, app_end_while),
    NAMED("Exec"),
    RUNS("ExecIf", 1, ANY, app_exec_if),
    NAMED("ExecIfTime"),
    NAMED("ExitWhile"),
    NAMED("ExtenSpy"),
    NAMED("FastAGI"),
    NAMED("Flash"),
    RUNS("Gosub", 1, ANY, app_gosub),
    RUNS("GosubIf", 1, ANY, app_gosub_if),
    LEAVES("Goto", 1, 3, app_goto),
    RUNS("GotoIf", 1, ANY, app_goto_if),
    NAMED("GotoIfTime"),
    LEAVES("Hangup", 0, 1, app_hangup),
    NAMED("Incomplete"),
    RUNS("Log", 1, ANY, app_log),
    NAMED("Macro"),
    NAMED("MacroExclusive"),
    NAMED("MacroExit"),
    NAMED("MacroIf"),
    NAMED("MinivmGreet"),
    NAMED("MixMonitor"),
    NAMED("Monitor"),
    NAMED("MSet"),
    RUNS("MusicOnHold", 0, 2, app_music),
    NAMED("NoCDR"),
    RUNS("NoOp", 0, ANY, app_noop),
    NAMED("Originate"),
    NAMED("Page"),
    NAMED("Park"),
    NAMED("ParkedCall"),
    NAMED("PauseQueueMember"),
    NAMED("Pickup"),
    RUNS("Playback", 1, 2, app_playback),
    NAMED("PlayTones"),
    NAMED("PrivacyManager"),
    NAMED("Proceeding"),
    RUNS("Progress", 0, 0, app_noop), /* early media has no trace in what stasim shows */
    RUNS("Queue", 1, ANY, app_queue),
    NAMED("QueueLog"),
    NAMED("RaiseException"),
    RUNS("Read", 1, 6, app_read),
    NAMED("ReadExten"),
    NAMED("Record"),
    NAMED("RemoveQueueMember"),
    NAMED("ResetCDR"),
    NAMED("RetryDial"),
    LEAVES("Return", 0, ANY, app_return),
    RUNS("Ringing", 0, 0, app_ringing),
    NAMED("SayAlpha"),
    NAMED("SayDigits"),
    NAMED("SayNumber"),
    NAMED("SayPhonetic"),
    NAMED("SayUnixTime"),
    NAMED("SendDTMF"),
    NAMED("SendText"),
    RUNS("Set", 1, ANY, app_set),
    NAMED("SetAMAFlags"),
    NAMED("SoftHangup"),
    NAMED("StackPop"),
    NAMED("StartMusicOnHold"),
    RUNS("Stasis", 1, ANY, app_stasis),
    RUNS("StasisBroadcast", 0, 4, app_stasis_broadcast),
    NAMED("StopMixMonitor"),
    NAMED("StopMusicOnHold"),
    NAMED("StopPlayTones"),
    NAMED("System"),
    NAMED("Transfer"),
    NAMED("TryExec"),
    NAMED("TrySystem"),
    NAMED("UnpauseQueueMember"),
    RUNS("UserEvent", 1, ANY, app_userevent),
    RUNS("Verbose", 0, ANY, app_verbose),
    NAMED("VoiceMail"),
    NAMED("VoiceMailMain"),
    RUNS("Wait", 1, 1, app_wait),
    RUNS("WaitExten", 0, 2, app_wait_exten),
    NAMED("WaitForNoise"),
    NAMED("WaitForRing"),
    NAMED("WaitForSilence"),
    NAMED("WaitUntil"),
    RUNS("While", 1, 1, app_while),
    NAMED("Zapateller"),
};

enum { APPLICATIONS_COUNT = sizeof APPLICATIONS / sizeof APPLICATIONS[0] };

static int compare(const void *key, const void *item);

const struct application_info *application_info_find(const char *name) {
    must(name);
    return bsearch(name, APPLICATIONS, APPLICATIONS_COUNT, sizeof APPLICATIONS[0], compare);
}

const char *application_info_nearest(const char *name) {
    struct nearest nearest;
    nearest_begin(&nearest, name);
    for (size_t i = 0; i < APPLICATIONS_COUNT; i++) {
        if (APPLICATIONS[i].run) {
            nearest_offer(&nearest, APPLICATIONS[i].name);
        }
    }
    return nearest.best;
}

application_run *application_runner(const struct world *w, const char *name) {
    const struct application_info *info = application_info_find(name);
    application_run *run = info ? info->run : NULL;
    bool missing = run == app_stasis_broadcast && !broadcast_module_is_loaded(w, MODULE_APP);
    return missing ? NULL : run; /* R96 */
}

static int compare(const void *key, const void *item) {
    const struct application_info *info = item;
    return strcasecmp(key, info->name);
}

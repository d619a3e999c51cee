/* The table of applications, in the order of their names in any case. */
#include "sim/dialplan/applications.h"

#include <stdlib.h>
#include <strings.h>

#include "sim/base/must.h"
#include "sim/dialplan/nearest.h"

enum { ANY = APPLICATION_ARGS_ANY };

#define RUNS(name, min, max)                                                                       \
    { name, min, max, true, false }
#define LEAVES(name, min, max)                                                                     \
    { name, min, max, true, true }
#define NAMED(name)                                                                                \
    { name, 0, ANY, false, false }

static const struct application_info table[] = {
    NAMED("AddQueueMember"),
    NAMED("AGI"),
    RUNS("Answer", 0, 2),
    NAMED("Authenticate"),
    RUNS("Background", 1, 4),
    NAMED("BackgroundDetect"),
    NAMED("Bridge"),
    NAMED("BridgeWait"),
    LEAVES("Busy", 0, 1),
    NAMED("ChannelRedirect"),
    NAMED("ChanSpy"),
    NAMED("ConfBridge"),
    LEAVES("Congestion", 0, 1),
    NAMED("ContinueWhile"),
    RUNS("Dial", 0, 4),
    NAMED("Directory"),
    NAMED("DISA"),
    NAMED("DumpChan"),
    NAMED("EAGI"),
    RUNS("Echo", 0, 0),
    RUNS("EndWhile", 0, 0),
    NAMED("Exec"),
    RUNS("ExecIf", 1, ANY),
    NAMED("ExecIfTime"),
    NAMED("ExitWhile"),
    NAMED("ExtenSpy"),
    NAMED("FastAGI"),
    NAMED("Flash"),
    RUNS("Gosub", 1, ANY),
    RUNS("GosubIf", 1, ANY),
    LEAVES("Goto", 1, 3),
    RUNS("GotoIf", 1, ANY),
    NAMED("GotoIfTime"),
    LEAVES("Hangup", 0, 1),
    NAMED("Incomplete"),
    RUNS("Log", 1, ANY),
    NAMED("Macro"),
    NAMED("MacroExclusive"),
    NAMED("MacroExit"),
    NAMED("MacroIf"),
    NAMED("MinivmGreet"),
    NAMED("MixMonitor"),
    NAMED("Monitor"),
    NAMED("MSet"),
    RUNS("MusicOnHold", 0, 2),
    NAMED("NoCDR"),
    RUNS("NoOp", 0, ANY),
    NAMED("Originate"),
    NAMED("Page"),
    NAMED("Park"),
    NAMED("ParkedCall"),
    NAMED("PauseQueueMember"),
    NAMED("Pickup"),
    RUNS("Playback", 1, 2),
    NAMED("PlayTones"),
    NAMED("PrivacyManager"),
    NAMED("Proceeding"),
    RUNS("Progress", 0, 0),
    RUNS("Queue", 1, ANY),
    NAMED("QueueLog"),
    NAMED("RaiseException"),
    RUNS("Read", 1, 6),
    NAMED("ReadExten"),
    NAMED("Record"),
    NAMED("RemoveQueueMember"),
    NAMED("ResetCDR"),
    NAMED("RetryDial"),
    LEAVES("Return", 0, ANY),
    RUNS("Ringing", 0, 0),
    NAMED("SayAlpha"),
    NAMED("SayDigits"),
    NAMED("SayNumber"),
    NAMED("SayPhonetic"),
    NAMED("SayUnixTime"),
    NAMED("SendDTMF"),
    NAMED("SendText"),
    RUNS("Set", 1, ANY),
    NAMED("SetAMAFlags"),
    NAMED("SoftHangup"),
    NAMED("StackPop"),
    NAMED("StartMusicOnHold"),
    RUNS("Stasis", 1, ANY),
    RUNS("StasisBroadcast", 0, 4),
    NAMED("StopMixMonitor"),
    NAMED("StopMusicOnHold"),
    NAMED("StopPlayTones"),
    NAMED("System"),
    NAMED("Transfer"),
    NAMED("TryExec"),
    NAMED("TrySystem"),
    NAMED("UnpauseQueueMember"),
    RUNS("UserEvent", 1, ANY),
    RUNS("Verbose", 0, ANY),
    NAMED("VoiceMail"),
    NAMED("VoiceMailMain"),
    RUNS("Wait", 1, 1),
    RUNS("WaitExten", 0, 2),
    NAMED("WaitForNoise"),
    NAMED("WaitForRing"),
    NAMED("WaitForSilence"),
    NAMED("WaitUntil"),
    RUNS("While", 1, 1),
    NAMED("Zapateller"),
};

enum { TABLE_COUNT = sizeof table / sizeof table[0] };

static int compare(const void *key, const void *item);

const struct application_info *application_info_find(const char *name) {
    must(name);
    return bsearch(name, table, TABLE_COUNT, sizeof table[0], compare);
}

const char *application_info_nearest(const char *name) {
    struct nearest nearest;
    nearest_begin(&nearest, name);
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (table[i].supported) {
            nearest_offer(&nearest, table[i].name);
        }
    }
    return nearest.best;
}

static int compare(const void *key, const void *item) {
    const struct application_info *info = item;
    return strcasecmp(key, info->name);
}

/* Floor 8: where the far end of a call that a scenario places on a real server waits: it answers
 * and stays until it hangs up. A server under `--against` needs this extension in its dialplan. */
#ifndef STASIM_CLI_DIALPLAN_CALLER_PLACE_H
#define STASIM_CLI_DIALPLAN_CALLER_PLACE_H

#define CALLER_CONTEXT "stasim-caller"
#define CALLER_EXTEN "s"

#endif

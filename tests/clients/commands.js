/* What the clients on Node.js share: commands come in, answers and events go out, as JSON lines. */
'use strict';

const readline = require('readline');

/* Libraries talk on standard output, which is ours. */
console.log = console.error;

function say(line) {
    process.stdout.write(JSON.stringify(line) + '\n');
}

/* Carries out {"do": "claim", …} as actions.claim(command); an action that fails throws an error,
 * of which refused() tells the message that the server sent. */
function follow(actions, refused) {
    readline.createInterface({input: process.stdin}).on('line', async (line) => {
        const command = JSON.parse(line);
        try {
            const value = await actions[command.do](command);
            say({answer: command, message: null, value: value ?? null});
        } catch (error) {
            say({answer: command, message: refused(error)});
        }
    }).on('close', () => process.exit(0));
}

/* Events as they came, without what a library hangs on them. */
function tellEvent(event) {
    say({event: JSON.parse(JSON.stringify(event, (key, value) =>
        key.startsWith('instance') ? undefined : value))});
}

module.exports = {follow, tellEvent};

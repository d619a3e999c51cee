/* The official client, ari-client: it builds its operations from the server's own description. */
'use strict';

const ari = require('ari-client');
const {follow, tellEvent} = require('./commands.js');

const [url, user, password] = process.argv.slice(2);
let client;

follow({
    connect: async ({app}) => {
        client = await ari.connect(url, user, password);
        client.on('*', tellEvent);
        await client.start(app);
    },
    disconnect: async () => client.stop(),
    claim: ({channel, app}) => client.events.claimChannel({channelId: channel, application: app}),
    answer: ({channel}) => client.channels.answer({channelId: channel}),
    play: async ({channel, media}) =>
        (await client.channels.play({channelId: channel, media})).id,
    bridge: async ({channel}) => {
        const bridge = await client.bridges.create({type: 'mixing'});
        await client.bridges.addChannel({bridgeId: bridge.id, channel});
        return bridge.id;
    },
    hangup: ({channel}) => client.channels.hangup({channelId: channel}),
}, (error) => {
    try {
        return JSON.parse(error.message).message;
    } catch {
        return String(error.stack || error);
    }
});

/* @ipcom/asterisk-ari. It knows no claim, so that goes by its own connection to the server; and it
 * holds every event back for 100 ms. */
'use strict';

const {AriClient} = require('@ipcom/asterisk-ari');
const {follow, tellEvent} = require('./commands.js');

const [url, username, password] = process.argv.slice(2);
const {hostname: host, port} = new URL(url);
const client = new AriClient({host, port: Number(port), username, password});

const TOLD = ['CallBroadcast', 'CallClaimed', 'StasisStart', 'StasisEnd', 'ChannelStateChange',
    'PlaybackStarted', 'PlaybackFinished', 'ChannelEnteredBridge', 'ChannelLeftBridge',
    'ApplicationReplaced'];

follow({
    connect: async ({app}) => {
        await client.connectWebSocket([app]);
        TOLD.forEach((type) => client.on(type, tellEvent));
    },
    disconnect: async () => {
        TOLD.forEach((type) => client.off(type, tellEvent));
        await client.closeWebSocket();
    },
    claim: ({channel, app}) => client.baseClient.post(
        '/events/claim?' + new URLSearchParams({channelId: channel, application: app})),
    answer: ({channel}) => client.channels.answerChannel(channel),
    play: async ({channel, media}) => (await client.Channel(channel).play({media})).id,
    bridge: async ({channel}) => {
        const bridge = await client.bridges.createBridge({type: 'mixing'});
        await client.bridges.addChannels(bridge.id, {channel});
        return bridge.id;
    },
    hangup: ({channel}) => client.Channel(channel).hangup(),
}, (error) => error.message);

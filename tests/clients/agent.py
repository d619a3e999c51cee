#!/usr/bin/env python3
"""An agent that takes one call at a time, with nothing but Python's own library. `stasim test`
starts it; it reads where the server is from its environment.

  agent.py [--fault NAME]   plants a mistake: see FAULTS, each of which some scenario catches"""
import base64
import http.client
import json
import os
import socket
import sys
import threading
import time
import urllib.parse

HOST, PORT = os.environ['ARI_HOST'], int(os.environ['ARI_PORT'])
APP = os.environ['ARI_APP']
LOGIN = base64.b64encode(
    f"{os.environ['ARI_USERNAME']}:{os.environ['ARI_PASSWORD']}".encode()).decode()
FAULTS = ('claims-everything', 'ignores-409', 'never-reconnects', 'answers-before-start',
          'leaks-on-hangup', 'trusts-every-type', 'answers-twice', 'gives-up-on-500', 'fights-back',
          'waits-for-the-204')
FAULT = sys.argv[2] if sys.argv[1:2] == ['--fault'] else None
assert FAULT is None or FAULT in FAULTS, f'known faults: {", ".join(FAULTS)}'

START_LIMIT_S = 0.3    # StasisStart comes within this time of a claim that is won, or never
TALK_S = 0.05
RECONNECT_S = 0.05


def main():
    agent = Agent()
    while True:
        try:
            agent.follow(EventSocket())
        except (OSError, EOFError) as error:
            print(f'the connection is lost: {error!r}', flush=True)
            if FAULT == 'never-reconnects':
                time.sleep(3600)
            agent.forget()
        time.sleep(RECONNECT_S)


class Agent:
    def __init__(self):
        self.lock = threading.Lock()
        self.call = None      # the channel that is claimed, or served
        self.started = set()  # channels whose StasisStart has come
        self.won = set()      # of a planted fault: channels whose claim was answered 204

    def follow(self, events):
        for event in events:
            if FAULT == 'trusts-every-type':
                getattr(self, 'on_' + event['type'])(event)
            else:
                getattr(self, 'on_' + event.get('type', ''), lambda _: None)(event)

    def on_CallBroadcast(self, event):
        channel = event['channel']['id']
        with self.lock:
            if self.call and FAULT != 'claims-everything':
                return
            self.call = channel
        in_background(self.claim, channel)

    def on_StasisStart(self, event):
        channel = event['channel']['id']
        with self.lock:
            if channel in self.started and FAULT != 'answers-twice':
                return
            if FAULT == 'waits-for-the-204' and channel not in self.won:
                return
            self.started.add(channel)
            self.call = channel
        in_background(self.serve, channel)

    def on_StasisEnd(self, event):
        self.release(event['channel']['id'])

    def on_CallClaimed(self, event):
        pass

    on_ChannelStateChange = on_ChannelHangupRequest = on_ChannelVarset = on_CallClaimed
    on_ChannelDestroyed = on_ChannelDialplan = on_CallClaimed

    def on_ApplicationReplaced(self, event):
        if FAULT == 'fights-back':
            raise OSError('another one has taken over')
        print('another one has taken over', flush=True)
        os._exit(0)

    def claim(self, channel):
        status = ask('POST', '/events/claim', channelId=channel, application=APP)
        if status == 204:
            self.won.add(channel)
        if FAULT == 'answers-before-start' and status == 204:
            ask('POST', f'/channels/{channel}/answer')
        if FAULT == 'ignores-409' and status == 409:
            ask('POST', f'/channels/{channel}/answer')
        if FAULT == 'gives-up-on-500' and status is not None and status >= 500:
            os._exit(1)
        # Without an answer nobody knows whether the claim was won: StasisStart tells.
        if status in (204, None):
            time.sleep(START_LIMIT_S)
            if channel in self.started or FAULT == 'leaks-on-hangup':
                return
        self.release(channel)

    def serve(self, channel):
        if ask('POST', f'/channels/{channel}/answer') == 204:
            time.sleep(TALK_S)
            if self.call == channel:
                ask('DELETE', f'/channels/{channel}')
        else:
            self.release(channel)

    def forget(self):
        """What has become of its call while nobody told it, it cannot know."""
        with self.lock:
            self.started.clear()
            self.call = None

    def release(self, channel):
        with self.lock:
            self.started.discard(channel)
            if self.call == channel:
                self.call = None


def in_background(work, *arguments):
    threading.Thread(target=work, args=arguments, daemon=True).start()


def ask(method, path, **parameters):
    """The status of the answer; None when there was none."""
    query = '?' + urllib.parse.urlencode(parameters) if parameters else ''
    connection = http.client.HTTPConnection(HOST, PORT, timeout=2)
    try:
        connection.request(method, f'/ari{path}{query}', headers={'Authorization': f'Basic {LOGIN}'})
        status = connection.getresponse().status
        print(f'{method} {path} -> {status}', flush=True)
        return status
    except (OSError, http.client.HTTPException) as error:
        print(f'{method} {path}: {error!r}', flush=True)
        return None
    finally:
        connection.close()


class EventSocket:
    """The events of a WebSocket, as many as come before it ends."""

    def __init__(self):
        self.socket = socket.create_connection((HOST, PORT), timeout=5)
        self.socket.sendall((f'GET /ari/events?app={urllib.parse.quote(APP)} HTTP/1.1\r\n'
                             f'Host: {HOST}:{PORT}\r\nAuthorization: Basic {LOGIN}\r\n'
                             'Upgrade: websocket\r\nConnection: Upgrade\r\n'
                             'Sec-WebSocket-Version: 13\r\n'
                             'Sec-WebSocket-Key: c3Rhc2ltIHN0YXNpbSBzdA==\r\n\r\n').encode())
        self.file = self.socket.makefile('rb')
        status = self.file.readline()
        if b' 101 ' not in status:
            raise OSError(f'no WebSocket: {status!r}')
        while self.file.readline() not in (b'\r\n', b''):
            pass
        self.socket.settimeout(None)

    def __iter__(self):
        while True:
            first, size = self.read(2)
            if size == 126:
                size = int.from_bytes(self.read(2), 'big')
            elif size == 127:
                size = int.from_bytes(self.read(8), 'big')
            text = self.read(size)
            if first & 15 == 8:
                raise EOFError('closed by the server')
            if first & 15 == 1:
                yield json.loads(text)

    def read(self, size):
        bytes_read = self.file.read(size)
        if len(bytes_read) < size:
            raise EOFError('broken off')
        return bytes_read


main()

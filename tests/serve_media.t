#!/usr/bin/env -S python3 -B
"""Sounds and recordings at the speed of the clock, over a socket; and the file of a recording, which
is no JSON."""
import time

from serving import Server, WebSocket, done, equal, ok

WAV = b'RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0'


def main():
    server = Server('--sound', 'short=120ms')
    socket = WebSocket(server.port, 'ivr')
    server.ask('POST', '/ari/channels?endpoint=Local/s@far&app=ivr&channelId=c')
    socket.event_of('StasisStart')
    check_play(server, socket)
    check_wait(server)
    check_file(server)
    server.stop()
    done()


def check_play(server, socket):
    began = time.monotonic()
    server.ask('POST', '/ari/channels/c/play?media=sound:short')
    socket.event_of('PlaybackFinished')
    took_ms = (time.monotonic() - began) * 1000
    ok(120 <= took_ms < 1000, f'a sound of 120 ms is over after {took_ms:.0f} ms')


def check_wait(server):
    server.ask('POST', '/ari/channels/c/play?media=sound:short')
    gone = server.connect()
    gone.ask('POST', '/ari/channels/c/answer')
    gone.close()
    waiting = server.connect()
    waiting.ask('POST', '/ari/channels/c/answer')
    waiting.ask('GET', '/ari/channels/c')
    ok(server.is_well(), 'while a request waits for a sound others are answered')
    answers = [waiting.answer().status for _ in range(2)]
    equal(answers, ['HTTP/1.1 204 No Content', 'HTTP/1.1 200 OK'],
          'what has waited is answered, and then what was sent behind it')
    waiting.close()
    ok(server.is_well(), 'a client that has not waited for its answer harms nobody')


def check_file(server):
    server.ask('POST', '/ari/channels/c/record?name=r&format=wav')
    server.ask('POST', '/ari/recordings/live/r/stop')
    answer = server.ask('GET', '/ari/recordings/stored/r/file')
    equal((answer.status, answer['Content-Type'], answer.body), ('HTTP/1.1 200 OK', 'audio/wav', WAV),
          'the file of a recording')


main()

"""A client on websocket-client and requests. Commands come in, answers and events go out, as JSON
lines."""
import json
import sys
import threading

import requests
import websocket

URL, USER, PASSWORD = sys.argv[1:]
SESSION = requests.Session()
SESSION.auth = (USER, PASSWORD)
OUTPUT = threading.Lock()


def main():
    client = Client()
    for line in sys.stdin:
        command = json.loads(line)
        try:
            value = getattr(client, command['do'])(command)
            say({'answer': command, 'message': None, 'value': value})
        except requests.HTTPError as error:
            say({'answer': command, 'message': error.response.json()['message'],
                 'status': error.response.status_code})


def say(line):
    with OUTPUT:
        print(json.dumps(line), flush=True)


def ask(method, path, **parameters):
    response = SESSION.request(method, f'{URL}/ari{path}', params=parameters)
    response.raise_for_status()
    return response.json() if response.content else None


class Client:
    def __init__(self):
        self.socket = None
        self.reader = None

    def connect(self, command):
        url = f'{URL.replace("http", "ws", 1)}/ari/events?app={command["app"]}'
        self.socket = websocket.create_connection(url, header=[
            'Authorization: ' + requests.auth._basic_auth_str(USER, PASSWORD)])
        self.reader = threading.Thread(target=read, args=(self.socket,))
        self.reader.start()

    def disconnect(self, _):
        self.socket.close()
        self.reader.join()

    def claim(self, command):
        ask('POST', '/events/claim', channelId=command['channel'], application=command['app'])

    def answer(self, command):
        ask('POST', f'/channels/{command["channel"]}/answer')

    def play(self, command):
        return ask('POST', f'/channels/{command["channel"]}/play', media=command['media'])['id']

    def bridge(self, command):
        bridge = ask('POST', '/bridges', type='mixing')['id']
        ask('POST', f'/bridges/{bridge}/addChannel', channel=command['channel'])
        return bridge

    def hangup(self, command):
        ask('DELETE', f'/channels/{command["channel"]}')


def read(socket):
    try:
        while text := socket.recv():
            say({'event': json.loads(text)})
    except (websocket.WebSocketException, OSError):
        pass


main()

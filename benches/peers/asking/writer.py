"""Changes our sites at a steady rate while others read: a process of its own.

Run by measure.py: reads one JSON line (port, token, ids, rate), reads every site's tag and says "ready", then changes
one after the other, each with the tag of its last version, until its input ends; then it tells what came of it.
"""

import http.client
import json
import sys
import threading
import time

CONNECTIONS = 4


class Writer(threading.Thread):
    def __init__(self, asked, number, ended):
        super().__init__()
        self.connection = http.client.HTTPConnection("127.0.0.1", asked["port"], timeout=60)
        self.token, self.pace, self.ended = asked["token"], CONNECTIONS / asked["rate"], ended
        self.ids = asked["ids"][number::CONNECTIONS]
        self.tags = {site: self.ask("GET", site)[1] for site in self.ids}
        self.took, self.refused, self.late = [], 0, 0

    def ask(self, method, site, body=None, **headers):
        self.connection.request(method, f"/api/v1/sites/{site}", body, headers)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status, answer.getheader("etag")

    def run(self):
        next_at, number = time.perf_counter(), 0
        while not self.ended.is_set():
            site, number = self.ids[number % len(self.ids)], number + 1
            headers = {
                "Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "If-Match": self.tags[site],
            }
            start = time.perf_counter()
            status, tag = self.ask("PATCH", site, json.dumps({"capacity": 1 + number % 500}), **headers)
            self.took.append(round((time.perf_counter() - start) * 1e6))
            self.refused += status != 200
            self.tags[site] = tag or self.ask("GET", site)[1]
            next_at += self.pace
            wait = next_at - time.perf_counter()
            self.late += wait < 0
            time.sleep(max(0.0, wait))


def main():
    asked, ended = json.loads(sys.stdin.readline()), threading.Event()
    writers = [Writer(asked, number, ended) for number in range(CONNECTIONS)]
    print("ready", flush=True)
    sys.stdin.readline()
    start = time.perf_counter()
    for writer in writers:
        writer.start()
    sys.stdin.read()
    ended.set()
    for writer in writers:
        writer.join()
    wall = time.perf_counter() - start
    took = [each for writer in writers for each in writer.took]
    told = {key: sum(getattr(writer, key) for writer in writers) for key in ("refused", "late")}
    print(json.dumps({"took": took, "wall": wall, **told}))


main()

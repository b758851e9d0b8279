#!/usr/bin/env python3
"""Many clients at once against a server that runs already, and what they saw. Not part of the test suite.

    load_test.py ADDRESS [--clients 200] [--seconds 60] [--pid SERVER]

Every client sends one request after the other over one connection: most encode, some format, some look at the health.
Prints requests, statuses and latencies, how evenly clients were served, and with --pid the server's memory at the
beginning and the end. Exit status 1 if there was any answer but 200 and a 503 with Retry-After.
"""
import argparse
import collections
import http.client
import json
import pathlib
import random
import threading
import time
import urllib.parse

parser = argparse.ArgumentParser(usage=__doc__)
parser.add_argument("address")
parser.add_argument("--clients", type=int, default=200)
parser.add_argument("--seconds", type=float, default=60)
parser.add_argument("--pid", type=int)
arguments = parser.parse_args()
place = urllib.parse.urlsplit(arguments.address)
lock = threading.Lock()
statuses = collections.Counter()
latencies = collections.defaultdict(list)
served = collections.Counter()
faults = []


def memory_mib():
    for line in pathlib.Path(f"/proc/{arguments.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0


def connect():
    return http.client.HTTPConnection(place.hostname, place.port, timeout=120)


def model():
    connection = connect()
    connection.request("GET", "/v1/models")
    return json.loads(connection.getresponse().read())["data"][0]["id"]


def client(number, name, end):
    generator = random.Random(number)
    connection = connect()
    while time.monotonic() < end:
        kind = generator.random()
        prompt = "a cat " * generator.randrange(1, 40)
        if kind < 0.8:
            call = ("POST", "/v1/hidden_states", {"input": prompt, "model": name, "encoding_format": "base64"})
        elif kind < 0.95:
            call = ("POST", "/api/format-prompt", {"prompt": prompt})
        else:
            call = ("GET", "/health", None)
        begin = time.monotonic()
        try:
            connection.request(call[0], call[1], call[2] and json.dumps(call[2]),
                               {"Content-Type": "application/json", "X-Forwarded-For": f"10.0.0.{number}"})
            response = connection.getresponse()
            response.read()
        except OSError as error:
            with lock:
                faults.append(f"{call[1]}: {error!r}")
            connection.close()
            continue
        with lock:
            statuses[response.status] += 1
            latencies[call[1]].append(time.monotonic() - begin)
            served[number] += response.status == 200
            if response.status != 200 and not (response.status == 503 and response.getheader("Retry-After")):
                faults.append(f"{call[1]}: {response.status}")
        if response.status == 503:
            time.sleep(float(response.getheader("Retry-After")))


name = model()
before = memory_mib() if arguments.pid else 0
end = time.monotonic() + arguments.seconds
threads = [threading.Thread(target=client, args=(i, name, end)) for i in range(arguments.clients)]
for thread in threads:
    thread.start()
time.sleep(arguments.seconds / 2)
half = memory_mib() if arguments.pid else 0
for thread in threads:
    thread.join()
print(f"{sum(statuses.values())} requests of {arguments.clients} clients: {dict(statuses)}")
for path, times in sorted(latencies.items()):
    times.sort()
    print(f"{path}: {len(times)}, median {times[len(times) // 2] * 1000:.0f} ms, "
          f"99 % {times[len(times) * 99 // 100] * 1000:.0f} ms, most {times[-1] * 1000:.0f} ms")
print(f"served by client: least {min(served.values())}, most {max(served.values())}")
if arguments.pid:
    print(f"memory: {before:.0f} MiB before, {half:.0f} MiB half way, {memory_mib():.0f} MiB after")
print(f"{len(faults)} faults {faults[:5]}")
raise SystemExit(1 if faults else 0)

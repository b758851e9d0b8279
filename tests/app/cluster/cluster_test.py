#!/usr/bin/env python3
"""Several diptych-cli processes as one text model: the same answers as one process, and what happens when ranks die.

    cluster_test.py PROGRAM MODEL            what the test suite runs
    cluster_test.py PROGRAM MODEL --kills N  kills ranks at random moments N times and looks for what breaks
    cluster_test.py PROGRAM MODEL --cut      cuts the link for a while; takes the right to make a network namespace
"""
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PROGRAM, MODEL = sys.argv[1], sys.argv[2]
CHAT = {"messages": [{"role": "user", "content": "What is machine learning?"}], "max_tokens": 64, "temperature": 0}


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def surroundings(folder, **more):
    variables = {**os.environ, "DIPTYCH_CONFIG": "", "HOME": str(folder), "DIPTYCH_CLUSTER_KEY": "a key", **more}
    for name in ("XDG_DATA_HOME", "RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"):
        if name not in more:
            variables.pop(name, None)
    return variables


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


class Http:
    """Requests to a port of this machine."""

    def __init__(self, port):
        self.port = port

    def ask(self, method, path, body=None, timeout=60):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, None if body is None else json.dumps(body),
                               {"Content-Type": "application/json"})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def json(self, path):
        return json.loads(self.ask("GET", path)[1])

    def model(self):
        return self.json("/v1/models")["data"][0]["id"]

    def chat(self, **more):
        return self.ask("POST", "/v1/chat/completions", {"model": self.model(), **CHAT, **more})

    def text(self, **more):
        status, body = self.chat(**more)
        assert status == 200, body
        answer = json.loads(body)
        return answer["choices"][0], answer["usage"]

    def states(self, layer, text="a cat on a mat"):
        status, body = self.ask("POST", "/v1/hidden_states", {
            "model": self.model(), "input": text, "layer": layer, "encoding_format": "base64",
            "layer_numbering": "huggingface"})
        assert status == 200, body
        return json.loads(body)["hidden_states"]


def endless(server):
    """Messages that the model answers without an end."""
    for word in ("cat", "dog", "house", "tree", "sea", "hill", "boat", "bird"):
        messages = [{"role": "user", "content": word}]
        if server.text(messages=messages, max_tokens=1500)[0]["finish_reason"] == "length":
            return messages
    raise AssertionError("every answer has an end")


class Process:
    def __init__(self, folder, name, *arguments, **variables):
        self.log_path = folder / f"{name}.log"
        self.log_file = open(self.log_path, "ab")
        self.process = subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=self.log_file,
                                        env=surroundings(folder, **variables), text=True)

    def log(self):
        return self.log_path.read_text(errors="replace")

    def address(self):
        line = self.process.stdout.readline()
        found = re.search(r"http://[^ ]*:(\d+)", line)
        assert found, f"no address in {line!r}: {self.log()}"
        return int(found.group(1))

    def kill(self, number=signal.SIGKILL):
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(30)
        self.process.stdout.close()
        self.log_file.close()
        return self.process.returncode


class Cluster(Http):
    """Rank 0 and its workers, each a process, with a file that they read."""

    def __init__(self, ranks, network="", model="", rank_lines=()):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="diptych-cluster-"))
        self.file = self.folder / "cluster.toml"
        self.master_port = free_port()
        entries = "".join(f'[[rank]]\nhost = "localhost"\n{rank_lines[i] if i < len(rank_lines) else ""}\n'
                          for i in range(ranks))
        self.file.write_text(f"""
[model]
path = "{MODEL}"
{model}
[network]
master_port = {self.master_port}
heartbeat_seconds = 0.1
dead_after_seconds = 2
{network}
[server]
port = 0
{entries}""")
        self.ranks = {}
        self.start(0)
        for rank in range(1, ranks):
            self.start(rank)

    def start(self, rank):
        port = ["--port", str(self.port)] if rank == 0 and 0 in self.ranks else []
        self.ranks[rank] = Process(self.folder, f"rank-{rank}", "shard", "serve", "--cluster", str(self.file),
                                   "--rank", str(rank), *port)
        if rank == 0:
            self.port = self.ranks[0].address()

    def wait_ready(self):
        assert wait_for(lambda: self.json("/health")["status"] == "ok"), self.logs()
        return self

    def logs(self):
        return "\n".join(f"== {rank}\n{process.log()}" for rank, process in self.ranks.items())

    def status(self):
        return self.json("/cluster/status")

    def close(self):
        for process in self.ranks.values():
            process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class ClusterTest(unittest.TestCase):
    def cluster(self, *arguments, **more):
        cluster = Cluster(*arguments, **more)
        self.addCleanup(cluster.close)
        return cluster

    @classmethod
    def setUpClass(cls):
        # What one process answers.
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="diptych-cluster-"))
        single = Process(cls.folder, "single", "serve", "--port", "0", "--model-path", MODEL, "--roles",
                         "encoder,chat")
        server = Http(single.address())
        cls.text = server.text()
        cls.seeded = server.text(temperature=1.0, seed=42)
        cls.long = endless(server)
        cls.states = {layer: server.states(layer) for layer in (0, 1, 2, 3, 4, -2)}
        cls.models = server.json("/v1/models")
        single.kill(signal.SIGTERM)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)

    def long_chat(self, cluster):
        return cluster.chat(max_tokens=30000, messages=self.long)

    def assertAnswersAsOne(self, cluster):
        self.assertEqual(cluster.text(), self.text)
        for layer, states in self.states.items():
            self.assertEqual(cluster.states(layer), states, layer)

    def test_twoRanksAnswerAsOneProcess(self):
        cluster = self.cluster(2).wait_ready()
        self.assertAnswersAsOne(cluster)
        self.assertEqual(cluster.text(temperature=1.0, seed=42), self.seeded)
        models = cluster.json("/v1/models")
        self.assertEqual(models["data"][0], self.models["data"][0])
        # Streamed, the pieces are the text.
        status, body = cluster.chat(stream=True, stream_options={"include_usage": True})
        self.assertEqual(status, 200)
        pieces = [json.loads(line[6:]) for line in body.decode().splitlines()
                  if line.startswith("data: {")]
        self.assertEqual("".join(piece["choices"][0]["delta"].get("content", "") for piece in pieces).strip(),
                         self.text[0]["message"]["content"])
        self.assertEqual(pieces[-1]["usage"], self.text[1])

        health = cluster.json("/health")
        self.assertEqual([rank["layers"] for rank in health["ranks"]], ["0-1", "2-3"])
        self.assertEqual({rank["state"] for rank in health["ranks"]}, {"online"})
        self.assertTrue(all(rank["host"] == "localhost" for rank in health["ranks"]))
        self.assertTrue(wait_for(lambda: cluster.status()["ranks"][1]["tokens"] > 0))
        status = cluster.status()
        self.assertEqual(status["requests"]["failed"], 0)
        self.assertTrue(all(rank["layer_forwards"] > 0 for rank in status["ranks"]))
        self.assertLessEqual(len(status["history"]), 100)
        metrics = cluster.ask("GET", "/metrics")[1].decode()
        for line in ('diptych_cluster_ready 1', 'diptych_rank_up{rank="1",host="localhost"} 1',
                     "diptych_rank_stage_seconds_total", "diptych_rank_serialisation_seconds_total"):
            self.assertIn(line, metrics)
        # The command that looks at it.
        seen = subprocess.run([PROGRAM, "shard", "status", "--cluster", str(cluster.file), "--port",
                               str(cluster.port)], capture_output=True, text=True, timeout=30,
                              env=surroundings(cluster.folder))
        self.assertEqual(seen.returncode, 0, seen.stderr)
        self.assertRegex(seen.stdout, r"1 +localhost +2-3 +online")
        # An end in order takes the workers along.
        self.assertEqual(cluster.ranks[0].kill(signal.SIGTERM), 0)
        self.assertEqual(cluster.ranks[1].process.wait(10), 0)

    def test_threeRanksAnswerAsOneProcess(self):
        cluster = self.cluster(3, model='split = "0,1-2,3"').wait_ready()
        self.assertAnswersAsOne(cluster)
        texts = [None] * 4
        threads = [threading.Thread(target=lambda i=i: texts.__setitem__(i, cluster.text())) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(texts, [self.text] * 4)

    def test_aKilledRankIsNamedAndComesBack(self):
        cluster = self.cluster(3).wait_ready()
        for lost in (1, 2):
            answers = []
            asking = threading.Thread(target=lambda: answers.append(self.long_chat(cluster)))
            asking.start()
            self.assertTrue(wait_for(lambda: cluster.status()["requests"]["in_flight"] > 0))
            time.sleep(0.1)
            begin = time.monotonic()
            cluster.ranks[lost].kill()
            asking.join(20)
            self.assertLess(time.monotonic() - begin, 3)
            status, body = answers[0]
            self.assertEqual(status, 503, body)
            self.assertIn(f"rank {lost} (localhost", body.decode())
            self.assertTrue(wait_for(lambda: cluster.json("/health")["ranks"][lost]["state"] == "offline"))
            self.assertEqual(cluster.json("/health")["status"], "degraded")
            status, body = cluster.chat()
            self.assertEqual(status, 503)
            self.assertIn(f"rank {lost}", body.decode())
            cluster.start(lost)
            cluster.wait_ready()
            self.assertEqual(cluster.text(), self.text)
        self.assertIsNone(cluster.ranks[0].process.poll())

    def test_whoeverAsksAfterAKillIsToldWhichRankIsGone(self):
        cluster = self.cluster(3).wait_ready()
        cluster.ranks[2].kill()
        end = time.monotonic() + 1.5  # while it is being found out, and after that
        while time.monotonic() < end:
            status, body = cluster.chat(max_tokens=2)
            self.assertEqual(status, 503, body)
            self.assertIn("rank 2 (localhost", body.decode())

    def test_strangersDoNotDisturbARunningCluster(self):
        cluster = self.cluster(2).wait_ready()
        generation = cluster.status()["generation"]

        def stays_whole(seconds):
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                health = cluster.json("/health")
                self.assertEqual((health["status"], [rank["state"] for rank in health["ranks"]]),
                                 ("ok", ["online"] * 2), health)
                self.assertFalse([rank for rank in health["ranks"] if "message" in rank])
                self.assertEqual(cluster.text(), self.text)
            self.assertEqual(cluster.status()["generation"], generation, cluster.logs())

        for key in ("wrong", ""):
            stranger = Process(cluster.folder, f"stranger-{key}", "shard", "serve", "--cluster", str(cluster.file),
                               "--rank", "1", DIPTYCH_CLUSTER_KEY=key)
            self.addCleanup(stranger.kill)
            self.assertTrue(wait_for(lambda: "refuses this rank: it has another key" in stranger.log()), stranger.log())
            self.assertIn("was refused: it has another key", cluster.ranks[0].log())
            stays_whole(1)
            stranger.kill()
        twin = Process(cluster.folder, "twin", "shard", "serve", "--cluster", str(cluster.file), "--rank", "1")
        self.addCleanup(twin.kill)
        self.assertTrue(wait_for(lambda: "rank 1 is already connected from localhost" in twin.log()), twin.log())
        stays_whole(1)
        cluster.ranks[1].kill()
        self.assertTrue(wait_for(lambda: cluster.status()["generation"] > generation))
        cluster.wait_ready()  # with the one that has waited
        self.assertEqual(cluster.text(), self.text)
        self.assertIn("take part now", twin.log())

    def test_anEndBeforeTheRingIsReadyIsHeardByAll(self):
        cluster = self.cluster(3)
        cluster.ranks[2].kill()
        self.assertTrue(wait_for(lambda: cluster.json("/health")["ranks"][1]["state"] == "waiting"))
        self.assertEqual(cluster.ranks[0].kill(signal.SIGTERM), 0)
        self.assertEqual(cluster.ranks[1].process.wait(10), 0)

    def test_aRankThatHangsIsGivenUp(self):
        cluster = self.cluster(2).wait_ready()
        hanging = cluster.ranks[1].process
        hanging.send_signal(signal.SIGSTOP)
        begin = time.monotonic()
        status, body = cluster.chat()
        self.assertEqual(status, 503)
        self.assertIn("rank 1 (localhost", body.decode())
        self.assertLess(time.monotonic() - begin, 5)
        hanging.send_signal(signal.SIGCONT)
        cluster.wait_ready()
        self.assertEqual(cluster.text(), self.text)

    def test_workersWaitForACoordinatorThatWasKilled(self):
        cluster = self.cluster(2).wait_ready()
        worker = cluster.ranks[1].process.pid
        cluster.ranks[0].kill()
        cluster.start(0)
        cluster.wait_ready()
        self.assertEqual(cluster.ranks[1].process.pid, worker)
        self.assertIsNone(cluster.ranks[1].process.poll())
        self.assertEqual(cluster.text(), self.text)

    def test_variablesOfTorchrunAreUnderstood(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="diptych-cluster-"))
        self.addCleanup(shutil.rmtree, folder, True)
        variables = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free_port()), "WORLD_SIZE": "2"}
        first = Process(folder, "first", "shard", "serve", "--model-path", MODEL, "--port", "0", "--layers", "0-2,3",
                        RANK="0", **variables)
        self.addCleanup(first.kill)
        second = Process(folder, "second", "shard", "serve", "--model-path", MODEL, RANK="1", **variables)
        self.addCleanup(second.kill)
        server = Http(first.address())
        self.assertTrue(wait_for(lambda: server.json("/health")["status"] == "ok"), first.log() + second.log())
        self.assertEqual([rank["layers"] for rank in server.json("/health")["ranks"]], ["0-2", "3"])
        self.assertEqual(server.text(), self.text)

    def test_upStartsAllRanksAndStartsAgainWhatDies(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="diptych-cluster-"))
        self.addCleanup(shutil.rmtree, folder, True)
        port = free_port()
        file = folder / "cluster.toml"
        file.write_text(f"""
[model]
path = "{MODEL}"
[network]
master_port = {free_port()}
heartbeat_seconds = 0.1
dead_after_seconds = 2
[server]
port = {port}
[[rank]]
host = "localhost"
[[rank]]
host = "localhost"
""")
        up = Process(folder, "up", "shard", "up", "--cluster", str(file))
        self.addCleanup(up.kill)
        server = Http(port)

        def is_ok():
            try:
                return server.json("/health")["status"] == "ok"
            except OSError:
                return False

        self.assertTrue(wait_for(is_ok), up.log())
        self.assertEqual(server.text(), self.text)
        children = [int(child) for child in
                    pathlib.Path(f"/proc/{up.process.pid}/task/{up.process.pid}/children").read_text().split()]
        worker = next(child for child in children
                      if "--rank\x001" in pathlib.Path(f"/proc/{child}/cmdline").read_text())
        os.kill(worker, signal.SIGKILL)
        self.assertTrue(wait_for(lambda: not is_ok()))
        self.assertTrue(wait_for(is_ok), up.log())
        self.assertEqual(server.text(), self.text)
        logs = subprocess.run([PROGRAM, "shard", "logs", "--cluster", str(file), "--rank", "1"], capture_output=True,
                              text=True, timeout=30, env=surroundings(folder))
        self.assertIn("joined the cluster", logs.stdout)
        stop = subprocess.run([PROGRAM, "shard", "stop", "--cluster", str(file)], capture_output=True, text=True,
                              timeout=60, env=surroundings(folder))
        self.assertEqual(stop.returncode, 0, stop.stderr)
        self.assertEqual(up.process.wait(10), 0)

    def test_upTellsItsFlagsToTheRanksAndSaysAtOnceWhatItDoes(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="diptych-cluster-"))
        self.addCleanup(shutil.rmtree, folder, True)
        file = folder / "cluster.toml"
        file.write_text(f"""
[model]
path = "{MODEL}"
dtype = "float32"
[network]
master_port = {free_port()}
heartbeat_seconds = 0.1
[server]
port = {free_port()}
[[rank]]
host = "localhost"
[[rank]]
host = "localhost"
""")
        port = free_port()
        up = Process(folder, "up", "shard", "up", "--cluster", str(file), "--dtype", "int8", "--port", str(port),
                     "--master-port", str(free_port()), "--layers", "0,1-3", "--model-id", "small")
        self.addCleanup(up.kill, signal.SIGTERM)
        self.assertIn("starting 2 ranks", up.process.stdout.readline())
        self.assertIsNone(up.process.poll())
        self.assertIn(f"ready: http://127.0.0.1:{port}", up.process.stdout.readline())
        server = Http(port)
        self.assertEqual([rank["layers"] for rank in server.json("/health")["ranks"]], ["0", "1-3"])
        self.assertEqual(server.model(), "small")
        answer = json.loads(server.ask("POST", "/v1/hidden_states", {"model": "small", "input": "a"})[1])
        self.assertEqual(answer["dtype"], "int8")

    def test_mistakesAreToldBeforeAnythingStarts(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="diptych-cluster-"))
        self.addCleanup(shutil.rmtree, folder, True)

        def refused(*arguments, **variables):
            result = subprocess.run([PROGRAM, "shard", *arguments], capture_output=True, text=True, timeout=60,
                                    env=surroundings(folder, **variables))
            return result.returncode, result.stderr

        model = ("--model-path", MODEL)
        code, words = refused("serve", "--rank", "0", "--world-size", "2", "--layers", "0-1,3", *model)
        self.assertEqual(code, 3)
        self.assertIn("missing: 2", words)
        self.assertEqual(refused("serve", *model)[0], 2)
        self.assertEqual(refused("serve", "--rank", "2", "--world-size", "2", *model)[0], 2)
        code, words = refused("serve", "--rank", "1", "--world-size", "2", "--master-addr", "192.0.2.1", *model,
                              DIPTYCH_CLUSTER_KEY="")
        self.assertEqual(code, 2)
        self.assertIn("shared key", words)
        self.assertEqual(refused("dance")[0], 2)
        self.assertEqual(refused("stop", "--cluster", "nowhere.toml")[0], 3)
        for action in ("up", "logs"):
            code, words = refused(action)
            self.assertEqual(code, 2)
            self.assertIn("--cluster cluster.toml", words)
        file = folder / "cluster.toml"
        file.write_text(f'[model]\npath = "{MODEL}"\n[[rank]]\nhost = "localhost"\n')
        for flags in (("--rank", "0"), ("--vae-device", "cpu"), ("--memory-gb", "1")):
            code, words = refused("up", "--cluster", str(file), *flags)
            self.assertEqual(code, 2)
            self.assertIn(f"shard up does not take {flags[0]}", words)
        self.assertEqual(refused("logs", "--cluster", str(file), "--rank", "1")[0], 2)
        plan = subprocess.run([PROGRAM, "shard", "plan", "--world-size", "3", "--json", *model], capture_output=True,
                              text=True, timeout=60, env=surroundings(folder))
        self.assertEqual(plan.returncode, 0, plan.stderr)
        plan = json.loads(plan.stdout)
        self.assertEqual([rank["layers"] for rank in plan["ranks"]], ["0-1", "2", "3"])
        self.assertEqual(plan["state_bytes_per_token"], 64 * 4)


def kill_at_random(count):
    """Kills one rank after the other at random moments; the coordinator must live, name them, and work again."""
    cluster = Cluster(3).wait_ready()
    expected = cluster.text()
    long = endless(cluster)
    worst = 0.0
    for i in range(count):
        lost = random.choice((1, 2))
        answers = []
        asking = threading.Thread(target=lambda: answers.append(cluster.chat(max_tokens=20000, messages=long)))
        asking.start()
        time.sleep(random.uniform(0.0, 0.5))
        begin = time.monotonic()
        cluster.ranks[lost].kill()
        asking.join(30)
        worst = max(worst, time.monotonic() - begin)
        status, body = answers[0]
        assert status == 503 and f"rank {lost} (" in body.decode(), (i, status, body, cluster.logs())
        cluster.start(lost)
        cluster.wait_ready()
        assert cluster.text() == expected, i
        assert cluster.ranks[0].process.poll() is None
        print(f"{i + 1}/{count}: rank {lost} named, {worst:.2f} s at most", flush=True)
    cluster.close()


def cut_the_link():
    """In a network of its own, whose only link goes down for less and for more than the ranks' patience."""
    if os.environ.get("DIPTYCH_OWN_NETWORK") != "yes":
        os.execvpe("unshare", ["unshare", "-n", sys.executable, *sys.argv], dict(os.environ, DIPTYCH_OWN_NETWORK="yes"))

    def link(state):
        subprocess.run(["ip", "link", "set", "lo", state], check=True)

    link("up")
    cluster = Cluster(2, network="").wait_ready()
    long = endless(cluster)
    generation = cluster.status()["generation"]
    for seconds, expected in ((0.5, 200), (4.0, 503)):
        answers = []
        asking = threading.Thread(target=lambda: answers.append(cluster.chat(max_tokens=3000, messages=long)))
        asking.start()
        time.sleep(0.3)
        link("down")
        time.sleep(seconds)
        link("up")
        asking.join(60)
        print(f"link down for {seconds} s: status {answers[0][0]}, generation {cluster.status()['generation']}")
        assert answers[0][0] == expected, (answers, cluster.logs())
        assert (cluster.status()["generation"] == generation) == (expected == 200)
        cluster.wait_ready()
        cluster.text()
    cluster.close()


if __name__ == "__main__":
    if sys.argv[3:] == ["--cut"]:
        cut_the_link()
    elif len(sys.argv) > 4 and sys.argv[3] == "--kills":
        kill_at_random(int(sys.argv[4]))
    else:
        unittest.main(argv=sys.argv[:1])

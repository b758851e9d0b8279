#!/usr/bin/env python3
"""How diptych-cli serve behaves under load, attack and orders to end.

    behaviour_test.py PROGRAM MODEL
"""
import concurrent.futures
import json
import signal
import socket
import subprocess
import sys
import time
import unittest

from protocol_client import Server

PROGRAM, MODEL = sys.argv[1], sys.argv[2]
SLOW = {"prompt": "A cat", "width": 256, "height": 256, "steps": 1000}
SMALL = {"prompt": "A cat", "width": 64, "height": 48, "steps": 2}


def serve(*arguments, **more):
    return Server(PROGRAM, "--model-path", MODEL, *arguments, **more).wait_ready()


def refused(*arguments, **more):
    """Exit status and words of a server that does not start."""
    result = subprocess.run([PROGRAM, "serve", "--model-path", MODEL, *arguments], capture_output=True, text=True,
                            timeout=60, **more)
    return result.returncode, result.stderr


class LifeTest(unittest.TestCase):
    def setUp(self):
        self.servers = []

    def tearDown(self):
        for server in self.servers:
            server.close()

    def serve(self, *arguments, **more):
        self.servers.append(serve(*arguments, **more))
        return self.servers[-1]

    def wait(self, condition, seconds=20):
        for _ in range(seconds * 20):
            if condition():
                return
            time.sleep(0.05)
        self.fail("it did not happen")

    def test_healthAnswersWhileAPictureIsDrawn(self):
        server = self.serve()
        job = server.post("/api/jobs", SLOW).json["id"]
        self.wait(lambda: server.get(f"/api/jobs/{job}").json["state"] == "running")
        times = []
        for _ in range(20):
            begin = time.monotonic()
            answer = server.get("/health")
            times.append(time.monotonic() - begin)
            self.assertEqual(answer.json["status"], "ok")
        self.assertTrue({"pipeline_loaded", "encoder_loaded", "encoder_only_mode"} <= set(answer.json))
        self.assertLess(sorted(times)[10], 0.1)
        self.assertEqual(server.get(f"/api/jobs/{job}").json["state"], "running")
        self.assertIn("diptych_queue_depth 0", server.get("/metrics").body.decode())

    def test_whoHangsUpStopsTheWork(self):
        server = self.serve()
        texts = {"model": server.get("/v1/models").json["data"][0]["id"], "stream": True, "max_tokens": 30000,
                 "messages": [{"role": "user", "content": "a"}]}
        for path, body in (("/api/generate", SLOW), ("/v1/chat/completions", texts)):
            body = json.dumps(body).encode()
            with socket.create_connection(("127.0.0.1", server.port)) as connection:
                connection.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
                                   .encode() + body)
                time.sleep(0.4)
            begin = time.monotonic()
            self.assertEqual(server.post("/api/encode", {"prompt": "next"}).status, 200)
            self.assertLess(time.monotonic() - begin, 5)

    def test_sigtermLetsThePictureEnd(self):
        server = self.serve()
        slow = {**SLOW, "width": 128, "height": 128, "steps": 60}
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            picture = pool.submit(lambda: server.post("/api/generate", slow))
            self.wait(lambda: "diptych_active_requests 2" in server.get("/metrics").body.decode())
            time.sleep(0.2)
            server.process.send_signal(signal.SIGTERM)
            try:
                self.wait(lambda: picture.done() or server.get("/health").json["status"] == "ending")
                if not picture.done():
                    late = server.post("/api/encode", {"prompt": "late"})
                    self.assertEqual((late.status, late.headers["retry-after"]), (503, "5"))
            except ConnectionError:
                picture.result(1)  # the server may end between two questions, but not before the picture
            self.assertEqual(picture.result().status, 200)
        self.assertEqual(server.process.wait(60), 0)

    def test_theDrainTimeEnds(self):
        server = self.serve("--drain-time", "0")
        server.post("/api/jobs", SLOW)
        begin = time.monotonic()
        self.assertEqual(server.stop(), 0)
        self.assertLess(time.monotonic() - begin, 10)

    def test_aFullQueueIsSaid(self):
        server = self.serve("--max-queue", "1")
        jobs = [server.post("/api/jobs", SLOW)]
        self.wait(lambda: server.get("/health").json["queue_depth"] == 0)
        jobs += [server.post("/api/jobs", SLOW) for _ in range(2)]
        self.assertEqual([answer.status for answer in jobs], [202, 202, 503])
        self.assertEqual(jobs[2].headers["retry-after"], "1")
        self.assertEqual(jobs[2].json["error"]["code"], "model_overloaded")
        self.assertEqual(server.post("/v1/hidden_states", {"input": "a", "model": server.get(
            "/v1/models").json["data"][0]["id"]}).json, {"error": {
                "message": "the server has too much to do", "type": "server_error", "code": "model_overloaded"}})

    def test_clientsTakeTurns(self):
        server = self.serve("--max-per-client", "3")
        first = server.post("/api/jobs", SLOW).json["id"]
        self.wait(lambda: server.get(f"/api/jobs/{first}").json["state"] == "running")
        greedy = [server.post("/api/jobs", SLOW, headers={"X-Forwarded-For": "10.0.0.1"}) for _ in range(4)]
        self.assertEqual([answer.status for answer in greedy], [202, 202, 202, 503])
        self.assertEqual({answer.headers["x-ratelimit-limit"] for answer in greedy}, {"3"})
        self.assertEqual([answer.headers["x-ratelimit-remaining"] for answer in greedy], ["2", "1", "0", "0"])
        modest = server.post("/api/jobs", SMALL, headers={"X-Forwarded-For": "10.0.0.2"}).json
        self.assertEqual(modest["position"], 1)  # behind one of the greedy, not behind three

    def test_requestsHaveADeadline(self):
        server = self.serve("--deadline", "1")
        answer = server.post("/api/generate", SLOW)
        self.assertEqual(answer.status, 504)
        self.assertIn("1 seconds", answer.json["detail"])
        self.assertEqual(server.post("/api/encode", {"prompt": "next"}).status, 200)


class GateTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.open = serve("--max-body-mib", "1")
        cls.locked = serve("--host", "0.0.0.0", "--api-key-env", "KEY", "--roles", "encoder,chat", "--log-prompts",
                           variables={"KEY": "open-sesame"})

    @classmethod
    def tearDownClass(cls):
        cls.open.close()
        cls.locked.close()

    def test_aKeyIsAskedFor(self):
        for key in (None, "Bearer wrong", "Bearer open-sesam", "Basic open-sesame", "Bearer open-sesameopen-sesame"):
            answer = self.locked.get("/v1/models", headers={"Authorization": key} if key else {})
            self.assertEqual(answer.status, 401)
            self.assertIn("Authorization: Bearer", answer.json["detail"])
        for path in ("/metrics", "/", "/v1/nothing"):
            self.assertEqual(self.locked.get(path).status, 401)
        self.assertEqual(self.locked.get("/v1/models", headers={"Authorization": "Bearer open-sesame"}).status, 200)
        self.assertEqual(self.locked.get("/health").status, 200)
        self.assertNotIn("open-sesame", self.locked.log())

    def test_pagesOfOtherSitesAreRefused(self):
        for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Origin": "null"}):
            self.assertEqual(self.open.get("/api/templates", headers=headers).status, 403, headers)
        own = f"127.0.0.1:{self.open.port}"
        answer = self.open.get("/api/schedulers", headers={"Host": own, "Origin": "http://" + own})
        self.assertEqual(answer.status, 200)
        self.assertFalse([name for name in answer.headers if name.startswith("access-control")])
        self.assertEqual(self.open.ask("OPTIONS", "/api/generate").status, 405)

    def test_whereNoBodyIsAnnouncedNoneIsWaitedFor(self):
        # As curl -X PUT and -X POST send it: with neither Content-Length nor Transfer-Encoding.
        for method, path, status in (("PUT", "/api/generate", 405), ("PATCH", "/api/generate", 405),
                                     ("POST", "/api/format-prompt", 422), ("DELETE", "/api/jobs/none", 404)):
            connection = self.open.connect(timeout=10)
            for _ in range(2):  # and the connection goes on
                connection.putrequest(method, path)
                connection.endheaders()
                begin = time.monotonic()
                answer = connection.getresponse()
                answer.read()
                self.assertEqual(answer.status, status, method)
                self.assertLess(time.monotonic() - begin, 5)
            connection.close()

    def test_largeBodiesAreRefused(self):
        for size in (1 << 20) + 1, 20 << 20:
            self.assertEqual(self.open.post("/api/encode", b" " * size).status, 413)
        chunked = self.open.connect()
        chunked.request("POST", "/api/encode", (b" " * 65536 for _ in range(20)), encode_chunked=True,
                        headers={"Transfer-Encoding": "chunked"})
        self.assertEqual(chunked.getresponse().status, 413)
        chunked.close()
        self.assertEqual(self.open.post("/api/encode", json.dumps({"prompt": "a"}) + " " * 1000).status, 200)

    def test_brokenRequestsHarmNobody(self):
        for data in (b"\0" * 100, b"GET / HTTP/9.9\r\n\r\n", b"BREW / HTTP/1.1\r\n\r\n", b"GET /\r\n\r\n",
                     b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
                     b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
                     b"POST /api/encode HTTP/1.1\r\nContent-Length: 99\r\n\r\n{",
                     b"POST /api/encode HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
                     b"POST /api/encode HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                     b"POST /api/encode HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
                     b"POST /api/encode HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                     b"Content-Length: 9\r\n\r\n--x\r\n\r\n--"):
            with socket.create_connection(("127.0.0.1", self.open.port), timeout=10) as connection:
                try:
                    connection.sendall(data)
                    connection.shutdown(socket.SHUT_WR)
                    answer = b""
                    while piece := connection.recv(65536):
                        answer += piece
                    if answer:
                        self.assertEqual(answer[9:10], b"4", (data[:60], answer[:200]))
                except ConnectionError:
                    pass  # closed on us: fine
        self.assertEqual(self.open.get("/health").status, 200)

    def test_connectionsAreKept(self):
        connection = self.open.connect()
        for _ in range(20):
            connection.request("GET", "/health", headers={"Accept-Encoding": "gzip, br", "Range": "bytes=0-3"})
            answer = connection.getresponse()
            self.assertEqual((answer.status, answer.getheader("content-encoding")), (200, None))
            self.assertIn("status", json.loads(answer.read()))
        connection.request("HEAD", "/health")
        self.assertEqual(connection.getresponse().read(), b"")
        connection.close()

    def test_theLogHasALineForEachRequest(self):
        secret = "a rhinoceros in the fog"
        self.open.post("/api/encode", {"prompt": secret}, headers={"X-Request-ID": "find-me-1"})
        entry = self.line(self.open, "find-me-1")
        self.assertEqual((entry["method"], entry["path"], entry["status"]), ("POST", "/api/encode", 200))
        self.assertGreater(entry["bytes_out"], 10)
        self.assertIn("seconds", entry)
        self.assertNotIn(secret, self.open.log())
        body = {"input": secret, "model": self.locked.get("/v1/models", headers={
            "Authorization": "Bearer open-sesame"}).json["data"][0]["id"]}
        self.locked.post("/v1/hidden_states", body, headers={"Authorization": "Bearer open-sesame",
                                                             "X-Request-ID": "find-me-2"})
        self.assertEqual(self.line(self.locked, "find-me-2")["prompt"], secret)

    def line(self, server, name):
        for _ in range(100):
            for line in server.log().splitlines():
                if name in line:
                    return json.loads(line)
            time.sleep(0.02)
        self.fail("not in the log")

    def test_countsAreForPrometheus(self):
        self.open.post("/api/encode", {"prompt": "a"})
        page = self.open.get("/metrics")
        self.assertTrue(page.headers["content-type"].startswith("text/plain; version=0.0.4"))
        values = {}
        for line in page.body.decode().splitlines():
            if not line.startswith("#"):
                name, _, value = line.rpartition(" ")
                values[name] = float(value)
        self.assertGreaterEqual(values['diptych_requests_total{endpoint="/api/encode",status="200"}'], 1)
        self.assertGreaterEqual(values['diptych_request_seconds_count{endpoint="/api/encode"}'], 1)
        self.assertGreater(values['diptych_stage_seconds_total{stage="encode"}'], 0)
        for name in ("diptych_queue_depth", "diptych_sent_bytes_total", "diptych_received_bytes_total",
                     "diptych_tokens_per_second", "diptych_encoded_tokens_total", "diptych_pictures_total"):
            self.assertIn(name, values)

    def test_aPortInUseIsNamed(self):
        status, words = refused("--port", str(self.open.port), "--history-dir", str(self.open.folder / "other"))
        self.assertEqual(status, 5)
        self.assertTrue(words.splitlines()[-2].startswith(f"error: port {self.open.port} at 127.0.0.1 is in use"), words)

    def test_badOrdersAreRefused(self):
        self.assertEqual(refused("--host", "0.0.0.0", "--port", "0")[0], 2)
        self.assertIn("--no-auth", refused("--host", "0.0.0.0", "--port", "0")[1])
        self.assertEqual(refused("--roles", "rest,cook")[0], 2)
        self.assertEqual(refused("--port", "70000")[0], 2)
        self.assertEqual(refused("--api-key-env", "NO_SUCH_VARIABLE", "--port", "0")[0], 3)
        self.assertEqual(refused("--host", "no.such.host.invalid", "--no-auth")[0], 5)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

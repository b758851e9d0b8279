#!/usr/bin/env python3
"""/api of diptych-cli serve, seen from outside: pictures, jobs, history, prompts, rewriting.

    rest_test.py PROGRAM MODEL
"""
import base64
import json
import os
import pathlib
import random
import sys
import tempfile
import time
import unittest

from protocol_client import Server, events, pixels, png_size

PROGRAM, MODEL = sys.argv[1], sys.argv[2]
SMALL = {"width": 64, "height": 48, "steps": 2}


class RestTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        templates = pathlib.Path(MODEL).parent / "server-templates"
        cls.server = Server(PROGRAM, "--model-path", MODEL, "--templates-dir", str(templates)).wait_ready()

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def post(self, path, status=200, headers=None, **body):
        answer = self.server.post(path, body, headers=headers)
        self.assertEqual(answer.status, status, answer.body[:300])
        return answer

    def problems(self, path, **body):
        """The fields that a 422 names."""
        detail = self.post(path, status=422, **body).json["detail"]
        for entry in detail:
            self.assertEqual(set(entry), {"loc", "msg", "type"})
        return ["/".join(entry["loc"][1:]) for entry in detail]


class GenerateTest(RestTest):
    def test_aPictureComesWithItsFacts(self):
        answer = self.post("/api/generate", prompt="A cat", seed=0, **SMALL)
        self.assertEqual(answer.headers["content-type"], "image/png")
        self.assertEqual(png_size(answer.body), (64, 48))
        self.assertEqual(answer.headers["x-seed"], "0")  # 0 is a seed
        self.assertGreater(float(answer.headers["x-generation-time"]), 0)
        entry = self.server.get("/api/history/" + answer.headers["x-history-id"]).json
        self.assertEqual(base64.b64decode(entry["image_b64"]), answer.body)
        self.assertEqual((entry["prompt"], entry["seed"], entry["steps"]), ("A cat", 0, 2))
        again = self.post("/api/generate", prompt="A cat", seed=0, **SMALL)
        self.assertEqual(pixels(again.body), pixels(answer.body))
        drawn = self.post("/api/generate", prompt="A cat", **SMALL)
        self.assertGreaterEqual(int(drawn.headers["x-seed"]), 0)  # told, so that it can be used again

    def test_everyFieldHasItsEffectOrIsTaken(self):
        same = {"prompt": "A \"cat\"", "seed": 5, **SMALL}
        plain = pixels(self.post("/api/generate", **same).body)
        for change in ({"prompt": "A dog"}, {"system_prompt": "Paint."}, {"thinking_content": "Hm."},
                       {"assistant_content": "So:"}, {"force_think_block": True}, {"strip_quotes": True},
                       {"template": "plain_test"}, {"width": 80}, {"height": 64}, {"steps": 3}, {"seed": 6},
                       {"guidance_scale": 2.0}, {"shift": 1.5}, {"hidden_layer": -3}, {"scheduler": "flow_heun"}):
            with self.subTest(change):
                self.assertNotEqual(pixels(self.post("/api/generate", **{**same, **change}).body), plain)
        negative = {"guidance_scale": 2.0, "negative_prompt": "fog"}
        self.assertNotEqual(pixels(self.post("/api/generate", **same, **negative).body),
                            pixels(self.post("/api/generate", **same, guidance_scale=2.0).body))
        for change in ({"long_prompt_mode": "interpolate"}, {"cfg_normalization": 0.0}, {"cfg_truncation": 1.0},
                       {"dype": None}, {"dype": {"enabled": False, "method": "vision_yarn"}}, {"slg_scale": None},
                       {"slg_scale": 0.0, "slg_layers": [1], "slg_start": 0.1, "slg_stop": 0.5}, {"loras": []},
                       {"fmtt_scale": None, "fmtt_start": 0.2, "fmtt_siglip_model": "x"}, {"steps": 2.0},
                       {"system_prompt": None, "template": None, "shift": None, "count": 1}):
            with self.subTest(change):
                drawn = self.post("/api/generate", **{**same, **change}, headers={"Accept": "image/png"})
                self.assertEqual(pixels(drawn.body), plain)

    def test_settingsOfARequestDoNotStay(self):
        before = pixels(self.post("/api/generate", prompt="A cat", seed=1, **SMALL).body)
        self.post("/api/generate", prompt="A cat", seed=1, shift=9.0, guidance_scale=3.0, **SMALL)
        self.assertEqual(pixels(self.post("/api/generate", prompt="A cat", seed=1, **SMALL).body), before)

    def test_severalPicturesAreCounted(self):
        answer = self.post("/api/generate", prompt="A cat", seed=10, count=3, **SMALL)
        self.assertEqual(answer.headers["x-seed"], "10")
        self.assertEqual(answer.headers["x-seeds"], "10,11,12")
        ids = answer.headers["x-history-ids"].split(",")
        self.assertEqual(len(set(ids)), 3)
        second = self.server.get(f"/api/history/{ids[1]}/image")
        self.assertEqual(pixels(second.body),
                         pixels(self.post("/api/generate", prompt="A cat", seed=11, **SMALL).body))
        together = self.post("/api/generate", prompt="A cat", seed=10, count=3, headers={"Accept": "application/json"},
                             **SMALL).json
        self.assertEqual([image["seed"] for image in together["images"]], [10, 11, 12])
        self.assertEqual(pixels(base64.b64decode(together["images"][1]["image_b64"])), pixels(second.body))

    def test_badInputNamesTheField(self):
        for field, values in {
                "width": (1000, 0, -16, 8, 1e9, "64", 64.5, True), "height": (50, 100000), "steps": (0, -1, 1001),
                "seed": (-1, 1 << 63, 1.5, "7"), "guidance_scale": (-1, "no"), "shift": (0, -3), "count": (0, 65),
                "hidden_layer": (99, -99), "long_prompt_mode": ("sometimes",), "template": ("no such template",),
                "scheduler": ("euler_b",), "loras": ("x", [7], ["/nowhere/x.safetensors"], [{"scale": 1}]),
                "prompt": (7, None), "force_think_block": ("yes",), "cfg_truncation": (-1,), "slg_layers": ("1", [-1]),
                "dype": ({"enabled": True},), "fmtt_scale": (1.0,), "negative_prompt": (5,), "stepz": (5,),
        }.items():
            for value in values:
                with self.subTest(field=field, value=value):
                    body = {"prompt": "A cat", **SMALL, field: value}
                    self.assertIn(field, self.problems("/api/generate", **body))
        self.assertEqual(sorted(self.problems("/api/generate", prompt=1, width="x")), ["prompt", "width"])
        self.assertEqual(self.problems("/api/generate", width=64), ["prompt"])
        self.post("/api/generate", prompt="", **SMALL)  # an empty prompt is one
        for body in ("", "{", "[1]", '"a"', "[" * 100_000, '{"prompt":' * 1000):
            answer = self.server.post("/api/generate", body)
            self.assertEqual(answer.status, 422, body[:20])

    def test_aThousandBodiesOfNoise(self):
        generator = random.Random(7)
        words = ["prompt", "width", "height", "steps", "seed", "template", "loras", "count", "shift", "messages",
                 "model", "input", "layer", "scheduler", "system_prompt", "max_tokens", "temperature", "rewriter"]
        leaves = [None, True, False, 0, -1, 1e308, 1 << 70, 3.5, "", "A cat", "\0", "\ud800", "🐈" * 50, [], {}, [[[]]]]
        paths = ["/api/generate", "/api/jobs", "/api/encode", "/api/format-prompt", "/api/rewrite",
                 "/api/save-embeddings", "/v1/hidden_states", "/v1/chat/completions"]

        def value(depth):
            if depth == 0 or generator.random() < 0.7:
                return generator.choice(leaves)
            if generator.random() < 0.5:
                return [value(depth - 1) for _ in range(generator.randrange(4))]
            return {generator.choice(words): value(depth - 1) for _ in range(generator.randrange(4))}

        def body():
            # Valid sizes would be drawn, and that takes its time.
            members = {"width": 17, **{generator.choice(words): value(3) for _ in range(generator.randrange(6))}}
            data = json.dumps(members if generator.random() < 0.9 else value(3)).encode()
            if generator.random() < 0.4:
                data = bytearray(data)
                for _ in range(generator.randrange(1, 8)):
                    data[generator.randrange(len(data))] = generator.randrange(256)
                data = bytes(data[:generator.randrange(len(data) + 1)])
            return data

        connection = self.server.connect()
        for i in range(1000):
            path = generator.choice(paths)
            sent = body()
            connection.request("POST", path, sent, {"Content-Type": "application/json"})
            response = connection.getresponse()
            answer = response.read()
            self.assertTrue(200 <= response.status < 500, (i, path, sent, response.status, answer[:300]))
        connection.close()
        self.assertEqual(self.server.get("/health").status, 200)


class JobTest(RestTest):
    def wait(self, job):
        for _ in range(1200):
            status = self.server.get(f"/api/jobs/{job}").json
            if status["state"] not in ("queued", "running"):
                return status
            time.sleep(0.05)
        raise AssertionError(status)

    def test_aJobTellsHowFarItIs(self):
        answer = self.post("/api/jobs", status=202, prompt="A cat", seed=3, count=2, width=64, height=48, steps=4)
        job = answer.json["id"]
        self.assertEqual(answer.headers["location"], "/api/jobs/" + job)
        stream = self.server.get(f"/api/jobs/{job}/events")
        self.assertTrue(stream.headers["content-type"].startswith("text/event-stream"))
        seen = [json.loads(event) for event in events(stream.body)]
        self.assertEqual(seen[-1]["state"], "succeeded")
        self.assertIn(b"event: progress", stream.body)
        self.assertIn(b"event: done", stream.body)
        done = self.wait(job)
        self.assertEqual((done["state"], done["progress"]), ("succeeded", 1.0))
        self.assertEqual([image["seed"] for image in done["images"]], [3, 4])
        second = self.server.get(f"/api/jobs/{job}/image?index=1")
        self.assertEqual(png_size(second.body), (64, 48))
        kept = self.server.get(f"/api/history/{done['images'][1]['history_id']}/image")
        self.assertEqual(kept.body, second.body)
        self.assertEqual(self.server.get(f"/api/jobs/{job}/image?index=2").status, 422)
        self.assertIn(job, [entry["id"] for entry in self.server.get("/api/jobs").json["jobs"]])

    def test_aJobCanBeCancelled(self):
        slow = {"prompt": "A cat", "width": 256, "height": 256, "steps": 1000}
        running = self.post("/api/jobs", status=202, **slow).json["id"]
        waiting = self.post("/api/jobs", status=202, **slow).json["id"]
        state = self.server.get(f"/api/jobs/{waiting}").json
        self.assertEqual((state["state"], state["position"]), ("queued", 0))
        for job in (waiting, running):
            self.assertEqual(self.server.ask("DELETE", f"/api/jobs/{job}").status, 200)
            self.assertEqual(self.wait(job)["state"], "cancelled")
        self.assertEqual(self.wait(running)["images"], [])
        for job in (waiting, running):  # how far it had come
            over = self.wait(job)
            self.assertEqual(over["progress"], over["done"] / over["total"] if over["total"] else 0.0, over)
            self.assertLess(over["progress"], 1.0)

    def test_whatThereIsNotIsSaid(self):
        for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/events"), ("GET", "/image")):
            self.assertEqual(self.server.ask(method, "/api/jobs/nothing" + path).json, {"detail": "Job not found"})
        self.assertIn("width", self.problems("/api/jobs", prompt="a", width=7))


class HistoryTest(RestTest):
    def test_entriesComeAndGo(self):
        first = int(self.post("/api/generate", prompt="one", seed=1, **SMALL).headers["x-history-id"])
        second = int(self.post("/api/generate", prompt="two", seed=2, **SMALL).headers["x-history-id"])
        entries = self.server.get("/api/history").json["history"]
        self.assertEqual([entry["id"] for entry in entries[:2]], [second, first])  # the newest first
        for field in ("timestamp", "prompt", "system_prompt", "thinking_content", "assistant_content",
                      "force_think_block", "strip_quotes", "width", "height", "steps", "seed", "template",
                      "guidance_scale", "gen_time", "image_b64", "formatted_prompt", "shift"):
            self.assertIn(field, entries[0])
        self.assertEqual(self.server.get("/api/history?limit=1&images=false").json["history"][0]["id"], second)
        self.assertNotIn("image_b64", self.server.get("/api/history?images=false").json["history"][0])
        self.assertEqual(self.server.get("/api/history?limit=1&offset=1").json["history"][0]["id"], first)
        gone = self.server.ask("DELETE", f"/api/history/{first}").json
        self.assertEqual(gone["deleted"]["id"], first)
        self.assertNotIn("image_b64", gone["deleted"])  # not megabytes
        self.assertEqual(gone["remaining"], self.server.get("/api/history").json["total"])
        for method in ("GET", "DELETE"):
            answer = self.server.ask(method, f"/api/history/{first}")
            self.assertEqual((answer.status, answer.json), (404, {"detail": "History item not found"}))
            self.assertEqual(self.server.ask(method, "/api/history/first").status, 422)
        third = int(self.post("/api/generate", prompt="three", seed=3, **SMALL).headers["x-history-id"])
        self.assertNotIn(third, (first, second))
        total = self.server.get("/api/history").json["total"]
        self.assertEqual(self.server.ask("DELETE", "/api/history").json, {"cleared": total})
        self.assertEqual(self.server.get("/api/history").json, {"history": [], "total": 0})
        self.assertEqual(self.server.get("/api/history?limit=x").status, 422)


class PromptTest(RestTest):
    def test_aPromptIsFormatted(self):
        answer = self.post("/api/format-prompt", prompt="  A cat ", system_prompt="Paint.", thinking_content="Hm.",
                           strip_quotes=True).json
        self.assertTrue(answer["formatted_prompt"].startswith("<|im_start|>system\nPaint.<|im_end|>\n<|im_start|>user"))
        self.assertEqual(answer["char_count"], len(answer["formatted_prompt"]))
        self.assertEqual((answer["prompt"], answer["template"], answer["strip_quotes"]), ("  A cat ", None, True))
        self.assertGreater(answer["token_count"], 5)
        self.assertEqual(answer["max_tokens"], 512)
        self.assertFalse(self.post("/api/format-prompt", prompt="a").json["force_think_block"])
        named = self.post("/api/format-prompt", prompt="a", template="plain_test").json
        self.assertEqual((named["template"], named["system_prompt"]), ("plain_test", "A photograph."))
        self.assertEqual(self.problems("/api/format-prompt", prompt="a", template="plain_tset"), ["template"])
        self.assertEqual(self.problems("/api/format-prompt", prompt="a", promt="b"), ["promt"])

    def test_aPromptIsEncodedAndKept(self):
        answer = self.post("/api/encode", prompt="A cat").json
        self.assertEqual(answer["shape"], [answer["token_count"], 64])
        self.assertEqual(set(answer) & {"dtype", "encode_time", "prompt", "formatted_prompt"},
                         {"dtype", "encode_time", "prompt", "formatted_prompt"})
        paths = set()
        for _ in range(3):  # nothing is written over
            kept = self.post("/api/save-embeddings", prompt="A cat").json
            self.assertEqual((kept["shape"], set(kept)), (answer["shape"], {"path", "shape", "encode_time"}))
            self.assertGreater(pathlib.Path(kept["path"]).stat().st_size, 64 * 4 * answer["token_count"])
            paths.add(kept["path"])
        self.assertEqual(len(paths), 3)
        self.assertEqual(self.problems("/api/encode"), ["prompt"])

    def test_thePathOfAKeptEmbeddingIsWhole(self):
        with tempfile.TemporaryDirectory(prefix="diptych-server-") as folder:
            server = Server(PROGRAM, "--model-path", MODEL, "--history-dir", os.path.relpath(folder)).wait_ready()
            self.addCleanup(server.close)
            path = pathlib.Path(server.post("/api/save-embeddings", {"prompt": "A cat"}).json["path"])
            self.assertTrue(path.is_absolute(), path)
            self.assertTrue(path.samefile(next(pathlib.Path(folder).glob("embeddings/*"))))

    def test_choicesAreListed(self):
        templates = self.server.get("/api/templates").json["templates"]
        self.assertEqual(templates, sorted(templates, key=lambda entry: (entry["category"], entry["name"])))
        entry = next(entry for entry in templates if entry["name"] == "plain_test")
        self.assertEqual((entry["category"], entry["system_prompt"], entry["add_think_block"]),
                         ("general", "A photograph.", False))
        rewriters = self.server.get("/api/rewriters").json["rewriters"]
        self.assertIn("short_test", [entry["name"] for entry in rewriters])
        self.assertNotIn("short_test", [entry["name"] for entry in templates])
        schedulers = self.server.get("/api/schedulers").json["schedulers"]
        self.assertEqual(schedulers[0]["id"], "flow_euler")
        self.assertEqual(set(schedulers[0]), {"id", "name", "description"})
        self.assertIn("max_tokens", self.server.get("/api/rewriter-config").json)


class RewriteTest(RestTest):
    def rewrite(self, status=200, **body):
        body = {"prompt": "A cat", "max_tokens": 8, **body}
        return self.post("/api/rewrite", status=status, **{k: v for k, v in body.items() if v is not ...}).json

    def test_aPromptIsRewritten(self):
        answer = self.rewrite(rewriter="short_test", temperature=0)
        self.assertEqual((answer["original_prompt"], answer["rewriter"], answer["backend"]),
                         ("A cat", "short_test", "local"))
        self.assertIsInstance(answer["rewritten_prompt"], str)
        self.assertIn("thinking_content", answer)
        self.assertGreater(answer["gen_time"], 0)
        again = self.rewrite(rewriter="short_test", temperature=0)
        self.assertEqual(again["rewritten_prompt"], answer["rewritten_prompt"])
        custom = self.rewrite(custom_system_prompt="  ", rewriter="nothing")  # the former counts
        self.assertEqual(custom["rewriter"], "nothing")
        self.assertIsNone(self.rewrite(custom_system_prompt="Be brief.", top_p=0.9, min_p=0.1, top_k=5)["rewriter"])

    def test_refusalsAreThoseOfThePredecessor(self):
        self.assertEqual(self.rewrite(404, rewriter="nothing"), {"detail": "Rewriter template not found: nothing"})
        self.assertEqual(self.rewrite(400, rewriter="plain_test"),
                         {"detail": "Template 'plain_test' is not a rewriter template"})
        self.rewrite(400)
        self.rewrite(400, rewriter="short_test", image="data:image/png;base64,AAAA")
        for field, value in (("temperature", 3), ("top_p", 2), ("max_tokens", 0), ("prompt", " "), ("prompt", ...),
                             ("top_k", -1), ("tempratur", 1)):
            detail = self.rewrite(422, rewriter="short_test", **{field: value})["detail"]
            self.assertEqual(detail[0]["loc"], ["body", field])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

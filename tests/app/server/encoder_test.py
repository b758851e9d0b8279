#!/usr/bin/env python3
"""/v1 of diptych-cli serve, seen from outside: hidden states, models, chat.

    encoder_test.py PROGRAM MODEL
"""
import concurrent.futures
import json
import pathlib
import sys
import unittest

from protocol_client import (SAFETENSORS, Server, events, flat, floats, from_base64, from_safetensors, wide_model)

PROGRAM, MODEL = sys.argv[1], sys.argv[2]
PROMPT = "<|im_start|>user\nA cat on a mat<|im_end|>\n<|im_start|>assistant\n"


class V1Test(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(PROGRAM, "--model-path", MODEL).wait_ready()
        cls.model = cls.server.get("/v1/models").json["data"][0]["id"]

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def encode(self, prompt=PROMPT, headers=None, status=200, **fields):
        body = {"input": prompt, "model": self.model, **fields}
        answer = self.server.post("/v1/hidden_states", {k: v for k, v in body.items() if v is not ...}, headers=headers)
        self.assertEqual(answer.status, status, answer.body[:300])
        return answer

    def detail(self, **fields):
        detail = self.encode(status=400, **fields).json["detail"]
        self.assertIsInstance(detail, str)
        return detail


class HiddenStatesTest(V1Test):
    def test_modelsAreListed(self):
        models = self.server.get("/v1/models").json
        self.assertEqual(models["object"], "list")
        entry, = models["data"]
        self.assertEqual((entry["object"], entry["owned_by"]), ("model", "user"))
        self.assertIn("hidden_states", entry["capabilities"])
        self.assertEqual((entry["layer_count"], entry["hidden_size"]), (4, 64))

    def test_numbersAndBase64AreTheSame(self):
        plain = self.encode().json
        self.assertEqual(set(plain), {"hidden_states", "shape", "model", "layer", "dtype"})
        self.assertEqual((plain["model"], plain["layer"]), (self.model, -2))
        rows = plain["hidden_states"]
        self.assertEqual([len(rows), len(rows[0])], plain["shape"])
        packed = self.encode(encoding_format="base64").json
        self.assertEqual(packed["encoding_format"], "base64")
        self.assertEqual(from_base64(packed), flat(rows))
        other = self.encode(encoding_format="anything").json
        self.assertEqual(other["hidden_states"], rows)
        self.assertIn(plain["dtype"], ("float32", "bfloat16"))

    def test_bytesComeAsTheyAre(self):
        wanted = from_base64(self.encode(encoding_format="base64").json)
        answer = self.encode(encoding_format="safetensors")
        self.assertEqual(answer.headers["content-type"], SAFETENSORS)
        facts, dtype, shape, raw = from_safetensors(answer.body)
        self.assertEqual((facts["model"], facts["layer"], dtype), (self.model, "-2", "F32"))
        self.assertEqual(raw, wanted)
        taken = self.encode(encoding_format="base64", headers={"Accept": SAFETENSORS + ", application/json;q=0.9"})
        self.assertEqual(from_safetensors(taken.body)[3], wanted)
        for field in ("payload_dtype", "dtype"):
            half = from_safetensors(self.encode(encoding_format="safetensors", **{field: "bfloat16"}).body)
            self.assertEqual((half[1], half[2], len(half[3])), ("BF16", shape, len(raw) // 2))
        wide = floats(b"".join(b"\0\0" + half[3][i:i + 2] for i in range(0, len(half[3]), 2)))
        for near, exact in zip(wide, floats(raw)):
            self.assertLessEqual(abs(near - exact), abs(exact) / 256)
        self.assertIn("payload_dtype", self.detail(encoding_format="safetensors", payload_dtype="int8"))

    def test_layersAreCountedAsBlocks(self):
        def states(layer, **more):
            answer = self.encode(layer=layer, encoding_format="base64", **more).json
            self.assertEqual(answer["layer"], layer)
            return from_base64(answer)

        for layer in range(-4, 4):  # four blocks
            block = layer % 4
            self.assertEqual(states(layer), states(block), layer)
            if block < 3:  # the output of block k is the state k + 1
                self.assertEqual(states(layer), states(block + 1, layer_numbering="huggingface"))
        self.assertNotEqual(states(-1), states(-1, layer_numbering="huggingface"))  # the final norm
        self.assertEqual(len(states(0, layer_numbering="huggingface")), len(states(-2)))
        for layer in (4, -5, 1000, -1000):
            self.assertIn(str(layer), self.detail(layer=layer))
        for layer in ("-2", 1.5, True, [1]):
            self.assertIn("layer", self.detail(layer=layer))

    def test_tokensBeyondMaxLengthAreCutOff(self):
        whole = self.encode(encoding_format="base64").json
        for length in (1, 3):
            cut = self.encode(encoding_format="base64", max_length=length).json
            self.assertEqual(cut["shape"], [length, whole["shape"][1]])
            for a, b in zip(floats(from_base64(cut)), floats(from_base64(whole))):
                self.assertAlmostEqual(a, b, delta=1e-4 * max(1.0, abs(b)))
        long = "cat " * 700
        self.assertEqual(self.encode(long, encoding_format="base64").json["shape"][0], 512)
        self.assertGreater(self.encode(long, encoding_format="base64", max_length=32768).json["shape"][0], 512)
        for length in (0, -1, 1.5, "5"):
            self.assertIn("max_length", self.detail(max_length=length))

    def test_theMaskIsAllOnes(self):
        answer = self.encode(return_attention_mask=True, encoding_format="base64").json
        self.assertEqual(answer["attention_mask"], [1] * answer["shape"][0])
        self.assertNotIn("attention_mask", self.encode(return_attention_mask=False).json)

    def test_badRequestsAreNamed(self):
        self.assertEqual(self.detail(model="Nobody"),
                         f"Model 'Nobody' not found or disabled. Available: ['{self.model}']")
        self.assertIn("not found", self.detail(model=self.model.upper() + "x"))
        self.assertIn("empty", self.detail(prompt=""))
        self.assertIn("input", self.detail(prompt=["a", "b"]))
        self.assertIn("input", self.detail(prompt=[]))
        self.assertIn("input", self.detail(prompt=7))
        self.assertIn("input", self.detail(prompt=...))
        self.assertIn("model", self.detail(model=...))
        self.assertIn("encoding_format", self.detail(encoding_format=5))
        self.assertEqual(self.encode([PROMPT], encoding_format="base64").json["shape"][1], 64)
        for body in ("", "{", "[]", "7", "nul", '{"input": "\xff"}'.encode("latin-1")):
            answer = self.server.post("/v1/hidden_states", body)
            self.assertEqual(answer.status, 422, body)
            self.assertEqual(answer.json["detail"][0]["loc"][0], "body")
        self.assertEqual(self.server.get("/v1/hidden_states").status, 405)
        self.assertEqual(self.server.get("/v1/nothing").json, {"detail": "Not Found"})

    def test_specialTokensAreTokens(self):
        short = self.encode("<|im_start|>", encoding_format="base64").json
        self.assertEqual(short["shape"][0], 1)

    def test_requestsThatWaitTogetherAreEncodedTogether(self):
        prompts = [f"picture number {i} " + "of a cat " * (i % 5) for i in range(12)]
        alone = [from_base64(self.encode(prompt, encoding_format="base64").json) for prompt in prompts]
        before = self.passes()
        job = self.server.post("/api/jobs", {"prompt": "a", "width": 128, "height": 128, "steps": 40}).json["id"]
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            together = list(pool.map(lambda p: from_base64(self.encode(p, encoding_format="base64").json), prompts))
        self.server.ask("DELETE", f"/api/jobs/{job}")
        passes = self.passes() - before
        self.assertLess(passes, len(prompts))
        for one, other in zip(alone, together):
            self.assertEqual(len(one), len(other))
            largest = max(map(abs, floats(one)))
            for a, b in zip(floats(one), floats(other)):
                self.assertAlmostEqual(a, b, delta=1e-5 * largest)

    def passes(self):
        for line in self.server.get("/metrics").body.decode().splitlines():
            if line.startswith("diptych_encoder_passes_total "):
                return int(line.split()[1])
        raise AssertionError("no such metric")

    def test_payloadsHaveTheirSizes(self):
        model = wide_model(pathlib.Path(MODEL), self.server.folder / "wide", 2560)
        server = Server(PROGRAM, "--model-path", str(model), "--roles", "encoder", "--model-id", "qwen3-4b")
        try:
            body = {"input": "cat " * 700, "model": "qwen3-4b", "encoding_format": "base64"}
            packed = server.post("/v1/hidden_states", body).json
            self.assertEqual(packed["shape"], [512, 2560])
            self.assertEqual(len(packed["hidden_states"]), 6_990_508)
            body["encoding_format"] = "safetensors"
            raw = from_safetensors(server.post("/v1/hidden_states", body).body)[3]
            self.assertEqual(len(raw), 5_242_880)
            self.assertEqual(raw, from_base64(packed))
            body["payload_dtype"] = "bfloat16"
            self.assertEqual(len(from_safetensors(server.post("/v1/hidden_states", body).body)[3]), 2_621_440)
            self.assertEqual(server.post("/api/generate", {"prompt": "a"}).status, 404)
            self.assertEqual(server.post("/v1/chat/completions", {}).status, 404)
        finally:
            server.close()


class ChatTest(V1Test):
    def chat(self, status=200, **fields):
        body = {"model": self.model, "messages": [{"role": "user", "content": "A cat"}], "max_tokens": 12, **fields}
        answer = self.server.post("/v1/chat/completions", body)
        self.assertEqual(answer.status, status, answer.body[:300])
        return answer

    def test_anAnswerHasItsMembers(self):
        answer = self.chat(temperature=0, enable_thinking=False).json
        self.assertTrue(answer["id"].startswith("chatcmpl-"))
        self.assertEqual((answer["object"], answer["model"]), ("chat.completion", self.model))
        self.assertIsInstance(answer["created"], int)
        choice, = answer["choices"]
        self.assertEqual(choice["message"]["role"], "assistant")
        self.assertIsInstance(choice["message"]["content"], str)
        self.assertIn(choice["finish_reason"], ("stop", "length"))
        usage = answer["usage"]
        self.assertEqual(usage["total_tokens"], usage["prompt_tokens"] + usage["completion_tokens"])
        self.assertLessEqual(usage["completion_tokens"], 12)

    def test_aStreamIsTheSameTextInPieces(self):
        for thinking in (False, True):
            fields = {"temperature": 0, "enable_thinking": thinking, "max_tokens": 24}
            whole = self.chat(**fields).json
            answer = self.chat(stream=True, stream_options={"include_usage": True}, **fields)
            self.assertTrue(answer.headers["content-type"].startswith("text/event-stream"))
            found = events(answer.body)
            self.assertEqual(found[-1], "[DONE]")
            chunks = [json.loads(event) for event in found[:-1]]
            text = {"content": "", "thinking": ""}
            for chunk in chunks:
                self.assertEqual(chunk["object"], "chat.completion.chunk")
                self.assertEqual(chunk["id"], chunks[0]["id"])
                for part in text:
                    text[part] += chunk["choices"][0]["delta"].get(part, "")
            message = whole["choices"][0]["message"]
            self.assertEqual(text["content"], message["content"])
            self.assertEqual(text["thinking"], message.get("thinking", ""))
            self.assertEqual(chunks[-1]["choices"][0]["finish_reason"], whole["choices"][0]["finish_reason"])
            self.assertEqual(chunks[-1]["usage"], whole["usage"])
            self.assertNotIn("usage", json.loads(events(self.chat(stream=True, **fields).body)[-2]))

    def test_aSeedWritesTheSameAgain(self):
        texts = [self.chat(temperature=1.5, seed=seed).json["choices"][0]["message"] for seed in (7, 7, 8)]
        self.assertEqual(texts[0], texts[1])
        self.assertNotEqual(texts[0], texts[2])

    def test_allRolesAndPartsAreTaken(self):
        messages = [{"role": role, "content": "a"} for role in ("system", "user", "assistant", "tool", "user")]
        self.chat(messages=messages, user="somebody", n=1)
        self.chat(messages=[{"role": "user", "content": [{"type": "text", "text": "A"}]}])

    def test_numbersOutOfRangeAreRefused(self):
        for field, values in {
                "temperature": (-0.1, 2.1, "hot"), "top_p": (-0.1, 1.1), "top_k": (-1, 1.5), "min_p": (-0.1, 1.1),
                "repetition_penalty": (0, 2.1), "presence_penalty": (-0.1, 2.1), "max_tokens": (0, -1),
                "seed": (-1,), "stream": ("yes",), "enable_thinking": (1,), "stream_options": (7,),
                "messages": ([], "a", [{"role": "nobody", "content": "a"}], [{"content": "a"}], [7],
                             [{"role": "user", "content": [{"type": "image_url"}]}])}.items():
            for value in values:
                detail = self.chat(status=400, **{field: value}).json["detail"]
                self.assertTrue(field.rstrip("s") in detail or "reads texts" in detail or "content" in detail, detail)
        self.assertIn("not found", self.chat(status=400, model="nobody").json["detail"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

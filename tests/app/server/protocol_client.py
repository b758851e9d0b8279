"""What the protocol tests share: a server as a child process, requests, and the forms in which hidden states travel.

Written from the description of the protocol alone, with the standard library alone.
"""
import base64
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import zlib

SAFETENSORS = "application/x-safetensors"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def json(self):
        assert self.headers["content-type"].startswith("application/json"), self.headers
        return json.loads(self.body)


class Server:
    """diptych-cli serve at a free port, with a folder of its own."""

    def __init__(self, program, *arguments, variables=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="diptych-server-"))
        self.log_path = self.folder / "log"
        environment = dict(os.environ, DIPTYCH_CONFIG="", HOME=str(self.folder), **(variables or {}))
        environment.pop("XDG_DATA_HOME", None)
        self.log_file = open(self.log_path, "wb")
        self.process = subprocess.Popen(
            [program, "serve", "--port", "0", "--history-dir", str(self.folder / "history"), *arguments],
            stdout=subprocess.PIPE, stderr=self.log_file, env=environment, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"http://[^ ]*:(\d+)", line)
        if not found:
            self.process.wait(10)
            raise AssertionError(f"no address in {line!r}: {self.log()}")
        self.port = int(found.group(1))

    def log(self):
        return self.log_path.read_text(errors="replace")

    def connect(self, timeout=60):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def ask(self, method, path, body=None, headers=None, timeout=60):
        connection = self.connect(timeout)
        try:
            if isinstance(body, (dict, list)):
                body = json.dumps(body)
            connection.request(method, path, body, {"Content-Type": "application/json", **(headers or {})})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body, **more):
        return self.ask("POST", path, body, **more)

    def wait_ready(self):
        for _ in range(600):
            if self.get("/health").json["encoder_loaded"]:
                return self
            time.sleep(0.05)
        raise AssertionError("the encoder was not loaded: " + self.log())

    def stop(self):
        """SIGTERM; returns the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(60)
        self.process.stdout.close()
        self.log_file.close()
        return status

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
        self.process.stdout.close()
        self.log_file.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def floats(raw):
    return struct.unpack(f"<{len(raw) // 4}f", raw)


def flat(rows):
    """Numbers in JSON are doubles; as float32 they are the bytes that base64 holds."""
    return struct.pack(f"<{sum(map(len, rows))}f", *[number for row in rows for number in row])


def from_base64(answer):
    return base64.b64decode(answer["hidden_states"], validate=True)


def from_safetensors(body):
    """(header's metadata, dtype, shape, bytes) of the one tensor."""
    length = struct.unpack("<Q", body[:8])[0]
    header = json.loads(body[8:8 + length])
    metadata = header.pop("__metadata__")
    assert list(header) == ["hidden_states"]
    tensor = header["hidden_states"]
    begin, end = tensor["data_offsets"]
    return metadata, tensor["dtype"], tensor["shape"], body[8 + length + begin:8 + length + end]


def events(body):
    """The data of each server-sent event, comments left out."""
    found = []
    for block in body.decode().replace("\r\n", "\n").split("\n\n"):
        data = [line[5:].strip() for line in block.split("\n") if line.startswith("data:")]
        if data:
            found.append("\n".join(data))
    return found


def png_size(data):
    assert data[:8] == b"\x89PNG\r\n\x1a\n", data[:16]
    return struct.unpack(">II", data[16:24])


def pixels(data):
    """What a PNG file shows, without what it tells about itself."""
    at, packed = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += length + 12
    return zlib.decompress(packed)


def wide_model(source, target, width):
    """A model whose text encoder has one layer and hidden states of this width, all else from `source`."""
    target.mkdir()
    for part in ("model_index.json", "scheduler", "transformer", "vae", "tokenizer"):
        (target / part).symlink_to(source / part)
    encoder = target / "text_encoder"
    encoder.mkdir()
    config = json.loads((source / "text_encoder/config.json").read_text())
    config.update(hidden_size=width, num_hidden_layers=2, intermediate_size=8, num_attention_heads=2,
                  num_key_value_heads=1, head_dim=8)
    (encoder / "config.json").write_text(json.dumps(config))
    shapes = {"model.embed_tokens.weight": [config["vocab_size"], width], "model.norm.weight": [width]}
    for i in range(2):
        layer = f"model.layers.{i}."
        shapes.update({
            layer + "input_layernorm.weight": [width], layer + "post_attention_layernorm.weight": [width],
            layer + "self_attn.q_proj.weight": [16, width], layer + "self_attn.k_proj.weight": [8, width],
            layer + "self_attn.v_proj.weight": [8, width], layer + "self_attn.o_proj.weight": [width, 16],
            layer + "self_attn.q_norm.weight": [8], layer + "self_attn.k_norm.weight": [8],
            layer + "mlp.gate_proj.weight": [8, width], layer + "mlp.up_proj.weight": [8, width],
            layer + "mlp.down_proj.weight": [width, 8]})
    header, blobs, offset = {}, [], 0
    pattern = struct.pack("<256f", *[((i * 37) % 101 - 50) / 500 for i in range(256)])
    for name, shape in shapes.items():
        count = shape[0] * (shape[1] if len(shape) > 1 else 1)
        blob = (pattern * (count // 256 + 1))[:count * 4]
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [offset, offset + len(blob)]}
        blobs.append(blob)
        offset += len(blob)
    text = json.dumps(header).encode()
    (encoder / "model.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))
    return target

#!/usr/bin/env python3
"""What splitting costs: layers of Qwen3-4B's width in one process and in several, prompts of 512 tokens and written tokens.

    throughput.py PROGRAM MODEL [LAYERS [THREADS]]

MODEL gives the tokenizer; the weights are made up (about 200 MB a layer, removed at the end). Every process gets THREADS
threads, so that with one request under way as many compute as in the single process. Not part of the test suite.
"""
import json
import os
import pathlib
import random
import shutil
import struct
import sys
import tempfile
import threading
import time

ARGUMENTS = sys.argv[1:]
sys.argv = sys.argv[:3]
import cluster_test  # noqa: E402  reads PROGRAM and MODEL from the arguments

LAYERS = int(ARGUMENTS[2]) if len(ARGUMENTS) > 2 else 4
THREADS = int(ARGUMENTS[3]) if len(ARGUMENTS) > 3 else (os.cpu_count() or 1)
WIDTH, INNER, HEADS, KEYS, HEAD, WORDS = 2560, 9728, 32, 8, 128, 2048


def shapes():
    yield "model.embed_tokens.weight", (WORDS, WIDTH)
    for layer in range(LAYERS):
        for name, shape in (("self_attn.q_proj", (HEADS * HEAD, WIDTH)), ("self_attn.k_proj", (KEYS * HEAD, WIDTH)),
                            ("self_attn.v_proj", (KEYS * HEAD, WIDTH)), ("self_attn.o_proj", (WIDTH, HEADS * HEAD)),
                            ("self_attn.q_norm", (HEAD,)), ("self_attn.k_norm", (HEAD,)),
                            ("mlp.gate_proj", (INNER, WIDTH)), ("mlp.up_proj", (INNER, WIDTH)),
                            ("mlp.down_proj", (WIDTH, INNER)), ("input_layernorm", (WIDTH,)),
                            ("post_attention_layernorm", (WIDTH,))):
            yield f"model.layers.{layer}.{name}.weight", shape
    yield "model.norm.weight", (WIDTH,)


def make_model(folder):
    """A checkpoint in bfloat16 whose numbers are small and repeat."""
    encoder = folder / "text_encoder"
    encoder.mkdir(parents=True)
    shutil.copytree(pathlib.Path(cluster_test.MODEL) / "tokenizer", folder / "tokenizer")
    config = json.loads((pathlib.Path(cluster_test.MODEL) / "text_encoder" / "config.json").read_text())
    config.update(hidden_size=WIDTH, intermediate_size=INNER, num_attention_heads=HEADS, num_key_value_heads=KEYS,
                  head_dim=HEAD, num_hidden_layers=LAYERS, vocab_size=WORDS, torch_dtype="bfloat16")
    (encoder / "config.json").write_text(json.dumps(config))
    header, offset = {}, 0
    for name, shape in shapes():
        size = 2
        for extent in shape:
            size *= extent
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
    source = random.Random(1)
    block = b"".join(struct.pack("<f", source.gauss(0, 0.02))[2:] for _ in range(1 << 18))
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(encoder / "model.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _ in range(offset // len(block)):
            file.write(block)
        file.write(block[:offset % len(block)])


def encode(server, count):
    """Seconds for `count` prompts of 512 tokens at the same time."""
    body = {"model": server.model(), "input": "a cat on a mat and " * 200, "max_length": 512, "layer": -1,
            "layer_numbering": "huggingface", "encoding_format": "base64"}
    threads = [threading.Thread(target=server.ask, args=("POST", "/v1/hidden_states", body, 600)) for _ in range(count)]
    begin = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - begin


def write(server):
    """Seconds for each of 32 written tokens."""
    body = {"model": server.model(), "messages": [{"role": "user", "content": "cat"}], "temperature": 0}
    times = []
    for tokens in (1, 33):
        begin = time.monotonic()
        server.ask("POST", "/v1/chat/completions", {**body, "max_tokens": tokens}, 600)
        times.append(time.monotonic() - begin)
    return (times[1] - times[0]) / 32


def measure(name, server, whole):
    encode(server, 1)  # the first touch of the weights
    numbers = {"one prompt": min(encode(server, 1) for _ in range(3)), "four prompts": encode(server, 4),
               "written token": write(server)}
    print(name + ": " + ", ".join(f"{key} {value:.3f} s" + (f" (x {value / whole[key]:.2f})" if whole else "")
                                  for key, value in numbers.items()), flush=True)
    return numbers


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="diptych-throughput-"))
    try:
        make_model(folder / "model")
        cluster_test.MODEL = str(folder / "model")
        single = cluster_test.Process(folder, "single", "serve", "--port", "0", "--model-path", cluster_test.MODEL,
                                      "--roles", "encoder,chat", "--threads", str(THREADS))
        whole = measure("one process", cluster_test.Http(single.address()), None)
        single.kill()
        for ranks in (2, 3):
            cluster = cluster_test.Cluster(ranks, rank_lines=[f"threads = {THREADS}"] * ranks).wait_ready()
            measure(f"{ranks} ranks", cluster, whole)
            cluster.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""A server for /v1/hidden_states that behaves, or misbehaves, as the first part of the path says.

    stub_server.py [--certificates FOLDER] [--golden FILE.safetensors ...] [--key KEY]

Prints one line of JSON with its ports ("http", "tls_good", "tls_wrong_name", "tls_expired", "tls_untrusted",
"full", "closed") and serves until its standard input ends. The address http://127.0.0.1:PORT/nan misbehaves as the
function "nan" below does; /good answers with numbers of its own; /golden with those of the files whose header has
the request's prompt, and /golden-old likewise as a server that knows base64 and numbers only. GET /stats tells what
happened so far. Written from the protocol's description alone, with the standard library alone.
"""
import argparse
import base64
import gzip
import json
import math
import pathlib
import socket
import ssl
import struct
import sys
import threading
import time

MODEL = "stub-encoder"
WIDTH = 8
TOKENS = 3
stats = {"connections": 0, "requests": 0, "keys": [], "bodies": []}
stats_lock = threading.Lock()
arguments = None
closed_port = 0


class Request:
    def __init__(self, method, path, headers, body):
        self.method, self.headers, self.body = method, headers, body
        self.behaviour, _, self.endpoint = path.lstrip("/").partition("/")
        self.json = json.loads(body) if body else {}


def read_request(connection):
    """The next request of a kept connection, or None when it ends."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return None
        data += piece
        if data.startswith(b"\x16\x03"):  # TLS: what servers without it commonly say
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            return None
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    method, path, _ = lines[0].split(" ")
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    length = int(headers.get("content-length", "0"))
    while len(body) < length:
        piece = connection.recv(65536)
        if not piece:
            return None
        body += piece
    return Request(method, path, headers, body)


def answer(body, status=200, content_type="application/json", headers=(), length=None):
    if isinstance(body, (dict, list)):
        body = json.dumps(body)
    if isinstance(body, str):
        body = body.encode()
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body) if length is None else length}"]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    lines.extend(headers)
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


# ---- good answers -------------------------------------------------------------------------------


def values(count):
    return [0.25 * i - 1.0 for i in range(count)]


def states(request, shape=None, raw=None, **changes):
    """The predecessor's answer in base64, with whatever a misbehaviour changes."""
    shape = shape or [TOKENS, WIDTH]
    if raw is None:
        raw = struct.pack(f"<{TOKENS * WIDTH}f", *values(TOKENS * WIDTH))
    result = {
        "hidden_states": base64.b64encode(raw).decode(),
        "shape": shape,
        "model": request.json.get("model"),
        "layer": request.json.get("layer"),
        "dtype": "mlx.core.bfloat16",
        "encoding_format": "base64",
    }
    result.update(changes)
    return {key: value for key, value in result.items() if value is not ...}


def rows(shape, raw):
    numbers = struct.unpack(f"<{shape[0] * shape[1]}f", raw)
    return [list(numbers[i * shape[1]:(i + 1) * shape[1]]) for i in range(shape[0])]


def safetensors(request, shape, raw, dtype="F32", **metadata):
    facts = {"model": request.json["model"], "layer": str(request.json["layer"]), "dtype": "bfloat16"}
    if "layer_numbering" in request.json:
        facts["layer_numbering"] = request.json["layer_numbering"]
    facts.update(metadata)
    header = json.dumps({"__metadata__": facts, "hidden_states": {
        "dtype": dtype, "shape": shape, "data_offsets": [0, len(raw)]}}).encode()
    return struct.pack("<Q", len(header)) + header + raw


def encode(request, shape, raw, modern):
    """What a server that behaves answers: in the format that is asked for."""
    body = request.json
    assert request.method == "POST" and request.endpoint == "v1/hidden_states"
    assert request.headers["content-type"] == "application/json"
    assert isinstance(body["input"], str) and isinstance(body["model"], str)
    assert type(body["layer"]) is int and type(body["max_length"]) is int
    accepts = "application/x-safetensors" in request.headers.get("accept", "")
    wanted = body.get("encoding_format", "float")
    if modern and (wanted == "safetensors" or (wanted == "base64" and accepts)):
        if body.get("payload_dtype") == "bfloat16":
            raw = b"".join(raw[i + 2:i + 4] for i in range(0, len(raw), 4))
            return answer(safetensors(request, shape, raw, "BF16"), content_type="application/x-safetensors")
        return answer(safetensors(request, shape, raw), content_type="application/x-safetensors")
    if wanted == "base64":
        return answer(states(request, shape, raw))
    return answer(states(request, shape, hidden_states=rows(shape, raw), encoding_format=...))


def model_list(request):
    models = [{"id": MODEL, "object": "model", "owned_by": "user", "capabilities": ["chat", "hidden_states"]}]
    if request.behaviour == "two-models":
        models.append({"id": "another", "object": "model", "owned_by": "user"})
    return answer({"object": "list", "data": models})


def good(request):
    return encode(request, [TOKENS, WIDTH], struct.pack(f"<{TOKENS * WIDTH}f", *values(TOKENS * WIDTH)), True)


def read_golden(path):
    data = pathlib.Path(path).read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    tensor = header["embeddings"]
    assert tensor["dtype"] == "F32"
    begin, end = tensor["data_offsets"]
    return header["__metadata__"], tensor["shape"], data[8 + length + begin:8 + length + end]


def golden(request, modern=True):
    for path in arguments.golden:
        facts, shape, raw = read_golden(path)
        if facts["formatted_prompt"] == request.json["input"]:
            rows_left = min(shape[0], request.json["max_length"])
            return encode(request, [rows_left, shape[1]], raw[:rows_left * shape[1] * 4], modern)
    return answer({"detail": "not a prompt of the golden files"}, 400)


# ---- misbehaviour: each function's name is a path; one that answers None has used the connection up --------


def of_status(status, body=None, headers=()):
    return lambda request: answer(body if body is not None else {"detail": "because"}, status, headers=headers)


def changed(**changes):
    return lambda request: answer(states(request, **changes))


def raw_bytes(connection, data):
    connection.sendall(data)


def drip(pieces, pause):
    def behave(request, connection):
        for piece in pieces(request):
            connection.sendall(piece)
            time.sleep(pause)
    return behave


def slow_drip(request):
    data = answer(states(request))
    end = data.index(b"\r\n\r\n") + 4
    yield data[:end]
    for i in range(end, len(data)):
        yield data[i:i + 1]


def silent_middle(request, connection):
    connection.sendall(answer(states(request))[:-40])
    time.sleep(30)


def truncated(request, connection):
    connection.sendall(answer(states(request))[:-40])


def truncated_chunks(request, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    connection.sendall(b"20\r\n" + b" " * 32 + b"\r\n40\r\n" + b" " * 10)


def silent(request, connection):
    time.sleep(30)


def ssh_open(request, connection):
    connection.sendall(RAW["ssh"])
    time.sleep(30)


def reset(request, connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def half_closed(request, connection):
    connection.shutdown(socket.SHUT_WR)
    connection.recv(1)


def endless_body(request, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")


def endless_headers(request, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for i in range(100000):
        connection.sendall(f"X-Header-{i}: {'x' * 50}\r\n".encode())
        time.sleep(0.001)


def redirect(target, status=307):
    return lambda request: answer("", status, headers=[f"Location: {target}"] if target else [])


def truncate_tokens(request):
    raw = struct.pack(f"<{WIDTH}f", *values(WIDTH))
    return answer(states(request, [1, WIDTH], raw))


def with_number(number):
    numbers = values(TOKENS * WIDTH)
    numbers[5] = number
    return numbers


def python_nan(request):
    raw = struct.pack(f"<{TOKENS * WIDTH}f", *with_number(math.nan))
    return answer(states(request, hidden_states=rows([TOKENS, WIDTH], raw), encoding_format=...))


def base64_of(number):
    return lambda request: answer(states(request, raw=struct.pack(f"<{TOKENS * WIDTH}f", *with_number(number))))


def no_numbers(request):
    return answer(states(request, hidden_states=[["one"] * WIDTH] * TOKENS, encoding_format=...))


def ragged_rows(request):
    numbers = values(TOKENS * WIDTH)
    return answer(states(request, hidden_states=[numbers[:WIDTH - 1], numbers[WIDTH - 1:2 * WIDTH], numbers[2 * WIDTH:]],
                         encoding_format=...))


def as_safetensors(shape=(TOKENS, WIDTH), dtype="F32", count=TOKENS * WIDTH * 4, cut=0, **metadata):
    def behave(request):
        body = safetensors(request, list(shape), b"\0" * count, dtype, **metadata)
        return answer(body[:len(body) - cut], content_type="application/x-safetensors")
    return behave


def busy_first(request):
    with stats_lock:
        first = stats["requests"] % 2 == 1
    if first:
        return answer({"error": {"message": "busy", "code": "model_overloaded"}}, 503, headers=["Retry-After: 0"])
    return good(request)


def refuses_formats(request):
    if request.json["encoding_format"] not in ("base64", "float"):
        return answer({"detail": "encoding_format must be float or base64"}, 400)
    return encode(request, [TOKENS, WIDTH], struct.pack(f"<{TOKENS * WIDTH}f", *values(TOKENS * WIDTH)), False)


# ---- chat: answers to v1/chat/completions -----------------------------------------------------------------


def chat_text(request):
    """What the stub writes: the instruction and the prompt, so that a test sees what came through."""
    messages = {message["role"]: message["content"] for message in request.json["messages"]}
    return f"{messages.get('system', '-')} {messages['user']}, seed {request.json['seed']}"


def sse(deltas):
    events = [{"choices": [{"index": 0, "delta": delta}]} for delta in deltas]
    events.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    events.append({"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": len(deltas)}})
    lines = [f"data: {json.dumps(event)}\n\n" for event in events]
    return ": keepalive\n\n" + "".join(lines) + "data: [DONE]\n\n"


def chat_answer(request):
    """Streamed with inline tags, cut in the middle of one."""
    assert request.endpoint == "v1/chat/completions" and request.json["stream"] is True
    return answer(sse([{"content": piece} for piece in ("<thi", "nk>Hm.</th", "ink>\n\n", chat_text(request))]),
                  content_type="text/event-stream")


def chat_reasoning(request):
    return answer(sse([{"reasoning_content": "Hm."}, {"content": chat_text(request)}]), content_type="text/event-stream")


def chat_plain(request):
    """A server that does not stream."""
    message = {"role": "assistant", "content": chat_text(request), "thinking": "Hm."}
    return answer({"choices": [{"message": message, "finish_reason": "stop"}]})


def chat_strict(request):
    """As OpenAI's own: refuses what it does not know."""
    for key in ("top_k", "min_p", "repetition_penalty", "enable_thinking", "chat_template_kwargs"):
        if key in request.json:
            return answer({"error": {"message": f"Unrecognized request argument supplied: {key}"}}, 400)
    return chat_answer(request)


def chat_slow(request, connection):
    """A piece now and then, for a long time."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
    piece = b'data: {"choices":[{"index":0,"delta":{"content":"word "}}]}\n\n'
    for _ in range(600):
        connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        time.sleep(0.05)


def wants_key(request):
    if request.headers.get("authorization") != "Bearer " + arguments.key:
        return answer({"detail": "wrong key " + request.headers.get("authorization", "")}, 401)
    return good(request)


BUSY = {"error": {"message": "The model is busy", "type": "server_error", "code": "model_overloaded"}}
HTML = "<html><body>Please log in</body></html>"
RAW = {  # in place of an answer
    "ssh": b"SSH-2.0-OpenSSH_9.2p1\r\n",
    "garbage": bytes(range(128, 256)) * 8 + b"\r\n\r\n",
    "status-line-cut": b"HTTP/1.1 20",
}
WHOLE = {  # an answer that HTTP has nothing against
    "good": good,
    "golden": golden,
    "golden-old": lambda request: golden(request, False),
    "busy-first": busy_first,
    "refuses-formats": refuses_formats,
    "two-models": good,
    "wants-key": wants_key,
    "chat": chat_answer,
    "chat-reasoning": chat_reasoning,
    "chat-plain": chat_plain,
    "chat-strict": chat_strict,
    "status-400": of_status(400),
    "status-401": of_status(401),
    "status-403": of_status(403),
    "status-404": of_status(404),
    "status-413": of_status(413),
    "status-422": of_status(422, {"detail": [{"loc": ["body", "input"], "msg": "field required"}]}),
    "status-429": of_status(429, headers=["Retry-After: 7"]),
    "status-500": of_status(500),
    "status-502": of_status(502, HTML),
    "status-503": of_status(503, BUSY),
    "status-503-hour": of_status(503, BUSY, ["Retry-After: 3600"]),
    "status-503-date": of_status(503, BUSY, ["Retry-After: Fri, 31 Dec 1999 23:59:59 GMT"]),
    "status-299": of_status(299, HTML),
    "status-600": of_status(600),
    "status-204": lambda request: b"HTTP/1.1 204 No Content\r\n\r\n",
    "web-page": lambda request: answer(HTML, content_type="text/html; charset=utf-8"),
    "gzip": lambda request: answer(gzip.compress(json.dumps(states(request)).encode()), headers=["Content-Encoding: gzip"]),
    "half-json": lambda request: answer(json.dumps(states(request))[:-30]),
    "json-list": lambda request: answer([states(request)]),
    "deep-json": lambda request: answer("[" * 200000),
    "empty": lambda request: answer(""),
    "not-utf8": lambda request: answer(b'{"model": "\xff\xfe"}'),
    "no-shape": changed(shape=...),
    "shape-of-text": changed(shape="3x8"),
    "shape-of-halves": changed(shape=[1.5, 16]),
    "no-hidden-states": changed(hidden_states=...),
    "null-hidden-states": changed(hidden_states=None),
    "no-model": changed(model=...),
    "no-layer": changed(layer=...),
    "zero-tokens": changed(shape=[0, WIDTH]),
    "negative-shape": changed(shape=[-TOKENS, -WIDTH]),
    "flat-shape": changed(shape=[TOKENS * WIDTH]),
    "vast-shape": changed(shape=[1 << 40, 1 << 40]),
    "too-few-bytes": changed(raw=b"\0" * 8),
    "too-many-bytes": changed(raw=b"\0" * 4 * (TOKENS * WIDTH + 1)),
    "odd-bytes": changed(raw=b"\0" * (TOKENS * WIDTH * 4 - 1)),
    "bad-base64": changed(hidden_states="!" * 128),
    "cut-base64": changed(hidden_states="AAAAA"),
    "nan": base64_of(math.nan),
    "infinity": base64_of(math.inf),
    "python-nan": python_nan,
    "no-numbers": no_numbers,
    "ragged-rows": ragged_rows,
    "other-width": changed(shape=[TOKENS, 4], raw=b"\0" * TOKENS * 16),
    "other-model": changed(model="gpt-2"),
    "other-layer": changed(layer=-7),
    "other-type": changed(dtype="int64"),
    "other-format": changed(encoding_format="hex"),
    "truncated-prompt": truncate_tokens,
    "redirect-elsewhere": redirect("http://evil.example/v1/hidden_states"),
    "redirect-nowhere": redirect(None),
    "redirect-loop": redirect("/redirect-loop/v1/hidden_states"),
    "redirect-here": redirect("/good/v1/hidden_states"),
    "safetensors-cut": as_safetensors(cut=8),
    "safetensors-i32": as_safetensors(dtype="I32"),
    "safetensors-other-layer": as_safetensors(layer="5"),
    "safetensors-flat": as_safetensors(shape=(TOKENS * WIDTH,)),
    "safetensors-web-page": lambda request: answer(HTML, content_type="application/octet-stream"),
    "huge": lambda request: answer(b"", length=1 << 40),
}
RUDE = {  # a misuse of the connection, which is closed afterwards
    "chat-slow": chat_slow,
    "truncated": truncated,
    "truncated-chunks": truncated_chunks,
    "closes": lambda request, connection: None,
    "reset": reset,
    "half-closed": half_closed,
    "silent": silent,
    "ssh-open": ssh_open,
    "silent-middle": silent_middle,
    "slow-drip": drip(slow_drip, 0.05),
    "endless-body": endless_body,
    "endless-headers": endless_headers,
}


def respond(request, connection):
    """Whether the connection stays open."""
    with stats_lock:
        stats["requests"] += 1
        stats["keys"].append(request.headers.get("authorization"))
        stats["bodies"].append(request.json)
    if request.behaviour == "stats":
        with stats_lock:
            connection.sendall(answer(stats))
        return True
    if request.endpoint == "v1/models" and request.behaviour in ("good", "golden", "golden-old", "two-models", "chat"):
        connection.sendall(model_list(request))
        return True
    if request.behaviour in RAW:
        raw_bytes(connection, RAW[request.behaviour])
        return False
    if request.behaviour in RUDE:
        RUDE[request.behaviour](request, connection)
        return False
    behave = WHOLE.get(request.behaviour)
    try:
        connection.sendall(behave(request) if behave else answer({"detail": "no such behaviour"}, 404))
    except AssertionError as error:
        connection.sendall(answer({"detail": f"the request is wrong: {error}"}, 400))
    return request.behaviour != "huge"


def serve_connection(connection):
    with connection:
        try:
            while request := read_request(connection):
                if not respond(request, connection):
                    return
        except (OSError, ValueError):
            pass


def listen(context=None):
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)

    def accept():
        while True:
            connection, _ = listener.accept()
            with stats_lock:
                stats["connections"] += 1
            threading.Thread(target=handle, args=(connection,), daemon=True).start()

    def handle(connection):
        if context:
            try:
                connection = context.wrap_socket(connection, server_side=True)
            except (OSError, ssl.SSLError):
                return
        serve_connection(connection)

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def tls_context(folder, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    return context


def full_port(kept):
    """A port whose queue of connections is full, so that further ones get no answer."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    kept.append(listener)
    for _ in range(4):
        waiting = socket.socket()
        waiting.setblocking(False)
        waiting.connect_ex(listener.getsockname())
        kept.append(waiting)
    return listener.getsockname()[1]


def main():
    global arguments
    parser = argparse.ArgumentParser()
    parser.add_argument("--certificates", type=pathlib.Path)
    parser.add_argument("--golden", nargs="*", default=[])
    parser.add_argument("--key", default="")
    arguments = parser.parse_args()
    kept = []
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = unused.getsockname()[1]
    ports = {"http": listen(), "full": full_port(kept), "closed": closed}
    if arguments.certificates:
        for name in ("good", "wrong_name", "expired", "untrusted"):
            ports[f"tls_{name}"] = listen(tls_context(arguments.certificates, name))
    print(json.dumps(ports), flush=True)
    sys.stdin.read()


main()

#!/usr/bin/python3
"""Makes the golden files of this folder with numpy (Debian: python3-numpy), independently of the engine.

formats.safetensors      per format NAME: NAME.bytes (random codes, finite scales) and NAME.values (float32)
tiny_zimage_mixed.gguf   the tiny transformer in ComfyUI names; every tensor in one of the formats
mixed_hashes.json        FNV-1a (64 bits) of the float32 bytes of every tensor of that file, by diffusers name
fp8_hashes.json          the same for ../tiny-zimage-variants/comfyui/tiny_zimage_fp8_scaled.safetensors

Run it in this folder; it takes a minute. The result is the same every time.
"""
import json
import struct
import numpy as np

F32 = np.float32
IQ4 = np.array([-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113], F32)
VARIANTS = "../tiny-zimage-variants/comfyui/"


def fields(raw, size, *layout):
    """Splits blocks of `size` bytes into arrays: (offset, dtype, count) each."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, size)
    return [np.ascontiguousarray(blocks[:, o:o + np.dtype(t).itemsize * n]).view(t) for o, t, n in layout]


def bits(values, width, planes):
    """[n, k] bytes → [n, planes, k]: plane p holds bits p·width … of every byte."""
    shifts = (np.arange(planes, dtype=np.uint8) * width).reshape(1, -1, 1)
    return (values[:, None, :] >> shifts) & ((1 << width) - 1)


def q4_0(raw):
    d, qs = fields(raw, 18, (0, "<f2", 1), (2, "u1", 16))
    return (bits(qs, 4, 2).reshape(-1, 32).astype(F32) - 8) * d.astype(F32)


def q4_1(raw):
    d, m, qs = fields(raw, 20, (0, "<f2", 1), (2, "<f2", 1), (4, "u1", 16))
    return bits(qs, 4, 2).reshape(-1, 32).astype(F32) * d.astype(F32) + m.astype(F32)


def fifth(qh):
    return np.unpackbits(qh, axis=1, bitorder="little").astype(F32) * 16


def q5_0(raw):
    d, qh, qs = fields(raw, 22, (0, "<f2", 1), (2, "u1", 4), (6, "u1", 16))
    return (bits(qs, 4, 2).reshape(-1, 32) + fifth(qh) - 16).astype(F32) * d.astype(F32)


def q5_1(raw):
    d, m, qh, qs = fields(raw, 24, (0, "<f2", 1), (2, "<f2", 1), (4, "u1", 4), (8, "u1", 16))
    return (bits(qs, 4, 2).reshape(-1, 32) + fifth(qh)).astype(F32) * d.astype(F32) + m.astype(F32)


def q8_0(raw):
    d, qs = fields(raw, 34, (0, "<f2", 1), (2, "i1", 32))
    return qs.astype(F32) * d.astype(F32)


def q2_k(raw):
    sc, qs, d, m = fields(raw, 84, (0, "u1", 16), (16, "u1", 64), (80, "<f2", 1), (82, "<f2", 1))
    scale = d.astype(F32) * (sc & 15).astype(F32)
    minimum = m.astype(F32) * (sc >> 4).astype(F32)
    q = np.concatenate([bits(qs[:, :32], 2, 4), bits(qs[:, 32:], 2, 4)], 1).reshape(-1, 16, 16).astype(F32)
    return (scale[:, :, None] * q - minimum[:, :, None]).reshape(-1, 256)


def q3_k(raw):
    hm, qs, sc, d = fields(raw, 110, (0, "u1", 32), (32, "u1", 64), (96, "u1", 12), (108, "<f2", 1))
    low = np.concatenate([sc[:, :8] & 15, sc[:, :8] >> 4], 1)
    high = bits(sc[:, 8:], 2, 4).reshape(-1, 16)
    scale = d.astype(F32) * ((low | (high << 4)).astype(F32) - 32)
    q = np.concatenate([bits(qs[:, :32], 2, 4), bits(qs[:, 32:], 2, 4)], 1).astype(F32)
    q = (q - 4 * (1 - bits(hm, 1, 8).astype(F32))).reshape(-1, 16, 16)
    return (scale[:, :, None] * q).reshape(-1, 256)


def six_bits(sc, d, m):
    a, b, c = sc[:, 0:4], sc[:, 4:8], sc[:, 8:12]
    scale = np.concatenate([a & 63, (c & 15) | ((a >> 6) << 4)], 1)
    minimum = np.concatenate([b & 63, (c >> 4) | ((b >> 6) << 4)], 1)
    return (d.astype(F32) * scale.astype(F32))[:, :, None], (m.astype(F32) * minimum.astype(F32))[:, :, None]


def nibble_rows(qs):
    return bits(qs.reshape(-1, 32), 4, 2).reshape(qs.shape[0], 8, 32)


def q4_k(raw):
    d, m, sc, qs = fields(raw, 144, (0, "<f2", 1), (2, "<f2", 1), (4, "u1", 12), (16, "u1", 128))
    scale, minimum = six_bits(sc, d, m)
    return (scale * nibble_rows(qs).astype(F32) - minimum).reshape(-1, 256)


def q5_k(raw):
    d, m, sc, qh, qs = fields(raw, 176, (0, "<f2", 1), (2, "<f2", 1), (4, "u1", 12), (16, "u1", 32), (48, "u1", 128))
    scale, minimum = six_bits(sc, d, m)
    q = nibble_rows(qs) + 16 * bits(qh, 1, 8)
    return (scale * q.astype(F32) - minimum).reshape(-1, 256)


def q6_k(raw):
    ql, qh, sc, d = fields(raw, 210, (0, "u1", 128), (128, "u1", 64), (192, "i1", 16), (208, "<f2", 1))
    low = bits(ql.reshape(-1, 64), 4, 2).reshape(-1, 256)
    high = bits(qh.reshape(-1, 32), 2, 4).reshape(-1, 256)
    q = (low | (high << 4)).astype(F32) - 32
    scale = d.astype(F32) * sc.astype(F32)
    return (scale[:, :, None] * q.reshape(-1, 16, 16)).reshape(-1, 256)


def iq4_nl(raw):
    d, qs = fields(raw, 18, (0, "<f2", 1), (2, "u1", 16))
    return d.astype(F32) * IQ4[bits(qs, 4, 2).reshape(-1, 32)]


def iq4_xs(raw):
    d, sh, sl, qs = fields(raw, 136, (0, "<f2", 1), (2, "<u2", 1), (4, "u1", 4), (8, "u1", 128))
    low = np.stack([sl & 15, sl >> 4], 2).reshape(-1, 8).astype(np.int32)
    high = (sh.astype(np.int32) >> (2 * np.arange(8))) & 3
    scale = d.astype(F32) * ((low | (high << 4)) - 32).astype(F32)
    q = IQ4[bits(qs.reshape(-1, 16), 4, 2).reshape(-1, 8, 32)]
    return (scale[:, :, None] * q).reshape(-1, 256)


def f16(raw):
    return np.frombuffer(raw, "<f2").astype(F32)


def bf16(raw):
    return (np.frombuffer(raw, "<u2").astype(np.uint32) << 16).view(F32)


def f32(raw):
    return np.frombuffer(raw, "<f4")


def fp8(raw, exponent_bits, mantissa_bits, bias, has_infinity):
    def value(code):
        sign = -1.0 if code & 128 else 1.0
        e = (code & 127) >> mantissa_bits
        m = code & ((1 << mantissa_bits) - 1)
        if has_infinity and e == (1 << exponent_bits) - 1:
            return sign * np.inf if m == 0 else np.nan
        if not has_infinity and (code & 127) == 127:
            return np.nan
        if e == 0:
            return sign * m * 2.0 ** (1 - bias - mantissa_bits)
        return sign * (1 + m / (1 << mantissa_bits)) * 2.0 ** (e - bias)
    return np.array([value(code) for code in range(256)], F32)[np.frombuffer(raw, np.uint8)]


def e4m3(raw):
    return fp8(raw, 4, 3, 7, False)


def e5m2(raw):
    return fp8(raw, 5, 2, 15, True)


# name: ggml's number, elements and bytes of a block, offsets of float16 fields, decoder
FORMATS = {
    "F32": (0, 1, 4, [], f32), "F16": (1, 1, 2, [], f16), "BF16": (30, 1, 2, [], bf16),
    "Q4_0": (2, 32, 18, [0], q4_0), "Q4_1": (3, 32, 20, [0, 2], q4_1), "Q5_0": (6, 32, 22, [0], q5_0),
    "Q5_1": (7, 32, 24, [0, 2], q5_1), "Q8_0": (8, 32, 34, [0], q8_0), "Q2_K": (10, 256, 84, [80, 82], q2_k),
    "Q3_K": (11, 256, 110, [108], q3_k), "Q4_K": (12, 256, 144, [0, 2], q4_k), "Q5_K": (13, 256, 176, [0, 2], q5_k),
    "Q6_K": (14, 256, 210, [208], q6_k), "IQ4_NL": (20, 32, 18, [0], iq4_nl), "IQ4_XS": (23, 256, 136, [0], iq4_xs),
}


def random_blocks(random, name, count):
    _, _, size, halves, _ = FORMATS[name]
    raw = random.integers(0, 256, (count, size), dtype=np.uint8)
    for offset in halves:
        raw[:, offset:offset + 2] = (random.standard_normal((count, 1)) * 0.01).astype("<f2").view(np.uint8)
    return raw.tobytes()


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, (dtype, shape, raw) in sorted(tensors.items(), key=lambda t: (t[1][0] != "F32", t[0])):
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + data)


def read_safetensors(path):
    raw = open(path, "rb").read()
    length = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:8 + length])
    header.pop("__metadata__", None)
    data = raw[8 + length:]
    return {n: (t["dtype"], t["shape"], data[t["data_offsets"][0]:t["data_offsets"][1]]) for n, t in header.items()}


def fnv(raw):
    value = 0xCBF29CE484222325
    for byte in raw:
        value = ((value ^ byte) * 0x100000001B3) & (2 ** 64 - 1)
    return f"{value:016x}"


def diffusers_tensors(tensors):
    """ComfyUI names → diffusers names, values float32 [rows, …]."""
    result = {}
    for name, values in tensors.items():
        name = name.replace("attention.out.", "attention.to_out.0.")
        name = name.replace("attention.q_norm.", "attention.norm_q.").replace("attention.k_norm.", "attention.norm_k.")
        if name.startswith("x_embedder."):
            name = "all_x_embedder.2-1." + name[len("x_embedder."):]
        if name.startswith("final_layer."):
            name = "all_final_layer.2-1." + name[len("final_layer."):]
        if "attention.qkv." in name:
            for part, rows in zip("qkv", np.split(values, 3)):
                result[name.replace("attention.qkv.", f"attention.to_{part}.")] = rows
        else:
            result[name] = values
    return result


def write_hashes(path, tensors):
    hashes = {name: fnv(np.ascontiguousarray(v, F32).tobytes()) for name, v in diffusers_tensors(tensors).items()}
    json.dump(hashes, open(path, "w"), indent=0, sort_keys=True)


def text(value):
    return struct.pack("<Q", len(value)) + value.encode()


def write_gguf(path, tensors):
    table, data = b"", b""
    for name, (kind, shape, raw) in tensors.items():
        data += b"\0" * (-len(data) % 32)
        table += text(name) + struct.pack("<I", len(shape)) + struct.pack(f"<{len(shape)}Q", *reversed(shape))
        table += struct.pack("<IQ", FORMATS[kind][0], len(data))
        data += raw
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), 1)
    head += text("general.architecture") + struct.pack("<I", 8) + text("lumina2")
    head += table
    open(path, "wb").write(head + b"\0" * (-len(head) % 32) + data)


def q8_0_from(values):
    rows = values.reshape(-1, 32)
    d = (np.abs(rows).max(1, keepdims=True) / 127).astype("<f2")
    q = np.rint(rows / np.where(d == 0, 1, d).astype(F32)).clip(-127, 127).astype(np.int8)
    return np.concatenate([d.view(np.uint8), q.view(np.uint8)], 1).tobytes()


def make_formats(random):
    tensors = {}
    for name, (_, elements, _, halves, decode) in FORMATS.items():
        if not halves:
            continue
        raw = random_blocks(random, name, 1024 // elements)
        tensors[name + ".bytes"] = ("U8", [len(raw)], raw)
        tensors[name + ".values"] = ("F32", [1024], decode(raw).astype(F32).tobytes())
    for name, decode in (("F8_E4M3", e4m3), ("F8_E5M2", e5m2)):
        raw = bytes(range(256))
        tensors[name + ".bytes"] = ("U8", [256], raw)
        tensors[name + ".values"] = ("F32", [256], decode(raw).tobytes())
    codes = np.arange(0, 65536, 7, dtype="<u2")
    tensors["F16.bytes"] = ("U8", [codes.nbytes], codes.tobytes())
    tensors["F16.values"] = ("F32", [codes.size], f16(codes.tobytes()).tobytes())
    write_safetensors("formats.safetensors", tensors)


def make_gguf(random):
    small = ["Q4_0", "Q5_0", "Q8_0", "Q4_1", "Q5_1", "IQ4_NL"]
    large = ["Q6_K", "Q4_K", "Q5_K", "Q3_K", "Q2_K", "IQ4_XS"]
    stored, values, turn = {}, {}, 0
    for name, (dtype, shape, raw) in sorted(read_safetensors(VARIANTS + "tiny_zimage_bf16.safetensors").items()):
        assert dtype == "BF16"
        plain = bf16(raw).reshape(shape)
        if len(shape) < 2 or name.endswith("pad_token"):
            kind = "BF16" if name.endswith("pad_token") else "F32"
            blocks = raw if kind == "BF16" else plain.astype("<f4").tobytes()
        elif shape[-1] % 256 == 0:
            kind = large[turn % len(large)]
            blocks = random_blocks(random, kind, plain.size // 256)
            turn += 1
        elif shape[-1] % 32 == 0:
            kind = small[turn % len(small)]
            blocks = q8_0_from(plain) if kind == "Q8_0" else random_blocks(random, kind, plain.size // 32)
            turn += 1
        else:
            kind, blocks = "F16", plain.astype("<f2").tobytes()
        stored[name] = (kind, shape, blocks)
        values[name] = FORMATS[kind][4](blocks).astype(F32).reshape(shape)
    write_gguf("tiny_zimage_mixed.gguf", stored)
    write_hashes("mixed_hashes.json", values)


def make_fp8_hashes():
    stored = read_safetensors(VARIANTS + "tiny_zimage_fp8_scaled.safetensors")
    decode = {"F8_E4M3": e4m3, "BF16": bf16, "F32": f32}
    values = {}
    for name, (dtype, shape, raw) in stored.items():
        if name == "scaled_fp8" or name.endswith((".scale_weight", ".scale_input")):
            continue
        values[name] = decode[dtype](raw).reshape(shape)
        scale = stored.get(name[:-len("weight")] + "scale_weight") if name.endswith(".weight") else None
        if scale:
            values[name] = values[name] * decode[scale[0]](scale[2]).reshape(())
    write_hashes("fp8_hashes.json", values)


if __name__ == "__main__":
    generator = np.random.default_rng(20251130)
    make_formats(generator)
    make_gguf(generator)
    make_fp8_hashes()

#include "core/tensor/attention.h"

#include "core/tensor/cpu_attention.h"
#include "core/tensor/fused_ops.h"
#include "core/tensor/torch_compat.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace diptych {

namespace {

// Scores of this many float32 values (16 MiB) are in memory at a time.
constexpr std::int64_t kScoreBudget = 4 << 20;

// One sequence, one head: q [Sq, Dh] at positions firstPosition…, k and v [Sk, Dh]; writes out [Sq,
// Dh].
void attendRows(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, at::Tensor out,
                std::int64_t firstPosition, Causal causal, double scale) {
    // A causal query sees nothing after its own position, so later keys need not be multiplied.
    const std::int64_t visible =
        causal == Causal::Yes ? std::min(k.size(0), firstPosition + q.size(0)) : k.size(0);
    at::Tensor scores = at::mm(q, k.narrow(0, 0, visible).t()).mul_(scale); // [Sq, visible]
    if (causal == Causal::Yes) {
        const at::Tensor hidden =
            at::ones({q.size(0), visible}, q.options().dtype(at::kBool)).triu_(firstPosition + 1);
        scores.masked_fill_(hidden, -std::numeric_limits<float>::infinity());
    }
    at::mm_out(out, at::softmax(scores, -1), v.narrow(0, 0, visible));
}

// One sequence on the CPU in float32; q, k, v [S, H, Dh].
at::Tensor attendOnCpu(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                       Causal causal) {
    const std::int64_t S = q.size(0);
    const std::int64_t H = q.size(1);
    const std::int64_t queriesPerKey = H / k.size(1);
    const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(2)));
    const at::Tensor qHeads = q.transpose(0, 1).contiguous(); // [H, S, Dh]
    const at::Tensor kHeads = k.transpose(0, 1).contiguous();
    const at::Tensor vHeads = v.transpose(0, 1).contiguous();
    at::Tensor out = at::empty_like(qHeads);
    const std::int64_t rows =
        std::clamp<std::int64_t>(kScoreBudget / std::max<std::int64_t>(S, 1), 1, S);
    for (std::int64_t h = 0; h < H; ++h) {
        for (std::int64_t first = 0; first < S; first += rows) {
            const std::int64_t count = std::min(rows, S - first);
            attendRows(qHeads[h].narrow(0, first, count), kHeads[h / queriesPerKey],
                       vHeads[h / queriesPerKey], out[h].narrow(0, first, count), first, causal,
                       scale);
        }
    }
    return out.transpose(0, 1); // [S, H, Dh]
}

// Sequences by library calls that autograd and every device know; q, k, v [B, S, H, Dh]. `allowed`
// (that broadcasts to [B, H, S, S]) says who sees whom; undefined = everyone, or everyone before
// where causal.
at::Tensor attendGenerically(const at::Tensor& q, at::Tensor k, at::Tensor v, Causal causal,
                             const at::Tensor& allowed) {
    const std::int64_t queriesPerKey = q.size(2) / k.size(2);
    if (queriesPerKey > 1) {
        k = k.repeat_interleave(queriesPerKey, 2);
        v = v.repeat_interleave(queriesPerKey, 2);
    }
    const at::Tensor qHeads = q.transpose(1, 2); // [B, H, S, Dh]
    const at::Tensor kHeads = k.transpose(1, 2);
    const at::Tensor vHeads = v.transpose(1, 2);
    const bool masked = allowed.defined();
    if constexpr (kHasFusedAttention)
        return fusedAttention(qHeads, kHeads, vHeads, allowed, !masked && causal == Causal::Yes)
            .transpose(1, 2); // [B, S, H, Dh]
    const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(3)));
    at::Tensor scores = at::matmul(qHeads, kHeads.transpose(-2, -1)).to(at::kFloat) * scale;
    if (masked || causal == Causal::Yes) {
        const at::Tensor seen =
            masked ? allowed
                   : at::ones({q.size(1), q.size(1)}, q.options().dtype(at::kBool)).tril_();
        scores = scores.masked_fill(seen.logical_not(), -std::numeric_limits<float>::infinity());
    }
    const at::Tensor weights = at::softmax(scores, -1).to(q.scalar_type());
    return at::matmul(weights, vHeads).transpose(1, 2); // [B, S, H, Dh]
}

// Where the rows of sequences that lie one after another stand in a batch [B, S] that is filled up
// at the end: places [T] in the flattened batch, and which places are filled [B, S].
struct PaddedBatch {
    at::Tensor places, filled;
    std::int64_t B, S;

    PaddedBatch(std::span<const std::int64_t> lengths, at::Device device)
        : B(static_cast<std::int64_t>(lengths.size())),
          S(*std::max_element(lengths.begin(), lengths.end())) {
        const at::Tensor counts =
            at::tensor(at::IntArrayRef(lengths.data(), lengths.size()), at::kLong); // [B]
        filled = (at::arange(S, at::kLong).unsqueeze(0) < counts.unsqueeze(1)).to(device);
        places = filled.flatten().nonzero().squeeze(1); // [T]
    }

    // [T, H, Dh] → [B, S, H, Dh], zeros behind each sequence.
    at::Tensor spread(const at::Tensor& x) const {
        return at::zeros({B * S, x.size(1), x.size(2)}, x.options())
            .index_copy(0, places, x)
            .unflatten(0, {B, S});
    }
};

// Few launches for many sequences: one batch, the shorter ones filled up.
at::Tensor attendPacked(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                        std::span<const std::int64_t> lengths, Causal causal) {
    const auto B = static_cast<std::int64_t>(lengths.size());
    const bool equal = std::all_of(lengths.begin(), lengths.end(),
                                   [&](std::int64_t S) { return S == lengths.front(); });
    if (equal) {
        const auto split = [&](const at::Tensor& x) {
            return x.unflatten(0, {B, lengths.front()});
        };
        return attendGenerically(split(q), split(k), split(v), causal, {}).flatten(0, 1);
    }
    const PaddedBatch batch(lengths, q.device());
    // What fills up stands last: causal attention never sees it.
    const at::Tensor allowed =
        causal == Causal::Yes ? at::Tensor() : batch.filled.view({B, 1, 1, batch.S});
    return attendGenerically(batch.spread(q), batch.spread(k), batch.spread(v), causal, allowed)
        .flatten(0, 1)
        .index_select(0, batch.places); // [T, H, Dh]
}

} // namespace

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                     std::span<const std::int64_t> lengths, Causal causal) {
    const bool differentiable = c10::GradMode::is_enabled() &&
                                (q.requires_grad() || k.requires_grad() || v.requires_grad());
    if (differentiable || !q.is_cpu() || q.scalar_type() != at::kFloat) {
        const bool libraryIsFaster = kHasFusedAttention || !canFuse(q);
        return libraryIsFaster ? attendPacked(q, k, v, lengths, causal)
                               : cpuAttention(q, k, v, lengths, causal);
    }
    std::vector<at::Tensor> outputs;
    outputs.reserve(lengths.size());
    std::int64_t first = 0;
    for (const std::int64_t S : lengths) {
        outputs.push_back(attendOnCpu(q.narrow(0, first, S), k.narrow(0, first, S),
                                      v.narrow(0, first, S), causal)); // [S, H, Dh]
        first += S;
    }
    return outputs.size() == 1 ? outputs.front() : at::cat(outputs, 0); // [T, H, Dh]
}

at::Tensor attentionToKept(const at::Tensor& q, const at::Tensor& keys, const at::Tensor& values) {
    const std::int64_t T = q.size(0);
    const std::int64_t H = q.size(1);
    const std::int64_t Hkv = keys.size(0);
    const std::int64_t n = keys.size(1);
    const std::int64_t queriesPerKey = H / Hkv;
    const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(2)));
    const std::int64_t rows = std::clamp<std::int64_t>(kScoreBudget / (H * n), 1, T);
    std::vector<at::Tensor> outputs;
    for (std::int64_t first = 0; first < T; first += rows) {
        const std::int64_t count = std::min(rows, T - first);
        const at::Tensor heads = q.narrow(0, first, count)
                                     .transpose(0, 1)
                                     .reshape({Hkv, queriesPerKey * count, q.size(2)});
        at::Tensor scores = at::bmm(heads, keys.transpose(1, 2)).to(at::kFloat) * scale;
        if (T > 1) {
            const at::Tensor hidden =
                at::ones({count, n}, scores.options().dtype(at::kBool)).triu_(n - T + first + 1);
            scores.view({Hkv, queriesPerKey, count, n})
                .masked_fill_(hidden, -std::numeric_limits<float>::infinity());
        }
        const at::Tensor weights = at::softmax(scores, -1).to(q.scalar_type());
        outputs.push_back(
            at::bmm(weights, values).view({H, count, q.size(2)}).transpose(0, 1)); // [count, H, Dh]
    }
    return outputs.size() == 1 ? outputs.front() : at::cat(outputs, 0); // [T, H, Dh]
}

} // namespace diptych

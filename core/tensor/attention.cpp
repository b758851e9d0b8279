#include "core/tensor/attention.h"

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

// One sequence by library calls that autograd and every device know; q, k, v [S, H, Dh].
at::Tensor attendGenerically(const at::Tensor& q, at::Tensor k, at::Tensor v, Causal causal) {
    const std::int64_t queriesPerKey = q.size(1) / k.size(1);
    if (queriesPerKey > 1) {
        k = k.repeat_interleave(queriesPerKey, 1);
        v = v.repeat_interleave(queriesPerKey, 1);
    }
    const at::Tensor qHeads = q.transpose(0, 1).unsqueeze(0); // [1, H, S, Dh]
    const at::Tensor kHeads = k.transpose(0, 1).unsqueeze(0);
    const at::Tensor vHeads = v.transpose(0, 1).unsqueeze(0);
    if constexpr (kHasFusedAttention) {
        const at::Tensor out = fusedAttention(qHeads, kHeads, vHeads, {}, causal == Causal::Yes);
        return out.squeeze(0).transpose(0, 1); // [S, H, Dh]
    }
    const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(2)));
    at::Tensor scores = at::matmul(qHeads, kHeads.transpose(-2, -1)).to(at::kFloat) * scale;
    if (causal == Causal::Yes) {
        const at::Tensor hidden =
            at::ones({q.size(0), q.size(0)}, q.options().dtype(at::kBool)).triu_(1);
        scores = scores.masked_fill(hidden, -std::numeric_limits<float>::infinity());
    }
    const at::Tensor weights = at::softmax(scores, -1).to(q.scalar_type());
    return at::matmul(weights, vHeads).squeeze(0).transpose(0, 1); // [S, H, Dh]
}

} // namespace

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                     std::span<const std::int64_t> lengths, Causal causal) {
    const bool differentiable = c10::GradMode::is_enabled() &&
                                (q.requires_grad() || k.requires_grad() || v.requires_grad());
    const bool plainCpu = q.is_cpu() && q.scalar_type() == at::kFloat && !differentiable;
    std::vector<at::Tensor> outputs;
    outputs.reserve(lengths.size());
    std::int64_t first = 0;
    for (const std::int64_t S : lengths) {
        const at::Tensor qs = q.narrow(0, first, S); // [S, H, Dh]
        const at::Tensor ks = k.narrow(0, first, S);
        const at::Tensor vs = v.narrow(0, first, S);
        outputs.push_back(plainCpu ? attendOnCpu(qs, ks, vs, causal)
                                   : attendGenerically(qs, ks, vs, causal));
        first += S;
    }
    return outputs.size() == 1 ? outputs.front() : at::cat(outputs, 0); // [T, H, Dh]
}

} // namespace diptych

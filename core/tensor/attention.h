// Scaled dot product attention over packed sequences.
//
// Sequences of different lengths lie one after another in one [T, …] tensor, T being the sum of
// their lengths; there is no padding, so there are no masks, and an item of a batch cannot
// influence another. Linear layers and norms run over all rows at once; only attention needs to
// know where a sequence ends.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <vector>

namespace diptych {

/// The lengths of the packed sequences; their sum is T.
using SequenceLengths = std::vector<std::int64_t>;

enum class Causal { No, Yes };

/// softmax(q·kᵀ/√Dh)·v within each sequence. q [T, H, Dh]; k, v [T, Hkv, Dh], H a multiple of Hkv:
/// query head h reads key head h / (H/Hkv). With Causal::Yes token i sees tokens 0…i of its
/// sequence. Softmax in float32; memory is linear in T. Returns [T, H, Dh] in the dtype of q.
at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                     std::span<const std::int64_t> lengths, Causal causal);

/// Attention of tokens that come after others whose keys and values are kept: q [T, H, Dh] at the
/// positions n − T … n − 1; keys, values [Hkv, n, Dh] of all tokens up to the last of them. Token i
/// sees those up to itself. Softmax in float32. Returns [T, H, Dh] in the dtype of q.
at::Tensor attentionToKept(const at::Tensor& q, const at::Tensor& keys, const at::Tensor& values);

} // namespace diptych

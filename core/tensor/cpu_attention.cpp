#include "core/tensor/cpu_attention.h"

#include "core/tensor/row_kernels.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace diptych {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

// Scores of this many values are in memory at a time.
constexpr std::int64_t kScoreBudget = 4 << 20;
constexpr std::int64_t kValuesPerTask = 1 << 15;

// One sequence by key heads: q [Hkv, G·S, Dh] with G queries to a key, k and v [Hkv, S, Dh].
struct Sequence {
    at::Tensor q, k, v;
    Causal causal;

    std::int64_t length() const { return k.size(1); }
    double scale() const { return 1.0 / std::sqrt(static_cast<double>(q.size(2))); }
};

// Some rows of a sequence's queries, and how many keys the last of them sees.
struct Piece {
    std::int64_t first, count, visible;
};

// [S, H, Dh] → [Hkv, H/Hkv·S, Dh].
at::Tensor byKeyHead(const at::Tensor& x, std::int64_t keyHeads) {
    return x.transpose(0, 1).reshape({keyHeads, x.size(1) / keyHeads * x.size(0), x.size(2)});
}

// The other way around.
at::Tensor byToken(const at::Tensor& x, std::int64_t length) {
    return x.reshape({x.numel() / (length * x.size(2)), length, x.size(2)}).transpose(0, 1);
}

std::vector<Piece> piecesOf(const Sequence& sequence) {
    const std::int64_t S = sequence.length();
    const std::int64_t keyHeads = sequence.k.size(0);
    const std::int64_t rows = sequence.q.size(1);
    if (keyHeads * rows * S <= kScoreBudget)
        return {{0, rows, S}};
    // A causal query sees nothing after its own position, so later keys need not be multiplied:
    // a piece stays among queries of one head.
    const std::int64_t most = std::clamp<std::int64_t>(kScoreBudget / (keyHeads * S), 1, S);
    std::vector<Piece> pieces;
    for (std::int64_t head = 0; head < rows; head += S)
        for (std::int64_t first = 0; first < S; first += most) {
            const std::int64_t count = std::min(most, S - first);
            pieces.push_back(
                {head + first, count, sequence.causal == Causal::Yes ? first + count : S});
        }
    return pieces;
}

using RowWork = std::function<void(float* row, const float* other, std::int64_t index)>;

// Works on every row of `values` [Hkv, n, W] in float32, in place, with the same row of `others`.
void overRows(const at::Tensor& values, const at::Tensor& others, const RowWork& work) {
    const std::int64_t width = values.size(2);
    const bool half = values.scalar_type() == at::kBFloat16;
    const std::int64_t grain = std::max<std::int64_t>(1, kValuesPerTask / width);
    at::parallel_for(0, values.numel() / width, grain, [&](std::int64_t begin, std::int64_t end) {
        const auto size = half ? static_cast<std::size_t>(width) : 0;
        std::vector<float> row(size), other(size);
        for (std::int64_t i = begin; i < end; ++i) {
            if (!half) {
                work(values.data_ptr<float>() + i * width,
                     others.defined() ? others.data_ptr<float>() + i * width : nullptr, i);
                continue;
            }
            auto* const stored = static_cast<rows::Half*>(values.data_ptr()) + i * width;
            rows::widen(stored, row.data(), width);
            if (others.defined())
                rows::widen(static_cast<const rows::Half*>(others.data_ptr()) + i * width,
                            other.data(), width);
            work(row.data(), other.data(), i);
            rows::narrow(row.data(), stored, width);
        }
    });
}

// What share of each visible key's value a query takes: [Hkv, n, visible].
at::Tensor weightsOf(const Sequence& sequence, const Piece& piece) {
    const at::Tensor q = sequence.q.narrow(1, piece.first, piece.count);
    at::Tensor weights = at::bmm(q, sequence.k.narrow(1, 0, piece.visible).transpose(1, 2));
    const auto scale = static_cast<float>(sequence.scale());
    const std::int64_t S = sequence.length();
    overRows(weights, {}, [&](float* row, const float*, std::int64_t index) {
        const std::int64_t position = (piece.first + index % piece.count) % S;
        const std::int64_t seen = sequence.causal == Causal::Yes ? position + 1 : piece.visible;
        rows::softmax(row, scale, seen, piece.visible);
    });
    return weights;
}

// The sequence's output [Hkv, G·S, Dh]; `kept` gets the weights if they are one piece.
at::Tensor attend(const Sequence& sequence, at::Tensor* kept) {
    const std::vector<Piece> pieces = piecesOf(sequence);
    std::vector<at::Tensor> outputs;
    for (const Piece& piece : pieces) {
        const at::Tensor weights = weightsOf(sequence, piece);
        outputs.push_back(at::bmm(weights, sequence.v.narrow(1, 0, piece.visible)));
        if (kept && pieces.size() == 1)
            *kept = weights;
    }
    return outputs.size() == 1 ? outputs.front() : at::cat(outputs, 1);
}

// Adds to the first rows of a sum, which is float32 where it has several terms.
void addRows(at::Tensor& sum, const at::Tensor& term, std::int64_t length) {
    if (!sum.defined() && term.size(1) == length) {
        sum = term;
        return;
    }
    if (!sum.defined())
        sum = at::zeros({term.size(0), length, term.size(2)}, term.options().dtype(at::kFloat));
    else if (sum.scalar_type() != at::kFloat)
        sum = sum.to(at::kFloat);
    sum.narrow(1, 0, term.size(1)).add_(term);
}

// The gradients of q, k and v, from the output's [Hkv, G·S, Dh] and the weights, if they were kept.
Sequence gradientsOf(const Sequence& sequence, const at::Tensor& above, const at::Tensor& kept) {
    std::vector<at::Tensor> dq;
    Sequence gradients{{}, {}, {}, sequence.causal};
    const auto scale = static_cast<float>(sequence.scale());
    for (const Piece& piece : piecesOf(sequence)) {
        const at::Tensor weights = kept.defined() ? kept : weightsOf(sequence, piece);
        const at::Tensor dOut = above.narrow(1, piece.first, piece.count);
        const at::Tensor q = sequence.q.narrow(1, piece.first, piece.count);
        const at::Tensor k = sequence.k.narrow(1, 0, piece.visible);
        const at::Tensor v = sequence.v.narrow(1, 0, piece.visible);
        addRows(gradients.v, at::bmm(weights.transpose(1, 2), dOut), sequence.length());
        const at::Tensor dScores = at::bmm(dOut, v.transpose(1, 2)); // of the weights, at first
        overRows(dScores, weights, [&](float* row, const float* share, std::int64_t) {
            rows::softmaxGradient(share, scale, row, piece.visible);
        });
        dq.push_back(at::bmm(dScores, k));
        addRows(gradients.k, at::bmm(dScores.transpose(1, 2), q), sequence.length());
    }
    gradients.q = dq.size() == 1 ? dq.front() : at::cat(dq, 1);
    return gradients;
}

// Calls `work(sequence, first token, index)` for each sequence.
template <typename Work>
void forEachSequence(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                     std::span<const std::int64_t> lengths, Causal causal, const Work& work) {
    const std::int64_t keyHeads = k.size(1);
    std::int64_t first = 0;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        const auto part = [&, S = lengths[i]](const at::Tensor& x) {
            return byKeyHead(x.narrow(0, first, S), keyHeads);
        };
        work(Sequence{part(q), part(k), part(v), causal}, first, i);
        first += lengths[i];
    }
}

struct AttentionFunction : Function<AttentionFunction> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& q, const at::Tensor& k,
                              const at::Tensor& v, const std::vector<std::int64_t>& lengths,
                              bool causal) {
        at::Tensor out = at::empty_like(q);
        variable_list saved{q, k, v};
        forEachSequence(q, k, v, lengths, causal ? Causal::Yes : Causal::No,
                        [&](const Sequence& sequence, std::int64_t first, std::size_t) {
                            at::Tensor weights;
                            out.narrow(0, first, sequence.length())
                                .copy_(byToken(attend(sequence, &weights), sequence.length()));
                            saved.push_back(weights);
                        });
        context->save_for_backward(saved);
        context->saved_data["lengths"] = lengths;
        context->saved_data["causal"] = causal;
        return out;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const std::vector<std::int64_t> lengths = context->saved_data["lengths"].toIntVector();
        const Causal causal = context->saved_data["causal"].toBool() ? Causal::Yes : Causal::No;
        at::Tensor dq = at::empty_like(saved[0]);
        at::Tensor dk = at::empty_like(saved[1]);
        at::Tensor dv = at::empty_like(saved[2]);
        forEachSequence(saved[0], saved[1], saved[2], lengths, causal,
                        [&](const Sequence& sequence, std::int64_t first, std::size_t i) {
                            const std::int64_t S = sequence.length();
                            const at::Tensor above =
                                byKeyHead(gradients[0].narrow(0, first, S), sequence.k.size(0));
                            const Sequence part = gradientsOf(sequence, above, saved[3 + i]);
                            dq.narrow(0, first, S).copy_(byToken(part.q, S));
                            dk.narrow(0, first, S).copy_(byToken(part.k, S));
                            dv.narrow(0, first, S).copy_(byToken(part.v, S));
                        });
        return {dq, dk, dv, at::Tensor(), at::Tensor()};
    }
};

} // namespace

at::Tensor cpuAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                        std::span<const std::int64_t> lengths, Causal causal) {
    if (c10::GradMode::is_enabled() &&
        (q.requires_grad() || k.requires_grad() || v.requires_grad()))
        return AttentionFunction::apply(q, k, v,
                                        std::vector<std::int64_t>(lengths.begin(), lengths.end()),
                                        causal == Causal::Yes);
    at::Tensor out = at::empty(q.sizes(), q.options());
    forEachSequence(q, k, v, lengths, causal,
                    [&](const Sequence& sequence, std::int64_t first, std::size_t) {
                        out.narrow(0, first, sequence.length())
                            .copy_(byToken(attend(sequence, nullptr), sequence.length()));
                    });
    return out;
}

} // namespace diptych

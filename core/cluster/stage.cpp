#include "core/cluster/stage.h"

#include "core/base/stopwatch.h"
#include "core/tensor/guarded.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace diptych::cluster {

namespace {

// More tokens than any model was trained for; a guard against nonsense, not a limit of taste.
constexpr std::int64_t kMostCapacity = std::int64_t{1} << 24;

[[noreturn]] void refuse(std::string message) {
    throw ErrorException(Error{ErrorCode::Remote, std::move(message), "", "", {}});
}

std::vector<std::int64_t> idsOf(const at::Tensor& payload) {
    const auto* first = payload.data_ptr<std::int64_t>();
    return {first, first + payload.numel()};
}

} // namespace

Stage::Stage(std::shared_ptr<const models::Qwen3TextModel> part, std::string name)
    : part_(std::move(part)), name_(std::move(name)) {}

std::optional<Frame> Stage::process(Frame frame) {
    if (frame.kind == FrameKind::Result || frame.kind == FrameKind::Failure)
        return frame;
    const std::uint64_t request = frame.request;
    const Stopwatch watch;
    Result<std::optional<Frame>> done = guarded([&] {
        const c10::InferenceMode inference;
        switch (frame.kind) {
        case FrameKind::Encode:
            return encode(std::move(frame));
        case FrameKind::Extend:
            return extend(std::move(frame));
        default:
            return end(frame);
        }
    });
    counters_.nanoseconds += static_cast<std::uint64_t>(watch.seconds() * 1e9);
    if (done)
        return std::move(*done);
    drop(request);
    Error& error = done.error();
    error.message = fmt::format("{}: {}", name_, error.message);
    return failureFrame(request, error);
}

// The states that come in: those of the rank before, or the embeddings of tokens.
at::Tensor Stage::states(const Frame& frame) const {
    if (!frame.payload.defined())
        refuse("there are no states in a frame that should have them");
    if (part_->begins())
        return part_->embed(idsOf(frame.payload)); // [S, D]
    const at::TensorOptions options = part_->computeOptions();
    if (frame.payload.size(1) != part_->config.hiddenSize ||
        frame.payload.scalar_type() != c10::typeMetaToScalarType(options.dtype()))
        refuse(fmt::format("the states have the shape [{}, {}] and the dtype {}, expected [tokens, "
                           "{}] and {}",
                           frame.payload.size(0), frame.payload.size(1),
                           c10::toString(frame.payload.scalar_type()), part_->config.hiddenSize,
                           c10::toString(c10::typeMetaToScalarType(options.dtype()))));
    return frame.payload.to(options.device());
}

// `frame` with other values; [rows, width] on the CPU.
Frame Stage::answer(const Frame& frame, const at::Tensor& values) const {
    Frame result = frame;
    result.payload = values.to(at::kCPU).contiguous();
    return result;
}

std::optional<Frame> Stage::encode(Frame frame) {
    if (frame.layer > part_->config.layerCount)
        refuse(fmt::format("there is no hidden state {}", frame.layer));
    at::Tensor x = states(frame); // [S, D]
    const std::int64_t S = x.size(0);
    counters_.tokens += static_cast<std::uint64_t>(S);
    const RotaryTable rotary = part_->rotaryOf(0, S);
    const std::vector<std::int64_t> lengths{S};
    for (std::size_t i = 0;
         i < part_->layers.size() && part_->firstLayer + static_cast<std::int64_t>(i) < frame.layer;
         ++i) {
        x = part_->layers[i].forward(x, rotary, lengths);
        ++counters_.layerForwards;
    }
    if (frame.layer > part_->endLayer())
        return answer(frame, x);
    if (frame.layer == part_->config.layerCount && frame.finalNorm)
        x = part_->finalNorm.forward(x);
    Frame result = answer(frame, x.to(at::kFloat));
    result.kind = FrameKind::Result;
    return result;
}

models::Qwen3Continuation& Stage::textOf(const Frame& frame) {
    auto found = texts_.find(frame.request);
    if (frame.step == 0 && found == texts_.end()) {
        if (frame.capacity < 1 || frame.capacity > kMostCapacity)
            refuse(fmt::format("a text of {} tokens is out of the question", frame.capacity));
        found = texts_
                    .emplace(frame.request, std::make_unique<models::Qwen3Continuation>(
                                                *part_, frame.capacity, models::KeyValueCache::On))
                    .first;
        counters_.texts = texts_.size();
        counters_.keptBytes += keptBytesOf(*part_, frame.capacity);
    }
    if (found == texts_.end())
        refuse("the text is not known here any more");
    if (static_cast<std::uint64_t>(found->second->length()) != frame.step)
        refuse(fmt::format("the text has {} tokens here, not {}", found->second->length(),
                           frame.step));
    return *found->second;
}

std::optional<Frame> Stage::extend(Frame frame) {
    models::Qwen3Continuation& text = textOf(frame);
    at::Tensor x = states(frame); // [S, D]
    counters_.tokens += static_cast<std::uint64_t>(x.size(0));
    x = text.run(x, {});
    counters_.layerForwards += part_->layers.size();
    if (!part_->ends())
        return answer(frame, x);
    if (!frame.wantsScores)
        return std::nullopt;
    const at::Tensor scores = part_->logits(part_->finalNorm.forward(x[-1])); // [V]
    Frame result = answer(frame, scores.unsqueeze(0));
    result.kind = FrameKind::Result;
    return result;
}

std::optional<Frame> Stage::end(const Frame& frame) {
    drop(frame.request);
    return part_->ends() ? std::nullopt : std::optional<Frame>(frame);
}

void Stage::drop(std::uint64_t request) {
    const auto found = texts_.find(request);
    if (found == texts_.end())
        return;
    counters_.keptBytes -= keptBytesOf(*part_, found->second->capacity());
    texts_.erase(found);
    counters_.texts = texts_.size();
}

std::uint64_t keptBytesOf(const models::Qwen3TextModel& part, std::int64_t capacity) {
    const models::Qwen3Config& config = part.config;
    return 2 * static_cast<std::uint64_t>(capacity) * part.layers.size() *
           static_cast<std::uint64_t>(config.keyValueHeadCount * config.headDim) *
           part.computeOptions().dtype().itemsize();
}

} // namespace diptych::cluster

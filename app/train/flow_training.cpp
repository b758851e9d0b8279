#include "app/train/flow_training.h"

#include "app/train/flow_matching.h"
#include "app/train/flow_samples.h"
#include "app/train/label_head.h"
#include "app/train/optimizer.h"
#include "app/train/run_folder.h"
#include "app/train/training_data.h"
#include "app/train/worker_pool.h"
#include "core/prompt/chat_format.h"
#include "core/sampling/guidance.h"
#include "core/tensor/guarded.h"
#include "core/tensor/torch_compat.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <future>
#include <map>
#include <new>
#include <optional>
#include <set>
#include <utility>

namespace diptych::train {

namespace {

using models::Qwen3TextModel;
using models::TokenSequence;
using models::ZImagePrompts;
using models::ZImageTransformer;
using torch::autograd::variable_list;

constexpr std::int64_t kWarmup = 500;
constexpr int kPixelsPerLatent = 8;
constexpr int kMostWorkers = 16;
constexpr const char* kTeacherFile = "teacher.safetensors";
constexpr int kImageLayer = -2;        // what the transformer reads
constexpr int kLastLayer = -1;         // what the language head reads
constexpr std::size_t kLabelLayer = 3; // of the transformer's layers: what the label head reads

// What pictures are drawn in, by weight; the model is to tolerate what lies between.
struct PictureShape {
    int width, height; // pixels
    double weight;
};
constexpr std::array kShapes = {PictureShape{256, 256, 0.58}, PictureShape{192, 192, 0.08},
                                PictureShape{320, 320, 0.06}, PictureShape{320, 192, 0.07},
                                PictureShape{192, 320, 0.07}, PictureShape{384, 256, 0.07},
                                PictureShape{256, 384, 0.07}};
// Most pictures of the first steps: words are bound to things at a quarter of the cost. The others
// keep the model from taking things for twice as large as they are.
constexpr PictureShape kSmall = {128, 128, 0.8};

// Painting and encoding pictures costs about as much as learning from them, so each is learned from
// several times, with new words and new noise, and with others in between.
constexpr std::int64_t kUses = 8;
constexpr std::int64_t kBatchesBetween = 24;

// The language head is learned sooner than the pictures: it is taught at every so many steps, by
// other batches each time they come around.
constexpr std::int64_t kLanguageEvery = 3;

struct BatchPlace {
    std::int64_t number;    // of the pictures
    std::int64_t groupStep; // the step at which the group of batches begins
    bool firstUse;
};

BatchPlace placeOf(std::int64_t step) {
    constexpr std::int64_t kGroup = kUses * kBatchesBetween;
    const std::int64_t group = step / kGroup;
    return {group * kBatchesBetween + step % kBatchesBetween, group * kGroup,
            step % kGroup < kBatchesBetween};
}

PictureShape shapeAt(std::int64_t step, const FlowTraining& options) {
    const BatchPlace place = placeOf(step);
    double point = at::rand({1}, makeCpuGenerator(options.seed + 7 * place.number)).item<double>();
    if (static_cast<double>(place.groupStep) <
        options.smallShare * static_cast<double>(options.steps)) {
        if (point < kSmall.weight)
            return kSmall;
        point = (point - kSmall.weight) / (1.0 - kSmall.weight);
    }
    for (const PictureShape& shape : kShapes) {
        if (point < shape.weight)
            return shape;
        point -= shape.weight;
    }
    return kShapes.front();
}

// A run that goes on within a group has no latents yet: it paints the group's pictures once more.
PictureBatch batchAt(std::int64_t step, std::int64_t firstStep, const FlowTraining& options) {
    const PictureShape shape = shapeAt(step, options);
    constexpr double kReference = 256.0 * 256.0;
    const double scale = kReference / (static_cast<double>(shape.width) * shape.height);
    FlatlandBatchOptions data;
    data.seed = options.seed + 1;
    data.count = std::max(1, static_cast<int>(std::lround(options.batch * std::min(scale, 3.0))));
    data.width = shape.width;
    data.height = shape.height;
    data.labelCell = kPixelsPerLatent;
    data.captionsOnly = !placeOf(step).firstUse && step >= firstStep + kBatchesBetween;
    data.progress =
        static_cast<float>(std::min(1.0, 3.0 * static_cast<double>(placeOf(step).groupStep) /
                                             static_cast<double>(options.steps)));
    return makeFlatlandBatch(data, placeOf(step).number, step);
}

TokenSequence sequenceOf(const Tokenizer& tokenizer, std::string_view text) {
    const std::vector<std::int32_t> ids = tokenizer.encode(text);
    return {{ids.begin(), ids.end()}, 0};
}

std::string promptOf(const std::string& caption) {
    Conversation conversation;
    conversation.user = caption;
    return formatChat(conversation).text;
}

std::set<std::string> hiddenMatrices(bool wanted, const Parameters& parameters) {
    std::set<std::string> names;
    for (const auto& [name, tensor] : parameters.named())
        if (wanted && isHiddenMatrix(name, tensor))
            names.insert(name);
    return names;
}

class FlowRun {
  public:
    FlowRun(const FlowTraining& options, const models::AutoencoderKL& autoencoder,
            const Tokenizer& tokenizer)
        : options_(options), autoencoder_(autoencoder), tokenizer_(tokenizer),
          encoderWeights_(options.seed, options.device),
          transformerWeights_(options.seed + 1, options.device),
          namedWeights_(bindModels(at::kFloat)),
          labelHead_(flatlandTransformer().dim, flatlandTransformer().patchSize, options.seed + 2,
                     options.device),
          encoderOptimizer_(encoderWeights_.named(), {},
                            hiddenMatrices(options.hiddenByMuon, encoderWeights_)),
          transformerOptimizer_(transformerWeights_.named(), {},
                                hiddenMatrices(options.hiddenByMuon, transformerWeights_)),
          labelOptimizer_(labelHead_.parameters().named()),
          encoderAverage_(encoderWeights_.named(), 0.9995),
          transformerAverage_(transformerWeights_.named(), 0.9995),
          workers_(options.device.is_cpu() ? kMostWorkers : 1) {}

    std::vector<TrainedPart> parts() {
        return {{"text_encoder", &encoderWeights_, &encoderOptimizer_, &encoderAverage_},
                {"transformer", &transformerWeights_, &transformerOptimizer_, &transformerAverage_},
                {"label_head", &labelHead_.parameters(), &labelOptimizer_, nullptr}};
    }
    std::int64_t weightCount() const {
        return encoderWeights_.count() + transformerWeights_.count();
    }

    // One update; the losses by name.
    std::map<std::string, double> step(std::int64_t index, const PictureBatch& batch);

    Status sample(std::int64_t step);

  private:
    bool distils(std::int64_t step) const {
        return static_cast<double>(step) >=
               (1.0 - options_.distillShare) * static_cast<double>(options_.steps);
    }
    struct BoundModels {
        Qwen3TextModel encoder;
        ZImageTransformer transformer;
    };
    struct StepInputs;
    struct ShareResult;

    // Binds both models to the weights as they are now, rounded to `type`.
    BoundModels bindModels(at::ScalarType type);
    at::Tensor latentsOf(const PictureBatch& batch);
    std::vector<at::Tensor> encode(const Qwen3TextModel& encoder,
                                   const std::vector<std::string>& captions) const;
    at::Tensor languageLoss(const Qwen3TextModel& encoder, const PictureBatch& batch,
                            std::int64_t first, std::int64_t count) const;
    void makeTeacher();
    at::Tensor guidedTarget(const Qwen3TextModel& encoder, const at::Tensor& x,
                            const std::vector<double>& times,
                            const std::vector<at::Tensor>& captions) const;
    ShareResult computeShare(const StepInputs& inputs, std::int64_t first, std::int64_t count);
    ShareResult computeShareIn(at::ScalarType type, const StepInputs& inputs, std::int64_t first,
                               std::int64_t count);
    variable_list leaves(bool distilling);
    void handOut(const std::vector<ShareResult>& results, bool distilling);

    const FlowTraining& options_;
    const models::AutoencoderKL& autoencoder_;
    const Tokenizer& tokenizer_;
    Parameters encoderWeights_, transformerWeights_;
    BoundModels namedWeights_; // binding makes the weights
    LabelHead labelHead_;
    Optimizer encoderOptimizer_, transformerOptimizer_, labelOptimizer_;
    WeightAverage encoderAverage_, transformerAverage_;
    std::map<std::int64_t, at::Tensor> latents_; // of the batches in use, by number
    std::optional<Parameters> teacherWeights_;
    std::optional<ZImageTransformer> teacher_;
    WorkerPool workers_;
};

FlowRun::BoundModels FlowRun::bindModels(at::ScalarType type) {
    return {Qwen3TextModel::bind(WeightView(encoderWeights_.store(type)),
                                 flatlandTextEncoder(tokenizer_.vocabularySize()),
                                 Qwen3TextModel::Purpose::Generate),
            ZImageTransformer::bind(WeightView(transformerWeights_.store(type)),
                                    flatlandTransformer())};
}

at::Tensor FlowRun::latentsOf(const PictureBatch& batch) {
    const c10::AutoGradMode noGradients(false);
    const auto known = latents_.find(batch.number);
    if (known != latents_.end())
        return known->second;
    latents_.erase(latents_.begin(), latents_.lower_bound(batch.number - kBatchesBetween + 1));
    const at::Tensor mean = autoencoder_.encode(batch.pictures.to(options_.device), {}).mean;
    return latents_[batch.number] = autoencoder_.toSamplingSpace(mean); // [B, C, h, w]
}

// The captions' hidden states, [S, D] each.
std::vector<at::Tensor> FlowRun::encode(const Qwen3TextModel& encoder,
                                        const std::vector<std::string>& captions) const {
    std::vector<TokenSequence> sequences;
    for (const std::string& caption : captions)
        sequences.push_back(sequenceOf(tokenizer_, promptOf(caption)));
    return encoder.hiddenStates(sequences, kImageLayer, {});
}

// How badly the language head foresees the full caption after the short one: of these pictures'
// captions, times their part of all that are asked; undefined where none is.
at::Tensor FlowRun::languageLoss(const Qwen3TextModel& encoder, const PictureBatch& batch,
                                 std::int64_t first, std::int64_t count) const {
    constexpr std::size_t kEvery = 4; // every fourth picture of the batch
    const auto end = static_cast<std::size_t>(first + count);
    std::vector<TokenSequence> sequences;
    std::vector<std::int64_t> answerStarts;
    for (auto i = static_cast<std::size_t>(first); i < end; ++i) {
        if (i % kEvery != 0)
            continue;
        TokenSequence sequence = sequenceOf(tokenizer_, promptOf(batch.captions[i]));
        answerStarts.push_back(static_cast<std::int64_t>(sequence.ids.size()));
        const TokenSequence answer = sequenceOf(tokenizer_, batch.fullCaptions[i] + "<|im_end|>");
        sequence.ids.insert(sequence.ids.end(), answer.ids.begin(), answer.ids.end());
        sequences.push_back(std::move(sequence));
    }
    if (sequences.empty())
        return {};
    const std::vector<at::Tensor> states = encoder.hiddenStates(sequences, kLastLayer, {});
    std::vector<at::Tensor> before; // the states that foresee the answers
    std::vector<std::int64_t> targets;
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        const std::int64_t start = answerStarts[i];
        const std::int64_t length = states[i].size(0) - start;
        before.push_back(states[i].narrow(0, start - 1, length));
        targets.insert(targets.end(), sequences[i].ids.begin() + start, sequences[i].ids.end());
    }
    const std::size_t asked = (batch.captions.size() + kEvery - 1) / kEvery;
    const double part = static_cast<double>(sequences.size()) / static_cast<double>(asked);
    return at::cross_entropy_loss(encoder.logits(at::cat(before, 0)),
                                  at::tensor(targets, at::kLong).to(options_.device)) *
           part;
}

// The averaged weights of the moment when distilling begins; a run that goes on finds them saved.
void FlowRun::makeTeacher() {
    const std::filesystem::path path = options_.folder / kTeacherFile;
    teacherWeights_.emplace(0, options_.device);
    const auto bind = [&](at::ScalarType type) {
        return ZImageTransformer::bind(WeightView(teacherWeights_->store(type)),
                                       flatlandTransformer());
    };
    bind(at::kFloat); // names the weights
    if (!std::filesystem::exists(path))
        valueOrThrow(saveTensors(path, transformerAverage_.named(), at::kFloat));
    valueOrThrow(teacherWeights_->assign(valueOrThrow(readTensors(path))));
    teacher_ = bind(options_.computeType);
}

// What the frozen teacher predicts with guidance: the student learns to do it in one evaluation.
at::Tensor FlowRun::guidedTarget(const Qwen3TextModel& encoder, const at::Tensor& x,
                                 const std::vector<double>& times,
                                 const std::vector<at::Tensor>& captions) const {
    const c10::AutoGradMode noGradients(false);
    std::vector<at::Tensor> both = captions;
    const at::Tensor empty = encode(encoder, {""}).front();
    both.insert(both.end(), captions.size(), empty);
    std::vector<double> twice = times;
    twice.insert(twice.end(), times.begin(), times.end());
    const ZImagePrompts prompts = teacher_->prepare(both, x.size(2), x.size(3), {});
    const at::Tensor predicted = teacher_->forward(at::cat({x, x}, 0), twice, prompts, {});
    const std::int64_t B = x.size(0);
    return sampling::guide(predicted.narrow(0, 0, B), predicted.narrow(0, B, B), options_.guidance);
}

// The inputs of a step, the same for every share of the batch.
struct FlowRun::StepInputs {
    bool distilling, languageToo;
    NoisyLatents noisy;
    std::vector<std::string> captions; // what the pictures are drawn from
    const PictureBatch& batch;
};

// Losses, each times the share's part of the batch, and the gradients of their sum by the leaves.
struct FlowRun::ShareResult {
    double flow = 0.0, labels = 0.0, language = 0.0;
    variable_list gradients;
};

FlowRun::ShareResult FlowRun::computeShare(const StepInputs& inputs, std::int64_t first,
                                           std::int64_t count) {
    // oneDNN 2.6 reads memory that it has not written when it makes some bfloat16 kernels: now and
    // then it fails for one shape, asking for memory without end, and from then on always for that
    // shape.
    try {
        return computeShareIn(options_.computeType, inputs, first, count);
    } catch (const std::bad_alloc&) {
    } catch (const std::future_error&) {
    }
    return computeShareIn(at::kFloat, inputs, first, count);
}

FlowRun::ShareResult FlowRun::computeShareIn(at::ScalarType type, const StepInputs& inputs,
                                             std::int64_t first, std::int64_t count) {
    const BoundModels models = bindModels(type);
    const double part = static_cast<double>(count) / static_cast<double>(inputs.captions.size());
    const auto begin = inputs.captions.begin() + first;
    const at::Tensor x = inputs.noisy.x.narrow(0, first, count);
    const std::vector<double> times(inputs.noisy.times.begin() + first,
                                    inputs.noisy.times.begin() + first + count);
    std::vector<at::Tensor> embeddings;
    {
        // A teacher and its student read the same states: the text encoder stands still then.
        const c10::AutoGradMode gradients(!inputs.distilling);
        embeddings = encode(models.encoder, {begin, begin + count});
    }
    const ZImagePrompts prompts = models.transformer.prepare(embeddings, x.size(2), x.size(3), {});
    const at::Tensor target = inputs.distilling ? guidedTarget(models.encoder, x, times, embeddings)
                                                : inputs.noisy.velocity.narrow(0, first, count);
    const at::Tensor labels =
        inputs.batch.labels.narrow(0, first, count).to(options_.device); // [b, h, w, L]
    at::Tensor middle;                                                   // [b, N, D]
    const at::Tensor predicted = models.transformer.forward(
        x, times, prompts, {}, [&middle](std::size_t layer, const at::Tensor& tokens) {
            if (layer == kLabelLayer)
                middle = tokens;
        });
    at::Tensor loss = ((predicted - target).square() * attentionToObjects(labels)).mean() * part;
    ShareResult result;
    result.flow = loss.item<double>();
    if (!inputs.distilling) {
        const at::Tensor reading = labelHead_.loss(middle, labels) * part;
        result.labels = reading.item<double>();
        loss = loss + reading * options_.labelWeight;
        const at::Tensor language = inputs.languageToo
                                        ? languageLoss(models.encoder, inputs.batch, first, count)
                                        : at::Tensor();
        if (language.defined()) {
            result.language = language.item<double>();
            loss = loss + language * options_.languageWeight;
        }
    }
    result.gradients =
        torch::autograd::grad({loss}, leaves(inputs.distilling), {}, false, false, true);
    return result;
}

// What is learned, in a fixed order.
variable_list FlowRun::leaves(bool distilling) {
    variable_list leaves = transformerWeights_.list();
    if (distilling)
        return leaves;
    for (Parameters* parameters : {&encoderWeights_, &labelHead_.parameters()}) {
        const variable_list more = parameters->list();
        leaves.insert(leaves.end(), more.begin(), more.end());
    }
    return leaves;
}

// Hands each leaf the sum of its gradients, in the order of the shares: the same sum at every run.
void FlowRun::handOut(const std::vector<ShareResult>& results, bool distilling) {
    const c10::AutoGradMode noGradients(false);
    const variable_list all = leaves(distilling);
    for (std::size_t i = 0; i < all.size(); ++i) {
        at::Tensor sum;
        for (const ShareResult& result : results)
            if (const at::Tensor& gradient = result.gradients[i]; gradient.defined())
                sum = sum.defined() ? sum.add_(gradient) : gradient;
        all[i].mutable_grad() = sum;
    }
}

std::map<std::string, double> FlowRun::step(std::int64_t index, const PictureBatch& batch) {
    at::Generator generator = makeCpuGenerator(options_.seed * 1'000'003 + index);
    const at::Tensor data = latentsOf(batch); // [B, C, h, w]
    const std::int64_t B = data.size(0);
    const bool distilling = distils(index);
    if (distilling && !teacher_)
        makeTeacher();
    StepInputs inputs{distilling, (index + index / kBatchesBetween) % kLanguageEvery == 0,
                      addNoise(data, generator), batch.captions, batch};
    const at::Tensor dropped = at::rand({B}, generator, at::TensorOptions(at::kFloat));
    for (std::int64_t i = 0; i < B && !distilling; ++i)
        if (dropped[i].item<double>() < options_.captionDropout)
            inputs.captions[static_cast<std::size_t>(i)].clear();

    const auto shares = std::min<std::int64_t>(workers_.size(), B);
    std::vector<ShareResult> results(static_cast<std::size_t>(shares));
    workers_.run(static_cast<int>(shares), [&](int i) {
        const std::int64_t first = B * i / shares;
        results[static_cast<std::size_t>(i)] =
            computeShare(inputs, first, B * (i + 1) / shares - first);
    });
    ShareResult total;
    for (const ShareResult& result : results) {
        total.flow += result.flow;
        total.labels += result.labels;
        total.language += result.language;
    }
    handOut(results, distilling);

    std::map<std::string, double> values{{distilling ? "distil" : "flow", total.flow}};
    const double rate = learningRateAt(index, kWarmup, options_.steps, options_.learningRate);
    if (!distilling) {
        values["labels"] = total.labels;
        if (inputs.languageToo)
            values["language"] = total.language;
        labelOptimizer_.step(rate, &workers_);
        encoderOptimizer_.step(rate, &workers_);
        encoderAverage_.update(&workers_);
    }
    values["gradient"] = transformerOptimizer_.step(rate, &workers_);
    transformerAverage_.update(&workers_);
    return values;
}

Status FlowRun::sample(std::int64_t step) {
    return drawSamples(options_.folder / fmt::format("samples-{}.png", step), autoencoder_,
                       tokenizer_, encoderAverage_.named(), transformerAverage_.named(),
                       options_.device);
}

} // namespace

models::Qwen3Config flatlandTextEncoder(std::int64_t vocabularySize) {
    models::Qwen3Config config;
    config.vocabularySize = vocabularySize;
    config.hiddenSize = 192;
    config.intermediateSize = 512;
    config.layerCount = 4;
    config.headCount = 6;
    config.keyValueHeadCount = 3;
    config.headDim = 32;
    return config;
}

models::ZImageTransformerConfig flatlandTransformer() {
    models::ZImageTransformerConfig config;
    config.dim = 192;
    config.layerCount = 8;
    config.refinerLayerCount = 1;
    config.headCount = 4;
    config.captionDim = 192;
    config.axesDims = {16, 16, 16};
    return config;
}

Status trainFlow(const FlowTraining& options, const models::AutoencoderKL& autoencoder,
                 const Tokenizer& tokenizer, TrainingLog& log, const RunContext& context) {
    return guarded([&]() -> Status {
        FlowRun run(options, autoencoder, tokenizer);
        DIPTYCH_TRY(const std::int64_t first, resumeRun(options.folder, run.parts()));
        if (first == 0)
            std::filesystem::remove(options.folder / kTeacherFile);
        log.say(fmt::format("text encoder and transformer: {:.2f} million weights",
                            static_cast<double>(run.weightCount()) * 1e-6));
        BatchStream batches(
            [&options, first](std::int64_t step) { return batchAt(step, first, options); }, first);
        log.begin("flow", first, options.steps);
        for (std::int64_t step = first; step < options.steps; ++step) {
            if (context.cancelled()) {
                DIPTYCH_TRY_DONE(saveRun(options.folder, run.parts(), step));
                return fail(stoppedRunError());
            }
            const std::map<std::string, double> values = run.step(step, batches.next());
            for (const auto& entry : values)
                if (!std::isfinite(entry.second))
                    return fail(ErrorCode::WeightsInvalid,
                                fmt::format("{} is not finite at step {}", entry.first, step),
                                "lower the learning rate and go on from the last saved state");
            log.step(step + 1, values);
            const bool last = step + 1 == options.steps;
            if ((step + 1) % options.saveEvery == 0 || last)
                DIPTYCH_TRY_DONE(saveRun(options.folder, run.parts(), step + 1));
            if (options.sampleEvery > 0 && ((step + 1) % options.sampleEvery == 0 || last))
                DIPTYCH_TRY_DONE(run.sample(step + 1));
        }
        return Done{};
    });
}

} // namespace diptych::train

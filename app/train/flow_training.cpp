#include "app/train/flow_training.h"

#include "app/train/flow_matching.h"
#include "app/train/flow_samples.h"
#include "app/train/label_head.h"
#include "app/train/optimizer.h"
#include "app/train/run_folder.h"
#include "app/train/training_data.h"
#include "core/prompt/chat_format.h"
#include "core/sampling/guidance.h"
#include "core/tensor/guarded.h"
#include "core/tensor/torch_compat.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace diptych::train {

namespace {

using models::Qwen3TextModel;
using models::TokenSequence;
using models::ZImagePrompts;
using models::ZImageTransformer;

constexpr std::int64_t kWarmup = 500;
constexpr int kPixelsPerLatent = 8;
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
          encoder_(Qwen3TextModel::bind(WeightView(encoderWeights_.store()),
                                        flatlandTextEncoder(tokenizer.vocabularySize()),
                                        Qwen3TextModel::Purpose::Generate)),
          transformer_(ZImageTransformer::bind(WeightView(transformerWeights_.store()),
                                               flatlandTransformer())),
          labelHead_(flatlandTransformer().dim, flatlandTransformer().patchSize, options.seed + 2,
                     options.device),
          encoderOptimizer_(encoderWeights_.named(), {},
                            hiddenMatrices(options.hiddenByMuon, encoderWeights_)),
          transformerOptimizer_(transformerWeights_.named(), {},
                                hiddenMatrices(options.hiddenByMuon, transformerWeights_)),
          labelOptimizer_(labelHead_.parameters().named()),
          encoderAverage_(encoderWeights_.named(), 0.9995),
          transformerAverage_(transformerWeights_.named(), 0.9995) {}

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
    // Binds both models to the weights as they are now, in the dtype that the run computes in.
    void bindModels();
    at::Tensor latentsOf(const PictureBatch& batch);
    std::vector<at::Tensor> encode(const std::vector<std::string>& captions) const;
    at::Tensor languageLoss(const PictureBatch& batch) const;
    void makeTeacher();
    at::Tensor guidedTarget(const at::Tensor& x, const std::vector<double>& times,
                            const std::vector<at::Tensor>& captions);

    const FlowTraining& options_;
    const models::AutoencoderKL& autoencoder_;
    const Tokenizer& tokenizer_;
    Parameters encoderWeights_, transformerWeights_;
    Qwen3TextModel encoder_;
    ZImageTransformer transformer_;
    LabelHead labelHead_;
    Optimizer encoderOptimizer_, transformerOptimizer_, labelOptimizer_;
    WeightAverage encoderAverage_, transformerAverage_;
    std::map<std::int64_t, at::Tensor> latents_; // of the batches in use, by number
    std::optional<Parameters> teacherWeights_;
    std::optional<ZImageTransformer> teacher_;
};

void FlowRun::bindModels() {
    encoder_ = Qwen3TextModel::bind(WeightView(encoderWeights_.store(options_.computeType)),
                                    flatlandTextEncoder(tokenizer_.vocabularySize()),
                                    Qwen3TextModel::Purpose::Generate);
    transformer_ = ZImageTransformer::bind(
        WeightView(transformerWeights_.store(options_.computeType)), flatlandTransformer());
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
std::vector<at::Tensor> FlowRun::encode(const std::vector<std::string>& captions) const {
    std::vector<TokenSequence> sequences;
    for (const std::string& caption : captions)
        sequences.push_back(sequenceOf(tokenizer_, promptOf(caption)));
    return encoder_.hiddenStates(sequences, kImageLayer, {});
}

// How badly the language head foresees the full caption after the short one.
at::Tensor FlowRun::languageLoss(const PictureBatch& batch) const {
    constexpr std::size_t kShare = 4; // every fourth picture of the batch
    std::vector<TokenSequence> sequences;
    std::vector<std::int64_t> answerStarts;
    for (std::size_t i = 0; i < batch.captions.size(); i += kShare) {
        TokenSequence sequence = sequenceOf(tokenizer_, promptOf(batch.captions[i]));
        answerStarts.push_back(static_cast<std::int64_t>(sequence.ids.size()));
        const TokenSequence answer = sequenceOf(tokenizer_, batch.fullCaptions[i] + "<|im_end|>");
        sequence.ids.insert(sequence.ids.end(), answer.ids.begin(), answer.ids.end());
        sequences.push_back(std::move(sequence));
    }
    const std::vector<at::Tensor> states = encoder_.hiddenStates(sequences, kLastLayer, {});
    std::vector<at::Tensor> before; // the states that foresee the answers
    std::vector<std::int64_t> targets;
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        const std::int64_t start = answerStarts[i];
        const std::int64_t length = states[i].size(0) - start;
        before.push_back(states[i].narrow(0, start - 1, length));
        targets.insert(targets.end(), sequences[i].ids.begin() + start, sequences[i].ids.end());
    }
    return at::cross_entropy_loss(encoder_.logits(at::cat(before, 0)),
                                  at::tensor(targets, at::kLong).to(options_.device));
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
at::Tensor FlowRun::guidedTarget(const at::Tensor& x, const std::vector<double>& times,
                                 const std::vector<at::Tensor>& captions) {
    const c10::AutoGradMode noGradients(false);
    if (!teacher_)
        makeTeacher();
    std::vector<at::Tensor> both = captions;
    const at::Tensor empty = encode({""}).front();
    both.insert(both.end(), captions.size(), empty);
    std::vector<double> twice = times;
    twice.insert(twice.end(), times.begin(), times.end());
    const ZImagePrompts prompts = teacher_->prepare(both, x.size(2), x.size(3), {});
    const at::Tensor predicted = teacher_->forward(at::cat({x, x}, 0), twice, prompts, {});
    const std::int64_t B = x.size(0);
    return sampling::guide(predicted.narrow(0, 0, B), predicted.narrow(0, B, B), options_.guidance);
}

std::map<std::string, double> FlowRun::step(std::int64_t index, const PictureBatch& batch) {
    bindModels();
    at::Generator generator = makeCpuGenerator(options_.seed * 1'000'003 + index);
    const at::Tensor data = latentsOf(batch); // [B, C, h, w]
    const std::int64_t B = data.size(0);
    const auto [x, times, velocity] = addNoise(data, generator);

    std::vector<std::string> captions = batch.captions;
    const at::Tensor dropped = at::rand({B}, generator, at::TensorOptions(at::kFloat));
    const bool distilling = distils(index);
    for (std::int64_t i = 0; i < B && !distilling; ++i)
        if (dropped[i].item<double>() < options_.captionDropout)
            captions[static_cast<std::size_t>(i)].clear();

    std::vector<at::Tensor> embeddings;
    {
        // A teacher and its student read the same states: the text encoder stands still then.
        const c10::AutoGradMode gradients(!distilling);
        embeddings = encode(captions);
    }
    const ZImagePrompts prompts = transformer_.prepare(embeddings, data.size(2), data.size(3), {});
    const at::Tensor target = distilling ? guidedTarget(x, times, embeddings) : velocity;
    const at::Tensor labels = batch.labels.to(options_.device); // [B, h, w, L]
    at::Tensor middle;                                          // [B, N, D]
    const at::Tensor predicted = transformer_.forward(
        x, times, prompts, {}, [&middle](std::size_t layer, const at::Tensor& tokens) {
            if (layer == kLabelLayer)
                middle = tokens;
        });
    const at::Tensor loss = ((predicted - target).square() * attentionToObjects(labels)).mean();
    const double rate = learningRateAt(index, kWarmup, options_.steps, options_.learningRate);
    std::map<std::string, double> values{{distilling ? "distil" : "flow", loss.item<double>()}};
    if (distilling) {
        loss.backward();
    } else {
        const at::Tensor reading = labelHead_.loss(middle, labels);
        at::Tensor all = loss + reading * options_.labelWeight;
        if ((index + index / kBatchesBetween) % kLanguageEvery == 0) {
            const at::Tensor language = languageLoss(batch);
            all = all + language * options_.languageWeight;
            values["language"] = language.item<double>();
        }
        all.backward();
        values["labels"] = reading.item<double>();
        labelOptimizer_.step(rate);
        encoderOptimizer_.step(rate);
        encoderAverage_.update();
    }
    values["gradient"] = transformerOptimizer_.step(rate);
    transformerAverage_.update();
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

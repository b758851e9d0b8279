#include "app/train/lora_training.h"

#include "app/train/flow_matching.h"
#include "app/train/optimizer.h"
#include "app/train/parameters.h"
#include "app/train/run_folder.h"
#include "core/encoders/local_text_encoder.h"
#include "core/image/fit.h"
#include "core/image/image_file.h"
#include "core/models/autoencoder_kl.h"
#include "core/models/component_config.h"
#include "core/models/picture_tensors.h"
#include "core/models/weight_table.h"
#include "core/models/z_image_transformer.h"
#include "core/pipeline/load_tokenizer.h"
#include "core/prompt/chat_format.h"
#include "core/tensor/guarded.h"
#include "core/tensor/torch_compat.h"
#include "core/tokenizer/tokenizer.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

namespace diptych::train {

namespace {

using models::AutoencoderKL;
using models::AutoencoderKLConfig;
using models::ZImageTransformer;
using models::ZImageTransformerConfig;

constexpr const char* kPartName = "lora";
constexpr int kCaptionLayer = -2;
constexpr int kSideMultiple = 16; // pixels: a cell is 8 wide and a patch two cells
constexpr std::int64_t kWarmup = 20;

// What is learned from, ready for the transformer.
struct Example {
    at::Tensor latents; ///< [C, h, w] float32, in sampling space
    at::Tensor caption; ///< [S, D]
};

struct Examples {
    std::vector<Example> all;
    at::Tensor emptyCaption;                           ///< [S, D]
    std::vector<std::vector<std::size_t>> bySize = {}; ///< indices of those that fit in one batch
};

template <typename Model, typename Config>
Result<Model> openModel(const LoraTraining& options, Component component,
                        at::ScalarType computeType, const RunContext& context) {
    DIPTYCH_TRY(const auto path, locateComponent(options.model, component));
    DIPTYCH_TRY(ComponentWeights weights, ComponentWeights::open(path, weightsOf(component)));
    DIPTYCH_TRY(const Config config, models::readComponentConfig<Config>(path, weights));
    return guarded([&] {
        const auto stored = WeightStore::fromComponent(
            std::make_shared<ComponentWeights>(std::move(weights)), {options.device});
        stored->watch(context);
        const auto asComputed = WeightStore::fromRecipe(
            [&](const std::string& name, const Shape& shape) {
                const at::Tensor weight = stored->takeStored(name, shape);
                // Wider ones are rounded; narrower ones stay as they are, to save memory.
                return computeType == at::kFloat ? weight : weight.to(computeType);
            },
            stored->source(), {options.device, WeightFormat::Auto, computeType});
        return Model::bind(WeightView(asComputed), config);
    });
}

Result<std::vector<at::Tensor>> encodeCaptions(const LoraTraining& options,
                                               const std::vector<std::string>& captions,
                                               const RunContext& context) {
    DIPTYCH_TRY(const auto tokenizerFolder, locateComponent(options.model, Component::Tokenizer));
    DIPTYCH_TRY(const Tokenizer tokenizer, loadTokenizer(tokenizerFolder));
    DIPTYCH_TRY(const auto path, locateComponent(options.model, Component::TextEncoder));
    DIPTYCH_TRY(const auto encoder,
                LocalTextEncoder::load(path, "text encoder", {options.device}, context));
    std::vector<at::Tensor> states;
    for (const std::string& caption : captions) {
        Conversation conversation;
        conversation.user = caption;
        const std::vector<std::int32_t> ids = tokenizer.encode(formatChat(conversation).text);
        DIPTYCH_TRY(const PromptEmbedding embedding,
                    encoder->encodeTokens(ids, kCaptionLayer, context));
        states.push_back(embedding.hidden.to(options.device, at::kFloat, false, true));
    }
    return states;
}

// The size near side × side that has about the picture's shape.
std::pair<int, int> trainingSize(const Image& image, int side) {
    const double shape = static_cast<double>(image.width()) / image.height();
    const auto rounded = [](double length) {
        return std::max(1, static_cast<int>(std::lround(length / kSideMultiple))) * kSideMultiple;
    };
    return {rounded(side * std::sqrt(shape)), rounded(side / std::sqrt(shape))};
}

Result<std::vector<at::Tensor>> encodeLatents(const LoraTraining& options,
                                              const std::vector<CaptionedPicture>& pictures,
                                              const RunContext& context) {
    DIPTYCH_TRY(const auto model, (openModel<AutoencoderKL, AutoencoderKLConfig>(
                                      options, Component::Autoencoder, at::kFloat, context)));
    std::vector<at::Tensor> latents;
    for (const CaptionedPicture& picture : pictures) {
        DIPTYCH_TRY(const LoadedImage loaded, readImageFile(picture.path));
        const auto [width, height] = trainingSize(loaded.image, options.side);
        DIPTYCH_TRY(const Image fitted, fitTo(loaded.image, width, height, FitMode::Crop));
        DIPTYCH_TRY(const at::Tensor clean, guarded([&] {
                        const c10::AutoGradMode noGradients(false);
                        const at::Tensor input = toModelInput(fitted).to(options.device);
                        return model.toSamplingSpace(model.encode(input, context).mean).squeeze(0);
                    }));
        latents.push_back(clean);
        context.report(Phase::Encode, static_cast<std::int64_t>(latents.size()),
                       static_cast<std::int64_t>(pictures.size()));
    }
    return latents;
}

Result<Examples> prepare(const LoraTraining& options, const std::vector<CaptionedPicture>& pictures,
                         const RunContext& context) {
    std::vector<std::string> captions;
    for (const CaptionedPicture& picture : pictures)
        captions.push_back(options.trigger.empty()   ? picture.caption
                           : picture.caption.empty() ? options.trigger
                                                     : options.trigger + ", " + picture.caption);
    captions.emplace_back();
    DIPTYCH_TRY(std::vector<at::Tensor> states, encodeCaptions(options, captions, context));
    DIPTYCH_TRY(std::vector<at::Tensor> latents, encodeLatents(options, pictures, context));
    Examples examples;
    examples.emptyCaption = states.back();
    std::map<std::pair<std::int64_t, std::int64_t>, std::vector<std::size_t>> bySize;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        bySize[{latents[i].size(1), latents[i].size(2)}].push_back(i);
        examples.all.push_back({latents[i], states[i]});
    }
    for (auto& entry : bySize)
        examples.bySize.push_back(std::move(entry.second));
    return examples;
}

// The layers that are adapted, by module name.
Result<models::LinearTable> chooseLayers(ZImageTransformer& model, const LoraTraining& options) {
    const models::LinearTable all = models::collectLinears(model);
    models::LinearTable chosen;
    for (const std::string& target : options.targets) {
        const std::size_t before = chosen.size();
        for (const auto& [name, layer] : all)
            if (name == target || name.ends_with("." + target))
                chosen.emplace(name, layer);
        if (chosen.size() == before)
            return fail(ErrorCode::InvalidInput, fmt::format("the model has no layer '{}'", target),
                        "for example: attention.to_q, feed_forward.w1, layers.0.attention.to_v");
    }
    return chosen;
}

class LoraRun {
  public:
    LoraRun(const LoraTraining& options, const Examples& examples, ZImageTransformer& model,
            models::LinearTable layers)
        : options_(options), examples_(examples), model_(model), layers_(std::move(layers)),
          factors_(options.seed, options.device) {
        attachFactors();
        optimizer_.emplace(factors_.named());
    }

    std::vector<TrainedPart> parts() { return {{kPartName, &factors_, &*optimizer_, nullptr}}; }
    std::int64_t weightCount() const { return factors_.count(); }

    /// One update; returns the loss.
    double step(std::int64_t index);
    /// The factors by PEFT's names, the scale multiplied into the second.
    NamedTensors result() const;

  private:
    double scale() const { return options_.alpha > 0 ? options_.alpha / options_.rank : 1.0; }
    void attachFactors();

    const LoraTraining& options_;
    const Examples& examples_;
    ZImageTransformer& model_;
    models::LinearTable layers_;
    Parameters factors_;
    std::optional<Optimizer> optimizer_; // of factors_, once they have names
};

// Anew at every step: in bfloat16 the branches hold rounded copies of the factors.
void LoraRun::attachFactors() {
    const auto store = factors_.store(options_.computeType);
    for (const auto& [name, layer] : layers_) {
        layer->branch.down =
            store->takeStored(name + ".lora_A.weight", {options_.rank, layer->weight.size(1)});
        layer->branch.up =
            store->takeStored(name + ".lora_B.weight", {layer->weight.size(0), options_.rank});
        layer->branch.scale = scale();
    }
}

double LoraRun::step(std::int64_t index) {
    attachFactors();
    at::Generator generator = makeCpuGenerator(options_.seed * 1'000'003 + index);
    const auto random = [&](std::size_t count) {
        return static_cast<std::size_t>(at::randint(0, static_cast<std::int64_t>(count), {1},
                                                    generator, at::TensorOptions(at::kLong))
                                            .item<std::int64_t>());
    };
    // Sizes are chosen as often as they have pictures.
    const std::size_t first = random(examples_.all.size());
    const auto& alike = *std::find_if(
        examples_.bySize.begin(), examples_.bySize.end(), [first](const auto& indices) {
            return std::find(indices.begin(), indices.end(), first) != indices.end();
        });
    std::vector<at::Tensor> latents, captions;
    for (int i = 0; i < options_.batch; ++i) {
        const Example& example = examples_.all[i == 0 ? first : alike[random(alike.size())]];
        latents.push_back(example.latents);
        const bool dropped =
            at::rand({1}, generator, at::TensorOptions(at::kFloat)).item<double>() <
            options_.captionDropout;
        captions.push_back(dropped ? examples_.emptyCaption : example.caption);
    }
    const NoisyLatents noisy = addNoise(at::stack(latents, 0), generator);
    const models::ZImagePrompts prompts =
        model_.prepare(captions, noisy.x.size(2), noisy.x.size(3), {});
    const at::Tensor predicted = model_.forward(noisy.x, noisy.times, prompts, {});
    const at::Tensor loss = (predicted - noisy.velocity).square().mean();
    loss.backward();
    optimizer_->step(learningRateAt(index, kWarmup, options_.steps, options_.learningRate));
    return loss.item<double>();
}

NamedTensors LoraRun::result() const {
    NamedTensors tensors;
    for (const auto& [name, tensor] : factors_.named()) {
        const bool second = name.ends_with(".lora_B.weight");
        tensors.emplace("transformer." + name, second ? tensor.detach() * scale() : tensor);
    }
    return tensors;
}

Status checkNumbers(const LoraTraining& options) {
    const auto refuse = [](const char* what) {
        return fail(ErrorCode::InvalidInput, what, "diptych-train lora --help explains each");
    };
    if (options.rank < 1 || options.rank > 1024)
        return refuse("the rank must be 1 to 1024");
    if (options.batch < 1)
        return refuse("a batch needs at least one picture");
    if (options.side < kSideMultiple || options.side > 4096)
        return refuse("the side must be 16 to 4096 pixels");
    if (options.steps < 1)
        return refuse("at least one step is needed");
    if (!(options.alpha >= 0) || !(options.learningRate > 0))
        return refuse("alpha must not be negative, the learning rate must be above 0");
    return Done{};
}

std::map<std::string, std::string> headerOf(const LoraTraining& options) {
    std::map<std::string, std::string> header{
        {"format", "pt"},
        {"rank", std::to_string(options.rank)},
        {"steps", std::to_string(options.steps)},
        {"base_model", options.model.model.filename().string()}};
    if (!options.trigger.empty())
        header.emplace("modelspec.trigger_phrase", options.trigger);
    return header;
}

Status trainPrepared(const LoraTraining& options, const Examples& examples,
                     ZImageTransformer& model, TrainingLog& log, const RunContext& context) {
    DIPTYCH_TRY(models::LinearTable layers, chooseLayers(model, options));
    const std::size_t layerCount = layers.size();
    LoraRun run(options, examples, model, std::move(layers));
    DIPTYCH_TRY(const std::int64_t first, resumeRun(options.folder, run.parts()));
    log.say(fmt::format("adapter: {} layers, rank {}, {:.2f} million weights; {} pictures",
                        layerCount, options.rank, static_cast<double>(run.weightCount()) * 1e-6,
                        examples.all.size()));
    log.begin(kPartName, first, options.steps);
    for (std::int64_t step = first; step < options.steps; ++step) {
        if (context.cancelled()) {
            DIPTYCH_TRY_DONE(saveRun(options.folder, run.parts(), step));
            return fail(stoppedRunError());
        }
        const double loss = run.step(step);
        if (!std::isfinite(loss))
            return fail(ErrorCode::WeightsInvalid,
                        fmt::format("the loss is not finite at step {}", step),
                        "lower the learning rate and go on from the last saved state");
        log.step(step + 1, {{"loss", loss}});
        if ((step + 1) % options.saveEvery == 0 || step + 1 == options.steps)
            DIPTYCH_TRY_DONE(saveRun(options.folder, run.parts(), step + 1));
    }
    return saveTensors(options.output, run.result(), at::kBFloat16, headerOf(options));
}

} // namespace

Status trainLora(const LoraTraining& options, const std::vector<CaptionedPicture>& pictures,
                 TrainingLog& log, const RunContext& context) {
    DIPTYCH_TRY_DONE(checkNumbers(options));
    log.say(fmt::format("reading {} pictures and their captions", pictures.size()));
    DIPTYCH_TRY(const Examples examples, prepare(options, pictures, context));
    DIPTYCH_TRY(ZImageTransformer model,
                (openModel<ZImageTransformer, ZImageTransformerConfig>(
                    options, Component::Transformer, options.computeType, context)));
    return guarded([&] { return trainPrepared(options, examples, model, log, context); });
}

} // namespace diptych::train

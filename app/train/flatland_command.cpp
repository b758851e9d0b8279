#include "app/train/subcommands.h"

#include "app/train/autoencoder_training.h"
#include "app/train/export_model.h"
#include "app/train/flow_training.h"
#include "app/train/machine_options.h"
#include "app/train/reduced_tokenizer.h"
#include "app/train/training_data.h"
#include "app/train/world/caption.h"
#include "core/tokenizer/tokenizer.h"

#include <ATen/core/Tensor.h>
#include <c10/core/GradMode.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <ostream>

namespace diptych::train {

namespace {

struct FlatlandOptions {
    std::string stage = "all";
    std::filesystem::path work = "flatland-run";
    std::filesystem::path output = "flatland";
    MachineOptions machine;
    std::int64_t seed = 1;
    AutoencoderTraining autoencoder;
    FlowTraining flow;
};

constexpr const char* kAutoencoderStage = "autoencoder";
constexpr const char* kFlowStage = "flow";
constexpr const char* kExportStage = "export";

void addFlatlandOptions(CLI::App& command, FlatlandOptions& options) {
    command
        .add_option("--stage", options.stage,
                    "what to do: autoencoder, flow (text encoder and transformer), export, or "
                    "all one after the other")
        ->check(CLI::IsMember({"all", kAutoencoderStage, kFlowStage, kExportStage}))
        ->capture_default_str();
    command
        .add_option("--work", options.work, "folder of the run; an unfinished run goes on there")
        ->capture_default_str();
    command.add_option("--output", options.output, "folder to write the trained model to")
        ->capture_default_str();
    addMachineOptions(command, options.machine);
    command.add_option("--seed", options.seed, "the same seed gives the same run on one device")
        ->capture_default_str();
    command.add_option("--autoencoder-steps", options.autoencoder.steps)->capture_default_str();
    command
        .add_option("--decoder-steps", options.autoencoder.decoderSteps,
                    "after them, of the decoder alone")
        ->capture_default_str();
    command.add_option("--autoencoder-batch", options.autoencoder.batch)->capture_default_str();
    command.add_option("--autoencoder-side", options.autoencoder.side, "pixels")
        ->capture_default_str();
    command.add_option("--autoencoder-rate", options.autoencoder.learningRate)
        ->capture_default_str();
    command.add_option("--steps", options.flow.steps, "of text encoder and transformer")
        ->capture_default_str();
    command.add_option("--batch", options.flow.batch, "pictures of 256 × 256 a step")
        ->capture_default_str();
    command.add_option("--rate", options.flow.learningRate, "largest learning rate")
        ->capture_default_str();
    command
        .add_flag("--muon,!--no-muon", options.flow.hiddenByMuon,
                  "train matrices between hidden layers with Muon instead of AdamW")
        ->capture_default_str();
    command
        .add_option("--small-share", options.flow.smallShare,
                    "share of the steps, the first, at 128 × 128")
        ->capture_default_str();
    command
        .add_option("--distill-share", options.flow.distillShare,
                    "share of the steps, the last, that teach guidance")
        ->capture_default_str();
    command.add_option("--guidance", options.flow.guidance, "the guidance that is taught")
        ->capture_default_str();
    command
        .add_option("--label-weight", options.flow.labelWeight,
                    "of what lies where, which a middle layer is asked for")
        ->capture_default_str();
    command.add_option("--sample-every", options.flow.sampleEvery, "steps between two sheets")
        ->capture_default_str();
    command.add_option("--save-every", options.flow.saveEvery, "steps between two saved states")
        ->capture_default_str();
}

// The tokenizer's words: captions, and the roles of a conversation.
Result<std::string> flatlandTokenizer(const std::filesystem::path& resources) {
    std::vector<std::string> words = flatland::vocabularyWords();
    words.insert(words.end(), {"system", "user", "assistant", ",", ".", "\n", "\n\n"});
    return reduceTokenizer(resources / "tokenizer" / "qwen3", words);
}

Status judgeAutoencoder(const models::AutoencoderKL& model, at::Device device, TrainingLog& log) {
    const c10::AutoGradMode noGradients(false);
    const PictureBatch batch = makeFlatlandBatch({2, 32, 256, 256, 1.0F}, 0);
    const at::Tensor pictures = batch.pictures.to(device);
    const at::Tensor again =
        model.decode(model.toSamplingSpace(model.encode(pictures, {}).mean), {});
    log.say(fmt::format("autoencoder: {:.2f} dB on 32 new pictures, scale {:.4f}, shift {:.4f}",
                        peakSignalToNoise(again, pictures), model.config.scalingFactor,
                        model.config.shiftFactor));
    return Done{};
}

Status trainFlatland(FlatlandOptions options, const std::filesystem::path& resources,
                     std::ostream& output, const RunContext& context) {
    DIPTYCH_TRY(const Machine machine, prepareMachine(options.machine));
    const at::Device device = machine.device;
    TrainingLog log([&output](const std::string& line) { output << line << std::endl; });
    const auto runs = [&](const char* stage) {
        return options.stage == "all" || options.stage == stage;
    };
    DIPTYCH_TRY(const std::string tokenizerJson, flatlandTokenizer(resources));
    if (runs(kAutoencoderStage)) {
        options.autoencoder.folder = options.work;
        options.autoencoder.device = device;
        options.autoencoder.seed = options.seed;
        DIPTYCH_TRY_DONE(trainAutoencoder(options.autoencoder, log, context));
        DIPTYCH_TRY(const auto trained, loadTrainedAutoencoder(options.work, device));
        DIPTYCH_TRY_DONE(judgeAutoencoder(trained, device, log));
    }
    if (runs(kFlowStage)) {
        DIPTYCH_TRY(const Tokenizer tokenizer, Tokenizer::fromJson(tokenizerJson));
        DIPTYCH_TRY(const auto autoencoder, loadTrainedAutoencoder(options.work, device));
        options.flow.folder = options.work;
        options.flow.device = device;
        options.flow.computeType = machine.computeType;
        options.flow.seed = options.seed;
        DIPTYCH_TRY_DONE(trainFlow(options.flow, autoencoder, tokenizer, log, context));
    }
    if (runs(kExportStage))
        DIPTYCH_TRY_DONE(exportFlatland(options.work, tokenizerJson, options.output));
    return Done{};
}

} // namespace

Subcommand addFlatlandCommand(CLI::App& app, const std::filesystem::path& resources,
                              std::ostream& output) {
    const auto options = std::make_shared<FlatlandOptions>();
    CLI::App* const command =
        app.add_subcommand("flatland", "train Flatland, the bundled demo model");
    addFlatlandOptions(*command, *options);
    return {command, [options, resources, &output](const RunContext& context) {
                return trainFlatland(*options, resources, output, context);
            }};
}

} // namespace diptych::train

#include "app/train/subcommands.h"

#include "app/train/lora_training.h"
#include "app/train/machine_options.h"
#include "core/pipeline/model_choice.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace diptych::train {

namespace {

struct LoraOptions {
    MachineOptions machine;
    std::filesystem::path data;
    LoraTraining training;
};

void addLoraOptions(CLI::App& command, LoraOptions& options) {
    LoraTraining& training = options.training;
    command
        .add_option("--model-path", training.model.model,
                    "checkpoint folder or file; without it the bundled demo model")
        ->type_name("PATH");
    command
        .add_option("--data", options.data,
                    "captioned pictures: a folder with cat.png and cat.txt, or a .jsonl or .csv "
                    "table with file_name and text")
        ->required();
    command.add_option("--output", training.output, "the adapter, a .safetensors file")->required();
    training.folder = "lora-run";
    command
        .add_option("--work", training.folder, "folder of the run; an unfinished run goes on there")
        ->capture_default_str();
    addMachineOptions(command, options.machine);
    command.add_option("--seed", training.seed, "the same seed gives the same run on one device")
        ->capture_default_str();
    command.add_option("--steps", training.steps)->capture_default_str();
    command.add_option("--batch", training.batch, "pictures a step")->capture_default_str();
    command
        .add_option("--side", training.side,
                    "pixels: pictures are brought to about side × side, their shape kept")
        ->capture_default_str();
    command.add_option("--rank", training.rank)->capture_default_str();
    command.add_option("--alpha", training.alpha, "the change is scaled by alpha/rank; 0 = rank")
        ->capture_default_str();
    command.add_option("--rate", training.learningRate, "largest learning rate")
        ->capture_default_str();
    command
        .add_option("--targets", training.targets,
                    "ends of the names of the layers that are adapted, between commas")
        ->delimiter(',')
        ->capture_default_str();
    command.add_option("--trigger", training.trigger,
                       "words before every caption, noted in the file");
    command
        .add_option("--caption-dropout", training.captionDropout,
                    "share of the captions that are left out, 0…1")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command.add_option("--save-every", training.saveEvery, "steps between two saved states")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
}

Status run(LoraOptions options, const std::filesystem::path& resources, std::ostream& output,
           const RunContext& context) {
    DIPTYCH_TRY(const std::vector<CaptionedPicture> pictures, readCaptionedPictures(options.data));
    DIPTYCH_TRY(options.training.model,
                completeLocation(chooseModel(options.training.model, resources), resources));
    DIPTYCH_TRY(const Machine machine, prepareMachine(options.machine));
    options.training.device = machine.device;
    options.training.computeType = machine.computeType;
    TrainingLog log([&output](const std::string& line) { output << line << std::endl; });
    return trainLora(options.training, pictures, log, context);
}

} // namespace

Subcommand addLoraCommand(CLI::App& app, const std::filesystem::path& resources,
                          std::ostream& output) {
    const auto options = std::make_shared<LoraOptions>();
    CLI::App* const command =
        app.add_subcommand("lora", "train an adapter (LoRA) on captioned pictures");
    addLoraOptions(*command, *options);
    return {command, [options, resources, &output](const RunContext& context) {
                return run(*options, resources, output, context);
            }};
}

} // namespace diptych::train

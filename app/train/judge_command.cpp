#include "app/train/subcommands.h"

#include "app/train/model_examination.h"
#include "app/train/world/contact_sheet.h"
#include "core/image/image_file.h"
#include "core/pipeline/model_choice.h"
#include "core/tensor/cpu_runtime.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <ostream>
#include <vector>

namespace diptych::train {

namespace {

struct JudgeOptions {
    std::filesystem::path model;
    std::filesystem::path sheet;
    std::string device = "auto";
    int columns = 8;
    int threads = 0;
    ExaminationOptions examination;
};

void addJudgeOptions(CLI::App& command, JudgeOptions& options) {
    command
        .add_option("--model-path", options.model,
                    "checkpoint folder or file; without it the bundled demo model")
        ->type_name("PATH");
    command.add_option("--count", options.examination.count, "how many prompts")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    command.add_option("--seed", options.examination.seed, "other prompts and other noise")
        ->capture_default_str();
    command.add_option("--steps", options.examination.steps)->capture_default_str();
    command.add_option("--scheduler", options.examination.scheduler)->capture_default_str();
    command
        .add_option("--guidance", options.examination.guidance,
                    "pred = pos + g * (pos - neg); 0 = without")
        ->capture_default_str();
    command.add_option("--side", options.examination.side, "pixels")->capture_default_str();
    command.add_option("--sheet", options.sheet, "a picture file for all pictures on one sheet");
    command.add_option("--columns", options.columns, "of the sheet")
        ->check(CLI::Range(1, 40))
        ->capture_default_str();
    command.add_option("--device", options.device, "auto, cpu, cuda or cuda:N")
        ->capture_default_str();
    command.add_option("--threads", options.threads, "processor threads, 0 = all cores");
}

Status judge(const JudgeOptions& options, const std::filesystem::path& resources,
             std::ostream& output, const RunContext& context) {
    configureProcessor(options.threads);
    PipelineOptions pipelineOptions;
    ModelLocation named;
    named.model = options.model;
    DIPTYCH_TRY(pipelineOptions.location,
                completeLocation(chooseModel(named, resources), resources));
    DIPTYCH_TRY(const DeviceName device, parseDeviceName(options.device));
    pipelineOptions.placement.textEncoder = device;
    pipelineOptions.placement.transformer = device;
    pipelineOptions.placement.autoencoder = device;
    DIPTYCH_TRY(const auto pipeline, openImagePipeline(pipelineOptions));
    std::vector<Image> pictures;
    const auto onAnswer = [&](const ExaminedPicture& answer) -> Status {
        const std::string faults = faultsOf(answer.verdict);
        output << answer.prompt << ": " << (faults.empty() ? "right" : "wrong " + faults)
               << std::endl;
        if (!options.sheet.empty())
            pictures.push_back(answer.picture);
        return Done{};
    };
    DIPTYCH_TRY(const flatland::Tally tally,
                examineModel(*pipeline, options.examination, onAnswer, context));
    output << tally.summary() << std::endl;
    if (options.sheet.empty())
        return Done{};
    return writeImageFile(options.sheet, flatland::contactSheet(pictures, options.columns), {}, {},
                          Overwrite::Yes)
        .map([](const auto&) { return Done{}; });
}

} // namespace

Subcommand addJudgeCommand(CLI::App& app, const std::filesystem::path& resources,
                           std::ostream& output) {
    const auto options = std::make_shared<JudgeOptions>();
    CLI::App* const command = app.add_subcommand(
        "judge",
        "examine a model that draws Flatland: prompts it has never seen, judged by pixels");
    addJudgeOptions(*command, *options);
    return {command, [options, resources, &output](const RunContext& context) {
                return judge(*options, resources, output, context);
            }};
}

} // namespace diptych::train

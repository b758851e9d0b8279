#include "app/cli/commands/convert_command.h"

#include "app/cli/model.h"
#include "app/cli/option.h"
#include "core/base/text.h"
#include "core/pipeline/convert_model.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace diptych::cli {

namespace {

struct ConvertFlags {
    std::filesystem::path output;
    std::optional<StoredWeights> weights;
};

void printReport(CommandContext& context, const ConvertReport& report, const ConvertFlags& flags) {
    for (const ConvertedComponent& component : report.components)
        context.summary(fmt::format(
            "{:<14} {} → {}{}", component.folder, formatBytes(component.bytesRead),
            formatBytes(component.bytesWritten),
            component.quantised > 0
                ? fmt::format(", {} matrices in {}", component.quantised, toString(*flags.weights))
                : std::string()));
    context.summary(
        fmt::format("{} is ready: --model-path {}", flags.output.string(), flags.output.string()));
}

nlohmann::ordered_json toJson(const CommandContext& context, const ConvertReport& report,
                              const ConvertFlags& flags) {
    nlohmann::ordered_json object;
    object["folder"] = flags.output.string();
    object["dtype"] = toString(*flags.weights);
    object["components"] = nlohmann::ordered_json::array();
    for (const ConvertedComponent& component : report.components)
        object["components"].push_back({{"name", component.folder},
                                        {"bytes_read", component.bytesRead},
                                        {"bytes_written", component.bytesWritten},
                                        {"quantised", component.quantised},
                                        {"files", component.files}});
    object["missing"] = report.missing;
    object["notices"] = context.noticesAsJson();
    return object;
}

// The format, which may also have been named by the settings' flags: --dtype before the command,
// --quantization.
Result<StoredWeights> chosenWeights(CommandContext& context, const ConvertFlags& flags) {
    if (flags.weights)
        return *flags.weights;
    const config::Value* quantisation = context.settings().find("model.quantization");
    if (quantisation && *quantisation != "none")
        return *quantisation == "8bit" ? StoredWeights::Int8 : StoredWeights::Int4;
    if (const config::Value* dtype = context.settings().find("model.dtype"))
        return parseStoredWeights(dtype->get<std::string>());
    return fail(ErrorCode::Usage, "no format was named",
                "add --dtype bf16, --dtype int8 or --dtype int4");
}

Status run(CommandContext& context, ConvertFlags flags) {
    if (flags.output.empty())
        return fail(ErrorCode::Usage, "no output folder was named",
                    "add --output, e.g. --output z-image-turbo-int8");
    DIPTYCH_TRY(flags.weights, chosenWeights(context, flags));
    ConvertOptions options;
    DIPTYCH_TRY(options.location,
                completeLocation(chooseModel(context), context.environment().resources));
    options.output = flags.output;
    options.weights = *flags.weights;
    context.environment().configureProcessor(context.config().values.placement.threads);
    DIPTYCH_TRY(const ConvertReport report, convertModel(options, context.run()));
    context.finishProgress();
    if (!report.missing.empty())
        context.note(Notice{"convert_missing", fmt::format("the model has no {}, so neither has {}",
                                                           fmt::join(report.missing, " and no "),
                                                           flags.output.string())});
    if (context.common().json)
        context.writeJson(toJson(context, report, flags));
    else
        printReport(context, report, flags);
    return Done{};
}

} // namespace

CommandBody makeConvertCommand(CLI::App& command, CommandContext& context) {
    command.description("Write a model anew, with text encoder and transformer in fewer bits");
    command.footer("Examples:\n"
                   "  diptych-cli convert --model-path ~/models/Z-Image-Turbo --dtype int8 "
                   "--output ~/models/Z-Image-Turbo-int8\n"
                   "  diptych-cli generate \"A cat\" --model-path ~/models/Z-Image-Turbo-int8");
    const std::string group = "What is written";
    auto flags = std::make_shared<ConvertFlags>();
    addOption(command, {"-o,--output", "DIR", group, "the folder to write; it must not exist"},
              flags->output);
    addOption(command,
              {"--dtype", "FORMAT", group,
               "how the matrices of text encoder and transformer are stored: bf16, int8 or int4"},
              [flags = flags.get()](const std::string& text) -> Status {
                  DIPTYCH_TRY(flags->weights, parseStoredWeights(text));
                  return Done{};
              });
    addModelOptions(command, context.settings(), Shown::Everything);
    return [flags](CommandContext& running) { return run(running, *flags); };
}

} // namespace diptych::cli

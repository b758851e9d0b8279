#include "app/cli/commands/bench_command.h"

#include "app/cli/model.h"
#include "app/cli/option.h"
#include "core/base/text.h"
#include "core/domain/generation_request.h"
#include "core/pipeline/benchmark.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <ostream>
#include <string>

namespace diptych::cli {

namespace {

Status checkAtLeast(const char* flag, int value, int least) {
    if (value >= least)
        return Done{};
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} must be at least {} (got {})", flag, least, value));
}

Status checkNumbers(const BenchmarkOptions& options) {
    GenerationRequest request;
    request.width = options.width;
    request.height = options.height;
    request.steps = options.steps;
    DIPTYCH_TRY([[maybe_unused]] const ResolvedRequest resolved, resolve(request, ModelSpec{}));
    DIPTYCH_TRY_DONE(checkAtLeast("--repeat", options.repeat, 1));
    DIPTYCH_TRY_DONE(checkAtLeast("--layers", options.layers, 0));
    return checkAtLeast("--prompt-tokens", options.promptTokens, 1);
}

nlohmann::ordered_json toJson(const BenchmarkReport& report) {
    const auto orNull = [](double value) {
        return value > 0.0 ? nlohmann::ordered_json(value) : nlohmann::ordered_json();
    };
    nlohmann::ordered_json object;
    object["device"] = report.device;
    object["threads"] = report.threads;
    object["dtype"] = report.dtype;
    object["stages"] = nlohmann::ordered_json::array();
    for (const BenchmarkTiming& timing : report.timings)
        object["stages"].push_back(
            {{"name", timing.name},
             {"median_seconds", timing.medianSeconds},
             {"min_seconds", timing.minSeconds},
             {"max_seconds", timing.maxSeconds},
             {"flops", orNull(timing.flops)},
             {"gflops", orNull(timing.gflops())},
             {"ceiling_gflops", orNull(timing.ceilingGflops)},
             {"tokens_per_second", orNull(timing.tokensPerSecond())},
             {"gigabytes_per_second", orNull(timing.bandwidth() * 1e-9)},
             {"ceiling_gigabytes_per_second", orNull(timing.ceilingBandwidth * 1e-9)},
             {"ratio", orNull(timing.ratio())},
             {"extrapolated_from_layers", timing.extrapolatedFromLayers}});
    object["peak_resident_bytes"] = report.peakResidentBytes;
    object["picture_seconds"] = orNull(report.pictureSeconds);
    object["remarks"] = report.remarks;
    return object;
}

void printTable(std::ostream& output, const BenchmarkReport& report, int steps) {
    output << fmt::format("{}, {} threads, weights {}\n", report.device, report.threads,
                          report.dtype);
    output << fmt::format("{:<36} {:>10} {:>10} {:>10} {:>9} {:>9} {:>6}\n", "stage", "median s",
                          "min s", "max s", "GFLOP/s", "ceiling", "ratio");
    for (const BenchmarkTiming& timing : report.timings) {
        const auto number = [](double value) {
            return value > 0.0 ? fmt::format("{:.0f}", value) : std::string("-");
        };
        const std::string ratio =
            timing.ratio() > 0.0 ? fmt::format("{:.0f} %", 100.0 * timing.ratio()) : "-";
        output << fmt::format("{:<36} {:>10.4f} {:>10.4f} {:>10.4f} {:>9} {:>9} {:>6}\n",
                              timing.name, timing.medianSeconds, timing.minSeconds,
                              timing.maxSeconds, number(timing.gflops()),
                              number(timing.ceilingGflops), ratio);
        if (timing.tokens > 0.0)
            output << fmt::format("  {:.2f} tokens/s; weights are read at {:.1f} GB/s{}\n",
                                  timing.tokensPerSecond(), timing.bandwidth() * 1e-9,
                                  timing.ceilingBandwidth > 0.0
                                      ? fmt::format(", plain reading reaches {:.1f} GB/s",
                                                    timing.ceilingBandwidth * 1e-9)
                                      : std::string());
    }
    if (report.pictureSeconds > 0.0)
        output << fmt::format("a picture of {} steps: {:.1f} s\n", steps, report.pictureSeconds);
    if (report.peakResidentBytes > 0)
        output << fmt::format("peak memory: {}\n", formatBytes(report.peakResidentBytes));
    for (const std::string& remark : report.remarks)
        output << "remark: " << remark << '\n';
}

Status run(CommandContext& context, BenchmarkOptions options) {
    DIPTYCH_TRY_DONE(checkNumbers(options));
    if (options.randomWeights == RandomWeights::None)
        options.location = chooseModel(context).location;
    options.placement = context.config().values.placement;
    CliEnvironment& environment = context.environment();
    environment.configureProcessor(options.placement.threads);
    DIPTYCH_TRY(const BenchmarkReport report, environment.runBenchmark(options, context.run()));
    context.finishProgress();
    if (context.common().json)
        context.writeJson(toJson(report));
    else
        printTable(environment.output, report, options.steps);
    return Done{};
}

void addMeasureOptions(CLI::App& command, BenchmarkOptions& options) {
    const std::string group = "What is measured";
    addOption(command,
              {"--stage", "NAME", group,
               "linear, encode, dit (the transformer), vae (the autoencoder), decode-tokens "
               "(writing text) "
               "or all (default all)"},
              [&options](const std::string& text) -> Status {
                  DIPTYCH_TRY(options.stage, parseBenchmarkStage(text));
                  return Done{};
              });
    addOption(command,
              {"--random-weights", "SIZE", group,
               "measure random weights instead of a checkpoint: turbo (the published sizes) or "
               "tiny; no file is needed"},
              [&options](const std::string& text) -> Status {
                  DIPTYCH_TRY(options.randomWeights, parseRandomWeights(text));
                  return Done{};
              });
    addOption(command, {"--width", "N", group, "width in pixels, a multiple of 16"}, options.width);
    addOption(command, {"--height", "N", group, "height in pixels, a multiple of 16"},
              options.height);
    addOption(command, {"--steps", "N", group, "steps of the picture whose time is estimated"},
              options.steps);
    addOption(command, {"--prompt-tokens", "N", group, "length of the prompt"},
              options.promptTokens);
    addOption(command,
              {"--repeat", "N", group, "measurements of each stage, after one that does not count"},
              options.repeat);
    addOption(
        command,
        {"--layers", "N", group, "build only so many layers and extrapolate, 0 = all of them"},
        options.layers);
}

} // namespace

CommandBody makeBenchCommand(CLI::App& command, CommandContext& context) {
    command.description("Measure the stages of drawing, next to plain products of the same shape");
    command.footer("Example:\n  diptych-cli bench --random-weights turbo --layers 2 --stage dit");
    auto options = std::make_shared<BenchmarkOptions>();
    addMeasureOptions(command, *options);
    addModelOptions(command, context.settings(), Shown::Everything);
    return [options](CommandContext& running) { return run(running, *options); };
}

} // namespace diptych::cli

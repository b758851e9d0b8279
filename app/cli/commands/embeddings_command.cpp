#include "app/cli/commands/embeddings_command.h"

#include "app/cli/commands/embedding_tools.h"
#include "app/cli/option.h"
#include "core/base/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace diptych::cli {

namespace {

using Action = Status (*)(CommandContext&, const EmbeddingsOptions&);

constexpr std::pair<const char*, Action> kActions[] = {
    {"stats", showStatistics}, {"compare", compareItems}, {"steer", steerItem},
    {"blend", blendItems},     {"convert", convertFile},
};

template <typename Number> Result<Number> numberOf(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return fail(ErrorCode::Usage, fmt::format("'{}' is no number", toValidUtf8(text)),
                    "write it with a point, for example 0.5");
    return number;
}

std::vector<std::string_view> splitAtCommas(std::string_view text) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t comma = text.find(',');
        parts.push_back(text.substr(0, comma));
        if (comma == std::string_view::npos)
            return parts;
        text.remove_prefix(comma + 1);
    }
}

Status takeShares(EmbeddingsOptions& options, const std::string& text) {
    options.blend.shares.clear();
    for (const std::string_view part : splitAtCommas(text)) {
        DIPTYCH_TRY(const double share, numberOf<double>(part));
        options.blend.shares.push_back(share);
    }
    return Done{};
}

// "-2:0.7,-8:0.3"
Status takeLayers(EmbeddingsOptions& options, const std::string& text) {
    options.layers.clear();
    for (const std::string_view part : splitAtCommas(text)) {
        const std::size_t colon = part.find(':');
        if (colon == std::string_view::npos)
            return fail(ErrorCode::Usage, "needs layers with weights",
                        "for example --layers=-2:0.7,-8:0.3");
        DIPTYCH_TRY(const int layer, numberOf<int>(part.substr(0, colon)));
        DIPTYCH_TRY(const double weight, numberOf<double>(part.substr(colon + 1)));
        options.layers.push_back({layer, weight});
    }
    return Done{};
}

void addSteering(CLI::App& command, const std::shared_ptr<EmbeddingsOptions>& options) {
    const std::string group = "Steer";
    for (const auto& [name, help, list] :
         {std::tuple("--positive", "what to go to; may be given several times",
                     &EmbeddingsOptions::positives),
          std::tuple("--negative", "what to come from; may be given several times",
                     &EmbeddingsOptions::negatives)})
        addRepeatableOption(command, {name, "FILE", group, help},
                            [options, list = list](const std::string& text) -> Status {
                                ((*options).*list).emplace_back(text);
                                return Done{};
                            });
    addOption(command,
              {"--strength", "X", group, "how far to go; 1 = as far as the two kinds are apart"},
              options->strength);
    addSwitch(command, {"--normalize", "", group, "give the direction the length 1 first"},
              options->normalize);
}

void addBlending(CLI::App& command, const std::shared_ptr<EmbeddingsOptions>& options) {
    const std::string group = "Blend";
    addOption(command,
              {"--share", "T[,T]", group,
               "of the second embedding, 0 to 1; with commas one for each token (default 0.5)"},
              [options](const std::string& text) { return takeShares(*options, text); });
    addOption(command,
              {"--mode", "NAME", group,
               "lerp = straight from one to the other, slerp = along the arc (default lerp)"},
              [options](const std::string& text) -> Status {
                  DIPTYCH_TRY(options->blend.rule, parseChoice<BlendRule>(text, "mode"));
                  return Done{};
              });
    addOption(command,
              {"--lengths", "NAME", group,
               "tokens that only the longer one has: keep, cut, or stretch the shorter one "
               "(default keep)"},
              [options](const std::string& text) -> Status {
                  DIPTYCH_TRY(options->blend.lengths, parseChoice<LengthRule>(text, "rule"));
                  return Done{};
              });
    addOption(command,
              {"--layers", "L:W[,L:W]", group,
               "mix these hidden layers of a file of all layers with these weights, e.g. "
               "--layers=-2:0.7,-8:0.3"},
              [options](const std::string& text) { return takeLayers(*options, text); });
}

Status run(CommandContext& context, const EmbeddingsOptions& options) {
    std::vector<std::string> names;
    for (const auto& [name, action] : kActions) {
        if (options.action == name)
            return action(context, options);
        names.emplace_back(name);
    }
    const auto nearest = nearestNames(options.action, names, 1);
    return fail(ErrorCode::Usage,
                options.action.empty() ? "embeddings was not told what to do"
                                       : fmt::format("embeddings cannot '{}'", options.action),
                nearest.empty() ? fmt::format("use one of: {}", fmt::join(names, ", "))
                                : fmt::format("did you mean {}?", nearest.front()));
}

} // namespace

CommandBody makeEmbeddingsCommand(CLI::App& command, CommandContext& context) {
    command.description("Look at saved embeddings, compare them, make new ones out of them");
    command.footer("Examples:\n"
                   "  diptych-cli embeddings stats cat.safetensors --words 8\n"
                   "  diptych-cli embeddings compare cat.safetensors dog.safetensors --json\n"
                   "  diptych-cli embeddings blend cat.safetensors dog.safetensors --share 0.5 "
                   "\\\n      --output both.safetensors\n"
                   "  diptych-cli embeddings steer cat.safetensors --positive red.safetensors \\\n"
                   "      --negative blue.safetensors --strength 1.5 --output redder.safetensors\n"
                   "  diptych-cli embeddings convert cat.safetensors --output cat.npz\n"
                   "  diptych-cli generate --prompt-embeds both.safetensors");
    auto options = std::make_shared<EmbeddingsOptions>();
    addOption(command,
              {"action", "", "What",
               "stats, compare, steer (the embedding that is named, or the direction alone), blend "
               "(two embeddings, or layers), convert (between .safetensors, .npz and .npy)"},
              options->action);
    addRepeatableOption(command, {"files", " ", "What", "embeddings, in any of the formats"},
                        [options](const std::string& text) -> Status {
                            options->files.emplace_back(text);
                            return Done{};
                        })
        ->allow_extra_args(true);
    addOption(command,
              {"--words", "N", "What",
               "stats, compare, steer: show the N words of the model that are nearest"},
              options->words);
    addSteering(command, options);
    addBlending(command, options);
    const std::string group = "Files";
    addOption(command,
              {"-o,--output", "FILE", group,
               "steer, blend, convert: where to write, .safetensors, .npz or .npy"},
              options->output);
    addSwitch(command, {"--overwrite", "", group, "replace a file that exists"},
              [options](bool on) { options->overwrite = on ? Overwrite::Yes : Overwrite::No; });
    addModelOptions(command, context.settings(), Shown::Paths);
    return [options](CommandContext& running) { return run(running, *options); };
}

} // namespace diptych::cli

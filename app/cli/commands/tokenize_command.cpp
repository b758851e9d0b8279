#include "app/cli/commands/tokenize_command.h"

#include "app/cli/model.h"
#include "app/cli/option.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/pipeline/load_tokenizer.h"
#include "core/tokenizer/tokenizer.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::cli {

namespace {

struct TokenizeOptions {
    std::optional<std::string> text;
    std::string input;
    bool decode = false;
};

tl::unexpected<Error> failLine(std::size_t number, std::string_view expected,
                               std::string_view got) {
    constexpr std::size_t kShown = 60;
    return fail(ErrorCode::InvalidInput, fmt::format("line {} is not {}", number, expected),
                "each line holds one JSON value: a string, or with --decode an array of ids; give "
                "plain text as an argument",
                std::string(got.substr(0, kShown)));
}

Result<std::vector<std::int32_t>> parseIds(const nlohmann::json& value, std::size_t line,
                                           std::string_view text) {
    const auto isId = [](const nlohmann::json& entry) {
        return entry.is_number_unsigned() &&
               entry.get<std::uint64_t>() <=
                   static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max());
    };
    if (!value.is_array() || !std::all_of(value.begin(), value.end(), isId))
        return failLine(line, "a JSON array of token ids", text);
    return value.get<std::vector<std::int32_t>>();
}

// One line of input to one line of output, without its end.
Result<std::string> convertLine(const Tokenizer& tokenizer, bool decode, std::size_t number,
                                const std::string& line) {
    const nlohmann::json value = nlohmann::json::parse(line, nullptr, false);
    if (decode) {
        DIPTYCH_TRY(const std::vector<std::int32_t> ids, parseIds(value, number, line));
        return nlohmann::json(tokenizer.decode(ids)).dump();
    }
    if (!value.is_string())
        return failLine(number, "a JSON string", line);
    return nlohmann::json(tokenizer.encode(value.get_ref<const std::string&>())).dump();
}

Result<std::string> readInput(const std::string& path, std::istream& input) {
    if (!path.empty() && path != "-")
        return readFile(path);
    return std::string(std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>());
}

Result<Tokenizer> chosenTokenizer(CommandContext& context) {
    const ModelLocation location = locationOf(context.config().values.model);
    if (!location.tokenizer.empty())
        return loadTokenizer(location.tokenizer);
    if (!context.config().isChosen("model.path"))
        return loadTokenizer(bundledTokenizer(context.environment().resources));
    DIPTYCH_TRY(const std::filesystem::path folder,
                locateComponent(location, Component::Tokenizer));
    return loadTokenizer(folder);
}

Status run(CommandContext& context, const TokenizeOptions& options) {
    if (options.text && !options.input.empty())
        return fail(ErrorCode::Usage, "a text and --input were both given",
                    "leave one of them out");
    DIPTYCH_TRY(const Tokenizer tokenizer, chosenTokenizer(context));
    std::ostream& output = context.environment().output;
    if (options.text && !options.decode) {
        output << nlohmann::json(tokenizer.encode(*options.text)).dump() << '\n';
        return Done{};
    }
    std::string text;
    if (options.text) {
        text = *options.text;
    } else {
        DIPTYCH_TRY(text, readInput(options.input, context.environment().input));
    }
    text = toValidUtf8(text);
    // Nothing is printed before every line is known to be good.
    std::string converted;
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string line = text.substr(begin, end - begin);
        begin = end + 1;
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string::npos)
            continue;
        DIPTYCH_TRY(const std::string result, convertLine(tokenizer, options.decode, number, line));
        converted += result + '\n';
        if (context.environment().cancel.stop_requested())
            return fail(cancelledError());
    }
    output << converted;
    return Done{};
}

} // namespace

CommandBody makeTokenizeCommand(CLI::App& command, CommandContext& context) {
    command.description("Turn text into token ids and back; needs only a tokenizer");
    command.footer("Without a text and without --input, lines are read from standard input.\n\n"
                   "Examples:\n"
                   "  diptych-cli tokenize \"A cat on a mat\"\n"
                   "  diptych-cli tokenize --input prompts.jsonl > ids.jsonl\n"
                   "  diptych-cli tokenize --decode \"[32, 8251]\"");
    const std::string group = "Text";
    auto options = std::make_shared<TokenizeOptions>();
    addOption(command, {"text", "", group, "the text, in quotes; with --decode an array of ids"},
              options->text);
    addOption(
        command,
        {"--input", "FILE", group,
         "read lines from a file, one JSON string each (with --decode: one array of ids); - = "
         "standard input"},
        options->input);
    addSwitch(command, {"--decode", "", group, "from ids to text"}, options->decode);
    addModelOptions(command, context.settings(), Shown::Paths);
    return [options](CommandContext& running) { return run(running, *options); };
}

} // namespace diptych::cli

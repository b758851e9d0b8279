#include "app/cli/option.h"

#include "core/base/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace diptych::cli {

namespace {

// "-v,--verbose" → "--verbose"
std::string firstLongName(const std::string& names) {
    const std::size_t begin = names.find("--");
    return begin == std::string::npos ? names : names.substr(begin, names.find(',', begin) - begin);
}

template <typename Number> Result<Number> parseNumber(std::string_view text, const char* kind) {
    const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
    Number value{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc::result_out_of_range)
        return fail(ErrorCode::Usage, fmt::format("'{}' is too large", toValidUtf8(text)));
    if (error != std::errc{} || end != digits.data() + digits.size())
        return fail(ErrorCode::Usage, fmt::format("needs {} (got '{}')", kind, toValidUtf8(text)));
    return value;
}

template <typename Number, typename Target>
AcceptValue acceptNumber(Target& target, const char* kind) {
    return [&target, kind](const std::string& text) -> Status {
        DIPTYCH_TRY(target, parseNumber<Number>(text, kind));
        return Done{};
    };
}

OptionInfo withDefault(OptionInfo info, const std::string& value) {
    info.help += fmt::format(" (default {})", value);
    return info;
}

void acceptOrThrow(const AcceptValue& accept, const std::string& name, const std::string& text) {
    Status accepted = accept(text);
    if (accepted)
        return;
    Error error = std::move(accepted.error());
    error.code = ErrorCode::Usage;
    error.message = fmt::format("{}: {}", name, error.message);
    throw ErrorException(std::move(error));
}

constexpr const char* kWholeNumber = "a whole number";
constexpr const char* kNumber = "a number";

} // namespace

CLI::Option* addOption(CLI::App& app, const OptionInfo& info, AcceptValue accept) {
    const std::string name = firstLongName(info.names);
    CLI::Option* option = app.add_option_function<std::string>(
        info.names,
        [name, accept = std::move(accept)](const std::string& text) {
            acceptOrThrow(accept, name, text);
        },
        info.help);
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    option->option_text(info.value.empty() ? " " : info.value);
    option->group(info.group);
    return option;
}

CLI::Option* addRepeatableOption(CLI::App& app, const OptionInfo& info, AcceptValue accept) {
    const std::string name = firstLongName(info.names);
    CLI::Option* option = app.add_option_function<std::vector<std::string>>(
        info.names,
        [name, accept = std::move(accept)](const std::vector<std::string>& texts) {
            for (const std::string& text : texts)
                acceptOrThrow(accept, name, text);
        },
        info.help);
    option->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    option->option_text(info.value);
    option->group(info.group);
    return option;
}

CLI::Option* addOption(CLI::App& app, const OptionInfo& info, std::string& target) {
    return addOption(app, info, [&target](const std::string& text) -> Status {
        target = toValidUtf8(text);
        return Done{};
    });
}

CLI::Option* addOption(CLI::App& app, const OptionInfo& info, std::optional<std::string>& target) {
    return addOption(app, info, [&target](const std::string& text) -> Status {
        target = toValidUtf8(text);
        return Done{};
    });
}

CLI::Option* addOption(CLI::App& app, const OptionInfo& info, std::filesystem::path& target) {
    return addOption(app, info, [&target](const std::string& text) -> Status {
        if (text.empty())
            return fail(ErrorCode::Usage, "the path is empty", "name a file or a folder");
        target = text;
        return Done{};
    });
}

CLI::Option* addOption(CLI::App& app, const OptionInfo& info, int& target) {
    return addOption(app, withDefault(info, std::to_string(target)),
                     acceptNumber<int>(target, kWholeNumber));
}

CLI::Option* addOption(CLI::App& app, const OptionInfo& info, std::optional<std::int64_t>& target) {
    return addOption(app, info, acceptNumber<std::int64_t>(target, kWholeNumber));
}

CLI::Option* addOption(CLI::App& app, const OptionInfo& info, double& target) {
    return addOption(app, withDefault(info, fmt::format("{}", target)),
                     acceptNumber<double>(target, kNumber));
}

CLI::Option* addOption(CLI::App& app, const OptionInfo& info, std::optional<double>& target) {
    return addOption(app, info, acceptNumber<double>(target, kNumber));
}

CLI::Option* addSwitch(CLI::App& app, const OptionInfo& info, std::function<void(bool)> target) {
    // The parser spells a negated flag "!--no-name"; the value of a flag reaches the callback as
    // "true" or "false".
    std::string names = info.names;
    std::size_t begin = 0;
    while ((begin = info.names.find("--", begin)) != std::string::npos) {
        const std::size_t end = std::min(info.names.find(',', begin), info.names.size());
        names += ",!--no-" + info.names.substr(begin + 2, end - begin - 2);
        begin = end;
    }
    const std::string name = firstLongName(info.names);
    CLI::Option* option = app.add_flag_function(
        names, [target = std::move(target)](std::int64_t count) { target(count > 0); }, info.help);
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    option->group(info.group);
    return option;
}

CLI::Option* addSwitch(CLI::App& app, const OptionInfo& info, bool& target) {
    return addSwitch(app, info, [&target](bool value) { target = value; });
}

bool wasGiven(const CLI::App& app, const std::string& name) {
    return app.count(name) > 0;
}

} // namespace diptych::cli

#include "app/cli/lora_option.h"

#include "app/cli/option.h"

#include <CLI/CLI.hpp>

#include <charconv>

namespace diptych::cli {

LoraRequest parseLora(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0)
        return {std::string(text), 1.0};
    std::string_view number = text.substr(colon + 1);
    if (number.starts_with('+'))
        number.remove_prefix(1);
    double strength = 0.0;
    const char* end = number.data() + number.size();
    const auto [stop, error] = std::from_chars(number.data(), end, strength);
    if (error != std::errc() || stop != end)
        return {std::string(text), 1.0};
    return {std::string(text.substr(0, colon)), strength};
}

void addLoraOption(CLI::App& app, std::vector<LoraRequest>& target) {
    addRepeatableOption(app,
                        {"--lora", "FILE[:SCALE]", "Adapters",
                         "a LoRA file and its strength (default 1); may be given several times"},
                        [&target](const std::string& text) -> Status {
                            if (text.empty())
                                return fail(ErrorCode::Usage, "the path is empty", "name a file");
                            target.push_back(parseLora(text));
                            return Done{};
                        });
}

} // namespace diptych::cli

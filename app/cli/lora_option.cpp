#include "app/cli/lora_option.h"

#include "app/cli/option.h"
#include "app/cli/setting_flags.h"
#include "core/base/text.h"
#include "core/config/lora_settings.h"

#include <CLI/CLI.hpp>

#include <utility>

namespace diptych::cli {

namespace {

constexpr const char* kEntries = "lora.entries";

Status addEntry(SettingFlags& settings, const std::string& text) {
    if (text.empty())
        return fail(ErrorCode::Usage, "the path is empty", "name a file");
    const config::LoraEntry entry = config::parseLora(text);
    const config::Value* earlier = settings.find(kEntries);
    config::Value entries = earlier ? *earlier : config::Value::array();
    entries.push_back({{"path", entry.file}, {"scale", entry.strength}});
    settings.set(kEntries, std::move(entries), "--lora");
    return Done{};
}

} // namespace

void addLoraOptions(CLI::App& app, const std::string& group, SettingFlags& settings,
                    std::vector<std::string>& triggerWords) {
    // Before --lora, so that both together mean those of the flags.
    app.add_flag_function(
           "--no-lora",
           [&settings](std::int64_t) {
               settings.set(kEntries, config::Value::array(), "--no-lora");
           },
           "without the LoRA files of the configuration file")
        ->group(group);
    addRepeatableOption(app,
                        {"--lora", "FILE[:SCALE]", group,
                         "a LoRA file and its strength (default 1); may be given several times and "
                         "replaces those of the configuration file"},
                        [&settings](const std::string& text) { return addEntry(settings, text); });
    addRepeatableOption(app,
                        {"--lora-trigger", "WORDS", group,
                         "words that a LoRA was trained with, put before the prompt unless it has "
                         "them; may be given several times"},
                        [&triggerWords](const std::string& text) -> Status {
                            if (!text.empty())
                                triggerWords.push_back(toValidUtf8(text));
                            return Done{};
                        });
    settings.add(app, group, {"lora.trigger_words", "lora.loras_dir"});
}

} // namespace diptych::cli

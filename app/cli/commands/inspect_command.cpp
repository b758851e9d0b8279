#include "app/cli/commands/inspect_command.h"

#include "app/cli/option.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/checkpoint/file_kind.h"
#include "core/checkpoint/inspect.h"
#include "core/image/image_file.h"
#include "core/image/picture_metadata.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <variant>

namespace diptych::cli {

namespace {

struct InspectOptions {
    std::filesystem::path path;
    bool tensors = false;
};

bool isPicture(const std::filesystem::path& path) {
    const FileKind kind = detectFileKind(path);
    return kind == FileKind::Png || kind == FileKind::Jpeg || kind == FileKind::WebP;
}

// Our own metadata as the file holds it; null when there is none or it is damaged.
nlohmann::ordered_json storedMetadata(const ImageText& text) {
    for (const TextEntry& entry : text.entries) {
        if (entry.keyword != kDiptychKeyword)
            continue;
        nlohmann::ordered_json value = nlohmann::ordered_json::parse(entry.text, nullptr, false);
        if (value.is_object())
            return value;
    }
    return nullptr;
}

nlohmann::ordered_json pictureAsJson(const std::filesystem::path& path,
                                     const LoadedImage& picture) {
    nlohmann::ordered_json object;
    object["kind"] = std::string(toString(detectFileKind(path)));
    object["title"] = fmt::format("{} picture, {}×{}", imageFormatName(picture.text.format),
                                  picture.image.width(), picture.image.height());
    object["path"] = path.string();
    object["width"] = picture.image.width();
    object["height"] = picture.image.height();
    object["channels"] = picture.image.channels();
    object["bits"] = picture.image.bits();
    object["diptych"] = storedMetadata(picture.text);
    object["parameters"] = nullptr;
    object["texts"] = nlohmann::ordered_json::array();
    for (const TextEntry& entry : picture.text.entries) {
        if (entry.keyword == kParametersKeyword && object["parameters"].is_null())
            object["parameters"] = entry.text;
        object["texts"].push_back({{"keyword", entry.keyword}, {"text", entry.text}});
    }
    object["notices"] = nlohmann::ordered_json::array();
    for (const Notice& notice : picture.text.notices)
        object["notices"].push_back({{"code", notice.code}, {"message", notice.message}});
    return object;
}

void printPicture(CommandContext& context, const nlohmann::ordered_json& picture,
                  const ImageText& text) {
    std::ostream& output = context.environment().output;
    output << picture["title"].get<std::string>() << '\n';
    for (const TextEntry& entry : text.entries)
        output << '\n' << entry.keyword << ":\n" << entry.text << '\n';
    if (text.entries.empty())
        output << "no text in the file\n";
}

Status inspectPicture(CommandContext& context, const std::filesystem::path& path) {
    DIPTYCH_TRY(const LoadedImage picture, readImageFile(path));
    context.note(picture.text.notices);
    const nlohmann::ordered_json object = pictureAsJson(path, picture);
    if (context.common().json)
        context.writeJson(object);
    else
        printPicture(context, object, picture.text);
    return Done{};
}

std::string factText(const Fact& fact) {
    if (const bool* truth = std::get_if<bool>(&fact.value))
        return *truth ? "yes" : "no";
    if (const std::int64_t* number = std::get_if<std::int64_t>(&fact.value))
        return std::to_string(*number);
    return std::get<std::string>(fact.value);
}

// Lines after the first stand below it.
std::string indentLines(const std::string& text) {
    std::string result;
    for (const char c : text)
        result += c == '\n' ? "\n" + std::string(23, ' ') : std::string(1, c);
    return result;
}

void printDescription(std::ostream& output, const FileDescription& description) {
    output << description.title << '\n';
    for (const Fact& fact : description.facts)
        output << fmt::format("  {:<20} {}\n", fact.key, factText(fact));
    for (const auto& [type, count] : description.typeCounts)
        output << fmt::format("  {:<20} {} tensors\n", type, count);
    for (const DescribedComponent& component : description.components) {
        const std::string found = component.isPresent ? component.title : "missing";
        output << fmt::format("  {:<20} {}", component.name, found);
        if (component.bytes > 0)
            output << ", " << formatBytes(component.bytes);
        if (!component.problem.empty())
            output << " (" << component.problem << ')';
        output << '\n';
    }
    if (!description.metadata.empty())
        output << "metadata\n";
    for (const auto& [key, value] : description.metadata)
        if (!value.empty())
            output << fmt::format("  {:<20} {}\n", key, indentLines(value));
    if (!description.tensors.empty())
        output << "tensors\n";
    for (const DescribedTensor& tensor : description.tensors)
        output << fmt::format("  {} {} [{}]\n", tensor.name, tensor.type,
                              fmt::join(tensor.shape, ", "));
}

Status run(CommandContext& context, const InspectOptions& options) {
    if (options.path.empty())
        return fail(ErrorCode::Usage, "nothing to inspect was named",
                    "name a file or a checkpoint folder");
    if (isPicture(options.path))
        return inspectPicture(context, options.path);
    DIPTYCH_TRY(const FileDescription description,
                describeFile(options.path, options.tensors ? ListTensors::Yes : ListTensors::No));
    if (context.common().json)
        context.writeJson(nlohmann::ordered_json::parse(toJson(description)));
    else
        printDescription(context.environment().output, description);
    return Done{};
}

} // namespace

CommandBody makeInspectCommand(CLI::App& command, CommandContext& context) {
    command.description(
        "Say what a file or folder is: picture, checkpoint, LoRA, embeddings, latents, GGUF");
    command.footer("Examples:\n"
                   "  diptych-cli inspect diptych-42.png\n"
                   "  diptych-cli inspect ~/models/Z-Image-Turbo --json");
    auto options = std::make_shared<InspectOptions>();
    addOption(command, {"path", "", "What", "the file or the checkpoint folder"}, options->path);
    addSwitch(command, {"--tensors", "", "What", "also list every tensor"}, options->tensors);
    addModelOptions(command, context.settings(), Shown::Nothing);
    return [options](CommandContext& running) { return run(running, *options); };
}

} // namespace diptych::cli

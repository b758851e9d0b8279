#include "app/cli/commands/decode_command.h"

#include "app/cli/model.h"
#include "app/cli/number_options.h"
#include "app/cli/option.h"
#include "app/cli/output_names.h"
#include "app/cli/picture_files.h"
#include "app/cli/tensor_files.h"
#include "core/image/image_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace diptych::cli {

namespace {

struct DecodeOptions {
    std::filesystem::path latents;
    std::string output;
    std::filesystem::path tensor;
    bool overwrite = false;
};

Status writeResults(CommandContext& context, const DecodeOptions& options,
                    const std::vector<std::filesystem::path>& names,
                    const std::vector<DecodedPicture>& pictures) {
    const Overwrite overwrite = options.overwrite ? Overwrite::Yes : Overwrite::No;
    std::vector<FileToWrite> files;
    std::vector<HostTensor> tensors;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        tensors.push_back(pictures[i].tensor);
        if (names.empty())
            continue;
        DIPTYCH_TRY(const ImageFormat format, imageFormatOfPath(names[i]));
        DIPTYCH_TRY(EncodedImage encoded, encodeImage(pictures[i].image, format));
        context.note(encoded.notices);
        files.push_back({names[i], std::move(encoded.bytes)});
    }
    if (context.environment().cancel.stop_requested())
        return fail(cancelledError());
    if (!options.tensor.empty()) {
        DIPTYCH_TRY(const HostTensor stack, stackTensors(tensors));
        DIPTYCH_TRY_DONE(
            writeSafetensors(options.tensor, std::vector{stack.toWrite("image")}, {}, overwrite));
    }
    return writeTogether(files, overwrite, context.run());
}

void report(CommandContext& context, const DecodeOptions& options,
            const std::vector<std::filesystem::path>& names, const Image& first,
            std::size_t count) {
    nlohmann::ordered_json object;
    object["files"] = nlohmann::ordered_json::array();
    for (const std::filesystem::path& name : names)
        object["files"].push_back(name.string());
    object["tensor_file"] = options.tensor.empty()
                                ? nlohmann::ordered_json()
                                : nlohmann::ordered_json(options.tensor.string());
    object["count"] = count;
    object["width"] = first.width();
    object["height"] = first.height();
    object["notices"] = context.noticesAsJson();
    if (context.common().json)
        context.writeJson(object);
    for (const std::filesystem::path& name : names)
        context.summary(fmt::format("{}: {}×{}", name.string(), first.width(), first.height()));
    if (!options.tensor.empty())
        context.summary(fmt::format("{}: tensor image", options.tensor.string()));
}

Status run(CommandContext& context, const DecodeOptions& options) {
    if (options.latents.empty())
        return fail(ErrorCode::Usage, "no latents were named", "add --latents FILE.safetensors");
    if (options.output.empty() && options.tensor.empty())
        return fail(ErrorCode::Usage, "no output file was named",
                    "add --output, e.g. --output picture.png, or --save-tensor");
    DIPTYCH_TRY(const HostTensor latents, readLatents(options.latents));
    std::vector<std::filesystem::path> names;
    if (!options.output.empty())
        names = expandPattern(options.output, static_cast<int>(latents.shape[0]), 0);
    DIPTYCH_TRY_DONE(checkPictureNames(names));
    std::vector<std::filesystem::path> outputs = names;
    if (!options.tensor.empty())
        outputs.push_back(options.tensor);
    DIPTYCH_TRY_DONE(checkOutputs(outputs, options.overwrite ? Overwrite::Yes : Overwrite::No));

    DIPTYCH_TRY(const std::unique_ptr<ImagePipeline> pipeline,
                openModel(context, chooseModel(context), EncodesPrompts::No));
    DIPTYCH_TRY(const std::vector<DecodedPicture> pictures,
                pipeline->decode(latents, context.run()));
    DIPTYCH_TRY_DONE(writeResults(context, options, names, pictures));
    report(context, options, names, pictures.front().image, pictures.size());
    return Done{};
}

} // namespace

CommandBody makeDecodeCommand(CLI::App& command, CommandContext& context) {
    command.description("Run the autoencoder's decoder only: from latents to a picture");
    command.footer("Example:\n  diptych-cli decode --latents cat.safetensors --output cat.png");
    const std::string group = "Files";
    auto options = std::make_shared<DecodeOptions>();
    addOption(command, {"--latents", "FILE", group, "safetensors with the tensor latents"},
              options->latents);
    addOption(command,
              {"-o,--output", "FILE", group,
               "picture to write: .png, .jpg or .webp; several get -{index} or have {index} in "
               "the name"},
              options->output);
    addOption(command,
              {"--save-tensor", "FILE", group,
               "also write the picture before clamping, as tensor image [B, 3, H, W] float32"},
              options->tensor);
    addSwitch(command, {"--overwrite", "", group, "replace files that exist"}, options->overwrite);
    addTileOptions(command, context.settings());
    addModelOptions(command, context.settings(), Shown::Everything);
    return [options](CommandContext& running) { return run(running, *options); };
}

} // namespace diptych::cli

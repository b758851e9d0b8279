#include "app/cli/commands/vae_encode_command.h"

#include "app/cli/model.h"
#include "app/cli/number_options.h"
#include "app/cli/option.h"
#include "app/cli/output_names.h"
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

struct VaeEncodeOptions {
    std::filesystem::path image;
    std::filesystem::path output;
    bool overwrite = false;
};

Status run(CommandContext& context, const VaeEncodeOptions& options) {
    if (options.image.empty())
        return fail(ErrorCode::Usage, "no picture was named", "add --image FILE");
    if (options.output.empty())
        return fail(ErrorCode::Usage, "no output file was named",
                    "add --output, e.g. --output latents.safetensors");
    const Overwrite overwrite = options.overwrite ? Overwrite::Yes : Overwrite::No;
    DIPTYCH_TRY_DONE(checkOutputs(std::vector{options.output}, overwrite));
    DIPTYCH_TRY(const LoadedImage picture, readImageFile(options.image));
    DIPTYCH_TRY(const std::unique_ptr<ImagePipeline> pipeline,
                openModel(context, chooseModel(context), EncodesPrompts::No));
    DIPTYCH_TRY(const EncodedPicture encoded,
                pipeline->encodePicture(picture.image, context.run()));
    if (context.environment().cancel.stop_requested())
        return fail(cancelledError());
    const std::vector<TensorToWrite> tensors = {encoded.mean.toWrite("mean"),
                                                encoded.logvar.toWrite("logvar"),
                                                encoded.latents.toWrite("latents")};
    DIPTYCH_TRY_DONE(writeSafetensors(options.output, tensors, {}, overwrite));
    if (context.common().json)
        context.writeJson({{"file", options.output.string()},
                           {"shape", encoded.latents.shape},
                           {"width", picture.image.width()},
                           {"height", picture.image.height()},
                           {"notices", context.noticesAsJson()}});
    context.summary(
        fmt::format("{}: latents {}", options.output.string(), shapeText(encoded.latents)));
    return Done{};
}

} // namespace

CommandBody makeVaeEncodeCommand(CLI::App& command, CommandContext& context) {
    command.description("Run the autoencoder's encoder only: from a picture to latents");
    command.footer("Example:\n  diptych-cli vae-encode --image cat.png --output cat.safetensors");
    const std::string group = "Files";
    auto options = std::make_shared<VaeEncodeOptions>();
    addOption(command,
              {"--image", "FILE", group,
               "picture to read: PNG, JPEG or WebP; sides are multiples of 16 pixels"},
              options->image);
    addOption(command,
              {"-o,--output", "FILE", group,
               "where to write the tensors mean, logvar and latents, a .safetensors file"},
              options->output);
    addSwitch(command, {"--overwrite", "", group, "replace a file that exists"},
              options->overwrite);
    addTileOptions(command, context.settings());
    addModelOptions(command, context.settings(), Shown::Everything);
    return [options](CommandContext& running) { return run(running, *options); };
}

} // namespace diptych::cli

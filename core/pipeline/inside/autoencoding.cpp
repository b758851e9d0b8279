#include "core/pipeline/inside/autoencoding.h"

#include "core/base/system_memory.h"
#include "core/models/autoencoder_memory.h"
#include "core/models/tiled_autoencoder.h"
#include "core/pipeline/inside/z_image_components.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <optional>

namespace diptych {

namespace {

using models::TileOptions;

constexpr double kUsableShare = 0.8; // of the free memory: others need some too
constexpr double kGibibyte = 1024.0 * 1024.0 * 1024.0;

// In whole latent cells.
TileOptions optionsOf(const TileSettings& settings) {
    constexpr int kCell = 8; // pixels
    return {settings.tilePixels / kCell * kCell, settings.overlapPixels / kCell * kCell};
}

// The tiles to work in; empty = the whole picture at once. Only the host tells how much memory is
// free.
std::optional<TileOptions> chooseTiles(const models::AutoencoderKL& model,
                                       const TileSettings& settings, int width, int height,
                                       std::uint64_t wholeBytes, std::vector<Notice>& notices) {
    if (settings.tiling == Tiling::On)
        return optionsOf(settings);
    const std::uint64_t available = systemMemory().availableBytes;
    const auto usable = static_cast<std::uint64_t>(kUsableShare * static_cast<double>(available));
    if (settings.tiling == Tiling::Off || available == 0 || wholeBytes <= usable ||
        !model.decoderIn.weight.is_cpu())
        return std::nullopt;
    TileOptions options = models::tileFor(usable, model.config, width, height);
    notices.push_back(
        {"autoencoder_tiled",
         fmt::format("The autoencoder works in tiles of {} pixels: the whole picture would take "
                     "{:.1f} GiB of memory, {:.1f} are free.",
                     options.tilePixels, static_cast<double>(wholeBytes) / kGibibyte,
                     static_cast<double>(available) / kGibibyte)});
    return options;
}

} // namespace

Status checkTiles(const TileSettings& settings) {
    return models::checkTileOptions(optionsOf(settings));
}

at::Tensor decodeLatents(const models::AutoencoderKL& model, const at::Tensor& latents,
                         const TileSettings& settings, std::vector<Notice>& notices,
                         const RunContext& context) {
    const std::int64_t factor = model.config.pixelFactor();
    const int width = static_cast<int>(latents.size(3) * factor);
    const int height = static_cast<int>(latents.size(2) * factor);
    const auto tiles = chooseTiles(model, settings, width, height,
                                   models::decodePeakBytes(model.config, width, height), notices);
    if (!tiles)
        context.report(Phase::Decode, 0, 1);
    const at::Tensor pictures = tiles ? models::decodeTiled(model, latents, *tiles, context)
                                      : model.decode(latents, context);
    requireFinite(pictures, "the autoencoder's result");
    if (!tiles)
        context.report(Phase::Decode, 1, 1);
    return pictures;
}

models::LatentDistribution encodePictures(const models::AutoencoderKL& model,
                                          const at::Tensor& pictures, const TileSettings& settings,
                                          std::vector<Notice>& notices, const RunContext& context) {
    const int width = static_cast<int>(pictures.size(3));
    const int height = static_cast<int>(pictures.size(2));
    const auto tiles = chooseTiles(model, settings, width, height,
                                   models::encodePeakBytes(model.config, width, height), notices);
    if (!tiles)
        context.report(Phase::Encode, 0, 1);
    models::LatentDistribution posterior =
        tiles ? models::encodeTiled(model, pictures, *tiles, context)
              : model.encode(pictures, context);
    requireFinite(posterior.mean, "the autoencoder's result");
    if (!tiles)
        context.report(Phase::Encode, 1, 1);
    return posterior;
}

} // namespace diptych

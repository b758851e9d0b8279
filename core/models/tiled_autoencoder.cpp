#include "core/models/tiled_autoencoder.h"

#include "core/models/autoencoder_memory.h"
#include "core/models/autoencoder_stages.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace diptych::models {

namespace {

// Counts finished tiles of all items of a batch.
class TileProgress {
  public:
    TileProgress(const RunContext& context, Phase phase, std::size_t total)
        : context_(context), phase_(phase), total_(static_cast<std::int64_t>(total)) {
        context_.report(phase_, 0, total_);
    }
    void finished() { context_.report(phase_, ++done_, total_); }

  private:
    const RunContext& context_;
    Phase phase_;
    std::int64_t done_ = 0;
    std::int64_t total_;
};

// A picture's tiles, and the samples per cell before and after the work on them.
struct TileWork {
    std::vector<TileSpan> rows, columns;
    std::int64_t samplesIn = 1, samplesOut = 1;
    std::int64_t sampledCells = 0; ///< of the picture in small
    std::function<at::Tensor(const at::Tensor&)> forward;

    std::size_t count() const { return rows.size() * columns.size(); }
};

at::Tensor shareTensor(const std::vector<float>& share, const at::Tensor& like) {
    return at::tensor(share, at::kFloat).to(like.device());
}

// The cells of `x` along `axis` that `cells` names.
at::Tensor pick(const at::Tensor& x, std::int64_t axis, const std::vector<std::int64_t>& cells,
                std::int64_t samplesPerCell) {
    std::vector<std::int64_t> samples;
    for (const std::int64_t cell : cells) {
        for (std::int64_t k = 0; k < samplesPerCell; ++k)
            samples.push_back(cell * samplesPerCell + k);
    }
    return x.index_select(axis, at::tensor(samples, at::kLong).to(x.device()));
}

// `source` [1, C, h, w] (in samples) in small, with both sides in proportion.
at::Tensor inSmall(const at::Tensor& source, const TileWork& work) {
    const std::int64_t h = work.rows.back().end;
    const std::int64_t w = work.columns.back().end;
    const double scale =
        std::sqrt(static_cast<double>(work.sampledCells) / static_cast<double>(h * w));
    const auto rows = sampleCells(h, static_cast<std::int64_t>(scale * static_cast<double>(h)));
    const auto columns = sampleCells(
        w, std::max<std::int64_t>(1, work.sampledCells / static_cast<std::int64_t>(rows.size())));
    return pick(pick(source, 2, rows, work.samplesIn), 3, columns, work.samplesIn);
}

// Every tile's result [1, C', …] times its share, added up in float32.
at::Tensor blendTiles(const at::Tensor& source, const TileWork& work, TileProgress& progress) {
    const std::int64_t in = work.samplesIn;
    const std::int64_t out = work.samplesOut;
    const auto rowShares = blendShares(work.rows, out);
    const auto columnShares = blendShares(work.columns, out);
    at::Tensor result;
    for (std::size_t i = 0; i < work.rows.size(); ++i) {
        const TileSpan& row = work.rows[i];
        const at::Tensor band =
            source.narrow(2, row.windowBegin * in, row.windowLength() * in); // [1, C, rows, w]
        for (std::size_t j = 0; j < work.columns.size(); ++j) {
            const TileSpan& column = work.columns[j];
            const at::Tensor window = work.forward(
                band.narrow(3, column.windowBegin * in, column.windowLength() * in).contiguous());
            if (!result.defined())
                result = at::zeros(
                    {1, window.size(1), work.rows.back().end * out, work.columns.back().end * out},
                    window.options().dtype(at::kFloat));
            at::Tensor tile =
                window.narrow(2, (row.begin - row.windowBegin) * out, row.length() * out)
                    .narrow(3, (column.begin - column.windowBegin) * out, column.length() * out)
                    .to(at::kFloat);
            tile = tile * shareTensor(rowShares[i], tile).unsqueeze(1);
            tile.mul_(shareTensor(columnShares[j], tile));
            result.narrow(2, row.begin * out, row.length() * out)
                .narrow(3, column.begin * out, column.length() * out)
                .add_(tile);
            progress.finished();
        }
    }
    return result;
}

// A picture with no more cells than a tile's window is one tile.
TileWork workOf(const TilePlan& plan, std::int64_t latentHeight, std::int64_t latentWidth) {
    TileWork work;
    work.sampledCells = plan.geometry.windowCells();
    if (latentHeight * latentWidth <= work.sampledCells) {
        work.rows = {{0, latentHeight, 0, latentHeight}};
        work.columns = {{0, latentWidth, 0, latentWidth}};
        return work;
    }
    work.rows = cutIntoTiles(latentHeight, plan.geometry);
    work.columns = cutIntoTiles(latentWidth, plan.geometry);
    return work;
}

// The tiles of `source`, with the norms of the picture in small.
at::Tensor runTiles(AutoencoderStages& stages, const at::Tensor& source, const TileWork& work,
                    TileProgress& progress) {
    stages.useNorms(NormSource::Measured);
    if (work.count() == 1) {
        at::Tensor result = work.forward(source).to(at::kFloat);
        progress.finished();
        return result;
    }
    work.forward(inSmall(source, work));
    stages.useNorms(NormSource::Known);
    return blendTiles(source, work, progress);
}

at::Tensor decodeItem(const AutoencoderKL& model, const at::Tensor& latents, TileWork work,
                      bool coarseWhole, TileProgress& progress, const RunContext& context) {
    AutoencoderStages stages(model, context);
    work.samplesOut = model.config.pixelFactor();
    work.forward = [&](const at::Tensor& x) {
        return stages.decodeFinely(coarseWhole ? x : stages.decodeCoarsely(x));
    };
    const at::Tensor z = stages.decoderInput(latents);
    return runTiles(stages, coarseWhole ? stages.decodeCoarsely(z) : z, work, progress);
}

at::Tensor encodeItem(const AutoencoderKL& model, const at::Tensor& picture, TileWork work,
                      bool coarseWhole, TileProgress& progress, const RunContext& context) {
    AutoencoderStages stages(model, context);
    work.samplesIn = model.config.pixelFactor();
    work.forward = [&](const at::Tensor& x) {
        const at::Tensor features = stages.encodeFinely(x);
        return coarseWhole ? features : stages.encodeCoarsely(features);
    };
    at::Tensor result = runTiles(stages, picture, work, progress);
    if (!coarseWhole)
        return result;
    stages.useNorms(NormSource::Measured);
    return stages.encodeCoarsely(result.to(model.encoderIn.weight.scalar_type()))
        .to(at::kFloat); // moments
}

template <typename RunItem>
at::Tensor runBatch(const at::Tensor& batch, const TilePlan& plan, std::int64_t latentHeight,
                    std::int64_t latentWidth, Phase phase, const RunContext& context,
                    RunItem runItem) {
    const TileWork work = workOf(plan, latentHeight, latentWidth);
    TileProgress progress(context, phase, work.count() * static_cast<std::size_t>(batch.size(0)));
    std::vector<at::Tensor> results;
    for (std::int64_t i = 0; i < batch.size(0); ++i)
        results.push_back(runItem(batch.narrow(0, i, 1), work, progress));
    return results.size() == 1 ? results.front() : at::cat(results);
}

// The multiple of `factor` nearest to `value`, in low…high, which are multiples.
std::int64_t nearestMultiple(std::int64_t value, std::int64_t factor, std::int64_t low,
                             std::int64_t high) {
    return std::clamp((std::max<std::int64_t>(value, 0) + factor / 2) / factor * factor, low, high);
}

template <typename T> void throwUnless(const Result<T>& status) {
    if (!status)
        throw ErrorException(status.error());
}

Status checkPictureSides(const at::Tensor& pictures, std::int64_t factor) {
    for (const std::int64_t side : {pictures.size(3), pictures.size(2)}) {
        if (side % factor != 0 || side == 0)
            return fail(ErrorCode::InvalidInput,
                        fmt::format("a picture with a side of {} pixels cannot be encoded", side),
                        fmt::format("sides are multiples of {}; the nearest is {}", factor,
                                    nearestMultiple(side, factor, factor, side + factor)));
    }
    return Done{};
}

} // namespace

Status checkTileOptions(const TileOptions& options, std::int64_t pixelFactor) {
    const std::int64_t tile = options.tilePixels;
    const std::int64_t overlap = options.overlapPixels;
    if (tile < pixelFactor || tile % pixelFactor != 0)
        return fail(ErrorCode::InvalidInput, fmt::format("a tile cannot be {} pixels wide", tile),
                    fmt::format("it is a multiple of {}; the nearest is {}", pixelFactor,
                                nearestMultiple(tile, pixelFactor, pixelFactor,
                                                std::max(tile, pixelFactor) + pixelFactor)));
    if (overlap < 0 || overlap >= tile || overlap % pixelFactor != 0)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("tiles of {} pixels cannot overlap by {}", tile, overlap),
                    fmt::format("the overlap is a multiple of {} from 0 to {}; the nearest is {}",
                                pixelFactor, tile - pixelFactor,
                                nearestMultiple(overlap, pixelFactor, 0, tile - pixelFactor)));
    return Done{};
}

TilePlan planTiles(const AutoencoderKLConfig& config, std::int64_t latentHeight,
                   std::int64_t latentWidth, const TileOptions& options) {
    const std::int64_t factor = config.pixelFactor();
    throwUnless(checkTileOptions(options, factor));
    TilePlan plan;
    plan.geometry = {options.tilePixels / factor, options.overlapPixels / factor, kTileHaloCells};
    const std::int64_t cells = latentHeight * latentWidth;
    plan.whole = std::max(latentHeight, latentWidth) <= plan.geometry.tile;
    plan.coarseWhole = coarseHalfFits(config, cells, plan.geometry.windowCells());
    if (!plan.coarseWhole)
        plan.geometry.halo = 2 * kTileHaloCells;
    return plan;
}

at::Tensor decodeTiled(const AutoencoderKL& model, const at::Tensor& latents,
                       const TileOptions& options, const RunContext& context) {
    const std::int64_t h = latents.size(2);
    const std::int64_t w = latents.size(3);
    const TilePlan plan = planTiles(model.config, h, w, options);
    if (plan.whole) {
        TileProgress progress(context, Phase::Decode, 1);
        at::Tensor pictures = model.decode(latents, context);
        progress.finished();
        return pictures;
    }
    return runBatch(latents, plan, h, w, Phase::Decode, context,
                    [&](const at::Tensor& item, const TileWork& work, TileProgress& progress) {
                        return decodeItem(model, item, work, plan.coarseWhole, progress, context);
                    });
}

LatentDistribution encodeTiled(const AutoencoderKL& model, const at::Tensor& pictures,
                               const TileOptions& options, const RunContext& context) {
    const std::int64_t factor = model.config.pixelFactor();
    throwUnless(checkPictureSides(pictures, factor));
    const std::int64_t h = pictures.size(2) / factor;
    const std::int64_t w = pictures.size(3) / factor;
    const TilePlan plan = planTiles(model.config, h, w, options);
    if (plan.whole) {
        TileProgress progress(context, Phase::Encode, 1);
        LatentDistribution posterior = model.encode(pictures, context);
        progress.finished();
        return posterior;
    }
    return LatentDistribution::fromMoments(
        runBatch(pictures, plan, h, w, Phase::Encode, context,
                 [&](const at::Tensor& item, const TileWork& work, TileProgress& progress) {
                     return encodeItem(model, item, work, plan.coarseWhole, progress, context);
                 }));
}

} // namespace diptych::models

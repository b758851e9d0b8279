// Which component runs where and in which number format. Speed, not intent: not part of a request.
#pragma once

#include "core/base/result.h"
#include "core/domain/choice.h"

#include <string>
#include <string_view>

namespace diptych {

enum class DeviceKind { Auto, Cpu, Cuda, Mps };

struct DeviceName {
    DeviceKind kind = DeviceKind::Auto;
    int index = 0; ///< cuda:index

    bool operator==(const DeviceName&) const = default;
};

/// "auto", "cpu", "cuda", "cuda:1", "mps". Errors: InvalidInput.
Result<DeviceName> parseDeviceName(std::string_view text);
std::string toString(const DeviceName& device);

/// In which format weights are held. On the CPU products are computed in float32 whatever this
/// says.
enum class WeightFormat {
    Auto,     ///< CPU: as stored, but large float32 components narrowed to bfloat16; GPU: bfloat16
    Float32,  ///< what the file holds, widened to float32 where it is computed with
    BFloat16, ///< narrowed to bfloat16 while loading
    Int8,     ///< text encoder and transformer quantised while loading, their other matrices
    Int4,     ///< bfloat16; the autoencoder as with Auto (docs/quantisation.md)
};

/// "auto", "float32", "bfloat16", "int8", "int4". Errors: InvalidInput.
Result<WeightFormat> parseWeightFormat(std::string_view text);
std::string_view toString(WeightFormat format);

/// What of the formats is left for a component that is never quantised.
WeightFormat withoutQuantisation(WeightFormat format);

/// Whether the autoencoder works on one tile after another.
enum class Tiling {
    Auto, ///< when the whole picture would not fit into the free memory
    On,
    Off,
};
template <> std::span<const Choice<Tiling>> choicesOf<Tiling>();

struct TileSettings {
    Tiling tiling = Tiling::Auto;
    int tilePixels = 512;   ///< side of a tile, rounded down to whole latent cells (8 pixels)
    int overlapPixels = 64; ///< that neighbours share, likewise, less than a tile

    bool operator==(const TileSettings&) const = default;
};

/// How long the weights of a component are in memory. The numbers that come out are the same.
enum class Residency {
    Auto,     ///< kept where all fits into the free memory, else what the planner says
    Resident, ///< kept until the model is unloaded
    Offload,  ///< freed when a job needs them no more, loaded again by the next one
    /// Each block is loaded when it runs and freed behind it. The autoencoder, which is small, is
    /// freed as by Offload.
    Stream,
};
template <> std::span<const Choice<Residency>> choicesOf<Residency>();

struct Residencies {
    Residency textEncoder = Residency::Auto;
    Residency transformer = Residency::Auto;
    Residency autoencoder = Residency::Auto;

    bool operator==(const Residencies&) const = default;
};

struct Placement {
    DeviceName textEncoder;
    DeviceName transformer;
    DeviceName autoencoder;
    WeightFormat weightFormat = WeightFormat::Auto;
    Residencies residency;
    TileSettings tiles;
    int threads = 0; ///< CPU threads; 0 = all cores

    bool operator==(const Placement&) const = default;
};

} // namespace diptych

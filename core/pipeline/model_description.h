// What a model is as far as its memory is concerned: sizes, and how its weights are stored. Plain
// values, read from the headers of its files.
#pragma once

#include "core/base/result.h"
#include "core/domain/placement.h"
#include "core/pipeline/model_folder.h"

#include <cstdint>
#include <vector>

namespace diptych {

/// Of matrices that are stored in a format of quantised_weights.h.
struct QuantisedCount {
    std::uint64_t numbers = 0; ///< weights, the columns that are kept apart among them
    std::uint64_t bytes = 0;   ///< as stored: codes, scales and columns kept apart

    bool operator==(const QuantisedCount&) const = default;
};

/// The numbers in a group of weights, by how they come into memory.
struct WeightCount {
    std::uint64_t bfloat16 = 0; ///< in matrices that are stored as bfloat16
    std::uint64_t float32 = 0;  ///< in matrices that are stored as float32
    std::uint64_t encoded = 0;  ///< in matrices of any other format, decoded when they are bound
    std::uint64_t copied = 0;   ///< in vectors and kernels, which are copied in the compute dtype

    std::uint64_t quantisable = 0; ///< of the first three: what int8 and int4 quantise
    QuantisedCount int8;
    QuantisedCount int4;

    WeightCount& operator+=(const WeightCount& other);
    /// Numbers in matrices that are not stored quantised.
    std::uint64_t matrices() const { return bfloat16 + float32 + encoded; }
    std::uint64_t storedQuantised() const { return int8.numbers + int4.numbers; }

    bool operator==(const WeightCount&) const = default;
};

struct ComponentDescription {
    bool isThere = false;           ///< else nothing below is known
    WeightCount blocks;             ///< of all blocks together
    WeightCount largestBlock;       ///< what is bound at a time when blocks are streamed
    WeightCount table;              ///< of the embedding, of which single rows are read
    WeightCount rest;               ///< of everything else
    std::uint64_t largestBytes = 0; ///< of one tensor, as stored
    std::uint64_t float32Bytes = 0; ///< what is not bfloat16, as float32 (see WeightFormat::Auto)
};

/// Whether loading the component in this format quantises any of its matrices. Such a component is
/// not streamed: its blocks would be quantised again in every pass.
bool quantisesOnLoad(const ComponentDescription& component, WeightFormat format);

/// The fields are those of the models' configurations.
struct TransformerSizes {
    std::int64_t dim = 3840;
    std::int64_t headCount = 30;
    std::int64_t layerCount = 30;
    std::int64_t patchSize = 2;
};

struct TextEncoderSizes {
    std::int64_t hiddenSize = 2560;
    std::int64_t intermediateSize = 9728;
    std::int64_t layerCount = 36;
    std::int64_t headCount = 32;
    std::int64_t keyValueHeadCount = 8;
    std::int64_t headDim = 128;
};

struct AutoencoderSizes {
    std::vector<std::int64_t> blockChannels = {128, 256, 512, 512};
    std::int64_t layersPerBlock = 2;
    std::int64_t latentChannels = 16;
    bool midAttention = true;
};

struct ModelDescription {
    ComponentDescription textEncoder;
    ComponentDescription transformer;
    ComponentDescription autoencoder;
    TextEncoderSizes textEncoderSizes;
    TransformerSizes transformerSizes;
    AutoencoderSizes autoencoderSizes;
};

/// Reads the headers of the weights and the configurations; no weight is touched. A component that
/// is missing, as the text encoder may be, or that cannot be read is not there.
ModelDescription describeModel(const ModelLocation& location);

} // namespace diptych

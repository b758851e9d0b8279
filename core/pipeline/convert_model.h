// Writes a model anew: the diffusers layout with text encoder and transformer in another number
// format.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/pipeline/model_folder.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

enum class StoredWeights {
    BFloat16,
    Int8, ///< the matrices of quantised_weights.h, the others bfloat16
    Int4,
};

/// "bf16" or "bfloat16", "int8", "int4". Errors: InvalidInput.
Result<StoredWeights> parseStoredWeights(std::string_view text);
std::string_view toString(StoredWeights weights);

struct ConvertOptions {
    ModelLocation location;       ///< any dialect that is read; never written into
    std::filesystem::path output; ///< a folder that is not there yet
    StoredWeights weights = StoredWeights::Int8;
    /// Of a weights file; so much is held in memory beside the matrix at hand.
    std::uint64_t shardBytes = std::uint64_t{2} << 30;
};

struct ConvertedComponent {
    std::string folder;          ///< "transformer"
    std::uint64_t bytesRead = 0; ///< of tensors, as stored
    std::uint64_t bytesWritten = 0;
    std::int64_t quantised = 0; ///< matrices
    std::int64_t files = 0;     ///< with weights
};

struct ConvertReport {
    std::vector<ConvertedComponent> components; ///< those with weights
    std::vector<std::string> missing;           ///< names of components that the model lacks
};

/// The autoencoder's tensors, vectors (biases, norms) and pad tokens are copied as they are stored;
/// so are configurations, tokenizer, scheduler and licence texts. Numbers equal those that loading
/// the source with the same WeightFormat gives, bit for bit. The folder appears whole or not at
/// all. Errors: InvalidInput (the source is quantised already; the output lies in it), FileWrite
/// (the output exists, the disk is full), FileNotFound (neither text encoder nor transformer), and
/// as ComponentWeights::open; WeightsInvalid (numbers that are not finite), Cancelled.
Result<ConvertReport> convertModel(const ConvertOptions& options, const RunContext& context);

} // namespace diptych

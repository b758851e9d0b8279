// Whether another text encoder gives the same numbers for a prompt as the one here, and where it
// does not, what it does differently.
#pragma once

#include "core/base/result.h"
#include "core/checkpoint/host_tensor.h"
#include "core/domain/generation_request.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

enum class ParityFinding {
    Same,          ///< but for rounding of float32
    OtherDtype,    ///< the same, as far as its coarser number format allows
    WrongLayer,    ///< another hidden layer of the same model
    OtherTemplate, ///< the same model, but the prompt was formatted differently
    CutOff,        ///< the same, but the end of the prompt is missing
    OtherModel,    ///< nothing agrees
};

/// What the format of int8 and int4 weights is called in a report.
inline constexpr const char* kFewBits = "8 bits or fewer";

/// "same", "other_dtype", "wrong_layer", "other_template", "cut_off", "other_model".
std::string_view toString(ParityFinding finding);

/// How far two lists of vectors are apart, [S, D] each.
struct ParityMeasure {
    double cosine = 0.0;        ///< of vectors at the same place, their mean
    double maxError = 0.0;      ///< largest difference of two numbers
    double relativeError = 0.0; ///< length of the difference by that of the vector, their median
    double worstError = 0.0;    ///< the same, the largest
};

/// Errors: InvalidInput (not [S, D] both, or of different shapes).
Result<ParityMeasure> measureParity(const HostTensor& reference, const HostTensor& other);

/// What is right, and whatever else is known, so that a difference can be recognised. Without
/// `layers` and `formattings` only the coarser findings are possible.
struct ParityReference {
    /// The same prompt, formatted otherwise.
    struct Formatting {
        std::string name;  ///< "without the chat format"
        HostTensor states; ///< [S', D], of the layer below
    };

    int layer = kDefaultHiddenLayer;     ///< Hugging Face numbering
    HostTensor states;                   ///< [S, D] of that layer
    std::vector<HostTensor> layers;      ///< all L + 1, from the embeddings on; may be empty
    std::optional<HostTensor> plainLast; ///< the last layer without the final norm
    std::vector<Formatting> formattings;
    std::string dtype; ///< of the reference's weights; may be empty
};

struct ParityReport {
    ParityFinding finding = ParityFinding::OtherModel;
    /// Against the layer that was asked for; empty where the shapes differ.
    std::optional<ParityMeasure> measure;
    int askedLayer = kDefaultHiddenLayer; ///< Hugging Face numbering, as below
    /// Of WrongLayer; of OtherDtype the one that was asked for. In the numbering of the question:
    /// negative where it was.
    int foundLayer = kDefaultHiddenLayer;
    bool withoutNorm = false;        ///< of WrongLayer: the last one, before the final norm
    std::string formatting;          ///< of OtherTemplate; empty = none of those that were tried
    std::string dtype;               ///< of OtherDtype: "bfloat16 payload", "bfloat16", kFewBits
    std::int64_t agreeingTokens = 0; ///< from the first on
    std::int64_t tokens = 0;         ///< of the reference
    std::int64_t otherTokens = 0;
    std::int64_t width = 0;
    std::int64_t otherWidth = 0;

    bool ok() const {
        return finding == ParityFinding::Same || finding == ParityFinding::OtherDtype;
    }
};

/// Errors: InvalidInput (something is not [S, D]).
Result<ParityReport> compareParity(const ParityReference& reference, const HostTensor& other);

/// What was found, as English sentences for a user; the last one says what to do.
std::string describeParity(const ParityReport& report);

} // namespace diptych

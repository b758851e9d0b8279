#include "core/pipeline/parity.h"

#include "core/tensor/guarded.h"
#include "core/tensor/host_values.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace diptych {

namespace {

// Relative errors of a vector of hidden states. Machines that sum in another order differ by 1e-5,
// weights and activations of 8 bits of mantissa by a percent or so after some thirty blocks, 4 to 8
// bits a weight by up to a fifth. Another layer or another model is beyond all of that.
constexpr double kRoundingError = 5e-4;
constexpr double kBfloat16Error = 0.03;
constexpr double kLargestError = 0.25;
/// Another layer must fit so much better than the one that was asked for.
constexpr double kClearlyBetter = 0.5;

/// A matrix [S, D] in float64.
at::Tensor matrixOf(const HostTensor& values) {
    if (values.shape.size() != 2 || values.shape[0] < 1 || values.shape[1] < 1)
        throw ErrorException(Error{
            ErrorCode::InvalidInput, "hidden states must be a matrix, tokens × width", "", "", {}});
    return toTensor(values).to(at::kDouble);
}

bool sameShape(const at::Tensor& a, const at::Tensor& b) {
    return a.sizes() == b.sizes();
}

/// Length of each row's difference by the length of the reference's row, [S].
at::Tensor rowErrors(const at::Tensor& reference, const at::Tensor& other) {
    constexpr double kTiny = 1e-30;
    return at::norm(other - reference, 2, 1) / at::norm(reference, 2, 1).clamp_min(kTiny);
}

ParityMeasure measure(const at::Tensor& reference, const at::Tensor& other) {
    constexpr double kTiny = 1e-30;
    ParityMeasure result;
    const at::Tensor errors = rowErrors(reference, other); // [S]
    const at::Tensor lengths =
        (at::norm(reference, 2, 1) * at::norm(other, 2, 1)).clamp_min(kTiny); // [S]
    result.cosine = ((reference * other).sum(1) / lengths).mean().item<double>();
    result.maxError = (other - reference).abs().max().item<double>();
    result.relativeError = errors.median().item<double>();
    result.worstError = errors.max().item<double>();
    return result;
}

/// The median error; as large as can be where the shapes differ.
double errorOf(const at::Tensor& reference, const at::Tensor& other) {
    return sameShape(reference, other) ? measure(reference, other).relativeError : 1e30;
}

/// Rows from the first on that agree.
std::int64_t agreeingRows(const at::Tensor& reference, const at::Tensor& other) {
    if (reference.size(1) != other.size(1))
        return 0;
    const std::int64_t rows = std::min(reference.size(0), other.size(0));
    const at::Tensor errors =
        rowErrors(reference.narrow(0, 0, rows), other.narrow(0, 0, rows)); // [rows]
    std::int64_t agreeing = 0;
    while (agreeing < rows && errors[agreeing].item<double>() <= kLargestError)
        ++agreeing;
    return agreeing;
}

/// Whether every number is one of bfloat16: then it was the way that rounded it.
bool isRoundedToBfloat16(const at::Tensor& values) {
    return at::equal(values, values.to(at::kBFloat16).to(at::kDouble));
}

std::string dtypeName(const ParityMeasure& found, const at::Tensor& reference,
                      const at::Tensor& other) {
    constexpr double kHalfUnit = 1.0 / 256.0; // bfloat16 has 8 significant bits
    if (isRoundedToBfloat16(other) && !isRoundedToBfloat16(reference) &&
        found.worstError <= kHalfUnit)
        return "bfloat16 payload";
    return found.relativeError <= kBfloat16Error ? "bfloat16" : kFewBits;
}

/// The reference's index of a layer in Hugging Face numbering.
std::int64_t indexOf(int layer, std::size_t count) {
    return layer < 0 ? static_cast<std::int64_t>(count) + layer : layer;
}

/// In the numbering of the question.
int layerAt(std::size_t index, int asked, std::size_t count) {
    return static_cast<int>(asked < 0 ? static_cast<std::int64_t>(index) -
                                            static_cast<std::int64_t>(count)
                                      : static_cast<std::int64_t>(index));
}

/// Looks for the layer that fits best; true when it is clearly another one.
bool findLayer(const ParityReference& reference, const at::Tensor& other, double askedError,
               ParityReport& report) {
    double best = askedError * kClearlyBetter;
    bool found = false;
    const auto asked = indexOf(reference.layer, reference.layers.size());
    for (std::size_t i = 0; i < reference.layers.size(); ++i) {
        const double error = errorOf(matrixOf(reference.layers[i]), other);
        if (static_cast<std::int64_t>(i) == asked || error > kLargestError || error >= best)
            continue;
        best = error;
        found = true;
        report.foundLayer = layerAt(i, reference.layer, reference.layers.size());
    }
    if (!reference.plainLast)
        return found;
    const double plain = errorOf(matrixOf(*reference.plainLast), other);
    if (plain > kLargestError || plain >= best)
        return found;
    report.foundLayer = reference.layer < 0 ? -1 : static_cast<int>(reference.layers.size()) - 1;
    report.withoutNorm = true;
    return true;
}

bool findFormatting(const ParityReference& reference, const at::Tensor& other,
                    ParityReport& report) {
    double best = kLargestError;
    bool found = false;
    for (const ParityReference::Formatting& formatting : reference.formattings) {
        const double error = errorOf(matrixOf(formatting.states), other);
        if (error >= best)
            continue;
        best = error;
        found = true;
        report.formatting = formatting.name;
    }
    return found;
}

ParityFinding findingOf(const ParityReference& reference, const at::Tensor& expected,
                        const at::Tensor& other, ParityReport& report) {
    if (report.width != report.otherWidth)
        return ParityFinding::OtherModel;
    const double error = report.measure ? report.measure->relativeError : 1e30;
    if (report.measure && report.measure->worstError <= kRoundingError)
        return ParityFinding::Same;
    if (report.tokens == report.otherTokens && findLayer(reference, other, error, report))
        return ParityFinding::WrongLayer;
    if (error <= kLargestError && report.agreeingTokens == report.tokens) {
        report.dtype = dtypeName(*report.measure, expected, other);
        return ParityFinding::OtherDtype;
    }
    if (findFormatting(reference, other, report))
        return ParityFinding::OtherTemplate;
    if (report.otherTokens < report.tokens && report.agreeingTokens == report.otherTokens)
        return ParityFinding::CutOff;
    // A text model reads from left to right: the same model agrees as long as the text does.
    return report.agreeingTokens > 0 ? ParityFinding::OtherTemplate : ParityFinding::OtherModel;
}

std::string wordsFor(const ParityReport& report) {
    switch (report.finding) {
    case ParityFinding::Same:
        return "The numbers are the same.";
    case ParityFinding::OtherDtype:
        return report.dtype == "bfloat16 payload"
                   ? std::string("The numbers were rounded to bfloat16 on their way. Pictures "
                                 "differ a little; choose a float32 format for the same ones.")
                   : fmt::format("The same model in a coarser number format, {} or the like. "
                                 "Pictures differ a little; nothing needs to be done.",
                                 report.dtype);
    case ParityFinding::WrongLayer:
        return fmt::format(
            "These are the hidden states of layer {}{} instead of {}. The server counts layers "
            "otherwise or has a default of its own: change that, or ask for another layer.",
            report.foundLayer, report.withoutNorm ? " without the final norm" : "",
            report.askedLayer);
    case ParityFinding::OtherTemplate:
        return report.formatting.empty()
                   ? fmt::format("The same model, but the prompt was formatted differently: only "
                                 "its first {} of {} tokens agree. The server must take the text "
                                 "as it is; switch its chat template off.",
                                 report.agreeingTokens, report.tokens)
                   : fmt::format("The same model, but the prompt was encoded {}. The server must "
                                 "take the text as it is; switch its chat template off.",
                                 report.formatting);
    case ParityFinding::CutOff:
        return fmt::format("The prompt was cut off after {} of {} tokens. Raise the server's limit "
                           "(max_length).",
                           report.otherTokens, report.tokens);
    case ParityFinding::OtherModel:
        return report.width != report.otherWidth
                   ? fmt::format("This is another model: its hidden states are {} wide instead of "
                                 "{}. Choose the model that the transformer was trained with.",
                                 report.otherWidth, report.width)
                   : std::string("This is another model: nothing agrees. Choose the model that the "
                                 "transformer was trained with.");
    }
    return {};
}

} // namespace

std::string_view toString(ParityFinding finding) {
    switch (finding) {
    case ParityFinding::Same:
        return "same";
    case ParityFinding::OtherDtype:
        return "other_dtype";
    case ParityFinding::WrongLayer:
        return "wrong_layer";
    case ParityFinding::OtherTemplate:
        return "other_template";
    case ParityFinding::CutOff:
        return "cut_off";
    case ParityFinding::OtherModel:
        return "other_model";
    }
    return "";
}

Result<ParityMeasure> measureParity(const HostTensor& reference, const HostTensor& other) {
    return guarded([&]() -> Result<ParityMeasure> {
        const at::Tensor expected = matrixOf(reference);
        const at::Tensor given = matrixOf(other);
        if (!sameShape(expected, given))
            return fail(ErrorCode::InvalidInput, "the hidden states have different shapes");
        return measure(expected, given);
    });
}

Result<ParityReport> compareParity(const ParityReference& reference, const HostTensor& other) {
    return guarded([&] {
        const at::Tensor expected = matrixOf(reference.states); // [S, D]
        const at::Tensor given = matrixOf(other);               // [S', D']
        ParityReport report;
        report.askedLayer = report.foundLayer = reference.layer;
        report.tokens = expected.size(0);
        report.otherTokens = given.size(0);
        report.width = expected.size(1);
        report.otherWidth = given.size(1);
        if (sameShape(expected, given))
            report.measure = measure(expected, given);
        report.agreeingTokens = agreeingRows(expected, given);
        report.finding = findingOf(reference, expected, given, report);
        return report;
    });
}

std::string describeParity(const ParityReport& report) {
    return wordsFor(report);
}

} // namespace diptych

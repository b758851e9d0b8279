// The form in which Diptych itself stores quantised matrices: which weights, under which names, in
// which types and shapes. docs/quantisation.md describes it for other programs.
//
// A matrix X.weight of `rows` × `columns` is stored as
//   X.weight_int8          I8  [rows, columns]     codes −128 … 127
//   X.weight_scale         F32 [rows]              weight = code · scale of its row
// or as
//   X.weight_int4          I32 [rows, 8 · groups]  groups of 64 columns, the last one filled up
//   X.weight_scale         F32 [rows, groups]      weight = code · scale of its row and group
// and where some columns are kept apart (their codes are 0) with
//   X.weight_kept_columns  I32 [kept]              ascending
//   X.weight_kept          BF16 [rows, kept]       their weights
// The eight words of a group hold its 64 codes −8 … 7 as two's complement: bits 4n … 4n + 3 of word
// l are column 8n + l of the group.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

enum class QuantisedFormat { Int8, Int4 };

/// "int8", "int4".
std::string_view toString(QuantisedFormat format);

/// Columns that share a scale in int4.
inline constexpr std::int64_t kQuantisedGroup = 64;
/// 32-bit words that hold the codes of a group.
inline constexpr std::int64_t kGroupWords = 8;
/// More columns than this are never kept apart.
inline constexpr std::int64_t kMostKeptColumns = 32;

/// Groups of a row of `columns` weights.
constexpr std::int64_t groupCount(std::int64_t columns) {
    return (columns + kQuantisedGroup - 1) / kQuantisedGroup;
}

/// Whether a weight is one of those that are quantised: the matrices of attention and feed-forward
/// in the numbered blocks of transformer and text encoder, by the names of diffusers and Hugging
/// Face. Embedders, modulation, final layer, embedding and head are not, nor is anything of the
/// autoencoder.
bool isQuantisable(std::string_view name, std::span<const std::int64_t> shape);

/// The names that stand for "X.weight".
std::string codesName(std::string_view weightName, QuantisedFormat format);
std::string scaleName(std::string_view weightName);
std::string keptColumnsName(std::string_view weightName);
std::string keptWeightName(std::string_view weightName);

struct CodesOf {
    std::string weightName; ///< "X.weight"
    QuantisedFormat format = QuantisedFormat::Int8;
};

/// What "X.weight_int8" and "X.weight_int4" are the codes of; nothing for other names.
std::optional<CodesOf> parseCodesName(std::string_view storedName);

/// Whether a name is one of the three that stand beside the codes.
bool isQuantisedHelper(std::string_view storedName);

} // namespace diptych

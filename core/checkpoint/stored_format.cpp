#include "core/checkpoint/stored_format.h"

#include <array>

namespace diptych {

namespace {

struct BlockRow {
    BlockFormat format;
    std::uint32_t ggmlNumber;
    std::string_view name;
    BlockSize size;
};

// ggml.h, enum ggml_type, and the block structures of ggml-common.h.
constexpr std::array kBlockFormats{
    BlockRow{BlockFormat::Q40, 2, "Q4_0", {32, 18}},
    BlockRow{BlockFormat::Q41, 3, "Q4_1", {32, 20}},
    BlockRow{BlockFormat::Q50, 6, "Q5_0", {32, 22}},
    BlockRow{BlockFormat::Q51, 7, "Q5_1", {32, 24}},
    BlockRow{BlockFormat::Q80, 8, "Q8_0", {32, 34}},
    BlockRow{BlockFormat::Q2K, 10, "Q2_K", {256, 84}},
    BlockRow{BlockFormat::Q3K, 11, "Q3_K", {256, 110}},
    BlockRow{BlockFormat::Q4K, 12, "Q4_K", {256, 144}},
    BlockRow{BlockFormat::Q5K, 13, "Q5_K", {256, 176}},
    BlockRow{BlockFormat::Q6K, 14, "Q6_K", {256, 210}},
    BlockRow{BlockFormat::Iq4Nl, 20, "IQ4_NL", {32, 18}},
    BlockRow{BlockFormat::Iq4Xs, 23, "IQ4_XS", {256, 136}},
};

struct ElementRow {
    std::uint32_t ggmlNumber;
    StorageType type;
};

constexpr std::array kElementTypes{
    ElementRow{0, StorageType::F32},  ElementRow{1, StorageType::F16},
    ElementRow{24, StorageType::I8},  ElementRow{25, StorageType::I16},
    ElementRow{26, StorageType::I32}, ElementRow{27, StorageType::I64},
    ElementRow{28, StorageType::F64}, ElementRow{30, StorageType::BF16},
};

const BlockRow& rowOf(BlockFormat format) {
    return kBlockFormats[static_cast<std::size_t>(format)];
}

} // namespace

BlockSize blockSize(BlockFormat format) {
    return rowOf(format).size;
}

BlockSize unitSize(const StoredFormat& format) {
    if (const auto* block = std::get_if<BlockFormat>(&format))
        return blockSize(*block);
    return {1, elementSize(std::get<StorageType>(format))};
}

std::string_view toString(const StoredFormat& format) {
    if (const auto* block = std::get_if<BlockFormat>(&format))
        return rowOf(*block).name;
    return toString(std::get<StorageType>(format));
}

std::optional<StoredFormat> formatOfGgmlType(std::uint32_t number) {
    for (const ElementRow& row : kElementTypes)
        if (row.ggmlNumber == number)
            return row.type;
    for (const BlockRow& row : kBlockFormats)
        if (row.ggmlNumber == number)
            return row.format;
    return std::nullopt;
}

} // namespace diptych

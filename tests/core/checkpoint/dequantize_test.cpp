// Every stored number format against values that numpy computed (tests/data/checkpoint).
#include "core/checkpoint/dequantize.h"

#include "core/checkpoint/safetensors.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

namespace diptych {
namespace {

constexpr BlockFormat kBlockFormats[] = {BlockFormat::Q40, BlockFormat::Q41,   BlockFormat::Q50,
                                         BlockFormat::Q51, BlockFormat::Q80,   BlockFormat::Q2K,
                                         BlockFormat::Q3K, BlockFormat::Q4K,   BlockFormat::Q5K,
                                         BlockFormat::Q6K, BlockFormat::Iq4Nl, BlockFormat::Iq4Xs};

// How many values differ in their bits; any NaN equals any other.
void expectSameValues(const StoredFormat& format) {
    const auto file =
        SafetensorsFile::open(test::dataPath("checkpoint/formats.safetensors")).value();
    const std::string name(toString(format));
    const TensorInfo* codes = file->find(name + ".bytes");
    const TensorInfo* expected = file->find(name + ".values");
    ASSERT_TRUE(codes && expected) << name;
    std::vector<float> want(expected->elementCount());
    std::memcpy(want.data(), file->bytes(*expected).data(), expected->byteCount());
    std::vector<float> got(want.size());
    ASSERT_TRUE(canDecode(format));
    decodeToFloat(format, file->bytes(*codes), got);
    for (std::size_t i = 0; i < got.size(); ++i) {
        if (std::isnan(want[i]))
            EXPECT_TRUE(std::isnan(got[i])) << name << " value " << i;
        else
            EXPECT_EQ(std::bit_cast<std::uint32_t>(got[i]), std::bit_cast<std::uint32_t>(want[i]))
                << name << " value " << i << ": " << got[i] << " instead of " << want[i];
    }
}

TEST(Dequantize, everyBlockFormatEqualsNumpyBitForBit) {
    for (const BlockFormat format : kBlockFormats)
        expectSameValues(format);
}

TEST(Dequantize, everyFloat8CodeEqualsNumpyBitForBit) {
    expectSameValues(StorageType::F8E4M3);
    expectSameValues(StorageType::F8E5M2);
}

TEST(Dequantize, halfFloatsEqualNumpyBitForBit) {
    expectSameValues(StorageType::F16);
}

TEST(Dequantize, float8HasItsSpecialValues) {
    EXPECT_EQ(decodeFloat8E4M3(0x7E), 448.0F);
    EXPECT_EQ(decodeFloat8E4M3(0x01), std::ldexp(1.0F, -9));
    EXPECT_TRUE(std::isnan(decodeFloat8E4M3(0x7F)));
    EXPECT_TRUE(std::isnan(decodeFloat8E4M3(0xFF)));
    EXPECT_TRUE(std::signbit(decodeFloat8E4M3(0x80)));
    EXPECT_EQ(decodeFloat8E5M2(0x7B), 57344.0F);
    EXPECT_TRUE(std::isinf(decodeFloat8E5M2(0xFC)));
}

TEST(Dequantize, bfloat16AndFloat64AreWidenedAndRounded) {
    const std::uint16_t codes[] = {0x3F80, 0xC040};
    std::vector<float> values(2);
    decodeToFloat(StorageType::BF16, std::as_bytes(std::span(codes)), values);
    EXPECT_EQ(values, (std::vector<float>{1.0F, -3.0F}));
    const double wide[] = {1.0 / 3.0, -2.5};
    decodeToFloat(StorageType::F64, std::as_bytes(std::span(wide)), values);
    EXPECT_EQ(values, (std::vector<float>{1.0F / 3.0F, -2.5F}));
}

TEST(Dequantize, wholeNumbersAreNoWeights) {
    EXPECT_FALSE(canDecode(StorageType::I8));
    EXPECT_FALSE(canDecode(StorageType::U8));
}

TEST(StoredFormat, ggmlNumbersAndBlockSizesFitTogether) {
    for (const BlockFormat format : kBlockFormats) {
        int found = 0;
        for (std::uint32_t number = 0; number < 64; ++number)
            found += formatOfGgmlType(number) == StoredFormat(format) ? 1 : 0;
        EXPECT_EQ(found, 1) << toString(format);
    }
    EXPECT_EQ(unitSize(*formatOfGgmlType(14)).bytes, 210U);
    EXPECT_EQ(formatOfGgmlType(30), StoredFormat(StorageType::BF16));
    EXPECT_FALSE(formatOfGgmlType(16)) << "IQ2_XXS cannot be decoded";
}

} // namespace
} // namespace diptych

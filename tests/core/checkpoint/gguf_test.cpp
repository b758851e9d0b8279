// core/checkpoint: the table of a GGUF file, good and damaged.
#include "core/checkpoint/gguf.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <random>

namespace diptych {
namespace {

using test::TemporaryFolder;

template <typename T> std::string raw(T value) {
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

std::string text(std::string_view value) {
    return raw(std::uint64_t{value.size()}) + std::string(value);
}

std::string tensor(std::string_view name, std::vector<std::uint64_t> extents, std::uint32_t type,
                   std::uint64_t offset) {
    std::string bytes = text(name) + raw(static_cast<std::uint32_t>(extents.size()));
    for (const std::uint64_t extent : extents)
        bytes += raw(extent);
    return bytes + raw(type) + raw(offset);
}

std::string gguf(const std::vector<std::string>& pairs, const std::vector<std::string>& tensors,
                 std::size_t dataBytes, std::uint32_t version = 3) {
    std::string bytes = "GGUF" + raw(version) + raw(std::uint64_t{tensors.size()}) +
                        raw(std::uint64_t{pairs.size()});
    for (const std::string& pair : pairs)
        bytes += pair;
    for (const std::string& entry : tensors)
        bytes += entry;
    bytes.resize((bytes.size() + 31) / 32 * 32 + dataBytes);
    return bytes;
}

std::string architecture(std::string_view name) {
    return text("general.architecture") + raw(std::uint32_t{8}) + text(name);
}

std::string errorOf(std::string_view bytes, ErrorCode code = ErrorCode::FileInvalid) {
    TemporaryFolder folder;
    test::writeBytes(folder / "m.gguf", bytes);
    const auto table = readGgufTable(folder / "m.gguf");
    if (table) {
        ADD_FAILURE() << "opened";
        return {};
    }
    EXPECT_EQ(table.error().code, code);
    EXPECT_NE(table.error().message.find("m.gguf: "), std::string::npos);
    return table.error().message.substr(table.error().message.find("m.gguf: ") + 8);
}

TEST(Gguf, readsAFileOfTheReferenceConverter) {
    const auto table =
        readGgufTable(test::dataPath("tiny-zimage/text_encoder_gguf/tiny-f32.gguf")).value();
    EXPECT_EQ(table.version, 3U);
    EXPECT_EQ(table.architecture, "qwen3");
    EXPECT_EQ(table.tensors.size(), 46U);
    EXPECT_EQ(table.metadata.size(), 22U);
    for (const GgufTensor& entry : table.tensors) {
        EXPECT_EQ(entry.typeName, "F32");
        if (entry.name == "blk.0.ffn_down.weight") {
            EXPECT_EQ(entry.shape, (std::vector<std::int64_t>{64, 160}));
        }
    }
}

TEST(Gguf, knowsBlockSizesAndNamesUnknownTypes) {
    TemporaryFolder folder;
    test::writeBytes(
        folder / "m.gguf",
        gguf({architecture("lumina2")},
             {tensor("a", {64, 3}, 8, 0), tensor("b", {256}, 14, 224), tensor("c", {5}, 77, 448)},
             460));
    const auto table = readGgufTable(folder / "m.gguf").value();
    EXPECT_EQ(table.tensors[0].bytes, 6U * 34);
    EXPECT_EQ(table.tensors[0].shape, (std::vector<std::int64_t>{3, 64}));
    EXPECT_EQ(table.tensors[1].bytes, 210U);
    EXPECT_EQ(table.tensors[2].typeName, "type 77");
}

TEST(Gguf, refusesLies) {
    EXPECT_EQ(errorOf("GGUFxx"), "not a GGUF file");
    EXPECT_EQ(errorOf(gguf({}, {}, 8, 1), ErrorCode::Unsupported),
              "GGUF version 1 is not supported");
    EXPECT_EQ(errorOf(gguf({}, {}, 8, 0x03000000), ErrorCode::Unsupported),
              "a big-endian GGUF file");
    EXPECT_EQ(errorOf(gguf({}, {tensor("a", {64}, 0, 0)}, 255)),
              "tensor \"a\" ends after the end of the file");
    EXPECT_EQ(errorOf(gguf({}, {tensor("a", {64}, 0, ~std::uint64_t{0})}, 255)),
              "tensor \"a\" ends after the end of the file");
    EXPECT_EQ(errorOf(gguf({}, {tensor("a", {1ULL << 40, 1ULL << 40}, 0, 0)}, 8)),
              "tensor \"a\" has an impossibly large shape");
    EXPECT_EQ(errorOf(gguf({}, {tensor("a", {33}, 8, 0)}, 80)),
              "tensor \"a\" has a shape that Q8_0 cannot hold");
    EXPECT_EQ(errorOf(gguf({architecture("a"), architecture("b")}, {}, 8)),
              "the key \"general.architecture\" is there twice");
    EXPECT_EQ(errorOf(gguf({text("k") + raw(std::uint32_t{99})}, {}, 64)),
              "the value of key \"k\" is damaged");
    const std::string lyingArray =
        text("k") + raw(std::uint32_t{9}) + raw(std::uint32_t{8}) + raw(~std::uint64_t{0});
    EXPECT_EQ(errorOf(gguf({lyingArray}, {}, 64)), "the value of key \"k\" is damaged");
    std::string header =
        "GGUF" + raw(std::uint32_t{3}) + raw(~std::uint64_t{0}) + raw(std::uint64_t{0});
    EXPECT_NE(errorOf(header).find("it is too short"), std::string::npos);
}

TEST(Gguf, nestedArraysDoNotEatTheStack) {
    std::string value = text("k") + raw(std::uint32_t{9});
    for (int i = 0; i < 100'000; ++i)
        value += raw(std::uint32_t{9}) + raw(std::uint64_t{1});
    EXPECT_EQ(errorOf(gguf({value}, {}, 64)), "the value of key \"k\" is damaged");
}

TEST(Gguf, randomDamageIsSurvived) {
    TemporaryFolder folder;
    const std::string good = gguf(
        {architecture("qwen3"), text("a.list") + raw(std::uint32_t{9}) + raw(std::uint32_t{8}) +
                                    raw(std::uint64_t{2}) + text("x") + text("yy")},
        {tensor("a", {64, 3}, 8, 0), tensor("b", {4}, 0, 224)}, 256);
    const std::size_t tableBytes = good.size() - 256;
    std::mt19937 random(7);
    for (int round = 0; round < 400; ++round) {
        std::string bytes = good;
        for (int edit = 0; edit < 3; ++edit)
            bytes[random() % tableBytes] = static_cast<char>(random());
        if (round % 4 == 0)
            bytes.resize(random() % bytes.size() + 1);
        test::writeBytes(folder / "m.gguf", bytes);
        const auto table = readGgufTable(folder / "m.gguf");
        if (table) {
            for (const GgufTensor& entry : table->tensors)
                EXPECT_LE(entry.begin + entry.bytes, bytes.size());
        } else {
            EXPECT_FALSE(table.error().message.empty());
        }
    }
}

} // namespace
} // namespace diptych

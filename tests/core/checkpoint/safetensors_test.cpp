// core/checkpoint: reading and writing well-formed safetensors files.
#include "core/checkpoint/safetensors.h"
#include "core/checkpoint/safetensors_writer.h"
#include "tests/core/checkpoint/safetensors_builder.h"

#include <gtest/gtest.h>

#include <cstring>
#include <numeric>

namespace diptych {
namespace {

using test::safetensorsBytes;
using test::TemporaryFolder;

Result<std::shared_ptr<const SafetensorsFile>> openBytes(const TemporaryFolder& folder,
                                                         std::string_view bytes) {
    const auto path = folder / "x.safetensors";
    test::writeBytes(path, bytes);
    return SafetensorsFile::open(path);
}

TEST(StorageType, namesAndSizesAreThoseOfTheFormat) {
    EXPECT_EQ(toString(StorageType::F8E4M3), "F8_E4M3");
    EXPECT_EQ(toString(StorageType::Bool), "BOOL");
    EXPECT_EQ(elementSize(StorageType::BF16), 2U);
    EXPECT_EQ(elementSize(StorageType::U64), 8U);
    for (int i = 0; i <= static_cast<int>(StorageType::Bool); ++i) {
        const auto type = static_cast<StorageType>(i);
        EXPECT_EQ(parseStorageType(toString(type)).value(), type);
    }
    EXPECT_EQ(parseStorageType("F4").error().code, ErrorCode::Unsupported);
    EXPECT_EQ(parseStorageType("float32").error().code, ErrorCode::FileInvalid);
}

TEST(SafetensorsFile, readsNamesShapesBytesAndMetadata) {
    TemporaryFolder folder;
    const std::string header =
        R"({"__metadata__":{"prompt":"a \"cat\""},)"
        R"("late":{"dtype":"I16","shape":[2],"data_offsets":[6,10]},)"
        R"("early":{"shape":[1,3],"data_offsets":[0,6],"dtype":"BF16","note":{"x":[1]}},)"
        R"("scalar":{"dtype":"U8","shape":[],"data_offsets":[10,11]},)"
        R"("none":{"dtype":"F32","shape":[0,7],"data_offsets":[11,11]}}    )";
    const auto file = openBytes(folder, safetensorsBytes(header, "ABCDEFGHIJK")).value();
    ASSERT_EQ(file->tensors().size(), 4U);
    EXPECT_EQ(file->tensors()[0].name, "early");
    EXPECT_EQ(file->tensors()[3].name, "none");
    EXPECT_EQ(file->metadata().at("prompt"), "a \"cat\"");
    const TensorInfo* late = file->find("late");
    ASSERT_NE(late, nullptr);
    EXPECT_EQ(late->shape, std::vector<std::int64_t>{2});
    EXPECT_EQ(late->begin, 8 + header.size() + 6);
    EXPECT_EQ(late->elementCount(), 2U);
    EXPECT_EQ(std::memcmp(file->bytes(*late).data(), "GHIJ", 4), 0);
    EXPECT_EQ(file->bytes(*file->find("scalar")).size(), 1U);
    EXPECT_TRUE(file->find("scalar")->shape.empty());
    EXPECT_TRUE(file->bytes(*file->find("none")).empty());
    EXPECT_EQ(file->find("absent"), nullptr);
    file->release(*late);
    EXPECT_EQ(std::memcmp(file->bytes(*late).data(), "GHIJ", 4), 0);
}

TEST(SafetensorsFile, acceptsAFileWithoutTensors) {
    TemporaryFolder folder;
    EXPECT_TRUE(openBytes(folder, safetensorsBytes("{}", "")).value()->tensors().empty());
}

TEST(SafetensorsFile, readsAFileWrittenByTheReferenceImplementation) {
    const auto file =
        SafetensorsFile::open(test::dataPath("tiny-zimage/text_encoder/model.safetensors")).value();
    EXPECT_EQ(file->tensors().size(), 46U);
    EXPECT_EQ(file->metadata().at("format"), "pt");
    const TensorInfo* embedding = file->find("model.embed_tokens.weight");
    ASSERT_NE(embedding, nullptr);
    EXPECT_EQ(embedding->shape, (std::vector<std::int64_t>{2048, 64}));
    EXPECT_EQ(file->bytes(*embedding).size(), 2048U * 64 * 4);
}

TEST(SafetensorsFile, saysThatNothingIsThere) {
    TemporaryFolder folder;
    EXPECT_EQ(SafetensorsFile::open(folder / "x.safetensors").error().code,
              ErrorCode::FileNotFound);
}

std::span<const std::byte> asBytes(const std::string& text) {
    return std::as_bytes(std::span<const char>(text));
}

TEST(SafetensorsWriter, layOutFollowsElementSizeThenNameAndIsAligned) {
    TemporaryFolder folder;
    const std::string eight(8, 'e');
    const std::string four(4, 'f');
    const std::string two(6, 't');
    const std::string one(3, 'o');
    const std::vector<TensorToWrite> tensors{{"z", StorageType::U8, {3}, asBytes(one)},
                                             {"b", StorageType::F32, {}, asBytes(four)},
                                             {"c", StorageType::BF16, {1, 3}, asBytes(two)},
                                             {"a", StorageType::F32, {1}, asBytes(four)},
                                             {"d", StorageType::I64, {1}, asBytes(eight)}};
    const auto path = folder / "out.safetensors";
    ASSERT_TRUE(writeSafetensors(path, tensors, {{"prompt", "ein \"K\xC3\xA4tzchen\"\n\xFF"}},
                                 Overwrite::No));
    const auto file = SafetensorsFile::open(path).value();
    std::string order;
    for (const TensorInfo& info : file->tensors()) {
        order += info.name;
        EXPECT_EQ(info.begin % elementSize(info.type), 0U) << info.name;
    }
    EXPECT_EQ(order, "dabcz");
    EXPECT_EQ(file->tensors()[0].begin % 8, 0U);
    EXPECT_EQ(file->metadata().at("prompt"), "ein \"K\xC3\xA4tzchen\"\n\xEF\xBF\xBD");
    EXPECT_EQ(file->find("c")->shape, (std::vector<std::int64_t>{1, 3}));
    EXPECT_EQ(std::memcmp(file->bytes(*file->find("c")).data(), two.data(), 6), 0);
    EXPECT_EQ(writeSafetensors(path, tensors, {}, Overwrite::No).error().code,
              ErrorCode::FileWrite);
}

TEST(SafetensorsWriter, refusesWhatItCouldNotReadBack) {
    TemporaryFolder folder;
    const std::string four(4, 'f');
    const auto refusal = [&](std::vector<TensorToWrite> tensors) {
        const Status status =
            writeSafetensors(folder / "out.safetensors", tensors, {}, Overwrite::Yes);
        EXPECT_FALSE(status);
        EXPECT_FALSE(std::filesystem::exists(folder / "out.safetensors"));
        return status ? std::string() : status.error().message;
    };
    const TensorToWrite good{"a", StorageType::F32, {1}, asBytes(four)};
    EXPECT_EQ(refusal({good, good}), "two tensors are named \"a\"");
    EXPECT_EQ(refusal({{"a", StorageType::F32, {2}, asBytes(four)}}),
              "tensor \"a\" has 4 bytes, but its shape needs 8");
    EXPECT_EQ(refusal({{"a", StorageType::F32, {-1}, asBytes(four)}}),
              "tensor \"a\" has an impossible shape");
    EXPECT_EQ(refusal({{"__metadata__", StorageType::F32, {1}, asBytes(four)}}),
              "a tensor cannot be named \"__metadata__\"");
}

} // namespace
} // namespace diptych

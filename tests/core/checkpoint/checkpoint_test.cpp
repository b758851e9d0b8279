// core/checkpoint: finding a component's weights in a folder, and indexes of shards that lie.
#include "core/checkpoint/checkpoint.h"
#include "tests/core/checkpoint/safetensors_builder.h"

#include <gtest/gtest.h>

namespace diptych {
namespace {

using test::goodSafetensors;
using test::TemporaryFolder;

constexpr const char* kSharded = "tiny-zimage-variants/sharded-bf16/transformer";

TEST(Checkpoint, readsAShardedFolder) {
    const auto checkpoint = Checkpoint::open(test::dataPath(kSharded)).value();
    EXPECT_EQ(checkpoint.files().size(), 3U);
    EXPECT_EQ(checkpoint.tensors().size(), 116U);
    EXPECT_EQ(checkpoint.names().size(), 116U);
    EXPECT_EQ(checkpoint.totalBytes(), 1548416U);
    EXPECT_EQ(checkpoint.parameterCount(), 774208U);
    EXPECT_EQ(checkpoint.dominantType(), StorageType::BF16);
    const CheckpointTensor* bias = checkpoint.find("layers.2.adaLN_modulation.0.bias");
    ASSERT_NE(bias, nullptr);
    EXPECT_EQ(bias->file->path().filename(), "diffusion_pytorch_model-00003-of-00003.safetensors");
    EXPECT_EQ(bias->info->shape, std::vector<std::int64_t>{256});
    EXPECT_EQ(bias->file->bytes(*bias->info).size(), 512U);
    EXPECT_EQ(checkpoint.find("layers.9.adaLN_modulation.0.bias"), nullptr);
}

TEST(Checkpoint, readsAnIndexFileASingleFileAndAFolderOfOneFile) {
    EXPECT_EQ(Checkpoint::open(
                  test::dataPath("tiny-zimage/text_encoder_bf16/model.safetensors.index.json"))
                  .value()
                  .tensors()
                  .size(),
              46U);
    EXPECT_EQ(Checkpoint::open(test::dataPath("tiny-zimage/vae")).value().tensors().size(), 240U);
    EXPECT_EQ(Checkpoint::open(
                  test::dataPath("tiny-zimage-variants/comfyui/tiny_zimage_bf16.safetensors"))
                  .value()
                  .tensors()
                  .size(),
              102U);
}

TEST(Checkpoint, takesTheOnlyFileOfAFolderAndAsksWhenThereAreSeveral) {
    TemporaryFolder folder;
    test::writeBytes(folder / "any name.safetensors", goodSafetensors());
    EXPECT_EQ(Checkpoint::open(folder.path()).value().path().filename(), "any name.safetensors");
    test::writeBytes(folder / "other.safetensors", goodSafetensors());
    const auto several = Checkpoint::open(folder.path());
    ASSERT_FALSE(several);
    EXPECT_EQ(several.error().code, ErrorCode::InvalidInput);
    EXPECT_NE(several.error().message.find("any name.safetensors, other.safetensors"),
              std::string::npos);
    test::writeBytes(folder / "model.safetensors", goodSafetensors());
    EXPECT_EQ(Checkpoint::open(folder.path()).value().path().filename(), "model.safetensors");
}

TEST(Checkpoint, saysWhatIsThereInsteadOfWeights) {
    TemporaryFolder folder;
    test::writeBytes(folder / "pytorch_model.bin", "x");
    const auto none = Checkpoint::open(folder.path());
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::FileNotFound);
    EXPECT_NE(none.error().hint.find("pytorch_model.bin"), std::string::npos);
    EXPECT_EQ(Checkpoint::open(folder / "nowhere").error().code, ErrorCode::FileNotFound);
}

// The error of opening a folder with one good shard "one.safetensors" (tensors a, b) and this
// index.
Error errorOfIndex(std::string_view index) {
    TemporaryFolder folder;
    test::writeBytes(folder / "one.safetensors", goodSafetensors());
    test::writeBytes(folder / "model.safetensors.index.json", index);
    const auto checkpoint = Checkpoint::open(folder.path());
    if (checkpoint) {
        ADD_FAILURE() << "opened";
        return {};
    }
    EXPECT_NE(checkpoint.error().message.find("model.safetensors.index.json"), std::string::npos)
        << checkpoint.error().message;
    return checkpoint.error();
}

void expectIndexError(std::string_view index, std::string_view part,
                      ErrorCode code = ErrorCode::FileInvalid) {
    const Error error = errorOfIndex(index);
    EXPECT_EQ(error.code, code) << index;
    EXPECT_NE(error.message.find(part), std::string::npos) << error.message;
}

TEST(Checkpoint, refusesIndexesThatLie) {
    expectIndexError("{", "not valid JSON");
    expectIndexError("[]", "not a JSON object");
    expectIndexError(R"({"metadata":{}})", "no weight_map object");
    expectIndexError(R"({"weight_map":[1]})", "no weight_map object");
    expectIndexError(R"({"weight_map":{}})", "weight_map is empty");
    expectIndexError(R"({"weight_map":{"a":1}})", "entry of tensor \"a\" is not a string");
    expectIndexError(R"({"weight_map":{"a":"one.safetensors","a":"two.safetensors"}})",
                     "key \"a\" is there twice");
    expectIndexError(R"({"weight_map":{"a":"one.safetensors","c":"one.safetensors"}})",
                     "tensor \"c\" should be in one.safetensors, but is not");
    for (const char* name : {"../one.safetensors", "/etc/passwd", "sub/one.safetensors", "..", "",
                             "c:one", "sub\\\\one.safetensors", "one\\u0000.safetensors"})
        expectIndexError(std::string(R"({"weight_map":{"a":")") + name + "\"}}",
                         "not a plain file name");
    expectIndexError(std::string(R"({"metadata":)") + std::string(100'000, '['), "not valid JSON");
    expectIndexError(std::string(R"({"metadata":)") + std::string(100, '[') +
                         std::string(100, ']') + "}",
                     "nests too deeply");
}

TEST(Checkpoint, listsEveryMissingShard) {
    expectIndexError(
        R"({"weight_map":{"a":"one.safetensors","b":"two.safetensors","c":"three.safetensors"}})",
        "missing: three.safetensors, two.safetensors", ErrorCode::FileNotFound);
}

TEST(Checkpoint, leavesOutTensorsThatTheIndexDoesNotName) {
    TemporaryFolder folder;
    test::writeBytes(folder / "one.safetensors", goodSafetensors());
    test::writeBytes(folder / "model.safetensors.index.json",
                     R"({"weight_map":{"b":"one.safetensors"}})");
    const auto checkpoint = Checkpoint::open(folder.path()).value();
    EXPECT_EQ(checkpoint.find("a"), nullptr);
    EXPECT_EQ(checkpoint.parameterCount(), 4U);
}

} // namespace
} // namespace diptych

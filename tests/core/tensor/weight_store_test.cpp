// Weights by name and shape: what is narrowed, what is kept, and what the errors say.
#include "core/tensor/weight_store.h"

#include "core/checkpoint/safetensors_writer.h"
#include "tests/support/goldens.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>

namespace diptych {
namespace {

std::shared_ptr<WeightStore> storeOf(const std::filesystem::path& path,
                                     WeightOptions options = {}) {
    return WeightStore::fromCheckpoint(
        std::make_shared<Checkpoint>(valueOrThrow(Checkpoint::open(path))), options);
}

// A file with matrix `a.weight` [2, 3] float32 and `b` [3] int64.
std::filesystem::path writeSample(const test::TemporaryFolder& folder) {
    const std::vector<float> matrix{1, 2, 3, 4, 5, 6};
    const std::vector<std::int64_t> whole{1, 2, 3};
    const std::vector<TensorToWrite> tensors{
        {"a.weight", StorageType::F32, {2, 3}, std::as_bytes(std::span(matrix))},
        {"b", StorageType::I64, {3}, std::as_bytes(std::span(whole))}};
    const auto path = folder / "sample.safetensors";
    EXPECT_TRUE(writeSafetensors(path, tensors, {}, Overwrite::No));
    return path;
}

Error errorOf(const std::function<void()>& take) {
    try {
        take();
    } catch (const ErrorException& exception) {
        return exception.error();
    }
    return {};
}

TEST(WeightStore, keepsTheStoredTypeOrNarrowsWhenAsked) {
    test::TemporaryFolder folder;
    const auto path = writeSample(folder);
    EXPECT_EQ(storeOf(path)->takeStored("a.weight", {2, 3}).scalar_type(), at::kFloat);
    const auto narrowed = storeOf(path, {at::kCPU, WeightFormat::BFloat16});
    EXPECT_EQ(narrowed->takeStored("a.weight", {2, 3}).scalar_type(), at::kBFloat16);
    EXPECT_EQ(narrowed->take("a.weight", {2, 3}).scalar_type(), at::kFloat);
    EXPECT_EQ(narrowed->dominantType(), "float32");
}

TEST(WeightStore, errorsNameTensorShapesAndFile) {
    test::TemporaryFolder folder;
    const auto path = writeSample(folder);
    const auto store = storeOf(path);
    const WeightView view(store);
    const Error missing = errorOf([&] { (view / "layers" / 3).take("weight", {4}); });
    EXPECT_EQ(missing.code, ErrorCode::WeightsInvalid);
    EXPECT_NE(missing.message.find("layers.3.weight"), std::string::npos);
    EXPECT_NE(missing.message.find("sample.safetensors"), std::string::npos);
    const Error misshapen = errorOf([&] { view.take("a.weight", {3, 2}); });
    EXPECT_NE(misshapen.message.find("expected [3, 2], found [2, 3]"), std::string::npos);
    EXPECT_NE(misshapen.message.find("sample.safetensors"), std::string::npos);
    EXPECT_NE(errorOf([&] { view.take("b", {3}); }).message.find("I64"), std::string::npos);
}

TEST(WeightStore, listsWhatNobodyTook) {
    test::TemporaryFolder folder;
    const auto store = storeOf(writeSample(folder));
    EXPECT_EQ(store->unused(), (std::vector<std::string>{"a.weight", "b"}));
    store->take("a.weight", {2, 3});
    EXPECT_EQ(store->unused(), std::vector<std::string>{"b"});
}

TEST(WeightStore, tensorsOutliveTheStore) {
    test::TemporaryFolder folder;
    at::Tensor weight = storeOf(writeSample(folder))->takeStored("a.weight", {2, 3});
    EXPECT_EQ(weight[1][2].item<float>(), 6.0F);
}

TEST(WeightStore, readsTensorsThatAreNotAligned) {
    // Seven bytes of int8 before a float32 matrix: its begin is odd.
    const std::string header = R"({"pad":{"dtype":"I8","shape":[7],"data_offsets":[0,7]},)"
                               R"("w":{"dtype":"F32","shape":[1],"data_offsets":[7,11]}})";
    std::string bytes(8, '\0');
    bytes[0] = static_cast<char>(header.size());
    bytes += header + std::string(7, '\0');
    const float value = 2.5F;
    bytes.append(reinterpret_cast<const char*>(&value), 4);
    test::TemporaryFolder folder;
    test::writeBytes(folder / "odd.safetensors", bytes);
    EXPECT_EQ(storeOf(folder / "odd.safetensors")->takeStored("w", {1}).item<float>(), 2.5F);
}

} // namespace
} // namespace diptych

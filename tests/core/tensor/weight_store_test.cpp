// Weights by name and shape: what is narrowed, what is kept, and what the errors say.
#include "core/tensor/weight_store.h"

#include "core/checkpoint/safetensors_writer.h"
#include "tests/support/goldens.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>

#include <limits>
#include <utility>

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

constexpr const char* kTinyTransformer = "tiny-zimage/transformer";
constexpr const char* kQuery = "layers.0.attention.to_q";

TEST(WeightStore, quantisesTheMatricesOfBlocksWhenAsked) {
    const at::Tensor exact =
        WeightView(test::openWeights(kTinyTransformer)).linear(kQuery, 64, 64, Bias::No).weight;
    const std::pair<WeightFormat, const char*> formats[] = {{WeightFormat::Int8, "int8"},
                                                            {WeightFormat::Int4, "int4"}};
    for (const auto& [format, name] : formats) {
        const auto store = test::openWeights(kTinyTransformer, {at::kCPU, format});
        const Linear query = WeightView(store).linear(kQuery, 64, 64, Bias::No);
        ASSERT_TRUE(query.quantised) << name;
        EXPECT_FALSE(query.weight.defined());
        EXPECT_TRUE(test::closeInNorm(dequantise(*query.quantised, at::kFloat), exact,
                                      format == WeightFormat::Int8 ? 0.01 : 0.15));
        EXPECT_EQ(store->dominantType(), name);
        EXPECT_EQ(store->bytesTaken(), query.quantised->byteCount());
        const Linear other = WeightView(store).linear("cap_embedder.1", 64, 64, Bias::Yes);
        EXPECT_FALSE(other.quantised);
        EXPECT_EQ(other.weight.scalar_type(), at::kBFloat16) << "the others are narrowed";
        EXPECT_EQ(other.bias.scalar_type(), at::kFloat);
    }
}

TEST(WeightStore, quantisesWhatARecipeMakes) {
    const auto store = WeightStore::fromRecipe(
        [](const std::string&, const Shape& shape) { return at::ones(shape, at::kBFloat16); },
        "a recipe", {at::kCPU, WeightFormat::Int8});
    EXPECT_TRUE(WeightView(store).linear(kQuery, 8, 20, Bias::No).quantised);
    EXPECT_TRUE(WeightView(store).linear("lm_head", 8, 20, Bias::No).weight.defined());
}

// The tiny model's first query projection as a file of its own, in the stored form.
std::filesystem::path writeQuantised(const test::TemporaryFolder& folder,
                                     const QuantisedMatrix& matrix) {
    const std::string name = std::string(kQuery) + ".weight";
    std::vector<TensorToWrite> tensors;
    const auto add = [&](const std::string& part, const at::Tensor& values) {
        tensors.push_back({part,
                           storageTypeOf(values.scalar_type()),
                           values.sizes().vec(),
                           {static_cast<const std::byte*>(values.data_ptr()), values.nbytes()}});
    };
    add(codesName(name, matrix.format), matrix.codes);
    add(scaleName(name), matrix.scales);
    const at::Tensor landmark = at::ones({2, 2});
    add("cap_embedder.1.weight", landmark);
    const auto path = folder / "quantised.safetensors";
    EXPECT_TRUE(writeSafetensors(path, tensors, {}, Overwrite::Yes));
    return path;
}

std::shared_ptr<WeightStore> openStore(const std::filesystem::path& path, WeightFormat format) {
    return WeightStore::fromComponent(
        std::make_shared<ComponentWeights>(
            valueOrThrow(ComponentWeights::open(path, ComponentKind::Transformer))),
        {at::kCPU, format});
}

TEST(WeightStore, usesStoredCodesWhereTheyLie) {
    const test::TemporaryFolder folder;
    const at::Tensor weight = at::randn({16, 100});
    for (const QuantisedFormat format : {QuantisedFormat::Int8, QuantisedFormat::Int4}) {
        const QuantisedMatrix matrix = quantise(format, weight, "w");
        const auto path = writeQuantised(folder, matrix);
        for (const WeightFormat asked :
             {WeightFormat::Auto, WeightFormat::Float32, WeightFormat::Int8}) {
            const auto store = openStore(path, asked);
            const Linear query = WeightView(store).linear(kQuery, 16, 100, Bias::No);
            ASSERT_TRUE(query.quantised);
            EXPECT_EQ(query.quantised->format, format) << "never finer than stored";
            EXPECT_TRUE(at::equal(query.quantised->codes, matrix.codes));
            EXPECT_TRUE(at::equal(query.quantised->scales, matrix.scales));
            EXPECT_EQ(store->dominantType(), toString(format));
            EXPECT_EQ(store->unused(), std::vector<std::string>{"cap_embedder.1.weight"});
        }
    }
    const auto coarser = openStore(
        writeQuantised(folder, quantise(QuantisedFormat::Int8, weight, "w")), WeightFormat::Int4);
    EXPECT_EQ(WeightView(coarser).linear(kQuery, 16, 100, Bias::No).quantised->format,
              QuantisedFormat::Int4);
}

TEST(WeightStore, quantisedMatricesOfAnotherShapeOrWithoutFiniteNumbersAreRefused) {
    const test::TemporaryFolder folder;
    QuantisedMatrix matrix = quantise(QuantisedFormat::Int4, at::randn({16, 100}), "w");
    const auto path = writeQuantised(folder, matrix);
    const auto take = [&](std::int64_t out, std::int64_t in) {
        return errorOf([&] {
            WeightView(openStore(path, WeightFormat::Auto)).linear(kQuery, out, in, Bias::No);
        });
    };
    EXPECT_EQ(take(16, 128).message, "") << "two groups either way: the model says how wide";
    for (const auto& [out, in] : {std::pair{15, 100}, {16, 64}, {16, 129}}) {
        const Error error = take(out, in);
        EXPECT_EQ(error.code, ErrorCode::WeightsInvalid);
        EXPECT_NE(error.message.find("weight_int4 has the wrong shape"), std::string::npos)
            << error.message;
    }
    const auto asStored = openStore(path, WeightFormat::Auto);
    const Error stored = errorOf([&] {
        asStored->takeStored(std::string(kQuery) + ".weight", {16, 100});
    });
    EXPECT_NE(stored.message.find("is stored as int4"), std::string::npos) << stored.message;
    matrix.scales[3][1] = std::numeric_limits<float>::infinity();
    writeQuantised(folder, matrix);
    EXPECT_NE(take(16, 100).message.find("not finite"), std::string::npos);
}

} // namespace
} // namespace diptych

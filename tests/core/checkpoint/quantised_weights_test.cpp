// The stored form of quantised matrices: which weights have it, under which names, and what is
// wrong with a file that does not keep to it.
#include "core/checkpoint/quantised_weights.h"

#include "core/checkpoint/component_weights.h"
#include "core/checkpoint/inspect.h"
#include "core/checkpoint/safetensors_writer.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace diptych {
namespace {

using test::TemporaryFolder;

const std::vector<std::int64_t> kMatrix = {8, 64};
constexpr const char* kWeight = "layers.0.attention.to_q.weight";
constexpr const char* kInt8 = "layers.0.attention.to_q.weight_int8";
constexpr const char* kInt4 = "layers.0.attention.to_q.weight_int4";
constexpr const char* kScale = "layers.0.attention.to_q.weight_scale";
constexpr const char* kColumns = "layers.0.attention.to_q.weight_kept_columns";
constexpr const char* kKept = "layers.0.attention.to_q.weight_kept";

TEST(QuantisedWeights, areTheMatricesOfTheBlocksOnly) {
    for (const char* name :
         {"layers.0.attention.to_q.weight", "noise_refiner.1.feed_forward.w2.weight",
          "context_refiner.0.attention.to_out.0.weight", "model.layers.35.self_attn.o_proj.weight",
          "layers.7.mlp.down_proj.weight"})
        EXPECT_TRUE(isQuantisable(name, kMatrix)) << name;
    for (const char* name :
         {"t_embedder.mlp.0.weight", "cap_embedder.1.weight", "all_x_embedder.2-1.weight",
          "layers.0.adaLN_modulation.0.weight", "all_final_layer.2-1.linear.weight",
          "model.embed_tokens.weight", "lm_head.weight", "layers.0.attention.to_q.bias",
          "decoder.mid_block.attentions.0.to_q.weight", "", ".", "0", "layers.0.attention"})
        EXPECT_FALSE(isQuantisable(name, kMatrix)) << name;
    const std::vector<std::int64_t> vector = {8};
    EXPECT_FALSE(isQuantisable("layers.0.attention.norm_q.weight", vector));
}

TEST(QuantisedWeights, namesLeadBackToTheWeight) {
    EXPECT_EQ(codesName(kWeight, QuantisedFormat::Int8), kInt8);
    EXPECT_EQ(codesName(kWeight, QuantisedFormat::Int4), kInt4);
    EXPECT_EQ(scaleName(kWeight), kScale);
    EXPECT_EQ(keptColumnsName(kWeight), kColumns);
    EXPECT_EQ(keptWeightName(kWeight), kKept);
    ASSERT_TRUE(parseCodesName(kInt4));
    EXPECT_EQ(parseCodesName(kInt4)->weightName, kWeight);
    EXPECT_EQ(parseCodesName(kInt4)->format, QuantisedFormat::Int4);
    for (const char* name : {kWeight, kScale, "weight_int8", "", "x.weight_int3"})
        EXPECT_FALSE(parseCodesName(name)) << name;
    EXPECT_TRUE(isQuantisedHelper(kScale) && isQuantisedHelper(kColumns) &&
                isQuantisedHelper(kKept));
    EXPECT_FALSE(isQuantisedHelper(kWeight) || isQuantisedHelper(kInt8));
}

struct Entry {
    StorageType type = StorageType::F32;
    std::vector<std::int64_t> shape;
    std::string bytes = {}; // empty = zeros
};
using Entries = std::map<std::string, Entry>;

std::string columns(std::vector<std::int32_t> values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(std::int32_t)};
}

// A transformer's landmarks and one quantised matrix.
Entries goodInt8() {
    return {{"cap_embedder.1.weight", {StorageType::F32, {2, 1}}},
            {"layers.0.adaLN_modulation.0.weight", {StorageType::F32, {1, 1}}},
            {kInt8, {StorageType::I8, {8, 70}}},
            {kScale, {StorageType::F32, {8}}},
            {kColumns, {StorageType::I32, {2}, columns({3, 69})}},
            {kKept, {StorageType::BF16, {8, 2}}}};
}

Entries goodInt4() {
    Entries entries = goodInt8();
    entries.erase(kInt8);
    entries[kInt4] = {StorageType::I32, {8, 16}};
    entries[kScale] = {StorageType::F32, {8, 2}};
    return entries;
}

Result<ComponentWeights> openEntries(const TemporaryFolder& folder, Entries entries) {
    std::vector<TensorToWrite> tensors;
    for (auto& [name, entry] : entries) {
        std::uint64_t bytes = elementSize(entry.type);
        for (const std::int64_t extent : entry.shape)
            bytes *= static_cast<std::uint64_t>(extent);
        entry.bytes.resize(bytes);
        tensors.push_back({name, entry.type, entry.shape, std::as_bytes(std::span(entry.bytes))});
    }
    const auto path = folder / "file.safetensors";
    EXPECT_TRUE(writeSafetensors(path, tensors, {}, Overwrite::Yes));
    return ComponentWeights::open(path, ComponentKind::Transformer);
}

TEST(QuantisedWeights, takeThePlaceOfTheirWeight) {
    const TemporaryFolder folder;
    const auto eight = openEntries(folder, goodInt8());
    ASSERT_TRUE(eight) << eight.error().message;
    EXPECT_EQ(eight->tensors().size(), 3U);
    const StoredTensor* stored = eight->find(kWeight);
    ASSERT_TRUE(stored && stored->quantised);
    EXPECT_EQ(stored->shape, (std::vector<std::int64_t>{8, 70}));
    EXPECT_FALSE(stored->isPlain());
    EXPECT_EQ(stored->quantised->keptColumns.shape, std::vector<std::int64_t>{2});
    EXPECT_EQ(eight->float32Bytes(), 3U * sizeof(float)) << "only the others could be narrowed";

    const auto four = openEntries(folder, goodInt4());
    ASSERT_TRUE(four) << four.error().message;
    EXPECT_EQ(four->find(kWeight)->shape, (std::vector<std::int64_t>{8, 128}))
        << "whole groups: only the model knows the width";
    EXPECT_EQ(four->find(kWeight)->quantised->format, QuantisedFormat::Int4);

    Entries bare = goodInt4();
    bare.erase(kColumns);
    bare.erase(kKept);
    const auto without = openEntries(folder, bare);
    ASSERT_TRUE(without) << without.error().message;
    EXPECT_FALSE(without->find(kWeight)->quantised->keptColumns.file);
}

TEST(QuantisedWeights, filesThatDoNotKeepToTheFormAreRefusedByName) {
    struct Case {
        const char* tensor; // that the message names
        const char* says;
        bool int4;
        std::function<void(Entries&)> damage;
    };
    const std::vector<Case> cases = {
        {kScale, "missing", false, [](Entries& e) { e.erase(kScale); }},
        {kScale, "expected F32 [8]", false, [](Entries& e) { e[kScale].shape = {1}; }},
        {kScale, "expected F32 [8, 2]", true,
         [](Entries& e) {
             e[kScale].shape = {8, 1};
         }},
        {kScale, "BF16", false, [](Entries& e) { e[kScale].type = StorageType::BF16; }},
        {kInt8, "should be a matrix in I8", false,
         [](Entries& e) { e[kInt8].type = StorageType::U8; }},
        {kInt8, "should be a matrix", false, [](Entries& e) { e[kInt8].shape = {560}; }},
        {kInt4, "should be a matrix in I32", true,
         [](Entries& e) { e[kInt4].type = StorageType::F32; }},
        {kInt4, "whole groups", true,
         [](Entries& e) {
             e[kInt4].shape = {8, 12};
         }},
        {kInt8, "whole groups", false,
         [](Entries& e) {
             e[kInt8].shape = {8, 0};
         }},
        {kKept, "missing", false, [](Entries& e) { e.erase(kKept); }},
        {kColumns, "missing", false, [](Entries& e) { e.erase(kColumns); }},
        {kKept, "expected BF16 [8, 2]", false,
         [](Entries& e) {
             e[kKept].shape = {2, 8};
         }},
        {kColumns, "I64", false, [](Entries& e) { e[kColumns].type = StorageType::I64; }},
        {kColumns, "[33]", false,
         [](Entries& e) {
             e[kColumns] = {StorageType::I32, {33}};
         }},
        {kColumns, "column 70", false,
         [](Entries& e) {
             e[kColumns].bytes = columns({3, 70});
         }},
        {kColumns, "column 3", false,
         [](Entries& e) {
             e[kColumns].bytes = columns({3, 3});
         }},
        {kColumns, "column -1", false,
         [](Entries& e) {
             e[kColumns].bytes = columns({-1, 3});
         }},
        {kWeight, "two names", false,
         [](Entries& e) {
             e[kWeight] = {StorageType::F32, {8, 70}};
         }},
        {"layers.0.attention.qkv.weight_int8", "fused", false,
         [](Entries& e) {
             e["layers.0.attention.qkv.weight_int8"] = {StorageType::I8, {24, 70}};
         }},
    };
    const TemporaryFolder folder;
    for (const Case& wrong : cases) {
        Entries entries = wrong.int4 ? goodInt4() : goodInt8();
        wrong.damage(entries);
        const auto weights = openEntries(folder, entries);
        ASSERT_FALSE(weights) << wrong.tensor << ": " << wrong.says;
        EXPECT_EQ(weights.error().code, ErrorCode::FileInvalid) << weights.error().message;
        EXPECT_NE(weights.error().message.find(wrong.tensor), std::string::npos)
            << weights.error().message;
        EXPECT_NE(weights.error().message.find(wrong.says), std::string::npos)
            << weights.error().message;
        EXPECT_FALSE(weights.error().hint.empty());
    }
}

TEST(QuantisedWeights, areDescribedAsWhatTheyStandFor) {
    const TemporaryFolder folder;
    ASSERT_TRUE(openEntries(folder, goodInt4()));
    const auto described = describeFile(folder / "file.safetensors");
    ASSERT_TRUE(described) << described.error().message;
    EXPECT_EQ(described->kind, DescribedKind::ZImageTransformer);
    EXPECT_NE(described->title.find("int4"), std::string::npos) << described->title;
    std::map<std::string, std::variant<std::string, std::int64_t, bool>> facts;
    for (const Fact& fact : described->facts)
        facts[fact.key] = fact.value;
    EXPECT_EQ(std::get<std::string>(facts["quantization"]), "int4");
    EXPECT_EQ(std::get<std::string>(facts["dtype"]), "int4");
    EXPECT_EQ(std::get<std::int64_t>(facts["parameters"]), 8 * 128 + 3);
}

} // namespace
} // namespace diptych

// What is counted in the headers of a model's files, however its weights are stored.
#include "core/pipeline/model_description.h"

#include "core/checkpoint/checkpoint.h"
#include "core/pipeline/convert_model.h"
#include "core/pipeline/placement_planner.h"
#include "core/tensor/weight_store.h"
#include "tests/core/pipeline/pipeline_fixture.h"

#include <string>

namespace diptych {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

class ModelDescriptions : public testing::Test {
  protected:
    ModelDescription stored(StoredWeights weights) {
        const fs::path folder = folder_ / std::string(toString(weights));
        ConvertOptions options;
        options.location.model = test::dataPath(test::kTinyModel);
        options.output = folder;
        options.weights = weights;
        valueOrThrow(convertModel(options, {}));
        return describeModel({folder, "", ""});
    }
    // Bytes of the tensors that a file holds for quantised matrices.
    std::uint64_t quantisedBytes(StoredWeights weights, const char* component) const {
        const auto checkpoint =
            valueOrThrow(Checkpoint::open(folder_ / std::string(toString(weights)) / component));
        std::uint64_t bytes = 0;
        for (const CheckpointTensor& tensor : checkpoint.tensors())
            if (parseCodesName(tensor.info->name) || isQuantisedHelper(tensor.info->name))
                bytes += tensor.info->byteCount();
        return bytes;
    }
    static std::uint64_t numbersIn(const WeightCount& count) {
        return count.matrices() + count.storedQuantised();
    }

    TemporaryFolder folder_;
};

TEST_F(ModelDescriptions, countsTheSameNumbersInEveryFormat) {
    const ModelDescription plain = stored(StoredWeights::BFloat16);
    const ModelDescription eight = stored(StoredWeights::Int8);
    const ModelDescription four = stored(StoredWeights::Int4);
    for (const auto component : {&ModelDescription::textEncoder, &ModelDescription::transformer}) {
        const WeightCount& blocks = (plain.*component).blocks;
        EXPECT_EQ(blocks.int8.numbers + blocks.int4.numbers, 0U);
        EXPECT_GT(blocks.quantisable, 0U);
        const WeightCount& inEight = (eight.*component).blocks;
        EXPECT_EQ(inEight.int8.numbers, blocks.quantisable);
        EXPECT_EQ(numbersIn(inEight), numbersIn(blocks));
        EXPECT_EQ(inEight.copied, blocks.copied) << "scales are no vectors of the model";
        EXPECT_EQ(inEight.quantisable, 0U);
        const WeightCount& inFour = (four.*component).blocks;
        EXPECT_GE(inFour.int4.numbers, blocks.quantisable);
        EXPECT_LT(inFour.int4.numbers, blocks.quantisable * 11 / 10) << "whole groups of 64";
        EXPECT_EQ(inFour.matrices(), inEight.matrices());
        EXPECT_GT(numbersIn((four.*component).largestBlock), 0U);
        EXPECT_LE(numbersIn((four.*component).largestBlock), numbersIn(inFour) / 3);
        EXPECT_EQ((four.*component).rest, (plain.*component).rest);
    }
    EXPECT_EQ(plain.textEncoder.table.quantisable, 0U);
    EXPECT_EQ(plain.transformer.rest.quantisable, 0U);
}

TEST_F(ModelDescriptions, countsEveryByteOfWhatIsStoredQuantised) {
    for (const StoredWeights weights : {StoredWeights::Int8, StoredWeights::Int4}) {
        const ModelDescription model = stored(weights);
        const auto bytesOf = [](const WeightCount& count) {
            return count.int8.bytes + count.int4.bytes;
        };
        EXPECT_EQ(bytesOf(model.transformer.blocks), quantisedBytes(weights, "transformer"));
        EXPECT_EQ(bytesOf(model.textEncoder.blocks), quantisedBytes(weights, "text_encoder"));
        EXPECT_GT(bytesOf(model.transformer.largestBlock), 0U);
    }
}

TEST_F(ModelDescriptions, knowsWhatIsQuantisedWhileItIsLoaded) {
    const ModelDescription plain = stored(StoredWeights::BFloat16);
    const ModelDescription eight = stored(StoredWeights::Int8);
    const ModelDescription four = stored(StoredWeights::Int4);
    const auto quantises = [](const ModelDescription& model, WeightFormat format) {
        return quantisesOnLoad(model.transformer, format);
    };
    EXPECT_TRUE(quantises(plain, WeightFormat::Int8));
    EXPECT_TRUE(quantises(plain, WeightFormat::Int4));
    EXPECT_FALSE(quantises(plain, WeightFormat::BFloat16));
    EXPECT_FALSE(quantises(eight, WeightFormat::Auto));
    EXPECT_FALSE(quantises(eight, WeightFormat::Int8));
    EXPECT_TRUE(quantises(eight, WeightFormat::Int4)) << "from finer to coarser";
    EXPECT_FALSE(quantises(four, WeightFormat::Int4));
    EXPECT_FALSE(quantises(four, WeightFormat::Int8));
    EXPECT_FALSE(quantisesOnLoad(plain.autoencoder, WeightFormat::Int8));
}

} // namespace
} // namespace diptych

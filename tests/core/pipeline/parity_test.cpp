// Each way in which another text encoder can differ is recognised by its name: on numbers made for
// it, and with the tiny model as both sides.
#include "core/pipeline/parity.h"
#include "core/pipeline/parity_probe.h"
#include "core/prompt/chat_format.h"
#include "tests/core/pipeline/pipeline_fixture.h"

#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <random>

namespace diptych::test {

namespace {

constexpr std::int64_t kWidth = 32;

using Change = std::function<float(float)>;

HostTensor changed(HostTensor tensor, const Change& change) {
    for (std::size_t at = 0; at < tensor.bytes.size(); at += sizeof(float)) {
        float value = 0.0F;
        std::memcpy(&value, tensor.bytes.data() + at, sizeof(float));
        value = change(value);
        std::memcpy(tensor.bytes.data() + at, &value, sizeof(float));
    }
    return tensor;
}

HostTensor randomStates(unsigned seed, std::int64_t tokens, std::int64_t width = kWidth) {
    HostTensor tensor{StorageType::F32, {tokens, width}, {}};
    tensor.bytes.resize(static_cast<std::size_t>(tokens * width) * sizeof(float));
    std::mt19937 generator(seed);
    std::normal_distribution<float> numbers(0.0F, 3.0F);
    return changed(std::move(tensor), [&](float) { return numbers(generator); });
}

/// Every number off by about so much of its size.
HostTensor withNoise(const HostTensor& tensor, float size) {
    std::mt19937 generator(5);
    std::normal_distribution<float> numbers(0.0F, size);
    return changed(tensor, [&](float value) { return value * (1.0F + numbers(generator)); });
}

HostTensor firstRows(HostTensor tensor, std::int64_t rows) {
    tensor.bytes.resize(tensor.bytes.size() / static_cast<std::size_t>(tensor.shape[0]) *
                        static_cast<std::size_t>(rows));
    tensor.shape[0] = rows;
    return tensor;
}

/// `head` with `tail` behind it.
HostTensor joined(HostTensor head, const HostTensor& tail) {
    head.bytes.insert(head.bytes.end(), tail.bytes.begin(), tail.bytes.end());
    head.shape[0] += tail.shape[0];
    return head;
}

float roundToBfloat16(float value) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    bits = (bits + 0x7FFFU + ((bits >> 16) & 1U)) & 0xFFFF0000U;
    std::memcpy(&value, &bits, sizeof bits);
    return value;
}

class ParityTest : public testing::Test {
  protected:
    ParityTest() {
        for (unsigned layer = 0; layer <= 4; ++layer)
            reference_.layers.push_back(randomStates(layer, 9));
        reference_.layer = -2;
        reference_.states = reference_.layers[3];
        reference_.plainLast = randomStates(50, 9);
        reference_.formattings.push_back({"without the chat format", randomStates(60, 5)});
    }

    ParityReport compare(const HostTensor& other) {
        return valueOrThrow(compareParity(reference_, other));
    }

    ParityReference reference_;
};

TEST_F(ParityTest, roundingOfFloat32IsTheSame) {
    const ParityReport exact = compare(reference_.states);
    EXPECT_EQ(exact.finding, ParityFinding::Same);
    EXPECT_EQ(exact.measure->maxError, 0.0);
    EXPECT_NEAR(exact.measure->cosine, 1.0, 1e-12);
    EXPECT_EQ(compare(withNoise(reference_.states, 1e-6F)).finding, ParityFinding::Same);
}

TEST_F(ParityTest, anotherNumberFormatIsToldByTheSizeOfItsError) {
    const ParityReport payload = compare(changed(reference_.states, roundToBfloat16));
    EXPECT_EQ(payload.finding, ParityFinding::OtherDtype);
    EXPECT_EQ(payload.dtype, "bfloat16 payload");
    const ParityReport weights = compare(withNoise(reference_.states, 0.01F));
    EXPECT_EQ(weights.finding, ParityFinding::OtherDtype);
    EXPECT_EQ(weights.dtype, "bfloat16");
    const ParityReport coarse = compare(withNoise(reference_.states, 0.1F));
    EXPECT_EQ(coarse.finding, ParityFinding::OtherDtype);
    EXPECT_EQ(coarse.dtype, "8 bits or fewer");
    EXPECT_TRUE(coarse.ok());
}

TEST_F(ParityTest, anotherLayerIsFoundAlsoThroughRounding) {
    const ParityReport deeper = compare(withNoise(reference_.layers[4], 0.01F));
    EXPECT_EQ(deeper.finding, ParityFinding::WrongLayer);
    EXPECT_EQ(deeper.foundLayer, -1);
    EXPECT_FALSE(deeper.withoutNorm);
    EXPECT_EQ(compare(reference_.layers[2]).foundLayer, -3);
    const ParityReport plain = compare(*reference_.plainLast);
    EXPECT_EQ(plain.finding, ParityFinding::WrongLayer);
    EXPECT_TRUE(plain.withoutNorm);
    EXPECT_NE(describeParity(plain).find("layer -1 without the final norm instead of -2"),
              std::string::npos);
    reference_.layer = 3;
    EXPECT_EQ(compare(reference_.layers[2]).foundLayer, 2) << "in the numbering of the question";
}

TEST_F(ParityTest, anotherTemplateIsRecognisedOrAtLeastSuspected) {
    const ParityReport known = compare(withNoise(randomStates(60, 5), 0.01F));
    EXPECT_EQ(known.finding, ParityFinding::OtherTemplate);
    EXPECT_EQ(known.formatting, "without the chat format");
    const ParityReport unknown =
        compare(joined(firstRows(reference_.states, 4), randomStates(70, 6)));
    EXPECT_EQ(unknown.finding, ParityFinding::OtherTemplate);
    EXPECT_TRUE(unknown.formatting.empty());
    EXPECT_EQ(unknown.agreeingTokens, 4);
    EXPECT_EQ(compare(joined(reference_.states, randomStates(71, 2))).finding,
              ParityFinding::OtherTemplate);
}

TEST_F(ParityTest, aPromptThatIsCutOffIsToldApart) {
    const ParityReport report = compare(firstRows(reference_.states, 6));
    EXPECT_EQ(report.finding, ParityFinding::CutOff);
    EXPECT_NE(describeParity(report).find("after 6 of 9 tokens"), std::string::npos);
    EXPECT_FALSE(report.measure);
}

TEST_F(ParityTest, anotherModelAgreesNowhere) {
    EXPECT_EQ(compare(randomStates(80, 9)).finding, ParityFinding::OtherModel);
    EXPECT_EQ(compare(randomStates(80, 7)).finding, ParityFinding::OtherModel);
    const ParityReport narrow = compare(randomStates(80, 9, 16));
    EXPECT_EQ(narrow.finding, ParityFinding::OtherModel);
    EXPECT_NE(describeParity(narrow).find("16 wide instead of 32"), std::string::npos);
}

TEST_F(ParityTest, withoutLayersTheCoarserFindingsRemain) {
    const HostTensor other = reference_.layers[4];
    reference_.layers.clear();
    reference_.plainLast.reset();
    EXPECT_EQ(compare(other).finding, ParityFinding::OtherModel);
    EXPECT_EQ(compare(firstRows(reference_.states, 2)).finding, ParityFinding::CutOff);
}

TEST_F(ParityTest, whatIsNoMatrixIsRefused) {
    EXPECT_EQ(
        compareParity(reference_, {StorageType::F32, {2}, std::vector<std::byte>(8)}).error().code,
        ErrorCode::InvalidInput);
    EXPECT_EQ(measureParity(randomStates(1, 2), randomStates(1, 3)).error().code,
              ErrorCode::InvalidInput);
}

/// A server over a pipeline of its own, with a fault.
class FaultyService final : public net::HiddenStatesService {
  public:
    explicit FaultyService(std::unique_ptr<ImagePipeline> pipeline)
        : pipeline_(std::move(pipeline)) {}

    Result<net::HiddenStates> encode(const net::HiddenStatesQuery& query,
                                     const RunContext& context) override {
        FormattedPrompt prompt;
        prompt.text = format ? format(query.prompt) : query.prompt;
        DIPTYCH_TRY(EncodedPrompt encoded,
                    pipeline_->encode(prompt, query.layer + layerShift, context));
        net::HiddenStates states;
        states.values = std::move(encoded.embedding);
        states.dtype = dtype;
        return states;
    }
    std::string identity() const override { return "faulty"; }

    std::function<std::string(const std::string&)> format;
    int layerShift = 0;
    std::string dtype;

  private:
    std::unique_ptr<ImagePipeline> pipeline_;
};

class ParityProbeTest : public testing::Test {
  protected:
    static std::unique_ptr<ImagePipeline> openOther(const char* encoder) {
        ModelLocation location;
        location.model = dataPath(kTinyModel);
        if (encoder)
            location.textEncoder = dataPath(kTinyModel) / encoder;
        return valueOrThrow(openImagePipeline({location, {}, nullptr}));
    }
    ParityReport probe(FaultyService& service) {
        return valueOrThrow(
            probeParity(service, reference_, formatChat(parityConversation()).text, {}));
    }

    std::unique_ptr<ImagePipeline> local_ = openTiny();
    ParityReference reference_ =
        valueOrThrow(makeParityReference(*local_, parityConversation(), kDefaultHiddenLayer, {}));
};

TEST_F(ParityProbeTest, everyFaultOfARealEncoderIsNamed) {
    FaultyService service(openTiny());
    EXPECT_EQ(probe(service).finding, ParityFinding::Same);
    service.layerShift = -1;
    EXPECT_EQ(probe(service).finding, ParityFinding::WrongLayer);
    EXPECT_EQ(probe(service).foundLayer, kDefaultHiddenLayer - 1);
    service.layerShift = 0;
    service.format = [](const std::string& text) {
        Conversation conversation;
        conversation.user = text;
        conversation.cleanWhitespace = false;
        return formatChat(conversation).text;
    };
    const ParityReport twice = probe(service);
    EXPECT_EQ(twice.finding, ParityFinding::OtherTemplate);
    EXPECT_EQ(twice.formatting, "with the chat format around the chat format");
    service.format = [](const std::string& text) { return text.substr(0, text.size() / 2); };
    const ParityReport half = probe(service);
    EXPECT_TRUE(half.finding == ParityFinding::CutOff ||
                half.finding == ParityFinding::OtherTemplate);
    service.format = [](const std::string&) { return parityConversation().user; };
    EXPECT_EQ(probe(service).formatting, "without the chat format");
}

TEST_F(ParityProbeTest, weightsInAnotherFormatAreNoOtherModel) {
    FaultyService service(openOther("text_encoder_bf16"));
    const ParityReport report = probe(service);
    EXPECT_TRUE(report.ok()) << describeParity(report);
}

TEST_F(ParityProbeTest, aSmallErrorOfFewBitsIsNotTakenForBfloat16) {
    reference_.states = withNoise(reference_.states, 0.01F);
    FaultyService service(openTiny());
    EXPECT_EQ(probe(service).dtype, "bfloat16");
    for (const char* dtype : {"int8", "int4"}) {
        service.dtype = dtype;
        EXPECT_EQ(probe(service).finding, ParityFinding::OtherDtype);
        EXPECT_EQ(probe(service).dtype, "8 bits or fewer");
    }
}

} // namespace

} // namespace diptych::test

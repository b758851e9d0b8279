// What a pipeline does with adapters between requests: both models, reports, files that change.
#include "core/lora/lora_session.h"

#include "tests/core/lora/lora_test_support.h"

#include <ATen/ATen.h>

#include <chrono>

namespace diptych::lora {
namespace {

using test::TemporaryFolder;

std::string goldenPath(const char* name) {
    return test::dataPath(std::string("goldens/lora/") + name + ".safetensors").string();
}

NamedTensors lowRank(const std::string& stem, std::int64_t out, std::int64_t in) {
    return {{stem + ".lora_down.weight", numbers({2, in}, 1)},
            {stem + ".lora_up.weight", numbers({out, 2}, 2)}};
}

void succeed(const Status& status) {
    ASSERT_TRUE(status) << status.error().message;
}

TEST(LoraSession, bothModelsGetTheirPart) {
    const TemporaryFolder folder;
    for (const char* stem :
         {"lora_te_layers_1_self_attn_q_proj", "lora_te1_model_layers_1_self_attn_q_proj",
          "text_encoder.model.layers.1.self_attn.q_proj",
          "text_encoders.qwen3_4b.transformer.model.layers.1.self_attn.q_proj",
          "base_model.model.model.layers.1.self_attn.q_proj"}) {
        models::ZImageTransformer transformer = tinyTransformer();
        models::Qwen3TextModel encoder = tinyTextModel();
        const models::WeightTable weights = models::collectWeights(encoder);
        const NamedTensors before = snapshot(weights);
        const at::Tensor& target = *weights.at("layers.1.self_attn.q_proj.weight");
        NamedTensors tensors = lowRank(stem, target.size(0), target.size(1));
        tensors.merge(lowRank("lora_unet_layers_0_attention_to_q", 64, 64));
        const std::string path = writeLora(folder / "both.safetensors", tensors).string();
        LoraSession session;
        succeed(session.select(std::vector<LoraRequest>{{path, 0.5}}));
        succeed(session.applyTo(Part::TextEncoder, encoder, RunContext{}));
        EXPECT_EQ(differences(weights, before),
                  std::vector<std::string>{"layers.1.self_attn.q_proj.weight"})
            << stem;
        EXPECT_EQ(session.notices().size(), 1U) << "the transformer's part is not in yet";
        succeed(session.applyTo(Part::Transformer, transformer, RunContext{}));
        EXPECT_EQ(session.reports()[0].matched, 2U) << stem;
        EXPECT_TRUE(session.notices().empty()) << stem;
        succeed(session.select({}));
        succeed(session.applyTo(Part::TextEncoder, encoder, RunContext{}));
        EXPECT_TRUE(differences(weights, before).empty());
    }
}

TEST(LoraSession, aTextEncoderOfAnotherModelIsANoticeBesideATransformerThatFits) {
    const TemporaryFolder folder;
    NamedTensors tensors = lowRank("lora_unet_layers_0_attention_to_q", 64, 64);
    tensors.merge(lowRank("lora_te_text_model_encoder_layers_0_self_attn_q_proj", 8, 8));
    const std::string path = writeLora(folder / "both.safetensors", tensors).string();
    models::ZImageTransformer transformer = tinyTransformer();
    models::Qwen3TextModel encoder = tinyTextModel();
    LoraSession session;
    succeed(session.select(std::vector<LoraRequest>{{path, 1.0}}));
    succeed(session.applyTo(Part::TextEncoder, encoder, RunContext{}));
    succeed(session.applyTo(Part::Transformer, transformer, RunContext{}));
    ASSERT_EQ(session.notices().size(), 1U);
    EXPECT_EQ(session.notices()[0].code, "lora_partial");
    EXPECT_EQ(session.notices()[0].message,
              "both: 1 of 2 modules fit the model; left out: "
              "lora_te_text_model_encoder_layers_0_self_attn_q_proj.");
    // Alone it is an error.
    tensors = lowRank("lora_te_text_model_encoder_layers_0_self_attn_q_proj", 8, 8);
    const std::string alone = writeLora(folder / "alone.safetensors", tensors).string();
    succeed(session.select(std::vector<LoraRequest>{{alone, 1.0}}));
    EXPECT_FALSE(session.applyTo(Part::TextEncoder, encoder, RunContext{}));
}

TEST(LoraSession, aPartThatNobodyAskedForIsTold) {
    const TemporaryFolder folder;
    const std::string path =
        writeLora(folder / "te.safetensors", lowRank("lora_te_layers_0_self_attn_q_proj", 8, 8))
            .string();
    models::ZImageTransformer transformer = tinyTransformer();
    LoraSession session;
    succeed(session.select(std::vector<LoraRequest>{{path, 1.0}}));
    succeed(session.applyTo(Part::Transformer, transformer, RunContext{}));
    ASSERT_EQ(session.notices().size(), 1U);
    EXPECT_EQ(session.notices()[0].code, "lora_part_unused");
}

TEST(LoraSession, aFileIsReadAgainOnlyWhenItChanges) {
    const TemporaryFolder folder;
    const auto path = folder / "a.safetensors";
    writeLora(path, lowRank("layers.0.attention.to_q", 64, 64));
    models::ZImageTransformer transformer = tinyTransformer();
    const models::WeightTable weights = models::collectWeights(transformer);
    const at::Tensor& weight = *weights.at("layers.0.attention.to_q.weight");
    LoraSession session;
    const auto draw = [&](double strength) {
        succeed(session.select(std::vector<LoraRequest>{{path.string(), strength}}));
        succeed(session.applyTo(Part::Transformer, transformer, RunContext{}));
        return weight;
    };
    const at::Tensor first = draw(1.0);
    EXPECT_EQ(draw(1.0).data_ptr(), first.data_ptr()) << "nothing changed, nothing computed";
    EXPECT_NE(draw(0.5).data_ptr(), first.data_ptr());
    writeLora(path, {{"layers.0.attention.to_q.diff", numbers({64, 64}, 9)}});
    std::filesystem::last_write_time(path, std::filesystem::last_write_time(path) +
                                               std::chrono::seconds(5));
    EXPECT_FALSE(at::equal(draw(1.0), first));
    std::filesystem::remove(path);
    EXPECT_EQ(session.select(std::vector<LoraRequest>{{path.string(), 1.0}}).error().code,
              ErrorCode::FileNotFound);
}

TEST(LoraSession, aNewModelGetsTheAdaptersToo) {
    LoraSession session;
    const std::vector<LoraRequest> requests{{goldenPath("peft_transformer"), 0.8}};
    for (int load = 0; load < 2; ++load) {
        models::ZImageTransformer transformer = tinyTransformer();
        const models::WeightTable weights = models::collectWeights(transformer);
        const NamedTensors before = snapshot(weights);
        succeed(session.select(requests));
        succeed(session.applyTo(Part::Transformer, transformer, RunContext{}));
        EXPECT_EQ(differences(weights, before).size(), 20U);
        EXPECT_EQ(session.reports()[0].matched, 20U);
        session.forget(Part::Transformer);
    }
}

} // namespace
} // namespace diptych::lora

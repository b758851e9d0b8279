// LoRA files through the whole pipeline: what a request asks for is in its pictures, and in no
// other's.
#include "core/checkpoint/safetensors_writer.h"
#include "core/tensor/host_values.h"
#include "tests/core/pipeline/pipeline_fixture.h"

#include <ATen/ATen.h>

namespace diptych {
namespace {

using test::draw;
using test::Drawn;
using test::openTiny;
using test::tinyRequest;

ResolvedRequest requestWith(std::vector<LoraRequest> loras) {
    ResolvedRequest request = tinyRequest("A cat");
    request.request.loras = std::move(loras);
    return request;
}

std::string golden(const char* name) {
    return test::dataPath(std::string("goldens/lora/") + name + ".safetensors").string();
}

HostTensor latentsOf(ImagePipeline& pipeline, const ResolvedRequest& request) {
    return draw(pipeline, request).pictures.at(0).latents;
}

// An adapter of the text encoder's first query projection.
std::filesystem::path writeTextEncoderLora(const std::filesystem::path& path,
                                           const std::string& stem) {
    const test::GoldenFile weights("tiny-zimage/text_encoder/model.safetensors");
    const at::Tensor weight = weights["model.layers.0.self_attn.q_proj.weight"];
    const HostTensor down = toHostTensor(at::ones({1, weight.size(1)}));
    const HostTensor up = toHostTensor(at::ones({weight.size(0), 1}));
    const std::vector<TensorToWrite> tensors{down.toWrite(stem + ".lora_down.weight"),
                                             up.toWrite(stem + ".lora_up.weight")};
    EXPECT_TRUE(writeSafetensors(path, tensors, {}, Overwrite::Yes));
    return path;
}

TEST(PipelineLoras, areInTheirRequestsPicturesAndInNoOther) {
    const auto pipeline = openTiny();
    const HostTensor plain = latentsOf(*pipeline, requestWith({}));
    const Drawn drawn = draw(*pipeline, requestWith({{golden("kohya_unet"), 0.8}}));
    const HostTensor changed = drawn.pictures.at(0).latents;
    EXPECT_NE(changed, plain);
    ASSERT_EQ(drawn.report.loras.size(), 1U);
    EXPECT_EQ(drawn.report.loras[0].name, "kohya_unet");
    EXPECT_EQ(drawn.report.loras[0].matched, 20U);
    EXPECT_EQ(drawn.report.loras[0].total, 20U);
    EXPECT_TRUE(drawn.report.notices.empty());
    EXPECT_NE(latentsOf(*pipeline, requestWith({{golden("kohya_unet"), 0.4}})), changed);
    EXPECT_EQ(latentsOf(*pipeline, requestWith({})), plain);
    EXPECT_EQ(latentsOf(*pipeline, requestWith({{golden("kohya_unet"), 0.8}})), changed);
    pipeline->unload();
    EXPECT_EQ(latentsOf(*pipeline, requestWith({{golden("kohya_unet"), 0.8}})), changed);
}

TEST(PipelineLoras, reachTheTextEncoderAndLeaveItAgain) {
    const test::TemporaryFolder folder;
    const std::string path =
        writeTextEncoderLora(folder / "te.safetensors", "lora_te_layers_0_self_attn_q_proj")
            .string();
    const auto pipeline = openTiny();
    const Drawn plain = draw(*pipeline, requestWith({}));
    ResolvedRequest request = requestWith({{path, 1.0}});
    request.request.guidanceScale = 2.0; // two prompts, one count of modules
    const Drawn changed = draw(*pipeline, request);
    EXPECT_NE(changed.report.prompts.at(0).embedding, plain.report.prompts.at(0).embedding);
    EXPECT_EQ(changed.report.loras.at(0).matched, 1U);
    EXPECT_TRUE(changed.report.notices.empty());
    // Encoding alone has no request, and therefore no adapters.
    const FormattedPrompt prompt = plain.report.formattedPrompt;
    EXPECT_EQ(valueOrThrow(pipeline->encode(prompt, kDefaultHiddenLayer, {})).embedding,
              plain.report.prompts.at(0).embedding);
    const auto ids = valueOrThrow(pipeline->tokenize(prompt));
    draw(*pipeline, request);
    const std::vector<HostTensor> states = valueOrThrow(pipeline->allHiddenStates(ids, {}));
    EXPECT_EQ(states.at(states.size() - 2), plain.report.prompts.at(0).embedding);
    draw(*pipeline, request);
    EXPECT_EQ(draw(*pipeline, requestWith({})).pictures.at(0).latents,
              plain.pictures.at(0).latents);
}

TEST(PipelineLoras, aTextEncodersPartIsToldWhenNothingIsEncoded) {
    const test::TemporaryFolder folder;
    const std::string path =
        writeTextEncoderLora(folder / "te.safetensors", "lora_te_layers_0_self_attn_q_proj")
            .string();
    const auto pipeline = openTiny();
    GenerationInputs inputs;
    inputs.promptEmbeddings = {draw(*pipeline, requestWith({})).report.prompts.at(0).embedding};
    const Drawn drawn = draw(*pipeline, requestWith({{path, 1.0}}), inputs);
    ASSERT_EQ(drawn.report.notices.size(), 1U);
    EXPECT_EQ(drawn.report.notices[0].code, "lora_part_unused");
}

TEST(PipelineLoras, aFileThatDoesNotFitStopsTheJobAndHarmsNoLaterOne) {
    const test::TemporaryFolder folder;
    const std::string path =
        writeTextEncoderLora(folder / "sdxl.safetensors", "lora_unet_down_blocks_0_attn1_to_q")
            .string();
    const auto pipeline = openTiny();
    const HostTensor plain = latentsOf(*pipeline, requestWith({}));
    const auto attempt = [&](std::vector<LoraRequest> loras) {
        const auto result =
            pipeline->generate(requestWith(std::move(loras)), {},
                               [](const GeneratedPicture&, const GenerationReport&) -> Status {
                                   ADD_FAILURE() << "a picture was drawn";
                                   return Done{};
                               },
                               {});
        return result ? Error{} : result.error();
    };
    EXPECT_EQ(attempt({{golden("kohya_unet"), 1.0}, {path, 1.0}}).code, ErrorCode::WeightsInvalid);
    EXPECT_EQ(attempt({{(folder / "none.safetensors").string(), 1.0}}).code,
              ErrorCode::FileNotFound);
    EXPECT_EQ(latentsOf(*pipeline, requestWith({})), plain);
}

TEST(PipelineLoras, changeWeightsOfEveryFormatAlikeAndLeaveThemAsTheyWere) {
    const ResolvedRequest plain = requestWith({});
    const ResolvedRequest adapted = requestWith({{golden("kohya_unet"), 0.8}});
    const auto changeIn = [&](ImagePipeline& pipeline) {
        const HostTensor before = latentsOf(pipeline, plain);
        const at::Tensor change = toTensor(latentsOf(pipeline, adapted)) - toTensor(before);
        EXPECT_EQ(latentsOf(pipeline, plain), before);
        return change;
    };
    const at::Tensor expected = changeIn(*openTiny());
    const auto changeWith = [&](const char* transformer) {
        PipelineOptions options{{test::dataPath(test::kTinyModel), "", ""}, {}};
        options.location.transformer = test::dataPath(transformer);
        return changeIn(*valueOrThrow(openImagePipeline(options)));
    };
    // The weights are rounded, so the change is; its direction and size stay.
    for (const char* transformer :
         {"tiny-zimage-variants/comfyui/tiny_zimage_bf16.safetensors",
          "tiny-zimage-variants/comfyui/tiny_zimage_fp8_scaled.safetensors"}) {
        const at::Tensor change = changeWith(transformer);
        const double cosine =
            ((change * expected).sum() / (change.norm() * expected.norm())).item<double>();
        EXPECT_GT(cosine, 0.9) << transformer;
        EXPECT_NEAR((change.norm() / expected.norm()).item<double>(), 1.0, 0.3) << transformer;
    }
    // This file's blocks of every quantised format hold other numbers.
    EXPECT_GT(changeWith("checkpoint/tiny_zimage_mixed.gguf").abs().max().item<float>(), 0.0F);
}

TEST(PipelineLoras, strengthsBeyondReasonAreFoundBeforeAnythingIsLoaded) {
    GenerationRequest request;
    request.loras = {{"a.safetensors", 1e6}};
    EXPECT_EQ(resolve(request, ModelSpec{}).error().code, ErrorCode::InvalidInput);
    request.loras = {{"", 1.0}};
    EXPECT_EQ(resolve(request, ModelSpec{}).error().code, ErrorCode::InvalidInput);
    request.loras = {{"a.safetensors", -1000.0}};
    EXPECT_TRUE(resolve(request, ModelSpec{}));
}

} // namespace
} // namespace diptych

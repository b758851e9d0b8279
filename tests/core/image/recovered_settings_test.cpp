// core/image: settings in the pictures of other programs.
#include "core/image/recovered_settings.h"

#include "core/image/picture_metadata.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace diptych {
namespace {

GenerationRequest formNow() {
    GenerationRequest request;
    request.conversation.user = "what the form holds";
    request.negativePrompt = "kept";
    request.steps = 13;
    request.hiddenLayer = -4;
    request.count = 5;
    return request;
}

std::string unknownNames(const RecoveredSettings& settings) {
    std::string names;
    for (const UnknownSetting& setting : settings.unknown)
        names += (names.empty() ? "" : ",") + setting.name;
    return names;
}

TEST(RecoveredSettings, ourOwnComeBackWhole) {
    PictureMetadata metadata;
    metadata.request.conversation.user = "a cat";
    metadata.request.steps = 9;
    metadata.request.seed = 0;
    const auto settings =
        recoverSettings(pictureTextChunks(metadata, MetadataLevel::All), formNow());
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->program, "Diptych");
    EXPECT_EQ(settings->request.conversation.user, "a cat");
    EXPECT_EQ(settings->request.seed, 0);
    EXPECT_EQ(settings->request.count, 5) << "how many pictures is the user's business";
    EXPECT_TRUE(settings->unknown.empty());
}

TEST(RecoveredSettings, aPictureWithoutItsPromptLeavesTheFormsPrompt) {
    PictureMetadata metadata;
    metadata.request.conversation.user = "secret";
    metadata.request.steps = 9;
    const auto settings =
        recoverSettings(pictureTextChunks(metadata, MetadataLevel::NoPrompt), formNow());
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->request.conversation.user, "what the form holds");
    EXPECT_EQ(settings->request.negativePrompt, "kept");
    EXPECT_EQ(settings->request.steps, 9);
}

TEST(RecoveredSettings, automatic1111TellsWhatItCan) {
    const auto settings = recoverSettings(
        {{"parameters", "a cat,\n  two lines\nNegative prompt: dog\nSteps: 20, Sampler: DPM++ 2M, "
                        "Schedule type: Karras, CFG scale: 4.5, Seed: 0, Size: 832x1216, "
                        "Model hash: abc, Model: zimage, Clip skip: 2, Version: v1.10.1"}},
        formNow());
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->program, "AUTOMATIC1111");
    EXPECT_EQ(settings->request.conversation.user, "a cat,\n  two lines");
    EXPECT_EQ(settings->request.negativePrompt, "dog");
    EXPECT_EQ(settings->request.steps, 20);
    EXPECT_EQ(settings->request.scheduler, "dpm_solver");
    EXPECT_EQ(settings->request.guidanceScale, 3.5);
    EXPECT_EQ(settings->request.seed, 0);
    EXPECT_EQ(settings->request.width, 832);
    EXPECT_EQ(settings->request.hiddenLayer, -4) << "not told, so not touched";
    EXPECT_EQ(unknownNames(*settings), "Schedule type,Model,Clip skip");
}

TEST(RecoveredSettings, forgeAndStableDiffusionCppAreKnownByTheirVersion) {
    const auto forge = recoverSettings(
        {{"parameters", "x\nSteps: 9, Sampler: Euler a, Seed: 3, Version: f2.0.1v1.10.1"}},
        formNow());
    ASSERT_TRUE(forge);
    EXPECT_EQ(forge->program, "Forge");
    EXPECT_EQ(unknownNames(*forge), "Sampler") << "a sampler that is not here is not guessed";
    const auto cpp = recoverSettings(
        {{"parameters", "x\nSteps: 9, CFG scale: 1, Seed: 3, Size: 512x768, RNG: cuda, Sampler: "
                        "euler, Version: stable-diffusion.cpp"}},
        formNow());
    ASSERT_TRUE(cpp);
    EXPECT_EQ(cpp->program, "stable-diffusion.cpp");
    EXPECT_EQ(cpp->request.scheduler, "flow_euler");
    EXPECT_EQ(cpp->request.guidanceScale, 0.0);
    EXPECT_EQ(cpp->request.height, 768);
    EXPECT_EQ(unknownNames(*cpp), "RNG");
}

TEST(RecoveredSettings, invokeAi) {
    const auto settings = recoverSettings(
        {{"invokeai_metadata",
          R"({"app_version":"6.10.0","generation_mode":"z_image_txt2img","positive_prompt":"a cat",
              "negative_prompt":"dog","width":1024,"height":768,"seed":42,"cfg_scale":1.0,
              "steps":9,"scheduler":"heun","model":{"name":"Z-Image Turbo","base":"z-image"},
              "loras":[{"model":{"name":"ink"},"weight":0.75}],"vae":null})"}},
        formNow());
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->program, "InvokeAI");
    EXPECT_EQ(settings->request.conversation.user, "a cat");
    EXPECT_EQ(settings->request.seed, 42);
    EXPECT_EQ(settings->request.steps, 9);
    EXPECT_EQ(settings->request.scheduler, "flow_heun");
    ASSERT_EQ(settings->request.loras.size(), 1u);
    EXPECT_EQ(settings->request.loras[0].path, "ink");
    EXPECT_EQ(settings->request.loras[0].strength, 0.75);
    EXPECT_EQ(unknownNames(*settings), "model");
}

TEST(RecoveredSettings, swarmUi) {
    const auto settings = recoverSettings(
        {{"parameters",
          R"({"sui_image_params":{"prompt":"a cat","negativeprompt":"","model":"z-image",
              "images":1,"seed":7,"steps":8,"cfgscale":1.0,"aspectratio":"1:1","width":1024,
              "height":1024,"sigmashift":6.0,"sampler":"euler_ancestral","swarm_version":"0.9"},
              "sui_extra_data":{"date":"today"}})"}},
        formNow());
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->program, "SwarmUI");
    EXPECT_EQ(settings->request.conversation.user, "a cat");
    EXPECT_EQ(settings->request.shift, 6.0);
    EXPECT_EQ(settings->request.seed, 7);
    EXPECT_EQ(unknownNames(*settings), "model,sampler");
}

constexpr const char* kComfyGraph = R"({
  "3":{"class_type":"KSampler","inputs":{"seed":["20",0],"steps":9,"cfg":1.0,"sampler_name":"euler",
       "scheduler":"simple","denoise":1.0,"model":["11",0],"positive":["6",0],"negative":["7",0],
       "latent_image":["13",0]}},
  "6":{"class_type":"CLIPTextEncode","inputs":{"text":["21",0],"clip":["18",0]}},
  "7":{"class_type":"ConditioningZeroOut","inputs":{"conditioning":["6",0]}},
  "8":{"class_type":"VAEDecode","inputs":{"samples":["3",0],"vae":["17",0]}},
  "9":{"class_type":"SaveImage","inputs":{"images":["8",0]}},
  "11":{"class_type":"ModelSamplingAuraFlow","inputs":{"shift":3.0,"model":["12",0]}},
  "12":{"class_type":"LoraLoaderModelOnly","inputs":{"lora_name":"ink.safetensors",
       "strength_model":0.5,"model":["16",0]}},
  "13":{"class_type":"EmptySD3LatentImage","inputs":{"width":768,"height":1280,"batch_size":1}},
  "16":{"class_type":"UNETLoader","inputs":{"unet_name":"z_image_turbo_bf16.safetensors"}},
  "17":{"class_type":"VAELoader","inputs":{"vae_name":"ae.safetensors"}},
  "18":{"class_type":"CLIPLoader","inputs":{"clip_name":"qwen_3_4b.safetensors"}},
  "20":{"class_type":"PrimitiveInt","inputs":{"value":123}},
  "21":{"class_type":"PrimitiveStringMultiline","inputs":{"value":"a cat\nin a hat"}},
  "30":{"class_type":"ImageUpscaleWithModel","inputs":{}}})";

TEST(RecoveredSettings, comfyUiFollowsTheLinksOfItsGraph) {
    const auto settings = recoverSettings({{"prompt", kComfyGraph}}, formNow());
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->program, "ComfyUI");
    EXPECT_EQ(settings->request.conversation.user, "a cat\nin a hat");
    EXPECT_EQ(settings->request.negativePrompt, "");
    EXPECT_EQ(settings->request.seed, 123);
    EXPECT_EQ(settings->request.steps, 9);
    EXPECT_EQ(settings->request.shift, 3.0);
    EXPECT_EQ(settings->request.width, 768);
    EXPECT_EQ(settings->request.height, 1280);
    ASSERT_EQ(settings->request.loras.size(), 1u);
    EXPECT_EQ(settings->request.loras[0].path, "ink.safetensors");
    EXPECT_EQ(unknownNames(*settings), "unet_name,ImageUpscaleWithModel");
}

TEST(RecoveredSettings, comfyUiWithACustomSampler) {
    const auto settings = recoverSettings({{"prompt", R"({
      "1":{"class_type":"SamplerCustomAdvanced","inputs":{"noise":["2",0],"guider":["3",0],
           "sampler":["4",0],"sigmas":["5",0],"latent_image":["6",0]}},
      "2":{"class_type":"RandomNoise","inputs":{"noise_seed":77}},
      "3":{"class_type":"CFGGuider","inputs":{"cfg":4.0,"positive":["7",0],"negative":["8",0],
           "model":["9",0]}},
      "4":{"class_type":"KSamplerSelect","inputs":{"sampler_name":"lcm"}},
      "5":{"class_type":"BasicScheduler","inputs":{"steps":12,"scheduler":"simple","denoise":1}},
      "6":{"class_type":"EmptyLatentImage","inputs":{"width":512,"height":512}},
      "7":{"class_type":"CLIPTextEncode","inputs":{"text":"boat"}},
      "8":{"class_type":"CLIPTextEncode","inputs":{"text":"blurry"}},
      "9":{"class_type":"ModelSamplingAuraFlow","inputs":{"shift":5,"model":["9",0]}}})"}},
                                          formNow());
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->request.conversation.user, "boat");
    EXPECT_EQ(settings->request.negativePrompt, "blurry");
    EXPECT_EQ(settings->request.seed, 77);
    EXPECT_EQ(settings->request.steps, 12);
    EXPECT_EQ(settings->request.guidanceScale, 3.0);
    EXPECT_EQ(settings->request.shift, 5.0) << "a circle in the graph ends";
    EXPECT_EQ(unknownNames(*settings), "KSamplerSelect.sampler_name");
}

TEST(RecoveredSettings, whatNoProgramWroteIsNothing) {
    EXPECT_FALSE(recoverSettings({}, formNow()));
    EXPECT_FALSE(recoverSettings({{"parameters", "a holiday picture"}}, formNow()));
    EXPECT_FALSE(recoverSettings({{"prompt", "{}"}}, formNow()));
    EXPECT_FALSE(recoverSettings({{"prompt", "{\"1\":3,\"2\":{\"class_type\":7}}"}}, formNow()));
    EXPECT_FALSE(recoverSettings({{"invokeai_metadata", "[1,2"}}, formNow()));
    EXPECT_FALSE(recoverSettings({{"diptych", "damaged"}}, formNow()));
}

} // namespace
} // namespace diptych

// Pictures from single files and from components of several places.
#include "core/checkpoint/safetensors_writer.h"
#include "tests/core/pipeline/pipeline_fixture.h"

namespace diptych {
namespace {

using test::dataPath;
using test::draw;
using test::Drawn;
using test::tinyRequest;

constexpr const char* kComfyFile = "tiny-zimage-variants/comfyui/tiny_zimage_bf16.safetensors";

Drawn drawWith(const ModelLocation& location) {
    const auto pipeline = valueOrThrow(openImagePipeline({location, {}}));
    return draw(*pipeline, tinyRequest("a lighthouse"));
}

TEST(MixedModel, eachComponentComesFromItsOwnPlace) {
    ModelLocation folders;
    folders.model = dataPath("tiny-zimage");
    folders.transformer = dataPath("tiny-zimage-variants/sharded-bf16");
    ModelLocation files;
    files.transformer = dataPath(kComfyFile);
    files.textEncoder = dataPath("tiny-zimage/text_encoder_gguf/tiny-f32.gguf");
    files.autoencoder = dataPath("tiny-zimage/vae/diffusion_pytorch_model.safetensors");
    files.tokenizer = dataPath("tiny-zimage/tokenizer");
    const Drawn fromFolders = drawWith(folders);
    const Drawn fromFiles = drawWith(files);
    EXPECT_EQ(fromFiles.pictures[0].latents, fromFolders.pictures[0].latents);
    EXPECT_EQ(fromFiles.pictures[0].image, fromFolders.pictures[0].image);
    EXPECT_EQ(fromFiles.report.model, "tiny_zimage_bf16.safetensors");
    EXPECT_NE(fromFiles.pictures[0].latents,
              drawWith({dataPath("tiny-zimage"), {}, {}}).pictures[0].latents)
        << "the transformer was replaced";
    EXPECT_EQ(valueOrThrow(openImagePipeline({files, {}}))->spec().textLayerCount, 4);
}

TEST(MixedModel, anAllInOneFileDrawsTheSamePicture) {
    std::vector<HostTensor> values;
    std::vector<std::string> names;
    const std::pair<const char*, const char*> parts[] = {
        {"transformer/diffusion_pytorch_model.safetensors", "model.diffusion_model."},
        {"vae/diffusion_pytorch_model.safetensors", "vae."},
        {"text_encoder/model.safetensors", "text_encoders.qwen3_4b.transformer."}};
    for (const auto& [file, prefix] : parts) {
        const auto source = valueOrThrow(SafetensorsFile::open(dataPath("tiny-zimage") / file));
        for (const TensorInfo& info : source->tensors()) {
            values.push_back(readHostTensor(*source, info));
            names.push_back(prefix + info.name);
        }
    }
    std::vector<TensorToWrite> writes;
    for (std::size_t i = 0; i < values.size(); ++i)
        writes.push_back(values[i].toWrite(names[i]));
    test::TemporaryFolder folder;
    ModelLocation location;
    location.model = folder / "all.safetensors";
    ASSERT_TRUE(writeSafetensors(location.model, writes, {}, Overwrite::No));
    location.tokenizer = dataPath("tiny-zimage/tokenizer");
    EXPECT_EQ(drawWith(location).pictures[0].image,
              drawWith({dataPath("tiny-zimage"), {}, {}}).pictures[0].image);
}

TEST(MixedModel, aLoraInTheTransformersPlaceIsSentToItsOwn) {
    ModelLocation location;
    location.model = dataPath("tiny-zimage");
    location.transformer = dataPath("goldens/lora/peft_transformer.safetensors");
    const auto pipeline = valueOrThrow(openImagePipeline({location, {}}));
    const auto result = pipeline->generate(
        tinyRequest("x"), {},
        [](const GeneratedPicture&, const GenerationReport&) -> Status { return Done{}; }, {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::InvalidInput);
    EXPECT_NE(result.error().message.find("it belongs to --lora"), std::string::npos);
    EXPECT_NE(result.error().hint.find("--dit-path"), std::string::npos);
}

TEST(MixedModel, whatIsNotNamedIsAskedForByItsFlag) {
    ModelLocation location;
    location.transformer = dataPath(kComfyFile);
    const auto missing = locateComponent(location, Component::Autoencoder);
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().hint.find("--vae-path"), std::string::npos);
}

} // namespace
} // namespace diptych

#include "tests/app/cli/cli_fixture.h"

#include "core/checkpoint/host_tensor.h"
#include "core/encoders/embedding_file.h"
#include "core/image/image_file.h"
#include "core/image/picture_metadata.h"
#include "core/pipeline/sampling_choices.h"

namespace diptych::test {

namespace {

class CliGenerateTest : public CliTest {
  protected:
    /// `generate` of a 32×16 picture into the folder `output`, with further arguments.
    CliRun generate(const std::vector<std::string>& more, const std::string& pattern = "a.png") {
        std::vector<std::string> arguments = {"generate",
                                              "--width",
                                              "32",
                                              "--height",
                                              "16",
                                              "--steps",
                                              "2",
                                              "--seed",
                                              "7",
                                              "--output",
                                              path("output/" + pattern)};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }

    PictureMetadata metadataOf(const std::string& name) {
        const LoadedImage picture = valueOrThrow(readImageFile(folder_ / name));
        return readPictureMetadata(picture.text.entries).value_or(PictureMetadata{});
    }
};

TEST_F(CliGenerateTest, aPictureIsWrittenWithItsMetadata) {
    const CliRun result = generate({"A cat", "--system-prompt", "Paint."});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(outputFiles(), std::vector<std::string>{"a.png"});
    EXPECT_NE(result.output.find("a.png: 32×16, seed 7"), std::string::npos) << result.output;
    const PictureMetadata metadata = metadataOf("output/a.png");
    EXPECT_EQ(metadata.request.conversation.user, "A cat");
    EXPECT_EQ(metadata.request.conversation.system, "Paint.");
    EXPECT_EQ(metadata.request.seed, 7);
    EXPECT_EQ(metadata.request.width, 32);
    EXPECT_EQ(metadata.request.shift, 3.0);
    EXPECT_EQ(metadata.model, "fake-model");
    EXPECT_EQ(metadata.encoder, "fake-encoder");
    EXPECT_EQ(metadata.dtype, "bfloat16");
    EXPECT_NE(metadata.formattedPrompt.find("<|im_start|>system\nPaint."), std::string::npos);
}

TEST_F(CliGenerateTest, theMetadataNamesLorasWithoutTheirFolders) {
    ASSERT_EQ(generate({"A cat", "--lora", "/home/me/style.safetensors:0.7"}).status, 0);
    const PictureMetadata metadata = metadataOf("output/a.png");
    EXPECT_EQ(metadata.loras, (std::vector<LoraRecord>{{"style", 0.7}}));
    EXPECT_EQ(metadata.request.loras, (std::vector<LoraRequest>{{"style", 0.7}}));
    EXPECT_EQ(readBytes(folder_ / "output/a.png").find("/home/me"), std::string::npos);
}

TEST_F(CliGenerateTest, metadataCanLeaveOutThePromptOrEverything) {
    ASSERT_EQ(generate({"A cat", "--metadata", "no-prompt"}).status, 0);
    EXPECT_EQ(readBytes(folder_ / "output/a.png").find("A cat"), std::string::npos);
    EXPECT_EQ(metadataOf("output/a.png").request.seed, 7);
    ASSERT_EQ(generate({"A cat", "--metadata", "none"}, "b.png").status, 0);
    EXPECT_TRUE(valueOrThrow(readImageFile(folder_ / "output/b.png")).text.entries.empty());
}

TEST_F(CliGenerateTest, jsonTellsEverythingAboutTheJob) {
    const CliRun result = generate({"A cat", "--json", "--count", "2"});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(result.error, "");
    const nlohmann::json json = result.json();
    EXPECT_EQ(json.at("files").size(), 2U);
    EXPECT_EQ(json.at("seeds"), nlohmann::json({7, 8}));
    EXPECT_EQ(json.at("seed"), 7);
    EXPECT_EQ(json.at("width"), 32);
    EXPECT_EQ(json.at("height"), 16);
    EXPECT_EQ(json.at("model"), "fake-model");
    EXPECT_EQ(json.at("evaluations"), 4);
    for (const char* phase : {"load", "encode", "sample", "decode", "total"})
        EXPECT_TRUE(json.at("seconds").at(phase).is_number()) << phase;
    EXPECT_EQ(json.at("notices").at(0).at("code"), "fake_notice");
}

TEST_F(CliGenerateTest, theFormatFollowsTheExtension) {
    for (const auto& [name, format] :
         std::map<std::string, ImageFormat>{{"a.png", ImageFormat::Png},
                                            {"a.jpg", ImageFormat::Jpeg},
                                            {"a.JPEG", ImageFormat::Jpeg},
                                            {"a.webp", ImageFormat::WebP}}) {
        ASSERT_EQ(generate({"A cat"}, name).status, 0) << name;
        EXPECT_EQ(valueOrThrow(readImageFile(folder_ / ("output/" + name))).text.format, format);
    }
    const CliRun result = generate({"A cat"}, "a.gif");
    EXPECT_EQ(result.status, 3);
    errorLine(result);
}

TEST_F(CliGenerateTest, severalPicturesAreNumbered) {
    ASSERT_EQ(generate({"A cat", "--count", "2"}).status, 0);
    ASSERT_EQ(generate({"A cat", "--count", "2"}, "{seed}.png").status, 0);
    ASSERT_EQ(generate({"A cat", "--count", "2"}, "{index}.webp").status, 0);
    EXPECT_EQ(outputFiles(), (std::vector<std::string>{"0.webp", "1.webp", "7.png", "8.png",
                                                       "a-0.png", "a-1.png"}));
    EXPECT_EQ(metadataOf("output/a-1.png").request.seed, 8);
}

TEST_F(CliGenerateTest, withoutASeedOneIsDrawnShownAndUsedInTheName) {
    const CliRun result = run({"generate", "A cat", "--width", "16", "--height", "16", "--json",
                               "--output", path("output/{seed}.png")});
    ASSERT_EQ(result.status, 0) << result.error;
    const std::int64_t seed = result.json().at("seed");
    EXPECT_EQ(pipeline_->request->request.seed, seed);
    EXPECT_TRUE(exists("output/" + std::to_string(seed) + ".png"));
}

TEST_F(CliGenerateTest, anExistingFileIsOnlyReplacedWhenAsked) {
    writeBytes(folder_ / "output/a.png", "precious");
    const CliRun refused = generate({"A cat"});
    EXPECT_EQ(refused.status, 3);
    EXPECT_NE(errorLine(refused).find("exists already"), std::string::npos);
    EXPECT_TRUE(pipeline_->opened.empty()) << "the model was loaded for nothing";
    EXPECT_EQ(readBytes(folder_ / "output/a.png"), "precious");
    EXPECT_EQ(generate({"A cat", "--overwrite", "--no-overwrite"}).status, 3);
    EXPECT_EQ(generate({"A cat", "--overwrite"}).status, 0);
    EXPECT_NE(readBytes(folder_ / "output/a.png"), "precious");
}

TEST_F(CliGenerateTest, outputsAreCheckedBeforeTheModelIsLoaded) {
    writeBytes(folder_ / "file", "");
    const std::vector<std::vector<std::string>> cases = {
        {"--output", path("file/a.png")},
        {"--output", path("output")},
        {"--output", path("output/a.txt")},
        {"--output", "/proc/nowhere/a.png"},
        {"--output", path("output/x.png"), "--save-latents", path("output/x.png")},
        {"--save-latents", path("file")},
    };
    for (const std::vector<std::string>& more : cases) {
        std::vector<std::string> arguments = {"A cat"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const CliRun result = generate(arguments);
        EXPECT_NE(result.status, 0) << more.back();
        errorLine(result);
    }
    EXPECT_TRUE(pipeline_->opened.empty());
    EXPECT_TRUE(outputFiles().empty());
}

TEST_F(CliGenerateTest, aFolderThatIsMissingIsMade) {
    ASSERT_EQ(generate({"A cat"}, "new/deep/a.png").status, 0);
    EXPECT_TRUE(exists("output/new/deep/a.png"));
}

TEST_F(CliGenerateTest, aFailureLeavesNoFile) {
    pipeline_->workError = Error{ErrorCode::OutOfMemory, "no memory", "", "", {}};
    const CliRun result = generate({"A cat", "--save-latents", path("output/l.safetensors")});
    EXPECT_EQ(result.status, 4);
    EXPECT_EQ(errorLine(result), "error: no memory");
    EXPECT_TRUE(outputFiles().empty());
}

TEST_F(CliGenerateTest, cancelKeepsFinishedPicturesAndNothingOfTheOthers) {
    pipeline_->afterPicture = [this](int finished) {
        if (finished == 2)
            stop_.request_stop();
    };
    const CliRun result = generate({"A cat", "--count", "3", "--seed", "7"});
    EXPECT_EQ(result.status, 130);
    EXPECT_NE(result.error.find("2 of 3 pictures were finished"), std::string::npos)
        << result.error;
    EXPECT_EQ(outputFiles().size(), 2U);
}

TEST_F(CliGenerateTest, cancelAfterTheLastPictureKeepsItButWritesNoFurtherFile) {
    pipeline_->afterPicture = [this](int) { stop_.request_stop(); };
    EXPECT_EQ(generate({"A cat", "--save-latents", path("output/l.safetensors")}).status, 130);
    EXPECT_EQ(outputFiles().size(), 1U);
    EXPECT_FALSE(exists("output/l.safetensors"));
}

TEST_F(CliGenerateTest, aModelThatCannotBeOpenedIsItsError) {
    pipeline_->openError = Error{ErrorCode::Device, "no cuda here", "use cpu", "", {}};
    const CliRun result = generate({"A cat", "--json"});
    EXPECT_EQ(result.status, 4);
    EXPECT_EQ(nlohmann::json::parse(result.error).at("error").at("code"), "device");
}

TEST_F(CliGenerateTest, aModelThatIsNotThereIsNamed) {
    const CliRun result = generate({"A cat", "--model-path", path("nowhere")});
    EXPECT_EQ(result.status, 3);
    EXPECT_NE(errorLine(result).find("nowhere"), std::string::npos);
}

TEST_F(CliGenerateTest, numbersOutOfRangeAreInputErrorsThatNameTheNearest) {
    const CliRun result = generate({"A cat", "--width", "1001"});
    EXPECT_EQ(result.status, 3);
    errorLine(result);
    EXPECT_NE(result.error.find("1008"), std::string::npos) << result.error;
    EXPECT_EQ(generate({"A cat", "--steps", "0"}).status, 3);
    EXPECT_EQ(generate({"A cat", "--seed", "-1"}).status, 3);
    EXPECT_EQ(generate({"A cat", "--guidance-scale", "nan"}).status, 3);
    EXPECT_TRUE(pipeline_->opened.empty());
}

TEST_F(CliGenerateTest, aMissingPromptIsAUsageErrorAnEmptyOneIsNot) {
    EXPECT_EQ(generate({}).status, 2);
    ASSERT_EQ(generate({""}).status, 0);
    EXPECT_EQ(pipeline_->request->request.conversation.user, "");
}

TEST_F(CliGenerateTest, thePromptCanComeFromAFileOrStandardInput) {
    writeBytes(folder_ / "prompt.txt", "A dog\n");
    ASSERT_EQ(generate({"--prompt-file", path("prompt.txt")}).status, 0);
    EXPECT_EQ(pipeline_->request->request.conversation.user, "A dog\n");
    ASSERT_EQ(
        run({"generate", "-", "--width", "16", "--height", "16", "--output", path("output/b.png")},
            "A bird")
            .status,
        0);
    EXPECT_EQ(pipeline_->request->request.conversation.user, "A bird");
    EXPECT_EQ(generate({"A cat", "--prompt-file", path("prompt.txt")}).status, 2);
    EXPECT_EQ(generate({"--prompt-file", path("nothing")}).status, 3);
}

TEST_F(CliGenerateTest, latentsAndEmbeddingsAreSaved) {
    const CliRun result =
        generate({"A cat", "--count", "2", "--save-latents", path("output/l.safetensors"),
                  "--save-embeddings", path("output/e.safetensors")});
    ASSERT_EQ(result.status, 0) << result.error;
    const HostTensor latents =
        valueOrThrow(readHostTensor(folder_ / "output/l.safetensors", "latents"));
    EXPECT_EQ(latents.shape, (std::vector<std::int64_t>{2, 16, 2, 4}));
    const auto file = valueOrThrow(SafetensorsFile::open(folder_ / "output/e.safetensors"));
    ASSERT_NE(file->find("embeddings"), nullptr);
    EXPECT_EQ(file->metadata().at("prompt"), "A cat");
    EXPECT_EQ(file->metadata().at("hidden_layer"), "-2");
    EXPECT_EQ(file->metadata().at("created_at").size(), std::string("2026-01-31T12:00:00Z").size());
}

TEST_F(CliGenerateTest, savedEmbeddingsTakeThePlaceOfAPrompt) {
    ASSERT_EQ(generate({"A cat", "--save-embeddings", path("e.safetensors")}).status, 0);
    for (const char* flag : {"--prompt-embeds", "--load-embeddings", "--embeddings-file"}) {
        const CliRun result = generate({flag, path("e.safetensors"), "--overwrite"});
        ASSERT_EQ(result.status, 0) << result.error;
        EXPECT_EQ(pipeline_->inputs.promptEmbeddings.size(), 1U);
    }
    EXPECT_EQ(generate({"--prompt-embeds", path("model")}).status, 3);
}

TEST_F(CliGenerateTest, aPictureFromEmbeddingsKnowsTheirPrompt) {
    ASSERT_EQ(generate({"A cat", "--save-embeddings", path("e.safetensors")}).status, 0);
    ASSERT_EQ(generate({"--prompt-embeds", path("e.safetensors")}, "b.png").status, 0);
    const PictureMetadata metadata = metadataOf("output/b.png");
    EXPECT_EQ(metadata.request.conversation.user, "A cat");
    EXPECT_NE(metadata.formattedPrompt.find("user\nA cat<"), std::string::npos);
    EXPECT_EQ(metadata.encoder, "fake-encoder");
}

TEST_F(CliGenerateTest, theSameRequestGivesTheSameFile) {
    ASSERT_EQ(generate({"A cat"}).status, 0);
    ASSERT_EQ(generate({"A cat"}, "b.png").status, 0);
    EXPECT_EQ(readBytes(folder_ / "output/a.png"), readBytes(folder_ / "output/b.png"));
}

TEST_F(CliGenerateTest, controlTokensInThePromptAreNoted) {
    const CliRun result = generate({"A cat<|im_end|>"});
    EXPECT_EQ(result.status, 0);
    EXPECT_NE(result.error.find("note: "), std::string::npos);
    EXPECT_NE(result.error.find("im_end"), std::string::npos) << result.error;
}

TEST_F(CliGenerateTest, severalEmbeddingsDrawSeveralPictures) {
    ASSERT_TRUE(writeEmbeddingFile(path("e.safetensors"),
                                   {filledTensor({3, 4}, 1.0F), filledTensor({5, 4}, 2.0F)}, {}, {},
                                   Overwrite::No));
    ASSERT_EQ(generate({"--prompt-embeds", path("e.safetensors"), "--negative-embeds",
                        path("e.safetensors"), "--guidance-scale", "2"})
                  .status,
              0);
    EXPECT_EQ(outputFiles(), (std::vector<std::string>{"a-0.png", "a-1.png"}));
    EXPECT_EQ(pipeline_->inputs.promptEmbeddings.size(), 2U);
    EXPECT_EQ(pipeline_->inputs.negativeEmbeddings.size(), 2U);
}

TEST_F(CliGenerateTest, initialLatentsGiveSizeAndCount) {
    const HostTensor latents = filledTensor({2, 16, 4, 6}, 0.5F);
    ASSERT_TRUE(writeSafetensors(path("l.safetensors"), std::vector{latents.toWrite("latents")}, {},
                                 Overwrite::No));
    const CliRun result = generate({"A cat", "--init-latents", path("l.safetensors")});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(pipeline_->inputs.initialLatents, latents);
    EXPECT_EQ(pipeline_->request->request.width, 48);
    EXPECT_EQ(pipeline_->request->request.height, 32);
    EXPECT_EQ(outputFiles(), (std::vector<std::string>{"a-0.png", "a-1.png"}));
    EXPECT_EQ(generate({"A cat", "--init-latents", path("l.safetensors"), "--count", "3"}).status,
              3);
}

TEST_F(CliGenerateTest, latentsOfAnotherShapeAreRefused) {
    for (const auto& shape : std::vector<std::vector<std::int64_t>>{
             {16, 4}, {1, 4, 4, 4}, {1, 16, 0, 4}, {1, 16, 3, 4}, {1, 1, 16, 4, 4}}) {
        ASSERT_TRUE(writeSafetensors(path("l.safetensors"),
                                     std::vector{filledTensor(shape, 0.0F).toWrite("latents")}, {},
                                     Overwrite::Yes));
        const CliRun result = generate({"A cat", "--init-latents", path("l.safetensors")});
        EXPECT_EQ(result.status, 3);
        errorLine(result);
    }
}

TEST_F(CliGenerateTest, theDemoModelDrawsSmallPicturesAndSaysSo) {
    variables_.clear();
    const CliRun missing = run({"generate", "A cat", "--output", path("output/a.png")});
    EXPECT_EQ(missing.status, 3);
    resources_ = resourcePath("");
    const CliRun result = run({"generate", "A cat", "--output", path("output/a.png")});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(pipeline_->request->request.width, 256);
    EXPECT_NE(result.error.find("note: "), std::string::npos);
    EXPECT_NE(result.error.find("demo model"), std::string::npos);
    ASSERT_EQ(run({"generate", "A cat", "--width", "64", "--height", "64", "--output",
                   path("output/b.png")})
                  .status,
              0);
    EXPECT_EQ(pipeline_->request->request.width, 64);
}

TEST_F(CliGenerateTest, progressAndNotesGoToStandardError) {
    const CliRun result = generate({"A cat", "--verbose"});
    EXPECT_NE(result.error.find("sample 2/2\n"), std::string::npos) << result.error;
    EXPECT_NE(result.error.find("note: the pictures are plain\n"), std::string::npos);
    EXPECT_NE(result.error.find("sample 3.00 s"), std::string::npos);
    EXPECT_EQ(result.output.find("sample"), std::string::npos);
}

TEST_F(CliGenerateTest, quietPrintsNothing) {
    const CliRun result = generate({"A cat", "--quiet"});
    EXPECT_EQ(result.status, 0);
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(result.error, "");
}

TEST_F(CliGenerateTest, everyNumberReachesThePipeline) {
    ASSERT_EQ(generate({"A cat",
                        "--guidance-scale",
                        "1.5",
                        "--shift",
                        "2.5",
                        "--negative-prompt",
                        "dogs",
                        "--hidden-layer",
                        "-3",
                        "--scheduler",
                        "unipc",
                        "--sigma-spacing",
                        "beta",
                        "--cfg-normalization",
                        "1.25",
                        "--cfg-truncation",
                        "0.5",
                        "--raw",
                        "--strip-quotes",
                        "--thinking-content",
                        "t",
                        "--assistant-content",
                        "a"})
                  .status,
              0);
    const GenerationRequest& request = pipeline_->request->request;
    EXPECT_EQ(request.guidanceScale, 1.5);
    EXPECT_EQ(request.shift, 2.5);
    EXPECT_EQ(request.negativePrompt, "dogs");
    EXPECT_EQ(request.hiddenLayer, -3);
    EXPECT_EQ(request.scheduler, "unipc");
    EXPECT_EQ(request.sigmaSpacing, "beta");
    EXPECT_EQ(request.cfgNormalization, 1.25);
    EXPECT_EQ(request.cfgTruncation, 0.5);
    EXPECT_EQ(request.steps, 2);
    EXPECT_TRUE(request.conversation.raw);
    EXPECT_TRUE(request.conversation.stripQuotes);
    EXPECT_EQ(request.conversation.thinking, "t");
    EXPECT_EQ(request.conversation.assistant, "a");
}

TEST_F(CliGenerateTest, theHelpListsSchedulersAndSpacingsFromTheTables) {
    const std::string help = run({"generate", "--help"}).output;
    for (const auto& choices : {listSchedulers(), listSigmaSpacings()})
        for (const SamplingChoice& choice : choices)
            EXPECT_NE(help.find(choice.id + " ="), std::string::npos) << choice.id;
}

TEST_F(CliGenerateTest, impossibleGuidanceIsBadInput) {
    for (const char* flag : {"--cfg-normalization", "--cfg-truncation"}) {
        const CliRun result = generate({"A cat", flag, "-1"});
        EXPECT_EQ(result.status, 3) << flag;
        EXPECT_NE(errorLine(result).find("must be a number of at least 0"), std::string::npos);
    }
}

TEST_F(CliGenerateTest, withoutFlagsTheRequestIsTheDefault) {
    ASSERT_EQ(run({"generate", "A cat", "--output", path("output/a.png"), "--seed", "1"}).status,
              0);
    GenerationRequest expected;
    expected.conversation.user = "A cat";
    expected.seed = 1;
    expected.shift = 3.0;
    EXPECT_EQ(pipeline_->request->request, expected);
}

} // namespace

} // namespace diptych::test

// `embeddings` and lists of prompts for `encode`.
#include "tests/app/cli/cli_fixture.h"

#include "core/embeddings/embedding_matrix.h"
#include "core/encoders/embedding_file.h"
#include "core/image/image_file.h"
#include "core/image/picture_metadata.h"

namespace diptych::test {

namespace {

class CliEmbeddingsTest : public CliTest {
  protected:
    void write(const std::string& name, const std::string& prompt, std::size_t columns,
               std::vector<float> values) {
        EmbeddingFacts facts;
        facts.prompt = prompt;
        facts.encoder = "fake-encoder";
        facts.hiddenLayer = "-2";
        const EmbeddingMatrix matrix{values.size() / columns, columns, std::move(values)};
        ASSERT_TRUE(
            writeEmbeddingFile(folder_ / name, {toHostTensor(matrix)}, {}, facts, Overwrite::Yes));
    }
    std::vector<float> valuesOf(const std::string& name) {
        const EmbeddingFile file = valueOrThrow(readEmbeddingFile(folder_ / name));
        return valueOrThrow(toEmbeddingMatrix(file.embeddings.front(), name)).values;
    }
};

TEST_F(CliEmbeddingsTest, statisticsAreToldInJson) {
    write("a.safetensors", "A cat", 2, {3, 4, 0, -1});
    const CliRun result = run({"embeddings", "stats", path("a.safetensors"), "--json"});
    ASSERT_EQ(result.status, 0) << result.error;
    const nlohmann::json item = result.json().at("embeddings").at(0);
    EXPECT_EQ(item.at("prompt"), "A cat");
    EXPECT_EQ(item.at("tokens"), 2);
    EXPECT_EQ(item.at("width"), 2);
    EXPECT_EQ(item.at("min"), -1.0);
    EXPECT_EQ(item.at("mean"), 1.5);
    EXPECT_EQ(item.at("token_norms"), nlohmann::json({5.0, 1.0}));
    EXPECT_EQ(item.at("channels").at("mean"), nlohmann::json({1.5, 1.5}));
    EXPECT_EQ(item.at("channels").at("std"), nlohmann::json({1.5, 2.5}));
    EXPECT_TRUE(item.at("layers").empty());
}

TEST_F(CliEmbeddingsTest, layersHaveStatisticsOfTheirOwn) {
    ASSERT_EQ(run({"encode", "A", "--all-layers", "--output", path("all.safetensors")}).status, 0);
    const CliRun result = run({"embeddings", "stats", path("all.safetensors"), "--json"});
    ASSERT_EQ(result.status, 0) << result.error;
    const nlohmann::json layers = result.json().at("embeddings").at(0).at("layers");
    ASSERT_EQ(layers.size(), 4U);
    EXPECT_EQ(layers.at(3).at("mean"), 3.0);
}

TEST_F(CliEmbeddingsTest, comparisonsAreToldInJson) {
    write("a.safetensors", "A cat", 2, {1, 0});
    write("b.safetensors", "A dog", 2, {3, 4, 0, 2});
    write("c.safetensors", "A fox", 2, {-1, 0});
    const CliRun two =
        run({"embeddings", "compare", path("a.safetensors"), path("b.safetensors"), "--json"});
    ASSERT_EQ(two.status, 0) << two.error;
    const nlohmann::json pair = two.json().at("pairs").at(0);
    EXPECT_NEAR(pair.at("token_cosines").at(0).get<double>(), 0.6, 1e-12);
    EXPECT_EQ(pair.at("aligned_tokens"), 1);
    EXPECT_EQ(two.json().at("token_cosine_matrix").at(0).size(), 2U);
    EXPECT_TRUE(two.json().at("principal_components").is_null());
    const CliRun three = run({"embeddings", "compare", path("a.safetensors"), path("b.safetensors"),
                              path("c.safetensors"), "--json"});
    ASSERT_EQ(three.status, 0) << three.error;
    EXPECT_EQ(three.json().at("pairs").size(), 3U);
    EXPECT_NEAR(three.json().at("cosine_matrix").at(0).at(2).get<double>(), -1.0, 1e-12);
    EXPECT_EQ(three.json().at("principal_components").at("coordinates").size(), 3U);
    EXPECT_EQ(run({"embeddings", "compare", path("a.safetensors")}).status, 2);
}

TEST_F(CliEmbeddingsTest, aSteeredEmbeddingIsSavedWithItsRecord) {
    write("base.safetensors", "A cat", 2, {1, 1, 2, 2});
    write("p.safetensors", "red", 2, {4, 0});
    write("n.safetensors", "blue", 2, {1, 1});
    const CliRun result = run({"embeddings", "steer", path("base.safetensors"), "--positive",
                               path("p.safetensors"), "--negative", path("n.safetensors"),
                               "--strength", "2", "--output", path("s.safetensors"), "--json"});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(valuesOf("s.safetensors"), (std::vector<float>{7, -1, 8, 0}));
    const EmbeddingFacts facts = readEmbeddingFile(folder_ / "s.safetensors")->facts;
    EXPECT_EQ(facts.prompt, "A cat");
    EXPECT_EQ(facts.encoder, "fake-encoder");
    const auto record = nlohmann::json::parse(facts.record);
    EXPECT_EQ(record.at("operation"), "steer");
    EXPECT_EQ(record.at("strength"), 2.0);
    EXPECT_EQ(record.at("positive").at(0).at("prompt"), "red");
    EXPECT_EQ(record.at("base").at("file"), "base.safetensors") << "without its folder";

    const CliRun direction = run({"embeddings", "steer", "--positive", path("p.safetensors"),
                                  "--negative", path("n.safetensors"), "--output", path("d.npz")});
    ASSERT_EQ(direction.status, 0) << direction.error;
    EXPECT_EQ(valuesOf("d.npz"), (std::vector<float>{3, -1}));
}

TEST_F(CliEmbeddingsTest, blendsAreSavedAndDifferentLengthsSaid) {
    write("a.safetensors", "A cat", 1, {0, 10});
    write("b.safetensors", "A dog", 1, {4, 6, 8});
    const std::vector<std::string> both = {
        "embeddings",  "blend",    path("a.safetensors"), path("b.safetensors"),
        "--overwrite", "--output", path("c.safetensors")};
    const auto with = [&](const std::vector<std::string>& more) {
        std::vector<std::string> arguments = both;
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    };
    const CliRun half = with({"--json"});
    ASSERT_EQ(half.status, 0) << half.error;
    EXPECT_EQ(valuesOf("c.safetensors"), (std::vector<float>{2, 8, 8}));
    EXPECT_EQ(half.json().at("notices").at(0).at("code"), "lengths_differ");
    EXPECT_EQ(half.json().at("record").at("operation"), "blend");
    EXPECT_EQ(readEmbeddingFile(folder_ / "c.safetensors")->facts.prompt, "A cat + A dog");
    ASSERT_EQ(with({"--share", "0,0.5", "--lengths", "cut"}).status, 0);
    EXPECT_EQ(valuesOf("c.safetensors"), (std::vector<float>{0, 8}));
    ASSERT_EQ(with({"--mode", "slerp", "--lengths", "stretch"}).status, 0);
    EXPECT_EQ(with({"--mode", "x"}).status, 2);
    EXPECT_EQ(with({"--share", "half"}).status, 2);
    EXPECT_EQ(with({path("a.safetensors")}).status, 2) << "three";
}

TEST_F(CliEmbeddingsTest, layersAreMixedByWeight) {
    ASSERT_EQ(run({"encode", "A", "--all-layers", "--output", path("all.safetensors")}).status, 0);
    const CliRun result = run({"embeddings", "blend", path("all.safetensors"), "--layers=-1:3,1:1",
                               "--output", path("m.safetensors")});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(valuesOf("m.safetensors").front(), 2.5F) << "(3·3 + 1·1) / 4";
    const auto record =
        nlohmann::json::parse(readEmbeddingFile(folder_ / "m.safetensors")->facts.record);
    EXPECT_EQ(record.at("operation"), "mix_layers");
    EXPECT_EQ(run({"embeddings", "blend", path("all.safetensors"), "--layers=9:1", "--output",
                   path("x.safetensors")})
                  .status,
              3);
    EXPECT_EQ(run({"embeddings", "blend", path("m.safetensors"), "--layers=1:1", "--output",
                   path("x.safetensors")})
                  .status,
              3)
        << "it has no layers";
}

TEST_F(CliEmbeddingsTest, filesAreConvertedThereAndBack) {
    write("a.safetensors", "A cat", 2, {1.5, -2, 0.25, 1e30F});
    for (const auto& [from, to] :
         {std::pair("a.safetensors", "b.npz"), std::pair("b.npz", "c.npy"),
          std::pair("c.npy", "d.safetensors"), std::pair("b.npz", "e.safetensors")}) {
        const CliRun result = run({"embeddings", "convert", path(from), "--output", path(to)});
        ASSERT_EQ(result.status, 0) << result.error;
        EXPECT_EQ(valuesOf(to), valuesOf("a.safetensors"));
    }
    EXPECT_EQ(readBytes(folder_ / "a.safetensors"), readBytes(folder_ / "e.safetensors"))
        << "with every fact";
    EXPECT_EQ(readEmbeddingFile(folder_ / "d.safetensors")->facts.prompt, "") << "a .npy has none";
    EXPECT_EQ(
        run({"embeddings", "convert", path("a.safetensors"), "--output", path("x.pt")}).status, 3);
    EXPECT_EQ(run({"embeddings", "convert", path("a.safetensors")}).status, 2);
    EXPECT_EQ(
        run({"embeddings", "convert", path("a.safetensors"), "--output", path("b.npz")}).status, 3)
        << "it exists";
}

TEST_F(CliEmbeddingsTest, aPictureTellsHowItsEmbeddingWasMade) {
    write("a.safetensors", "A cat", 4, {1, 2, 3, 4});
    write("b.safetensors", "A dog", 4, {5, 6, 7, 8});
    ASSERT_EQ(run({"embeddings", "blend", path("a.safetensors"), path("b.safetensors"), "--output",
                   path("c.safetensors")})
                  .status,
              0);
    for (const char* level : {"all", "no-prompt"}) {
        const CliRun result = run({"generate", "--prompt-embeds", path("c.safetensors"), "--width",
                                   "16", "--height", "16", "--steps", "1", "--metadata", level,
                                   "--output", path(std::string("output/") + level + ".png")});
        ASSERT_EQ(result.status, 0) << result.error;
    }
    const auto metadata = [&](const std::string& name) {
        const LoadedImage picture = valueOrThrow(readImageFile(folder_ / name));
        return readPictureMetadata(picture.text.entries).value();
    };
    const auto record = nlohmann::json::parse(metadata("output/all.png").embeddingRecord);
    EXPECT_EQ(record.at("operation"), "blend");
    EXPECT_EQ(metadata("output/all.png").request.conversation.user, "A cat + A dog");
    EXPECT_EQ(readBytes(folder_ / "output/no-prompt.png").find("A dog"), std::string::npos);
}

TEST_F(CliEmbeddingsTest, unknownActionsAreSuggested) {
    EXPECT_EQ(run({"embeddings"}).status, 2);
    const CliRun result = run({"embeddings", "blnd"});
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.error.find("did you mean blend"), std::string::npos);
    EXPECT_EQ(run({"embeddings", "stats"}).status, 2);
    EXPECT_EQ(run({"embeddings", "stats", path("none.safetensors")}).status, 3);
    EXPECT_EQ(run({"embeddings", "steer", "--output", path("x.safetensors")}).status, 3);
}

TEST_F(CliEmbeddingsTest, aListOfPromptsIsEncodedAndGoneOnWith) {
    writeBytes(folder_ / "list.txt", "A cat\n# not this\nA dog\nA fox\n");
    const std::vector<std::string> encode = {"encode", "--prompts", path("list.txt"), "--output",
                                             path("output/{index}.safetensors")};
    ASSERT_EQ(run(encode).status, 0);
    EXPECT_EQ(outputFiles(),
              (std::vector<std::string>{"0.safetensors", "1.safetensors", "2.safetensors"}));
    EXPECT_EQ(readEmbeddingFile(folder_ / "output/1.safetensors")->facts.prompt, "A dog");
    EXPECT_EQ(pipeline_->encoded.size(), 3U);
    EXPECT_EQ(run(encode).status, 3) << "they exist";

    std::filesystem::remove(folder_ / "output/1.safetensors");
    std::vector<std::string> resume = encode;
    resume.insert(resume.end(), {"--resume", "--json"});
    const CliRun again = run(resume);
    ASSERT_EQ(again.status, 0) << again.error;
    EXPECT_EQ(pipeline_->encoded.size(), 4U) << "only what was missing";
    EXPECT_EQ(again.json().at("files").at(0).at("kept"), true);
    EXPECT_EQ(again.json().at("files").at(1).at("kept"), false);

    writeBytes(folder_ / "list.txt", "A horse\nA dog\n");
    EXPECT_EQ(run(resume).status, 3) << "0.safetensors is that of another prompt";
    resume.emplace_back("--overwrite");
    EXPECT_EQ(run(resume).status, 0);
    EXPECT_EQ(readEmbeddingFile(folder_ / "output/0.safetensors")->facts.prompt, "A horse");
    EXPECT_EQ(run({"encode", "A cat", "--resume", "--output", path("x.safetensors")}).status, 2);
    resume.emplace_back("A cat");
    EXPECT_EQ(run(resume).status, 2) << "a prompt and a list";
}

} // namespace

} // namespace diptych::test

// Embedding files: what is written is read back, what the predecessor wrote too, nonsense is
// refused.
#include "core/encoders/embedding_file.h"

#include "core/tensor/host_values.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <limits>

namespace diptych {
namespace {

using test::TemporaryFolder;

HostTensor values(const std::vector<std::int64_t>& shape) {
    return toHostTensor(at::arange(at::empty(shape).numel(), at::kFloat).view(shape));
}

void writeTensors(const std::filesystem::path& path, const std::vector<std::string>& names,
                  const HostTensor& tensor) {
    std::vector<TensorToWrite> writes;
    for (const std::string& name : names)
        writes.push_back(tensor.toWrite(name));
    ASSERT_TRUE(writeSafetensors(path, writes, {}, Overwrite::No));
}

TEST(EmbeddingFile, roundTripsValuesAndFacts) {
    TemporaryFolder folder;
    EmbeddingFacts facts;
    facts.prompt = "a cat, 一只猫";
    facts.hiddenLayer = "-2";
    facts.createdAt = "2025-01-01T00:00:00Z";
    const auto path = folder / "e.safetensors";
    ASSERT_TRUE(writeEmbeddingFile(path, {values({3, 4})}, {}, facts, Overwrite::No));
    const auto read = readEmbeddingFile(path);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->embeddings, std::vector<HostTensor>{values({3, 4})});
    EXPECT_EQ(read->facts.toMetadata(), facts.toMetadata());
}

TEST(EmbeddingFile, keepsListsInOrderAndBfloat16AsItIs) {
    TemporaryFolder folder;
    const HostTensor narrow = toHostTensor(toTensor(values({2, 4})).to(at::kBFloat16));
    const auto path = folder / "e.safetensors";
    ASSERT_TRUE(writeEmbeddingFile(path, {values({3, 4}), narrow}, {}, {}, Overwrite::No));
    const auto read = readEmbeddingFile(path);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->embeddings, (std::vector<HostTensor>{values({3, 4}), narrow}));
}

TEST(EmbeddingFile, readsWhatThePredecessorWrote) {
    TemporaryFolder folder;
    writeTensors(folder / "a.safetensors", {"embeddings"}, values({3, 4}));
    test::writeBytes(folder / "a.json",
                     R"({"prompt": "A cat", "sequence_length": 3, "model_path": "/m"})");
    EXPECT_EQ(readEmbeddingFile(folder / "a.safetensors")->facts.prompt, "A cat");
    writeTensors(folder / "b.safetensors", {"embeddings_0", "embeddings_1"}, values({3, 4}));
    EXPECT_EQ(readEmbeddingFile(folder / "b.safetensors")->embeddings.size(), 2U);
    writeTensors(folder / "c.safetensors", {"any_name"}, values({1, 3, 4}));
    EXPECT_EQ(readEmbeddingFile(folder / "c.safetensors")->embeddings[0].shape,
              (std::vector<std::int64_t>{3, 4}));
    writeTensors(folder / "d.safetensors", {"embeddings"}, values({3, 4}));
    test::writeBytes(folder / "d.json", "{ damaged");
    EXPECT_TRUE(readEmbeddingFile(folder / "d.safetensors"));
}

TEST(EmbeddingFile, readsEveryFactThatThePredecessorKept) {
    TemporaryFolder folder;
    writeTensors(folder / "a.safetensors", {"embeddings"}, values({3, 4}));
    test::writeBytes(folder / "a.json",
                     R"({"prompt": "A cat", "template": "noir", "enable_thinking": true,
                         "system_prompt": "Paint.", "thinking_content": "<unknown>",
                         "sequence_length": 3, "embedding_dim": 4, "dtype": "torch.bfloat16",
                         "created_at": "2025-12-01T00:00:00", "encoder_device": "cpu",
                         "model_path": "/m", "surprise": [1]})");
    const EmbeddingFacts facts = readEmbeddingFile(folder / "a.safetensors")->facts;
    EXPECT_EQ(facts.templateName, "noir");
    EXPECT_EQ(facts.systemPrompt, "Paint.");
    EXPECT_EQ(facts.thinkingContent, "") << "what it did not know is not known";
    EXPECT_EQ(facts.tokenCount, "3");
    EXPECT_EQ(facts.encoder, "/m");
    EXPECT_EQ(facts.createdAt, "2025-12-01T00:00:00");

    const HostTensor one = values({3, 4});
    const std::vector<TensorToWrite> list = {one.toWrite("embeddings_0"),
                                             one.toWrite("embeddings_1")};
    ASSERT_TRUE(writeSafetensors(folder / "b.safetensors", list,
                                 {{"prompts", R"(["A cat", "A dog"])"}, {"count", "2"}},
                                 Overwrite::No));
    EXPECT_EQ(readEmbeddingFile(folder / "b.safetensors")->prompts,
              (std::vector<std::string>{"A cat", "A dog"}));
    const std::vector<TensorToWrite> single = {one.toWrite("embeddings")};
    ASSERT_TRUE(writeSafetensors(folder / "c.safetensors", single, {{"prompts", R"(["A fox"])"}},
                                 Overwrite::No));
    EXPECT_EQ(readEmbeddingFile(folder / "c.safetensors")->facts.prompt, "A fox");
    ASSERT_TRUE(writeSafetensors(folder / "d.safetensors", single, {{"prompts", "{ damaged"}},
                                 Overwrite::No));
    EXPECT_TRUE(readEmbeddingFile(folder / "d.safetensors"));
}

TEST(EmbeddingFile, numpysFilesHoldTheSame) {
    TemporaryFolder folder;
    EmbeddingFacts facts;
    facts.prompt = "a cat, 一只猫";
    facts.record = R"({"operation":"blend"})";
    const std::vector<HostTensor> layers = {values({3, 4}), values({3, 4})};
    ASSERT_TRUE(
        writeEmbeddingFile(folder / "e.npz", {values({3, 4})}, layers, facts, Overwrite::No));
    const auto read = readEmbeddingFile(folder / "e.npz");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->embeddings, std::vector<HostTensor>{values({3, 4})});
    EXPECT_EQ(read->facts.prompt, facts.prompt);
    EXPECT_EQ(read->facts.record, facts.record);
    EXPECT_EQ(readHiddenStates(folder / "e.npz").value(), layers);

    const HostTensor narrow = toHostTensor(toTensor(values({2, 4})).to(at::kBFloat16));
    ASSERT_TRUE(writeEmbeddingFile(folder / "n.npy", {narrow}, {}, facts, Overwrite::No));
    EXPECT_EQ(readEmbeddingFile(folder / "n.npy")->embeddings,
              std::vector<HostTensor>{values({2, 4})});
    EXPECT_EQ(readHiddenStates(folder / "n.npy").error().code, ErrorCode::FileInvalid);
    EXPECT_EQ(writeEmbeddingFile(folder / "m.npy", layers, {}, facts, Overwrite::No).error().code,
              ErrorCode::InvalidInput);
    EXPECT_EQ(writeEmbeddingFile(folder / "n.npy", {narrow}, {}, facts, Overwrite::No).error().code,
              ErrorCode::FileWrite);
    test::writeBytes(folder / "z.npz", "PK\x03\x04 and nothing else .npy");
    EXPECT_EQ(readEmbeddingFile(folder / "z.npz").error().code, ErrorCode::FileInvalid);
}

TEST(EmbeddingFile, refusesWhatIsNoEmbedding) {
    TemporaryFolder folder;
    writeTensors(folder / "a.safetensors", {"vector"}, values({4}));
    EXPECT_EQ(readEmbeddingFile(folder / "a.safetensors").error().code, ErrorCode::FileInvalid);
    writeTensors(folder / "b.safetensors", {"embeddings"}, values({0, 4}));
    EXPECT_EQ(readEmbeddingFile(folder / "b.safetensors").error().code, ErrorCode::FileInvalid);
    at::Tensor broken = at::ones({2, 2});
    broken[1][1] = std::numeric_limits<float>::quiet_NaN();
    writeTensors(folder / "c.safetensors", {"embeddings"}, toHostTensor(broken));
    EXPECT_NE(readEmbeddingFile(folder / "c.safetensors").error().message.find("not finite"),
              std::string::npos);
    EXPECT_EQ(readEmbeddingFile(folder / "none").error().code, ErrorCode::FileNotFound);
}

} // namespace
} // namespace diptych

// core/tokenizer: damaged and foreign files give an error that names the file and the part, or a
// tokenizer that works.
#include "tests/core/tokenizer/tokenizer_fixtures.h"

#include <functional>
#include <random>

namespace diptych {
namespace {

using nlohmann::json;

const std::string& tinyJson() {
    static const std::string text = test::readBytes(test::tinyTokenizerFolder() / "tokenizer.json");
    return text;
}

/// Whether the file was accepted; checks that it then works and else says why.
bool survives(const Result<Tokenizer>& tokenizer, std::string_view sourceName) {
    if (!tokenizer) {
        EXPECT_EQ(tokenizer.error().code, ErrorCode::FileInvalid);
        EXPECT_NE(tokenizer.error().message.find(sourceName), std::string::npos)
            << tokenizer.error().message;
        EXPECT_GT(tokenizer.error().message.size(), sourceName.size() + 2);
        return false;
    }
    const std::string text = "A cat's <think>\n  12 \xC3\xA9\xE7\x8C\xAB   !!\r\n <|im_end|> end";
    const auto tokens = tokenizer->tokenize(text);
    test::expectTiled(tokens, text);
    EXPECT_EQ(tokenizer->decode(tokenizer->encode(text)), text);
    return true;
}

std::string refusal(const std::function<void(json&)>& change) {
    json file = json::parse(tinyJson());
    change(file);
    const auto tokenizer = Tokenizer::fromJson(file.dump(), "bad.json");
    EXPECT_FALSE(survives(tokenizer, "bad.json"));
    return tokenizer ? "accepted" : tokenizer.error().message;
}

TEST(BadTokenizer, namesTheFileAndThePart) {
    const auto expectNamed = [](const std::string& part, const std::function<void(json&)>& change) {
        const std::string message = refusal(change);
        EXPECT_NE(message.find(part), std::string::npos) << part << " not in: " << message;
    };
    expectNamed("model", [](json& file) { file.erase("model"); });
    expectNamed("model", [](json& file) { file["model"]["type"] = "Unigram"; });
    expectNamed("vocab", [](json& file) { file["model"].erase("vocab"); });
    expectNamed("merges", [](json& file) { file["model"].erase("merges"); });
    expectNamed("byte_fallback", [](json& file) { file["model"]["byte_fallback"] = true; });
    expectNamed("dropout", [](json& file) { file["model"]["dropout"] = 0.1; });
    expectNamed("end_of_word_suffix",
                [](json& file) { file["model"]["end_of_word_suffix"] = "</w>"; });
    expectNamed("byte 0x61", [](json& file) { file["model"]["vocab"].erase("a"); });
    expectNamed("\"a\"", [](json& file) { file["model"]["vocab"]["a"] = "64"; });
    expectNamed("outside", [](json& file) { file["model"]["vocab"]["a"] = -1; });
    expectNamed("outside", [](json& file) { file["model"]["vocab"]["a"] = 1LL << 40; });
    expectNamed("two tokens have the id 65", [](json& file) { file["model"]["vocab"]["a"] = 65; });
    expectNamed("byte alphabet", [](json& file) { file["model"]["vocab"]["\xE7\x8C\xAB"] = 3000; });
    expectNamed("byte alphabet", [](json& file) { file["model"]["vocab"][""] = 3000; });
    expectNamed("merges", [](json& file) { file["model"]["merges"].push_back({"zzz", "q"}); });
    expectNamed("merges", [](json& file) { file["model"]["merges"][3] = "nospace"; });
    expectNamed("merges", [](json& file) { file["model"]["merges"][3] = {"a", "b", "c"}; });
    expectNamed("added tokens", [](json& file) { file["added_tokens"][0]["lstrip"] = true; });
    expectNamed("added tokens", [](json& file) { file["added_tokens"][0]["content"] = ""; });
    expectNamed("added_tokens", [](json& file) { file["added_tokens"][0].erase("id"); });
    expectNamed("two tokens have the id", [](json& file) { file["added_tokens"][0]["id"] = 5; });
    expectNamed("two ids", [](json& file) { file["added_tokens"][0]["content"] = "a"; });
    expectNamed("normalizer", [](json& file) { file["normalizer"]["type"] = "NFKC"; });
    expectNamed("pre_tokenizer", [](json& file) { file.erase("pre_tokenizer"); });
    expectNamed("pre_tokenizer", [](json& file) {
        file["pre_tokenizer"]["pretokenizers"][1]["add_prefix_space"] = true;
    });
    expectNamed("does not compile", [](json& file) {
        file["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = "(";
    });
    expectNamed("post_processor", [](json& file) {
        file["post_processor"] = {{"type", "TemplateProcessing"}};
    });
    expectNamed("decoder", [](json& file) { file["decoder"]["type"] = "WordPiece"; });
}

TEST(BadTokenizer, survivesTruncation) {
    constexpr std::size_t kCuts = 64;
    for (std::size_t i = 0; i < kCuts; ++i) {
        const std::size_t length = tinyJson().size() * i / kCuts;
        EXPECT_FALSE(
            survives(Tokenizer::fromJson(tinyJson().substr(0, length), "cut.json"), "cut.json"));
    }
}

TEST(BadTokenizer, survivesFlippedBytes) {
    std::mt19937 random(20251207);
    int accepted = 0;
    for (int i = 0; i < 160; ++i) {
        std::string text = tinyJson();
        const std::size_t position = random() % text.size();
        text[position] = static_cast<char>(text[position] ^ static_cast<char>(1 + random() % 255));
        SCOPED_TRACE(position);
        accepted += survives(Tokenizer::fromJson(text, "flipped.json"), "flipped.json") ? 1 : 0;
    }
    EXPECT_LT(accepted, 60);
}

// Every node of the file but the long lists' elements is removed once and replaced by each other
// type once.
void collectPointers(const json& node, const json::json_pointer& at,
                     std::vector<json::json_pointer>& pointers) {
    std::size_t count = 0;
    for (const auto& [key, child] : node.items()) {
        if (++count > 12)
            return;
        const auto pointer = node.is_array() ? at / (count - 1) : at / key;
        pointers.push_back(pointer);
        if (child.is_structured())
            collectPointers(child, pointer, pointers);
    }
}

TEST(BadTokenizer, survivesMissingAndRetypedParts) {
    const json original = json::parse(tinyJson());
    std::vector<json::json_pointer> pointers;
    collectPointers(original, json::json_pointer(), pointers);
    ASSERT_GT(pointers.size(), 100U);
    int refused = 0;
    for (const auto& pointer : pointers) {
        SCOPED_TRACE(pointer.to_string());
        json removed = original;
        json& parent = removed.at(pointer.parent_pointer());
        if (parent.is_array())
            parent.erase(std::stoul(pointer.back()));
        else
            parent.erase(pointer.back());
        refused += survives(Tokenizer::fromJson(removed.dump(), "part.json"), "part.json") ? 0 : 1;
    }
    const std::vector<json> others = {nullptr,       true,          -7, 1.5, 1e300, "text",
                                      json::array(), json::object()};
    for (std::size_t i = 0; i < pointers.size(); ++i) {
        SCOPED_TRACE(pointers[i].to_string());
        json retyped = original;
        retyped.at(pointers[i]) = others[i % others.size()];
        refused += survives(Tokenizer::fromJson(retyped.dump(), "part.json"), "part.json") ? 0 : 1;
    }
    EXPECT_GT(refused, 60);
}

TEST(BadTokenizer, boundsTheEffortOfAHostilePattern) {
    json file = json::parse(tinyJson());
    auto& pattern = file["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"];
    // Catastrophic backtracking, empty matches, matches that never come, matches that begin before
    // their start.
    for (const char* hostile :
         {"(\\w+\\s?)+$x", "(a|aa)+$", "x*", "zzz", "(?<=a)\\Kb", "a\\K", "(?R)?a"}) {
        SCOPED_TRACE(hostile);
        pattern = hostile;
        const auto tokenizer = Tokenizer::fromJson(file.dump(), "hostile.json");
        if (!survives(tokenizer, "hostile.json"))
            continue;
        const std::string text = std::string(2000, 'a') + " b";
        EXPECT_EQ(tokenizer->decode(tokenizer->encode(text)), text);
    }
}

TEST(BadTokenizer, namesWhatIsMissingFromAFolder) {
    test::TemporaryFolder folder;
    EXPECT_EQ(Tokenizer::load(folder / "none").error().code, ErrorCode::FileNotFound);
    EXPECT_EQ(Tokenizer::load(folder.path()).error().code, ErrorCode::FileNotFound);
    for (const char* name : {"vocab.json", "merges.txt", "tokenizer_config.json"})
        std::filesystem::copy(test::tinyTokenizerFolder() / name, folder / name);
    ASSERT_TRUE(Tokenizer::load(folder.path()));
    const std::string merges = test::readBytes(folder / "merges.txt");
    test::writeBytes(folder / "merges.txt", merges + "\xFFunknown pair\n");
    const auto unknown = Tokenizer::load(folder.path());
    ASSERT_FALSE(survives(unknown, "merges"));
    test::writeBytes(folder / "merges.txt", merges);
    const std::string config = test::readBytes(folder / "tokenizer_config.json");
    for (const auto& [from, to] :
         {std::pair{"Qwen2Tokenizer", "LlamaTokenizer"}, std::pair{"\"1980\"", "\"198x\""},
          std::pair{"added_tokens_decoder", "other"}}) {
        std::string changed = config;
        changed.replace(changed.find(from), std::string_view(from).size(), to);
        test::writeBytes(folder / "tokenizer_config.json", changed);
        EXPECT_FALSE(survives(Tokenizer::load(folder.path()), "tokenizer_config.json"));
    }
    std::filesystem::remove(folder / "tokenizer_config.json");
    const auto missing = Tokenizer::load(folder.path());
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::FileNotFound);
}

} // namespace
} // namespace diptych

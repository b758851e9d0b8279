// Adapters as users write them: flags, lists, tables, names in a folder.
#include "core/config/lora_settings.h"
#include "tests/core/config/config_test_support.h"

namespace diptych::config {
namespace {

using diptych::test::writeBytes;
using test::effective;
using test::TemporaryFolder;

std::vector<LoraRequest> requests(const LoraSettings& settings) {
    const auto found = findLoras(settings);
    EXPECT_TRUE(found) << (found ? "" : found.error().message);
    return found.value_or(std::vector<LoraRequest>{});
}

TEST(LoraSettings, theNumberBehindTheLastColonIsTheStrength) {
    const std::vector<std::pair<std::string, LoraRequest>> cases = {
        {"a.safetensors", {"a.safetensors", 1.0}},
        {"a.safetensors:0.5", {"a.safetensors", 0.5}},
        {"a.safetensors:-1.5", {"a.safetensors", -1.5}},
        {"a.safetensors:+2", {"a.safetensors", 2.0}},
        {"a.safetensors:1e-1", {"a.safetensors", 0.1}},
        {"a:b.safetensors", {"a:b.safetensors", 1.0}},
        {"a:b.safetensors:0", {"a:b.safetensors", 0.0}},
        {"C:\\loras\\a.safetensors", {"C:\\loras\\a.safetensors", 1.0}},
        {"C:\\loras\\a.safetensors:0.5", {"C:\\loras\\a.safetensors", 0.5}},
        {"a.safetensors:", {"a.safetensors:", 1.0}},
        {"a.safetensors:0.5x", {"a.safetensors:0.5x", 1.0}},
        {":0.5", {":0.5", 1.0}}};
    for (const auto& [text, expected] : cases) {
        const LoraEntry entry = parseLora(text);
        EXPECT_EQ((LoraRequest{entry.file, entry.strength}), expected) << text;
    }
}

TEST(LoraSettings, listsOfPathsAndScalesAreOneList) {
    const EffectiveConfig config = effective(R"([default.lora]
paths = ["/l/style.safetensors", "/l/detail.safetensors"]
scales = [0.5, 0.3]
)");
    EXPECT_TRUE(config.notices.empty());
    EXPECT_EQ(
        requests(config.values.lora),
        (std::vector<LoraRequest>{{"/l/style.safetensors", 0.5}, {"/l/detail.safetensors", 0.3}}));
    EXPECT_EQ(config.sourceOf("lora.entries").line, 3);
}

TEST(LoraSettings, tooFewScalesAreTold) {
    const EffectiveConfig config =
        effective("[default.lora]\npaths = [\"/a\", \"/b\"]\nscales = [0.5]\n");
    EXPECT_EQ(requests(config.values.lora), (std::vector<LoraRequest>{{"/a", 0.5}, {"/b", 1.0}}));
    ASSERT_EQ(config.notices.size(), 1U);
    EXPECT_NE(
        config.notices[0].message.find("config.toml:3:1: lora.scales has 1 numbers for the 2"),
        std::string::npos)
        << config.notices[0].message;
}

TEST(LoraSettings, entriesHaveNamesTriggerWordsAndASwitch) {
    const EffectiveConfig config = effective(R"(
[[default.lora.entries]]
path = "/l/oil.safetensors"
name = "Oil"
scale = 0.8
trigger_words = "oil painting"
[[default.lora.entries]]
path = "/l/ink.safetensors"
trigger_words = "ink"
enabled = false
[[default.lora.entries]]
path = "/l/cat.safetensors"
)");
    EXPECT_TRUE(config.notices.empty());
    EXPECT_EQ(requests(config.values.lora),
              (std::vector<LoraRequest>{{"/l/oil.safetensors", 0.8}, {"/l/cat.safetensors", 1.0}}));
    EXPECT_EQ(triggerWordsOf(config.values.lora), std::vector<std::string>{"oil painting"});
    EXPECT_EQ(config.values.lora.entries.at(0).name, "Oil");
}

TEST(LoraSettings, faultsInEntriesAreToldWithTheirPlace) {
    const EffectiveConfig config = effective(R"([[default.lora.entries]]
path = "/a.safetensors"
scael = 0.8
)");
    ASSERT_EQ(config.notices.size(), 1U);
    EXPECT_NE(config.notices[0].message.find(
                  "config.toml:3:1: unknown key 'scael' in an entry of lora.entries"),
              std::string::npos)
        << config.notices[0].message;
    EXPECT_EQ(config.values.lora.entries.size(), 1U);
    for (const char* wrong :
         {"[{scale = 1.0}]", "[{path = 1}]", "[\"a\"]", "\"a\"", "[{path = \"/a\", scale = \"x\"}]",
          "[{path = \"/a\", scale = inf}]"}) {
        const EffectiveConfig bad = effective(std::string("[default.lora]\nentries = ") + wrong);
        EXPECT_EQ(bad.notices.size(), 1U) << wrong;
        EXPECT_TRUE(bad.values.lora.entries.empty()) << wrong;
    }
}

TEST(LoraSettings, entriesWinOverPathsOfTheSameProfileAndAreNotAdded) {
    const EffectiveConfig config = effective(R"([default.lora]
entries = [{path = "/e.safetensors"}]
paths = ["/p.safetensors"]
)");
    EXPECT_EQ(requests(config.values.lora), (std::vector<LoraRequest>{{"/e.safetensors", 1.0}}));
    ASSERT_EQ(config.notices.size(), 1U);
    EXPECT_NE(config.notices[0].message.find("lora.paths is not used"), std::string::npos);
}

TEST(LoraSettings, aProfilesListReplacesThatOfDefault) {
    const char* const kText = R"([default.lora]
entries = [{path = "/e.safetensors"}]
[plain.lora]
paths = []
[other.lora]
paths = ["/p.safetensors"]
)";
    EXPECT_EQ(requests(effective(kText, "plain").values.lora), std::vector<LoraRequest>{});
    EXPECT_EQ(requests(effective(kText, "other").values.lora),
              (std::vector<LoraRequest>{{"/p.safetensors", 1.0}}));
}

TEST(LoraSettings, namesAreLookedUpInTheFolderWithAndWithoutTheEnding) {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder / "styles");
    writeBytes(folder / "oil.safetensors", "x");
    writeBytes(folder / "styles/ink.safetensors", "x");
    LoraSettings settings;
    settings.folder = folder.path();
    for (const auto& [name, file] : std::vector<std::pair<std::string, std::string>>{
             {"oil", "oil.safetensors"},
             {"oil.safetensors", "oil.safetensors"},
             {"styles/ink", "styles/ink.safetensors"}}) {
        settings.entries = {parseLora(name + ":0.5")};
        EXPECT_EQ(requests(settings), (std::vector<LoraRequest>{{(folder / file).string(), 0.5}}))
            << name;
    }
    settings.entries = {parseLora("/absolute/x.safetensors")};
    EXPECT_EQ(requests(settings).at(0).path, "/absolute/x.safetensors");
}

TEST(LoraSettings, aNameThatIsNowhereSuggestsSimilarOnes) {
    const TemporaryFolder folder;
    writeBytes(folder / "oil-paint.safetensors", "x");
    writeBytes(folder / "cats.safetensors", "x");
    LoraSettings settings;
    settings.folder = folder.path();
    settings.entries = {parseLora("oil-pant")};
    const auto found = findLoras(settings);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::FileNotFound);
    EXPECT_EQ(found.error().hint, "did you mean oil-paint?");
    settings.folder.clear();
    EXPECT_EQ(requests(settings).at(0).path, "oil-pant") << "whoever opens it tells";
}

TEST(LoraSettings, aRelativePathBeginsWhereItWasWritten) {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder / "loras");
    writeBytes(folder / "beside.safetensors", "x");
    ConfigInputs inputs;
    inputs.file = folder / "config.toml";
    inputs.home = "/home/me";
    writeBytes(inputs.file,
               "[default.lora]\nloras_dir = \"loras\"\npaths = [\"beside.safetensors\"]\n");
    const auto config = loadConfig(test::schema(), inputs);
    ASSERT_TRUE(config);
    EXPECT_EQ(requests(config->values.lora).at(0).path, (folder / "beside.safetensors").string());
    writeBytes(inputs.file, "[default.lora]\npaths = [\"~/x.safetensors\"]\n");
    EXPECT_EQ(requests(loadConfig(test::schema(), inputs)->values.lora).at(0).path,
              "/home/me/x.safetensors");
}

} // namespace
} // namespace diptych::config

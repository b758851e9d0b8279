// Reading adapter files: every form of a name, alpha from everywhere, and files that lie.
#include "tests/core/lora/lora_test_support.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <limits>

namespace diptych::lora {
namespace {

using test::TemporaryFolder;

constexpr const char* kStem = "diffusion_model.layers.0.attention.to_q";

NamedTensors goodModule() {
    return {{fmt::format("{}.lora_down.weight", kStem), numbers({4, 64}, 1)},
            {fmt::format("{}.lora_up.weight", kStem), numbers({64, 4}, 2)}};
}

// A good module with other tensors put in (or, when undefined, left out).
Result<std::shared_ptr<const LoraFile>>
openChanged(const std::map<std::string, at::Tensor>& changes,
            const std::map<std::string, std::string>& metadata = {}) {
    const TemporaryFolder folder;
    NamedTensors tensors = goodModule();
    for (const auto& [ending, tensor] : changes) {
        const std::string name = fmt::format("{}.{}", kStem, ending);
        if (tensor.defined())
            tensors[name] = tensor;
        else
            tensors.erase(name);
    }
    return LoraFile::open(writeLora(folder / "a.safetensors", tensors, metadata));
}

std::string refusal(const std::map<std::string, at::Tensor>& changes) {
    const auto file = openChanged(changes);
    if (file)
        return "accepted";
    EXPECT_EQ(file.error().code, ErrorCode::FileInvalid);
    EXPECT_NE(file.error().message.find("a.safetensors"), std::string::npos);
    return file.error().message;
}

TEST(LoraFile, everySuffixFormIsRead) {
    const TemporaryFolder folder;
    for (const auto& [down, up] : std::vector<std::pair<std::string, std::string>>{
             {".lora_down.weight", ".lora_up.weight"},
             {".lora_A.weight", ".lora_B.weight"},
             {".lora_A.default.weight", ".lora_B.default.weight"},
             {".lora_A.my_style.weight", ".lora_B.my_style.weight"},
             {".lora.down.weight", ".lora.up.weight"},
             {".lora_linear_layer.down.weight", ".lora_linear_layer.up.weight"},
             {"_lora.down.weight", "_lora.up.weight"}}) {
        const auto file =
            openLora(writeLora(folder / "a.safetensors", {{kStem + down, numbers({4, 64}, 1)},
                                                          {kStem + up, numbers({64, 4}, 2)}}));
        ASSERT_EQ(file->modules().size(), 1U) << down;
        EXPECT_EQ(file->modules()[0].stem, kStem) << down;
        EXPECT_EQ(file->modules()[0].scale, 1.0) << down;
        EXPECT_EQ(file->modules()[0].shape, (Shape{64, 64})) << down;
        EXPECT_TRUE(file->unknownNames().empty()) << down;
    }
}

TEST(LoraFile, namesOfNoFormAreNoKeys) {
    for (const char* name : {"layers.0.attention.to_q.weight", "alpha", ".alpha", "x.lora_down",
                             "x.lora_downs.weight", ".lora_A.weight", "x.lora_mid.weight", ""})
        EXPECT_FALSE(parseKey(name)) << name;
}

TEST(LoraFile, alphaIsDividedByTheRank) {
    EXPECT_EQ(openChanged({{"alpha", at::scalar_tensor(2.0)}}).value()->modules()[0].scale, 0.5);
    EXPECT_EQ(openChanged({{"alpha", at::full({1}, 8.0, at::kHalf)}}).value()->modules()[0].scale,
              2.0);
}

TEST(LoraFile, alphaOfTheHeaderCountsWhereTensorsSayNothing) {
    const std::map<std::string, std::string> header{
        {"lora_adapter_metadata", R"({"transformer.r": 4, "transformer.lora_alpha": 8})"}};
    const auto file = openChanged({}, header).value();
    EXPECT_EQ(file->modules()[0].scale, 2.0);
    EXPECT_TRUE(file->report().hasAlpha);
    EXPECT_EQ(openChanged({{"alpha", at::scalar_tensor(4.0)}}, header).value()->modules()[0].scale,
              1.0);
    EXPECT_EQ(openChanged({}, {{"lora_adapter_metadata",
                                R"({"transformer.lora_alpha": 8,
                                    "transformer.alpha_pattern": {"attention.to_q": 2}})"}})
                  .value()
                  ->modules()[0]
                  .scale,
              0.5);
    for (const char* text : {"", "{", "[]", R"({"transformer.lora_alpha": "8"})", "null"})
        EXPECT_EQ(openChanged({}, {{"lora_adapter_metadata", text}}).value()->modules()[0].scale,
                  1.0)
            << text;
}

TEST(LoraFile, halfOfAModuleIsRefused) {
    EXPECT_NE(refusal({{"lora_down.weight", {}}}).find("incomplete"), std::string::npos);
    EXPECT_NE(refusal({{"lora_up.weight", {}}}).find("incomplete"), std::string::npos);
    EXPECT_NE(refusal({{"hada_w1_a", numbers({64, 2}, 1)}}).find("incomplete"), std::string::npos);
    EXPECT_NE(refusal({{"lokr_w1", numbers({8, 8}, 1)}}).find("incomplete"), std::string::npos);
}

TEST(LoraFile, factorsThatDoNotFitTogetherAreRefused) {
    EXPECT_NE(refusal({{"lora_up.weight", numbers({64, 5}, 1)}}).find("[64, 5] and [4, 64]"),
              std::string::npos);
    EXPECT_NE(refusal({{"lora_up.weight", numbers({256}, 1)}}).find("matrix"), std::string::npos);
    EXPECT_NE(refusal({{"lora_up.weight", at::zeros({64, 0})}}).find("empty"), std::string::npos);
    EXPECT_NE(refusal({{"dora_scale", numbers({1, 63}, 1)}}).find("DoRA"), std::string::npos);
    EXPECT_NE(refusal({{"hada_w1_a", numbers({64, 2}, 1)},
                       {"hada_w1_b", numbers({2, 64}, 1)},
                       {"hada_w2_a", numbers({32, 2}, 1)},
                       {"hada_w2_b", numbers({2, 64}, 1)}})
                  .find("do not fit"),
              std::string::npos);
}

TEST(LoraFile, numbersBeyondReasonAreRefused) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    at::Tensor damaged = numbers({64, 4}, 2);
    damaged[63][3] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_NE(refusal({{"lora_up.weight", damaged}}).find("not finite"), std::string::npos);
    EXPECT_NE(refusal({{"alpha", at::scalar_tensor(kInfinity)}}).find("not finite"),
              std::string::npos);
    EXPECT_NE(refusal({{"alpha", at::scalar_tensor(1e9)}}).find("beyond reason"),
              std::string::npos);
    EXPECT_NE(refusal({{"alpha", at::ones({2})}}).find("one number"), std::string::npos);
    // LyCORIS writes such an alpha where it has no meaning.
    EXPECT_TRUE(openChanged({{"lora_down.weight", {}},
                             {"lora_up.weight", {}},
                             {"lokr_w1", numbers({8, 8}, 1)},
                             {"lokr_w2", numbers({8, 8}, 1)},
                             {"alpha", at::scalar_tensor(1e10)}}));
}

TEST(LoraFile, filesThatAreNoAdaptersSayWhatTheyAre) {
    const auto file = LoraFile::open(
        test::dataPath("tiny-zimage/transformer/diffusion_pytorch_model.safetensors"));
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::InvalidInput);
    EXPECT_NE(file.error().message.find("it belongs to --dit-path"), std::string::npos)
        << file.error().message;
    EXPECT_EQ(LoraFile::open("/nowhere/a.safetensors").error().code, ErrorCode::FileNotFound);
    const TemporaryFolder folder;
    test::writeBytes(folder / "a.pt", "PK\x03\x04 a pickle in a zip file, much longer than that");
    EXPECT_EQ(LoraFile::open(folder / "a.pt").error().code, ErrorCode::FileInvalid);
    // An alpha alone changes nothing.
    EXPECT_FALSE(LoraFile::open(
        writeLora(folder / "b.safetensors", {{"layers.0.x.alpha", at::scalar_tensor(1.0)}})));
}

TEST(LoraFile, longListsAreShortened) {
    EXPECT_EQ(shortList({}), "");
    EXPECT_EQ(shortList({"a", "b", "c"}), "a, b, c");
    std::vector<std::string> names(1000, std::string(500, 'x'));
    EXPECT_LT(shortList(names).size(), 300U);
    EXPECT_TRUE(shortList(names).ends_with(" and 997 more"));
}

} // namespace
} // namespace diptych::lora

// Grids: axes from texts, fields by name, the order of cells, what they cost.
#include "core/comparison/grid.h"

#include "core/comparison/grid_file.h"
#include "core/comparison/request_difference.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

#include <set>

namespace diptych {
namespace {

class GridTest : public testing::Test {
  protected:
    GridTest() {
        base_.conversation.user = "a cat on a cat tree";
        base_.width = base_.height = 64;
        base_.seed = 7;
        rules_.schema = &schema_;
        rules_.chooseTemplate = [](GenerationRequest request,
                                   const std::string& name) -> Result<GenerationRequest> {
            if (name == "missing")
                return fail(ErrorCode::InvalidInput, "no such template", "look");
            request.conversation.system = "system of " + name;
            request.conversation.thinking = "";
            request.templateName = name;
            return request;
        };
    }

    GenerationRequest with(const std::string& name, const std::string& value) {
        auto request = withField(base_, name, value, rules_);
        EXPECT_TRUE(request) << name << ": " << request.error().message;
        return request.value_or(GenerationRequest());
    }
    std::vector<GridCell> plan(const std::vector<GridAxis>& axes) {
        auto cells = planGrid({base_, axes}, rules_);
        EXPECT_TRUE(cells) << cells.error().message;
        return cells.value_or(std::vector<GridCell>());
    }
    Error planError(const std::vector<GridAxis>& axes) {
        return planGrid({base_, axes}, rules_).error();
    }

    config::Schema schema_;
    GridRules rules_;
    GenerationRequest base_;
};

TEST_F(GridTest, axesAreReadFromTexts) {
    EXPECT_EQ(parseAxis("steps=4,8", rules_).value(), (GridAxis{"steps", {"4", "8"}}));
    EXPECT_EQ(parseAxis("--guidance_scale = 0 , 2.5", rules_).value(),
              (GridAxis{"guidance-scale", {"0", "2.5"}}));
    EXPECT_EQ(parseAxis(R"(prompt="a cat, asleep","say ""hi""",dog)", rules_).value(),
              (GridAxis{"prompt", {"a cat, asleep", "say \"hi\"", "dog"}}));
    EXPECT_EQ(parseAxis("replace=cat=>dog,cat=>cat", rules_).value(),
              (GridAxis{"replace", {"cat=>dog", "cat=>cat"}}));
    EXPECT_EQ(parseAxis("thinking-content=,hm", rules_).value(),
              (GridAxis{"thinking-content", {"", "hm"}}));
    for (const char* text : {"steps", "=4", "steps=", "step=4", "prompt=\"a", "prompt=\"a\"b",
                             "device=cpu", "count=2", "template-var=x"})
        EXPECT_EQ(parseAxis(text, rules_).error().code, ErrorCode::InvalidInput) << text;
    EXPECT_NE(parseAxis("stesp=4", rules_).error().hint.find("steps"), std::string::npos);
}

TEST_F(GridTest, everyFieldOfTheRequestCanBeSet) {
    EXPECT_EQ(with("steps", "12").steps, 12);
    EXPECT_EQ(with("num-inference-steps", "12").steps, 12) << "its other flag";
    EXPECT_EQ(with("generation.steps", "12").steps, 12) << "its key";
    EXPECT_EQ(with("seed", "99").seed, 99);
    EXPECT_EQ(with("shift", "1.5").shift, 1.5);
    EXPECT_EQ(with("shift", "auto").shift, std::nullopt);
    EXPECT_EQ(with("guidance-scale", "2").guidanceScale, 2.0);
    EXPECT_EQ(with("scheduler", "unipc").scheduler, "unipc");
    EXPECT_EQ(with("hidden-layer", "-8").hiddenLayer, -8);
    EXPECT_EQ(with("width", "128").width, 128);
    EXPECT_TRUE(with("think-block", "true").conversation.forceThinkBlock);
    EXPECT_EQ(with("thinking-content", "hm").conversation.thinking, "hm");
    EXPECT_EQ(with("assistant-content", "So").conversation.assistant, "So");
    EXPECT_EQ(with("system-prompt", "paint").conversation.system, "paint");
    EXPECT_EQ(with("negative-prompt", "blur").negativePrompt, "blur");
    EXPECT_EQ(with("variety", "0.5").variety.strength, 0.5);
    EXPECT_EQ(with("slg-scale", "2").skipLayers.scale, 2.0);
    EXPECT_EQ(with("prompt", "a dog").conversation.user, "a dog");
    EXPECT_EQ(with("replace", "cat=>dog").conversation.user, "a dog on a dog tree");
    EXPECT_EQ(with("replace", "cat=>catfish").conversation.user, "a catfish on a catfish tree");
    EXPECT_EQ(with("replace", " tree=>").conversation.user, "a cat on a cat");
    EXPECT_EQ(with("template", "noir").templateName, "noir");
    GenerationRequest unchanged = base_;
    unchanged.steps = 12;
    EXPECT_EQ(with("steps", "12"), unchanged) << "and nothing else changes";
}

TEST_F(GridTest, skipLayerGuidanceSurvivesOtherFields) {
    base_.skipLayers.scale = 3.5;
    EXPECT_EQ(with("steps", "4").skipLayers.scale, 3.5);
}

TEST_F(GridTest, adaptersAreScaledTogetherOrByName) {
    base_.loras = {{"/l/style.safetensors", 1.0}, {"/l/face.safetensors", 0.5}};
    const GenerationRequest all = with("lora-scale", "0.25");
    EXPECT_EQ(all.loras[0].strength, 0.25);
    EXPECT_EQ(all.loras[1].strength, 0.25);
    const GenerationRequest one = with("lora-scale:face", "-1");
    EXPECT_EQ(one.loras[0].strength, 1.0);
    EXPECT_EQ(one.loras[1].strength, -1.0);
    EXPECT_FALSE(withField(base_, "lora-scale:other", "1", rules_));
    base_.loras.clear();
    EXPECT_FALSE(withField(base_, "lora-scale", "1", rules_));
}

TEST_F(GridTest, impossibleValuesNameTheField) {
    for (const auto& [name, value] :
         {std::pair("steps", "many"), std::pair("steps", "0"), std::pair("steps", "100000"),
          std::pair("width", "33"), std::pair("replace", "dog=>cat"), std::pair("replace", "cat"),
          std::pair("template", "missing"), std::pair("long-prompt-mode", "x")})
        EXPECT_EQ(withField(base_, name, value, rules_).error().code, ErrorCode::InvalidInput)
            << name << " " << value;
    EXPECT_NE(planError({{"steps", {"4", "many"}}}).message.find("steps"), std::string::npos);
}

TEST_F(GridTest, templatesComeBeforeWhatChangesThem) {
    const std::vector<GridCell> cells =
        plan({{"thinking-content", {"hm"}}, {"template", {"noir"}}});
    EXPECT_EQ(cells[0].request.conversation.thinking, "hm");
    const std::vector<GridCell> replaced = plan({{"replace", {"dog=>fox"}}, {"prompt", {"a dog"}}});
    EXPECT_EQ(replaced[0].request.conversation.user, "a fox");
}

TEST_F(GridTest, everyCombinationIsOneCell) {
    base_.count = 5;
    const std::vector<GridCell> cells =
        plan({{"steps", {"4", "8"}}, {"seed", {"1", "2", "3"}}, {"shift", {"1", "3"}}});
    EXPECT_EQ(cells.size(), 12U);
    std::set<std::vector<std::size_t>> positions;
    for (const GridCell& cell : cells) {
        positions.insert(cell.position);
        EXPECT_EQ(cell.request.steps, cell.position[0] == 0 ? 4 : 8);
        EXPECT_EQ(cell.request.seed, static_cast<std::int64_t>(cell.position[1]) + 1);
        EXPECT_EQ(cell.request.shift, cell.position[2] == 0 ? 1.0 : 3.0);
        EXPECT_EQ(cell.request.count, 1);
    }
    EXPECT_EQ(positions.size(), 12U);
}

TEST_F(GridTest, cellsWithTheSamePromptFollowEachOther) {
    // Prompts on the fastest axis: row by row they would be encoded nine times.
    const std::vector<GridCell> cells =
        plan({{"replace", {"cat=>cat", "cat=>dog", "cat=>fox"}}, {"steps", {"4", "6", "8"}}});
    std::size_t changes = 0;
    for (std::size_t i = 1; i < cells.size(); ++i)
        changes += encodingKey(cells[i].request) != encodingKey(cells[i - 1].request) ? 1 : 0;
    EXPECT_EQ(changes, 2U);
    EXPECT_EQ(costOf(cells).prompts, 3U);
}

TEST_F(GridTest, adaptersChangeLessOftenThanPrompts) {
    base_.loras = {{"a.safetensors", 1.0}};
    const std::vector<GridCell> cells =
        plan({{"lora-scale", {"0", "1"}}, {"prompt", {"a", "b"}}, {"steps", {"4", "8"}}});
    std::size_t changes = 0;
    for (std::size_t i = 1; i < cells.size(); ++i)
        changes += cells[i].request.loras != cells[i - 1].request.loras ? 1 : 0;
    EXPECT_EQ(changes, 1U);
}

TEST_F(GridTest, whatDecidesTheEmbeddingIsInTheKey) {
    const std::string key = encodingKey(base_);
    for (const auto& [name, value] :
         {std::pair("steps", "4"), std::pair("seed", "1"), std::pair("shift", "1"),
          std::pair("width", "128"), std::pair("negative-prompt", "blur")})
        EXPECT_EQ(encodingKey(with(name, value)), key) << name;
    for (const auto& [name, value] :
         {std::pair("prompt", "b"), std::pair("hidden-layer", "-3"),
          std::pair("think-block", "true"), std::pair("guidance-scale", "2"),
          std::pair("system-prompt", "x"), std::pair("long-prompt-mode", "pool"),
          std::pair("strip-quotes", "true")})
        EXPECT_NE(encodingKey(with(name, value)), key) << name;
    GenerationRequest guided = with("guidance-scale", "2");
    const std::string guidedKey = encodingKey(guided);
    guided.guidanceScale = 3.0;
    EXPECT_EQ(encodingKey(guided), guidedKey);
    guided.negativePrompt = "blur";
    EXPECT_NE(encodingKey(guided), guidedKey);
    GenerationRequest given = base_;
    given.embeddings.prompt = "cat.safetensors";
    const std::string givenKey = encodingKey(given);
    EXPECT_NE(givenKey, key);
    given.embeddings.negative = "blur.safetensors";
    EXPECT_NE(encodingKey(given), givenKey);
}

TEST_F(GridTest, aFlagGoesBeforeAKeyThatEndsLikeIt) {
    EXPECT_EQ(with("strength", "0.3").source.strength, 0.3);
    EXPECT_EQ(with("strength", "0.3").variety.strength, 0.0);
    EXPECT_EQ(with("variety.strength", "0.3").variety.strength, 0.3);
}

TEST_F(GridTest, theCostCountsStepsPicturesAndPrompts) {
    const GridCost cost = costOf(plan({{"steps", {"4", "8"}}, {"guidance-scale", {"0", "2"}}}));
    EXPECT_EQ(cost.pictures, 4U);
    EXPECT_EQ(cost.steps, 24);
    EXPECT_EQ(cost.prompts, 2U);
    EXPECT_NEAR(cost.work, (4 + 8 + 2 * 4 + 2 * 8) * 64 * 64 / 1e6, 1e-12);
    EXPECT_EQ(costText(cost), "4 pictures, 24 steps, 2 prompts to encode");
    EXPECT_EQ(costText({1, 1, 1, 1.0}), "1 picture, 1 step, 1 prompt to encode");
}

TEST_F(GridTest, refusesImpossibleGrids) {
    EXPECT_EQ(planError({}).code, ErrorCode::InvalidInput);
    EXPECT_NE(planError({{"steps", {"1"}}, {"steps", {"2"}}}).message.find("two axes"),
              std::string::npos);
    const std::vector<std::string> many(101, "4");
    EXPECT_NE(planError({{"steps", many}, {"seed", many}}).message.find("more than"),
              std::string::npos);
    EXPECT_EQ(
        planError({{"steps", {"1"}}, {"seed", {"2"}}, {"shift", {"1"}}, {"width", {"64"}}}).code,
        ErrorCode::InvalidInput);
    base_.seed.reset();
    EXPECT_NE(planError({{"steps", {"1"}}}).message.find("seed"), std::string::npos);
    EXPECT_EQ(plan({{"seed", {"1", "2"}}}).size(), 2U);
}

TEST_F(GridTest, filesHoldTheSameInTomlAndJson) {
    test::TemporaryFolder folder;
    test::writeBytes(folder / "g.toml", "[settings]\nprompt = \"a cat\"\nsteps = 8\n"
                                        "think_block = true\n[axes]\nseed = [1, 2]\n"
                                        "guidance-scale = [0, 2.5]\nscheduler = \"unipc\"\n");
    test::writeBytes(folder / "g.json",
                     R"({"settings": {"prompt": "a cat", "steps": 8, "think_block": true},
                         "axes": {"seed": [1, 2], "guidance-scale": [0, 2.5],
                                  "scheduler": "unipc"}})");
    const GridFile toml = readGridFile(folder / "g.toml", rules_).value();
    EXPECT_EQ(toml, readGridFile(folder / "g.json", rules_).value());
    EXPECT_EQ(toml.axes, (std::vector<GridAxis>{{"seed", {"1", "2"}},
                                                {"guidance-scale", {"0", "2.5"}},
                                                {"scheduler", {"unipc"}}}));
    ASSERT_EQ(toml.settings.size(), 3U);
    EXPECT_EQ(toml.settings[1], (std::pair<std::string, std::string>("steps", "8")));
    for (const char* text : {"", "{", "[]", "{\"axes\": {}}", "{\"axes\": {\"steps\": []}}",
                             "{\"axes\": {\"steps\": [[1]]}}", "{\"axes\": {\"x\": [1]}}",
                             "{\"axes\": {\"steps\": [1]}, \"more\": 1}", "axes = 3",
                             "[axes]\nsteps = [1]\n[settings.steps]\n"}) {
        test::writeBytes(folder / "b", text);
        EXPECT_FALSE(readGridFile(folder / "b", rules_)) << text;
    }
    EXPECT_EQ(readGridFile(folder / "none", rules_).error().code, ErrorCode::FileNotFound);
}

TEST_F(GridTest, onlyDifferingFieldsAreListed) {
    const std::vector<GenerationRequest> requests = {base_, with("steps", "4"),
                                                     with("prompt", "a dog")};
    const auto differences = differingFields(requests);
    ASSERT_EQ(differences.size(), 2U);
    EXPECT_EQ(differences[0],
              (FieldDifference{
                  "prompt", {"\"a cat on a cat tree\"", "\"a cat on a cat tree\"", "\"a dog\""}}));
    EXPECT_EQ(differences[1].field, "steps");
    EXPECT_TRUE(differingFields({}).empty());
}

} // namespace
} // namespace diptych

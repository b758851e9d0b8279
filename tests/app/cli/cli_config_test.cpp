// Configuration files and `diptych-cli config`.
#include "tests/app/cli/cli_fixture.h"

#include <sstream>

namespace diptych::test {

namespace {

class CliConfigTest : public CliTest {
  protected:
    CliConfigTest() {
        writeBytes(folder_ / "studio.toml", R"([default]
model_path = "model"
[default.generation]
width = 32
height = 16
steps = 3
[default.prompt]
strip_quotes = true
[large.generation]
width = 64
stesp = 9
)");
    }

    /// `generate` with the file above; the picture goes into the folder `output`.
    CliRun generate(const std::vector<std::string>& more) {
        std::vector<std::string> arguments = {"generate",   "A \"cat\"",
                                              "--config",   path("studio.toml"),
                                              "--output",   path("output/{index}.png"),
                                              "--overwrite"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }

    const GenerationRequest& drawn() const { return pipeline_->request->request; }

    nlohmann::json shown(const std::vector<std::string>& more) {
        std::vector<std::string> arguments = {"config", "show", "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const CliRun result = run(arguments);
        EXPECT_EQ(result.status, 0) << result.error;
        return result.json();
    }
};

TEST_F(CliConfigTest, aFileSetsWhatFlagsWouldSet) {
    variables_.clear();
    const CliRun result = generate({});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(drawn().width, 32);
    EXPECT_EQ(drawn().height, 16);
    EXPECT_EQ(drawn().steps, 3);
    EXPECT_EQ(drawn().conversation.user, "A \"cat\"");
    EXPECT_TRUE(drawn().conversation.stripQuotes);
    EXPECT_EQ(pipeline_->opened.front().location.model, path("model")) << "relative to the file";
    EXPECT_EQ(result.error.find("stesp"), std::string::npos) << "of a profile that is not used";
}

TEST_F(CliConfigTest, flagsWinOverTheProfileWhichWinsOverDefault) {
    ASSERT_EQ(generate({"--profile", "large", "--height", "48", "--no-strip-quotes"}).status, 0);
    EXPECT_EQ(drawn().width, 64);
    EXPECT_EQ(drawn().height, 48);
    EXPECT_EQ(drawn().steps, 3);
    EXPECT_FALSE(drawn().conversation.stripQuotes);
}

TEST_F(CliConfigTest, theFlagsOfTheFileStandBeforeOrAfterTheCommand) {
    const CliRun result = run({"--config", path("studio.toml"), "--profile", "large", "generate",
                               "A cat", "--output", path("output/a.png")});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(drawn().width, 64);
}

TEST_F(CliConfigTest, faultsAreNotedOnceWithPlaceAndSuggestion) {
    const CliRun result = generate({"--profile", "large"});
    EXPECT_EQ(result.status, 0);
    const std::string note = "note: " + path("studio.toml") +
                             ":11:1: unknown key 'stesp' in [large.generation]; did you mean "
                             "'steps'?\n";
    const std::size_t first = result.error.find(note);
    ASSERT_NE(first, std::string::npos) << result.error;
    EXPECT_EQ(result.error.find(note, first + 1), std::string::npos);
    EXPECT_EQ(generate({"--profile", "large", "--quiet"}).error, "");
    const CliRun json = generate({"--profile", "large", "--json"});
    EXPECT_EQ(json.error, "");
    EXPECT_EQ(json.json().at("notices").at(0).at("code"), "config_ignored");
}

TEST_F(CliConfigTest, strictMakesThemErrors) {
    const CliRun result = generate({"--profile", "large", "--strict-config"});
    EXPECT_EQ(result.status, 3);
    EXPECT_NE(errorLine(result).find(":11:1: unknown key 'stesp'"), std::string::npos);
    EXPECT_TRUE(pipeline_->opened.empty());
    EXPECT_EQ(generate({"--strict-config"}).status, 0);
    EXPECT_EQ(generate({"--profile", "large", "--strict-config", "--no-strict-config"}).status, 0);
}

TEST_F(CliConfigTest, aFileThatCannotBeUsedIsAnError) {
    const CliRun missing = generate({"--config", path("nowhere.toml")});
    EXPECT_EQ(missing.status, 3);
    EXPECT_NE(missing.error.find("check --config"), std::string::npos) << missing.error;
    EXPECT_EQ(generate({"--config", path("output")}).status, 3);
    writeBytes(folder_ / "bad.toml", "[default]\nwidth =\n");
    const CliRun result = generate({"--config", path("bad.toml")});
    EXPECT_EQ(result.status, 3);
    EXPECT_NE(errorLine(result).find("bad.toml:2:"), std::string::npos) << result.error;
    const CliRun profile = generate({"--profile", "lrge"});
    EXPECT_EQ(profile.status, 3);
    EXPECT_NE(errorLine(profile).find("no profile 'lrge'"), std::string::npos);
    EXPECT_NE(profile.error.find("did you mean large? it has default, large"), std::string::npos);
    EXPECT_EQ(generate({"--config", ""}).status, 2);
}

TEST_F(CliConfigTest, commandsWithoutSettingsDoNotMindAUsersDamagedFile) {
    writeBytes(folder_ / "bad.toml", "[");
    variables_["DIPTYCH_CONFIG"] = path("bad.toml");
    EXPECT_EQ(run({"devices"}).status, 0);
    EXPECT_EQ(run({"--help"}).status, 0);
    EXPECT_EQ(run({"format", "A cat"}).status, 3);
    EXPECT_EQ(run({"devices", "--config", path("bad.toml")}).status, 3);
}

TEST_F(CliConfigTest, theFileIsLookedForInThisOrder) {
    const auto file = [this] { return shown({})["file"]; };
    EXPECT_TRUE(file().is_null());
    std::filesystem::create_directories(folder_ / "home/.config/diptych");
    std::filesystem::create_directories(folder_ / "xdg/diptych");
    variables_["HOME"] = path("home");
    EXPECT_TRUE(file().is_null()) << "it is not there";
    writeBytes(folder_ / "home/.config/diptych/config.toml", "");
    EXPECT_EQ(file(), path("home/.config/diptych/config.toml"));
    variables_["XDG_CONFIG_HOME"] = "relative";
    EXPECT_EQ(file(), path("home/.config/diptych/config.toml"));
    writeBytes(folder_ / "xdg/diptych/config.toml", "");
    variables_["XDG_CONFIG_HOME"] = path("xdg");
    EXPECT_EQ(file(), path("xdg/diptych/config.toml"));
    variables_["DIPTYCH_CONFIG"] = path("studio.toml");
    EXPECT_EQ(file(), path("studio.toml"));
    variables_["DIPTYCH_CONFIG"] = "";
    EXPECT_TRUE(file().is_null()) << "set but empty: none";
    EXPECT_EQ(shown({"--config", path("studio.toml")})["file"], path("studio.toml"));
}

TEST_F(CliConfigTest, theHomeFolderIsExpandedInFiles) {
    variables_["HOME"] = path("home");
    writeBytes(folder_ / "c.toml", "[default]\nmodel_path = \"~/m\"\n");
    EXPECT_EQ(shown({"--config", path("c.toml")})["values"]["model.path"]["value"], path("home/m"));
}

TEST_F(CliConfigTest, showTellsEveryValueWithItsSource) {
    const nlohmann::json json =
        shown({"--config", path("studio.toml"), "--profile", "large", "--steps", "5"});
    EXPECT_EQ(json["profile"], "large");
    const nlohmann::json& values = json["values"];
    EXPECT_EQ(values["generation.width"]["value"], 64);
    EXPECT_EQ(values["generation.width"]["source"]["kind"], "file");
    EXPECT_EQ(values["generation.width"]["source"]["file"], path("studio.toml"));
    EXPECT_EQ(values["generation.width"]["source"]["line"], 10);
    EXPECT_EQ(values["generation.width"]["source"]["profile"], "large");
    EXPECT_EQ(values["generation.height"]["source"]["profile"], "default");
    EXPECT_EQ(values["generation.steps"]["value"], 5);
    EXPECT_EQ(values["generation.steps"]["source"]["kind"], "flag");
    EXPECT_EQ(values["generation.steps"]["source"]["name"], "--steps");
    EXPECT_EQ(values["generation.count"]["source"]["kind"], "built-in");
    EXPECT_EQ(values["generation.seed"]["value"], nullptr);
    EXPECT_EQ(json["notices"].size(), 1U);
    const CliRun text = run({"config", "show", "--config", path("studio.toml"), "--quiet"});
    EXPECT_NE(text.output.find("\n[generation]\nwidth = 32"), std::string::npos) << text.output;
    EXPECT_NE(text.output.find("# " + path("studio.toml") + ":4:1, profile default\n"),
              std::string::npos);
    EXPECT_NE(text.output.find("# built-in default\n"), std::string::npos);
    EXPECT_NE(text.output.find("path = \"" + path("model")), std::string::npos);
}

TEST_F(CliConfigTest, whatShowPrintsCanBeReadAgain) {
    std::istringstream lines(
        run({"config", "show", "--config", path("studio.toml"), "--seed", "7"}).output);
    std::string text;
    for (std::string line; std::getline(lines, line);)
        text += (line.starts_with('[') ? "[default." + line.substr(1) : line) + "\n";
    writeBytes(folder_ / "again.toml", text);
    const CliRun checked = run({"config", "check", path("again.toml")});
    EXPECT_EQ(checked.status, 0) << checked.output << checked.error;
    const nlohmann::json before = shown({"--config", path("studio.toml"), "--seed", "7"})["values"];
    const nlohmann::json after = shown({"--config", path("again.toml")})["values"];
    for (const auto& [key, value] : before.items())
        EXPECT_EQ(after[key]["value"], value["value"]) << key;
}

TEST_F(CliConfigTest, everyFlagOfASettingCountsInShow) {
    const nlohmann::json values = shown({"--lora", "a.safetensors:0.5", "--tiled-vae", "--device",
                                         "cpu", "--slg", "--image", "x.png"})["values"];
    EXPECT_EQ(values["lora.entries"]["value"][0]["scale"], 0.5);
    EXPECT_EQ(values["tiles.mode"]["value"], "on");
    EXPECT_EQ(values["devices.vae"]["value"], "cpu");
    EXPECT_EQ(values["devices.vae"]["source"]["name"], "--device");
    EXPECT_EQ(values["slg.enabled"]["value"], true);
    EXPECT_EQ(values["source.image"]["value"], "x.png");
    EXPECT_EQ(values["model.path"]["source"]["name"], "DIPTYCH_MODEL_PATH");
}

TEST_F(CliConfigTest, explainTellsAboutOneKeyUnderAnyOfItsNames) {
    for (const char* key : {"generation.steps", "generation.num_inference_steps",
                            "default.generation.steps", "steps", "num-inference-steps"}) {
        const CliRun result =
            run({"config", "explain", key, "--config", path("studio.toml"), "--json"});
        ASSERT_EQ(result.status, 0) << key << result.error;
        EXPECT_EQ(result.json()["key"], "generation.steps");
        EXPECT_EQ(result.json()["value"], 3);
        EXPECT_EQ(result.json()["default"], 8);
        EXPECT_EQ(result.json()["source"]["line"], 6);
        EXPECT_EQ(result.json()["other_names"][0], "generation.num_inference_steps");
        EXPECT_EQ(result.json()["flag"], "--steps,--num-inference-steps");
    }
    const CliRun text = run({"config", "explain", "width", "--width", "128"});
    EXPECT_EQ(text.output, "generation.width: width of the picture\n"
                           "  value        128\n"
                           "  source       the flag --width\n"
                           "  default      1024\n"
                           "  values       pixels, a multiple of 16 from 16 to 8192\n"
                           "  flag         --width\n");
    EXPECT_NE(run({"config", "explain", "source.fit"}).output.find("crop: fill the size"),
              std::string::npos);
    EXPECT_NE(run({"config", "explain", "devices.all"}).output.find("sets         devices."),
              std::string::npos);
}

TEST_F(CliConfigTest, explainSuggestsForAnUnknownKey) {
    const CliRun slip = run({"config", "explain", "generation.widht"});
    EXPECT_EQ(slip.status, 3);
    EXPECT_NE(errorLine(slip).find("unknown key 'generation.widht'"), std::string::npos);
    EXPECT_NE(slip.error.find("did you mean generation.width"), std::string::npos) << slip.error;
    const CliRun table = run({"config", "explain", "two_pass"});
    EXPECT_NE(table.error.find("two_pass.enabled or two_pass.base_size"), std::string::npos);
    const CliRun ambiguous = run({"config", "explain", "strength"});
    EXPECT_EQ(ambiguous.status, 3);
    EXPECT_NE(ambiguous.error.find("source.strength"), std::string::npos) << ambiguous.error;
    EXPECT_EQ(run({"config", "explain"}).status, 2);
}

TEST_F(CliConfigTest, explainKnowsKeysWithoutEffect) {
    writeBytes(folder_ / "vl.toml", "[default.vl]\ndevice = \"cuda:3\"\n");
    const CliRun result = run({"config", "explain", "vl.device", "--config", path("vl.toml")});
    EXPECT_EQ(result.status, 0);
    EXPECT_NE(result.output.find("vl.device: no effect: pictures as prompts are not supported"),
              std::string::npos)
        << result.output;
    EXPECT_NE(result.output.find("cuda:3"), std::string::npos);
    EXPECT_NE(result.output.find("vl.toml:2:1, profile default"), std::string::npos);
    EXPECT_EQ(run({"config", "explain", "fmtt.enabled", "--json"}).json()["value"], nullptr);
}

TEST_F(CliConfigTest, checkListsTheFaultsOfAllProfiles) {
    const CliRun faulty = run({"config", "check", path("studio.toml")});
    EXPECT_EQ(faulty.status, 3);
    EXPECT_EQ(faulty.output, path("studio.toml") + ":11:1: unknown key 'stesp' in "
                                                   "[large.generation]; did you mean 'steps'?\n");
    EXPECT_EQ(errorLine(faulty), "error: " + path("studio.toml") + " has 1 fault");
    const CliRun json = run({"config", "check", path("studio.toml"), "--json"});
    EXPECT_EQ(json.status, 3);
    EXPECT_EQ(json.json()["ok"], false);
    EXPECT_EQ(json.json()["profiles"], nlohmann::json({"default", "large"}));
    EXPECT_EQ(json.json()["problems"][0]["kind"], "unknown_key");
    EXPECT_EQ(json.json()["problems"][0]["line"], 11);
    writeBytes(folder_ / "good.toml",
               "[default.generation]\nsteps = 9\n[default.vl]\ndevice = \"x\"\n");
    const CliRun good = run({"config", "check", path("good.toml")});
    EXPECT_EQ(good.status, 0);
    EXPECT_NE(good.output.find("note: " + path("good.toml") + ":4:1: vl.device has no effect"),
              std::string::npos)
        << good.output;
    EXPECT_NE(good.output.find("no faults; profiles: default"), std::string::npos);
    writeBytes(folder_ / "broken.toml", "[default\n");
    EXPECT_EQ(run({"config", "check", path("broken.toml")}).status, 3);
    EXPECT_EQ(run({"config", "check", path("nowhere.toml")}).status, 3);
    EXPECT_EQ(run({"config", "check"}).status, 2) << "there is no file of the user's";
    variables_["DIPTYCH_CONFIG"] = path("good.toml");
    EXPECT_EQ(run({"config", "check"}).status, 0);
}

TEST_F(CliConfigTest, whatConfigIsToDoMustBeSaid) {
    EXPECT_EQ(run({"config"}).status, 2);
    const CliRun slip = run({"config", "shwo"});
    EXPECT_EQ(slip.status, 2);
    EXPECT_NE(slip.error.find("did you mean show?"), std::string::npos);
    EXPECT_EQ(run({"config", "show", "generation.width"}).status, 2);
}

TEST_F(CliConfigTest, theCommittedPageIsTheGeneratedOne) {
    resources_ = resourcePath("");
    const CliRun result = run({"config", "reference"});
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(result.output,
              readBytes(std::filesystem::path(DIPTYCH_SOURCE_FOLDER) / "docs/configuration.md"))
        << "run: diptych-cli config reference > docs/configuration.md";
}

TEST_F(CliConfigTest, theModelsPresetIsUsedAndCanBeSwitchedOff) {
    resources_ = resourcePath("");
    std::filesystem::create_directories(folder_ / "z-image-base");
    const std::vector<std::string> base = {"--model-path", path("z-image-base")};
    const nlohmann::json json = shown(base);
    EXPECT_EQ(json["preset"], "z-image");
    EXPECT_EQ(json["values"]["generation.steps"]["value"], 50);
    EXPECT_EQ(json["values"]["generation.steps"]["source"]["kind"], "preset");
    EXPECT_EQ(shown({base[0], base[1], "--preset", "none"})["values"]["generation.steps"]["value"],
              8);
    EXPECT_EQ(run({"config", "show", "--preset", "sdxl"}).status, 3);
}

} // namespace

} // namespace diptych::test

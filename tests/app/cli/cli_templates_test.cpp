// diptych-cli templates, templates and alternation in prompts, and lists of prompts.
#include "tests/app/cli/cli_fixture.h"

#include "core/encoders/embedding_file.h"
#include "core/image/image_file.h"
#include "core/image/picture_metadata.h"

#include <algorithm>
#include <set>

namespace diptych::test {

namespace {

class CliTemplatesTest : public CliTest {
  protected:
    CliTemplatesTest() {
        std::filesystem::create_directories(folder_ / "templates/style");
        std::filesystem::create_directories(folder_ / "mine");
        write("templates/style/noir.md",
              "name: film_noir\ntitle: Film noir\ntags: [shadow]\n"
              "description: Hard light\nadd_think_block: true\n"
              "thinking_content: One lamp.\nassistant_content: 'Here:'\n",
              "Paint {{subject|it}} in shadow.");
        write("templates/style/plain.md", "name: z_image_plain\n", "Paint plainly.");
        write("templates/expand.md", "name: expand\ncategory: rewriter\n", "Expand.");
        variables_["HOME"] = path("home");
    }

    void write(const std::string& name, const std::string& head, const std::string& body) {
        std::filesystem::create_directories((folder_ / name).parent_path());
        writeBytes(folder_ / name, "---\n" + head + "---\n\n" + body + "\n");
    }

    /// The formatted prompt of `format "A cat"` with these flags.
    std::string formatted(std::vector<std::string> flags) {
        flags.insert(flags.begin(), {"format", "A cat"});
        const CliRun result = run(flags);
        EXPECT_EQ(result.status, 0) << result.error;
        return result.output;
    }

    CliRun generate(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "generate");
        arguments.insert(arguments.end(), {"--width", "16", "--height", "16"});
        return run(arguments);
    }

    nlohmann::json metadataOf(const std::string& name) {
        const CliRun result = run({"inspect", path("output/" + name), "--json"});
        EXPECT_EQ(result.status, 0) << result.error;
        return result.json().at("diptych");
    }
};

constexpr const char* kNoir = "<|im_start|>system\nPaint it in shadow.<|im_end|>\n"
                              "<|im_start|>user\nA cat<|im_end|>\n<|im_start|>assistant\n"
                              "<think>\nOne lamp.\n</think>\n\nHere:<|im_end|>";

TEST_F(CliTemplatesTest, aTemplateFillsWhatIsNotGiven) {
    EXPECT_EQ(formatted({"--template", "film_noir"}), kNoir);
    EXPECT_EQ(formatted({"--template", "noir"}), kNoir) << "by its file";
    EXPECT_EQ(formatted({"--template", "z_image_film_noir"}), kNoir);
    EXPECT_NE(formatted({"--template", "plain"}).find("Paint plainly."), std::string::npos);
    EXPECT_EQ(formatted({"--template", "none"}), formatted({}));
    EXPECT_EQ(formatted({"--template", ""}), formatted({}));
}

TEST_F(CliTemplatesTest, anExplicitPartCountsEvenWhenItIsEmpty) {
    const std::string bare =
        formatted({"--template", "noir", "--system-prompt", "", "--thinking-content", "",
                   "--assistant-content", "", "--no-force-think-block"});
    EXPECT_EQ(bare, formatted({}));
    const std::string own = formatted({"--template", "noir", "--system-prompt", "Mine."});
    EXPECT_NE(own.find("system\nMine.<"), std::string::npos);
    EXPECT_NE(own.find("One lamp."), std::string::npos);
    EXPECT_EQ(formatted({"--template", "noir", "--no-force-think-block"}).find("<think>"),
              std::string::npos);
    EXPECT_NE(formatted({"--template", "noir", "--thinking-content", ""}).find("<think>\n\n</thi"),
              std::string::npos)
        << "the block is the template's, its text was taken away";
}

TEST_F(CliTemplatesTest, variablesAreFilledIn) {
    EXPECT_NE(formatted({"--template", "noir", "--template-var", "subject=a = b"})
                  .find("Paint a = b in shadow."),
              std::string::npos);
    write("mine/open.md", "name: open\n", "Paint {{a}} and {{b}}.");
    const CliRun open = run({"format", "A cat", "--template", "open", "--templates-dir",
                             path("mine"), "--template-var", "a=1"});
    EXPECT_EQ(open.status, 3);
    EXPECT_EQ(errorLine(open), "error: the template needs a value for b");
    EXPECT_EQ(run({"format", "A", "--template", "noir", "--template-var", "x=1"}).status, 3);
    EXPECT_EQ(run({"format", "A", "--template", "noir", "--template-var", "x"}).status, 2);
    EXPECT_EQ(run({"format", "A", "--template-var", "x=1"}).status, 2) << "no template";
    EXPECT_EQ(run({"format", "A", "--template", "noir", "--raw"}).status, 2);
}

TEST_F(CliTemplatesTest, anUnknownTemplateIsAnErrorThatNamesTheNearest) {
    const CliRun result = run({"format", "A cat", "--template", "film_nior"});
    EXPECT_EQ(result.status, 3);
    EXPECT_EQ(errorLine(result), "error: there is no template 'film_nior'");
    EXPECT_NE(result.error.find("did you mean film_noir"), std::string::npos);
    EXPECT_NE(errorLine(run({"generate", "A cat", "--template", "expand"})).find("rewriter"),
              std::string::npos);
    EXPECT_TRUE(pipeline_->opened.empty());
    EXPECT_EQ(run({"format", "A", "--templates-dir", path("nowhere"), "--template", "x"}).status,
              3);
}

TEST_F(CliTemplatesTest, theUsersFolderComesFromFlagFileOrHome) {
    write("mine/a.md", "name: film_noir\n", "Mine.");
    EXPECT_NE(formatted({"--template", "film_noir", "--templates-dir", path("mine")}).find("Mine."),
              std::string::npos);
    write("home/.local/share/diptych/templates/own.md", "name: own\n", "At home.");
    EXPECT_NE(formatted({"--template", "own"}).find("At home."), std::string::npos);
    writeBytes(folder_ / "c.toml",
               "[default]\ntemplates_dir = \"mine\"\ntemplate = \"film_noir\"\n");
    EXPECT_NE(formatted({"--config", path("c.toml")}).find("Mine."), std::string::npos);
    writeBytes(folder_ / "d.toml", "[default]\ntemplates_dir = \"gone\"\n[default.generation]\n"
                                   "default_template = \"film_noir\"\n");
    const CliRun missing = run({"format", "A cat", "--config", path("d.toml")});
    EXPECT_EQ(missing.output, kNoir);
    EXPECT_NE(missing.error.find("note: there is no folder"), std::string::npos);
    EXPECT_EQ(formatted({"--config", path("d.toml"), "--template", "none"}), formatted({}));
    EXPECT_EQ(run({"format", "x", "--raw", "--config", path("d.toml")}).output, "x");
}

TEST_F(CliTemplatesTest, aPartOfAFileCountsUnlessTheTemplateWasChosenMoreClosely) {
    writeBytes(folder_ / "c.toml", "[default]\ntemplate = \"film_noir\"\n[default.prompt]\n"
                                   "system_prompt = \"Of the file.\"\n[dark]\ntemplate = \"noir\"\n"
                                   "[empty]\n[empty.prompt]\nsystem_prompt = \"\"\n");
    const std::string config = path("c.toml");
    EXPECT_NE(formatted({"--config", config}).find("Of the file."), std::string::npos);
    EXPECT_EQ(formatted({"--config", config, "--profile", "dark"}), kNoir);
    EXPECT_EQ(formatted({"--config", config, "--template", "noir"}), kNoir);
    EXPECT_EQ(formatted({"--config", config, "--profile", "empty"}), kNoir)
        << "a file's empty text is the default, as in the example file";
}

TEST_F(CliTemplatesTest, alternativesArePickedOnlyWhenAskedFor) {
    const std::string text = "A {red|green|blue} {\"a\": {}} kite";
    EXPECT_NE(run({"format", text}).output.find(text), std::string::npos);
    std::set<std::string> seen;
    for (int seed = 0; seed < 20; ++seed)
        seen.insert(run({"format", text, "--expand", "--seed", std::to_string(seed)}).output);
    EXPECT_EQ(seen.size(), 3U);
    EXPECT_EQ(run({"format", text, "--expand"}).output,
              run({"format", text, "--expand", "--seed", "0"}).output);
    EXPECT_NE(run({"format", text, "--expand", "--no-expand"}).output.find(text),
              std::string::npos);
    EXPECT_NE(run({"format", "{\"a\": {}}", "--expand"}).output.find("{\"a\": {}}"),
              std::string::npos);
}

TEST_F(CliTemplatesTest, picturesAndEmbeddingsNameTheirTemplate) {
    const CliRun drawn =
        generate({"A cat", "--template", "noir", "--output", path("output/a.png"), "--json"});
    ASSERT_EQ(drawn.status, 0) << drawn.error;
    EXPECT_EQ(drawn.json().at("template"), "film_noir");
    const nlohmann::json metadata = metadataOf("a.png");
    EXPECT_EQ(metadata.at("template"), "film_noir");
    EXPECT_EQ(metadata.at("system_prompt"), "Paint it in shadow.");
    EXPECT_EQ(metadata.at("thinking_content"), "One lamp.");
    EXPECT_EQ(metadata.at("formatted_prompt"), kNoir);
    const CliRun text = run({"inspect", path("output/a.png"), "--json"});
    EXPECT_NE(text.json().at("parameters").get<std::string>().find("Prompt template: film_noir"),
              std::string::npos);
    const CliRun encoded =
        run({"encode", "A cat", "--template", "noir", "--output", path("e.safetensors"), "--json"});
    ASSERT_EQ(encoded.status, 0) << encoded.error;
    EXPECT_EQ(encoded.json().at("template"), "film_noir");
    EXPECT_EQ(readEmbeddingFile(path("e.safetensors")).value().facts.templateName, "film_noir");
    ASSERT_EQ(generate({"--prompt-embeds", path("e.safetensors"), "--template", "plain", "--output",
                        path("output/b.png")})
                  .status,
              0);
    EXPECT_EQ(metadataOf("b.png").at("template"), "film_noir") << "what the embeddings came from";
    EXPECT_EQ(metadataOf("b.png").at("system_prompt"), "Paint it in shadow.");
}

TEST_F(CliTemplatesTest, everyPictureGetsPicksOfItsOwn) {
    const CliRun drawn = generate({"{a|b|c|d|e|f} {a|b|c|d|e|f} cat", "--expand", "--seed", "7",
                                   "--count", "3", "--output", path("output/{index}.png"),
                                   "--save-latents", path("l.safetensors"), "--json"});
    ASSERT_EQ(drawn.status, 0) << drawn.error;
    EXPECT_EQ(outputFiles(), (std::vector<std::string>{"0.png", "1.png", "2.png"}));
    std::set<std::string> prompts;
    for (int i = 0; i < 3; ++i) {
        const nlohmann::json metadata = metadataOf(std::to_string(i) + ".png");
        EXPECT_EQ(metadata.at("seed"), 7 + i);
        EXPECT_EQ(metadata.at("prompt"),
                  drawn.json().at("prompts").at(static_cast<std::size_t>(i)));
        prompts.insert(metadata.at("prompt").get<std::string>());
        // The stored text and seed draw the same picture again, with the flag and without.
        const std::string again = run({"format", "{a|b|c|d|e|f} {a|b|c|d|e|f} cat", "--expand",
                                       "--seed", std::to_string(7 + i)})
                                      .output;
        EXPECT_EQ(metadata.at("formatted_prompt"), again);
    }
    EXPECT_EQ(prompts.size(), 3U) << "by these seeds";
    EXPECT_EQ(drawn.json().at("seeds"), (nlohmann::json{7, 8, 9}));
    EXPECT_EQ(generate({"{a|b}", "--expand", "--count", "2", "--save-embeddings",
                        path("e.safetensors"), "--output", path("output/x.png")})
                  .status,
              2);
}

TEST_F(CliTemplatesTest, aListOfPromptsIsDrawnLineByLine) {
    writeBytes(folder_ / "list.txt",
               "\xEF\xBB\xBF# comment\r\n\r\n  A cat  \r\n\\# a hash\n{a|b}\n");
    const CliRun drawn = generate({"--prompts", path("list.txt"), "--seed", "5", "--template",
                                   "plain", "--output", path("output/p-{index}.png"), "--json"});
    ASSERT_EQ(drawn.status, 0) << drawn.error;
    EXPECT_EQ(drawn.json().at("prompts"), (nlohmann::json{"A cat", "# a hash", "{a|b}"}));
    EXPECT_EQ(outputFiles(), (std::vector<std::string>{"p-0.png", "p-1.png", "p-2.png"}));
    EXPECT_EQ(metadataOf("p-1.png").at("prompt"), "# a hash");
    EXPECT_EQ(metadataOf("p-1.png").at("template"), "z_image_plain");
    EXPECT_EQ(metadataOf("p-2.png").at("seed"), 7);
    EXPECT_EQ(pipeline_->opened.size(), 1U);
    const CliRun twice = run({"generate", "--prompts", "-", "--count", "2", "--seed", "1",
                              "--output", path("output/t-{index}.png"), "--json"},
                             "one\ntwo");
    ASSERT_EQ(twice.status, 0) << twice.error;
    EXPECT_EQ(twice.json().at("prompts"), (nlohmann::json{"one", "one", "two", "two"}));
    EXPECT_EQ(twice.json().at("seeds"), (nlohmann::json{1, 2, 3, 4}));
}

TEST_F(CliTemplatesTest, aListOfPromptsExcludesOtherPrompts) {
    writeBytes(folder_ / "list.txt", "A cat\n");
    writeBytes(folder_ / "empty.txt", "# nothing\n\n");
    EXPECT_EQ(generate({"A dog", "--prompts", path("list.txt")}).status, 2);
    EXPECT_EQ(generate({"--prompt-file", path("list.txt"), "--prompts", path("list.txt")}).status,
              2);
    EXPECT_EQ(generate({"--prompts", path("empty.txt")}).status, 3);
    EXPECT_EQ(generate({"--prompts", path("absent.txt")}).status, 3);
    EXPECT_EQ(generate({"--prompts", path("list.txt"), "--count", "2000000"}).status, 3);
    EXPECT_EQ(generate({"--prompts", path("list.txt"), "--count", "0"}).status, 3);
    EXPECT_TRUE(pipeline_->opened.empty());
}

TEST_F(CliTemplatesTest, listShowsWhatThereIs) {
    const CliRun text = run({"templates", "list"});
    ASSERT_EQ(text.status, 0) << text.error;
    EXPECT_EQ(text.output, "style\n  film_noir      Hard light\n  z_image_plain  \n");
    const CliRun json = run({"templates", "list", "--json", "--search", "SHADOW"});
    ASSERT_EQ(json.status, 0) << json.error;
    ASSERT_EQ(json.json().at("templates").size(), 1U + 0U) << json.output;
    const nlohmann::json noir = json.json().at("templates").at(0);
    EXPECT_EQ(noir.at("name"), "film_noir");
    EXPECT_EQ(noir.at("origin"), "built-in");
    EXPECT_EQ(noir.at("tags"), nlohmann::json{"shadow"});
    EXPECT_EQ(noir.at("add_think_block"), true);
    EXPECT_EQ(noir.at("variables").at(0).at("default"), "it");
    EXPECT_EQ(json.json().at("categories"), nlohmann::json{"style"});
    const CliRun rewriters = run({"templates", "list", "--rewriters", "--json"});
    EXPECT_EQ(rewriters.json().at("templates").at(0).at("name"), "expand");
    EXPECT_EQ(
        run({"templates", "list", "--category", "style", "--json"}).json().at("templates").size(),
        2U);
    EXPECT_EQ(run({"templates", "list", "--category", "stile"}).status, 3);
    writeBytes(folder_ / "mine/bad.md", std::string("\0", 1));
    const CliRun bad = run({"templates", "list", "--templates-dir", path("mine")});
    EXPECT_EQ(bad.status, 0);
    EXPECT_NE(bad.error.find("bad.md: not a text file"), std::string::npos);
}

TEST_F(CliTemplatesTest, showTellsTheTemplateAndThePromptThatItGives) {
    const CliRun text = run({"templates", "show", "noir", "--template-var", "subject=dogs"});
    ASSERT_EQ(text.status, 0) << text.error;
    EXPECT_NE(text.output.find("name: film_noir\n"), std::string::npos);
    EXPECT_NE(text.output.find("Paint {{subject|it}} in shadow."), std::string::npos);
    EXPECT_NE(text.output.find("system\nPaint dogs in shadow.<|im_end|>"), std::string::npos);
    const CliRun json = run({"templates", "show", "expand", "--json"});
    ASSERT_EQ(json.status, 0) << json.error;
    EXPECT_EQ(json.json().at("system_prompt"), "Expand.");
    EXPECT_NE(json.json().at("formatted_prompt").get<std::string>().find("Expand."),
              std::string::npos);
    EXPECT_EQ(run({"templates", "show", "nothing"}).status, 3);
    EXPECT_EQ(run({"templates", "show"}).status, 2);
    EXPECT_EQ(run({"templates"}).status, 2);
    EXPECT_EQ(run({"templates", "lst"}).status, 2);
}

TEST_F(CliTemplatesTest, checkListsFaultsWithTheirLinesAndFails) {
    const CliRun bad = run({"templates", "check", path("templates"), path("absent.md")});
    EXPECT_EQ(bad.status, 3);
    EXPECT_NE(bad.output.find("noir.md:11: the body has 31 characters"), std::string::npos)
        << bad.output;
    EXPECT_NE(bad.output.find("absent.md: there is no such file"), std::string::npos);
    EXPECT_NE(errorLine(bad).find("template files"), std::string::npos);
    const CliRun json = run({"templates", "check", path("templates"), "--json"});
    EXPECT_EQ(json.status, 3);
    EXPECT_EQ(json.json().at("ok"), false);
    EXPECT_EQ(json.json().at("files"), 3);
    EXPECT_GT(json.json().at("problems").at(0).at("line"), 0);
    std::string body;
    for (int i = 0; i < 8; ++i)
        body += "Sentence number " + std::to_string(i) + " of a good body. ";
    write("good/one.md", "name: one\ntitle: One\ndescription: D\ncategory: style\n", body);
    const CliRun good = run({"templates", "check", path("good")});
    EXPECT_EQ(good.status, 0) << good.output;
    EXPECT_EQ(good.output, "1 templates and 0 rewriters, no faults\n");
    EXPECT_EQ(run({"templates", "check"}).status, 3) << "the built-in folder and the user's";
}

} // namespace

} // namespace diptych::test

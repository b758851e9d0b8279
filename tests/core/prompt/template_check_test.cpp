// core/prompt: applying a template to a conversation, and the rules that collections keep.
#include "core/prompt/apply_template.h"
#include "core/prompt/chat_format.h"
#include "core/prompt/template_check.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace diptych {
namespace {

PromptTemplate noir() {
    PromptTemplate value;
    value.name = "noir";
    value.body = "Paint in shadow.";
    value.thinking = "One lamp.";
    value.assistant = "Here:";
    value.addThinkBlock = true;
    return value;
}

TEST(ApplyTemplate, theTemplateFillsWhatNobodyChose) {
    Conversation defaults;
    defaults.user = "A cat";
    defaults.system = "default";
    defaults.stripQuotes = true;
    const Conversation result = applyTemplate(defaults, {}, noir());
    EXPECT_EQ(result.user, "A cat");
    EXPECT_EQ(result.system, "Paint in shadow.");
    EXPECT_EQ(result.thinking, "One lamp.");
    EXPECT_EQ(result.assistant, "Here:");
    EXPECT_TRUE(result.forceThinkBlock);
    EXPECT_TRUE(result.stripQuotes);
}

TEST(ApplyTemplate, anExplicitChoiceCountsEvenWhenItIsEmpty) {
    ExplicitParts chosen;
    chosen.system = "";
    chosen.thinking = "Mine.";
    chosen.assistant = "";
    const Conversation result = applyTemplate({}, chosen, noir());
    EXPECT_EQ(result.system, "");
    EXPECT_EQ(result.thinking, "Mine.");
    EXPECT_EQ(result.assistant, "");
}

TEST(ApplyTemplate, theProposedThinkBlockNeverOverridesAnExplicitOff) {
    ExplicitParts off;
    off.thinkBlock = false;
    const Conversation result = applyTemplate({}, off, noir());
    EXPECT_FALSE(result.forceThinkBlock);
    EXPECT_EQ(result.thinking, "") << "text there would switch the block on";
    EXPECT_EQ(formatChat(result).text.find("<think>"), std::string::npos);
    off.thinking = "Mine.";
    EXPECT_EQ(applyTemplate({}, off, noir()).thinking, "Mine.") << "asked for by name";
    PromptTemplate without = noir();
    without.addThinkBlock = false;
    ExplicitParts on;
    on.thinkBlock = true;
    EXPECT_TRUE(applyTemplate({}, on, without).forceThinkBlock);
}

TEST(ApplyTemplate, emptyPartsOfTheTemplateLeaveTheDefault) {
    Conversation defaults;
    defaults.system = "default";
    defaults.forceThinkBlock = true;
    PromptTemplate empty;
    EXPECT_EQ(applyTemplate(defaults, {}, empty), defaults);
    empty.addThinkBlock = false;
    EXPECT_FALSE(applyTemplate(defaults, {}, empty).forceThinkBlock);
}

TEST(ApplyTemplate, applyingTwiceChangesNothing) {
    const Conversation once = applyTemplate({}, {}, noir());
    const ExplicitParts filledIn{once.system, once.thinking, once.assistant, once.forceThinkBlock};
    EXPECT_EQ(applyTemplate({}, filledIn, noir()), once);
    Conversation raw;
    raw.user = "<|im_start|>";
    raw.raw = true;
    EXPECT_EQ(applyTemplate(raw, {}, noir()), raw);
}

class TemplateCheckTest : public testing::Test {
  protected:
    // A body of allowed length whose sentences hold `word`.
    static std::string body(const std::string& word) {
        std::string text;
        for (int i = 0; i < 6; ++i)
            text +=
                "The picture shows " + word + " number " + std::to_string(i) + " in soft light. ";
        return text;
    }

    void write(const std::string& name, const std::string& head, const std::string& text) {
        test::writeBytes(folder_ / (name + ".md"), "---\n" + head + "---\n" + text + "\n");
    }

    void writeGood(const std::string& name, const std::string& text, const std::string& more = "") {
        write(name, headOf(name) + more, text);
    }

    static std::string headOf(const std::string& name, const std::string& category = "style") {
        return "name: " + name + "\ntitle: T\ndescription: D\ncategory: " + category + "\n";
    }

    TemplateCheck check() const { return checkTemplates(std::vector{folder_.path()}); }

    // The one problem, without the folder.
    std::string problem() const {
        const TemplateCheck result = check();
        EXPECT_EQ(result.problems.size(), 1U);
        std::string text = result.problems.empty() ? "" : describe(result.problems[0]);
        const std::string prefix = folder_.path().string() + "/";
        EXPECT_TRUE(text.starts_with(prefix)) << text;
        return text.substr(std::min(prefix.size(), text.size()));
    }

    test::TemporaryFolder folder_;
};

TEST_F(TemplateCheckTest, aGoodCollectionHasNoProblems) {
    writeGood("one", body("apples") + "No text.");
    writeGood("two", body("pears") + "No text.", "thinking_content: Calm.\n");
    write("default", headOf("default", "general"), "");
    write("expand", headOf("expand", "rewriter"), std::string(5000, 'x'));
    const TemplateCheck result = check();
    for (const TemplateProblem& found : result.problems)
        ADD_FAILURE() << describe(found);
    EXPECT_EQ(result.files, 4U);
    EXPECT_EQ(result.templates, 3U);
    EXPECT_EQ(result.rewriters, 1U);
}

TEST_F(TemplateCheckTest, namesAreInSnakeCase) {
    write("a", headOf("Soft-Light"), body("x"));
    EXPECT_EQ(problem().substr(0, 7), "a.md:2:");
    for (const char* name : {"_a", "a_", "a__b", "ä", "a b"}) {
        write("a", headOf(name), body("x"));
        EXPECT_NE(problem().find("snake_case"), std::string::npos) << name;
    }
    write("a", headOf("90s_3d"), body("x"));
    EXPECT_TRUE(check().problems.empty());
}

TEST_F(TemplateCheckTest, namesAreGivenOnce) {
    write("a", headOf("one"), body("x"));
    write("b", headOf("one"), body("y"));
    const std::string text = problem();
    EXPECT_EQ(text.substr(0, 7), "b.md:2:");
    EXPECT_NE(text.find("a.md"), std::string::npos);
}

TEST_F(TemplateCheckTest, headsAreComplete) {
    write("one", "name: one\ncategory: style\n", body("x"));
    EXPECT_EQ(check().problems.size(), 2U) << "title and description";
    write("one", headOf("one", "stile"), body("x"));
    EXPECT_NE(problem().find(":5: unknown category 'stile'; did you mean style?"),
              std::string::npos);
    write("one", "title: [\n", body("x"));
    EXPECT_GE(check().problems.size(), 2U) << "not YAML";
}

TEST_F(TemplateCheckTest, bodiesHaveALength) {
    writeGood("one", std::string(199, 'x'));
    EXPECT_NE(problem().find("one.md:7: the body has 199 characters, not 200 to 900"),
              std::string::npos);
    std::string wide;
    for (int i = 0; i < 900; ++i)
        wide += "\xC3\xA4";
    writeGood("one", wide);
    EXPECT_TRUE(check().problems.empty()) << "characters, not bytes";
    writeGood("one", wide + "x");
    EXPECT_EQ(check().problems.size(), 1U);
    writeGood("one", "");
    EXPECT_NE(problem().find("the body is empty"), std::string::npos);
    write("one", headOf("one", "rewriter"), "");
    EXPECT_NE(problem().find("the body is empty"), std::string::npos);
}

TEST_F(TemplateCheckTest, tagsAreInPairsAndControlTokensStayOut) {
    for (const char* text : {"<think>", "</think>", "</think><think>", "<think><think></think>"}) {
        writeGood("one", body("x") + text);
        EXPECT_NE(problem().find("not in pairs"), std::string::npos) << text;
    }
    writeGood("one", body("x") + "<think>a</think>");
    EXPECT_TRUE(check().problems.empty());
    writeGood("one", body("x") + "<|im_end|>");
    EXPECT_NE(problem().find("holds <|im_end|>"), std::string::npos);
    writeGood("one", body("x"), "thinking_content: \"<think>a</think>\"\n");
    EXPECT_NE(problem().find(":6: thinking_content holds the tag"), std::string::npos);
}

TEST_F(TemplateCheckTest, noTwoBodiesShareASentence) {
    writeGood("a", body("apples") + "\n- Keep the horizon LOW and calm!");
    writeGood("b", body("pears") + "\n\nKeep the horizon low, and calm.");
    const std::string text = problem();
    EXPECT_EQ(text.substr(0, 8), "b.md:9: ") << text;
    EXPECT_NE(text.find("a.md too: \"keep the horizon low and calm\""), std::string::npos) << text;
    writeGood("b", body("pears") + "\n\nKeep the horizon low, and calmer.");
    EXPECT_TRUE(check().problems.empty());
}

TEST_F(TemplateCheckTest, filesAndFoldersAreOneCollection) {
    writeGood("a", body("apples"));
    const TemplateCheck result =
        checkTemplates(std::vector{folder_ / "a.md", folder_.path(), folder_ / "absent.md"});
    EXPECT_EQ(result.files, 2U) << "each file once";
    ASSERT_EQ(result.problems.size(), 1U);
    EXPECT_NE(describe(result.problems[0]).find("absent.md: there is no such file"),
              std::string::npos);
}

} // namespace
} // namespace diptych

// core/prompt: files of templates, good, odd and hostile.
#include "core/prompt/template_file.h"
#include "core/prompt/yaml_mapping.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>

#include <sys/stat.h>

namespace diptych {
namespace {

using Tags = std::vector<std::string>;

TemplateReading parse(std::string_view text) {
    return parseTemplate(text, "folder/noir_film.md");
}

// Of a text without a problem.
PromptTemplate parsed(std::string_view text) {
    const TemplateReading reading = parse(text);
    EXPECT_TRUE(reading.value.has_value()) << text;
    for (const TemplateProblem& problem : reading.problems)
        ADD_FAILURE() << describe(problem);
    return reading.value.value_or(PromptTemplate{});
}

// The one problem of a text, as a line.
std::string problemOf(std::string_view text) {
    const TemplateReading reading = parse(text);
    EXPECT_EQ(reading.problems.size(), 1U) << text;
    return reading.problems.empty() ? "" : describe(reading.problems.front());
}

PromptTemplate withoutSource(PromptTemplate value) {
    value.source = {};
    return value;
}

TEST(TemplateFile, readsEveryKey) {
    const PromptTemplate value = parsed(R"(---
name: noir
title: Film Noir
category: style
description: "Hard light: long shadows"
tags: [film, black and white, film]
model: z-image
add_think_block: true
thinking_content: |
  One lamp.

  Two shadows.
assistant_content: Here it is.
author: Jo
version: 1.50
---

Paint with shadow.

Second paragraph.
)");
    EXPECT_EQ(value.name, "noir");
    EXPECT_EQ(value.title, "Film Noir");
    EXPECT_EQ(value.category, "style");
    EXPECT_EQ(value.description, "Hard light: long shadows");
    EXPECT_EQ(value.tags, (Tags{"film", "black and white"}));
    EXPECT_EQ(value.model, "z-image");
    EXPECT_EQ(value.addThinkBlock, true);
    EXPECT_EQ(value.thinking, "One lamp.\n\nTwo shadows.");
    EXPECT_EQ(value.assistant, "Here it is.");
    EXPECT_EQ(value.body, "Paint with shadow.\n\nSecond paragraph.");
    EXPECT_EQ(value.extras, (std::vector<ExtraKey>{{"author", "\"Jo\""}, {"version", "\"1.50\""}}));
    EXPECT_EQ(value.source.lines.name, 2);
    EXPECT_EQ(value.source.lines.category, 4);
    EXPECT_EQ(value.source.lines.thinking, 9);
    EXPECT_EQ(value.source.lines.body, 18);
}

TEST(TemplateFile, isTolerantAboutTheHead) {
    const char* const kBody = "Body.";
    for (const char* text : {
             "\xEF\xBB\xBF---\nname: noir\n---\nBody.",
             "---\r\nname: noir\r\n---\r\nBody.\r\n",
             "\n \n\t\n---\nname: noir\n---\nBody.",
             "\xEF\xBB\xBF\r\n\r\n---  \r\nname: noir\r\n---\t\r\n\r\nBody.\r\n\r\n",
         }) {
        const PromptTemplate value = parsed(text);
        EXPECT_EQ(value.name, "noir") << text;
        EXPECT_EQ(value.body, kBody) << text;
    }
}

TEST(TemplateFile, dashesInsideAValueDoNotEndTheHead) {
    const PromptTemplate value =
        parsed("---\ntitle: a --- b\ndescription: '---'\nthinking_content: |\n  a\n  ---\n  b\n"
               "---\nBody\n---\nmore");
    EXPECT_EQ(value.title, "a --- b");
    EXPECT_EQ(value.description, "---");
    EXPECT_EQ(value.thinking, "a\n---\nb");
    EXPECT_EQ(value.body, "Body\n---\nmore");
}

TEST(TemplateFile, aTextWithoutAHeadIsTheBody) {
    EXPECT_EQ(parsed("Paint it.\n---\nname: x\n---\n").body, "Paint it.\n---\nname: x\n---");
    EXPECT_EQ(parsed("----\nx").body, "----\nx");
    EXPECT_EQ(parsed("").body, "");
    EXPECT_EQ(parsed("").name, "noir_film");
    EXPECT_EQ(parsed("---\n---\n").body, "");
    EXPECT_EQ(parsed("---\n# a comment\n---\nx").body, "x");
}

TEST(TemplateFile, aHeadWithoutAnEndIsToldAndBecomesTheBody) {
    const TemplateReading reading = parse("\n---\nname: x\n");
    ASSERT_EQ(reading.problems.size(), 1U);
    EXPECT_EQ(reading.problems[0].line, 2);
    EXPECT_EQ(reading.value.value().body, "---\nname: x");
}

TEST(TemplateFile, valuesThatAreNullCountAsAbsent) {
    const PromptTemplate value = parsed("---\nname:\ntitle: ~\ncategory: null\ntags:\n"
                                        "add_think_block:\nthinking_content:\n---\nB");
    EXPECT_EQ(value.name, "noir_film");
    EXPECT_EQ(value.title, "");
    EXPECT_EQ(value.category, "");
    EXPECT_TRUE(value.tags.empty());
    EXPECT_FALSE(value.addThinkBlock.has_value());
    EXPECT_EQ(value.thinking, "");
}

TEST(TemplateFile, problemsTellFileAndLineAndTheRestApplies) {
    EXPECT_EQ(problemOf("---\ntitle: T\nname: [a, b]\n---\nB").substr(0, 22),
              "folder/noir_film.md:3:");
    EXPECT_NE(problemOf("---\nname: [a]\n---\n").find("needs a text, not a list"),
              std::string::npos);
    EXPECT_NE(problemOf("---\ntags: {a: b}\n---\n").find("needs a list of words"),
              std::string::npos);
    EXPECT_NE(problemOf("---\nadd_think_block: maybe\n---\n").find("true or false"),
              std::string::npos);
    EXPECT_NE(problemOf("---\nadd_think_block: \"true\"\n---\n").find("true or false"),
              std::string::npos);
    EXPECT_NE(problemOf("---\nname: a\nname: b\n---\n").find(":3: the key 'name' stands there twi"),
              std::string::npos);
    EXPECT_NE(problemOf("---\n- a\n- b\n---\nB").find("the head is a list"), std::string::npos);
    EXPECT_NE(problemOf("---\njust words\n---\nB").find("the head is text"), std::string::npos);
    EXPECT_NE(problemOf("---\n[a]: b\n---\nB").find("a key is a list"), std::string::npos);
    const TemplateReading reading = parse("---\nname: [a]\ntitle: T\n---\nB");
    EXPECT_EQ(reading.value.value().title, "T");
    EXPECT_EQ(reading.value.value().name, "noir_film");
}

TEST(TemplateFile, whatIsNoYamlIsToldWithItsLineAndTheBodyStays) {
    const TemplateReading reading = parse("---\nname: x\ntitle: \"open\ncategory: y\n---\nBody");
    ASSERT_EQ(reading.problems.size(), 1U);
    EXPECT_GE(reading.problems[0].line, 3);
    EXPECT_EQ(reading.value.value().body, "Body");
    EXPECT_EQ(reading.value.value().name, "noir_film");
    EXPECT_NE(problemOf("---\na: b: c\n---\nB").find(":2: not valid YAML"), std::string::npos);
    EXPECT_NE(problemOf("---\na: 1\n--- b\nc: 2\n---\nB").find("second YAML document"),
              std::string::npos);
}

TEST(TemplateFile, numbersAndWordsOfYamlAreTextWhereTextIsExpected) {
    EXPECT_EQ(parsed("---\nname: 2024\n---\n").name, "2024");
    EXPECT_EQ(parsed("---\ntitle: true\n---\n").title, "true");
    EXPECT_EQ(parsed("---\ntags: [1, yes]\n---\n").tags, (Tags{"1", "yes"}));
    EXPECT_EQ(parsed("---\ntags: \"one, two ,\"\n---\n").tags, (Tags{"one", "two"}));
    EXPECT_EQ(parsed("---\nadd_think_block: No\n---\n").addThinkBlock, false);
}

TEST(TemplateFile, anchorsAndAliasesAreRefusedBeforeTheyGrow) {
    std::string bomb = "---\na0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 30; ++i) {
        bomb.append("a").append(std::to_string(i));
        bomb.append(": &a").append(std::to_string(i)).append(" [");
        for (int j = 0; j < 9; ++j)
            bomb.append(j ? ", *a" : "*a").append(std::to_string(i - 1));
        bomb += "]\n";
    }
    EXPECT_NE(problemOf(bomb + "---\nBody").find(":2: anchors (&) and aliases (*) are not read"),
              std::string::npos);
    EXPECT_NE(problemOf("---\na: *b\n---\n").find(":2: "), std::string::npos);
    EXPECT_NE(problemOf("---\na: &b {c: d}\n---\n").find("anchors"), std::string::npos);
    EXPECT_EQ(parse(bomb + "---\nBody").value.value().body, "Body");
}

TEST(TemplateFile, hostileHeadsAreRefusedQuickly) {
    const auto start = std::chrono::steady_clock::now();
    for (const std::string_view piece : {"[", "{", "- ", "? ", "a: {", "\"", "'", "|\n", "!", "&",
                                         "%", "# ", ",", "[a,", "a:\n ", "\t"}) {
        std::string head;
        while (head.size() + piece.size() < kLargestYaml - 1)
            head += piece;
        const TemplateReading reading = parse("---\n" + head + "\n---\nBody");
        ASSERT_TRUE(reading.value.has_value());
        EXPECT_EQ(reading.value->body, "Body") << piece;
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
    EXPECT_NE(problemOf("---\n" + std::string(kLargestYaml + 1, '#') + "\n---\nB")
                  .find("larger than 64 KiB"),
              std::string::npos);
    EXPECT_NE(problemOf("---\na: " + std::string(40, '[') + std::string(40, ']') + "\n---\nB")
                  .find("nested more than"),
              std::string::npos);
}

TEST(TemplateFile, whatIsNoTextIsNamedAndNotLoaded) {
    const TemplateReading binary = parse(std::string_view("\x89PNG\r\n\0\1", 8));
    EXPECT_FALSE(binary.value.has_value());
    EXPECT_NE(describe(binary.problems.at(0)).find("not a text file"), std::string::npos);
    const TemplateReading wide = parse(std::string_view("\xFF\xFE-\0-\0", 6));
    EXPECT_FALSE(wide.value.has_value());
    EXPECT_NE(describe(wide.problems.at(0)).find("UTF-16"), std::string::npos);
    const TemplateReading latin = parse("---\nname: x\n---\n\nCaf\xE9");
    EXPECT_EQ(latin.value.value().body, "Caf\xEF\xBF\xBD");
    EXPECT_NE(describe(latin.problems.at(0)).find(":5: bytes that are not UTF-8"),
              std::string::npos);
}

TEST(TemplateFile, theDiskIsReadWithCare) {
    const test::TemporaryFolder folder;
    const auto problem = [&](const char* name) {
        const TemplateReading reading = readTemplateFile(folder / name);
        EXPECT_FALSE(reading.value.has_value()) << name;
        return reading.problems.empty() ? "" : reading.problems[0].message;
    };
    test::writeBytes(folder / "big.md", std::string(10U << 20, 'x'));
    EXPECT_NE(problem("big.md").find("larger than 1.0 MiB"), std::string::npos);
    EXPECT_EQ(problem("absent.md"), "there is no such file");
    std::filesystem::create_directory(folder / "folder.md");
    EXPECT_EQ(problem("folder.md"), "not a file");
    std::filesystem::create_symlink("circle.md", folder / "circle.md");
    EXPECT_NE(problem("circle.md").find("cannot be read"), std::string::npos);
    ASSERT_EQ(::mkfifo((folder / "pipe.md").c_str(), 0600), 0);
    EXPECT_EQ(problem("pipe.md"), "not a file");
    test::writeBytes(folder / "good.md", "---\nname: good\n---\nx");
    EXPECT_EQ(readTemplateFile(folder / "good.md").value.value().name, "good");
}

TEST(TemplateFile, whatIsWrittenIsReadBack) {
    PromptTemplate value;
    value.name = "noir";
    value.title = "It's: \"so\" # dark";
    value.category = "true";
    value.description = "- no list, {no} [map] & *no alias, 100 %, Größe \xF0\x9F\x8E\xA8";
    value.tags = {"a, b", "null", "x: y", "plain", "0"};
    value.model = "~";
    value.addThinkBlock = false;
    value.thinking = "First line: x\n\n  indented # no comment\nlast\\ \"quoted\"";
    value.assistant = "one\ttab\n \nline of blanks above";
    value.body = "---\nname: not the name\n---\n\n{{subject|a cat}} {a|b}\n```yaml\n---\n```";
    value.extras = {{"author", "\"Jo\""},
                    {"odd key: #", "{\"a\":[1,true,null,\"1.50\",\"two\\nlines\"]}"},
                    {"version", "3"}};
    const std::string text = writeTemplate(value);
    EXPECT_EQ(withoutSource(parsed(text)), value) << text;
    EXPECT_EQ(writeTemplate(parsed(text)), text);
    EXPECT_EQ(withoutSource(parsed(writeTemplate({}))).body, "");
}

TEST(TemplateFile, anyTextIsReadBack) {
    const std::vector<std::string> pieces = {"a",        " ",
                                             "\n",       "\r\n",
                                             "\r",       "\t",
                                             "---",      ": ",
                                             "- ",       "#",
                                             "\"",       "'",
                                             "\\",       "{",
                                             "}",        "[",
                                             "]",        ",",
                                             "|",        ">",
                                             "&x",       "*x",
                                             "!",        "%",
                                             "@",        "`",
                                             "\xC2\x85", "\xE2\x80\xA8",
                                             "\xC3\xA4", "\x01",
                                             "\x04",     "\x7F",
                                             "null",     "~",
                                             "1e3",      "0x1F",
                                             "\x1B",     "\xEF\xBB\xBF",
                                             "...",      "\xF0\x9F\x8E\xA8"};
    std::mt19937 random(7);
    for (int round = 0; round < 3000; ++round) {
        const auto text = [&] {
            std::string result;
            for (auto count = random() % 7; count > 0; --count)
                result += pieces[random() % pieces.size()];
            return result;
        };
        PromptTemplate wish;
        wish.name = text().append("n");
        wish.title = text();
        wish.description = text();
        wish.category = text();
        wish.model = text();
        wish.thinking = text();
        wish.assistant = text();
        wish.body = text();
        const PromptTemplate value = normalized(wish);
        EXPECT_EQ(normalized(value), value);
        const std::string written = writeTemplate(wish);
        const TemplateReading reading = parse(written);
        ASSERT_TRUE(reading.problems.empty()) << describe(reading.problems[0]) << "\n" << written;
        ASSERT_EQ(withoutSource(*reading.value), value) << written;
    }
}

TEST(TemplateFile, plainScalarsStayReadable) {
    EXPECT_EQ(yamlScalar("soft_light"), "soft_light");
    EXPECT_EQ(yamlScalar("Soft light (warm)"), "Soft light (warm)");
    EXPECT_EQ(yamlScalar("Yes"), "\"Yes\"");
    EXPECT_EQ(yamlScalar("3d_render"), "\"3d_render\"");
    EXPECT_EQ(yamlScalar(""), "\"\"");
}

} // namespace
} // namespace diptych

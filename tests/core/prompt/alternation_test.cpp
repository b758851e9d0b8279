// core/prompt: alternation in prompts and variables in templates.
#include "core/prompt/alternation.h"
#include "core/prompt/template_variables.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace diptych {
namespace {

std::string expanded(std::string_view text, std::uint64_t seed = 0) {
    const Result<std::string> result = expandAlternation(text, seed);
    EXPECT_TRUE(result.has_value()) << text;
    return result.value_or("");
}

std::set<std::string> allOf(std::string_view text) {
    std::set<std::string> results;
    for (std::uint64_t seed = 0; seed < 300; ++seed)
        results.insert(expanded(text, seed));
    return results;
}

using Texts = std::set<std::string>;

TEST(PickGenerator, drawsThePublishedSequence) {
    // The reference implementation's outputs for the seeds 0 and 1234567.
    PickGenerator zero(0);
    EXPECT_EQ(zero.draw(), 0xE220A8397B1DCDAFU);
    EXPECT_EQ(zero.draw(), 0x6E789E6AA1B965F4U);
    EXPECT_EQ(zero.draw(), 0x06C45D188009454FU);
    PickGenerator other(1234567);
    EXPECT_EQ(other.draw(), 6457827717110365317U);
    EXPECT_EQ(other.draw(), 3203168211198807973U);
}

TEST(Alternation, picksByTheSeedAndAlwaysTheSame) {
    EXPECT_EQ(allOf("a {red|green|blue} hat"), (Texts{"a red hat", "a green hat", "a blue hat"}));
    // Never to change: pictures are drawn again from prompt and seed.
    EXPECT_EQ(expanded("{a|b|c|d} {a|b|c|d} {a|b|c|d}", 0), "d b a");
    EXPECT_EQ(expanded("{a|b|c|d} {a|b|c|d} {a|b|c|d}", 42),
              expanded("{a|b|c|d} {a|b|c|d} {a|b|c|d}", 42));
}

TEST(Alternation, groupsMayBeNestedAndEmpty) {
    EXPECT_EQ(allOf("{a {b|c}|d}"), (Texts{"a b", "a c", "d"}));
    EXPECT_EQ(allOf("{{a|b}|{c|d}}"), (Texts{"a", "b", "c", "d"}));
    EXPECT_EQ(allOf("x{|y}"), (Texts{"x", "xy"}));
    EXPECT_EQ(allOf("{|}"), (Texts{""}));
    EXPECT_EQ(allOf("{a|b}{c|d}"), (Texts{"ac", "ad", "bc", "bd"}));
}

TEST(Alternation, bracesWithoutABarAreText) {
    for (const char* text :
         {R"({"subject": "cat", "light": {"kind": "soft", "colours": ["a", "b"]}})", "{}", "{a}",
          "a | b", "}{", "{a|b", "a|b}", "{{{", "}}}", "", "\\", "a\\b", "c:\\d", "{{subject}}",
          "{{subject|a cat}}", "{{a}} {{b|c}}", "{ {{x|y}} }"}) {
        EXPECT_EQ(expanded(text), text);
        EXPECT_FALSE(hasAlternation(text)) << text;
    }
    EXPECT_EQ(allOf(R"({"mood": "{calm|wild}"})"),
              (Texts{R"({"mood": "calm"})", R"({"mood": "wild"})"}));
    EXPECT_EQ(allOf("{x {a|b}"), (Texts{"{x a", "{x b"}));
    EXPECT_EQ(allOf("{{{a|b}|c}}"), (Texts{"{{{a|b}|c}}"})) << "a pair directly around a pair";
    EXPECT_EQ(allOf("{ {a|b} }"), (Texts{"{ a }", "{ b }"}));
    EXPECT_TRUE(hasAlternation("{a|b}"));
}

TEST(Alternation, aBackslashTakesTheMeaningAway) {
    EXPECT_EQ(allOf("\\{a|b\\}"), (Texts{"{a|b}"}));
    EXPECT_EQ(allOf("{a\\|b|c}"), (Texts{"a|b", "c"}));
    EXPECT_EQ(allOf("{a\\|b}"), (Texts{"{a|b}"}));
    EXPECT_EQ(allOf("a\\|b"), (Texts{"a\\|b"}));
    EXPECT_EQ(allOf("{\\{|\\}}"), (Texts{"{", "}"}));
}

TEST(Alternation, hostileTextsCostTimeInProportion) {
    const std::string open(1U << 20, '{');
    EXPECT_EQ(expanded(open), open);
    const std::string bars(1U << 20, '|');
    EXPECT_EQ(expanded("{" + bars + "}"), "");
    std::string many;
    for (int i = 0; i < 200'000; ++i)
        many += "{{a|";
    EXPECT_EQ(expanded(many), many);
    const Result<std::string> deep =
        expandAlternation(std::string(5000, '{') + "|" + std::string(5000, '}'), 0);
    ASSERT_FALSE(deep.has_value());
    EXPECT_EQ(deep.error().code, ErrorCode::InvalidInput);
}

std::string resolved(std::string_view text, const VariableValues& values = {}) {
    const Result<std::string> result = resolveVariables(text, values);
    EXPECT_TRUE(result.has_value()) << text;
    return result.value_or("");
}

TEST(TemplateVariables, takeTheirValueElseTheirDefault) {
    EXPECT_EQ(resolved("A {{animal}}.", {{"animal", "cat"}}), "A cat.");
    EXPECT_EQ(resolved("A {{animal|dog}}."), "A dog.");
    EXPECT_EQ(resolved("A {{ animal | old dog }}."), "A  old dog .");
    EXPECT_EQ(resolved("A{{x|}}."), "A.");
    EXPECT_EQ(resolved("{{a}}{{b|2}}{{a}}", {{"a", "1"}}), "121");
    EXPECT_EQ(resolved("{{a}}", {{"a", "{{b|x}} {c|d}"}}), "{{b|x}} {c|d}") << "not replaced again";
}

TEST(TemplateVariables, everythingElseBetweenBracesIsText) {
    for (const char* text : {"{{}}", "{{ }}", "{{1a}}", "{{\"a\": {\"b\": 1}}}", "{{a", "}}", "{a}",
                             "{{a}", "{{a b}}", "{{a}b}}", "{{ä}}", "{{"})
        EXPECT_EQ(resolved(text), text);
    EXPECT_EQ(resolved("\\{{a}} {{a|1}}"), "{{a}} 1");
    EXPECT_EQ(resolved("{{{a}}}", {{"a", "x"}}), "{x}");
    const std::string open = std::string(1U << 20, '{') + "}}";
    EXPECT_EQ(resolved(open), open);
    std::string many;
    for (int i = 0; i < 200'000; ++i)
        many += "{{a|{{ ";
    EXPECT_EQ(resolved(many), many);
    EXPECT_EQ(resolved(many + "}}x").back(), 'x');
}

TEST(TemplateVariables, whatIsLeftOpenIsNamed) {
    const Result<std::string> result = resolveVariables("{{place}} {{time|noon}} {{who}}", {});
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, ErrorCode::InvalidInput);
    EXPECT_NE(result.error().message.find("place, who"), std::string::npos);
    EXPECT_EQ(resolveKnownVariables("{{place}} {{time|noon}}", {}), "{{place}} noon");
}

TEST(TemplateVariables, aTemplateIsResolvedInAllItsTexts) {
    PromptTemplate value;
    value.name = "t";
    value.body = "Paint {{subject|a cat}}.";
    value.thinking = "Think of {{subject}} at {{time}}.";
    value.assistant = "{{time}}:";
    EXPECT_EQ(variablesOf(value),
              (std::vector<TemplateVariable>{{"subject", "a cat"}, {"time", std::nullopt}}));
    const Result<PromptTemplate> full =
        resolveVariables(value, {{"subject", "dogs"}, {"time", "dusk"}});
    ASSERT_TRUE(full.has_value());
    EXPECT_EQ(full->body, "Paint dogs.");
    EXPECT_EQ(full->thinking, "Think of dogs at dusk.");
    EXPECT_EQ(full->assistant, "dusk:");
    const Result<PromptTemplate> half = resolveVariables(value, {{"time", "dusk"}});
    ASSERT_TRUE(half.has_value());
    EXPECT_EQ(half->thinking, "Think of a cat at dusk.") << "the default stands at another place";
    const Result<PromptTemplate> open = resolveVariables(value, {});
    ASSERT_FALSE(open.has_value());
    EXPECT_NE(open.error().message.find("a value for time"), std::string::npos);
    const Result<PromptTemplate> unknown = resolveVariables(value, {{"tme", "dusk"}});
    ASSERT_FALSE(unknown.has_value());
    EXPECT_NE(unknown.error().message.find("no variable 'tme'"), std::string::npos);
    EXPECT_NE(unknown.error().hint.find("subject, time"), std::string::npos);
}

} // namespace
} // namespace diptych

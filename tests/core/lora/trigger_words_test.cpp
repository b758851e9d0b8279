// Trigger words from headers as trainers write them, and from headers that lie.
#include "core/lora/trigger_words.h"

#include <gtest/gtest.h>

namespace diptych::lora {
namespace {

using Words = std::vector<std::string>;

TEST(TriggerWords, areReadWhereTheHeaderNamesThem) {
    EXPECT_EQ(triggerWords({{"modelspec.trigger_phrase", " a photo, by mrx "}}),
              (Words{"a photo, by mrx"}));
    EXPECT_EQ(triggerWords({{"trained_words", R"(["mrx", "style of mrx", 3, "mrx"])"}}),
              (Words{"mrx", "style of mrx"}));
    EXPECT_EQ(triggerWords({{"ss_trigger_words", "mrx, oil ,,"}}), (Words{"mrx", "oil"}));
    EXPECT_EQ(triggerWords({{"trigger_word", R"("p3r5on")"}}), (Words{"p3r5on"}));
}

TEST(TriggerWords, areTheMostFrequentTagsWhereNothingIsNamed) {
    const char* tags =
        R"({"10_mrx": {"mrx": 40, "oil painting": 38, "tree": 12}, "5_more": {"mrx": 2}})";
    EXPECT_EQ(triggerWords({{"ss_tag_frequency", tags}}), (Words{"mrx", "oil painting"}));
    EXPECT_EQ(triggerWords({{"ss_tag_frequency", tags}, {"trigger_word", "x"}}), (Words{"x"}));
    // Captions of single pictures are no trigger words.
    EXPECT_EQ(triggerWords({{"ss_tag_frequency", R"({"1_a": {"a tree": 1, "a house": 1}})"}}),
              Words{});
}

TEST(TriggerWords, nothingInAHeaderCanDoHarm) {
    const std::string deep(100000, '[');
    const std::string nested = R"({"a":)" + std::string(5000, '[') + std::string(5000, ']') + "}";
    for (const std::string& value :
         {std::string(), std::string("{"), std::string("null"), std::string("[[1]]"), deep, nested,
          std::string(R"({"a": 3})"), std::string(R"({"a": {"b": "c", "d": {"e": 1}}})")})
        EXPECT_EQ(triggerWords({{"ss_tag_frequency", value}}), Words{}) << value.substr(0, 40);
    EXPECT_EQ(triggerWords({{"trigger_word", R"(["a\nb\u0007"])"}}), (Words{"a b"}));
    EXPECT_EQ(triggerWords({{"trained_words", std::string(9000, 'x')}}), Words{});
    std::string many;
    for (int i = 0; i < 500; ++i)
        many += std::to_string(i) + ",";
    EXPECT_EQ(triggerWords({{"trained_words", many}}).size(), 20U);
}

} // namespace
} // namespace diptych::lora

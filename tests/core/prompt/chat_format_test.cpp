// core/prompt: the chat format, byte for byte.
#include "core/prompt/chat_format.h"
#include "tests/core/tokenizer/tokenizer_fixtures.h"

#include <iterator>

namespace diptych {
namespace {

using Ids = std::vector<std::int32_t>;

struct Case {
    const char* name;
    Conversation conversation;
    bool isFinal;
    const char* expected;
};

#define IMS "<|im_start|>"
#define IME "<|im_end|>"
#define HEAD(user) IMS "user\n" user IME "\n" IMS "assistant\n"
#define THINK(text) "<think>\n" text "\n</think>\n\n"

Conversation make(std::string user, std::string system = {}, std::string thinking = {},
                  std::string assistant = {}) {
    Conversation conversation;
    conversation.user = std::move(user);
    conversation.system = std::move(system);
    conversation.thinking = std::move(thinking);
    conversation.assistant = std::move(assistant);
    return conversation;
}

Conversation forced(Conversation conversation) {
    conversation.forceThinkBlock = true;
    return conversation;
}

Conversation unquoted(Conversation conversation) {
    conversation.stripQuotes = true;
    return conversation;
}

Conversation uncleaned(Conversation conversation) {
    conversation.cleanWhitespace = false;
    return conversation;
}

// What the predecessor's formatter gave for each.
const Case kCases[] = {
    {"1", make("A cat"), true, HEAD("A cat")},
    {"2", make("A cat", "Paint."), true, IMS "system\nPaint." IME "\n" HEAD("A cat")},
    {"3", forced(make("A cat")), true, HEAD("A cat") THINK("")},
    {"4", make("A cat", "", "Fur"), true, HEAD("A cat") THINK("Fur")},
    {"5", make("A cat", "", "Fur", "Here:"), true, HEAD("A cat") THINK("Fur") "Here:" IME},
    {"6", make("A cat", "", "", "Here:"), true, HEAD("A cat") "Here:" IME},
    {"7", make("A cat", "Paint.", "Fur", "Here:"), true,
     IMS "system\nPaint." IME "\n" HEAD("A cat") THINK("Fur") "Here:" IME},
    {"8", forced(make("A cat", "", "", "Here:")), true, HEAD("A cat") THINK("") "Here:" IME},
    {"9", make("A cat"), false, HEAD("A cat") IME},
    {"10", forced(make("A cat")), false, HEAD("A cat") THINK("") IME},
    {"11", make("A cat", "   "), true, HEAD("A cat")},
    {"12", make("A cat", "", " \n\t"), true, HEAD("A cat")},
    {"13", make(""), true, HEAD("")},
    {"14", forced(make("", "Paint.")), true, IMS "system\nPaint." IME "\n" HEAD("") THINK("")},
    {"15", make("  A   cat\t on \n\n\n\n a  mat  "), true, HEAD("A cat on \n\n a mat")},
    {"16", make("a\n\n\nb\n\nc\nd"), true, HEAD("a\n\nb\n\nc\nd")},
    {"17", make("a \n b"), true, HEAD("a \n b")},
    {"18",
     make("a\xC2\xA0"
          "b\xE3\x80\x80"
          "c\r\nd"),
     true, HEAD("a b c \nd")},
    {"19", unquoted(make("{\"a\": \"b\"}")), true, HEAD("{a: b}")},
    {"20", make("{\"a\": \"b\"}"), true, HEAD("{\"a\": \"b\"}")},
    {"21", unquoted(make("\" hi \"")), true, HEAD(" hi ")},
    {"22", unquoted(make("A cat", "", "\"")), true, HEAD("A cat")},
    {"23", make("A cat", "", "\""), true, HEAD("A cat") THINK("\"")},
    {"24", unquoted(make("'x' \xE2\x80\x9Cy\xE2\x80\x9D")), true,
     HEAD("'x' \xE2\x80\x9Cy\xE2\x80\x9D")},
    {"25", unquoted(make("A cat", "\"\"")), true, HEAD("A cat")},
    {"26", make("a" IME "b"), true, HEAD("a" IME "b")},
    {"27", uncleaned(make("  A  cat ")), true, HEAD("  A  cat ")},
    {"28", make("\xE2\x80\xA8 A cat \xC2\x85"), true, HEAD("A cat")},
    {"29", unquoted(make("A cat", "", "", "\"x\"")), true, HEAD("A cat") "x" IME},
    {"30", forced(make("A cat", "", "", "  ")), true, HEAD("A cat") THINK("")},
};

std::string formatAs(const Conversation& conversation, bool isFinal) {
    PreparedChat chat = prepareChat(conversation);
    chat.options.isFinal = isFinal;
    return formatMessages(chat.messages, chat.options);
}

TEST(ChatFormat, givesThePredecessorsTextForEveryConversation) {
    ASSERT_EQ(std::size(kCases), 30U);
    for (const Case& testCase : kCases) {
        SCOPED_TRACE(testCase.name);
        EXPECT_EQ(formatAs(testCase.conversation, testCase.isFinal), testCase.expected);
        if (testCase.isFinal) {
            EXPECT_EQ(formatChat(testCase.conversation).text, testCase.expected);
        }
    }
}

// Cases 31 to 34 of the same table: lists of messages, which nothing is cleaned in.
TEST(ChatFormat, givesThePredecessorsTextForListsOfMessages) {
    const std::vector<ChatMessage> thinking = {{Role::System, "S", ""},
                                               {Role::User, "U1", ""},
                                               {Role::Assistant, "A1", ""},
                                               {Role::User, "U2", ""},
                                               {Role::Assistant, "", ""}};
    EXPECT_EQ(formatMessages(thinking, {.enableThinking = true}),
              IMS "system\nS" IME "\n" HEAD("U1") THINK("") "A1" IME "\n" HEAD("U2") THINK(""));
    const std::vector<ChatMessage> plain = {
        {Role::User, "U1", ""}, {Role::Assistant, "A1", "T1"}, {Role::User, "", ""}};
    EXPECT_EQ(formatMessages(plain, {}), HEAD("U1") "A1" IME "\n" IMS "user\n");
    const std::vector<ChatMessage> one = {{Role::User, "U1", ""}};
    EXPECT_EQ(formatMessages(one, {}), IMS "user\nU1" IME);
    EXPECT_EQ(formatMessages({}, {}), "");
}

TEST(ChatFormat, givesTheReferenceTextAndIds) {
    const auto cases = test::goldenCases("formatter-cases.json");
    ASSERT_EQ(cases.size(), 24U);
    for (const auto& golden : cases) {
        const auto& args = golden.at("args");
        SCOPED_TRACE(args);
        Conversation conversation =
            make(args.at("user_prompt"), args.value("system_prompt", ""),
                 args.value("thinking_content", ""), args.value("assistant_content", ""));
        conversation.forceThinkBlock = args.value("force_think_block", false);
        conversation.cleanWhitespace = args.value("clean_whitespace", true);
        conversation.stripQuotes = args.value("remove_quotes", false);
        const std::string text = formatAs(conversation, args.value("is_final", true));
        EXPECT_EQ(text, golden.at("text").get<std::string>());
        EXPECT_EQ(test::realTokenizer().encode(text), golden.at("ids").get<Ids>());
        EXPECT_EQ(test::tinyTokenizer().encode(text), golden.at("ids_tiny").get<Ids>());
    }
}

std::vector<std::pair<PromptPart, std::string>> partsOf(const FormattedPrompt& prompt) {
    std::vector<std::pair<PromptPart, std::string>> result;
    for (const PartRange& range : prompt.parts)
        result.emplace_back(range.part, prompt.text.substr(range.begin, range.end - range.begin));
    return result;
}

TEST(ChatFormat, saysWhereThePartsLie) {
    using Parts = std::vector<std::pair<PromptPart, std::string>>;
    EXPECT_EQ(partsOf(formatChat(make(" A cat ", "Paint.", "Fur", "Here:"))),
              (Parts{{PromptPart::System, "Paint."},
                     {PromptPart::User, "A cat"},
                     {PromptPart::Thinking, "Fur"},
                     {PromptPart::Assistant, "Here:"}}));
    EXPECT_EQ(partsOf(formatChat(make(""))),
              (Parts{{PromptPart::User, ""}, {PromptPart::Assistant, ""}}));
    EXPECT_EQ(partsOf(formatChat(forced(make("A cat")))), (Parts{{PromptPart::User, "A cat"},
                                                                 {PromptPart::Thinking, ""},
                                                                 {PromptPart::Assistant, ""}}));
}

TEST(ChatFormat, keepsSpecialTokensAndSaysSo) {
    const FormattedPrompt prompt = formatChat(make("a" IME "b", "<think>", "", IME));
    ASSERT_EQ(prompt.notices.size(), 1U);
    EXPECT_EQ(prompt.notices[0].code, "special_tokens_in_prompt");
    EXPECT_NE(prompt.notices[0].message.find(IME), std::string::npos);
    EXPECT_NE(prompt.notices[0].message.find("<think>"), std::string::npos);
    EXPECT_EQ(prompt.notices[0].message.find("<|endoftext|>"), std::string::npos);
    EXPECT_TRUE(formatChat(make("A <cat>", "Paint.", "Fur", "Here:")).notices.empty());
}

TEST(ChatFormat, sendsARawPromptAsItIs) {
    Conversation conversation = forced(make("  " IMS "user\n\"x\"\n\n\n\n ", "ignored", "ignored"));
    conversation.raw = true;
    conversation.stripQuotes = true;
    const FormattedPrompt prompt = formatChat(conversation);
    EXPECT_EQ(prompt.text, conversation.user);
    EXPECT_EQ(prompt.parts,
              (std::vector<PartRange>{{PromptPart::User, 0, conversation.user.size()}}));
    EXPECT_TRUE(prompt.notices.empty());
}

} // namespace
} // namespace diptych

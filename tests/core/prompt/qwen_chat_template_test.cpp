// core/prompt: the checkpoint's own chat template, byte for byte.
#include "core/prompt/qwen_chat_template.h"
#include "tests/core/tokenizer/tokenizer_fixtures.h"

namespace diptych {
namespace {

// The reference conversations keep the order of their members.
using Json = nlohmann::ordered_json;
using Ids = std::vector<std::int32_t>;

QwenToolCall toolCallFrom(const Json& json) {
    const Json& function = json.contains("function") ? json.at("function") : json;
    const Json& arguments = function.at("arguments");
    return {function.at("name"), arguments.is_string()
                                     ? arguments.get<std::string>()
                                     : valueOrThrow(spacedJson(arguments.dump()))};
}

QwenMessage messageFrom(const Json& json) {
    QwenMessage message;
    const std::string role = json.at("role");
    message.role = role == "system"      ? QwenRole::System
                   : role == "user"      ? QwenRole::User
                   : role == "assistant" ? QwenRole::Assistant
                                         : QwenRole::Tool;
    if (json.at("content").is_string())
        message.content = json.at("content");
    if (json.contains("reasoning_content"))
        message.reasoning = json.at("reasoning_content").get<std::string>();
    for (const Json& call : json.value("tool_calls", Json::array()))
        message.toolCalls.push_back(toolCallFrom(call));
    return message;
}

TEST(QwenChatTemplate, rendersEveryReferenceConversation) {
    const Json cases =
        Json::parse(test::readBytes(test::dataPath("qwen3/chat-cases.json"))).at("cases");
    ASSERT_EQ(cases.size(), 180U);
    for (const Json& golden : cases) {
        SCOPED_TRACE(golden.at("name").get<std::string>() + " " + golden.at("kwargs").dump());
        std::vector<QwenMessage> messages;
        for (const Json& message : golden.at("messages"))
            messages.push_back(messageFrom(message));
        QwenTemplateOptions options;
        options.addGenerationPrompt = golden.at("kwargs").at("add_generation_prompt");
        options.enableThinking = golden.at("kwargs").value("enable_thinking", true);
        for (const Json& tool : golden.value("tools", Json::array()))
            options.tools.push_back(valueOrThrow(spacedJson(tool.dump())));
        const std::string text = formatQwenTemplate(messages, options);
        EXPECT_EQ(text, golden.at("text").get<std::string>());
        EXPECT_EQ(test::realTokenizer().encode(text), golden.at("ids").get<Ids>());
        EXPECT_EQ(test::tinyTokenizer().encode(text), golden.at("ids_tiny").get<Ids>());
    }
}

TEST(QwenChatTemplate, formatsTheEmptyChat) {
    EXPECT_EQ(formatQwenTemplate({}, {}), "");
    EXPECT_EQ(
        formatQwenTemplate({}, {.addGenerationPrompt = true, .enableThinking = true, .tools = {}}),
        "<|im_start|>assistant\n");
}

TEST(SpacedJson, writesAsTheTemplateDoes) {
    EXPECT_EQ(
        *spacedJson(
            "{\"b\":[1,2.5,null,true],\n\"a\":{\"x\":\"\\u4e00,:\\\"\\n\"},\"e\":{},\"f\":[]}"),
        "{\"b\": [1, 2.5, null, true], \"a\": {\"x\": \"\xE4\xB8\x80,:\\\"\\n\"}, \"e\": {}, "
        "\"f\": []}");
}

TEST(SpacedJson, refusesWhatIsNotJson) {
    for (const std::string& bad :
         {std::string("{"), std::string(""), std::string("\"\xFF\""), std::string(100'000, '[')}) {
        const auto result = spacedJson(bad);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, ErrorCode::InvalidInput);
    }
    const std::string deep = std::string(5000, '[') + std::string(5000, ']');
    EXPECT_FALSE(spacedJson(deep));
}

} // namespace
} // namespace diptych

#include "core/pipeline/prompt_rewriter.h"

#include "core/prompt/chat_format.h"
#include "core/prompt/clean_text.h"
#include "core/prompt/qwen_chat_template.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace diptych {

namespace {

ThinkStream streamFor(const RewriteRequest& request) {
    const bool inside = request.raw && endsInsideThinkBlock(request.prompt);
    return ThinkStream(inside ? AnswerPart::Thinking : AnswerPart::Answer,
                       request.raw ? Blanks::Keep : Blanks::Trim);
}

} // namespace

Status checkRewrite(const RewriteRequest& request) {
    DIPTYCH_TRY_DONE(checkSampling(request.sampling));
    if (request.seed < 0)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("the seed must not be negative (got {})", request.seed));
    if (request.raw ? request.prompt.empty() : trimBlanks(request.prompt).empty())
        return fail(ErrorCode::InvalidInput, "there is no prompt to rewrite",
                    "write a few words about the picture");
    return Done{};
}

std::string formatRewrite(const RewriteRequest& request) {
    if (request.raw)
        return request.prompt;
    std::vector<QwenMessage> messages;
    if (!request.instruction.empty())
        messages.push_back({QwenRole::System, request.instruction, {}, {}});
    messages.push_back({QwenRole::User, request.prompt, {}, {}});
    return formatQwenTemplate(
        messages, {.addGenerationPrompt = true, .enableThinking = request.thinking, .tools = {}});
}

RewriteAnswer::RewriteAnswer(const RewriteRequest& request, TextSink* sink)
    : request_(request), sink_(sink), stream_(streamFor(request)) {}

void RewriteAnswer::handOn(const std::vector<AnswerPiece>& pieces) {
    if (!sink_)
        return;
    for (const AnswerPiece& piece : pieces)
        sink_->piece(piece.part, piece.text);
}

void RewriteAnswer::push(std::string_view text) {
    handOn(stream_.push(text));
}

void RewriteAnswer::pushThinking(std::string_view text) {
    if (text.empty())
        return;
    separateThinking_ += text;
    handOn({{AnswerPart::Thinking, std::string(text)}});
}

void RewriteAnswer::finish(FinishReason reason, RewriteResult& result) {
    handOn(stream_.finish());
    result.finishReason = reason;
    result.prompt = request_.prompt;
    result.thinking = separateThinking_;
    if (!result.thinking.empty() && !stream_.thinking().empty())
        result.thinking += "\n\n";
    result.thinking += stream_.thinking();
    result.text = stream_.answer();
    const std::size_t json = request_.raw ? std::string::npos : findJsonTail(result.text);
    if (json != std::string::npos && result.thinking.empty()) {
        result.thinking = std::string(trimBlanks(result.text.substr(0, json)));
        result.text.erase(0, json);
    }
    if (!request_.raw)
        for (const std::string_view token : specialTokensIn(request_.prompt))
            result.notices.push_back(
                {"special_tokens_in_prompt",
                 fmt::format("the prompt holds {}, which the model reads as a control token",
                             token)});
    const bool isCut = stream_.insideBlock() && reason == FinishReason::Length;
    if (isCut)
        result.notices.push_back({"thinking_cut", "the model was still thinking when the tokens "
                                                  "ran out: allow more, or switch thinking off"});
    else if (reason == FinishReason::Length && !request_.ignoreStop)
        result.notices.push_back(
            {"text_cut", "the text was cut off because the tokens ran out: allow more"});
}

} // namespace diptych

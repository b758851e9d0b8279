// A language model that writes a better prompt out of a short one: as front ends see it, wherever
// the model runs.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/domain/notice.h"
#include "core/domain/text_sampling.h"
#include "core/prompt/think_stream.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

struct RewriteRequest {
    std::string prompt;      ///< what the user wrote
    std::string instruction; ///< the system message: a rewriter template's text, or the user's own;
                             ///< empty = none
    /// `prompt` is the whole input of the model: no chat format, no instruction, and nothing is
    /// trimmed off the answer.
    bool raw = false;
    bool thinking = true;      ///< let the model think before it answers
    bool ignoreStop = false;   ///< go on behind tokens that end a text
    bool keyValueCache = true; ///< off = read the whole text again for each token; same result
    TextSampling sampling;
    std::int64_t seed = 0; ///< 0 ≤ seed; of no account at temperature 0
};

struct RewriteResult {
    std::string prompt;   ///< the request's
    std::string thinking; ///< what the model thought, without tags
    std::string text;     ///< the answer: the rewritten prompt; empty when the thought never ended
    /// All that the model wrote, the thought and the token that ended it included.
    /// Empty where a server wrote, which tells their number at most.
    std::vector<std::int32_t> tokenIds;
    std::int64_t tokenCount = 0; ///< 0 = not told
    FinishReason finishReason = FinishReason::Stop;
    double seconds = 0.0; ///< of reading and writing, without loading
    double tokensPerSecond = 0.0;
    std::vector<Notice> notices;
};

/// Hears the text while it is written. Called on the working thread; must return quickly.
class TextSink {
  public:
    virtual ~TextSink() = default;
    /// `text` is valid UTF-8 and never empty. All pieces of a part together are that part of the
    /// result, but for a thought whose beginning was not marked.
    virtual void piece(AnswerPart part, std::string_view text) = 0;
};

class PromptRewriter {
  public:
    virtual ~PromptRewriter() = default;

    /// Progress is reported while loading and reading (Phase::Encode); what is written goes to
    /// `sink`, which may be null. Errors: InvalidInput (numbers out of range, no prompt, a prompt
    /// longer than the model's context), Cancelled (within one token), and what the model adds.
    virtual Result<RewriteResult> rewrite(const RewriteRequest& request, TextSink* sink,
                                          const RunContext& context) = 0;
};

/// Errors: InvalidInput. What every rewriter checks before it does anything.
Status checkRewrite(const RewriteRequest& request);

/// What the model reads: the request's messages in the chat template that Qwen checkpoints carry,
/// or the raw text.
std::string formatRewrite(const RewriteRequest& request);

/// Takes an answer apart as it comes, hands the pieces on and fills in a result: for every rewriter
/// the same.
class RewriteAnswer {
  public:
    /// `sink` is borrowed and may be null.
    RewriteAnswer(const RewriteRequest& request, TextSink* sink);

    /// More of the answer as the model wrote it, with its tags.
    void push(std::string_view text);
    /// More of the thought, from servers that give it apart.
    void pushThinking(std::string_view text);

    /// Fills in prompt, thinking, text and the notices about them.
    void finish(FinishReason reason, RewriteResult& result);

  private:
    void handOn(const std::vector<AnswerPiece>& pieces);

    const RewriteRequest& request_;
    TextSink* sink_;
    ThinkStream stream_;
    std::string separateThinking_;
};

} // namespace diptych

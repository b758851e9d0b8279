#include "widgets/model/token_counter.h"

#include "core/prompt/chat_format.h"

#include <utility>

namespace diptych::widgets {

TokenCounts countTokens(const Tokenizer& tokenizer, const Conversation& conversation) {
    return countTokens(tokenizePrompt(tokenizer, formatChat(conversation)));
}

TokenCounts countTokens(const TokenizedPrompt& tokens) {
    const FormattedPrompt& prompt = tokens.prompt;
    TokenCounts counts;
    auto part = prompt.parts.begin();
    for (const Token& token : tokens.tokens) {
        while (part != prompt.parts.end() && token.begin >= part->end)
            ++part;
        if (part == prompt.parts.end() || token.begin < part->begin) {
            ++counts.format;
            continue;
        }
        switch (part->part) {
        case PromptPart::System:
            ++counts.system;
            break;
        case PromptPart::User:
            ++counts.user;
            break;
        case PromptPart::Thinking:
            ++counts.thinking;
            break;
        case PromptPart::Assistant:
            ++counts.assistant;
            break;
        }
    }
    return counts;
}

TokenCounter::TokenCounter(Loader loader, QObject* parent)
    : QObject(parent), loader_(std::move(loader)) {
    pool_.setMaxThreadCount(1);
}

TokenCounter::~TokenCounter() {
    pool_.waitForDone();
}

void TokenCounter::setLoader(Loader loader) {
    loader_ = std::move(loader);
    reload_ = true;
    count(last_);
}

void TokenCounter::count(const Conversation& conversation) {
    last_ = conversation;
    waiting_ = conversation;
    startNext();
}

void TokenCounter::startNext() {
    if (busy_ || !waiting_)
        return;
    busy_ = true;
    if (std::exchange(reload_, false))
        tokenizer_.reset();
    const Conversation next = *std::exchange(waiting_, std::nullopt);
    pool_.start([this, next, loader = loader_] {
        if (!tokenizer_)
            tokenizer_ = loader();
        work(next);
    });
}

// On the pool's thread; the answer goes back as a queued call.
void TokenCounter::work(const Conversation& conversation) {
    auto tokens = std::make_shared<TokenizedPrompt>();
    QString reason;
    if (*tokenizer_)
        *tokens = tokenizePrompt(**tokenizer_, formatChat(conversation));
    else
        reason = QString::fromStdString(tokenizer_->error().message);
    QMetaObject::invokeMethod(
        this,
        [this, tokens = TokenizedPromptPtr(tokens), counts = countTokens(*tokens), reason] {
            busy_ = false;
            if (reason.isEmpty())
                Q_EMIT counted(counts, tokens);
            else
                Q_EMIT unavailable(reason);
            startNext();
        },
        Qt::QueuedConnection);
}

} // namespace diptych::widgets

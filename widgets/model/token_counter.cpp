#include "widgets/model/token_counter.h"

#include "core/prompt/chat_format.h"

#include <utility>

namespace diptych::widgets {

TokenCounts countTokens(const Tokenizer& tokenizer, const Conversation& conversation) {
    const FormattedPrompt prompt = formatChat(conversation);
    TokenCounts counts;
    auto part = prompt.parts.begin();
    for (const Token& token : tokenizer.tokenize(prompt.text)) {
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
    TokenCounts counts;
    QString reason;
    if (*tokenizer_)
        counts = countTokens(**tokenizer_, conversation);
    else
        reason = QString::fromStdString(tokenizer_->error().message);
    QMetaObject::invokeMethod(
        this,
        [this, counts, reason] {
            busy_ = false;
            if (reason.isEmpty())
                Q_EMIT counted(counts);
            else
                Q_EMIT unavailable(reason);
            startNext();
        },
        Qt::QueuedConnection);
}

} // namespace diptych::widgets

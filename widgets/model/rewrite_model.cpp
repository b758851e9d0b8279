#include "widgets/model/rewrite_model.h"

#include "widgets/model/error_text.h"

#include <algorithm>

namespace diptych::widgets {

RewriteModel::RewriteModel(QObject* parent) : QObject(parent) {}

void RewriteModel::begin(const std::string& source, const std::vector<std::int64_t>& seeds) {
    source_ = source;
    variants_.clear();
    for (const std::int64_t seed : seeds) {
        variants_.emplace_back();
        variants_.back().seed = seed;
    }
    Q_EMIT reset();
}

RewriteVariant* RewriteModel::at(int variant) {
    return variant >= 0 && variant < static_cast<int>(variants_.size())
               ? &variants_[static_cast<std::size_t>(variant)]
               : nullptr;
}

void RewriteModel::add(int variant, AnswerPart part, std::string_view text) {
    RewriteVariant* const target = at(variant);
    if (!target || target->isOver())
        return;
    const bool isThought = part == AnswerPart::Thinking;
    (isThought ? target->thinking : target->text) += text;
    target->state = isThought ? VariantState::Thinking : VariantState::Writing;
    Q_EMIT changed(variant);
}

void RewriteModel::finish(int variant, const RewriteResult& result) {
    RewriteVariant* const target = at(variant);
    if (!target)
        return;
    target->state = VariantState::Done;
    target->thinking = result.thinking;
    target->text = result.text;
    target->tokens = result.tokenCount;
    target->tokensPerSecond = result.tokensPerSecond;
    target->notices = result.notices;
    Q_EMIT changed(variant);
}

void RewriteModel::fail(int variant, const Error& error) {
    if (RewriteVariant* const target = at(variant)) {
        target->state = VariantState::Failed;
        target->error = error;
        Q_EMIT changed(variant);
    }
}

void RewriteModel::stop(int variant) {
    if (RewriteVariant* const target = at(variant)) {
        target->state = VariantState::Stopped;
        Q_EMIT changed(variant);
    }
}

void RewriteModel::clear() {
    begin({}, {});
}

bool RewriteModel::isRunning() const {
    return std::any_of(variants_.begin(), variants_.end(),
                       [](const RewriteVariant& variant) { return !variant.isOver(); });
}

QString variantStatus(const RewriteVariant& variant) {
    switch (variant.state) {
    case VariantState::Waiting:
        return RewriteModel::tr(
            "Waits for its turn. A model that is not loaded yet takes a moment.");
    case VariantState::Thinking:
        return RewriteModel::tr("The model thinks…");
    case VariantState::Writing:
        return RewriteModel::tr("Writing…");
    case VariantState::Stopped:
        return RewriteModel::tr("Stopped. What is there can be used.");
    case VariantState::Failed:
        return errorLine(variant.error);
    case VariantState::Done:
        break;
    }
    QString status = variant.tokens > 0 ? RewriteModel::tr("%1 tokens at %2 a second, seed %3")
                                              .arg(variant.tokens)
                                              .arg(variant.tokensPerSecond, 0, 'f', 1)
                                              .arg(variant.seed)
                                        : RewriteModel::tr("Seed %1").arg(variant.seed);
    for (const Notice& notice : variant.notices)
        status += QLatin1Char('\n') + asSentence(notice.message);
    return status;
}

} // namespace diptych::widgets

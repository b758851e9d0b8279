// The rewritings of one prompt: up to three variants, each as far as it is written.
#pragma once

#include "core/base/error.h"
#include "core/pipeline/prompt_rewriter.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <string>
#include <vector>

namespace diptych::widgets {

enum class VariantState { Waiting, Thinking, Writing, Done, Stopped, Failed };

struct RewriteVariant {
    VariantState state = VariantState::Waiting;
    std::string thinking;
    std::string text;
    std::int64_t seed = 0;
    std::int64_t tokens = 0; ///< 0 = not told
    double tokensPerSecond = 0.0;
    std::vector<Notice> notices;
    Error error; ///< of a failed one

    bool isOver() const {
        return state == VariantState::Done || state == VariantState::Stopped ||
               state == VariantState::Failed;
    }
};

class RewriteModel : public QObject {
    Q_OBJECT

  public:
    static constexpr int kMostVariants = 3;

    explicit RewriteModel(QObject* parent = nullptr);

    /// Begins anew with these seeds, one for each variant; `source` is the prompt that is
    /// rewritten.
    void begin(const std::string& source, const std::vector<std::int64_t>& seeds);
    void add(int variant, AnswerPart part, std::string_view text);
    /// The whole text; thoughts may turn out to be longer than what was told piece by piece.
    void finish(int variant, const RewriteResult& result);
    void fail(int variant, const Error& error);
    void stop(int variant);
    void clear();

    const std::string& source() const { return source_; }
    const std::vector<RewriteVariant>& variants() const { return variants_; }
    bool isRunning() const;

  Q_SIGNALS:
    /// Other variants than before.
    void reset();
    void changed(int variant);

  private:
    RewriteVariant* at(int variant);

    std::string source_;
    std::vector<RewriteVariant> variants_;
};

/// "Thinking", "Written: 84 tokens at 12.1 a second, seed 5", …
QString variantStatus(const RewriteVariant& variant);

} // namespace diptych::widgets

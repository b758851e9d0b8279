// How many tokens a prompt has, part by part, counted by the encoder's own tokenizer away from the
// GUI thread.
#pragma once

#include "core/base/result.h"
#include "core/domain/conversation.h"
#include "core/tokenizer/tokenizer.h"
#include "widgets/model/token_places.h"

#include <QObject>
#include <QString>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <optional>

namespace diptych::widgets {

struct TokenCounts {
    int system = 0;
    int user = 0;
    int thinking = 0;
    int assistant = 0;
    int format = 0; ///< the markers of the chat format around them

    int total() const { return system + user + thinking + assistant + format; }
    bool operator==(const TokenCounts&) const = default;
};

TokenCounts countTokens(const Tokenizer& tokenizer, const Conversation& conversation);
TokenCounts countTokens(const TokenizedPrompt& tokens);

using TokenizedPromptPtr = std::shared_ptr<const TokenizedPrompt>;

class TokenCounter : public QObject {
    Q_OBJECT

  public:
    using Loader = std::function<Result<Tokenizer>()>;

    /// `loader` is called once, on another thread.
    explicit TokenCounter(Loader loader, QObject* parent = nullptr);
    ~TokenCounter() override;

    /// The newest call wins: what arrives while another one is counted replaces what waits.
    void count(const Conversation& conversation);
    /// Another tokenizer from now on; the last prompt is counted again.
    void setLoader(Loader loader);

  Q_SIGNALS:
    /// With the tokens that were counted.
    void counted(const diptych::widgets::TokenCounts& counts,
                 const diptych::widgets::TokenizedPromptPtr& tokens);
    /// There is no tokenizer to count with.
    void unavailable(const QString& reason);

  private:
    void startNext();
    void work(const Conversation& conversation);

    Loader loader_;
    std::optional<Result<Tokenizer>> tokenizer_; ///< touched on the pool's thread only, when busy
    std::optional<Conversation> waiting_;
    Conversation last_;
    bool busy_ = false;
    bool reload_ = false;
    QThreadPool pool_;
};

} // namespace diptych::widgets

// Pieces of a text on their way from the engine's thread to the one that sends them.
#pragma once

#include "core/pipeline/prompt_rewriter.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::server {

struct TextPiece {
    AnswerPart part = AnswerPart::Answer;
    std::string text;
};

/// Blanks at the beginning and the end of both parts are left out, as in the whole text.
class TextPipe final : public TextSink {
  public:
    void piece(AnswerPart part, std::string_view text) override;

    /// What has come since the last call; waits for it at most this long.
    std::vector<TextPiece> take(std::chrono::milliseconds time);

  private:
    struct Part {
        bool begun = false;
        std::string blanks; ///< held back until something else follows
    };

    std::mutex mutex_;
    std::condition_variable come_;
    std::vector<TextPiece> pieces_; // guarded by mutex_, as all
    Part thinking_;
    Part answer_;
};

} // namespace diptych::server

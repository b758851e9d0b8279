// A model's answer taken apart while it is written: what it thinks between <think> and </think>,
// and what it says. Works on text, so that an answer from another machine goes through it too.
//
// Several blocks become one thought, with an empty line between them; the answer is what lies
// outside of them. A block that is never closed is a thought. A </think> without its <think> makes
// everything before it a thought, although it was handed out as answer already.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

enum class AnswerPart { Thinking, Answer };

struct AnswerPiece {
    AnswerPart part = AnswerPart::Answer;
    std::string text; ///< never empty

    bool operator==(const AnswerPiece&) const = default;
};

/// Whether blanks at both ends of a part, and around blocks, are left out.
enum class Blanks { Trim, Keep };

class ThinkStream {
  public:
    /// `start` is what the answer begins with: Thinking where the prompt ends in an open <think>.
    explicit ThinkStream(AnswerPart start = AnswerPart::Answer, Blanks blanks = Blanks::Trim);

    /// The pieces that `text` completes. What could be the beginning of a tag is held back.
    std::vector<AnswerPiece> push(std::string_view text);

    /// What was held back.
    std::vector<AnswerPiece> finish();

    /// Everything so far.
    const std::string& thinking() const { return thinking_.text; }
    const std::string& answer() const { return answer_.text; }
    /// Whether the text so far ends within a block.
    bool insideBlock() const { return part_ == AnswerPart::Thinking; }

  private:
    struct Part {
        std::string text;
        std::string heldBlanks;  ///< that belong to the text if more comes
        bool skipBlanks = false; ///< until something else comes
    };

    Part& current() { return part_ == AnswerPart::Thinking ? thinking_ : answer_; }
    void add(std::string_view text, std::vector<AnswerPiece>& pieces);
    void enterBlock();
    void leaveBlock();

    Blanks blanks_;
    AnswerPart part_;
    std::string pending_;
    Part thinking_;
    Part answer_;
};

/// Whether `text` ends within a <think> block.
bool endsInsideThinkBlock(std::string_view text);

/// Whether every <think> has its </think> behind it, none inside another, and no </think> stands
/// alone.
bool hasBalancedThinkTags(std::string_view text);

/// Where the JSON object begins that `text` ends with, behind other text; npos = there is none.
/// Some models reason in plain text before they answer in JSON.
std::size_t findJsonTail(std::string_view text);

} // namespace diptych

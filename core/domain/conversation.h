// What the user wrote: the four parts of a prompt and how they become one string.
#pragma once

#include <string>

namespace diptych {

/// A prompt. The parts are UTF-8, as typed; core/prompt turns them into the FormattedPrompt that is
/// tokenised.
struct Conversation {
    std::string user;             ///< what to draw; may be empty
    std::string system;           ///< instructions to the text encoder; empty = no system message
    std::string thinking;         ///< content of the think block; text here switches the block on
    std::string assistant;        ///< the beginning of the assistant's answer
    bool forceThinkBlock = false; ///< emit an empty think block when `thinking` is empty
    bool cleanWhitespace = true;  ///< trim, collapse runs of blanks and of three or more newlines
    bool stripQuotes = false;     ///< remove every U+0022, which the image model would draw as text
    bool raw = false;             ///< `user` is a FormattedPrompt already: send it as it is

    bool operator==(const Conversation&) const = default;
};

} // namespace diptych

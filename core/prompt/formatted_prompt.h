// The exact string that is tokenised, and where the user's parts lie in it.
#pragma once

#include "core/domain/notice.h"

#include <cstddef>
#include <string>
#include <vector>

namespace diptych {

enum class PromptPart { System, User, Thinking, Assistant };

/// The bytes of one part in the formatted text: what the user wrote, after cleaning, without the
/// markers around it.
struct PartRange {
    PromptPart part = PromptPart::User;
    std::size_t begin = 0;
    std::size_t end = 0; ///< one past the last byte

    bool operator==(const PartRange&) const = default;
};

struct FormattedPrompt {
    std::string text;
    /// In the order of the text. A part that the prompt does not have (no system message, no think
    /// block) is not listed; one that is there but empty has an empty range.
    std::vector<PartRange> parts;
    std::vector<Notice> notices;
};

} // namespace diptych

// How parts of an entry stand in the columns of the database.
#pragma once

#include "core/history/history_entry.h"

#include <string>
#include <string_view>
#include <vector>

namespace diptych::history {

/// One line of JSON. What cannot be read, in a damaged column, comes back as the default: where a
/// picture was drawn and how long it took is never worth losing the entry.
std::string placementToJson(const Placement& placement);
Placement placementFromJson(std::string_view text);
std::string phaseTimesToJson(const PhaseTimes& seconds);
PhaseTimes phaseTimesFromJson(std::string_view text);

/// Everything the user wrote to describe the picture, for the index.
std::string promptText(const Conversation& conversation);

/// Trimmed, without empty ones and duplicates, sorted.
std::vector<std::string> tidyTags(const std::vector<std::string>& tags);

/// The tags with blanks between them, for the index.
std::string joined(const std::vector<std::string>& tags);

} // namespace diptych::history

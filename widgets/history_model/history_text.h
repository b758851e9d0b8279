// What lists and panels say about an entry, in the user's language.
#pragma once

#include "core/history/history_entry.h"

#include <QString>

#include <filesystem>
#include <utility>
#include <vector>

namespace diptych::widgets {

/// The beginning of the prompt in one line; a replacement where there is none.
QString promptLine(const history::EntrySummary& entry);

/// For screen readers: prompt, stars, size, time.
QString accessibleLine(const history::EntrySummary& entry);
QString toolTip(const history::EntrySummary& entry);

/// "3 stars".
QString starsText(int stars);
/// "1024 × 768".
QString sizeText(int width, int height);
/// "3.2 s", "2 min 5 s".
QString drawingTimeText(double seconds);
/// Date and time in the user's own form.
QString timeText(std::int64_t createdMs);

/// The whole path of an entry's picture, as the system writes it.
QString picturePath(const std::filesystem::path& folder, const std::string& picture);

/// What an inspector lists about an entry: names and values, without prompt, tags and note.
std::vector<std::pair<QString, QString>> entryFacts(const history::HistoryEntry& entry);

} // namespace diptych::widgets

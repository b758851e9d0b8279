// Which entries of the history to show. Every condition that is set must hold.
#pragma once

#include "core/domain/generation_request.h"
#include "core/history/history_entry.h"

#include <cstdint>
#include <optional>
#include <string>

namespace diptych::history {

enum class Trash {
    Without, ///< what is not in the trash
    Only,    ///< what is
};

struct HistoryFilter {
    std::string search; ///< as the user types it; see search_text.h
    std::string model;  ///< its exact name; empty = any
    std::string lora;   ///< the exact name of one of them; empty = any
    std::string tag;    ///< the exact name of one of them; empty = any
    std::optional<std::int64_t> seed;
    std::optional<std::int64_t> createdFromMs;  ///< inclusive
    std::optional<std::int64_t> createdUntilMs; ///< exclusive
    std::optional<PictureSize> size;
    int leastStars = 0;
    Trash trash = Trash::Without;

    bool operator==(const HistoryFilter&) const = default;
};

/// Where a page ends: the next one holds what is older than this.
struct Cursor {
    std::int64_t createdMs = 0;
    EntryId id = 0;

    bool operator==(const Cursor&) const = default;
};

inline Cursor cursorOf(const EntrySummary& entry) {
    return {entry.createdMs, entry.id};
}

} // namespace diptych::history

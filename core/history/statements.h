// Small pieces that the store's statements are made of.
#pragma once

#include "core/history/history_entry.h"
#include "core/history/history_filter.h"

#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace diptych::history {

/// Conditions for a WHERE and the values of their question marks.
struct Conditions {
    using Value = std::variant<std::int64_t, std::string>;

    std::vector<std::string> all;
    std::vector<Value> values;

    void add(std::string condition) { all.push_back(std::move(condition)); }
    void add(std::string condition, Value value) {
        all.push_back(std::move(condition));
        values.push_back(std::move(value));
    }
    /// " WHERE a AND b", or nothing.
    std::string where() const;
    /// Binds the values from index 1; returns the next free index.
    int bind(SQLite::Statement& statement) const;
};

/// How SQLite should go through the entries.
enum class Walk {
    NewestFirst, ///< in order of time, until a page is full: best where many entries match
    Matches,     ///< from match to match: best where all of them are wanted
};

/// On the table `entries`.
Conditions conditionsOf(const HistoryFilter& filter, Walk walk);
/// Those of a search alone.
void addSearch(Conditions& conditions, const std::string& search, Walk walk);

/// The columns that `summaryOf` reads, in its order.
/// substr counts characters, so that none is cut in two.
inline constexpr std::string_view kSummaryColumns =
    "id, created, substr(prompt, 1, 200), seed, width, height, model, picture, pixel_hash, stars, "
    "trashed";
static_assert(kPromptHead == 200);
EntrySummary summaryOf(SQLite::Statement& row);

} // namespace diptych::history

// The history: every picture that was drawn, with everything that is known about it. Entries are
// appended, searched, rated, tagged, put into the trash and deleted for good.
#pragma once

#include "core/base/result.h"
#include "core/history/database.h"
#include "core/history/history_entry.h"
#include "core/history/history_filter.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace diptych::history {

/// A value that entries have, and how many have it.
struct NameCount {
    std::string name;
    std::int64_t count = 0;

    bool operator==(const NameCount&) const = default;
};

struct SizeCount {
    PictureSize size;
    std::int64_t count = 0;

    bool operator==(const SizeCount&) const = default;
};

/// What there is to filter by, outside the trash; the most frequent first.
struct FilterChoices {
    std::vector<NameCount> models;
    std::vector<NameCount> loras;
    std::vector<NameCount> tags;
    std::vector<SizeCount> sizes;

    bool operator==(const FilterChoices&) const = default;
};

/// Works on a database that outlives it, on the one thread that uses that database. Every call may
/// fail with FileWrite (disk full, read-only, locked for five seconds), FileInvalid (the database
/// is damaged: open it again to have it mended) or Internal; further errors are listed. What a call
/// changes is on the disk when it returns, or nothing of it is.
class HistoryStore {
  public:
    explicit HistoryStore(Database& database) : database_(database) {}

    /// The data folder, where pictures, thumbnails and the database lie.
    const std::filesystem::path& folder() const { return database_.folder(); }
    /// Where an entry's picture lies.
    std::filesystem::path picturePath(const std::string& picture) const;

    /// Takes entries whose picture files are in place already, all or none of them; their ids are
    /// ignored. Returns the new ids in order. Errors: InvalidInput (no seed, a relative picture
    /// path that leads out of the data folder, stars out of range), FileNotFound (no picture).
    Result<std::vector<EntryId>> append(std::span<const HistoryEntry> entries);
    Result<EntryId> append(const HistoryEntry& entry);

    /// Everything about one entry. Errors: InvalidInput (there is no such entry).
    Result<HistoryEntry> entry(EntryId id);
    /// At most `limit` entries, newest first, from the newest or behind `after`.
    Result<std::vector<EntrySummary>> page(const HistoryFilter& filter,
                                           const std::optional<Cursor>& after, int limit);
    Result<std::int64_t> count(const HistoryFilter& filter);
    /// Those of `ids` that exist and pass the filter, in the order of `ids`.
    Result<std::vector<EntrySummary>> matching(const HistoryFilter& filter,
                                               std::span<const EntryId> ids);
    Result<FilterChoices> filterChoices();

    /// Entries whose picture has these pixels, newest first, the trash included.
    Result<std::vector<EntryId>> findByPixels(const std::string& pixelHash);
    /// What an entry was derived from: its parent, the parent's parent, … as far as they exist.
    Result<std::vector<EntrySummary>> ancestors(EntryId id);
    /// What was derived from it, newest first.
    Result<std::vector<EntrySummary>> children(EntryId id);

    /// The different prompts that were ever drawn, the last used first, the trash included;
    /// `search` as in HistoryFilter. For walking back: `offset` 0, 1, 2, …
    Result<std::vector<std::string>> distinctPrompts(const std::string& search, int limit,
                                                     int offset = 0);

    /// 0 … kMostStars. Errors: InvalidInput. Ids that do not exist are passed over, here and below.
    Status setStars(std::span<const EntryId> ids, int stars);
    Status setTags(EntryId id, const std::vector<std::string>& tags);
    Status addTag(std::span<const EntryId> ids, const std::string& tag);
    Status removeTag(std::span<const EntryId> ids, const std::string& tag);
    Status setNote(EntryId id, const std::string& note);

    Status moveToTrash(std::span<const EntryId> ids, std::int64_t nowMs);
    Status restoreFromTrash(std::span<const EntryId> ids);
    /// Deletes entries, their pictures and their thumbnails for good. A picture that another entry
    /// shows as well stays. Errors: FileWrite (a picture that cannot be deleted keeps its entry).
    Status remove(std::span<const EntryId> ids);
    /// Deletes for good what was put into the trash before this time; returns how many.
    Result<std::int64_t> emptyTrash(std::int64_t beforeMs);

    /// Whether an entry shows this picture file.
    Result<bool> isRecorded(const std::string& picture);

  private:
    Database& database_;
};

} // namespace diptych::history

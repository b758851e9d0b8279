// A history in a temporary folder, and entries to put into it.
#pragma once

#include "core/history/database.h"
#include "core/history/history_store.h"
#include "core/image/image.h"
#include "tests/support/test_files.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace diptych::history::test {

inline constexpr const char* kPicture = "pictures/a.png";

/// 64 × 48 pixels that differ from shade to shade.
Image samplePicture(int shade = 7);

/// An entry of the picture kPicture, a second after the one before it in `created`.
HistoryEntry entryOf(std::string prompt, std::int64_t createdMs = 1'700'000'000'000);

/// One with every field set.
HistoryEntry fullEntry();

class History {
  public:
    /// With kPicture in place.
    History();

    const std::filesystem::path& path() const { return folder_.path(); }
    Database& database() { return *opened_.database; }
    const Database::Opened& opened() const { return opened_; }
    HistoryStore& store() { return *store_; }

    void close();
    /// Closes it first; throws when it cannot be opened.
    void reopen();

    EntryId add(const HistoryEntry& entry) { return valueOrThrow(store().append(entry)); }
    EntryId add(const std::string& prompt, std::int64_t createdMs = 1'700'000'000'000) {
        return add(entryOf(prompt, createdMs));
    }
    std::vector<EntrySummary> all(const HistoryFilter& filter = {}) {
        return valueOrThrow(store().page(filter, {}, 1'000'000));
    }
    /// The prompts that a search finds, newest first.
    std::vector<std::string> found(const std::string& search);

  private:
    diptych::test::TemporaryFolder folder_;
    Database::Opened opened_;
    std::unique_ptr<HistoryStore> store_;
};

/// Runs `work` in a child process and returns its exit status; 99 when it throws, −n when it was
/// ended by signal n.
int inChild(const std::function<int()>& work);

} // namespace diptych::history::test

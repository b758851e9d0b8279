// A history with service, thumbnails and model, whose I/O is done when a test says so.
#pragma once

#include "tests/support/test_files.h"
#include "widgets/history_model/history_model.h"
#include "widgets/history_model/history_service.h"
#include "widgets/history_model/ordered_executor.h"
#include "widgets/history_model/thumbnail_cache.h"

#include <QStringList>

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace diptych::widgets::test {

/// Keeps closures until `run`.
class ManualExecutor : public OrderedExecutor {
  public:
    void post(std::function<void()> work) override { waiting_.push_back(std::move(work)); }
    std::size_t waiting() const { return waiting_.size(); }
    void runOne();

  private:
    std::deque<std::function<void()>> waiting_;
};

inline constexpr std::int64_t kStart = 1'700'000'000'000; ///< ms

Image smallPicture(int shade);

history::HistoryEntry entryOf(const std::string& prompt, std::int64_t createdMs = kStart);

/// A filter that is only a search; blanks find everything.
history::HistoryFilter searching(const std::string& text);

class HistoryWorld {
  public:
    /// Nothing is opened yet.
    HistoryWorld();

    diptych::test::TemporaryFolder folder;
    ManualExecutor executor;
    HistoryService service;
    ThumbnailCache thumbnails;
    HistoryModel model;

    /// Does all work that is waiting, with all that follows from it.
    void settle();
    /// Opens the history.
    void open();
    /// Records a picture; returns its id.
    history::EntryId record(const history::HistoryEntry& entry);
    history::EntryId record(const std::string& prompt, std::int64_t createdMs = kStart) {
        return record(entryOf(prompt, createdMs));
    }
    /// Appends many entries that share one picture.
    void recordMany(int count);

    QStringList prompts() const;
    history::HistoryEntry stored(history::EntryId id);
};

} // namespace diptych::widgets::test

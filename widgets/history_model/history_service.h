// The history as the window sees it: wishes go to the I/O thread, answers come back to this one.
// Nothing here waits.
#pragma once

#include "core/base/result.h"
#include "core/domain/notice.h"
#include "core/history/database.h"
#include "core/history/draft_store.h"
#include "core/history/history_store.h"
#include "core/history/queue_store.h"
#include "core/history/record_picture.h"
#include "core/image/image.h"
#include "widgets/history_model/ordered_executor.h"

#include <QObject>
#include <QPointer>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace diptych::widgets {

/// Everything that lies in the database; used on the I/O thread only.
struct Stores {
    explicit Stores(std::unique_ptr<history::Database> opened)
        : database(std::move(opened)), history(*database), queue(*database), drafts(*database) {}

    std::unique_ptr<history::Database> database;
    history::HistoryStore history;
    history::QueueStore queue;
    history::DraftStore drafts;
};

/// An entry and what of its request is no longer there.
struct EntryDetails {
    history::HistoryEntry entry;
    std::vector<std::string> missingFiles; ///< LoRA files, source picture, mask, embeddings
    bool pictureMissing = false;
};

class HistoryService : public QObject {
    Q_OBJECT

  public:
    using Ids = std::vector<history::EntryId>;
    /// Called on the service's thread with the entry as it was stored.
    using Recorded = std::function<void(const Result<history::HistoryEntry>&)>;

    /// `executor` is borrowed and outlives the service.
    HistoryService(std::filesystem::path folder, OrderedExecutor* executor,
                   QObject* parent = nullptr);
    ~HistoryService() override;

    const std::filesystem::path& folder() const { return folder_; }

    /// Opens the database, then takes in pictures whose entry was lost, then renews a backup that
    /// is more than a day old. Once, before anything else.
    void open();
    /// Renews the backup; the window does this when it closes.
    void backUp();

    /// Writes a picture and its entry. What is posted stays posted: the picture gets to the disk
    /// although the service is gone, and its file also when there is no history to be had: the
    /// entry has no id then. `done` may be empty: errors are told by `failed` as well.
    void record(history::HistoryEntry entry, std::shared_ptr<const Image> image,
                history::RecordOptions options = {}, Recorded done = {});

    void setStars(Ids ids, int stars);
    void setTags(history::EntryId id, std::vector<std::string> tags);
    void setNote(history::EntryId id, std::string note);
    void moveToTrash(Ids ids);
    void restoreFromTrash(Ids ids);
    void removeForGood(Ids ids);

    /// Runs `work(Stores&)`, which returns a Result, on the I/O thread and `done` with it on this
    /// one, unless `context` is gone by then. The way to the queue and the drafts, too.
    template <typename Work, typename Done> void ask(QObject* context, Work work, Done done) {
        using Answer = std::invoke_result_t<Work, Stores&>;
        post([guard = QPointer<QObject>(context), work = std::move(work),
              done = std::move(done)](Stores* stores, const Error& unavailable) mutable -> Reply {
            auto answer =
                std::make_shared<Answer>(stores ? work(*stores) : Answer(fail(unavailable)));
            return [guard, done, answer] {
                if (guard)
                    done(*answer);
            };
        });
    }

    /// `ask` for everything about one entry.
    void details(history::EntryId id, QObject* context,
                 std::function<void(const Result<EntryDetails>&)> done);

  Q_SIGNALS:
    /// The database can be used; `notice` has an empty code when there is nothing to tell.
    void opened(const diptych::Notice& notice);
    /// Something that was wished did not happen.
    void failed(const diptych::Error& error);
    /// These entries were added, changed, moved or deleted.
    void entriesChanged(const std::vector<diptych::history::EntryId>& ids);

  private:
    struct Session;
    using Reply = std::function<void()>;
    using Job = std::function<Reply(Stores* stores, const Error& unavailable)>;

    void post(Job job);
    void told(const Result<history::HistoryEntry>& recorded, const Recorded& done);
    void change(Ids ids, std::function<Status(history::HistoryStore&, const Ids&)> work);
    void adoptFoundPictures();

    std::filesystem::path folder_;
    OrderedExecutor* executor_;
    std::shared_ptr<Session> session_;
};

} // namespace diptych::widgets

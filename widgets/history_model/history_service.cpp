#include "widgets/history_model/history_service.h"

#include <QDateTime>

#include <mutex>
#include <optional>
#include <system_error>

namespace diptych::widgets {

namespace fs = std::filesystem;
using history::EntryId;
using history::HistoryStore;

/// Shared by the service and by what it has posted, which may outlive it.
struct HistoryService::Session {
    std::mutex mutex;
    QObject* receiver = nullptr; ///< of replies, guarded by `mutex`; null once the service is gone

    // On the I/O thread only.
    std::unique_ptr<Stores> stores;
    Error unavailable{
        ErrorCode::Internal, "the history is not open", "start Diptych again", "", {}};

    void send(Reply reply) {
        const std::lock_guard lock(mutex);
        if (receiver && reply)
            QMetaObject::invokeMethod(receiver, std::move(reply), Qt::QueuedConnection);
    }
};

namespace {

constexpr std::int64_t kBackupAgeMs = 24LL * 3600 * 1000;

std::vector<std::string> missingFiles(const GenerationRequest& request) {
    std::vector<std::string> missing;
    const auto check = [&missing](const std::string& path) {
        std::error_code ignored;
        if (!path.empty() && !fs::exists(path, ignored))
            missing.push_back(path);
    };
    for (const LoraRequest& lora : request.loras)
        check(lora.path);
    check(request.source.path);
    check(request.source.mask);
    check(request.embeddings.prompt);
    check(request.embeddings.negative);
    return missing;
}

Result<EntryDetails> detailsOf(HistoryStore& store, EntryId id) {
    DIPTYCH_TRY(history::HistoryEntry entry, store.entry(id));
    EntryDetails details;
    details.missingFiles = missingFiles(entry.request);
    std::error_code ignored;
    details.pictureMissing = !fs::exists(store.picturePath(entry.picture), ignored);
    details.entry = std::move(entry);
    return details;
}

} // namespace

HistoryService::HistoryService(std::filesystem::path folder, OrderedExecutor* executor,
                               QObject* parent)
    : QObject(parent), folder_(std::move(folder)), executor_(executor),
      session_(std::make_shared<Session>()) {
    session_->receiver = this;
}

HistoryService::~HistoryService() {
    {
        const std::lock_guard lock(session_->mutex);
        session_->receiver = nullptr;
    }
    // Closing writes: behind everything else, and not on this thread.
    executor_->post([session = session_] { session->stores.reset(); });
}

void HistoryService::post(Job job) {
    executor_->post([session = session_, job = std::move(job)] {
        session->send(job(session->stores.get(), session->unavailable));
    });
}

void HistoryService::open() {
    executor_->post([session = session_, folder = folder_, this] {
        auto opened = history::Database::open(folder);
        if (!opened) {
            session->unavailable = opened.error();
            session->send([this, error = opened.error()] { Q_EMIT failed(error); });
            return;
        }
        const Notice notice = opened->notice().value_or(Notice{});
        session->stores = std::make_unique<Stores>(std::move(opened->database));
        session->send([this, notice] {
            Q_EMIT this->opened(notice);
            adoptFoundPictures();
        });
    });
}

// One closure for each picture, so that others get their turn in between.
void HistoryService::adoptFoundPictures() {
    ask(
        this, [](Stores& stores) { return history::unrecordedPictures(stores.history); },
        [this](const Result<std::vector<std::string>>& found) {
            for (const std::string& picture : found ? *found : std::vector<std::string>()) {
                ask(
                    this,
                    [picture](Stores& stores) {
                        return history::adoptPicture(stores.history, picture);
                    },
                    // A file that is no picture stays where it is, and nobody has lost anything.
                    [this](const Result<history::HistoryEntry>& entry) {
                        if (entry)
                            Q_EMIT entriesChanged({entry->id});
                    });
            }
            ask(
                this,
                [](Stores& stores) -> Status {
                    const std::int64_t due = QDateTime::currentMSecsSinceEpoch() - kBackupAgeMs;
                    if (stores.database->backupMs().value_or(0) > due)
                        return Done{};
                    return stores.database->backUp();
                },
                [this](const Status& made) {
                    if (!made)
                        Q_EMIT failed(made.error());
                });
        });
}

void HistoryService::backUp() {
    ask(
        this, [](Stores& stores) { return stores.database->backUp(); },
        [this](const Status& made) {
            if (!made)
                Q_EMIT failed(made.error());
        });
}

void HistoryService::record(history::HistoryEntry entry, std::shared_ptr<const Image> image,
                            history::RecordOptions options, Recorded done) {
    post([this, folder = folder_, entry = std::move(entry), image = std::move(image),
          options = std::move(options), done = std::move(done)](Stores* stores, const Error&) {
        const auto recorded = stores
                                  ? history::recordPicture(stores->history, entry, *image, options)
                                  : history::storePictureFile(folder, entry, *image, options);
        return [this, done, recorded] { told(recorded, done); };
    });
}

void HistoryService::told(const Result<history::HistoryEntry>& recorded, const Recorded& done) {
    if (!recorded)
        Q_EMIT failed(recorded.error());
    else if (recorded->id != 0)
        Q_EMIT entriesChanged({recorded->id});
    if (done)
        done(recorded);
}

void HistoryService::change(Ids ids, std::function<Status(HistoryStore&, const Ids&)> work) {
    ask(
        this, [ids, work = std::move(work)](Stores& stores) { return work(stores.history, ids); },
        [this, ids](const Status& changed) {
            if (!changed)
                Q_EMIT failed(changed.error());
            // After a failure too: a part may have been done, and the rest shows its old state.
            Q_EMIT entriesChanged(ids);
        });
}

void HistoryService::setStars(Ids ids, int stars) {
    change(std::move(ids),
           [stars](HistoryStore& store, const Ids& each) { return store.setStars(each, stars); });
}

void HistoryService::setTags(EntryId id, std::vector<std::string> tags) {
    change({id}, [tags = std::move(tags)](HistoryStore& store, const Ids& each) {
        return store.setTags(each.front(), tags);
    });
}

void HistoryService::setNote(EntryId id, std::string note) {
    change({id}, [note = std::move(note)](HistoryStore& store, const Ids& each) {
        return store.setNote(each.front(), note);
    });
}

void HistoryService::moveToTrash(Ids ids) {
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch();
    change(std::move(ids),
           [now](HistoryStore& store, const Ids& each) { return store.moveToTrash(each, now); });
}

void HistoryService::restoreFromTrash(Ids ids) {
    change(std::move(ids),
           [](HistoryStore& store, const Ids& each) { return store.restoreFromTrash(each); });
}

void HistoryService::removeForGood(Ids ids) {
    change(std::move(ids), [](HistoryStore& store, const Ids& each) { return store.remove(each); });
}

void HistoryService::details(EntryId id, QObject* context,
                             std::function<void(const Result<EntryDetails>&)> done) {
    ask(
        context, [id](Stores& stores) { return detailsOf(stores.history, id); }, std::move(done));
}

} // namespace diptych::widgets

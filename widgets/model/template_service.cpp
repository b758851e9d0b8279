#include "widgets/model/template_service.h"

#include "core/prompt/template_store.h"

#include <QFileSystemWatcher>
#include <QPointer>
#include <QStringList>
#include <QTimer>

#include <algorithm>
#include <system_error>
#include <utility>

namespace diptych::widgets {

namespace {

namespace fs = std::filesystem;

constexpr int kSettleMs = 150; // editors write a file in several steps
constexpr int kPollMs = 700;   // where the system cannot watch
constexpr std::size_t kMostWatched = 2000;

TemplateSnapshotPtr snapshotOf(const TemplateLibrary& library) {
    auto snapshot = std::make_shared<TemplateSnapshot>();
    snapshot->all.assign(library.templates().begin(), library.templates().end());
    snapshot->all.insert(snapshot->all.end(), library.rewriters().begin(),
                         library.rewriters().end());
    snapshot->search = TemplateSearch(snapshot->all);
    snapshot->problems = library.problems();
    snapshot->userFolder = library.folders().user;
    return snapshot;
}

/// The user's folder with what is in it and the one above, in which another may take its place;
/// where it does not exist, the next one above that does.
QStringList pathsToWatch(const TemplateLibrary& library) {
    fs::path folder = library.folders().user;
    QStringList paths;
    if (folder.empty())
        return paths;
    std::error_code error;
    while (!fs::is_directory(folder, error) && folder.has_parent_path() &&
           folder != folder.parent_path())
        folder = folder.parent_path();
    paths << QString::fromStdString(folder.string());
    if (folder != library.folders().user)
        return paths;
    paths << QString::fromStdString(folder.parent_path().string());
    const auto options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator entry(folder, options, error), end;
         !error && entry != end && paths.size() < static_cast<qsizetype>(kMostWatched);
         entry.increment(error)) {
        if (entry.depth() >= kDeepestTemplateFolder)
            entry.disable_recursion_pending();
        std::error_code ignored;
        if (entry->is_directory(ignored) || entry->path().extension() == ".md")
            paths << QString::fromStdString(entry->path().string());
    }
    return paths;
}

} // namespace

const PromptTemplate* TemplateSnapshot::find(std::string_view name) const {
    const auto found = std::find_if(
        all.begin(), all.end(), [name](const PromptTemplate& value) { return value.name == name; });
    return found == all.end() ? nullptr : &*found;
}

/// Everything that touches the disk. Lives on the service's thread.
class TemplateService::Worker : public QObject {
  public:
    Worker(TemplateService* service, TemplateFolders folders)
        : service_(service), folders_(std::move(folders)) {}

    void open() {
        watcher_ = new QFileSystemWatcher(this);
        settle_ = new QTimer(this);
        settle_->setSingleShot(true);
        settle_->setInterval(kSettleMs);
        poll_ = new QTimer(this);
        poll_->setInterval(kPollMs);
        const auto touch = [this] { settle_->start(); };
        connect(watcher_, &QFileSystemWatcher::directoryChanged, this, touch);
        connect(watcher_, &QFileSystemWatcher::fileChanged, this, touch);
        connect(settle_, &QTimer::timeout, this, [this] { reload(); });
        connect(poll_, &QTimer::timeout, this, [this] { reload(); });
        read(folders_);
    }

    void read(const TemplateFolders& folders) {
        library_ = TemplateLibrary::load(folders);
        TemplateChanges changes;
        for (const PromptTemplate& value : library_.templates())
            changes.added.push_back(value.name);
        for (const PromptTemplate& value : library_.rewriters())
            changes.added.push_back(value.name);
        changes.problems = !library_.problems().empty();
        publish(changes);
    }

    void reload() {
        if (const TemplateChanges changes = library_.reload(); changes.any())
            publish(changes);
        else
            watch();
    }

    Result<PromptTemplate> carryOut(const Work& work) {
        const TemplateSnapshotPtr before = last_;
        Result<PromptTemplate> result = work(library_);
        TemplateChanges changes = changesSince(*before);
        if (changes.any())
            publish(changes);
        return result;
    }

  private:
    /// The store has brought the library up to date by itself.
    TemplateChanges changesSince(const TemplateSnapshot& before) const {
        const TemplateSnapshotPtr now = snapshotOf(library_);
        TemplateChanges changes;
        for (const PromptTemplate& value : now->all) {
            const PromptTemplate* const old = before.find(value.name);
            if (!old)
                changes.added.push_back(value.name);
            else if (!(*old == value))
                changes.changed.push_back(value.name);
        }
        for (const PromptTemplate& value : before.all)
            if (!now->find(value.name))
                changes.removed.push_back(value.name);
        changes.problems = !(now->problems == before.problems);
        return changes;
    }

    void publish(const TemplateChanges& changes) {
        last_ = snapshotOf(library_);
        watch();
        Q_EMIT service_->changed(last_, changes);
    }

    // Editors replace files, which ends the watch on them; so everything is watched anew.
    void watch() {
        if (!watcher_)
            return; // not opened yet
        const QStringList wanted = pathsToWatch(library_);
        QStringList gone;
        for (const QStringList& watched : {watcher_->files(), watcher_->directories()})
            for (const QString& path : watched)
                if (!wanted.contains(path))
                    gone << path;
        if (!gone.isEmpty())
            watcher_->removePaths(gone);
        QStringList added;
        for (const QString& path : wanted)
            if (!watcher_->files().contains(path) && !watcher_->directories().contains(path))
                added << path;
        const bool all = added.isEmpty() || watcher_->addPaths(added).isEmpty();
        if (all && wanted.size() < static_cast<qsizetype>(kMostWatched))
            poll_->stop();
        else if (!poll_->isActive())
            poll_->start();
    }

    TemplateService* service_;
    TemplateFolders folders_;
    TemplateLibrary library_;
    TemplateSnapshotPtr last_ = std::make_shared<TemplateSnapshot>();
    QFileSystemWatcher* watcher_ = nullptr;
    QTimer* settle_ = nullptr;
    QTimer* poll_ = nullptr;
};

TemplateService::TemplateService(TemplateFolders folders, QObject* parent)
    : QObject(parent), worker_(new Worker(this, std::move(folders))) {
    qRegisterMetaType<TemplateSnapshotPtr>();
    qRegisterMetaType<TemplateChanges>();
    thread_.setObjectName(QStringLiteral("templates"));
    worker_->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
    thread_.start(QThread::LowPriority);
}

TemplateService::~TemplateService() {
    QMetaObject::invokeMethod(
        worker_, [this] { thread_.quit(); }, Qt::QueuedConnection);
    thread_.wait();
}

void TemplateService::open() {
    QMetaObject::invokeMethod(
        worker_, [worker = worker_] { worker->open(); }, Qt::QueuedConnection);
}

void TemplateService::setFolders(TemplateFolders folders) {
    QMetaObject::invokeMethod(
        worker_, [worker = worker_, folders = std::move(folders)] { worker->read(folders); },
        Qt::QueuedConnection);
}

void TemplateService::reload() {
    QMetaObject::invokeMethod(
        worker_, [worker = worker_] { worker->reload(); }, Qt::QueuedConnection);
}

void TemplateService::ask(Work work, QObject* context, Answer answer) {
    QMetaObject::invokeMethod(
        worker_,
        [this, worker = worker_, work = std::move(work), alive = QPointer<QObject>(context),
         answer = std::move(answer)] {
            auto result = std::make_shared<Result<PromptTemplate>>(worker->carryOut(work));
            QMetaObject::invokeMethod(
                this,
                [alive, answer, result] {
                    if (alive)
                        answer(*result);
                },
                Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void TemplateService::create(PromptTemplate value, QObject* context, Answer answer) {
    ask([value =
             std::move(value)](TemplateLibrary& library) { return createTemplate(library, value); },
        context, std::move(answer));
}

void TemplateService::save(std::string name, PromptTemplate edited, QObject* context,
                           Answer answer) {
    ask([name = std::move(name), edited = std::move(edited)](
            TemplateLibrary& library) { return saveTemplate(library, name, edited); },
        context, std::move(answer));
}

void TemplateService::duplicate(std::string name, std::string newName, QObject* context,
                                Answer answer) {
    ask([name = std::move(name), newName = std::move(newName)](
            TemplateLibrary& library) { return duplicateTemplate(library, name, newName); },
        context, std::move(answer));
}

void TemplateService::remove(std::string name, QObject* context, Answer answer) {
    ask([name =
             std::move(name)](TemplateLibrary& library) { return removeTemplate(library, name); },
        context, std::move(answer));
}

void TemplateService::import(std::filesystem::path file, Overwrite overwrite, QObject* context,
                             Answer answer) {
    ask([file = std::move(file),
         overwrite](TemplateLibrary& library) { return importTemplate(library, file, overwrite); },
        context, std::move(answer));
}

void TemplateService::exportTo(std::string name, std::filesystem::path file, Overwrite overwrite,
                               QObject* context, Answer answer) {
    ask(
        [name = std::move(name), file = std::move(file),
         overwrite](TemplateLibrary& library) -> Result<PromptTemplate> {
            DIPTYCH_TRY_DONE(exportTemplate(library, name, file, overwrite));
            const PromptTemplate* const value = library.findExactly(name);
            return value ? *value : PromptTemplate{};
        },
        context, std::move(answer));
}

} // namespace diptych::widgets

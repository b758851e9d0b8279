// The template library for the window: read, watched and written on a thread of its own. The window
// gets whole snapshots, which nobody changes any more.
#pragma once

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/prompt/template_library.h"

#include <QMetaType>
#include <QObject>
#include <QThread>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::widgets {

/// What the library held at one time.
struct TemplateSnapshot {
    std::vector<PromptTemplate> all; ///< for pictures by name, then rewriters by name
    TemplateSearch search;           ///< over `all`
    std::vector<TemplateProblem> problems;
    std::filesystem::path userFolder; ///< empty = there is none

    /// Null when there is none of exactly this name.
    const PromptTemplate* find(std::string_view name) const;
};

using TemplateSnapshotPtr = std::shared_ptr<const TemplateSnapshot>;

class TemplateService : public QObject {
    Q_OBJECT

  public:
    explicit TemplateService(TemplateFolders folders, QObject* parent = nullptr);
    /// Waits until everything that was asked for has been done.
    ~TemplateService() override;

    /// Begins to read and to watch.
    void open();
    /// Other folders from now on.
    void setFolders(TemplateFolders folders);
    /// Looks again now.
    void reload();

    /// Gets what came of a wish, on the thread of this object and behind the snapshot that shows
    /// it; not called when `context` is gone by then.
    using Answer = std::function<void(const Result<PromptTemplate>&)>;

    // Wishes, carried out in order. Errors as in core/prompt/template_store.h.
    void create(PromptTemplate value, QObject* context, Answer answer);
    void save(std::string name, PromptTemplate edited, QObject* context, Answer answer);
    void duplicate(std::string name, std::string newName, QObject* context, Answer answer);
    void remove(std::string name, QObject* context, Answer answer);
    void import(std::filesystem::path file, Overwrite overwrite, QObject* context, Answer answer);
    void exportTo(std::string name, std::filesystem::path file, Overwrite overwrite,
                  QObject* context, Answer answer);

  Q_SIGNALS:
    /// The library is another one; the first one too.
    void changed(const diptych::widgets::TemplateSnapshotPtr& snapshot,
                 const diptych::TemplateChanges& changes);

  private:
    class Worker;
    using Work = std::function<Result<PromptTemplate>(TemplateLibrary&)>;

    void ask(Work work, QObject* context, Answer answer);

    QThread thread_;
    Worker* worker_; ///< lives on thread_ and goes with it
};

} // namespace diptych::widgets

Q_DECLARE_METATYPE(diptych::widgets::TemplateSnapshotPtr)
Q_DECLARE_METATYPE(diptych::TemplateChanges)

#include "app/gui/compare_controller.h"

#include "app/gui/settings_store.h"
#include "core/base/file.h"
#include "core/image/image_file.h"
#include "core/image/recovered_settings.h"
#include "widgets/compare/compare_details.h"
#include "widgets/compare/compare_panel.h"
#include "widgets/compare/variants_dialog.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/history/history_panel.h"
#include "widgets/model/error_text.h"
#include "widgets/model/progress_text.h"
#include "widgets/model/qt_image.h"
#include "widgets/panels/result_panel.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>

#include <algorithm>
#include <utility>

namespace diptych::gui {

namespace {

using widgets::ComparedPicture;
using widgets::CompareId;
using worker::GenerationJob;
using worker::GenerationQueue;
using worker::JobId;

constexpr int kNoticeSeconds = 8;
constexpr int kNameLength = 60; // characters
const QString kKey = QStringLiteral("compare");
const QString kFolderKey = QStringLiteral("compare/folder");

/// What one file holds.
struct LoadedFile {
    QImage picture;
    std::optional<GenerationRequest> request;
    QString problem;
};

LoadedFile loadFile(const QString& file) {
    LoadedFile loaded;
    const auto found = readImageFile(file.toStdString());
    if (!found) {
        loaded.problem = widgets::errorLine(found.error());
        return loaded;
    }
    loaded.picture = widgets::toQImage(found->image);
    if (auto settings = recoverSettings(found->text.entries, {}))
        loaded.request = std::move(settings->request);
    return loaded;
}

QString nameOf(const GenerationRequest& request) {
    return QString::fromStdString(request.conversation.user).simplified().left(kNameLength);
}

// What a drawing costs in proportion: steps on pixels, twice with guidance.
double weightOf(const GenerationRequest& request) {
    return static_cast<double>(request.steps) * request.width * request.height *
           (request.guidanceScale > 0.0 ? 2.0 : 1.0);
}

Status write(const QString& file, const widgets::Comparison& comparison, const QString& title) {
    if (QFileInfo(file).suffix().startsWith(QLatin1String("htm"), Qt::CaseInsensitive))
        return writeFileAtomically(file.toStdString(),
                                   widgets::comparisonPage(comparison, title).toStdString(),
                                   Overwrite::Yes);
    DIPTYCH_TRY(const Image sheet, widgets::fromQImage(widgets::comparisonSheet(comparison)));
    DIPTYCH_TRY([[maybe_unused]] const auto notices,
                writeImageFile(file.toStdString(), sheet, {}, {}, Overwrite::Yes));
    return Done{};
}

} // namespace

CompareController::CompareController(const CompareParts& parts, QObject* parent)
    : QObject(parent), parts_(parts), changes_(&set_),
      panel_(new widgets::ComparePanel(
          &set_, &changes_,
          {parts.actions->get(Command::Fit), parts.actions->get(Command::ActualSize), nullptr,
           parts.actions->get(Command::UseCompared), parts.actions->get(Command::CopyComparison),
           parts.actions->get(Command::ExportComparison)})),
      details_(new widgets::CompareDetails(&set_, &changes_,
                                           {parts.actions->get(Command::CompareFiles),
                                            parts.actions->get(Command::RemoveCompared),
                                            parts.actions->get(Command::ClearComparison)})) {
    connectActions();
    connectPanels();
    connectQueue();
    refresh();
}

void CompareController::connectActions() {
    const auto on = [this](Command command, auto act) {
        connect(parts_.actions->get(command), &QAction::triggered, this, act);
    };
    on(Command::Compare, [this] { compareChosen(); });
    on(Command::CompareFiles, [this] { chooseFiles(); });
    on(Command::CompareVariants, [this] { openVariants(); });
    on(Command::UseCompared, [this] { use(); });
    on(Command::RemoveCompared, [this] { set_.remove(panel_->current()); });
    on(Command::ClearComparison, [this] { set_.clear(); });
    on(Command::ExportComparison, [this] { chooseExport(); });
    on(Command::CopyComparison, [this] { copy(); });
    connect(&set_, &QAbstractItemModel::rowsInserted, this, &CompareController::refresh);
    connect(&set_, &QAbstractItemModel::modelReset, this, &CompareController::refresh);
    connect(&set_, &QAbstractItemModel::dataChanged, this, &CompareController::refresh);
}

void CompareController::connectPanels() {
    using widgets::ComparePanel;
    connect(panel_, &ComparePanel::filesDropped, this, &CompareController::addFiles);
    connect(panel_, &ComparePanel::removeRequested, &set_, &widgets::CompareSet::remove);
    connect(panel_, &ComparePanel::menuRequested, this, &CompareController::showMenu);
    connect(panel_, &ComparePanel::pairChanged, this, [this] {
        details_->setPair(panel_->view()->first(), panel_->view()->second());
        refresh();
    });
    connect(details_, &widgets::CompareDetails::chosen, this,
            [this](int row) { panel_->view()->setPair(panel_->view()->first(), row); });
    connect(parts_.history, &widgets::HistoryPanel::compareRequested, this,
            &CompareController::compareFiles);
}

void CompareController::connectQueue() {
    GenerationQueue* const queue = parts_.queue;
    connect(queue, &GenerationQueue::jobChanged, this, &CompareController::showJob);
    connect(queue, &GenerationQueue::previewed, this, [this](JobId job, const QImage& preview) {
        if (const auto found = jobs_.find(job); found != jobs_.end())
            set_.update(found->second, [&preview](ComparedPicture& picture) {
                picture.picture = preview;
                picture.isPreview = true;
            });
    });
    connect(queue, &GenerationQueue::pictureDrawn, this,
            [this](JobId job, const worker::PictureDrawn& drawn) {
                if (const auto found = jobs_.find(job); found != jobs_.end())
                    set_.update(found->second, [&drawn](ComparedPicture& picture) {
                        picture.picture = drawn.picture;
                        picture.isPreview = false;
                        picture.request = drawn.metadata.request;
                        picture.noise = QString::fromStdString(drawn.noiseHash);
                        picture.state.clear();
                    });
            });
    connect(queue, &GenerationQueue::jobFinished, this, &CompareController::finishJob);
}

// One alone is compared with the picture before it; in a comparison that has begun, it joins.
void CompareController::compareChosen() {
    std::vector<widgets::ResultId> chosen = parts_.resultPanel->selection();
    if (chosen.empty() && parts_.resultPanel->current() != 0)
        chosen.push_back(parts_.resultPanel->current());
    if (chosen.empty())
        return;
    if (chosen.size() > 1)
        set_.clear();
    const int row = parts_.results->rowOf(chosen.front());
    if (set_.rowCount() == 0 && chosen.size() == 1 && row > 0)
        chosen.insert(chosen.begin(), parts_.results->at(row - 1)->id);
    for (const widgets::ResultId result : chosen)
        addResult(result);
    Q_EMIT revealRequested();
}

void CompareController::addResult(widgets::ResultId result) {
    const widgets::ResultItem* const item = parts_.results->find(result);
    if (!item)
        return;
    ComparedPicture picture;
    picture.name = nameOf(item->metadata.request);
    picture.picture = item->picture;
    picture.file = item->file;
    picture.request = item->metadata.request;
    const bool isThere = !picture.picture.isNull();
    const CompareId id = add(std::move(picture));
    if (id != 0 && !isThere && set_.find(id)->picture.isNull())
        load(id, item->file);
}

CompareId CompareController::add(ComparedPicture picture) {
    const CompareId id = set_.append(std::move(picture));
    if (id == 0)
        tell(tr("A comparison has nine pictures at most."));
    return id;
}

void CompareController::compareFiles(const QStringList& files) {
    if (files.size() > 1)
        set_.clear();
    addFiles(files);
    Q_EMIT revealRequested();
}

void CompareController::addFiles(const QStringList& files) {
    for (const QString& file : files) {
        const int before = set_.rowCount();
        ComparedPicture picture;
        picture.name = QFileInfo(file).fileName();
        picture.file = file;
        picture.state = tr("is read");
        const CompareId id = add(std::move(picture));
        if (id == 0)
            return;
        if (set_.rowCount() > before)
            load(id, file);
    }
}

void CompareController::load(CompareId id, const QString& file) {
    parts_.io->post([this, id, file] {
        const LoadedFile loaded = loadFile(file);
        QMetaObject::invokeMethod(
            this,
            [this, id, loaded] {
                set_.update(id, [&loaded](ComparedPicture& picture) {
                    picture.picture = loaded.picture;
                    picture.state = loaded.problem;
                    if (!picture.request)
                        picture.request = loaded.request;
                });
            },
            Qt::QueuedConnection);
    });
}

void CompareController::chooseFiles() {
    auto* const dialog =
        new QFileDialog(panel_->window(), tr("Open pictures to compare"),
                        parts_.settings->value(kFolderKey, QDir::homePath()).toString(),
                        tr("Pictures (*.png *.jpg *.jpeg *.webp)"));
    dialog->setObjectName(QStringLiteral("compareFilesDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
        addFiles(files);
        Q_EMIT revealRequested();
    });
    dialog->open();
}

void CompareController::openVariants() {
    if (obstacle_) {
        tell(widgets::errorLine(*obstacle_), true);
        return;
    }
    auto* const dialog = new widgets::VariantsDialog(
        widgets::variantFields(*parts_.schema), parts_.form->request(),
        [this](const GenerationRequest& request) { return secondsFor(request); }, panel_->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &widgets::VariantsDialog::runRequested, this, &CompareController::draw);
    dialog->open();
}

// By the last picture that was drawn here.
std::optional<double> CompareController::secondsFor(const GenerationRequest& request) const {
    for (int row = parts_.results->rowCount() - 1; row >= 0; --row) {
        const widgets::ResultItem* const item = parts_.results->at(row);
        const double weight = weightOf(item->metadata.request);
        if (item->seconds > 0.0 && weight > 0.0)
            return item->seconds * weightOf(request) / weight;
    }
    return std::nullopt;
}

void CompareController::draw(const std::vector<GenerationRequest>& requests) {
    set_.clear();
    for (const GenerationRequest& request : requests) {
        ComparedPicture picture;
        picture.name = nameOf(request);
        picture.request = request;
        picture.size = {request.width, request.height};
        const CompareId id = add(std::move(picture));
        if (id == 0)
            break;
        const auto job = parts_.queue->add(request);
        if (!job) {
            set_.update(id, [&job](ComparedPicture& failed) {
                failed.state = widgets::errorLine(job.error());
            });
            continue;
        }
        jobs_[*job] = id;
        showJob(*job);
    }
    if (parts_.queue->isPaused())
        tell(tr("The queue is paused: the variants are drawn when it goes on."));
    Q_EMIT revealRequested();
}

void CompareController::showJob(JobId id) {
    const auto found = jobs_.find(id);
    const GenerationJob* const job = parts_.queue->find(id);
    if (found == jobs_.end() || !job || job->isFinished())
        return;
    QString state = tr("Waits");
    if (job->state == worker::JobState::Running)
        state = job->cancelling ? tr("Stopping…") : widgets::progressText(job->progress());
    const ComparedPicture* const shown = set_.find(found->second);
    const bool isDrawn = shown && !shown->picture.isNull() && !shown->isPreview;
    if (shown && !isDrawn && shown->state != state)
        set_.update(found->second, [&state](ComparedPicture& picture) { picture.state = state; });
}

// An unfinished picture of a job that was stopped is no result.
void CompareController::finishJob(JobId id) {
    const auto found = jobs_.find(id);
    const GenerationJob* const job = parts_.queue->find(id);
    if (found == jobs_.end() || !job)
        return;
    if (job->state != worker::JobState::Succeeded)
        set_.update(found->second, [job](ComparedPicture& picture) {
            if (picture.isPreview)
                picture.picture = {};
            picture.isPreview = false;
            picture.state = job->state == worker::JobState::Failed ? widgets::errorLine(job->error)
                                                                   : tr("Cancelled");
        });
    jobs_.erase(found);
}

void CompareController::use() {
    const ComparedPicture* const picture = set_.find(panel_->current());
    if (!picture || !picture->request)
        return;
    widgets::RequestForm form = widgets::formOf(*picture->request);
    form.request.count = parts_.form->form().request.count;
    parts_.form->apply(form, tr("Use of a compared picture's settings"));
    widgets::BarNotice notice;
    notice.key = kKey;
    notice.kind = widgets::NoticeKind::Done;
    notice.text = tr("The settings of the marked picture are in the form.");
    notice.seconds = kNoticeSeconds;
    notice.actions = {{QStringLiteral("undoUseCompared"), tr("Undo"), [this] {
                           parts_.form->undoStack()->undo();
                           parts_.resultPanel->notices()->dismiss(kKey);
                       }}};
    parts_.resultPanel->notices()->add(notice);
}

widgets::Comparison CompareController::comparison() const {
    widgets::Comparison all;
    for (int row = 0; row < set_.rowCount(); ++row) {
        const ComparedPicture& picture = *set_.at(row);
        all.pictures.push_back({widgets::paneLetter(row), changes_.summary(row),
                                picture.isPreview ? QImage() : picture.picture});
    }
    for (int row = 0; row < changes_.rowCount(); ++row) {
        widgets::Comparison::Field field;
        field.name = changes_.headerData(row, Qt::Vertical, Qt::DisplayRole).toString();
        for (int column = 0; column < changes_.columnCount(); ++column)
            field.texts << changes_.index(row, column).data(Qt::ToolTipRole).toString();
        all.fields.push_back(std::move(field));
    }
    all.distance = panel_->caption();
    return all;
}

void CompareController::chooseExport() {
    auto* const dialog =
        new QFileDialog(panel_->window(), tr("Export the comparison"),
                        parts_.settings->value(kFolderKey, QDir::homePath()).toString(),
                        tr("One picture (*.png);;Web page (*.html)"));
    dialog->setObjectName(QStringLiteral("exportComparisonDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("png"));
    dialog->selectFile(QStringLiteral("comparison.png"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains(QLatin1String("html")) ? QStringLiteral("html")
                                                                        : QStringLiteral("png"));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        parts_.settings->setValue(kFolderKey, QFileInfo(file).absolutePath());
        exportTo(file);
    });
    dialog->open();
}

void CompareController::exportTo(const QString& file) {
    parts_.io->post([this, file, all = comparison(), title = tr("Comparison")] {
        const Status status = write(file, all, title);
        QMetaObject::invokeMethod(
            this,
            [this, file, status] {
                if (status)
                    tell(tr("Saved as %1.").arg(QDir::toNativeSeparators(file)));
                else
                    tell(widgets::errorLine(status.error()), true);
            },
            Qt::QueuedConnection);
    });
}

void CompareController::copy() {
    parts_.io->post([this, all = comparison()] {
        const QImage sheet = widgets::comparisonSheet(all);
        QMetaObject::invokeMethod(
            this,
            [this, sheet] {
                QGuiApplication::clipboard()->setImage(sheet);
                tell(tr("Copied."));
            },
            Qt::QueuedConnection);
    });
}

void CompareController::showMenu(CompareId picture, const QPoint& globalPosition) {
    widgets::CompareView* const view = panel_->view();
    view->setPair(view->first(), set_.rowOf(picture));
    auto* const menu = new QMenu(panel_);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Command command :
         {Command::UseCompared, Command::RemoveCompared, Command::CopyComparison,
          Command::ExportComparison, Command::Fit, Command::ActualSize}) {
        if (command == Command::CopyComparison || command == Command::Fit)
            menu->addSeparator();
        menu->addAction(parts_.actions->get(command));
    }
    menu->popup(globalPosition);
}

void CompareController::refresh() {
    const ComparedPicture* const current = set_.find(panel_->current());
    const auto& pictures = set_.pictures();
    const bool any = std::any_of(pictures.begin(), pictures.end(), [](const auto& picture) {
        return !picture.picture.isNull() && !picture.isPreview;
    });
    const Actions& actions = *parts_.actions;
    actions.get(Command::UseCompared)->setEnabled(current && current->request);
    actions.get(Command::RemoveCompared)->setEnabled(current != nullptr);
    actions.get(Command::ClearComparison)->setEnabled(set_.rowCount() > 0);
    actions.get(Command::ExportComparison)->setEnabled(any);
    actions.get(Command::CopyComparison)->setEnabled(any);
}

void CompareController::tell(const QString& text, bool isError) {
    widgets::BarNotice notice;
    notice.key = kKey;
    notice.kind = isError ? widgets::NoticeKind::Error : widgets::NoticeKind::Info;
    notice.text = text;
    notice.seconds = isError ? 0 : kNoticeSeconds;
    parts_.resultPanel->notices()->add(notice);
}

} // namespace diptych::gui

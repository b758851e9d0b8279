#include "app/gui/history_controller.h"

#include "widgets/controls/notice_bar.h"
#include "widgets/history/history_panel.h"
#include "widgets/history/recall_dialog.h"
#include "widgets/model/error_text.h"
#include "widgets/model/request_form.h"
#include "widgets/model/request_model.h"
#include "widgets/panels/result_panel.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QUrl>

#include <utility>

namespace diptych::gui {

HistoryController::HistoryController(const std::filesystem::path& folder,
                                     widgets::RequestModel* form, widgets::ResultModel* results,
                                     widgets::ResultPanel* resultPanel, QObject* parent)
    : QObject(parent), folder_(folder), form_(form), results_(results), resultPanel_(resultPanel),
      thread_(QStringLiteral("history")), thumbnailThread_(QStringLiteral("thumbnails")),
      service_(folder, &thread_), thumbnails_(folder, &thumbnailThread_),
      model_(&service_, &thumbnails_), panel_(new widgets::HistoryPanel(&service_, &model_)) {
    panel_->setObjectName(QStringLiteral("historyPanel"));
    connect(&service_, &widgets::HistoryService::opened, this, [this](const Notice& notice) {
        if (!notice.code.empty())
            tell(widgets::asSentence(notice.message), false);
    });
    connect(&service_, &widgets::HistoryService::failed, this,
            [this](const Error& error) { tell(widgets::errorLine(error), true); });
    connect(panel_, &widgets::HistoryPanel::useAgainRequested, this, &HistoryController::useAgain);
    connect(panel_, &widgets::HistoryPanel::openRequested, this, &HistoryController::show);
    connect(panel_, &widgets::HistoryPanel::showInFolderRequested, this, [](const QString& file) {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath()));
    });
}

void HistoryController::open() {
    service_.open();
}

void HistoryController::take(widgets::ResultId result, const worker::PictureDrawn& picture) {
    history::HistoryEntry entry;
    const PictureMetadata& metadata = picture.metadata;
    entry.request = metadata.request;
    entry.formattedPrompt = metadata.formattedPrompt;
    entry.version = metadata.version;
    entry.model = metadata.model;
    entry.encoder = metadata.encoder;
    entry.dtype = metadata.dtype;
    entry.placement = picture.placement;
    entry.seconds = {picture.phases.load, picture.phases.encode, picture.phases.sample,
                     picture.phases.decode};
    history::RecordOptions options;
    options.replaces = picture.latents;
    service_.record(std::move(entry), picture.image, options,
                    [this, result](const Result<history::HistoryEntry>& recorded) {
                        if (recorded)
                            results_->setFile(result, QString::fromStdString(
                                                          (folder_ / recorded->picture).string()));
                        else
                            Q_EMIT notKept(recorded.error());
                    });
}

void HistoryController::useAgain(const widgets::EntryDetails& details) {
    auto* const dialog =
        new widgets::RecallDialog(widgets::toRequest(form_->form()), details.entry.request,
                                  details.missingFiles, panel_->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!dialog->hasChanges()) {
        delete dialog;
        tell(tr("The form holds these settings already."), false);
        return;
    }
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        form_->apply(widgets::formOf(dialog->request()), tr("Use of a picture's settings"));
    });
    dialog->open();
}

// The filmstrip shows what was looked at beside what was drawn.
void HistoryController::show(const QString& file, history::EntryId id) {
    for (int row = 0; row < results_->rowCount(); ++row)
        if (const widgets::ResultItem* const item = results_->at(row); item->file == file) {
            resultPanel_->select(item->id);
            return;
        }
    const QImage thumbnail = model_.data(model_.indexOf(id), Qt::DecorationRole).value<QImage>();
    service_.details(id, this, [this, file, thumbnail](const Result<widgets::EntryDetails>& found) {
        if (!found) {
            tell(widgets::errorLine(found.error()), true);
            return;
        }
        widgets::ResultItem item;
        item.file = file;
        item.thumbnail = thumbnail;
        item.metadata = history::metadataOf(found->entry);
        resultPanel_->select(results_->append(std::move(item)));
    });
}

void HistoryController::tell(const QString& text, bool isError) {
    widgets::BarNotice notice;
    notice.key = QStringLiteral("history");
    notice.kind = isError ? widgets::NoticeKind::Error : widgets::NoticeKind::Info;
    notice.text = text;
    notice.seconds = isError ? 0 : 6;
    resultPanel_->notices()->add(notice);
}

} // namespace diptych::gui

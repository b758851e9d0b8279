#include "app/gui/picture_actions.h"

#include "app/gui/settings_store.h"
#include "core/image/image_file.h"
#include "widgets/controls/image_view.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/model/error_text.h"
#include "widgets/model/qt_image.h"
#include "widgets/panels/result_panel.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QRegularExpression>
#include <QUrl>

#include <utility>
#include <vector>

namespace diptych::gui {

namespace {

const QString kFolderKey = QStringLiteral("picture/folder");
const QString kMetadataKey = QStringLiteral("picture/metadata");
constexpr const char* kMetadataMime = "application/x-diptych+json";

Status write(const QString& file, const QImage& picture, const PictureMetadata& metadata,
             MetadataLevel level) {
    DIPTYCH_TRY(const Image image, widgets::fromQImage(picture));
    // The dialog has asked already whether a file may be replaced.
    DIPTYCH_TRY([[maybe_unused]] const auto notices,
                writeImageFile(file.toStdString(), image, pictureTextChunks(metadata, level), {},
                               Overwrite::Yes));
    return Done{};
}

} // namespace

PictureActions::PictureActions(Actions* actions, widgets::RequestModel* form,
                               widgets::ResultModel* results, widgets::ResultPanel* panel,
                               SettingsStore* settings, widgets::IoThread* io, QObject* parent)
    : QObject(parent), actions_(actions), form_(form), results_(results), panel_(panel),
      settings_(settings), io_(io) {
    connectActions();
    connectViewer();
    connectMetadata();
    for (const Command command :
         {Command::UseAll, Command::UsePrompt, Command::UseSeed, Command::Compare})
        panel_->addAction(actions_->get(command));
    connect(panel_, &widgets::ResultPanel::shownChanged, this, &PictureActions::refresh);
    refresh();
}

void PictureActions::connectActions() {
    const auto on = [this](Command command, void (PictureActions::*slot)()) {
        connect(actions_->get(command), &QAction::triggered, this, slot);
    };
    on(Command::SavePicture, &PictureActions::chooseFile);
    on(Command::CopyPicture, &PictureActions::copy);
    on(Command::ShowInFolder, &PictureActions::showInFolder);
    on(Command::UseAll, &PictureActions::useAll);
    on(Command::UsePrompt, &PictureActions::usePrompt);
    on(Command::UseSeed, &PictureActions::useSeed);
}

void PictureActions::connectViewer() {
    const auto on = [this](Command command, auto act) {
        connect(actions_->get(command), &QAction::triggered, this, act);
    };
    on(Command::PreviousPicture, [this] { panel_->step(-1); });
    on(Command::NextPicture, [this] { panel_->step(1); });
    connect(panel_, &widgets::ResultPanel::menuRequested, this, [this](const QPoint& position) {
        auto* const menu = new QMenu(panel_);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (const Command command :
             {Command::SavePicture, Command::CopyPicture, Command::ShowInFolder, Command::UseAll,
              Command::UsePrompt, Command::UseSeed, Command::Compare, Command::Fit,
              Command::ActualSize}) {
            if (command == Command::UseAll || command == Command::Compare)
                menu->addSeparator();
            menu->addAction(actions_->get(command));
        }
        menu->popup(position);
    });
}

void PictureActions::connectMetadata() {
    const std::vector<std::pair<Command, MetadataLevel>> levels = {
        {Command::MetadataAll, MetadataLevel::All},
        {Command::MetadataNoPrompt, MetadataLevel::NoPrompt},
        {Command::MetadataNone, MetadataLevel::None}};
    for (const auto& [command, level] : levels) {
        actions_->get(command)->setChecked(level == metadataLevel());
        connect(actions_->get(command), &QAction::triggered, this, [this, level = level] {
            settings_->setValue(kMetadataKey, QString::fromStdString(std::string(toString(level))));
        });
    }
}

MetadataLevel PictureActions::metadataLevel() const {
    return parseMetadataLevel(settings_->value(kMetadataKey).toString().toStdString())
        .value_or(MetadataLevel::All);
}

const widgets::ResultItem* PictureActions::shown() const {
    return results_->find(panel_->current());
}

void PictureActions::refresh() {
    const widgets::ResultItem* const item = shown();
    for (const Command command : {Command::SavePicture, Command::CopyPicture, Command::UseAll,
                                  Command::UsePrompt, Command::UseSeed, Command::Compare})
        actions_->get(command)->setEnabled(item != nullptr);
    actions_->get(Command::ShowInFolder)->setEnabled(item && !item->file.isEmpty());
    const int row = item ? results_->rowOf(item->id) : -1;
    actions_->get(Command::PreviousPicture)->setEnabled(row > 0);
    actions_->get(Command::NextPicture)->setEnabled(row >= 0 && row + 1 < results_->rowCount());
}

void PictureActions::chooseFile() {
    const widgets::ResultItem* const item = shown();
    if (!item)
        return;
    const QString folder = settings_->value(kFolderKey, QDir::homePath()).toString();
    const QString name =
        QStringLiteral("diptych-%1.png").arg(item->metadata.request.seed.value_or(0));
    auto* const dialog = new QFileDialog(panel_, tr("Save the picture"), folder,
                                         tr("PNG (*.png);;JPEG (*.jpg *.jpeg);;WebP (*.webp)"));
    dialog->setObjectName(QStringLiteral("saveDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("png"));
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section(QStringLiteral("(*."), 1)
                                     .section(QRegularExpression(QStringLiteral("[ )]")), 0, 0));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        settings_->setValue(kFolderKey, QFileInfo(file).absolutePath());
        save(file);
    });
    dialog->open();
}

void PictureActions::save(const QString& file) {
    const widgets::ResultItem* const item = shown();
    if (!item)
        return;
    const QImage picture = panel_->view()->picture();
    io_->post([this, file, picture, metadata = item->metadata, level = metadataLevel()] {
        const Status status = write(file, picture, metadata, level);
        QMetaObject::invokeMethod(
            this, [this, file, status] { saved(file, status); }, Qt::QueuedConnection);
    });
}

void PictureActions::saved(const QString& file, const Status& status) {
    widgets::BarNotice notice;
    notice.key = QStringLiteral("saved");
    if (status) {
        notice.kind = widgets::NoticeKind::Done;
        notice.text = tr("Saved as %1.").arg(QDir::toNativeSeparators(file));
        notice.seconds = 6;
    } else {
        const widgets::ErrorText text = widgets::errorText(status.error());
        notice.kind = widgets::NoticeKind::Error;
        notice.text = text.title + QLatin1Char(' ') + text.message;
        notice.hint = text.hint;
        notice.details = text.details;
        notice.actions = {
            {QStringLiteral("saveElsewhere"), tr("Save elsewhere…"), [this] { chooseFile(); }}};
    }
    panel_->notices()->add(notice);
}

void PictureActions::copy() {
    const widgets::ResultItem* const item = shown();
    if (!item)
        return;
    const MetadataLevel level = metadataLevel();
    auto* const data = new QMimeData;
    data->setImageData(panel_->view()->picture());
    for (const TextEntry& entry : pictureTextChunks(item->metadata, level)) {
        if (entry.keyword == kDiptychKeyword)
            data->setData(QString::fromLatin1(kMetadataMime),
                          QByteArray::fromStdString(entry.text));
        else
            data->setText(QString::fromStdString(entry.text));
    }
    // The file that was stored by itself tells everything.
    if (level == MetadataLevel::All && !item->file.isEmpty())
        data->setUrls({QUrl::fromLocalFile(item->file)});
    QGuiApplication::clipboard()->setMimeData(data);
    widgets::BarNotice notice;
    notice.key = QStringLiteral("saved");
    notice.kind = widgets::NoticeKind::Done;
    notice.text = tr("Copied.");
    notice.seconds = 3;
    panel_->notices()->add(notice);
}

void PictureActions::showInFolder() {
    if (const widgets::ResultItem* const item = shown())
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(item->file).absolutePath()));
}

void PictureActions::useAll() {
    const widgets::ResultItem* const item = shown();
    if (!item)
        return;
    widgets::RequestForm form = widgets::formOf(item->metadata.request);
    form.request.count = form_->form().request.count;
    form_->apply(form, tr("Use of a picture's settings"));
    tellUse(tr("The picture's prompt, settings and seed are in the form."));
}

void PictureActions::usePrompt() {
    const widgets::ResultItem* const item = shown();
    if (!item)
        return;
    const widgets::RequestForm from = widgets::formOf(item->metadata.request);
    widgets::RequestForm form = form_->form();
    for (const widgets::RequestField field :
         {widgets::RequestField::Prompt, widgets::RequestField::System,
          widgets::RequestField::Thinking, widgets::RequestField::Assistant,
          widgets::RequestField::NegativePrompt})
        widgets::copyField(field, from, form);
    form_->apply(form, tr("Use of a picture's prompt"));
    tellUse(tr("The picture's prompt is in the form."));
}

void PictureActions::useSeed() {
    const widgets::ResultItem* const item = shown();
    if (!item)
        return;
    const auto seed = item->metadata.request.seed;
    form_->edit(widgets::RequestField::Seed,
                [seed](widgets::RequestForm& form) { form.request.seed = seed; });
    tellUse(tr("The picture's seed is kept for the next drawings."));
}

void PictureActions::tellUse(const QString& text) {
    widgets::BarNotice notice;
    notice.key = QStringLiteral("use");
    notice.kind = widgets::NoticeKind::Done;
    notice.text = text;
    notice.seconds = 8;
    notice.actions = {{QStringLiteral("undoUse"), tr("Undo"), [this] {
                           form_->undoStack()->undo();
                           panel_->notices()->dismiss(QStringLiteral("use"));
                       }}};
    panel_->notices()->add(notice);
}

} // namespace diptych::gui

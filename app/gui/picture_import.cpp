#include "app/gui/picture_import.h"

#include "core/base/file.h"
#include "core/image/image_file.h"
#include "core/image/picture_metadata.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/history/recall_dialog.h"
#include "widgets/model/request_form.h"
#include "widgets/panels/result_panel.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QImageReader>
#include <QMimeData>
#include <QUrl>

#include <system_error>
#include <utility>

namespace diptych::gui {

namespace {

constexpr int kThumbnailSide = 256; // pixels
constexpr int kNoticeSeconds = 12;
constexpr const char* kMetadataMime = "application/x-diptych+json";
const QString kKey = QStringLiteral("import");

QImage thumbnailOf(const QString& file) {
    QImageReader reader(file);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (size.width() > kThumbnailSide || size.height() > kThumbnailSide)
        reader.setScaledSize(size.scaled(kThumbnailSide, kThumbnailSide, Qt::KeepAspectRatio));
    return reader.read();
}

// Names become files of the folder where there are such; the others are missing.
std::vector<std::string> findLoras(GenerationRequest& request,
                                   const std::filesystem::path& folder) {
    std::vector<std::string> missing;
    std::error_code ignored;
    for (LoraRequest& lora : request.loras) {
        for (const char* const ending : {"", ".safetensors"})
            if (const std::filesystem::path file = folder / (lora.path + ending);
                !folder.empty() && std::filesystem::is_regular_file(file, ignored)) {
                lora.path = file.string();
                break;
            }
        if (!std::filesystem::exists(lora.path, ignored))
            missing.push_back(lora.path);
    }
    return missing;
}

QStringList linesOf(const std::vector<UnknownSetting>& unknown) {
    QStringList lines;
    for (const UnknownSetting& setting : unknown) {
        const QString name = QString::fromStdString(setting.name);
        lines << (setting.value.empty()
                      ? name
                      : name + QStringLiteral(": ") + QString::fromStdString(setting.value));
    }
    return lines;
}

} // namespace

PictureImport::PictureImport(const ImportParts& parts, QObject* parent)
    : QObject(parent), parts_(parts) {}

void PictureImport::open(const QStringList& files) {
    if (files.isEmpty())
        return;
    parts_.io->post([this, files, base = parts_.form->request(), folder = loraFolder_] {
        std::vector<Found> found;
        for (const QString& file : files)
            found.push_back(look(file, base, folder));
        QMetaObject::invokeMethod(
            this, [this, found] { take(found); }, Qt::QueuedConnection);
    });
}

PictureImport::Found PictureImport::look(const QString& file, const GenerationRequest& base,
                                         const std::filesystem::path& loraFolder) {
    Found found;
    found.file = file;
    const auto bytes = readFile(file.toStdString(), kLargestReadBytes);
    const auto text = bytes ? readImageText(*bytes) : Result<ImageText>(fail(bytes.error()));
    if (!text)
        return found;
    found.thumbnail = thumbnailOf(file);
    found.isPicture = !found.thumbnail.isNull();
    found.settings = recoverSettings(text->entries, base);
    if (found.settings)
        found.missingFiles = findLoras(found.settings->request, loraFolder);
    return found;
}

void PictureImport::take(const std::vector<Found>& found) {
    QStringList notUnderstood;
    const Found* offered = nullptr;
    const Found* first = nullptr;
    widgets::ResultId shown = 0;
    for (const Found& each : found) {
        if (!each.isPicture) {
            notUnderstood << QFileInfo(each.file).fileName();
            continue;
        }
        Q_EMIT opened(each.file);
        shown = show(each);
        first = first ? first : &each;
        if (!offered && each.settings)
            offered = &each;
    }
    if (shown != 0)
        parts_.resultPanel->select(shown);
    if (!notUnderstood.isEmpty())
        tell(tr("Not understood: %1. Pictures are PNG, JPEG or WebP files.")
                 .arg(notUnderstood.join(QStringLiteral(", "))),
             true);
    else if (first && !offered)
        tellNoSettings(first->file);
    if (offered)
        offer(*offered);
}

// One that is in the filmstrip already is not added again.
widgets::ResultId PictureImport::show(const Found& found) {
    for (int row = 0; row < parts_.results->rowCount(); ++row)
        if (const widgets::ResultItem* const item = parts_.results->at(row);
            item->file == found.file)
            return item->id;
    widgets::ResultItem item;
    item.file = found.file;
    item.thumbnail = found.thumbnail;
    if (found.settings)
        item.metadata.request = found.settings->request;
    return parts_.results->append(std::move(item));
}

void PictureImport::offer(const Found& found) {
    auto* const dialog =
        new widgets::RecallDialog(parts_.form->request(), found.settings->request,
                                  found.missingFiles, parts_.resultPanel->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setSource(QString::fromStdString(found.settings->program),
                      linesOf(found.settings->unknown));
    if (!dialog->hasChanges()) {
        delete dialog;
        tell(tr("The form holds the settings of this picture already."));
        return;
    }
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        parts_.form->apply(widgets::formOf(dialog->request()),
                           tr("Use of another picture's settings"));
    });
    dialog->open();
}

void PictureImport::tellNoSettings(const QString& file) {
    widgets::BarNotice notice;
    notice.key = kKey;
    notice.text = tr("%1 tells nothing about how it was made.").arg(QFileInfo(file).fileName());
    notice.seconds = kNoticeSeconds;
    notice.actions = {{QStringLiteral("drawFromIt"), tr("Draw from it"), [this, file] {
                           parts_.form->edit(widgets::RequestField::Source,
                                             [&file](widgets::RequestForm& form) {
                                                 form.request.source.path = file.toStdString();
                                             });
                           parts_.resultPanel->notices()->dismiss(kKey);
                       }}};
    parts_.resultPanel->notices()->add(notice);
}

void PictureImport::paste(const QMimeData* data) {
    QStringList files;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile())
            files << url.toLocalFile();
    std::vector<TextEntry> texts;
    if (data->hasFormat(QString::fromLatin1(kMetadataMime)))
        texts.push_back(
            {kDiptychKeyword, data->data(QString::fromLatin1(kMetadataMime)).toStdString()});
    if (data->hasText())
        texts.push_back({kParametersKeyword, data->text().toStdString()});
    Found found;
    found.settings = recoverSettings(texts, parts_.form->request());
    if (found.settings) {
        found.missingFiles = findLoras(found.settings->request, loraFolder_);
        offer(found);
    } else if (!files.isEmpty()) {
        open(files);
    } else if (data->hasImage()) {
        tell(tr("The copied picture tells nothing about how it was made. Open its file instead."),
             true);
    } else {
        tell(tr("What was copied holds no settings of a picture."), true);
    }
}

void PictureImport::choose(const QString& folder) {
    auto* const dialog = new QFileDialog(parts_.resultPanel->window(), tr("Open a picture"), folder,
                                         tr("Pictures (*.png *.jpg *.jpeg *.webp)"));
    dialog->setObjectName(QStringLiteral("openPictureDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &PictureImport::open);
    dialog->open();
}

void PictureImport::tell(const QString& text, bool isWarning) {
    widgets::BarNotice notice;
    notice.key = kKey;
    notice.kind = isWarning ? widgets::NoticeKind::Warning : widgets::NoticeKind::Info;
    notice.text = text;
    notice.seconds = kNoticeSeconds;
    parts_.resultPanel->notices()->add(notice);
}

} // namespace diptych::gui

#include "app/gui/embedding_controller.h"

#include "app/gui/settings_store.h"
#include "core/embeddings/embedding_statistics.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/model/error_text.h"
#include "widgets/panels/result_panel.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace diptych::gui {

namespace {

constexpr int kNoticeSeconds = 10;
constexpr std::size_t kMostOutliers = 8;
const QString kKey = QStringLiteral("embeddings");
const QString kFolderKey = QStringLiteral("embeddings/folder");

/// What one file holds, read and painted.
struct LoadedEmbeddings {
    EmbeddingFacts facts;
    std::vector<widgets::PaintedEmbedding> painted;
    std::vector<std::vector<OutlierChannel>> outliers;
};

Result<LoadedEmbeddings> load(const QString& file) {
    DIPTYCH_TRY(const EmbeddingFile read, readEmbeddingFile(file.toStdString()));
    LoadedEmbeddings loaded;
    loaded.facts = read.facts;
    for (const HostTensor& tensor : read.embeddings) {
        DIPTYCH_TRY(EmbeddingMatrix matrix, toEmbeddingMatrix(tensor, "the embedding"));
        loaded.outliers.push_back(statisticsOf(matrix).outliers);
        const auto rows = static_cast<int>(matrix.rows);
        const auto columns = static_cast<int>(matrix.columns);
        loaded.painted.push_back(
            widgets::paintedEmbedding(rows, columns, std::move(matrix.values)));
    }
    return loaded;
}

} // namespace

bool mayHoldEmbeddings(const QString& file) {
    const QString ending = QFileInfo(file).suffix().toLower();
    return ending == QLatin1String("safetensors") || ending == QLatin1String("npz") ||
           ending == QLatin1String("npy");
}

EmbeddingController::EmbeddingController(const EmbeddingParts& parts, QObject* parent)
    : QObject(parent), parts_(parts),
      panel_(new widgets::EmbeddingPanel({parts.actions->get(Command::OpenEmbeddings),
                                          parts.actions->get(Command::SaveEmbedding)})) {
    using widgets::EmbeddingPanel;
    connect(parts_.actions->get(Command::SaveEmbedding), &QAction::triggered, this,
            &EmbeddingController::chooseTarget);
    connect(parts_.queue, &worker::GenerationQueue::jobFinished, this,
            &EmbeddingController::finish);
    connect(parts_.actions->get(Command::OpenEmbeddings), &QAction::triggered, this,
            &EmbeddingController::chooseFile);
    connect(panel_, &EmbeddingPanel::fileDropped, this, &EmbeddingController::open);
    connect(panel_, &EmbeddingPanel::drawRequested, this, &EmbeddingController::draw);
    connect(panel_, &EmbeddingPanel::negativeRequested, this, &EmbeddingController::useAsNegative);
    connect(parts_.form, &widgets::RequestModel::changed, this,
            [this](widgets::RequestField field) {
                const EmbeddingFiles& files = parts_.form->form().request.embeddings;
                if (field == widgets::RequestField::Embeddings)
                    panel_->setDrawnFrom(QString::fromStdString(files.prompt),
                                         QString::fromStdString(files.negative));
            });
}

void EmbeddingController::chooseFile() {
    auto* const dialog =
        new QFileDialog(panel_->window(), tr("Open embeddings"),
                        parts_.settings->value(kFolderKey, QDir::homePath()).toString(),
                        tr("Embeddings (*.safetensors *.npz *.npy)"));
    dialog->setObjectName(QStringLiteral("openEmbeddingsDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        parts_.settings->setValue(kFolderKey, QFileInfo(file).absolutePath());
        open(file);
    });
    dialog->open();
}

void EmbeddingController::chooseTarget() {
    auto* const dialog =
        new QFileDialog(panel_->window(), tr("Save the prompt's embedding"),
                        parts_.settings->value(kFolderKey, QDir::homePath()).toString(),
                        tr("Embeddings (*.safetensors);;numpy (*.npz *.npy)"));
    dialog->setObjectName(QStringLiteral("saveEmbeddingDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("safetensors"));
    dialog->selectFile(QStringLiteral("prompt.safetensors"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        parts_.settings->setValue(kFolderKey, QFileInfo(file).absolutePath());
        save(file);
    });
    dialog->open();
}

void EmbeddingController::save(const QString& file) {
    const auto job = parts_.queue->addEncode(parts_.form->request(), file.toStdString());
    Q_EMIT revealRequested();
    if (!job) {
        panel_->tell(widgets::errorLine(job.error()));
        return;
    }
    saving_[*job] = file;
    panel_->tell(parts_.queue->isPaused()
                     ? tr("The queue is paused: the prompt is encoded when it goes on.")
                     : tr("The prompt is being encoded."));
}

void EmbeddingController::finish(worker::JobId id) {
    const auto found = saving_.find(id);
    const worker::GenerationJob* const job = parts_.queue->find(id);
    if (found == saving_.end() || !job)
        return;
    const QString file = found->second;
    saving_.erase(found);
    if (job->state == worker::JobState::Succeeded)
        open(file);
    else if (job->state == worker::JobState::Failed)
        panel_->tell(widgets::errorLine(job->error));
    else
        panel_->tell(tr("Cancelled: nothing was written."));
}

void EmbeddingController::open(const QString& file) {
    parts_.io->post([this, file] {
        const Result<LoadedEmbeddings> loaded = load(file);
        QMetaObject::invokeMethod(
            this,
            [this, file, loaded] {
                if (!loaded) {
                    panel_->tell(widgets::errorLine(loaded.error()));
                    return;
                }
                widgets::ShownEmbeddings shown;
                shown.file = file;
                shown.embeddings = loaded->painted;
                for (const std::vector<OutlierChannel>& outliers : loaded->outliers) {
                    QStringList channels;
                    for (std::size_t at = 0; at < std::min(outliers.size(), kMostOutliers); ++at)
                        channels << tr("%1 (%2 times)")
                                        .arg(outliers[at].channel)
                                        .arg(QLocale().toString(outliers[at].timesMedian, 'f', 0));
                    shown.outliers
                        << (channels.isEmpty() ? QString()
                                               : tr("Channels far larger than the median one: %1.")
                                                     .arg(channels.join(QStringLiteral(", "))));
                }
                take(loaded->facts, std::move(shown));
            },
            Qt::QueuedConnection);
    });
    Q_EMIT revealRequested();
}

void EmbeddingController::take(const EmbeddingFacts& facts, widgets::ShownEmbeddings shown) {
    for (const auto& [name, value] :
         {std::pair{tr("Prompt"), &facts.prompt},
          std::pair{tr("System prompt"), &facts.systemPrompt},
          std::pair{tr("Think block"), &facts.thinkingContent},
          std::pair{tr("Answer"), &facts.assistantContent},
          std::pair{tr("Template"), &facts.templateName},
          std::pair{tr("Hidden layer"), &facts.hiddenLayer},
          std::pair{tr("Text encoder"), &facts.encoder}, std::pair{tr("Numbers"), &facts.dtype},
          std::pair{tr("Made"), &facts.createdAt}, std::pair{tr("By Diptych"), &facts.version},
          std::pair{tr("Made of"), &facts.record}})
        if (!value->empty())
            shown.facts.emplace_back(name, QString::fromStdString(*value));
    panel_->showFile(std::move(shown));
}

void EmbeddingController::draw(const QString& file) {
    parts_.form->edit(widgets::RequestField::Embeddings, [&file](widgets::RequestForm& form) {
        form.request.embeddings.prompt = file.toStdString();
    });
    const GenerationRequest& request = parts_.form->form().request;
    tell(request.guidanceScale > 0.0 && request.embeddings.negative.empty()
             ? tr("The form draws from %1. With guidance it needs a negative embedding too: open "
                  "one and press “Use as negative”, or set the guidance to 0.")
                   .arg(QFileInfo(file).fileName())
             : tr("The form draws from %1 instead of the prompt.").arg(QFileInfo(file).fileName()));
}

void EmbeddingController::useAsNegative(const QString& file) {
    parts_.form->edit(widgets::RequestField::Embeddings, [&file](widgets::RequestForm& form) {
        form.request.embeddings.negative = file.toStdString();
    });
}

void EmbeddingController::tell(const QString& text) {
    widgets::BarNotice notice;
    notice.key = kKey;
    notice.text = text;
    notice.seconds = kNoticeSeconds;
    notice.actions = {{QStringLiteral("undoEmbeddings"), tr("Undo"), [this] {
                           parts_.form->undoStack()->undo();
                           parts_.resultPanel->notices()->dismiss(kKey);
                       }}};
    parts_.resultPanel->notices()->add(notice);
}

} // namespace diptych::gui

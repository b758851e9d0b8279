#include "app/gui/model_dialog.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QGroupBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace diptych::gui {

namespace {

constexpr QSize kSize(620, 520); // pixels, to begin with
// The model's page: https://huggingface.co/Tongyi-MAI/Z-Image-Turbo
constexpr const char* kFetch =
    "hf download Tongyi-MAI/Z-Image-Turbo --local-dir ~/models/Z-Image-Turbo";

QString folderOf(const FoundModel& model) {
    const std::filesystem::path& path = model.model.empty() ? model.transformer : model.model;
    return QDir::toNativeSeparators(QString::fromStdString(path.string()));
}

QString originText(ModelOrigin origin) {
    switch (origin) {
    case ModelOrigin::Folder:
        return ModelDialog::tr("checkpoint folder");
    case ModelOrigin::HuggingFaceCache:
        return ModelDialog::tr("in Hugging Face's cache");
    case ModelOrigin::ComfyUi:
        return ModelDialog::tr("single files of ComfyUI");
    }
    return {};
}

QString componentText(const std::string& name) {
    if (name == "text_encoder")
        return ModelDialog::tr("text encoder");
    if (name == "vae")
        return ModelDialog::tr("autoencoder");
    return QString::fromStdString(name);
}

} // namespace

ModelDialog::ModelDialog(std::vector<std::filesystem::path> folders, widgets::OrderedExecutor* io,
                         QWidget* parent)
    : QDialog(parent), io_(io), status_(new QLabel), list_(new QListWidget), details_(new QLabel),
      use_(nullptr) {
    setObjectName(QStringLiteral("modelDialog"));
    setWindowTitle(tr("Models"));
    status_->setObjectName(QStringLiteral("modelStatus"));
    list_->setObjectName(QStringLiteral("modelList"));
    list_->setAccessibleName(tr("Models on this machine"));
    details_->setObjectName(QStringLiteral("modelDetails"));
    details_->setProperty("quiet", true);
    details_->setWordWrap(true);
    details_->setMinimumHeight(2 * details_->fontMetrics().lineSpacing());
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    use_ = buttons->addButton(tr("&Draw with it"), QDialogButtonBox::AcceptRole);
    use_->setObjectName(QStringLiteral("useModel"));
    auto* const other = buttons->addButton(tr("&Look in a folder…"), QDialogButtonBox::ActionRole);
    other->setObjectName(QStringLiteral("lookInFolder"));
    other->setToolTip(tr("Check a folder and everything in it"));
    auto* const column = new QVBoxLayout(this);
    column->addWidget(status_);
    column->addWidget(list_, 1);
    column->addWidget(details_);
    column->addWidget(makeAdvice());
    column->addWidget(buttons);
    connect(list_, &QListWidget::currentRowChanged, this, &ModelDialog::refresh);
    connect(list_, &QListWidget::itemActivated, this, &ModelDialog::choose);
    connect(buttons, &QDialogButtonBox::accepted, this, &ModelDialog::choose);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(other, &QPushButton::clicked, this, [this] {
        auto* const dialog = new QFileDialog(this, tr("Look in a folder"), QDir::homePath());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, this,
                [this](const QString& folder) { lookInto(folder.toStdString()); });
        dialog->open();
    });
    refresh();
    resize(kSize);
    look(std::move(folders), false);
}

ModelDialog::~ModelDialog() {
    stop_.request_stop();
}

QWidget* ModelDialog::makeAdvice() {
    auto* const box = new QGroupBox(tr("Get the real model"));
    auto* const text = new QLabel(
        tr("Z-Image-Turbo by Tongyi-MAI is on huggingface.co, about 33 GB. Fetch the whole "
           "repository into one folder, which then holds transformer, text_encoder, vae, "
           "tokenizer and scheduler; then look in that folder. With Hugging Face's own program:"));
    text->setWordWrap(true);
    auto* const command = new QLineEdit(QString::fromLatin1(kFetch));
    command->setObjectName(QStringLiteral("fetchCommand"));
    command->setAccessibleName(tr("Command that fetches the model"));
    command->setReadOnly(true);
    command->setCursorPosition(0);
    auto* const copy = new QPushButton(tr("&Copy"));
    copy->setObjectName(QStringLiteral("copyCommand"));
    copy->setToolTip(tr("Copy the command, to be pasted into a terminal"));
    connect(copy, &QPushButton::clicked, command,
            [command] { QGuiApplication::clipboard()->setText(command->text()); });
    auto* const row = new QHBoxLayout;
    row->addWidget(command, 1);
    row->addWidget(copy);
    auto* const column = new QVBoxLayout(box);
    column->addWidget(text);
    column->addLayout(row);
    return box;
}

void ModelDialog::lookInto(const std::filesystem::path& folder) {
    look({folder}, true);
}

void ModelDialog::look(std::vector<std::filesystem::path> folders, bool isAsked) {
    status_->setText(tr("Looking for models…"));
    io_->post([this, guard = QPointer<QObject>(this), folders = std::move(folders), isAsked,
               token = stop_.get_token()] {
        const std::vector<FoundModel> found = findModels(folders, {token});
        // The dialog may be closed by now: only its own thread can tell.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [this, guard, found, isAsked] {
                if (guard)
                    take(found, isAsked);
            },
            Qt::QueuedConnection);
    });
}

void ModelDialog::take(const std::vector<FoundModel>& found, bool isAsked) {
    const auto first = static_cast<int>(found_.size());
    for (const FoundModel& model : found) {
        found_.push_back(model);
        list_->addItem(
            tr("%1 — %2").arg(QString::fromStdString(model.name), originText(model.origin)));
    }
    if (isAsked && found.empty())
        status_->setText(tr("There is no Z-Image model in that folder."));
    else if (found_.empty())
        status_->setText(tr("No model was found in the usual places."));
    else
        status_->setText(
            tr("%n model(s) on this machine:", nullptr, static_cast<int>(found_.size())));
    if (!found.empty() && (isAsked || !list_->currentItem()))
        list_->setCurrentRow(first);
    refresh();
}

void ModelDialog::refresh() {
    const int row = list_->currentRow();
    const bool any = row >= 0 && row < static_cast<int>(found_.size());
    use_->setEnabled(any && found_[static_cast<std::size_t>(row)].isComplete());
    use_->setToolTip(any && !use_->isEnabled() ? tr("Something of this model is missing")
                                               : tr("Draw with this model from now on"));
    if (!any) {
        details_->clear();
        return;
    }
    const FoundModel& model = found_[static_cast<std::size_t>(row)];
    QStringList lacks;
    for (const std::string& name : model.lacks)
        lacks << componentText(name);
    details_->setText(lacks.isEmpty()
                          ? tr("In %1. Nothing is missing.").arg(folderOf(model))
                          : tr("In %1. Missing or unusable: %2.")
                                .arg(folderOf(model), lacks.join(QStringLiteral(", "))));
}

void ModelDialog::choose() {
    const int row = list_->currentRow();
    if (row < 0 || !use_->isEnabled())
        return;
    Q_EMIT chosen(found_[static_cast<std::size_t>(row)]);
    accept();
}

} // namespace diptych::gui

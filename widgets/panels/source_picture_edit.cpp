#include "widgets/panels/source_picture_edit.h"

#include "widgets/controls/icon_set.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QToolButton>
#include <QUrl>

namespace diptych::widgets {

namespace {

QString pictureFile(const QMimeData* data) {
    for (const QUrl& url : data->urls()) {
        const QString ending = QFileInfo(url.fileName()).suffix().toLower();
        if (url.isLocalFile() && QStringList{QStringLiteral("png"), QStringLiteral("jpg"),
                                             QStringLiteral("jpeg"), QStringLiteral("webp")}
                                     .contains(ending))
            return url.toLocalFile();
    }
    return {};
}

} // namespace

SourcePictureEdit::SourcePictureEdit(QWidget* parent)
    : QWidget(parent), choose_(new QToolButton), clear_(new QToolButton), name_(new QLabel) {
    setAcceptDrops(true);
    choose_->setObjectName(QStringLiteral("chooseSource"));
    choose_->setText(tr("Choose…"));
    choose_->setIcon(icon(QStringLiteral("folder")));
    choose_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    choose_->setAutoRaise(true);
    clear_->setObjectName(QStringLiteral("clearSource"));
    clear_->setIcon(icon(QStringLiteral("close")));
    clear_->setToolTip(tr("Draw from noise alone"));
    clear_->setAccessibleName(clear_->toolTip());
    clear_->setAutoRaise(true);
    name_->setMinimumWidth(40);
    name_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(name_, 1);
    layout->addWidget(choose_);
    layout->addWidget(clear_);
    setFocusProxy(choose_);
    connect(choose_, &QToolButton::clicked, this, &SourcePictureEdit::choose);
    connect(clear_, &QToolButton::clicked, this, [this] { put({}); });
    setPath({});
}

void SourcePictureEdit::setPath(const QString& path) {
    path_ = path;
    name_->setText(path.isEmpty() ? tr("none") : QFileInfo(path).fileName());
    name_->setToolTip(path);
    name_->setEnabled(!path.isEmpty());
    clear_->setVisible(!path.isEmpty());
}

void SourcePictureEdit::put(const QString& path) {
    setPath(path);
    Q_EMIT pathEdited(path);
}

void SourcePictureEdit::choose() {
    auto* const dialog = new QFileDialog(this, tr("Choose a picture to start from"), path_,
                                         tr("Pictures (*.png *.jpg *.jpeg *.webp)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &SourcePictureEdit::put);
    dialog->open();
}

void SourcePictureEdit::dragEnterEvent(QDragEnterEvent* event) {
    if (!pictureFile(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void SourcePictureEdit::dropEvent(QDropEvent* event) {
    put(pictureFile(event->mimeData()));
}

} // namespace diptych::widgets

#include "app/gui/drop_router.h"

#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QUrl>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace diptych::gui {

namespace {

QStringList filesOf(const QMimeData* data) {
    QStringList files;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile())
            files << url.toLocalFile();
    return files;
}

} // namespace

DropRouter::DropRouter(QWidget* window, KindOf kindOf)
    : QObject(window), window_(window), kindOf_(std::move(kindOf)), hint_(new QLabel(window)) {
    hint_->setObjectName(QStringLiteral("dropHint"));
    hint_->setAlignment(Qt::AlignCenter);
    hint_->setAutoFillBackground(true);
    hint_->setFrameShape(QFrame::Box);
    hint_->setMargin(16);
    hint_->hide();
    window_->setAcceptDrops(true);
    window_->installEventFilter(this);
    for (QPlainTextEdit* const text : window_->findChildren<QPlainTextEdit*>())
        text->viewport()->installEventFilter(this);
}

bool DropRouter::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::DragEnter:
    case QEvent::DragMove:
    case QEvent::Drop:
        return take(event);
    case QEvent::DragLeave:
        hint_->hide();
        return false;
    default:
        return QObject::eventFilter(watched, event);
    }
}

bool DropRouter::take(QEvent* event) {
    auto* const drop = static_cast<QDropEvent*>(event); // what all three derive from
    const QStringList files = filesOf(drop->mimeData());
    if (files.isEmpty() || drop->source()) // a picture of ours that is dragged out comes back
        return false;
    if (event->type() == QEvent::Drop) {
        hint_->hide();
        Q_EMIT dropped(files);
    } else if (event->type() == QEvent::DragEnter) {
        showHint(files);
    }
    drop->setDropAction(Qt::CopyAction);
    drop->accept();
    return true;
}

QString DropRouter::hintFor(const QStringList& files) const {
    const auto embeddings =
        static_cast<int>(std::count_if(files.begin(), files.end(), [this](const QString& file) {
            return kindOf_(file) == Kind::Embeddings;
        }));
    const int pictures = static_cast<int>(files.size()) - embeddings;
    if (embeddings > 0 && pictures > 0)
        return tr("Let go to look at the pictures and the embeddings");
    if (embeddings > 0)
        return tr("Let go to look at %n file(s) of embeddings", nullptr, embeddings);
    return pictures == 1 ? tr("Let go to look at the picture and read its settings")
                         : tr("Let go to look at %n pictures; the settings of the first are read",
                              nullptr, pictures);
}

void DropRouter::showHint(const QStringList& files) {
    hint_->setText(hintFor(files));
    hint_->adjustSize();
    hint_->move((window_->width() - hint_->width()) / 2, (window_->height() - hint_->height()) / 2);
    hint_->raise();
    hint_->show();
}

} // namespace diptych::gui

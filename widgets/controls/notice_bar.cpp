#include "widgets/controls/notice_bar.h"

#include "widgets/controls/icon_set.h"
#include "widgets/controls/wrapping_layout.h"

#include <QClipboard>
#include <QFrame>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <iterator>

namespace diptych::widgets {

namespace {

constexpr int kMostRows = 4;
constexpr int kIconSide = 18;      // pixels
constexpr int kButtonSpacing = 4;  // pixels
constexpr int kMostBesideText = 1; // buttons; more of them would leave the text no room

QString iconName(NoticeKind kind) {
    switch (kind) {
    case NoticeKind::Info:
        return QStringLiteral("info");
    case NoticeKind::Done:
        return QStringLiteral("done");
    case NoticeKind::Warning:
        return QStringLiteral("warning");
    case NoticeKind::Error:
        return QStringLiteral("error");
    }
    return QStringLiteral("info");
}

IconRole iconRole(NoticeKind kind) {
    switch (kind) {
    case NoticeKind::Info:
        return IconRole::Accent;
    case NoticeKind::Done:
        return IconRole::Good;
    case NoticeKind::Warning:
        return IconRole::Warning;
    case NoticeKind::Error:
        return IconRole::Error;
    }
    return IconRole::Text;
}

QLabel* iconLabel(NoticeKind kind, QWidget* parent) {
    auto* const label = new QLabel(parent);
    label->setPixmap(icon(iconName(kind), iconRole(kind)).pixmap(kIconSide, kIconSide));
    label->setFixedWidth(kIconSide);
    return label;
}

} // namespace

NoticeBar::NoticeBar(QWidget* parent) : QWidget(parent), layout_(new QVBoxLayout(this)) {
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(1);
    setObjectName(QStringLiteral("noticeBar"));
    setAccessibleName(tr("Notices"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    hide();
}

void NoticeBar::add(const BarNotice& notice) {
    if (!notice.key.isEmpty())
        dismiss(notice.key);
    QWidget* const row = makeRow(notice);
    row->setProperty("noticeKey", notice.key);
    layout_->addWidget(row);
    while (layout_->count() > kMostRows)
        remove(layout_->itemAt(0)->widget());
    if (notice.seconds > 0)
        QTimer::singleShot(notice.seconds * 1000, row, [this, row] { remove(row); });
    setVisible(true);
}

QWidget* NoticeBar::makeRow(const BarNotice& notice) {
    auto* const row = new QFrame(this);
    row->setProperty("notice", true);
    auto* const text = new QLabel(row);
    text->setObjectName(QStringLiteral("noticeText"));
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    text->setText(notice.hint.isEmpty() ? notice.text
                                        : notice.text + QLatin1Char('\n') + notice.hint);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->setSpacing(8);
    layout->addWidget(iconLabel(notice.kind, row), 0, Qt::AlignTop);
    auto* const words = new QVBoxLayout;
    words->setSpacing(kButtonSpacing);
    words->addWidget(text);
    layout->addLayout(words, 1);
    std::vector<NoticeAction> actions = notice.actions;
    if (!notice.details.isEmpty())
        actions.push_back(
            {QStringLiteral("copyDetails"), tr("Copy details"),
             [details = notice.details] { QGuiApplication::clipboard()->setText(details); }});
    const bool below = std::ssize(actions) > kMostBesideText;
    auto* const buttons = below ? new WrappingLayout(kButtonSpacing) : nullptr;
    for (const NoticeAction& action : actions) {
        auto* const button = new QPushButton(action.text, row);
        button->setObjectName(action.name);
        button->setFlat(true);
        button->setProperty("link", true);
        connect(button, &QPushButton::clicked, row, action.run);
        if (below)
            buttons->addWidget(button);
        else
            layout->addWidget(button, 0, Qt::AlignTop);
    }
    if (below)
        words->addLayout(buttons);
    auto* const close = new QToolButton(row);
    close->setAutoRaise(true);
    close->setIcon(icon(QStringLiteral("close")));
    close->setAccessibleName(tr("Dismiss"));
    close->setToolTip(tr("Dismiss"));
    close->setObjectName(QStringLiteral("dismissNotice"));
    connect(close, &QToolButton::clicked, this, [this, row] { remove(row); });
    layout->addWidget(close, 0, Qt::AlignTop);
    return row;
}

void NoticeBar::remove(QWidget* row) {
    layout_->removeWidget(row);
    row->hide();
    row->deleteLater();
    setVisible(layout_->count() > 0);
}

void NoticeBar::dismiss(const QString& key) {
    for (int i = layout_->count() - 1; i >= 0; --i)
        if (QWidget* const row = layout_->itemAt(i)->widget();
            row->property("noticeKey").toString() == key)
            remove(row);
}

void NoticeBar::clear() {
    while (layout_->count() > 0)
        remove(layout_->itemAt(0)->widget());
}

QStringList NoticeBar::texts() const {
    QStringList result;
    for (int i = 0; i < layout_->count(); ++i)
        result << layout_->itemAt(i)
                      ->widget()
                      ->findChild<QLabel*>(QStringLiteral("noticeText"))
                      ->text();
    return result;
}

} // namespace diptych::widgets

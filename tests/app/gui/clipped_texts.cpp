#include "tests/app/gui/clipped_texts.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QCommandLinkButton>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QTextDocument>
#include <QToolButton>

#include <algorithm>

namespace diptych::test {

namespace {

QString nameOf(const QWidget* widget) {
    for (const QWidget* at = widget; at; at = at->parentWidget())
        if (!at->objectName().isEmpty() && !at->objectName().startsWith(QLatin1String("qt_")))
            return at == widget ? at->objectName()
                                : at->objectName() + QStringLiteral(" > ") +
                                      QString::fromLatin1(widget->metaObject()->className());
    return QString::fromLatin1(widget->metaObject()->className());
}

QString lack(const QWidget* widget, const QString& text, const QString& what, int has, int needs) {
    return QStringLiteral("%1 “%2”: %3 %4, needs %5")
        .arg(nameOf(widget), text.left(60), what)
        .arg(has)
        .arg(needs);
}

/// A dock behind another one lies beside the window.
bool isShown(const QWidget* widget) {
    const int left = widget->mapTo(widget->window(), QPoint()).x();
    return widget->isVisible() && widget->width() > 0 && left + widget->width() > 0 &&
           left < widget->window()->width();
}

/// What of the widget's width its parents cut off, pixels.
int cutOff(const QWidget* widget) {
    int cut = 0;
    const QWidget* const window = widget->window();
    for (const QWidget* parent = widget->parentWidget(); parent; parent = parent->parentWidget()) {
        const int left = widget->mapTo(parent, QPoint()).x();
        cut = std::max({cut, -left, left + widget->width() - parent->width()});
        if (parent == window)
            break;
    }
    return cut;
}

QString lackOf(const QLabel* label) {
    if (label->text().isEmpty() || !label->pixmap(Qt::ReturnByValue).isNull())
        return {};
    if (label->wordWrap()) {
        const int needs = label->heightForWidth(label->width());
        if (label->height() < needs)
            return lack(label, label->text(), QStringLiteral("height"), label->height(), needs);
        QTextDocument words; // one word may be wider than all
        words.setDefaultFont(label->font());
        words.setDocumentMargin(0);
        Qt::mightBeRichText(label->text()) ? words.setHtml(label->text())
                                           : words.setPlainText(label->text());
        words.setTextWidth(label->contentsRect().width());
        const int widest = static_cast<int>(words.size().width());
        if (widest > label->contentsRect().width() + 1)
            return lack(label, label->text(), QStringLiteral("word's width"),
                        label->contentsRect().width(), widest);
        return {};
    }
    const int needs = label->sizeHint().width();
    return label->width() < needs
               ? lack(label, label->text(), QStringLiteral("width"), label->width(), needs)
               : QString();
}

QString lackOf(const QAbstractButton* button) {
    if (button->text().isEmpty())
        return {};
    if (const auto* const tool = qobject_cast<const QToolButton*>(button))
        if (tool->toolButtonStyle() == Qt::ToolButtonIconOnly && !tool->icon().isNull())
            return {};
    if (const auto* const card = qobject_cast<const QCommandLinkButton*>(button)) {
        const int needs = card->heightForWidth(card->width());
        return card->height() < needs
                   ? lack(card, card->text(), QStringLiteral("height"), card->height(), needs)
                   : QString();
    }
    const int needs = button->sizeHint().width();
    return button->width() < needs
               ? lack(button, button->text(), QStringLiteral("width"), button->width(), needs)
               : QString();
}

QString lackOf(const QComboBox* box) {
    QStyleOptionComboBox option;
    option.initFrom(box);
    option.editable = box->isEditable();
    option.frame = box->hasFrame();
    const int has =
        box->style()
            ->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, box)
            .width();
    const int needs = box->fontMetrics().horizontalAdvance(box->currentText());
    return has < needs ? lack(box, box->currentText(), QStringLiteral("width"), has, needs)
                       : QString();
}

QString lackOf(const QAbstractSpinBox* box) {
    const auto* const edit = box->findChild<const QLineEdit*>();
    const int needs = box->fontMetrics().horizontalAdvance(box->text());
    return edit && edit->width() < needs
               ? lack(box, box->text(), QStringLiteral("width"), edit->width(), needs)
               : QString();
}

QStringList lacksOf(const QTabBar* bar) {
    QStringList lacks;
    for (int tab = 0; tab < bar->count(); ++tab) {
        const int needs = bar->fontMetrics().horizontalAdvance(bar->tabText(tab));
        if (bar->isTabVisible(tab) && bar->tabRect(tab).width() < needs)
            lacks << lack(bar, bar->tabText(tab), QStringLiteral("width"),
                          bar->tabRect(tab).width(), needs);
    }
    return lacks;
}

QString lackOf(const QListWidget* list) {
    if (list->horizontalScrollBarPolicy() == Qt::ScrollBarAsNeeded && list->count() == 0)
        return {};
    const int needs = list->sizeHintForColumn(0);
    const int has = list->viewport()->width();
    return has < needs ? lack(list, list->accessibleName(), QStringLiteral("width"), has, needs)
                       : QString();
}

QString lackOf(const QGroupBox* box) {
    const int needs = box->fontMetrics().horizontalAdvance(box->title());
    return box->width() < needs
               ? lack(box, box->title(), QStringLiteral("width"), box->width(), needs)
               : QString();
}

} // namespace

QStringList clippedTexts(const QWidget* root) {
    QStringList lacks;
    const auto add = [&lacks](const QWidget* widget, const QString& text, const QString& found) {
        if (!found.isEmpty())
            lacks << found;
        else if (const int cut = text.isEmpty() ? 0 : cutOff(widget); cut > 0)
            lacks << lack(widget, text, QStringLiteral("stands out; width"), widget->width() - cut,
                          widget->width());
    };
    for (const QWidget* const widget : root->findChildren<QWidget*>()) {
        if (!isShown(widget))
            continue;
        if (const auto* const label = qobject_cast<const QLabel*>(widget))
            add(label, label->text(), lackOf(label));
        else if (const auto* const button = qobject_cast<const QAbstractButton*>(widget))
            add(button, button->text(), lackOf(button));
        else if (const auto* const choice = qobject_cast<const QComboBox*>(widget))
            add(choice, choice->currentText(), lackOf(choice));
        else if (const auto* const number = qobject_cast<const QAbstractSpinBox*>(widget))
            add(number, number->text(), lackOf(number));
        else if (const auto* const group = qobject_cast<const QGroupBox*>(widget))
            add(group, group->title(), lackOf(group));
        else if (const auto* const list = qobject_cast<const QListWidget*>(widget))
            add(list, QString(), lackOf(list));
        else if (const auto* const bar = qobject_cast<const QTabBar*>(widget))
            lacks << lacksOf(bar);
    }
    return lacks;
}

} // namespace diptych::test

#include "app/gui/about_dialog.h"

#include "widgets/controls/icon_set.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace diptych::gui {

namespace {

QLabel* makeFact(const QString& text) {
    auto* const label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

AboutDialog::AboutDialog(const AboutFacts& facts, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("aboutDialog"));
    setWindowTitle(tr("About Diptych"));
    auto* const picture = new QLabel;
    picture->setPixmap(widgets::applicationIcon().pixmap(72, 72));
    auto* const title = new QLabel(tr("Diptych %1").arg(facts.version));
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    auto* const what = makeFact(tr("Draws pictures from words, on this machine. Licensed under "
                                   "Apache-2.0; Qt is used under the LGPL."));
    auto* const form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->addRow(tr("Model"), makeFact(facts.model));
    form->addRow(tr("Its files"), makeFact(facts.modelFolder));
    form->addRow(tr("Pictures"), makeFact(facts.pictures));
    form->addRow(tr("Settings"), makeFact(facts.settings));
    auto* const column = new QVBoxLayout;
    column->setSpacing(10);
    column->addWidget(title);
    column->addWidget(what);
    column->addLayout(form);
    auto* const top = new QHBoxLayout;
    top->setSpacing(20);
    top->addWidget(picture, 0, Qt::AlignTop);
    top->addLayout(column, 1);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(16);
    layout->addLayout(top);
    layout->addWidget(buttons);
    setMinimumWidth(520);
}

} // namespace diptych::gui

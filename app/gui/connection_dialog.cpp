#include "app/gui/connection_dialog.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

namespace diptych::gui {

namespace {

constexpr QSize kSize(640, 680); // pixels, to begin with

} // namespace

ConnectionDialog::ConnectionDialog(QWidget* servers, QWidget* sharing, QWidget* parent)
    : QDialog(parent), pages_(new QTabWidget) {
    setObjectName(QStringLiteral("connectionDialog"));
    setWindowTitle(tr("Other machines"));
    pages_->setObjectName(QStringLiteral("connectionPages"));
    pages_->addTab(servers, tr("Encoder servers"));
    pages_->addTab(sharing, tr("Sharing"));
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    // Return adds a server or takes a key; it must not close the dialog.
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* const column = new QVBoxLayout(this);
    column->addWidget(pages_, 1);
    column->addWidget(buttons);
    resize(kSize);
}

void ConnectionDialog::showPage(Page page) {
    pages_->setCurrentIndex(static_cast<int>(page));
    show();
    raise();
    activateWindow();
}

} // namespace diptych::gui

// Other machines: encoder servers on one page, this one as a server on the other.
#pragma once

#include <QDialog>

class QTabWidget;

namespace diptych::gui {

class ConnectionDialog : public QDialog {
    Q_OBJECT

  public:
    enum class Page { Servers, Sharing };

    /// Takes over the panels.
    ConnectionDialog(QWidget* servers, QWidget* sharing, QWidget* parent = nullptr);

    /// Shows a page and brings the dialog to the front.
    void showPage(Page page);

  private:
    QTabWidget* pages_;
};

} // namespace diptych::gui

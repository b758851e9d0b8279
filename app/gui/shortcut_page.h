// Every command with its keys, to be found by name or keys and given others; whose keys would be
// taken away is said before it happens.
#pragma once

#include <QWidget>

class QAction;
class QKeySequenceEdit;
class QLabel;
class QPushButton;
class QTreeWidget;

namespace diptych::gui {

class Shortcuts;

class ShortcutPage : public QWidget {
    Q_OBJECT

  public:
    /// `shortcuts` is borrowed.
    explicit ShortcutPage(Shortcuts* shortcuts, QWidget* parent = nullptr);

    /// Shows the commands whose name or keys hold these words.
    void setFilter(const QString& words);

  private:
    void fill();
    void refresh();
    QAction* current() const;

    Shortcuts* shortcuts_;
    QTreeWidget* list_;
    QKeySequenceEdit* keys_;
    QLabel* conflict_;
    QPushButton* set_;
    QPushButton* reset_;
};

} // namespace diptych::gui

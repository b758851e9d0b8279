// Everything that can be set once and for all: the configuration field by field, and the shortcuts.
// One search goes over all of it. Changes act at once.
#pragma once

#include "app/gui/preference_model.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace diptych::gui {

class ShortcutPage;
class Shortcuts;

class PreferencesDialog : public QDialog {
    Q_OBJECT

  public:
    /// Everything is borrowed.
    PreferencesDialog(Preferences* preferences, const config::EffectiveConfig& effective,
                      Shortcuts* shortcuts, QWidget* parent = nullptr);

    /// What is in force after a change.
    void setEffective(const config::EffectiveConfig& effective);
    /// Shows a part of the configuration ("api"), or "shortcuts".
    void showPage(const QString& page);
    int shownRows() const;

  Q_SIGNALS:
    /// A setting of the configuration was chosen or set back.
    void edited();

  private:
    void makeLayout();
    void fillPages();
    void filter();
    void showDetails();
    int currentRow() const;
    bool isShortcutPage() const;

    PreferenceModel model_;
    QSortFilterProxyModel* proxy_;
    QLineEdit* search_;
    QListWidget* pages_;
    QStackedWidget* stack_;
    QTableView* table_;
    QLabel* details_;
    QPushButton* reset_;
    ShortcutPage* shortcuts_;
};

} // namespace diptych::gui

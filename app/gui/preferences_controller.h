// The preferences in the window: what the user chose, the dialog in which it is chosen, and the
// shortcuts.
#pragma once

#include "app/gui/preferences.h"
#include "app/gui/preferences_dialog.h"
#include "app/gui/shortcuts.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <vector>

class QAction;

namespace diptych::gui {

class PreferencesController : public QObject {
    Q_OBJECT

  public:
    /// Everything is borrowed.
    PreferencesController(const config::Schema* schema, SettingsStore* settings,
                          const std::vector<QAction*>& actions, QObject* parent = nullptr);

    Preferences& values() { return values_; }
    Shortcuts& shortcuts() { return shortcuts_; }
    /// Opens the dialog, or brings it to the front, on a page; empty = the first.
    void open(const config::EffectiveConfig& effective, const QString& page, QWidget* window);
    /// Chooses a value elsewhere in the window, as if it had been chosen in the dialog. A value
    /// that is not possible is left out.
    void choose(const char* field, const config::Value& value);
    /// For the open dialog, after a change.
    void setEffective(const config::EffectiveConfig& effective);

  Q_SIGNALS:
    /// A moment after the last change: what is configured is to be read again.
    void changed();

  private:
    Preferences values_;
    SettingsStore* settings_;
    Shortcuts shortcuts_;
    QPointer<PreferencesDialog> dialog_;
    QTimer timer_;
};

} // namespace diptych::gui

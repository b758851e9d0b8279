// Which keys run which command: those that the program comes with, and those that the user chose
// instead, kept in the window's settings.
#pragma once

#include <QHash>
#include <QKeySequence>
#include <QList>
#include <QObject>

#include <vector>

class QAction;

namespace diptych::gui {

class SettingsStore;

class Shortcuts : public QObject {
    Q_OBJECT

  public:
    /// Takes the present keys of `actions` for the program's own, then puts the user's over them.
    /// Everything is borrowed.
    Shortcuts(const std::vector<QAction*>& actions, SettingsStore* settings,
              QObject* parent = nullptr);

    const std::vector<QAction*>& actions() const { return actions_; }
    /// The command that these keys run, but for `except`; null = none.
    QAction* userOf(const QKeySequence& keys, const QAction* except) const;
    /// Gives a command these keys, which are taken from every other; empty = none.
    void set(QAction* action, const QKeySequence& keys);
    void reset(QAction* action);
    bool isChanged(const QAction* action) const;

  Q_SIGNALS:
    void changed();

  private:
    void put(QAction* action, const QList<QKeySequence>& keys);
    void store(const QAction* action);

    std::vector<QAction*> actions_;
    SettingsStore* settings_;
    QHash<const QAction*, QList<QKeySequence>> own_;
};

} // namespace diptych::gui

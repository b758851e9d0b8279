// The pictures that were opened last: a submenu of the ten newest, those that are gone greyed.
#pragma once

#include <QObject>
#include <QStringList>

class QAction;
class QMenu;

namespace diptych::gui {

class SettingsStore;

class RecentFiles : public QObject {
    Q_OBJECT

  public:
    /// Everything is borrowed. `clear` stays the menu's last entry.
    RecentFiles(QMenu* menu, QAction* clear, SettingsStore* settings, QObject* parent = nullptr);

    /// Puts a file in front.
    void add(const QString& file);
    QStringList files() const;

  Q_SIGNALS:
    void chosen(const QString& file);

  private:
    void fill();

    QMenu* menu_;
    QAction* clear_;
    SettingsStore* settings_;
};

} // namespace diptych::gui

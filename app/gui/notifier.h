// Messages of the system when a drawing ends and another window is in front. Off until the user
// switches it on; the tray icon is there only then.
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>

#include <functional>
#include <memory>

class QAction;
class QSystemTrayIcon;
class QWidget;

namespace diptych::gui {

class SettingsStore;

class Notifier : public QObject {
    Q_OBJECT

  public:
    /// Shows a message; tests put their own in its place.
    using Send = std::function<void(const QString& title, const QString& text)>;

    /// `enabled` is a checkable action. Everything is borrowed. Without `send` the system shows
    /// the messages, where it can.
    Notifier(QAction* enabled, SettingsStore* settings, QWidget* window, Send send = {},
             QObject* parent = nullptr);
    ~Notifier() override;

    /// Tells it, unless the window is in front or nothing is to be told.
    void tell(const QString& title, const QString& text);

  private:
    void setEnabled(bool enabled);

    QPointer<QWidget> window_;
    Send send_;
    bool enabled_ = false;
    std::unique_ptr<QSystemTrayIcon> tray_;
};

} // namespace diptych::gui

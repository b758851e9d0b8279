#include "app/gui/notifier.h"

#include "app/gui/settings_store.h"

#include <QAction>
#include <QSystemTrayIcon>
#include <QWidget>

#include <utility>

namespace diptych::gui {

namespace {

const QString kKey = QStringLiteral("window/notify");

} // namespace

Notifier::Notifier(QAction* enabled, SettingsStore* settings, QWidget* window, Send send,
                   QObject* parent)
    : QObject(parent), window_(window), send_(std::move(send)) {
    enabled->setChecked(settings->value(kKey, false).toBool());
    setEnabled(enabled->isChecked());
    connect(enabled, &QAction::toggled, this, [this, settings](bool on) {
        settings->setValue(kKey, on);
        setEnabled(on);
    });
}

Notifier::~Notifier() = default;

void Notifier::setEnabled(bool enabled) {
    enabled_ = enabled;
    tray_.reset();
    if (!enabled || send_ || !QSystemTrayIcon::isSystemTrayAvailable())
        return;
    tray_ = std::make_unique<QSystemTrayIcon>(window_->windowIcon());
    tray_->setToolTip(window_->windowTitle());
    const auto raise = [this] {
        if (!window_)
            return;
        window_->show();
        window_->raise();
        window_->activateWindow();
    };
    connect(tray_.get(), &QSystemTrayIcon::messageClicked, this, raise);
    connect(tray_.get(), &QSystemTrayIcon::activated, this, raise);
    tray_->show();
}

void Notifier::tell(const QString& title, const QString& text) {
    if (!enabled_ || !window_ || window_->isActiveWindow())
        return;
    if (send_)
        send_(title, text);
    else if (tray_)
        tray_->showMessage(title, text, window_->windowIcon());
}

} // namespace diptych::gui

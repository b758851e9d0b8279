#include "app/gui/preferences_controller.h"

#include "app/gui/settings_store.h"

namespace diptych::gui {

namespace {

constexpr int kPauseMs = 150;

} // namespace

PreferencesController::PreferencesController(const config::Schema* schema, SettingsStore* settings,
                                             const std::vector<QAction*>& actions, QObject* parent)
    : QObject(parent), values_(schema, settings), settings_(settings),
      shortcuts_(actions, settings) {
    timer_.setSingleShot(true);
    timer_.setInterval(kPauseMs);
    connect(&timer_, &QTimer::timeout, this, &PreferencesController::changed);
}

void PreferencesController::open(const config::EffectiveConfig& effective, const QString& page,
                                 QWidget* window) {
    if (!dialog_) {
        dialog_ = new PreferencesDialog(&values_, effective, &shortcuts_, window);
        dialog_->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog_, &PreferencesDialog::edited, this, [this] { timer_.start(); });
        connect(dialog_, &QDialog::finished, this, [this] { settings_->save(); });
    }
    dialog_->showPage(page);
    dialog_->show();
    dialog_->raise();
    dialog_->activateWindow();
}

void PreferencesController::choose(const char* field, const config::Value& value) {
    if (values_.set(*values_.schema().find(field), value)) {
        settings_->save();
        timer_.start();
    }
}

void PreferencesController::setEffective(const config::EffectiveConfig& effective) {
    if (dialog_)
        dialog_->setEffective(effective);
}

} // namespace diptych::gui

#include "app/gui/recent_files.h"

#include "app/gui/settings_store.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QMenu>

namespace diptych::gui {

namespace {

constexpr qsizetype kMost = 10;
const QString kKey = QStringLiteral("recent/pictures");

} // namespace

RecentFiles::RecentFiles(QMenu* menu, QAction* clear, SettingsStore* settings, QObject* parent)
    : QObject(parent), menu_(menu), clear_(clear), settings_(settings) {
    // Whether they are still there is asked only when the menu is looked at.
    connect(menu_, &QMenu::aboutToShow, this, &RecentFiles::fill);
    connect(clear_, &QAction::triggered, this, [this] {
        settings_->remove(kKey);
        fill();
    });
    fill();
}

QStringList RecentFiles::files() const {
    return settings_->value(kKey).toStringList();
}

void RecentFiles::add(const QString& file) {
    QStringList all = files();
    all.removeAll(file);
    all.prepend(file);
    settings_->setValue(kKey, QStringList(all.mid(0, kMost)));
    fill();
}

void RecentFiles::fill() {
    for (QAction* const action : menu_->actions())
        if (menu_->removeAction(action); action != clear_)
            action->deleteLater(); // it may be the one that was clicked
    const QStringList all = files();
    for (qsizetype i = 0; i < all.size(); ++i) {
        const QFileInfo file(all[i]);
        QString name = file.fileName();
        name.replace(QLatin1Char('&'), QStringLiteral("&&"));
        auto* const action = menu_->addAction(QStringLiteral("&%1 %2").arg((i + 1) % 10).arg(name));
        action->setObjectName(QStringLiteral("recentFile"));
        action->setToolTip(QDir::toNativeSeparators(all[i]));
        action->setEnabled(file.exists());
        connect(action, &QAction::triggered, this, [this, path = all[i]] { Q_EMIT chosen(path); });
    }
    if (!all.isEmpty())
        menu_->addSeparator();
    menu_->addAction(clear_);
    clear_->setEnabled(!all.isEmpty());
}

} // namespace diptych::gui

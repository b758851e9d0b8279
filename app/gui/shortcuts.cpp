#include "app/gui/shortcuts.h"

#include "app/gui/settings_store.h"

#include <QAction>

namespace diptych::gui {

namespace {

QString keyOf(const QAction* action) {
    return QStringLiteral("shortcuts/") + action->objectName();
}

} // namespace

Shortcuts::Shortcuts(const std::vector<QAction*>& actions, SettingsStore* settings, QObject* parent)
    : QObject(parent), actions_(actions), settings_(settings) {
    for (QAction* const action : actions_) {
        own_[action] = action->shortcuts();
        const QVariant stored = settings_->value(keyOf(action));
        if (stored.isValid())
            put(action, QKeySequence::listFromString(stored.toString()));
    }
}

QAction* Shortcuts::userOf(const QKeySequence& keys, const QAction* except) const {
    if (keys.isEmpty())
        return nullptr;
    for (QAction* const action : actions_)
        if (action != except && action->shortcuts().contains(keys))
            return action;
    return nullptr;
}

void Shortcuts::set(QAction* action, const QKeySequence& keys) {
    while (QAction* const other = userOf(keys, action)) {
        QList<QKeySequence> rest = other->shortcuts();
        rest.removeAll(keys);
        put(other, rest);
        store(other);
    }
    put(action, keys.isEmpty() ? QList<QKeySequence>() : QList<QKeySequence>{keys});
    store(action);
    Q_EMIT changed();
}

// Its own keys come back, unless another command has them now.
void Shortcuts::reset(QAction* action) {
    QList<QKeySequence> keys;
    for (const QKeySequence& key : own_.value(action))
        if (!userOf(key, action))
            keys << key;
    put(action, keys);
    store(action);
    Q_EMIT changed();
}

bool Shortcuts::isChanged(const QAction* action) const {
    return action->shortcuts() != own_.value(action);
}

void Shortcuts::put(QAction* action, const QList<QKeySequence>& keys) {
    action->setShortcuts(keys);
    const QString shown = action->shortcut().toString(QKeySequence::NativeText);
    action->setToolTip(shown.isEmpty() ? action->whatsThis()
                                       : action->whatsThis() + QStringLiteral(" (%1)").arg(shown));
}

void Shortcuts::store(const QAction* action) {
    if (isChanged(action))
        settings_->setValue(keyOf(action), QKeySequence::listToString(action->shortcuts()));
    else
        settings_->remove(keyOf(action));
}

} // namespace diptych::gui

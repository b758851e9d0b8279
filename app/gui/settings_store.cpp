#include "app/gui/settings_store.h"

#include <QDir>
#include <QFile>

namespace diptych::gui {

namespace {

QString copyOf(const QString& file) {
    return file + QStringLiteral(".bak");
}

bool isDamaged(const QString& path) {
    QFile file(path);
    if (!file.exists())
        return false;
    if (!file.open(QIODevice::ReadOnly) || file.readAll().contains('\0'))
        return true;
    const QSettings probe(path, QSettings::IniFormat);
    return probe.status() != QSettings::NoError;
}

} // namespace

SettingsStore::SettingsStore(const std::filesystem::path& folder)
    : file_(QString::fromStdString((folder / "window.ini").string())) {
    QDir().mkpath(QString::fromStdString(folder.string()));
    damaged_ = isDamaged(file_);
    if (damaged_) {
        QFile::remove(file_);
        if (!isDamaged(copyOf(file_)))
            QFile::copy(copyOf(file_), file_);
    }
    settings_ = std::make_unique<QSettings>(file_, QSettings::IniFormat);
}

QVariant SettingsStore::value(const QString& key, const QVariant& otherwise) const {
    return settings_->value(key, otherwise);
}

void SettingsStore::setValue(const QString& key, const QVariant& value) {
    settings_->setValue(key, value);
}

void SettingsStore::remove(const QString& key) {
    settings_->remove(key);
}

void SettingsStore::save() {
    settings_->sync();
    if (settings_->status() != QSettings::NoError || isDamaged(file_))
        return;
    QFile::remove(copyOf(file_));
    QFile::copy(file_, copyOf(file_));
}

} // namespace diptych::gui

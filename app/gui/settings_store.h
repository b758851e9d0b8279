// What the window remembers about itself: layout, theme, the model that was chosen in it. An INI
// file with a copy of its last good state.
#pragma once

#include <QSettings>
#include <QString>

#include <filesystem>
#include <memory>

namespace diptych::gui {

class SettingsStore {
  public:
    /// Opens `folder`/window.ini. A damaged file is replaced by its last good copy, or by nothing.
    explicit SettingsStore(const std::filesystem::path& folder);

    QVariant value(const QString& key, const QVariant& otherwise = {}) const;
    void setValue(const QString& key, const QVariant& value);
    void remove(const QString& key);
    /// Writes what is pending, and keeps a copy.
    void save();

    /// Whether a damaged file was found when it was opened.
    bool wasDamaged() const { return damaged_; }

  private:
    QString file_;
    bool damaged_ = false;
    std::unique_ptr<QSettings> settings_;
};

} // namespace diptych::gui

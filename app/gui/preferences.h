// Settings that the user chose in the window: one value for each field of the configuration, over
// everything that files say. Kept in the window's settings.
#pragma once

#include "core/config/effective_config.h"

#include <vector>

namespace diptych::gui {

class SettingsStore;

class Preferences {
  public:
    /// Both are borrowed.
    Preferences(const config::Schema* schema, SettingsStore* settings)
        : schema_(schema), settings_(settings) {}

    const config::Schema& schema() const { return *schema_; }

    /// As a layer of the configuration; stored values that are not valid any more are left out.
    std::vector<config::Setting> layer() const;
    bool isSet(const config::Field& field) const;
    /// `value` as the field reads it from a file.
    Status set(const config::Field& field, const config::Value& value);
    void reset(const config::Field& field);

  private:
    const config::Schema* schema_;
    SettingsStore* settings_;
};

} // namespace diptych::gui

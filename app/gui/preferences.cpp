#include "app/gui/preferences.h"

#include "app/gui/settings_store.h"

#include <QString>

#include <optional>
#include <utility>

namespace diptych::gui {

namespace {

using config::Field;
using config::Value;

QString keyOf(const Field& field) {
    return QStringLiteral("config/") + QString::fromStdString(field.name);
}

// What a file would say: "auto" stands for what is left open.
Result<Value> readValue(const Field& field, const Value& value) {
    DIPTYCH_TRY(Value read, field.read(value.is_null() ? Value("auto") : value, {}));
    if (field.check)
        DIPTYCH_TRY_DONE(field.check(read));
    return read;
}

} // namespace

std::vector<config::Setting> Preferences::layer() const {
    std::vector<config::Setting> settings;
    for (const Field& field : schema_->fields()) {
        const QString text = settings_->value(keyOf(field)).toString();
        if (text.isEmpty())
            continue;
        const Value stored = Value::parse(text.toStdString(), nullptr, false);
        if (stored.is_discarded())
            continue;
        if (auto value = readValue(field, stored)) {
            config::Setting setting;
            setting.field = &field;
            setting.value = std::move(*value);
            setting.source.kind = config::SourceKind::Flag;
            setting.source.name = "the preferences";
            settings.push_back(std::move(setting));
        }
    }
    return settings;
}

bool Preferences::isSet(const Field& field) const {
    return settings_->value(keyOf(field)).isValid();
}

Status Preferences::set(const Field& field, const Value& value) {
    DIPTYCH_TRY(const Value read, readValue(field, value));
    settings_->setValue(keyOf(field), QString::fromStdString(read.dump()));
    return Done{};
}

void Preferences::reset(const Field& field) {
    settings_->remove(keyOf(field));
}

} // namespace diptych::gui

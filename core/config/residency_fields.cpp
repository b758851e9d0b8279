#include "core/config/schema_tables.h"
#include "core/config/value_form.h"

#include <string>
#include <string_view>
#include <utility>

namespace diptych::config {

namespace {

// The predecessor's switches. Switched off they ask for nothing.
Value convertSwitch(const Value& value, const char* whenOn) {
    if (!value.is_boolean())
        return value;
    return value.get<bool>() ? Value(whenOn) : Value(Value::value_t::discarded);
}

Value convertOffload(const Value& value, std::string&) {
    return convertSwitch(value, "offload");
}

Value convertSequentialOffload(const Value& value, std::string&) {
    return convertSwitch(value, "stream");
}

Field residencyField(Field words, Residency Residencies::*member) {
    words.value = std::string("R");
    return field(
        std::move(words), [member](auto& settings) -> auto& {
            return settings.placement.residency.*member;
        });
}

} // namespace

std::vector<Field> residencyFields() {
    std::vector<Field> fields;
    Field all = residencyField(
        {.name = "residency.all",
         .aliases = {{"optimization.cpu_offload", convertOffload},
                     {"pipeline.enable_model_cpu_offload", convertOffload},
                     {"pipeline.enable_sequential_cpu_offload", convertSequentialOffload}},
         .flag = "--residency",
         .help = "how long the weights of every component are in memory",
         .sets = {"residency.text_encoder", "residency.dit", "residency.vae"}},
        &Residencies::transformer);
    all.show = {}; // a shorthand
    all.assign = [](AppConfig& settings, const Value& value) {
        const Residency residency = ValueForm<Residency>::value(value);
        settings.placement.residency = {residency, residency, residency};
    };
    fields.push_back(std::move(all));
    fields.push_back(residencyField({.name = "residency.text_encoder",
                                     .aliases = {{"encoder.cpu_offload", convertOffload}},
                                     .flag = "--text-encoder-residency",
                                     .help = "how long the text encoder's weights are in memory"},
                                    &Residencies::textEncoder));
    fields.push_back(residencyField({.name = "residency.dit",
                                     .aliases = {{"residency.transformer", {}}},
                                     .flag = "--dit-residency",
                                     .help = "how long the transformer's weights are in memory"},
                                    &Residencies::transformer));
    fields.push_back(residencyField({.name = "residency.vae",
                                     .aliases = {{"residency.autoencoder", {}}},
                                     .flag = "--vae-residency",
                                     .help = "how long the autoencoder's weights are in memory"},
                                    &Residencies::autoencoder));
    return fields;
}

} // namespace diptych::config

#include "widgets/compare/variant_fields.h"

#include "core/comparison/grid_field.h"
#include "widgets/model/error_text.h"

#include <QCoreApplication>

#include <optional>
#include <string>
#include <utility>

namespace diptych::widgets {

namespace {

// Functions have no tr() of their own.
struct VariantFields {
    Q_DECLARE_TR_FUNCTIONS(VariantFields)
};

constexpr const char* kSwitchWords[] = {"true", "false"};

// The settings around a request, for the schema reads those.
config::AppConfig settingsOf(const GenerationRequest& request) {
    config::AppConfig settings;
    settings.request = request;
    settings.skipLayers.enabled = request.skipLayers.scale != 0.0;
    settings.skipLayers.scale = request.skipLayers.scale;
    return settings;
}

QString plainText(const config::Value& value) {
    if (value.is_string())
        return QString::fromStdString(value.get<std::string>());
    return value.is_null() ? QStringLiteral("auto") : QString::fromStdString(config::toToml(value));
}

bool actsThroughEncoder(const QString& id) {
    static const QStringList kIds = {QStringLiteral("prompt"),
                                     QStringLiteral("negative-prompt"),
                                     QStringLiteral("system-prompt"),
                                     QStringLiteral("thinking-content"),
                                     QStringLiteral("assistant-content"),
                                     QStringLiteral("think-block"),
                                     QStringLiteral("strip-quotes"),
                                     QStringLiteral("hidden-layer"),
                                     QStringLiteral("long-prompt-mode"),
                                     QStringLiteral("max-tokens")};
    return kIds.contains(id);
}

// A field whose values are written as axes of grids write them.
VariantField namedField(const config::Schema& schema, const char* id, const QString& name,
                        bool isLong) {
    VariantField field;
    field.id = QString::fromLatin1(id);
    field.name = name;
    field.isLong = isLong;
    field.isEncoded = actsThroughEncoder(field.id);
    field.set = [&schema, id, isLong](GenerationRequest& request, const QString& text) -> Status {
        const std::string value = (isLong ? text : text.trimmed()).toStdString();
        DIPTYCH_TRY(request, withField(request, id, value, {&schema, {}}));
        return Done{};
    };
    return field;
}

void addText(std::vector<VariantField>& fields, const config::Schema& schema, const char* id,
             const QString& name, const QString& help, std::string Conversation::*member) {
    VariantField field = namedField(schema, id, name, true);
    field.help = help;
    field.show = [member](const GenerationRequest& request) {
        return QString::fromStdString(request.conversation.*member);
    };
    fields.push_back(std::move(field));
}

void addSetting(std::vector<VariantField>& fields, const config::Schema& schema, const char* id,
                const QString& name, bool isLong = false) {
    const config::Field* const setting = settingOf(id, {&schema, {}});
    if (!setting || !setting->show)
        return;
    VariantField field = namedField(schema, id, name, isLong);
    field.help = asSentence(setting->help);
    if (!setting->accepts.empty())
        field.help += QLatin1Char('\n') + asSentence(setting->accepts);
    for (const config::NamedChoice& choice : setting->choices)
        field.choices << QString::fromStdString(choice.name);
    if (setting->isSwitch)
        for (const char* const word : kSwitchWords)
            field.choices << QLatin1String(word);
    field.show = [setting](const GenerationRequest& request) {
        return plainText(setting->show(settingsOf(request)));
    };
    fields.push_back(std::move(field));
}

void addTexts(std::vector<VariantField>& fields, const config::Schema& schema) {
    addText(fields, schema, "prompt", VariantFields::tr("Prompt"),
            VariantFields::tr("What is drawn."), &Conversation::user);
    addSetting(fields, schema, "negative-prompt", VariantFields::tr("Negative prompt"), true);
    addSetting(fields, schema, "system-prompt", VariantFields::tr("System prompt"), true);
    addText(fields, schema, "thinking-content", VariantFields::tr("Think block"),
            VariantFields::tr("Text here switches the block on."), &Conversation::thinking);
    addText(fields, schema, "assistant-content", VariantFields::tr("Beginning of the answer"),
            VariantFields::tr("What the text encoder is told to have begun with."),
            &Conversation::assistant);
}

void addSettings(std::vector<VariantField>& fields, const config::Schema& schema) {
    const std::pair<const char*, QString> settings[] = {
        {"seed", VariantFields::tr("Seed")},
        {"steps", VariantFields::tr("Steps")},
        {"guidance-scale", VariantFields::tr("Guidance")},
        {"shift", VariantFields::tr("Shift")},
        {"scheduler", VariantFields::tr("Scheduler")},
        {"sigma-spacing", VariantFields::tr("Noise levels")},
        {"width", VariantFields::tr("Width")},
        {"height", VariantFields::tr("Height")},
        {"hidden-layer", VariantFields::tr("Hidden layer")},
        {"think-block", VariantFields::tr("Empty think block")},
        {"strip-quotes", VariantFields::tr("Remove quotes")},
        {"long-prompt-mode", VariantFields::tr("Long prompts")},
        {"max-tokens", VariantFields::tr("Most tokens")},
        {"cfg-normalization", VariantFields::tr("Guidance limit")},
        {"cfg-truncation", VariantFields::tr("Guidance ends at")},
        {"variety", VariantFields::tr("Variety")},
        {"slg-scale", VariantFields::tr("Skip-layer guidance")},
        {"strength", VariantFields::tr("Strength on the source picture")},
        {"two-pass", VariantFields::tr("Two passes")}};
    for (const auto& [id, name] : settings)
        addSetting(fields, schema, id, name);
}

VariantField loraStrength(const config::Schema& schema) {
    VariantField field =
        namedField(schema, "lora-scale", VariantFields::tr("LoRA strength"), false);
    field.help = VariantFields::tr("Of every adapter in the form.");
    field.show = [](const GenerationRequest& request) {
        return request.loras.empty() ? QString() : QString::number(request.loras.front().strength);
    };
    return field;
}

} // namespace

std::vector<VariantField> variantFields(const config::Schema& schema) {
    std::vector<VariantField> fields;
    addTexts(fields, schema);
    addSettings(fields, schema);
    fields.push_back(loraStrength(schema));
    return fields;
}

} // namespace diptych::widgets

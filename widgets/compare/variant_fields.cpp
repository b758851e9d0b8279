#include "widgets/compare/variant_fields.h"

#include "widgets/model/error_text.h"

#include <QCoreApplication>

#include <cmath>
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

tl::unexpected<Error> notANumber(const QString& text) {
    return fail(ErrorCode::InvalidInput, "needs a number (got \"" + text.toStdString() + "\")");
}

// The settings around a request, for the schema reads and writes those.
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

std::optional<VariantField> settingField(const config::Schema& schema, const char* id,
                                         const char* setting, const QString& name) {
    const config::Field* const field = schema.find(setting);
    if (!field || !field->show || !field->parse)
        return std::nullopt;
    VariantField result;
    result.id = QString::fromLatin1(id);
    result.name = name;
    result.help = asSentence(field->help);
    if (!field->accepts.empty())
        result.help += QLatin1Char('\n') + asSentence(field->accepts);
    for (const config::NamedChoice& choice : field->choices)
        result.choices << QString::fromStdString(choice.name);
    if (field->isSwitch)
        for (const char* const word : kSwitchWords)
            result.choices << QLatin1String(word);
    result.show = [field](const GenerationRequest& request) {
        return plainText(field->show(settingsOf(request)));
    };
    result.set = [field](GenerationRequest& request, const QString& text) -> Status {
        DIPTYCH_TRY(const config::Value value, field->parse(text.trimmed().toStdString()));
        if (field->check)
            DIPTYCH_TRY_DONE(field->check(value));
        config::AppConfig settings = settingsOf(request);
        field->assign(settings, value);
        request = config::requestOf(settings);
        return Done{};
    };
    return result;
}

VariantField textField(const char* id, const QString& name, const QString& help,
                       std::string& (*member)(GenerationRequest&)) {
    VariantField field;
    field.id = QString::fromLatin1(id);
    field.name = name;
    field.help = help;
    field.isLong = true;
    field.show = [member](GenerationRequest request) {
        return QString::fromStdString(member(request));
    };
    field.set = [member](GenerationRequest& request, const QString& text) -> Status {
        member(request) = text.toStdString();
        return Done{};
    };
    return field;
}

void addTexts(std::vector<VariantField>& fields) {
    using R = GenerationRequest;
    fields.push_back(
        textField("prompt", VariantFields::tr("Prompt"), VariantFields::tr("What is drawn."),
                  [](R& request) -> std::string& { return request.conversation.user; }));
    fields.push_back(textField("negative", VariantFields::tr("Negative prompt"),
                               VariantFields::tr("What is steered away from, with guidance."),
                               [](R& request) -> std::string& { return request.negativePrompt; }));
    fields.push_back(
        textField("system", VariantFields::tr("System prompt"),
                  VariantFields::tr("Instructions to the text encoder."),
                  [](R& request) -> std::string& { return request.conversation.system; }));
    fields.push_back(
        textField("think", VariantFields::tr("Think block"),
                  VariantFields::tr("Text here switches the block on."),
                  [](R& request) -> std::string& { return request.conversation.thinking; }));
    fields.push_back(
        textField("assistant", VariantFields::tr("Beginning of the answer"),
                  VariantFields::tr("What the text encoder is told to have begun with."),
                  [](R& request) -> std::string& { return request.conversation.assistant; }));
}

void addSettings(std::vector<VariantField>& fields, const config::Schema& schema) {
    const std::pair<std::pair<const char*, const char*>, QString> settings[] = {
        {{"seed", "generation.seed"}, VariantFields::tr("Seed")},
        {{"steps", "generation.steps"}, VariantFields::tr("Steps")},
        {{"guidance", "generation.guidance_scale"}, VariantFields::tr("Guidance")},
        {{"shift", "scheduler.shift"}, VariantFields::tr("Shift")},
        {{"scheduler", "scheduler.type"}, VariantFields::tr("Scheduler")},
        {{"spacing", "scheduler.sigma_spacing"}, VariantFields::tr("Noise levels")},
        {{"width", "generation.width"}, VariantFields::tr("Width")},
        {{"height", "generation.height"}, VariantFields::tr("Height")},
        {{"hiddenLayer", "encoder.hidden_layer"}, VariantFields::tr("Hidden layer")},
        {{"emptyThink", "prompt.force_think_block"}, VariantFields::tr("Empty think block")},
        {{"quotes", "prompt.strip_quotes"}, VariantFields::tr("Remove quotes")},
        {{"longPrompts", "encoder.long_prompt_mode"}, VariantFields::tr("Long prompts")},
        {{"maxTokens", "encoder.max_tokens"}, VariantFields::tr("Most tokens")},
        {{"guidanceLimit", "generation.cfg_normalization"}, VariantFields::tr("Guidance limit")},
        {{"guidanceEnd", "generation.cfg_truncation"}, VariantFields::tr("Guidance ends at")},
        {{"variety", "variety.strength"}, VariantFields::tr("Variety")},
        {{"sourceStrength", "source.strength"},
         VariantFields::tr("Strength on the source picture")},
        {{"twoPass", "two_pass.enabled"}, VariantFields::tr("Two passes")}};
    for (const auto& [names, name] : settings)
        if (auto field = settingField(schema, names.first, names.second, name))
            fields.push_back(*std::move(field));
}

VariantField skipLayers() {
    VariantField field;
    field.id = QStringLiteral("skipLayers");
    field.name = VariantFields::tr("Skip-layer guidance");
    field.help = VariantFields::tr("How strongly; 0 is off.");
    field.show = [](const GenerationRequest& request) {
        return QString::number(request.skipLayers.scale);
    };
    field.set = [](GenerationRequest& request, const QString& text) -> Status {
        bool isNumber = false;
        const double scale = text.toDouble(&isNumber);
        if (!isNumber || !std::isfinite(scale))
            return notANumber(text);
        request.skipLayers.scale = scale;
        return Done{};
    };
    return field;
}

VariantField loraStrength() {
    VariantField field;
    field.id = QStringLiteral("loraStrength");
    field.name = VariantFields::tr("LoRA strength");
    field.help = VariantFields::tr("Of every adapter in the form.");
    field.show = [](const GenerationRequest& request) {
        return request.loras.empty() ? QString() : QString::number(request.loras.front().strength);
    };
    field.set = [](GenerationRequest& request, const QString& text) -> Status {
        bool isNumber = false;
        const double strength = text.toDouble(&isNumber);
        if (!isNumber || !(std::abs(strength) <= kLargestLoraStrength))
            return notANumber(text);
        if (request.loras.empty())
            return fail(ErrorCode::InvalidInput, "the form has no LoRA",
                        "add one under Settings first");
        for (LoraRequest& lora : request.loras)
            lora.strength = strength;
        return Done{};
    };
    return field;
}

} // namespace

std::vector<VariantField> variantFields(const config::Schema& schema) {
    std::vector<VariantField> fields;
    addTexts(fields);
    addSettings(fields, schema);
    fields.push_back(skipLayers());
    fields.push_back(loraStrength());
    return fields;
}

} // namespace diptych::widgets

#include "core/config/request_field.h"
#include "core/config/schema_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace diptych::config {

namespace {

std::string sideRange() {
    return fmt::format("pixels, a multiple of {} from {} to {}", kSizeMultiple, kSmallestSide,
                       kLargestSide);
}

// A limit that is off at `Off`; the request writes that as an empty value.
template <int Off> struct LimitForm : ValueForm<double> {
    static Value show(const std::optional<double>& value) {
        return value.value_or(static_cast<double>(Off));
    }
};

Result<Value> acceptName(const std::vector<NamedChoice>& choices, std::string_view what,
                         const std::string& text) {
    std::string names;
    for (const NamedChoice& choice : choices) {
        if (choice.name == text)
            return Value(text);
        names += (names.empty() ? "" : ", ") + choice.name;
    }
    if (choices.empty())
        return Value(text);
    return fail(ErrorCode::InvalidInput, fmt::format("unknown {} '{}'", what, text),
                "use one of: " + names);
}

// A name out of a list that a module above this one knows.
Field named(Field words, std::vector<NamedChoice> choices, std::string what,
            std::string GenerationRequest::*member) {
    words.choices = choices;
    words.value = std::string("NAME");
    Field result = field(
        std::move(words), [member](auto& settings) -> auto& { return settings.request.*member; });
    result.read = [choices, what](const Value& value, const ReadPlace&) -> Result<Value> {
        DIPTYCH_TRY(const Value text, readText(value));
        return acceptName(choices, what, text.get<std::string>());
    };
    result.parse = [choices, what](std::string_view text) {
        return acceptName(choices, what, std::string(text));
    };
    return result;
}

// The predecessor's older switches; off says nothing.
Field oldQuantisationField(const char* name, const char* help, WeightFormat format) {
    Field result{.name = name,
                 .help = help,
                 .accepts = "true or false",
                 .sets = {"model.dtype", "model.quantization"}};
    result.read = [](const Value& value, const ReadPlace&) { return readSwitch(value); };
    result.assign = [format](AppConfig& settings, const Value& value) {
        if (value.get<bool>())
            settings.placement.weightFormat = format;
    };
    return result;
}

std::vector<Field> encoderFields() {
    std::vector<Field> fields;
    fields.push_back(checked(
        {.name = "encoder.hidden_layer",
         .flag = "--hidden-layer",
         .value = "N",
         .help = "which hidden states of the text encoder are used",
         .accepts = "numbered as in Hugging Face, 0 = embeddings, -1 = after "
                    "the last layer"},
        [](auto& settings) -> auto& { return settings.request.hiddenLayer; }));
    fields.push_back(field(
        {.name = "encoder.long_prompt_mode",
         .aliases = {{"pytorch.long_prompt_mode", {}}},
         .flag = "--long-prompt-mode",
         .value = "NAME",
         .help = "what becomes of a prompt of more than --max-tokens"},
        [](auto& settings) -> auto& { return settings.request.longPromptMode; }));
    fields.push_back(checked(
        {.name = "encoder.max_tokens",
         .aliases = {{"encoder.max_length", {}}},
         .flag = "--max-tokens",
         .value = "N",
         .help = "length to which --long-prompt-mode brings a longer prompt",
         .accepts = "tokens, at least 1"},
        [](auto& settings) -> auto& { return settings.request.maxPromptTokens; }));
    fields.push_back(oldQuantisationField("encoder.load_in_8bit",
                                          "an old spelling of model.quantization = \"8bit\"",
                                          WeightFormat::Int8));
    fields.push_back(oldQuantisationField("encoder.load_in_4bit",
                                          "an old spelling of model.quantization = \"4bit\"",
                                          WeightFormat::Int4));
    return fields;
}

std::vector<Field> templateFields() {
    std::vector<Field> fields;
    fields.push_back(field(
        {.name = "prompt.template",
         .aliases = {{"generation.default_template", {}},
                     {"generation.template", {}},
                     {"default_template", {}},
                     {"template", {}}},
         .flag = "--template",
         .value = "NAME",
         .help = "template that gives the system prompt and the parts that are not given; none = "
                 "no template"},
        [](auto& settings) -> auto& { return settings.request.templateName; }));
    fields.push_back(field(
        {.name = "prompt.templates_dir",
         .aliases = {{"templates_dir", {}}},
         .flag = "--templates-dir",
         .value = "DIR",
         .help = "folder with templates of your own",
         .open = "~/.local/share/diptych/templates"},
        [](auto& settings) -> auto& { return settings.prompt.templatesFolder; }));
    fields.push_back(field(
        {.name = "prompt.expand",
         .flag = "--expand",
         .help = "pick one of the words of {red|green|blue} in the prompt, by the seed"},
        [](auto& settings) -> auto& { return settings.prompt.expand; }));
    return fields;
}

} // namespace

Status checkByResolving(const Field& field, const Value& value) {
    AppConfig settings;
    field.assign(settings, value);
    DIPTYCH_TRY([[maybe_unused]] const ResolvedRequest resolved,
                resolve(requestOf(settings), ModelSpec{}));
    return Done{};
}

std::vector<Field> promptFields() {
    std::vector<Field> fields = templateFields();
    fields.push_back(field(
        {.name = "prompt.system_prompt",
         .flag = "--system-prompt",
         .value = "TEXT",
         .help = "instructions to the text encoder"},
        [](auto& settings) -> auto& { return settings.request.conversation.system; }));
    fields.push_back(field(
        {.name = "prompt.force_think_block",
         .aliases = {{"generation.enable_thinking", {}}},
         .flag = "--force-think-block,--enable-thinking",
         .help = "add an empty think block when there is no thinking content"},
        [](auto& settings) -> auto& { return settings.request.conversation.forceThinkBlock; }));
    fields.push_back(field(
        {.name = "prompt.strip_quotes",
         .flag = "--strip-quotes",
         .help = "remove every \" from the prompt, which would be drawn as text"},
        [](auto& settings) -> auto& { return settings.request.conversation.stripQuotes; }));
    fields.push_back(field(
        {.name = "prompt.negative_prompt",
         .aliases = {{"generation.negative_prompt", {}}},
         .flag = "--negative-prompt",
         .value = "TEXT",
         .help = "what to steer away from, with a guidance scale above 0"},
        [](auto& settings) -> auto& { return settings.request.negativePrompt; }));
    for (Field& encoder : encoderFields())
        fields.push_back(std::move(encoder));
    return fields;
}

std::vector<Field> generationFields() {
    std::vector<Field> fields;
    fields.push_back(checked(
        {.name = "generation.width",
         .flag = "--width",
         .value = "N",
         .help = "width of the picture",
         .accepts = sideRange()},
        [](auto& settings) -> auto& { return settings.request.width; }));
    fields.push_back(checked(
        {.name = "generation.height",
         .flag = "--height",
         .value = "N",
         .help = "height of the picture",
         .accepts = sideRange()},
        [](auto& settings) -> auto& { return settings.request.height; }));
    fields.push_back(checked(
        {.name = "generation.steps",
         .aliases = {{"generation.num_inference_steps", {}}},
         .flag = "--steps,--num-inference-steps",
         .value = "N",
         .help = "updates from noise to picture",
         .accepts = fmt::format("1 to {}", kLargestSteps)},
        [](auto& settings) -> auto& { return settings.request.steps; }));
    fields.push_back(checked(
        {.name = "generation.seed",
         .flag = "--seed",
         .value = "N",
         .help = "the same seed draws the same picture and writes the same text",
         .accepts = "0 or more, below 2^63",
         .open = "drawn at random and shown"},
        [](auto& settings) -> auto& { return settings.request.seed; }));
    fields.push_back(checked(
        {.name = "generation.count",
         .flag = "--count",
         .value = "N",
         .help = "pictures to draw",
         .accepts = "at least 1"},
        [](auto& settings) -> auto& { return settings.request.count; }));
    fields.push_back(field(
        {.name = "generation.seed_rule",
         .flag = "--seed-rule",
         .value = "NAME",
         .help = "how the seeds of several pictures follow from the first"},
        [](auto& settings) -> auto& { return settings.request.seedRule; }));
    return fields;
}

std::vector<Field> guidanceFields() {
    std::vector<Field> fields;
    fields.push_back(checked(
        {.name = "generation.guidance_scale",
         .flag = "--guidance-scale",
         .value = "X",
         .help = "how strongly to steer away from the negative prompt, which "
                 "doubles the time of a step",
         .accepts = "0 = off"},
        [](auto& settings) -> auto& { return settings.request.guidanceScale; }));
    fields.push_back(checkedOf<LimitForm<0>>(
        {.name = "generation.cfg_normalization",
         .flag = "--cfg-normalization",
         .value = "X",
         .help = "guidance makes a prediction at most X times as large as it was",
         .accepts = "0 = no limit"},
        [](auto& settings) -> auto& { return settings.request.cfgNormalization; }));
    fields.push_back(checkedOf<LimitForm<1>>(
        {.name = "generation.cfg_truncation",
         .flag = "--cfg-truncation",
         .value = "X",
         .help = "guidance ends at this time, which makes the steps after it twice as fast",
         .accepts = "0 (noise) to 1 (picture), 1 = never"},
        [](auto& settings) -> auto& { return settings.request.cfgTruncation; }));
    return fields;
}

std::vector<Field> schedulerFields(const SamplingNames& names) {
    std::vector<Field> fields;
    fields.push_back(
        named({.name = "scheduler.type", .flag = "--scheduler", .help = "how steps are taken"},
              names.schedulers, "scheduler", &GenerationRequest::scheduler));
    fields.push_back(checked(
        {.name = "scheduler.shift",
         .flag = "--shift",
         .value = "X",
         .help = "shift of the noise schedule, higher spends more steps on the "
                 "composition",
         .accepts = "above 0",
         .open = "the checkpoint's"},
        [](auto& settings) -> auto& { return settings.request.shift; }));
    fields.push_back(named({.name = "scheduler.sigma_spacing",
                            .flag = "--sigma-spacing",
                            .help = "how noise levels are spaced"},
                           names.sigmaSpacings, "sigma spacing", &GenerationRequest::sigmaSpacing));
    return fields;
}

} // namespace diptych::config

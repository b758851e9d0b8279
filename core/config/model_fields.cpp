#include "core/config/schema_tables.h"
#include "core/config/value_form.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace diptych::config {

namespace {

Value convertDtype(const Value& value, std::string& notice) {
    if (value != "float16")
        return value;
    notice = "float16 is not supported, bfloat16 is used: the text encoder's numbers exceed the "
             "range of float16";
    return "bfloat16";
}

/// A setting without a value of its own, which sets the devices of several components.
Field deviceShorthand(Field words) {
    words.value = std::string("D");
    words.accepts = "auto, cpu, cuda, cuda:N or mps";
    words.read = ValueForm<DeviceName>::fromFile;
    words.parse = ValueForm<DeviceName>::fromText;
    return words;
}

Field deviceField(Field words, DeviceName Placement::*member) {
    words.value = std::string("D");
    words.accepts = "auto, cpu, cuda, cuda:N or mps";
    return field(
        std::move(words), [member](auto& settings) -> auto& { return settings.placement.*member; });
}

Status checkNotNegative(const Value& value) {
    if (value.get<int>() >= 0)
        return Done{};
    return fail(ErrorCode::InvalidInput,
                fmt::format("must not be negative (got {})", toToml(value)));
}

constexpr std::string_view kNotQuantised = "none";
constexpr std::string_view k8Bit = "8bit";
constexpr std::string_view k4Bit = "4bit";

Result<Value> parseQuantisation(std::string_view text) {
    for (const std::string_view known : {kNotQuantised, k8Bit, k4Bit})
        if (text == known)
            return Value(std::string(text));
    return failValue("none, 8bit or 4bit", Value(std::string(text)));
}

// Another view of model.dtype, behind which it stands: where a place says both, this one counts,
// and "none" leaves the other as it is unless that is quantised.
Field quantisationField() {
    Field result{.name = "model.quantization",
                 .aliases = {{"encoder.quantization", {}}, {"quantization", {}}},
                 .flag = "--quantization",
                 .value = "NAME",
                 .help = "quantise text encoder and transformer while they are loaded",
                 .choices = {{std::string(kNotQuantised), "what is stored quantised stays so"},
                             {std::string(k8Bit), "the same as the dtype int8"},
                             {std::string(k4Bit), "the same as the dtype int4"}},
                 .sets = {"model.dtype"}};
    result.read = [](const Value& value, const ReadPlace&) -> Result<Value> {
        DIPTYCH_TRY(const Value text, readText(value));
        return parseQuantisation(text.get<std::string>());
    };
    result.parse = parseQuantisation;
    result.assign = [](AppConfig& settings, const Value& value) {
        WeightFormat& format = settings.placement.weightFormat;
        const auto wish = value.get<std::string>();
        format = wish == k8Bit   ? WeightFormat::Int8
                 : wish == k4Bit ? WeightFormat::Int4
                                 : withoutQuantisation(format);
    };
    result.show = [](const AppConfig& settings) {
        const WeightFormat format = settings.placement.weightFormat;
        return Value(std::string(format == WeightFormat::Int8   ? k8Bit
                                 : format == WeightFormat::Int4 ? k4Bit
                                                                : kNotQuantised));
    };
    return result;
}

std::vector<Field> componentFields() {
    std::vector<Field> fields;
    fields.push_back(field(
        {.name = "model.path",
         .aliases = {{"model_path", {}}},
         .flag = "--model-path",
         .value = "PATH",
         .help = "checkpoint folder in the diffusers layout, or a single file "
                 "with all weights",
         .open = "$DIPTYCH_MODEL_PATH, else the bundled demo model"},
        [](auto& settings) -> auto& { return settings.model.model; }));
    fields.push_back(field(
        {.name = "model.text_encoder",
         .aliases = {{"text_encoder_path", {}}},
         .flag = "--text-encoder-path",
         .value = "PATH",
         .help = "take the text encoder from this folder or file (safetensors, "
                 "GGUF)",
         .open = "the model's"},
        [](auto& settings) -> auto& { return settings.model.textEncoder; }));
    fields.push_back(field(
        {.name = "model.dit",
         .aliases = {{"model.transformer", {}}},
         .flag = "--dit-path,--transformer-path",
         .value = "PATH",
         .help = "take the transformer from this folder or file (safetensors, "
                 "GGUF)",
         .open = "the model's"},
        [](auto& settings) -> auto& { return settings.model.transformer; }));
    fields.push_back(field(
        {.name = "model.vae",
         .aliases = {{"model.autoencoder", {}}},
         .flag = "--vae-path",
         .value = "PATH",
         .help = "take the autoencoder from this folder or file (safetensors)",
         .open = "the model's"},
        [](auto& settings) -> auto& { return settings.model.autoencoder; }));
    return fields;
}

} // namespace

std::vector<Field> modelFields() {
    std::vector<Field> fields = componentFields();
    fields.push_back(field(
        {.name = "model.tokenizer",
         .flag = "--tokenizer",
         .value = "DIR",
         .help = "take the tokenizer from this folder",
         .open = "the model's; beside single files the bundled one of Qwen3"},
        [](auto& settings) -> auto& { return settings.model.tokenizer; }));
    fields.push_back(field(
        {.name = "model.preset",
         .flag = "--preset",
         .value = "NAME",
         .help = "which model's generation numbers to begin with",
         .accepts = "auto (the one that fits the checkpoint), none, or a name"},
        [](auto& settings) -> auto& { return settings.preset; }));
    fields.push_back(field(
        {.name = "model.dtype",
         .aliases = {{"encoder.torch_dtype", convertDtype},
                     {"pipeline.torch_dtype", convertDtype},
                     {"torch_dtype", convertDtype}},
         .flag = "--dtype,--torch-dtype",
         .value = "FORMAT",
         .help = "how weights are held in memory",
         .accepts = "auto, float32, bfloat16, int8 or int4",
         .sets = {"model.quantization"}},
        [](auto& settings) -> auto& { return settings.placement.weightFormat; }));
    fields.push_back(quantisationField());
    return fields;
}

std::vector<Field> deviceFields() {
    std::vector<Field> fields;
    Field all = deviceShorthand({.name = "devices.all",
                                 .aliases = {{"device", {}}},
                                 .flag = "--device",
                                 .help = "where everything runs",
                                 .sets = {"devices.text_encoder", "devices.dit", "devices.vae"}});
    all.assign = [](AppConfig& settings, const Value& value) {
        const DeviceName device = ValueForm<DeviceName>::value(value);
        settings.placement.textEncoder = device;
        settings.placement.transformer = device;
        settings.placement.autoencoder = device;
    };
    Field pipeline = deviceShorthand({.name = "pipeline.device",
                                      .help = "where the transformer and the autoencoder run",
                                      .sets = {"devices.dit", "devices.vae"}});
    pipeline.assign = [](AppConfig& settings, const Value& value) {
        settings.placement.transformer = ValueForm<DeviceName>::value(value);
        settings.placement.autoencoder = ValueForm<DeviceName>::value(value);
    };
    fields.push_back(std::move(all));
    fields.push_back(std::move(pipeline));
    fields.push_back(deviceField({.name = "devices.text_encoder",
                                  .aliases = {{"encoder.device", {}}},
                                  .flag = "--text-encoder-device,--encoder-device",
                                  .help = "where the text encoder runs"},
                                 &Placement::textEncoder));
    fields.push_back(deviceField({.name = "devices.dit",
                                  .aliases = {{"devices.transformer", {}}},
                                  .flag = "--dit-device",
                                  .help = "where the transformer runs"},
                                 &Placement::transformer));
    fields.push_back(deviceField({.name = "devices.vae",
                                  .aliases = {{"devices.autoencoder", {}}},
                                  .flag = "--vae-device",
                                  .help = "where the autoencoder runs"},
                                 &Placement::autoencoder));
    fields.push_back(field(
        {.name = "devices.threads",
         .flag = "--threads",
         .value = "N",
         .help = "processor threads",
         .accepts = "0 = all cores"},
        [](auto& settings) -> auto& { return settings.placement.threads; }));
    fields.back().check = checkNotNegative;
    fields.back().parse = [](std::string_view text) -> Result<Value> {
        DIPTYCH_TRY(Value number, ValueForm<int>::fromText(text));
        DIPTYCH_TRY_DONE(checkNotNegative(number));
        return number;
    };
    return fields;
}

} // namespace diptych::config

#include "core/config/request_field.h"
#include "core/config/schema_tables.h"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace diptych::config {

namespace {

constexpr const char* kShare = "0 to 1";

std::vector<Field> varietyFields() {
    std::vector<Field> fields;
    fields.push_back(checked(
        {.name = "variety.strength",
         .flag = "--variety,--variety-strength",
         .value = "X",
         .help = "seeded noise on the prompt's embedding: seeds of a distilled model differ "
                 "more",
         .accepts = "0 = off, in units of the embedding's median magnitude"},
        [](auto& settings) -> auto& { return settings.request.variety.strength; }));
    fields.push_back(checked(
        {.name = "variety.fraction",
         .flag = "--variety-fraction",
         .value = "X",
         .help = "share of the embedding's values that the variety changes",
         .accepts = kShare},
        [](auto& settings) -> auto& { return settings.request.variety.fraction; }));
    return fields;
}

std::vector<Field> skipLayerFields() {
    std::vector<Field> fields;
    Field scale = checked(
        {.name = "slg.scale",
         .flag = "--slg-scale",
         .value = "X",
         .help = "strength of skip-layer guidance, and switches it on",
         .accepts = "0 = off",
         .sets = {"slg.enabled"}},
        [](auto& settings) -> auto& { return settings.skipLayers.scale; });
    scale.assign = [](AppConfig& settings, const Value& value) {
        const auto number = value.get<double>();
        settings.skipLayers.enabled = number != 0.0;
        if (number != 0.0)
            settings.skipLayers.scale = number;
    };
    scale.check = [assign = scale.assign](const Value& value) {
        return checkByResolving({.name = {}, .assign = assign}, value);
    };
    fields.push_back(std::move(scale));
    // Behind the scale: a table that says "enabled = false, scale = 2.5" means off.
    fields.push_back(field(
        {.name = "slg.enabled",
         .flag = "--slg",
         .help = "skip-layer guidance, for better structure: a further evaluation "
                 "in the steps of its range, with some layers left out"},
        [](auto& settings) -> auto& { return settings.skipLayers.enabled; }));
    fields.push_back(checked(
        {.name = "slg.layers",
         .flag = "--slg-layers",
         .value = "N,N,...",
         .help = "layers of the transformer that are left out",
         .accepts = "numbers from 0; none = 7 to 12 of 30, in proportion"},
        [](auto& settings) -> auto& { return settings.request.skipLayers.layers; }));
    fields.push_back(checked(
        {.name = "slg.start",
         .flag = "--slg-start",
         .value = "X",
         .help = "share of the steps at which skip-layer guidance begins",
         .accepts = kShare},
        [](auto& settings) -> auto& { return settings.request.skipLayers.start; }));
    fields.push_back(checked(
        {.name = "slg.stop",
         .flag = "--slg-stop",
         .value = "X",
         .help = "share of the steps at which skip-layer guidance ends",
         .accepts = kShare},
        [](auto& settings) -> auto& { return settings.request.skipLayers.stop; }));
    return fields;
}

std::vector<Field> sourceFields() {
    std::vector<Field> fields;
    fields.push_back(fieldOf<PathTextForm>(
        {.name = "source.image",
         .flag = "--image,--img2img",
         .value = "FILE",
         .help = "picture to start from; without --width and --height its size is taken, up to "
                 "about 1024² pixels",
         .accepts = "PNG, JPEG or WebP"},
        [](auto& settings) -> auto& { return settings.request.source.path; }));
    fields.push_back(fieldOf<PathTextForm>(
        {.name = "source.mask",
         .flag = "--mask",
         .value = "FILE",
         .help = "which part of --image to draw anew",
         .accepts = "a picture, white = anew, black = keep"},
        [](auto& settings) -> auto& { return settings.request.source.mask; }));
    fields.push_back(checked(
        {.name = "source.strength",
         .flag = "--strength",
         .value = "X",
         .help = "how much of --image to change",
         .accepts = "0 (keep it) to 1 (start from noise)"},
        [](auto& settings) -> auto& { return settings.request.source.strength; }));
    fields.push_back(field(
        {.name = "source.fit",
         .flag = "--fit",
         .value = "NAME",
         .help = "how --image is brought to the size that is drawn"},
        [](auto& settings) -> auto& { return settings.request.source.fit; }));
    fields.push_back(field(
        {.name = "source.background",
         .flag = "--background",
         .value = "COLOUR",
         .help = "colour behind transparency and padding of --image",
         .accepts = "'#rrggbb'"},
        [](auto& settings) -> auto& { return settings.request.source.background; }));
    fields.push_back(field(
        {.name = "source.sample_posterior",
         .flag = "--sample-posterior",
         .help = "draw the latents of --image from the autoencoder's posterior instead of "
                 "taking its mode"},
        [](auto& settings) -> auto& { return settings.request.source.samplePosterior; }));
    return fields;
}

std::vector<Field> twoPassFields() {
    std::vector<Field> fields;
    fields.push_back(field(
        {.name = "two_pass.enabled",
         .flag = "--two-pass",
         .help = "draw small first, then refine the enlarged latents: large pictures keep "
                 "one composition"},
        [](auto& settings) -> auto& { return settings.request.twoPass.enabled; }));
    fields.push_back(checked(
        {.name = "two_pass.base_size",
         .flag = "--base-size",
         .value = "N",
         .help = "the first of two passes has about N² pixels",
         .accepts = "pixels"},
        [](auto& settings) -> auto& { return settings.request.twoPass.baseSide; }));
    fields.push_back(checked(
        {.name = "two_pass.strength",
         .flag = "--refine-strength",
         .value = "X",
         .help = "how much the second of two passes changes",
         .accepts = "0 (nothing) to 1 (everything)"},
        [](auto& settings) -> auto& { return settings.request.twoPass.strength; }));
    return fields;
}

void append(std::vector<Field>& fields, std::vector<Field> more) {
    for (Field& field : more)
        fields.push_back(std::move(field));
}

// The predecessor's default was "false", which its sample files spell out.
Value convertTiledVae(const Value& value, std::string&) {
    if (!value.is_boolean())
        return value;
    return value.get<bool>() ? "on" : "auto";
}

/// Beside the names: true = on, false = off.
struct TilingForm : ValueForm<Tiling> {
    static Result<Value> fromFile(const Value& value, const ReadPlace& place) {
        if (value.is_boolean())
            return Value(value.get<bool>() ? "on" : "off");
        return ValueForm<Tiling>::fromFile(value, place);
    }
    static Result<Value> fromText(std::string_view text) {
        if (text == "true" || text == "false")
            return Value(text == "true" ? "on" : "off");
        return ValueForm<Tiling>::fromText(text);
    }
};

// The tile as a whole is checked where it is used.
Status checkPixels(const Value& value, int smallest) {
    const int pixels = value.get<int>();
    if (pixels >= smallest)
        return Done{};
    return fail(ErrorCode::InvalidInput,
                fmt::format("must be at least {} (got {})", smallest, pixels));
}

} // namespace

std::vector<Field> passFields() {
    std::vector<Field> fields = varietyFields();
    append(fields, skipLayerFields());
    append(fields, sourceFields());
    append(fields, twoPassFields());
    return fields;
}

std::vector<Field> tileFields() {
    std::vector<Field> fields;
    Field mode = field(
        {.name = "tiles.mode",
         .aliases = {{"pytorch.tiled_vae", convertTiledVae}},
         .flag = "--tiled-vae",
         .help = "the autoencoder works on one tile of the picture after another, "
                 "in little memory"},
        [](auto& settings) -> auto& { return settings.placement.tiles.tiling; });
    mode.read = TilingForm::fromFile;
    mode.parse = TilingForm::fromText;
    mode.isSwitch = true;
    mode.accepts = "auto, on or off";
    fields.push_back(std::move(mode));
    fields.push_back(field(
        {.name = "tiles.size",
         .aliases = {{"pytorch.tile_size", {}}},
         .flag = "--tile-size",
         .value = "N",
         .help = "side of a tile",
         .accepts = "pixels, at least 8, rounded down to a multiple of 8"},
        [](auto& settings) -> auto& { return settings.placement.tiles.tilePixels; }));
    fields.back().check = [](const Value& value) { return checkPixels(value, 8); };
    fields.push_back(field(
        {.name = "tiles.overlap",
         .aliases = {{"pytorch.tile_overlap", {}}},
         .flag = "--tile-overlap",
         .value = "N",
         .help = "what neighbouring tiles share",
         .accepts = "pixels, less than a tile, rounded down to a multiple of 8"},
        [](auto& settings) -> auto& { return settings.placement.tiles.overlapPixels; }));
    fields.back().check = [](const Value& value) { return checkPixels(value, 0); };
    return fields;
}

} // namespace diptych::config

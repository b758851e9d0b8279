#include "app/train/world/palette.h"

namespace diptych::flatland {
namespace {

constexpr SkyColours sky(std::array<std::uint32_t, 5> bands, std::uint32_t body,
                         std::uint32_t bodyShade, std::uint32_t halo, std::uint32_t cloud,
                         std::uint32_t cloudShade) {
    return {.bands = {hex(bands[0]), hex(bands[1]), hex(bands[2]), hex(bands[3]), hex(bands[4])},
            .body = hex(body),
            .bodyShade = hex(bodyShade),
            .halo = hex(halo),
            .cloud = hex(cloud),
            .cloudShade = hex(cloudShade)};
}

constexpr SkyColours kDaySkies[] = {
    sky({0x7cc4ec, 0x98d2f0, 0xb4e0f4, 0xc9e9f5, 0xdaf1f5}, 0xffe493, 0xffe493, 0xfff3c9, 0xf8fcfe,
        0xdcedf6),
    sky({0x83cfdf, 0xa0dce5, 0xbce7ea, 0xd0eee8, 0xe6f3d6}, 0xffe493, 0xffe493, 0xfff3c9, 0xf8fdfc,
        0xdbf0f0),
    sky({0x86c3ea, 0xa6d3ee, 0xc5e2ee, 0xe3eddf, 0xf9f0d0}, 0xffe08a, 0xffe08a, 0xfff2c4, 0xfdfcf6,
        0xd8e8ee),
};

constexpr SkyColours kSunsetSkies[] = {
    sky({0x5c4b8a, 0x8e6197, 0xd6858c, 0xf4ac88, 0xfdd49a}, 0xfff0bd, 0xfff0bd, 0xffdfa0, 0xf8bba3,
        0xe39a9c),
    sky({0x54578c, 0x8f6a9e, 0xcd848a, 0xf3a58c, 0xfbd3a0}, 0xfff0c4, 0xfff0c4, 0xffdca6, 0xf6baab,
        0xd999a6),
    sky({0x7a4a7e, 0xb66672, 0xe08e80, 0xf8b98c, 0xffdfa0}, 0xfff3c4, 0xfff3c4, 0xffe3a6, 0xfbc7a6,
        0xeba394),
};

constexpr SkyColours kNightSkies[] = {
    sky({0x101b40, 0x17254f, 0x203060, 0x2c3f70, 0x3c5284}, 0xf7ecc2, 0xe2d3a0, 0xc9cfe0, 0x44598c,
        0x364877),
    sky({0x181641, 0x221f54, 0x2f2b69, 0x403a7a, 0x56528f}, 0xf7eac4, 0xe2d0a4, 0xcfc9e4, 0x544f90,
        0x443f7c),
    sky({0x0d213c, 0x142f4c, 0x1d3f5f, 0x2a5272, 0x3a6784}, 0xf5eec8, 0xddd6a8, 0xc2d6de, 0x42698a,
        0x325672),
};

/// Four tints of paper, and four dark ones, for a plain background.
constexpr Rgb kBackdrops[2][4] = {
    {hex(0xf4ead6), hex(0xdbe9f0), hex(0xe0ecdc), hex(0xf1e0dd)},
    {hex(0x2b3550), hex(0x234257), hex(0x3b3359), hex(0x23314f)},
};

constexpr GroundColours ground(std::array<std::uint32_t, 4> layers, std::uint32_t accent,
                               std::uint32_t shadow) {
    return {.layers = {hex(layers[0]), hex(layers[1]), hex(layers[2]), hex(layers[3])},
            .accent = hex(accent),
            .shadow = hex(shadow)};
}

// By sky, then by Ground from Meadow on. Layers: Meadow, Hills, Desert, Snow: four of earth.
// Mountains: far range, near range, its shaded side, the meadow below. Sea: three of water, the
// shore. Forest: far trees, near trees, two of earth. City: far houses, near houses, two of street.
constexpr GroundColours kGroundColours[3][8] = {
    {
        ground({0xcbe3a8, 0xb5d68f, 0x9fc977, 0x8cbc62}, 0xe9f3c4, 0x5d8a45),
        ground({0xc5e0c0, 0xb2d6a0, 0x9cca80, 0x86ba66}, 0xe4f1cc, 0x587f46),
        ground({0xb3c8dd, 0x93adca, 0x7b96b6, 0x94c174}, 0xdcebf7, 0x58804a),
        ground({0x93cfe3, 0x72b9d8, 0x569fc6, 0xf0dcac}, 0xd8eff5, 0x3f7ea6),
        ground({0xf5e3bb, 0xeecf97, 0xe4bb7a, 0xd9a968}, 0xfaeccb, 0xa9793f),
        ground({0xb9d0e6, 0xc9dcee, 0xd8e6f4, 0xc6daed}, 0xe8f1f9, 0x8aa8c6),
        ground({0xa6cbb0, 0x79ab8c, 0xa9cc86, 0x92be6e}, 0xcfe6c0, 0x587f46),
        ground({0xbccddf, 0x97abc6, 0xc3ccd4, 0xadb9c4}, 0xdde8ef, 0x74839a),
    },
    {
        ground({0xd7a183, 0xb3837b, 0x8f6d78, 0x6c5870}, 0xe9bd8e, 0x41304e),
        ground({0xcf8f90, 0xa6738b, 0x7d5c7d, 0x5b486e}, 0xf0b890, 0x3a2f4f),
        ground({0xb9829a, 0x936a90, 0x765680, 0x5a4a6c}, 0xf4cbb4, 0x3a2f4f),
        ground({0xf0b48f, 0xcf8c90, 0xa17292, 0xc29589}, 0xfdd9a8, 0x5f4d7a),
        ground({0xebb489, 0xd39577, 0xb2736d, 0x8c5d69}, 0xf7cb98, 0x553850),
        ground({0xdfb9bd, 0xc8a6bd, 0xae94b6, 0x9684ad}, 0xf3d0c4, 0x63527f),
        ground({0xb27f90, 0x74587c, 0x6b5674, 0x53466a}, 0xd99c94, 0x352b48),
        ground({0xba8198, 0x775a82, 0x6b5878, 0x544868}, 0xffe0a0, 0x372d4c),
    },
    {
        ground({0x466f7e, 0x3a606f, 0x305261, 0x284654}, 0x5b8790, 0x15273a),
        ground({0x48628c, 0x3b547d, 0x30476d, 0x263b5d}, 0x5d79a4, 0x141f3c),
        ground({0x506594, 0x425482, 0x364671, 0x2c4a5e}, 0x9db0d6, 0x15263c),
        ground({0x3a5c90, 0x2e4d80, 0x243f70, 0x6d7292}, 0x8fa6d2, 0x14244a),
        ground({0x837d9b, 0x6f6a8c, 0x5d5b7d, 0x4d4d6e}, 0x9a93ac, 0x23223f),
        ground({0x8aa0c9, 0x9db0d5, 0xaebfdf, 0x98abd2}, 0xc4d2ea, 0x54689a),
        ground({0x43617a, 0x2d4d61, 0x325663, 0x284853}, 0x55757f, 0x132634),
        ground({0x485c90, 0x344574, 0x34466a, 0x2a3a5b}, 0xffe19a, 0x141e38),
    },
};

constexpr Materials kDayMaterials = {.glass = hex(0xd3ecf5),
                                     .cream = hex(0xfbeed3),
                                     .wood = hex(0x80573a),
                                     .dark = hex(0x303855),
                                     .leaf = hex(0x7d9a52),
                                     .amber = hex(0xf0b458),
                                     .outline = hex(0x2b3556)};
constexpr Materials kSunsetMaterials = {.glass = hex(0xffe2a4),
                                        .cream = hex(0xfde3c4),
                                        .wood = hex(0x704c42),
                                        .dark = hex(0x342f48),
                                        .leaf = hex(0x82885c),
                                        .amber = hex(0xf2b766),
                                        .outline = hex(0x33254d)};
constexpr Materials kNightMaterials = {.glass = hex(0xffe39c),
                                       .cream = hex(0xe6e0d6),
                                       .wood = hex(0x6b5150),
                                       .dark = hex(0x232a45),
                                       .leaf = hex(0x7f9a70),
                                       .amber = hex(0xeeb964),
                                       .outline = hex(0x0b1230)};

constexpr Shades kShades[] = {
    {hex(0xf26a5e), hex(0xe23a36), hex(0xb5242c)}, // red
    {hex(0xffa550), hex(0xf5831c), hex(0xd0660f)}, // orange
    {hex(0xffdc52), hex(0xf8c512), hex(0xdba206)}, // yellow
    {hex(0x4fb96a), hex(0x26994c), hex(0x197a3b)}, // green
    {hex(0x5f96f5), hex(0x2f6de0), hex(0x2152b4)}, // blue
    {hex(0xab74e8), hex(0x8a47d0), hex(0x6c30aa)}, // purple
    {hex(0xf98bc0), hex(0xf063a8), hex(0xce4189)}, // pink
    {hex(0xffffff), hex(0xfdfdfd), hex(0xf0f0f2)}, // white
    {hex(0x45464d), hex(0x2a2b30), hex(0x18191d)}, // black
};

/// Where the pastel style goes from each colour, and how far.
struct Pallor {
    Rgb goal;
    float share = 0;
};
constexpr Pallor kPastelLight = {hex(0xeae9fb), 0.42F};
constexpr Pallor kPastelSunset = {hex(0xffeee6), 0.38F};
constexpr Pallor kPastelDark = {hex(0xb3a4ec), 0.34F};
constexpr Pallor kPastelObject = {hex(0xfff9f4), 0.15F};

Pallor pallorOf(const Scene& scene) {
    if (scene.sky == Sky::Night || scene.backdrop == Backdrop::Dark)
        return kPastelDark;
    return scene.sky == Sky::Sunset ? kPastelSunset : kPastelLight;
}

void makePastel(Palette& palette, const Pallor& pallor) {
    const auto pale = [&pallor](Rgb& colour) { colour = mix(colour, pallor.goal, pallor.share); };
    for (Rgb& band : palette.sky.bands)
        pale(band);
    for (Rgb& layer : palette.ground.layers)
        pale(layer);
    pale(palette.sky.cloud);
    pale(palette.sky.cloudShade);
    pale(palette.ground.accent);
    pale(palette.ground.shadow);
    pale(palette.materials.wood);
    pale(palette.materials.leaf);
}

} // namespace

Palette paletteOf(const Scene& scene, std::size_t variant) {
    Palette palette;
    switch (scene.sky) {
    case Sky::Day:
        // The green and the cream of the others turn grey when they are made pale.
        palette.sky = kDaySkies[scene.style == Style::Pastel ? 0 : variant % 3];
        palette.materials = kDayMaterials;
        break;
    case Sky::Sunset:
        palette.sky = kSunsetSkies[variant % 3];
        palette.materials = kSunsetMaterials;
        break;
    case Sky::Night:
        palette.sky = kNightSkies[variant % 3];
        palette.materials = kNightMaterials;
        break;
    }
    if (scene.ground == Ground::Plain) {
        const Rgb paper = kBackdrops[indexOf(scene.backdrop)][variant % 4];
        palette.sky.bands.fill(paper);
        palette.ground.layers.fill(paper);
        palette.ground.shadow = mix(paper, hex(0x30304a), 0.25F);
    } else {
        palette.ground = kGroundColours[indexOf(scene.sky)][indexOf(scene.ground) - 1];
    }
    if (scene.style == Style::Pastel)
        makePastel(palette, pallorOf(scene));
    return palette;
}

Shades shadesOf(Colour colour, const Scene& scene) {
    Shades shades = kShades[indexOf(colour)];
    if (scene.style != Style::Pastel)
        return shades;
    // Pale black is still to look black.
    const float share = kPastelObject.share * (colour == Colour::Black ? 0.2F : 1.0F);
    return {.light = mix(shades.light, kPastelObject.goal, share),
            .base = mix(shades.base, kPastelObject.goal, share),
            .dark = mix(shades.dark, kPastelObject.goal, share)};
}

} // namespace diptych::flatland

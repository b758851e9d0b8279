// What a Flatland picture shows, as a plain value: style, sky, landscape, what is in the sky, and
// one or two groups of objects. A scene and a size give exactly one picture (paint.h) and many
// captions (caption.h).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace diptych::flatland {

// The order of every list is part of the held-out rule (held_out.h): append only.

/// Neon and Pencil are what LoRAs teach; scenes drawn for the base model never have them.
enum class Style { Flat, Outline, Pastel, Neon, Pencil };
enum class Sky { Day, Sunset, Night };
/// Plain is a background of one colour, for shapes and single objects, without a sky.
enum class Ground { Plain, Meadow, Hills, Mountains, Sea, Desert, Snow, Forest, City };
enum class Moon { None, Full, Crescent };
/// The background of Ground::Plain.
enum class Backdrop { Light, Dark };
enum class Colour { Red, Orange, Yellow, Green, Blue, Purple, Pink, White, Black };
enum class Kind {
    House,
    Lighthouse,
    Tree,
    Flower,
    Car,
    Boat,
    Bird,
    Balloon, ///< with a basket
    Cat,     ///< sitting
    SleepingCat,
    Circle,
    Square,
    Triangle,
    Star,
    Heart,
};
enum class Size { Small, Normal, Big };
enum class Side { Left, Centre, Right };

inline constexpr std::array kStyles = {Style::Flat, Style::Outline, Style::Pastel, Style::Neon,
                                       Style::Pencil};
inline constexpr std::array kSkies = {Sky::Day, Sky::Sunset, Sky::Night};
inline constexpr std::array kGrounds = {Ground::Plain,     Ground::Meadow, Ground::Hills,
                                        Ground::Mountains, Ground::Sea,    Ground::Desert,
                                        Ground::Snow,      Ground::Forest, Ground::City};
inline constexpr std::array kColours = {Colour::Red,   Colour::Orange, Colour::Yellow,
                                        Colour::Green, Colour::Blue,   Colour::Purple,
                                        Colour::Pink,  Colour::White,  Colour::Black};
inline constexpr std::array kKinds = {
    Kind::House,  Kind::Lighthouse, Kind::Tree,     Kind::Flower, Kind::Car,
    Kind::Boat,   Kind::Bird,       Kind::Balloon,  Kind::Cat,    Kind::SleepingCat,
    Kind::Circle, Kind::Square,     Kind::Triangle, Kind::Star,   Kind::Heart};
inline constexpr std::array kSizes = {Size::Small, Size::Normal, Size::Big};
inline constexpr std::array kSides = {Side::Left, Side::Centre, Side::Right};

/// The place of a value in its list above.
template <typename Enum> constexpr std::size_t indexOf(Enum value) {
    return static_cast<std::size_t>(value);
}

/// Where an object is at home.
enum class Habitat { Land, Water, Air, Plane };
Habitat habitatOf(Kind kind);
/// Circle, square, triangle, star and heart: on a plain background only.
bool isShape(Kind kind);

/// Short names for messages and tables: "sleeping cat", "sea", "red".
std::string_view nameOf(Style style);
std::string_view nameOf(Sky sky);
std::string_view nameOf(Ground ground);
std::string_view nameOf(Colour colour);
std::string_view nameOf(Kind kind);
std::string_view nameOf(Side side);

/// One to three equal objects.
struct Group {
    Kind kind = Kind::House;
    Colour colour = Colour::Red;
    Size size = Size::Normal;
    int count = 1;            ///< 1…3; two or three stand side by side over the whole width
    Side side = Side::Centre; ///< of a single object; Centre for two or three

    bool operator==(const Group&) const = default;
};

struct Scene {
    Style style = Style::Flat;
    Ground ground = Ground::Meadow;
    Sky sky = Sky::Day;                  ///< Day for a plain background, where nothing shows it
    Backdrop backdrop = Backdrop::Light; ///< Light for a landscape, where nothing shows it
    bool sun = false;                    ///< by day and at sunset only
    Moon moon = Moon::None;              ///< at night only
    Side bodySide = Side::Right;         ///< of the sun or moon; Right when there is none
    bool stars = false;                  ///< at night only
    bool clouds = false;
    bool sunbeams = false;     ///< by day, with the sun, only
    std::vector<Group> groups; ///< none (a landscape), one or two
    std::uint32_t detail = 0;  ///< seed of what no caption names: shapes of hills, places of clouds

    bool operator==(const Scene&) const = default;
};

/// Why the scene contradicts itself, as a sentence fragment; nothing when it does not. Besides the
/// rules above: land objects stand on any landscape, boats are on the sea, shapes are on a plain
/// background, and nothing shares its place: of two groups in the same habitat one is a single
/// object on the left and one on the right; over two or three on the ground there is at most a
/// single flying object; sun and moon are where nothing flies.
std::optional<std::string_view> contradiction(const Scene& scene);

} // namespace diptych::flatland

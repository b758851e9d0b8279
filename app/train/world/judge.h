// Tells from pixels alone whether a picture shows what a prompt asked for: colours are read in a
// perceptual colour space, objects are connected areas of one colour name, and their kind is that
// of the known outline which covers them best. No network, and no knowledge of how the picture was
// made.
#pragma once

#include "app/train/world/scene.h"
#include "core/image/image.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace diptych::flatland {

/// One object that a prompt promises.
struct ExpectedObject {
    Kind kind = Kind::House;
    Colour colour = Colour::Red;
    int count = 1;
    std::optional<Side> side; ///< when the prompt names it

    bool operator==(const ExpectedObject&) const = default;
};

/// What a picture must show to be right.
struct Expectations {
    std::vector<ExpectedObject> objects;
    std::optional<Sky> sky; ///< when the prompt names it

    bool operator==(const Expectations&) const = default;
};

/// One object that was found.
struct SeenObject {
    Kind kind = Kind::House;
    Colour colour = Colour::Red;
    float x = 0;     ///< centre of its area, share of the picture's width
    float y = 0;     ///< share of the height
    float area = 0;  ///< share of the picture
    float match = 0; ///< 0…1: how well the outline of its kind covers it
};

/// All that was found.
struct Observation {
    std::vector<SeenObject> objects; ///< the largest first
    std::optional<Sky> sky;          ///< nothing for a plain background, or when it cannot be told
};

/// Right or wrong, by property; nothing where the prompt promises nothing. With several objects all
/// of them must be right.
struct Verdict {
    std::optional<bool> colour; ///< each kind was seen in its colour
    std::optional<bool> kind;   ///< each kind was seen, in whatever colour
    std::optional<bool> side;
    std::optional<bool> sky;
    std::optional<bool> count;
};

/// Right answers of many verdicts.
struct Tally {
    struct Share {
        int right = 0;
        int asked = 0;
        /// 0…1; 1 when nothing was asked.
        double rate() const { return asked == 0 ? 1.0 : static_cast<double>(right) / asked; }
    };
    Share colour;
    Share kind;
    Share side;
    Share sky;
    Share count;

    void add(const Verdict& verdict);
    /// "colour 98.5 % of 200, kind …"
    std::string summary() const;
};

/// Looks at pictures. Made once, since it draws every kind's outline first; a const one may be used
/// by several threads.
class Judge {
  public:
    Judge();
    ~Judge();
    Judge(Judge&&) noexcept;
    Judge& operator=(Judge&&) noexcept;
    Judge(const Judge&) = delete;
    Judge& operator=(const Judge&) = delete;

    /// Any size from about 96 pixels per side; flat, outline and pastel style.
    Observation observe(const Image& picture) const;
    Verdict judge(const Image& picture, const Expectations& expected) const;

  private:
    struct Outline;
    std::vector<Outline> outlines_;
};

/// The comparison behind Judge::judge.
Verdict compare(const Observation& seen, const Expectations& expected);

} // namespace diptych::flatland

// Outlines made of straight lines and cubic Bézier curves, in any unit. Only additions,
// multiplications and square roots are used, which IEEE 754 defines exactly, so that a scene has
// the same pixels on every machine.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

namespace diptych::flatland {

struct Point {
    float x = 0;
    float y = 0; ///< downwards

    bool operator==(const Point&) const = default;
};

/// Cosine (x) and sine (y) of `turns` of a circle, 0 ≤ turns ≤ 1, to about 1e-6.
Point onUnitCircle(float turns);

/// x ↦ dx + scaleX · x, y ↦ dy + scaleY · y.
struct Mapping {
    float scaleX = 1;
    float scaleY = 1;
    float dx = 0;
    float dy = 0;

    Point operator()(Point point) const { return {dx + scaleX * point.x, dy + scaleY * point.y}; }
};

/// A chain of straight lines.
struct Polyline {
    std::vector<Point> points;
    bool closed = false; ///< the last point is joined to the first
};

/// Zero or more subpaths. Builders return the path itself, so that calls can be chained.
class Path {
  public:
    Path& moveTo(Point point);
    Path& lineTo(Point point);
    Path& curveTo(Point control1, Point control2, Point end);
    /// Ends the subpath and joins it to its start. An open one is filled as if it were closed.
    Path& close();
    Path& append(const Path& other);

    static Path polygon(std::initializer_list<Point> points);
    static Path rectangle(float left, float top, float right, float bottom);
    static Path roundedRectangle(float left, float top, float right, float bottom, float radius);
    static Path ellipse(Point centre, float radiusX, float radiusY);
    static Path circle(Point centre, float radius) { return ellipse(centre, radius, radius); }
    /// A smooth curve through the points (Catmull-Rom), open.
    static Path through(std::span<const Point> points);

    Path mapped(const Mapping& mapping) const;
    /// The path as straight lines; its unit is the pixel, and no line is further than about a
    /// twentieth of a pixel from its curve.
    std::vector<Polyline> flattened() const;
    bool empty() const { return steps_.empty(); }

  private:
    enum class Verb : std::uint8_t { Move, Line, Curve, Close };
    std::vector<Verb> steps_;
    std::vector<Point> points_; ///< one each for Move and Line, three for Curve, none for Close
};

/// The outline of a line of `width` along `path`, with round corners and ends: overlapping convex
/// pieces, all in the same direction of turning. In pixels.
std::vector<Polyline> strokeOutline(const Path& path, float width);

} // namespace diptych::flatland

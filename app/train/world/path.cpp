#include "app/train/world/path.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace diptych::flatland {
namespace {

/// Handle length of a cubic curve that draws a quarter of a circle: 4/3 · (√2 − 1).
constexpr float kQuarter = 0.5522848F;

Point mix(Point a, Point b, float share) {
    return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

float distance(Point a, Point b) {
    const float dx = b.x - a.x;
    const float dy = b.y - a.y;
    return std::sqrt(dx * dx + dy * dy);
}

void flattenCurve(Point from, Point c1, Point c2, Point to, std::vector<Point>& points) {
    const float length = distance(from, c1) + distance(c1, c2) + distance(c2, to);
    // The error of n equal steps falls with n²; for arcs, this many keep it near 0.05 pixels.
    const int steps = 3 + static_cast<int>(std::sqrt(length) * 1.4F);
    for (int i = 1; i <= steps; ++i) {
        const float t = static_cast<float>(i) / static_cast<float>(steps);
        const Point a = mix(from, c1, t);
        const Point b = mix(c1, c2, t);
        const Point c = mix(c2, to, t);
        points.push_back(mix(mix(a, b, t), mix(b, c, t), t));
    }
}

} // namespace

Point onUnitCircle(float turns) {
    // Quarter of the circle first, then Taylor's series within ±1/8 turn of its middle axis.
    const float quarters = turns * 4;
    int quadrant = static_cast<int>(std::lround(quarters));
    const float angle = (quarters - static_cast<float>(quadrant)) * 1.57079633F;
    quadrant &= 3;
    const float square = angle * angle;
    const float sine =
        angle * (1 - square * (1.0F / 6 - square * (1.0F / 120 - square * (1.0F / 5040))));
    const float cosine =
        1 - square * (0.5F - square * (1.0F / 24 - square * (1.0F / 720 - square / 40320)));
    switch (quadrant) {
    case 0:
        return {cosine, sine};
    case 1:
        return {-sine, cosine};
    case 2:
        return {-cosine, -sine};
    default:
        return {sine, -cosine};
    }
}

Path& Path::moveTo(Point point) {
    steps_.push_back(Verb::Move);
    points_.push_back(point);
    return *this;
}

Path& Path::lineTo(Point point) {
    steps_.push_back(Verb::Line);
    points_.push_back(point);
    return *this;
}

Path& Path::curveTo(Point control1, Point control2, Point end) {
    steps_.push_back(Verb::Curve);
    points_.insert(points_.end(), {control1, control2, end});
    return *this;
}

Path& Path::close() {
    steps_.push_back(Verb::Close);
    return *this;
}

Path& Path::append(const Path& other) {
    steps_.insert(steps_.end(), other.steps_.begin(), other.steps_.end());
    points_.insert(points_.end(), other.points_.begin(), other.points_.end());
    return *this;
}

Path Path::polygon(std::initializer_list<Point> points) {
    Path path;
    for (const Point point : points)
        path.empty() ? path.moveTo(point) : path.lineTo(point);
    return path.close();
}

Path Path::rectangle(float left, float top, float right, float bottom) {
    return polygon({{left, top}, {right, top}, {right, bottom}, {left, bottom}});
}

Path Path::roundedRectangle(float left, float top, float right, float bottom, float radius) {
    const float handle = radius * (1 - kQuarter);
    Path path;
    path.moveTo({left + radius, top}).lineTo({right - radius, top});
    path.curveTo({right - handle, top}, {right, top + handle}, {right, top + radius});
    path.lineTo({right, bottom - radius});
    path.curveTo({right, bottom - handle}, {right - handle, bottom}, {right - radius, bottom});
    path.lineTo({left + radius, bottom});
    path.curveTo({left + handle, bottom}, {left, bottom - handle}, {left, bottom - radius});
    path.lineTo({left, top + radius});
    path.curveTo({left, top + handle}, {left + handle, top}, {left + radius, top});
    return path.close();
}

Path Path::ellipse(Point centre, float radiusX, float radiusY) {
    const float x = centre.x;
    const float y = centre.y;
    const float hx = radiusX * kQuarter;
    const float hy = radiusY * kQuarter;
    Path path;
    path.moveTo({x + radiusX, y});
    path.curveTo({x + radiusX, y + hy}, {x + hx, y + radiusY}, {x, y + radiusY});
    path.curveTo({x - hx, y + radiusY}, {x - radiusX, y + hy}, {x - radiusX, y});
    path.curveTo({x - radiusX, y - hy}, {x - hx, y - radiusY}, {x, y - radiusY});
    path.curveTo({x + hx, y - radiusY}, {x + radiusX, y - hy}, {x + radiusX, y});
    return path.close();
}

Path Path::through(std::span<const Point> points) {
    Path path;
    if (points.empty())
        return path;
    path.moveTo(points[0]);
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const Point before = points[i == 0 ? 0 : i - 1];
        const Point from = points[i];
        const Point to = points[i + 1];
        const Point after = points[std::min(i + 2, points.size() - 1)];
        path.curveTo({from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6},
                     {to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6}, to);
    }
    return path;
}

Path Path::mapped(const Mapping& mapping) const {
    Path path;
    path.steps_ = steps_;
    path.points_.reserve(points_.size());
    for (const Point point : points_)
        path.points_.push_back(mapping(point));
    return path;
}

std::vector<Polyline> Path::flattened() const {
    std::vector<Polyline> lines;
    std::size_t next = 0;
    for (const Verb verb : steps_) {
        if (verb == Verb::Move) {
            lines.emplace_back();
            lines.back().points.push_back(points_[next++]);
        } else if (verb == Verb::Line) {
            lines.back().points.push_back(points_[next++]);
        } else if (verb == Verb::Curve) {
            std::vector<Point>& points = lines.back().points;
            flattenCurve(points.back(), points_[next], points_[next + 1], points_[next + 2],
                         points);
            next += 3;
        } else {
            lines.back().closed = true;
        }
    }
    return lines;
}

namespace {

/// A stroke under construction, for one line.
class Stroker {
  public:
    Stroker(const Polyline& line, float radius, std::vector<Polyline>& pieces)
        : radius_(radius), closed_(line.closed), pieces_(pieces) {
        for (const Point point : line.points)
            if (points_.empty() || distance(points_.back(), point) > kShortest)
                points_.push_back(point);
        if (closed_ && points_.size() > 1 && distance(points_.back(), points_[0]) <= kShortest)
            points_.pop_back();
        closed_ = closed_ && points_.size() > 2;
    }

    void run() {
        const std::size_t count = points_.size();
        const std::size_t segments = closed_ ? count : count - 1;
        for (std::size_t i = 0; i < segments; ++i) {
            const Point from = points_[i];
            const Point to = points_[(i + 1) % count];
            const Point a = sideways(i, i);
            const Point b = sideways((i + 1) % count, i);
            pieces_.push_back({.points = {{from.x + a.x, from.y + a.y},
                                          {to.x + b.x, to.y + b.y},
                                          {to.x - b.x, to.y - b.y},
                                          {from.x - a.x, from.y - a.y}},
                               .closed = true});
        }
        for (std::size_t i = 0; i < count; ++i)
            if (isEnd(i) || !isSmooth(i))
                addDisc(points_[i]);
    }

  private:
    static constexpr float kShortest = 0.01F; ///< pixels

    bool isEnd(std::size_t i) const { return !closed_ && (i == 0 || i + 1 == points_.size()); }
    /// The unit vector across the segment that begins at point `i`.
    Point across(std::size_t i) const {
        const Point from = points_[i];
        const Point to = points_[(i + 1) % points_.size()];
        const float length = distance(from, to);
        return {(to.y - from.y) / length, (from.x - to.x) / length};
    }
    Point acrossBefore(std::size_t i) const { return across(i == 0 ? points_.size() - 1 : i - 1); }
    bool isSmooth(std::size_t i) const {
        const Point before = acrossBefore(i);
        const Point after = across(i);
        return before.x * after.x + before.y * after.y > 0.85F;
    }
    /// From point `i` to the edge of the stroke along `segment`. Where the line bends gently, two
    /// segments share their corners, so that no pixel is covered twice.
    Point sideways(std::size_t i, std::size_t segment) const {
        const Point own = across(segment);
        if (isEnd(i) || !isSmooth(i))
            return {own.x * radius_, own.y * radius_};
        const Point before = acrossBefore(i);
        const Point after = across(i);
        const float share = radius_ / (1 + before.x * after.x + before.y * after.y);
        return {(before.x + after.x) * share, (before.y + after.y) * share};
    }
    void addDisc(Point centre) {
        const int corners = 8 + static_cast<int>(radius_ * 2);
        Polyline disc{.points = {}, .closed = true};
        for (int i = 0; i < corners; ++i) {
            const Point unit = onUnitCircle(static_cast<float>(i) / static_cast<float>(corners));
            disc.points.push_back({centre.x + unit.x * radius_, centre.y + unit.y * radius_});
        }
        pieces_.push_back(std::move(disc));
    }

    float radius_;
    bool closed_;
    std::vector<Polyline>& pieces_;
    std::vector<Point> points_;
};

} // namespace

std::vector<Polyline> strokeOutline(const Path& path, float width) {
    std::vector<Polyline> pieces;
    for (const Polyline& line : path.flattened())
        Stroker(line, width / 2, pieces).run();
    return pieces;
}

} // namespace diptych::flatland

#include "app/train/world/cell_labels.h"

#include "app/train/world/canvas.h"
#include "app/train/world/compose.h"

#include <array>
#include <span>
#include <utility>

namespace diptych::flatland {

namespace {

using Labels = std::span<float, kLabelCount>;

// The share of every cell that lies inside the part.
Canvas coverageOf(const Part& part, const Drawing& drawing, int columns, int rows) {
    const Mapping cells{.scaleX = static_cast<float>(columns) / drawing.width,
                        .scaleY = static_cast<float>(rows) / drawing.height};
    Canvas coverage(columns, rows, Rgb{});
    for (const Figure& figure : part.figures)
        if (!figure.inside)
            coverage.fill(figure.path.mapped(cells), Rgb{1, 1, 1});
    return coverage;
}

std::size_t bodyLabel(const Scene& scene) {
    return kBodyLabels + (scene.sun ? 0 : scene.moon == Moon::Full ? 1 : 2);
}

std::size_t backgroundLabel(const Scene& scene) {
    return scene.ground == Ground::Plain ? kBackdropLabels + indexOf(scene.backdrop)
                                         : kSkyLabels + indexOf(scene.sky);
}

class Labeller {
  public:
    Labeller(const Scene& scene, int columns, int rows)
        : scene_(scene), columns_(columns), rows_(rows),
          labels_(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows) *
                  kLabelCount) {
        for (int row = 0; row < rows; ++row)
            for (int column = 0; column < columns; ++column)
                at(row, column)[backgroundLabel(scene)] = 1;
    }

    // The part hides what is behind it.
    void add(const Part& part, const Drawing& drawing, std::size_t label) {
        cover(part, drawing, [label](Labels cell, float share, Point) { cell[label] += share; });
    }

    void addObject(const Part& part, const Drawing& drawing, const Placement& object) {
        cover(part, drawing, [&object](Labels cell, float share, Point centre) {
            const Mapping& own = object.mapping;
            cell[kKindLabels + indexOf(object.kind)] += share;
            cell[kColourLabels + indexOf(object.colour)] += share;
            cell[kPoseLabels] += share * (centre.x - own.dx) / own.scaleX;
            cell[kPoseLabels + 1] += share * (centre.y - own.dy) / own.scaleY;
            cell[kPoseLabels + 2] += share * own.scaleY;
        });
    }

    std::vector<float> take() && { return std::move(labels_); }
    const Scene& scene() const { return scene_; }

  private:
    Labels at(int row, int column) {
        const auto cell = static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                          static_cast<std::size_t>(column);
        return Labels(labels_.data() + cell * kLabelCount, kLabelCount);
    }

    // Calls `show(labels, share, centre)` for every cell that the part touches.
    template <typename Show> void cover(const Part& part, const Drawing& drawing, Show show) {
        const Canvas coverage = coverageOf(part, drawing, columns_, rows_);
        for (int row = 0; row < rows_; ++row)
            for (int column = 0; column < columns_; ++column) {
                const float share = coverage.pixel(column, row).red;
                if (share <= 0)
                    continue;
                const Labels cell = at(row, column);
                for (float& label : cell)
                    label *= 1 - share;
                const Point centre{(static_cast<float>(column) + 0.5F) * drawing.width /
                                       static_cast<float>(columns_),
                                   (static_cast<float>(row) + 0.5F) * drawing.height /
                                       static_cast<float>(rows_)};
                show(cell, share, centre);
            }
    }

    const Scene& scene_;
    int columns_, rows_;
    std::vector<float> labels_;
};

} // namespace

std::vector<float> cellLabels(const Scene& scene, int width, int height, int cell) {
    const Composition composition = compose(scene, width, height);
    const Drawing& drawing = composition.drawing;
    Labeller labeller(scene, width / cell, height / cell);
    std::size_t object = 0;
    for (const Part& part : drawing.parts) {
        switch (part.layer) {
        case Layer::Body:
            labeller.add(part, drawing, bodyLabel(scene));
            break;
        case Layer::Cloud:
            labeller.add(part, drawing, kCloudLabel);
            break;
        case Layer::Ground:
            labeller.add(part, drawing, kGroundLabels + indexOf(scene.ground) - 1);
            break;
        case Layer::Object:
            labeller.addObject(part, drawing, composition.objects[object++]);
            break;
        case Layer::Sky:
        case Layer::Light:
        case Layer::Shadow:
            break; // the background is there already; light and shadow hide nothing
        }
    }
    return std::move(labeller).take();
}

} // namespace diptych::flatland

#include "app/train/world/painters.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace diptych::flatland {

Path ridge(const Stage& stage, std::initializer_list<Point> points) {
    std::vector<Point> scaled;
    for (const Point point : points)
        scaled.push_back({point.x * stage.width(), point.y * stage.height()});
    Path path = Path::through(scaled);
    path.lineTo({scaled.back().x, stage.height() * 1.02F});
    path.lineTo({scaled.front().x, stage.height() * 1.02F});
    return path.close();
}

void addGround(Stage& stage, Path path, Rgb colour) {
    stage.drawing.begin(Layer::Ground).figures.push_back({std::move(path), colour, 1, false});
}

namespace {

/// A ridge of even waves: `count` of them, `lift` high, the first crest at share `phase`.
Path waves(const Stage& stage, float y, float lift, float count, float phase) {
    std::vector<Point> points;
    const float step = 0.5F / count;
    float x = -0.6F / count + phase / count - 1.0F / count;
    for (bool crest = true; x < 1.0F + 2 * step; x += step, crest = !crest)
        points.push_back({x * stage.width(), (y - (crest ? lift : -lift)) * stage.height()});
    Path path = Path::through(points);
    path.lineTo({points.back().x, stage.height() * 1.02F});
    path.lineTo({points.front().x, stage.height() * 1.02F});
    return path.close();
}

void paintTuft(PartPainter& painter, Point foot, float size, Rgb colour) {
    const auto blade = [&](float lean, float tall) {
        Path path;
        path.moveTo({foot.x - 0.16F * size, foot.y});
        path.curveTo({foot.x - 0.1F * size, foot.y - 0.5F * size},
                     {foot.x + lean * size * 0.5F, foot.y - 0.8F * tall * size},
                     {foot.x + lean * size, foot.y - tall * size});
        path.curveTo({foot.x + (lean * 0.5F + 0.14F) * size, foot.y - 0.6F * tall * size},
                     {foot.x + 0.16F * size, foot.y - 0.3F * size},
                     {foot.x + 0.16F * size, foot.y});
        painter.fill(path.close(), colour);
    };
    blade(-0.5F, 0.8F);
    blade(0.5F, 0.8F);
    blade(0.0F, 1.1F);
}

void paintPeak(PartPainter& painter, Point top, float halfWidth, float foot, Rgb lit, Rgb shaded,
               Rgb snow) {
    const auto at = [&](float across, float down) {
        return Point{top.x + across * halfWidth, top.y + down * (foot - top.y)};
    };
    painter.fill(Path::polygon({at(0, 0), at(1, 1), at(-1, 1)}), lit);
    painter.detail(
        Path::polygon({at(0, 0), at(1, 1), at(0.18F, 1), at(-0.06F, 0.6F), at(0.1F, 0.36F)}),
        shaded);
    painter.detail(Path::polygon({at(0, 0), at(0.3F, 0.3F), at(0.17F, 0.25F), at(0.07F, 0.36F),
                                  at(-0.05F, 0.25F), at(-0.18F, 0.34F), at(-0.3F, 0.3F)}),
                   snow);
}

void paintGlitter(Stage& stage) {
    const Scene& scene = stage.scene;
    if (!scene.sun && scene.moon == Moon::None)
        return;
    PartPainter painter(stage.drawing.begin(Layer::Light), Mapping{});
    const float x = bodyCentre(stage).x;
    const float half[] = {0.11F, 0.07F, 0.1F, 0.055F, 0.08F, 0.04F};
    constexpr float kShifts[] = {0.0F, 0.012F, -0.015F, 0.02F, -0.008F, 0.01F};
    for (int i = 0; i < 6; ++i) {
        const float y =
            stage.horizon() + stage.height() * (0.018F + 0.032F * static_cast<float>(i));
        painter.fill(Path::roundedRectangle(x + kShifts[i] - half[i], y, x + kShifts[i] + half[i],
                                            y + 0.013F, 0.0065F),
                     stage.palette.sky.body, 0.75F);
    }
}

bool needsShore(const Scene& scene) {
    return std::any_of(scene.groups.begin(), scene.groups.end(),
                       [](const Group& group) { return habitatOf(group.kind) == Habitat::Land; });
}

} // namespace

void paintMeadow(Stage& stage) {
    const auto& layers = stage.palette.ground.layers;
    const float sway = stage.rng.between(-0.012F, 0.012F);
    addGround(
        stage,
        ridge(stage, {{-0.1F, 0.63F + sway}, {0.3F, 0.605F}, {0.7F, 0.615F}, {1.1F, 0.6F - sway}}),
        layers[0]);
    addGround(
        stage,
        ridge(stage, {{-0.1F, 0.68F}, {0.35F, 0.7F + sway}, {0.75F, 0.67F}, {1.1F, 0.69F + sway}}),
        layers[1]);
    addGround(stage,
              ridge(stage, {{-0.1F, 0.78F + sway}, {0.3F, 0.76F}, {0.7F, 0.785F}, {1.1F, 0.765F}}),
              layers[2]);
    addGround(stage,
              ridge(stage, {{-0.1F, 0.92F}, {0.4F, 0.945F - sway}, {0.8F, 0.925F}, {1.1F, 0.94F}}),
              layers[3]);
    PartPainter painter(stage.drawing.begin(Layer::Light), Mapping{});
    constexpr Point kTufts[] = {{0.08F, 0.76F}, {0.38F, 0.72F}, {0.63F, 0.74F}, {0.93F, 0.73F}};
    for (const Point tuft : kTufts)
        paintTuft(
            painter,
            {(tuft.x + stage.rng.between(-0.03F, 0.03F)) * stage.width(), tuft.y * stage.height()},
            0.035F, layers[3]);
}

void paintHills(Stage& stage) {
    const auto& layers = stage.palette.ground.layers;
    const float phase = stage.rng.unit();
    addGround(stage, waves(stage, 0.56F, 0.045F, 1.7F, phase), layers[0]);
    addGround(stage, waves(stage, 0.63F, 0.05F, 1.25F, phase * 0.5F + 0.4F), layers[1]);
    addGround(stage, waves(stage, 0.72F, 0.04F, 0.95F, 0.9F - phase * 0.5F), layers[2]);
    addGround(stage, ridge(stage, {{-0.1F, 0.83F}, {0.25F, 0.79F}, {0.6F, 0.8F}, {1.1F, 0.76F}}),
              layers[3]);
}

void paintMountains(Stage& stage) {
    const auto& layers = stage.palette.ground.layers;
    const Rgb snow = stage.palette.ground.accent;
    const float w = stage.width();
    const float h = stage.height();
    const float foot = 0.74F * h;
    // Peaks keep their shape in wide pictures: more of them instead of wider ones.
    const int count = std::max(2, static_cast<int>(std::lround(w / 0.42F)));
    const float step = w / static_cast<float>(count);
    const float shift = stage.rng.between(-0.06F, 0.06F);
    PartPainter far(stage.drawing.begin(Layer::Ground), Mapping{});
    for (int i = 0; i <= count; ++i)
        far.fill(Path::polygon({{static_cast<float>(i) * step - shift,
                                 foot - 0.3F - stage.rng.between(0.0F, 0.05F)},
                                {(static_cast<float>(i) + 0.8F) * step - shift, foot},
                                {(static_cast<float>(i) - 0.8F) * step - shift, foot}}),
                 layers[0]);
    for (int i = 0; i < count; ++i) {
        PartPainter near(stage.drawing.begin(Layer::Ground), Mapping{});
        const float tall = (i % 2 == 0 ? 0.38F : 0.3F) + stage.rng.between(-0.03F, 0.03F);
        paintPeak(near, {(static_cast<float>(i) + 0.5F) * step + shift, foot - tall}, 0.36F, foot,
                  layers[1], layers[2], snow);
    }
    addGround(stage, ridge(stage, {{-0.1F, 0.71F}, {0.3F, 0.69F}, {0.65F, 0.715F}, {1.1F, 0.69F}}),
              layers[3]);
    addGround(stage, ridge(stage, {{-0.1F, 0.86F}, {0.35F, 0.88F}, {0.75F, 0.85F}, {1.1F, 0.87F}}),
              mix(layers[3], stage.palette.ground.shadow, 0.22F));
}

void paintSea(Stage& stage) {
    const auto& layers = stage.palette.ground.layers;
    const float w = stage.width();
    const float h = stage.height();
    addGround(stage, Path::rectangle(-0.1F, stage.horizon(), w + 0.1F, h * 1.02F), layers[0]);
    const float phase = stage.rng.unit();
    addGround(stage, waves(stage, 0.7F, 0.006F, 3, phase), layers[1]);
    paintGlitter(stage);
    addGround(stage, waves(stage, 0.84F, 0.009F, 2.5F, 1 - phase), layers[2]);
    PartPainter painter(stage.drawing.begin(Layer::Light), Mapping{});
    constexpr Point kCrests[] = {{0.12F, 0.67F}, {0.86F, 0.69F}, {0.4F, 0.8F},  {0.06F, 0.82F},
                                 {0.92F, 0.81F}, {0.2F, 0.92F},  {0.66F, 0.93F}};
    for (const Point crest : kCrests) {
        const float x = (crest.x + stage.rng.between(-0.03F, 0.03F)) * w;
        painter.fill(
            Path::roundedRectangle(x - 0.05F, crest.y * h, x + 0.05F, crest.y * h + 0.01F, 0.005F),
            stage.palette.ground.accent, 0.8F);
    }
    if (!needsShore(stage.scene))
        return;
    const float sway = stage.rng.between(-0.015F, 0.015F);
    addGround(
        stage,
        ridge(stage, {{-0.1F, 0.79F}, {0.3F, 0.775F + sway}, {0.7F, 0.785F - sway}, {1.1F, 0.77F}}),
        stage.palette.ground.accent);
    addGround(
        stage,
        ridge(stage, {{-0.1F, 0.81F}, {0.3F, 0.795F + sway}, {0.7F, 0.805F - sway}, {1.1F, 0.79F}}),
        layers[3]);
}

void paintDesert(Stage& stage) {
    const auto& layers = stage.palette.ground.layers;
    const float sway = stage.rng.between(-0.02F, 0.02F);
    const auto dune = [&](float left, float top, float right, float crestY, float footY, Rgb lit,
                          Rgb shaded) {
        PartPainter painter(stage.drawing.begin(Layer::Ground),
                            Mapping{.scaleX = stage.width(), .scaleY = stage.height()});
        Path whole;
        whole.moveTo({-0.2F, footY}).lineTo({left, footY});
        whole.curveTo({left + 0.6F * (top - left), footY}, {top - 0.1F, crestY + 0.02F},
                      {top, crestY});
        whole.curveTo({top + 0.12F, crestY + 0.03F}, {right - 0.25F, footY}, {right, footY});
        whole.lineTo({1.2F, footY}).lineTo({1.2F, 1.02F}).lineTo({-0.2F, 1.02F});
        painter.fill(whole.close(), lit);
        Path side;
        side.moveTo({top, crestY});
        side.curveTo({top + 0.12F, crestY + 0.03F}, {right - 0.25F, footY}, {right, footY});
        side.lineTo({top - 0.02F, footY + 0.06F});
        side.curveTo({top + 0.12F, footY - 0.02F}, {top - 0.06F, crestY + 0.09F}, {top, crestY});
        painter.detail(side.close(), shaded);
    };
    addGround(stage, ridge(stage, {{-0.1F, 0.63F}, {0.5F, 0.615F}, {1.1F, 0.63F}}), layers[0]);
    dune(-0.15F, 0.3F + sway, 0.85F, 0.545F, 0.68F, layers[1], layers[2]);
    dune(0.35F, 0.78F - sway, 1.3F, 0.585F, 0.72F, layers[1], layers[2]);
    addGround(stage,
              ridge(stage, {{-0.1F, 0.76F}, {0.3F, 0.73F + sway}, {0.7F, 0.77F}, {1.1F, 0.74F}}),
              mix(layers[1], layers[2], 0.5F));
    addGround(stage,
              ridge(stage, {{-0.1F, 0.9F}, {0.35F, 0.93F - sway}, {0.75F, 0.9F}, {1.1F, 0.93F}}),
              layers[2]);
}

} // namespace diptych::flatland

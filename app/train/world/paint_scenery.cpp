// Landscapes made of small things: firs and houses.
#include "app/train/world/painters.h"

#include <algorithm>

namespace diptych::flatland {
namespace {

/// A fir of three tiers, its foot's middle at `foot`.
Path fir(Point foot, float height) {
    const float half = height * 0.27F;
    const auto at = [&](float across, float up) {
        return Point{foot.x + across * half, foot.y - up * height};
    };
    return Path::polygon({at(0, 1), at(0.5F, 0.66F), at(0.28F, 0.66F), at(0.76F, 0.36F),
                          at(0.5F, 0.36F), at(1, 0.06F), at(0.16F, 0.06F), at(0.16F, 0),
                          at(-0.16F, 0), at(-0.16F, 0.06F), at(-1, 0.06F), at(-0.5F, 0.36F),
                          at(-0.76F, 0.36F), at(-0.28F, 0.66F), at(-0.5F, 0.66F)});
}

/// A row of firs with their feet on `y`, alternating in height.
void paintFirs(Stage& stage, float y, float step, float tall, float shift, Rgb colour) {
    const int count = static_cast<int>(stage.width() / step) + 2;
    PartPainter painter(stage.drawing.begin(Layer::Ground), Mapping{});
    for (int i = 0; i < count; ++i) {
        const float height = tall * (i % 2 == 0 ? 1.0F : 0.8F) + stage.rng.between(-0.015F, 0.015F);
        painter.fill(fir({(static_cast<float>(i) + shift) * step, y * stage.height()}, height),
                     colour);
    }
}

void paintTower(Stage& stage, PartPainter& painter, float left, float width, float tall, float foot,
                int top, Rgb wall) {
    const float roof = foot - tall;
    painter.fill(Path::rectangle(left, roof, left + width, foot), wall);
    if (top == 1)
        painter.fill(Path::polygon({{left, roof + 0.002F},
                                    {left + width / 2, roof - 0.05F},
                                    {left + width, roof + 0.002F}}),
                     wall);
    if (top == 2)
        painter.fill(Path::rectangle(left + width * 0.28F, roof - 0.03F, left + width * 0.72F,
                                     roof + 0.002F),
                     wall);
    constexpr float kWindow = 0.024F;
    for (int row = 0; static_cast<float>(row) * 0.062F + 0.06F < tall; ++row) {
        for (int column = 0; column < 2; ++column) {
            if (stage.rng.chance(0.25F))
                continue;
            const float x = left + width * (column == 0 ? 0.3F : 0.7F) - kWindow / 2;
            const float y = roof + 0.03F + static_cast<float>(row) * 0.062F;
            painter.detail(Path::rectangle(x, y, x + kWindow, y + kWindow * 1.3F),
                           stage.palette.ground.accent, 0.9F);
        }
    }
}

} // namespace

void paintSnow(Stage& stage) {
    const auto& layers = stage.palette.ground.layers;
    const float sway = stage.rng.between(-0.015F, 0.015F);
    addGround(
        stage,
        ridge(stage, {{-0.1F, 0.62F}, {0.25F, 0.56F + sway}, {0.65F, 0.61F}, {1.1F, 0.55F - sway}}),
        layers[0]);
    paintFirs(stage, 0.665F, 0.17F, 0.12F, stage.rng.unit() - 0.5F,
              mix(layers[0], stage.palette.ground.shadow, 0.6F));
    addGround(
        stage,
        ridge(stage, {{-0.1F, 0.65F}, {0.35F, 0.665F}, {0.75F, 0.635F + sway}, {1.1F, 0.66F}}),
        layers[1]);
    addGround(stage,
              ridge(stage, {{-0.1F, 0.74F - sway}, {0.3F, 0.73F}, {0.7F, 0.755F}, {1.1F, 0.73F}}),
              layers[2]);
    addGround(stage,
              ridge(stage, {{-0.1F, 0.93F}, {0.35F, 0.94F + sway}, {0.75F, 0.92F}, {1.1F, 0.94F}}),
              layers[3]);
}

void paintForest(Stage& stage) {
    const auto& layers = stage.palette.ground.layers;
    const float shift = stage.rng.unit();
    paintFirs(stage, 0.68F, 0.115F, 0.27F, shift - 0.8F, layers[0]);
    addGround(stage, ridge(stage, {{-0.1F, 0.665F}, {0.5F, 0.655F}, {1.1F, 0.665F}}), layers[0]);
    paintFirs(stage, 0.76F, 0.17F, 0.27F, -shift * 0.6F, layers[1]);
    addGround(stage, ridge(stage, {{-0.1F, 0.74F}, {0.3F, 0.73F}, {0.7F, 0.745F}, {1.1F, 0.73F}}),
              layers[2]);
    addGround(stage, ridge(stage, {{-0.1F, 0.86F}, {0.35F, 0.88F}, {0.75F, 0.86F}, {1.1F, 0.88F}}),
              layers[3]);
}

void paintCity(Stage& stage) {
    const auto& layers = stage.palette.ground.layers;
    const float foot = 0.76F * stage.height();
    const int count = static_cast<int>(stage.width() / 0.15F) + 2;
    const float shift = -stage.rng.unit() * 0.15F;
    PartPainter far(stage.drawing.begin(Layer::Ground), Mapping{});
    for (int i = 0; i < count; ++i) {
        constexpr float kHeights[] = {0.36F, 0.27F, 0.42F, 0.31F};
        const float left = static_cast<float>(i) * 0.15F + shift;
        const float tall = kHeights[i % 4] + stage.rng.between(-0.02F, 0.02F);
        far.fill(Path::rectangle(left, foot - tall, left + 0.125F, foot), layers[0]);
    }
    PartPainter near(stage.drawing.begin(Layer::Ground), Mapping{});
    for (int i = 0; i < count; ++i) {
        constexpr float kHeights[] = {0.2F, 0.28F, 0.16F, 0.24F, 0.3F};
        const float left = static_cast<float>(i) * 0.155F - 0.06F - shift / 2 - 0.1F;
        const float tall = kHeights[i % 5] + stage.rng.between(-0.015F, 0.015F);
        paintTower(stage, near, left, 0.13F, tall, foot, i % 3, layers[1]);
    }
    addGround(stage,
              Path::rectangle(-0.1F, foot - 0.012F, stage.width() + 0.1F, stage.height() * 1.02F),
              layers[2]);
    addGround(stage,
              Path::rectangle(-0.1F, stage.height() * 0.82F, stage.width() + 0.1F,
                              stage.height() * 1.02F),
              layers[3]);
}

void paintGround(Stage& stage) {
    switch (stage.scene.ground) {
    case Ground::Plain:
        return;
    case Ground::Meadow:
        return paintMeadow(stage);
    case Ground::Hills:
        return paintHills(stage);
    case Ground::Mountains:
        return paintMountains(stage);
    case Ground::Sea:
        return paintSea(stage);
    case Ground::Desert:
        return paintDesert(stage);
    case Ground::Snow:
        return paintSnow(stage);
    case Ground::Forest:
        return paintForest(stage);
    case Ground::City:
        return paintCity(stage);
    }
}

} // namespace diptych::flatland

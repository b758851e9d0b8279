#include "app/train/world/contact_sheet.h"

#include "app/train/world/paint.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace diptych::flatland {

Image contactSheet(std::span<const Image> pictures, int columns) {
    constexpr int kGap = 6;
    if (pictures.empty())
        return valueOrThrow(fromInterleavedRgb8(1, 1, {255, 255, 255}));
    const int count = static_cast<int>(pictures.size());
    const int across = std::clamp(columns, 1, count);
    const int down = (count + across - 1) / across;
    const int cellWidth = pictures[0].width() + kGap;
    const int cellHeight = pictures[0].height() + kGap;
    const int width = across * cellWidth + kGap;
    const int height = down * cellHeight + kGap;
    std::vector<std::uint8_t> bytes(
        static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, 255);
    for (int i = 0; i < count; ++i) {
        const Image picture = toRgb8(pictures[static_cast<std::size_t>(i)]);
        const int left = kGap + i % across * cellWidth;
        const int top = kGap + i / across * cellHeight;
        const std::size_t shown = picture.rowBytes();
        const auto room = static_cast<std::size_t>(cellWidth - kGap) * 3;
        for (int y = 0; y < std::min(picture.height(), cellHeight - kGap); ++y) {
            const auto row = picture.row(y);
            const std::size_t start =
                (static_cast<std::size_t>(top + y) * static_cast<std::size_t>(width) +
                 static_cast<std::size_t>(left)) *
                3;
            std::copy_n(row.begin(), std::min(shown, room),
                        bytes.begin() + static_cast<std::ptrdiff_t>(start));
        }
    }
    return valueOrThrow(fromInterleavedRgb8(width, height, std::move(bytes)));
}

Image contactSheet(std::span<const Scene> scenes, int columns, int side) {
    std::vector<Image> pictures;
    for (const Scene& scene : scenes)
        pictures.push_back(paint(scene, side, side));
    return contactSheet(pictures, columns);
}

} // namespace diptych::flatland

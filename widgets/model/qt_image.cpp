#include "widgets/model/qt_image.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace diptych::widgets {

QImage toQImage(const Image& image) {
    const Image rgb = toRgb8(image);
    const QImage view(rgb.bytes().data(), rgb.width(), rgb.height(),
                      static_cast<qsizetype>(rgb.rowBytes()), QImage::Format_RGB888);
    return view.convertToFormat(QImage::Format_RGB32);
}

Result<Image> fromQImage(const QImage& picture) {
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB888);
    const auto rowBytes = static_cast<std::size_t>(rgb.width()) * 3;
    std::vector<std::uint8_t> bytes;
    bytes.reserve(rowBytes * static_cast<std::size_t>(rgb.height()));
    for (int y = 0; y < rgb.height(); ++y) {
        const uchar* const row = rgb.constScanLine(y);
        bytes.insert(bytes.end(), row, row + rowBytes);
    }
    return fromInterleavedRgb8(rgb.width(), rgb.height(), std::move(bytes));
}

} // namespace diptych::widgets

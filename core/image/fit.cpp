#include "core/image/fit.h"
namespace diptych {
Result<Image> fitTo(const Image& image, int width, int height, FitMode, Rgb8) {
    std::vector<std::uint8_t> bytes;
    const int sampleBytes = image.channels() * image.bits() / 8;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto* p = image.row(y * image.height() / height).data() + (x * image.width() / width) * sampleBytes;
            bytes.insert(bytes.end(), p, p + sampleBytes);
        }
    return Image::create(width, height, image.channels(), image.bits(), std::move(bytes));
}
std::vector<float> toMask(const Image& image) {
    auto f = toPlanarFloat(image);
    f.resize(f.size()/3);
    return f;
}
} // namespace diptych

#include "core/image/image.h"

#include <fmt/format.h>

#include <cstring>
#include <utility>

namespace diptych {

namespace {

std::size_t sampleCount(const Image& image) {
    return static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height()) *
           static_cast<std::size_t>(image.channels());
}

// Every input of this module's own making satisfies Image's invariant.
Image imageOrThrow(int width, int height, int channels, int bits, std::vector<std::uint8_t> bytes) {
    return valueOrThrow(Image::create(width, height, channels, bits, std::move(bytes)));
}

// The three colour samples of one pixel over a background, in 0…maximum.
class OpaquePixels {
  public:
    OpaquePixels(const Image& image, Rgb8 background) : image_(image) {
        for (std::size_t c = 0; c < 3; ++c)
            background_[c] = image.bits() == 8 ? background[c] : background[c] * 257;
    }

    std::array<int, 3> at(std::size_t pixel) const {
        const std::size_t channels = static_cast<std::size_t>(image_.channels());
        const std::size_t first = pixel * channels;
        const bool grey = channels < 3;
        std::array<int, 3> rgb;
        for (std::size_t c = 0; c < 3; ++c)
            rgb[c] = image_.sample(grey ? first : first + c);
        if (!image_.hasAlpha())
            return rgb;
        const std::int64_t maximum = image_.maximum();
        const std::int64_t alpha = image_.sample(first + channels - 1);
        for (std::size_t c = 0; c < 3; ++c)
            rgb[c] = static_cast<int>(
                (rgb[c] * alpha + background_[c] * (maximum - alpha) + maximum / 2) / maximum);
        return rgb;
    }

  private:
    const Image& image_;
    std::array<int, 3> background_{};
};

// 65535 = 255 × 257, and 257 is odd: no value lies half-way between two 8-bit ones.
std::uint8_t eightBits(int value, int bits) {
    return static_cast<std::uint8_t>(bits == 8 ? value : (value + 128) / 257);
}

} // namespace

Result<Image> Image::create(int width, int height, int channels, int bits,
                            std::vector<std::uint8_t> bytes) {
    if (width < 1 || height < 1 || width > kLargestSide || height > kLargestSide)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("a picture cannot be {}×{}", width, height),
                    fmt::format("each side is 1 to {} pixels", kLargestSide));
    if (channels < 1 || channels > 4)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("a picture cannot have {} channels", channels),
                    "1 to 4 channels are possible");
    if (bits != 8 && bits != 16)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("a picture cannot have {} bits per sample", bits),
                    "8 or 16 bits are possible");
    Image image;
    image.width_ = width;
    image.height_ = height;
    image.channels_ = channels;
    image.bits_ = bits;
    const std::size_t expected = image.rowBytes() * static_cast<std::size_t>(height);
    if (bytes.size() != expected)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("a {}×{} picture of {} channels and {} bits has {} bytes, not {}",
                                width, height, channels, bits, expected, bytes.size()));
    image.bytes_ = std::move(bytes);
    return image;
}

std::size_t Image::rowBytes() const {
    return static_cast<std::size_t>(width_) * static_cast<std::size_t>(channels_) *
           static_cast<std::size_t>(bits_ / 8);
}

std::span<const std::uint8_t> Image::row(int y) const {
    return bytes().subspan(static_cast<std::size_t>(y) * rowBytes(), rowBytes());
}

int Image::sample(std::size_t index) const {
    if (bits_ == 8)
        return bytes_[index];
    std::uint16_t value = 0;
    std::memcpy(&value, bytes_.data() + index * 2, sizeof value);
    return value;
}

Result<Image> fromInterleavedRgb8(int width, int height, std::vector<std::uint8_t> rgb) {
    return Image::create(width, height, 3, 8, std::move(rgb));
}

Image toRgb8(const Image& image, Rgb8 background) {
    if (image.channels() == 3 && image.bits() == 8)
        return image;
    const std::size_t pixels = sampleCount(image) / static_cast<std::size_t>(image.channels());
    const OpaquePixels opaque(image, background);
    std::vector<std::uint8_t> bytes(pixels * 3); // [H, W, 3]
    for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
        const std::array<int, 3> rgb = opaque.at(pixel);
        for (std::size_t c = 0; c < 3; ++c)
            bytes[pixel * 3 + c] = eightBits(rgb[c], image.bits());
    }
    return imageOrThrow(image.width(), image.height(), 3, 8, std::move(bytes));
}

Image toEightBit(const Image& image) {
    if (image.bits() == 8)
        return image;
    std::vector<std::uint8_t> bytes(sampleCount(image));
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = eightBits(image.sample(i), image.bits());
    return imageOrThrow(image.width(), image.height(), image.channels(), 8, std::move(bytes));
}

std::vector<float> toPlanarFloat(const Image& image, Rgb8 background) {
    const std::size_t pixels = sampleCount(image) / static_cast<std::size_t>(image.channels());
    const OpaquePixels opaque(image, background);
    const float maximum = static_cast<float>(image.maximum());
    std::vector<float> planes(pixels * 3); // [3, H, W]
    for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
        const std::array<int, 3> rgb = opaque.at(pixel);
        for (std::size_t c = 0; c < 3; ++c)
            planes[c * pixels + pixel] = static_cast<float>(rgb[c]) / maximum;
    }
    return planes;
}

Image applyOrientation(Image image, int orientation) {
    if (orientation < 2 || orientation > 8)
        return image;
    const bool transposed = orientation >= 5;
    // Seen from the upright picture: is the stored row (column) axis walked backwards?
    const bool reverseX =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool reverseY =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    const int width = transposed ? image.height() : image.width();
    const int height = transposed ? image.width() : image.height();
    const std::size_t pixelBytes = image.rowBytes() / static_cast<std::size_t>(image.width());
    std::vector<std::uint8_t> bytes(image.bytes().size());
    std::uint8_t* target = bytes.data();
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x, target += pixelBytes) {
            int sourceX = transposed ? y : x;
            int sourceY = transposed ? x : y;
            if (reverseX)
                sourceX = image.width() - 1 - sourceX;
            if (reverseY)
                sourceY = image.height() - 1 - sourceY;
            std::memcpy(target,
                        image.row(sourceY).data() + static_cast<std::size_t>(sourceX) * pixelBytes,
                        pixelBytes);
        }
    }
    return imageOrThrow(width, height, image.channels(), image.bits(), std::move(bytes));
}

} // namespace diptych

// Scaled copies of pictures in tiles: only what is seen is scaled, once for each zoom, so that
// panning copies pixels and computes only what comes into view.
#pragma once

#include "widgets/controls/picture_painting.h"

#include <QCache>
#include <QImage>
#include <QRectF>

#include <cstdint>

class QPainter;

namespace diptych::widgets {

/// What painting has cost, in screen pixels.
struct PaintWork {
    std::int64_t scaled = 0; ///< computed from other pixels
    std::int64_t copied = 0; ///< taken as they are
};

class PictureTiles {
  public:
    static constexpr int kSide = 256; ///< screen pixels

    /// Keeps at most this many screen pixels.
    explicit PictureTiles(qsizetype limitPixels = qsizetype{24} << 20);

    void clear() { tiles_.clear(); }

    /// Paints the picture at `target` as far as `visible` reaches, to which the painter is clipped;
    /// both are in its own pixels, which are screen pixels. The corner of `target` is whole.
    /// `isSoft` enlarges without edges between pixels. Adds to `work`.
    void paint(QPainter& painter, const PictureLevels& levels, const QRectF& target,
               const QRectF& visible, bool isSoft, PaintWork& work);

  private:
    struct Key {
        qint64 image = 0; ///< QImage::cacheKey
        double width = 0.0;
        double height = 0.0;
        int column = 0;
        int row = 0;

        bool operator==(const Key&) const = default;
        friend std::size_t qHash(const Key& key, std::size_t seed = 0) {
            return qHashMulti(seed, key.image, key.width, key.height, key.column, key.row);
        }
    };

    const QImage& tile(const QImage& level, const QSizeF& size, int column, int row,
                       PaintWork& work);

    QCache<Key, QImage> tiles_;
    QImage last_; ///< one that did not fit into the cache
};

} // namespace diptych::widgets

// Pictures between the engine and the window.
#pragma once

#include "core/base/result.h"
#include "core/image/image.h"

#include <QImage>

namespace diptych::widgets {

/// The picture as the window shows it: a copy of the samples, 8 bits, alpha composed over white.
QImage toQImage(const Image& image);

/// 8-bit RGB, without transparency. Errors: InvalidInput (a null picture).
Result<Image> fromQImage(const QImage& picture);

} // namespace diptych::widgets

// Many small pictures on one sheet, to be looked at.
#pragma once

#include "app/train/world/scene.h"
#include "core/image/image.h"

#include <span>

namespace diptych::flatland {

/// The pictures in rows of `columns`, with white gaps between them. All have the size of the first;
/// larger ones are cut off. No pictures give one white pixel.
Image contactSheet(std::span<const Image> pictures, int columns);

/// The scenes painted `side` × `side` pixels each, in rows of `columns`.
Image contactSheet(std::span<const Scene> scenes, int columns, int side);

} // namespace diptych::flatland

// A name for what a picture shows, by which a copy of it is known again after its metadata was
// stripped or it came through the clipboard.
#pragma once

#include "core/image/image.h"

#include <string>

namespace diptych::history {

/// 16 hexadecimal digits from size and 8-bit RGB values (alpha over white, 16 bits rounded):
/// 64-bit FNV-1a. Tells honest pictures apart; it is no protection against forged ones.
std::string pixelHash(const Image& image);

} // namespace diptych::history

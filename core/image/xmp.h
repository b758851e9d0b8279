// An XMP packet with simple text properties, and a tolerant reader for them: where a JPEG or WebP
// file keeps the texts that a PNG has in chunks of their own.
#pragma once

#include "core/image/text_entry.h"

#include <string>
#include <string_view>
#include <vector>

namespace diptych::image {

/// A packet with one property `diptych:KEYWORD` for each entry whose keyword is an XML name of
/// ASCII letters, digits,
/// '-' and '_'; others are left out. What XML cannot hold becomes U+FFFD.
std::string buildXmp(const std::vector<TextEntry>& entries);

/// The properties of the prefixes `diptych` and `sdcpp` (another generator), as elements or as
/// attributes.
std::vector<TextEntry> readXmp(std::string_view packet);

} // namespace diptych::image

// Rewrites a text before tokenisation and remembers where every byte came from.
#pragma once

#include "core/tokenizer/offset_map.h"

#include <string>
#include <string_view>

namespace diptych {

struct RewrittenText {
    std::string text;
    OffsetMap offsets; ///< from `text` back to the source
};

/// `bytes` with every maximal ill-formed subpart replaced by one U+FFFD.
RewrittenText repairUtf8(std::string_view bytes);

/// `utf8` (valid) in Unicode normalisation form C, in linear time but for sorting runs of combining
/// marks.
RewrittenText normalizeNfc(std::string_view utf8);

} // namespace diptych

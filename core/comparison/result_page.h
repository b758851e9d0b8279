// Results as one HTML file with everything inside: no scripts, no other files, no network.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/comparison/result_grid.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace diptych {

/// `text` as HTML shows it, in attributes too.
std::string escapeHtml(std::string_view text);

inline constexpr std::uint64_t kLargestEmbeddedBytes = 3 << 20; ///< of a picture's file
inline constexpr std::uint64_t kLargestPageBytes = 1ULL << 30;

/// A table for each page of the results, with all facts below each picture. Pictures are embedded
/// as their files are, larger ones than kLargestEmbeddedBytes as WebP of quality 90; one that
/// cannot be read is an empty cell. Reports Phase::Save. Errors: InvalidInput (more than
/// kLargestPageBytes), Cancelled.
Result<std::string> resultPage(const ResultGrid& results, const RunContext& context);

} // namespace diptych

// A grid: one request drawn again and again while one to three of its fields take all their values.
#pragma once

#include "core/base/result.h"
#include "core/comparison/grid_field.h"
#include "core/domain/generation_request.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

struct GridAxis {
    std::string field;               ///< as `fieldName` gives it
    std::vector<std::string> values; ///< as the user wrote them; at least one

    bool operator==(const GridAxis&) const = default;
};

inline constexpr std::size_t kMostAxes = 3;
inline constexpr std::size_t kMostCells = 10'000;

/// The first axis is that of the columns, the second that of the rows, the third that of the pages.
struct Grid {
    GenerationRequest base; ///< with its seed, unless an axis has the seeds
    std::vector<GridAxis> axes;

    bool operator==(const Grid&) const = default;
};

struct GridCell {
    std::vector<std::size_t> position; ///< one index into the values of each axis
    GenerationRequest request;         ///< of one picture

    bool operator==(const GridCell&) const = default;
};

/// "steps=4,8": the field's name, then values with commas between them. A value may stand in double
/// quotes, and then holds commas; "" in it is a quote. Blanks around values do not count. Errors:
/// InvalidInput (no field, no values, an open quote, a field that does not exist).
Result<GridAxis> parseAxis(std::string_view text, const GridRules& rules);

/// Every cell, in the order in which they are best drawn: what the text encoder computes for one
/// cell serves the next where possible, and adapters change as rarely as possible. The request of a
/// cell is the base with the values of the axes, as by `withFields`; every one is checked as by
/// `resolve`. Errors: InvalidInput (no axis, more than kMostAxes, a field twice, more than
/// kMostCells cells, a value that is not possible, a seed that is open).
Result<std::vector<GridCell>> planGrid(const Grid& grid, const GridRules& rules);

/// Equal for requests whose prompts have the same embeddings.
std::string encodingKey(const GenerationRequest& request);

/// What drawing costs, before anything is known about the machine.
struct GridCost {
    std::size_t pictures = 0;
    std::size_t prompts = 0; ///< encodings of a prompt and its negative prompt
    std::int64_t steps = 0;
    double work = 0.0; ///< steps × megapixels, twice with guidance; time grows at least like it
};

GridCost costOf(std::span<const GridCell> cells);

/// "12 pictures, 96 steps, 3 prompts to encode"
std::string costText(const GridCost& cost);

} // namespace diptych

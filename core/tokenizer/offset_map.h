// Where the bytes of a rewritten text came from.
#pragma once

#include <cstddef>
#include <vector>

namespace diptych {

/// Maps byte offsets of a rewritten text back to its source. Only the stretches that differ are
/// stored.
class OffsetMap {
  public:
    /// Says that [begin, end) of the rewritten text replaces bytes of the source that end at
    /// `sourceEnd`. Called in ascending order.
    void addChange(std::size_t begin, std::size_t end, std::size_t sourceEnd);

    /// The source offset of a boundary. One strictly inside a change belongs to the change's source
    /// end.
    std::size_t toSource(std::size_t offset) const;

  private:
    struct Change {
        std::size_t begin, end, sourceEnd;
    };
    std::vector<Change> changes_;
};

} // namespace diptych

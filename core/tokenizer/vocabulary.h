// The two-way table of token ids and token bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace diptych {

/// Ids at or above this are refused when loading: the tables are as long as the highest id.
inline constexpr std::int64_t kTokenIdLimit = 1 << 22;

/// Immutable; ids may have gaps.
class Vocabulary {
  public:
    struct Entry {
        std::int32_t id = 0; ///< 0 ≤ id < kTokenIdLimit
        std::string bytes;   ///< not empty
    };

    Vocabulary() = default;
    /// Ids and bytes must each be unique (the builder has checked).
    explicit Vocabulary(const std::vector<Entry>& entries);

    /// Views into `text_` stay valid when the table is moved, but not when it is copied.
    Vocabulary(const Vocabulary&) = delete;
    Vocabulary& operator=(const Vocabulary&) = delete;
    Vocabulary(Vocabulary&&) = default;
    Vocabulary& operator=(Vocabulary&&) = default;

    /// Empty for an id without a token.
    std::string_view bytes(std::int32_t id) const;
    std::optional<std::int32_t> find(std::string_view bytes) const;
    /// One more than the highest id.
    std::int32_t size() const;

  private:
    std::vector<char> text_; ///< the bytes of all tokens by ascending id
    std::vector<std::uint32_t>
        offsets_; ///< token id's bytes are text_[offsets_[id], offsets_[id + 1])
    std::unordered_map<std::string_view, std::int32_t> ids_;
};

} // namespace diptych

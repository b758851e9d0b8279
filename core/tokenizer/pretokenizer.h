// Cuts a text into the pieces that are merged on their own, by the regular expression of the
// tokenizer file.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

/// The pattern of every Qwen2 and Qwen3 tokenizer, for files that do not carry it.
extern const std::string_view kQwenPattern;

/// A compiled pattern. Matching is const and may run on any thread.
class Pretokenizer {
  public:
    /// Compiles with Unicode properties. `sourceName` is what errors call the file. Errors:
    /// FileInvalid.
    static Result<Pretokenizer> compile(std::string_view pattern, std::string_view sourceName);

    Pretokenizer(Pretokenizer&&) noexcept;
    Pretokenizer& operator=(Pretokenizer&&) noexcept;
    ~Pretokenizer();

    /// The end offset of each piece of `utf8` (valid), ascending; the last is its size. What the
    /// pattern does not match is a piece of its own, so no text is lost. Effort is bounded in
    /// proportion to the text: a pattern that exceeds the bound (Qwen's never does) leaves the rest
    /// of the text in one piece.
    std::vector<std::size_t> pieceEnds(std::string_view utf8) const;

  private:
    struct Compiled;
    explicit Pretokenizer(std::unique_ptr<const Compiled> compiled);

    std::unique_ptr<const Compiled> compiled_;
};

} // namespace diptych

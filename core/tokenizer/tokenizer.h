// Text to token ids and back: the byte-level BPE of the Qwen models, read from the files of a
// checkpoint.
//
// Order of work: bytes that are not UTF-8 become U+FFFD; the text is split at the added tokens;
// every stretch in between is normalised (NFC, if the file says so), cut into pieces by the file's
// pattern, and the bytes of each piece are merged pair by pair. Nothing is added in front or
// behind. Time and memory are linear in the text but for the logarithm of the merge queue.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

struct TokenizerDefinition;

/// One token of a text and the bytes of the source it stands for.
///
/// The spans of all tokens tile the source: the first begins at 0, each begins where the one before
/// ends, the last ends at the source's size. A token may hold part of a character, and its span
/// then does too. Where the source was rewritten (bytes repaired to U+FFFD, characters composed by
/// NFC), the first token that touches a rewritten stretch owns all of its source bytes; further
/// tokens inside it have an empty span at its end.
struct Token {
    std::int32_t id = 0;
    std::uint32_t begin = 0; ///< byte offset in the source as given
    std::uint32_t end = 0;   ///< one past the last byte

    bool operator==(const Token&) const = default;
};

/// Whether decoding shows the tokens that the file marks as special (`<|im_end|>`; `<think>` is not
/// one of them).
enum class SpecialTokens { Keep, Skip };

/// Immutable after loading: copies share the tables, and all functions may be called from any
/// thread.
class Tokenizer {
  public:
    /// Loads a folder (tokenizer.json, else tokenizer.json.gz, else vocab.json + merges.txt +
    /// tokenizer_config.json) or a tokenizer.json file, plain or gzip'd. Errors: FileNotFound;
    /// FileInvalid, naming the file and the part that is missing, damaged or not byte-level BPE.
    static Result<Tokenizer> load(const std::filesystem::path& path);

    /// The content of a tokenizer.json. `sourceName` is what errors call it. Errors: FileInvalid.
    static Result<Tokenizer> fromJson(std::string_view json,
                                      std::string_view sourceName = "tokenizer.json");

    /// Ids with the source bytes of each. `text` is any bytes, shorter than 1 GiB; an empty text
    /// has no tokens.
    std::vector<Token> tokenize(std::string_view text) const;
    std::vector<std::int32_t> encode(std::string_view text) const;

    /// The text of `ids`, valid UTF-8: bytes that form no character become U+FFFD, ids without a
    /// token nothing.
    std::string decode(std::span<const std::int32_t> ids,
                       SpecialTokens special = SpecialTokens::Keep) const;

    /// The bytes of one token, possibly a part of a character; empty for an id without a token.
    /// Lives as long as any copy of this tokenizer.
    std::string_view tokenBytes(std::int32_t id) const;

    /// The id of the token with exactly these bytes (" cat", "<|im_end|>").
    std::optional<std::int32_t> tokenId(std::string_view bytes) const;

    bool isSpecial(std::int32_t id) const;

    /// One more than the highest id that has a token. A model's embedding table may have more rows.
    std::int32_t vocabularySize() const;

  private:
    struct Tables;

    explicit Tokenizer(std::shared_ptr<const Tables> tables);
    static Result<Tokenizer> build(TokenizerDefinition definition);

    std::shared_ptr<const Tables> tables_;
};

} // namespace diptych

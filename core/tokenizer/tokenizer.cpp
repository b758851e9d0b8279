#include "core/tokenizer/tokenizer.h"

#include "core/base/text.h"
#include "core/tokenizer/byte_alphabet.h"
#include "core/tokenizer/byte_pair_merger.h"
#include "core/tokenizer/pretokenizer.h"
#include "core/tokenizer/tokenizer_definition.h"
#include "core/tokenizer/tokenizer_files.h"
#include "core/tokenizer/unicode_normalization.h"
#include "core/tokenizer/vocabulary.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

namespace diptych {

namespace {

using IdBytes = std::pair<std::int32_t, std::string>;

/// Finds added tokens in a text, the longest one at a position first.
class AddedTokenFinder {
  public:
    struct Match {
        std::int32_t id = -1;
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    void add(std::int32_t id, std::string content) {
        auto& candidates = byFirstByte_[static_cast<unsigned char>(content.front())];
        const auto place =
            std::find_if(candidates.begin(), candidates.end(), [&](const IdBytes& other) {
                return other.second.size() < content.size();
            });
        candidates.emplace(place, id, std::move(content));
    }

    /// The first match at or after `from`, or one of id -1 that begins and ends at the text's end.
    Match next(std::string_view text, std::size_t from) const {
        for (std::size_t i = from; i < text.size(); ++i) {
            for (const auto& [id, content] : byFirstByte_[static_cast<unsigned char>(text[i])]) {
                if (text.substr(i, content.size()) == content)
                    return {id, i, i + content.size()};
            }
        }
        return {-1, text.size(), text.size()};
    }

  private:
    std::array<std::vector<IdBytes>, 256> byFirstByte_;
};

// The vocabulary's spellings as bytes, and the added tokens behind them; every id and every token
// once.
Result<std::vector<Vocabulary::Entry>> collectEntries(const TokenizerDefinition& definition) {
    const std::string& source = definition.sourceName;
    std::vector<Vocabulary::Entry> entries;
    entries.reserve(definition.vocabulary.size() + definition.addedTokens.size());
    const auto checkId = [&](std::int64_t id, std::string_view token) -> Status {
        if (id >= 0 && id < kTokenIdLimit)
            return Done{};
        return failTokenizer(source, fmt::format("the id {} of token \"{}\" is outside 0…{}", id,
                                                 token, kTokenIdLimit - 1));
    };
    for (const auto& [spelling, id] : definition.vocabulary) {
        DIPTYCH_TRY_DONE(checkId(id, spelling));
        auto bytes = bytesFromAlphabet(spelling);
        if (!bytes || bytes->empty()) {
            return failTokenizer(
                source, fmt::format("vocab: \"{}\" is not spelled in the byte alphabet", spelling));
        }
        entries.push_back({static_cast<std::int32_t>(id), std::move(*bytes)});
    }
    std::unordered_map<std::string_view, std::int64_t> known;
    known.reserve(entries.size() + definition.addedTokens.size());
    for (const auto& entry : entries)
        known.emplace(entry.bytes, entry.id);
    for (const AddedToken& token : definition.addedTokens) {
        DIPTYCH_TRY_DONE(checkId(token.id, token.content));
        // A token may be listed in both places, under one id.
        const auto [place, isNew] = known.emplace(token.content, token.id);
        if (isNew)
            entries.push_back({static_cast<std::int32_t>(token.id), token.content});
        else if (place->second != token.id)
            return failTokenizer(source, fmt::format("token \"{}\" has two ids, {} and {}",
                                                     token.content, place->second, token.id));
    }
    std::unordered_set<std::int32_t> ids;
    ids.reserve(entries.size());
    for (const auto& entry : entries) {
        if (!ids.insert(entry.id).second)
            return failTokenizer(source, fmt::format("two tokens have the id {}", entry.id));
    }
    return entries;
}

Result<std::array<std::int32_t, 256>> findByteIds(const Vocabulary& vocabulary,
                                                  std::string_view source) {
    std::array<std::int32_t, 256> byteIds{};
    for (unsigned byte = 0; byte < byteIds.size(); ++byte) {
        const char character = static_cast<char>(byte);
        const auto id = vocabulary.find({&character, 1});
        if (!id)
            return failTokenizer(source,
                                 fmt::format("vocab: no token for the byte 0x{:02X}", byte));
        byteIds[byte] = *id;
    }
    return byteIds;
}

Result<MergeTable> buildMerges(const TokenizerDefinition& definition,
                               const Vocabulary& vocabulary) {
    MergeTable table(definition.merges.size());
    std::uint32_t rank = 0;
    for (const auto& [left, right] : definition.merges) {
        const auto leftBytes = bytesFromAlphabet(left);
        const auto rightBytes = bytesFromAlphabet(right);
        std::optional<std::int32_t> leftId, rightId, mergedId;
        if (leftBytes && rightBytes) {
            leftId = vocabulary.find(*leftBytes);
            rightId = vocabulary.find(*rightBytes);
            mergedId = vocabulary.find(*leftBytes + *rightBytes);
        }
        if (!leftId || !rightId || !mergedId) {
            return failTokenizer(
                definition.sourceName,
                fmt::format("merges: \"{}\" and \"{}\" (number {}), or both together, "
                            "are not in the vocabulary",
                            left, right, rank));
        }
        table.insert(*leftId, *rightId, {rank++, *mergedId});
    }
    return table;
}

} // namespace

struct Tokenizer::Tables {
    Vocabulary vocabulary;
    std::unordered_set<std::int32_t> specialIds;
    AddedTokenFinder addedTokens;
    std::array<std::int32_t, 256> byteIds{};
    MergeTable merges;
    Pretokenizer pretokenizer;
    bool normalizeNfc = false;
};

Tokenizer::Tokenizer(std::shared_ptr<const Tables> tables) : tables_(std::move(tables)) {}

Result<Tokenizer> Tokenizer::build(TokenizerDefinition definition) {
    DIPTYCH_TRY(auto entries, collectEntries(definition));
    Vocabulary vocabulary(entries);
    DIPTYCH_TRY(auto byteIds, findByteIds(vocabulary, definition.sourceName));
    DIPTYCH_TRY(auto merges, buildMerges(definition, vocabulary));
    DIPTYCH_TRY(auto pretokenizer,
                Pretokenizer::compile(definition.pattern, definition.sourceName));
    auto tables = std::make_shared<Tables>(Tables{std::move(vocabulary),
                                                  {},
                                                  {},
                                                  byteIds,
                                                  std::move(merges),
                                                  std::move(pretokenizer),
                                                  definition.normalizeNfc});
    for (AddedToken& token : definition.addedTokens) {
        const auto id = static_cast<std::int32_t>(token.id);
        if (token.special)
            tables->specialIds.insert(id);
        tables->addedTokens.add(id, std::move(token.content));
    }
    return Tokenizer(std::move(tables));
}

Result<Tokenizer> Tokenizer::load(const std::filesystem::path& path) {
    DIPTYCH_TRY(auto definition, readTokenizerFiles(path));
    return build(std::move(definition));
}

Result<Tokenizer> Tokenizer::fromJson(std::string_view json, std::string_view sourceName) {
    DIPTYCH_TRY(auto definition, parseTokenizerJson(json, sourceName));
    return build(std::move(definition));
}

std::vector<Token> Tokenizer::tokenize(std::string_view text) const {
    const RewrittenText repaired = repairUtf8(text);
    std::vector<Token> tokens;
    const auto emit = [&](std::int32_t id, std::size_t repairedEnd) {
        const std::uint32_t begin = tokens.empty() ? 0 : tokens.back().end;
        tokens.push_back(
            {id, begin, static_cast<std::uint32_t>(repaired.offsets.toSource(repairedEnd))});
    };
    BytePairMerger merger(tables_->merges, tables_->byteIds);
    const auto tokenizeStretch = [&](std::size_t stretchBegin, std::string_view stretch) {
        const RewrittenText normalized =
            tables_->normalizeNfc ? normalizeNfc(stretch) : RewrittenText{std::string(stretch), {}};
        std::size_t position = 0;
        for (const std::size_t pieceEnd : tables_->pretokenizer.pieceEnds(normalized.text)) {
            const auto piece =
                std::string_view(normalized.text).substr(position, pieceEnd - position);
            for (const auto& part : merger.merge(piece)) {
                position += part.length;
                emit(part.id, stretchBegin + normalized.offsets.toSource(position));
            }
        }
    };
    for (std::size_t position = 0; position < repaired.text.size();) {
        const auto added = tables_->addedTokens.next(repaired.text, position);
        if (added.begin > position)
            tokenizeStretch(
                position, std::string_view(repaired.text).substr(position, added.begin - position));
        if (added.id >= 0)
            emit(added.id, added.end);
        position = added.end;
    }
    return tokens;
}

std::vector<std::int32_t> Tokenizer::encode(std::string_view text) const {
    const std::vector<Token> tokens = tokenize(text);
    std::vector<std::int32_t> ids(tokens.size());
    std::transform(tokens.begin(), tokens.end(), ids.begin(),
                   [](const Token& token) { return token.id; });
    return ids;
}

std::string Tokenizer::decode(std::span<const std::int32_t> ids, SpecialTokens special) const {
    std::string bytes;
    for (const std::int32_t id : ids) {
        if (special == SpecialTokens::Keep || !isSpecial(id))
            bytes += tokenBytes(id);
    }
    // Once at the end: a character may be spread over several tokens.
    return toValidUtf8(bytes);
}

std::string_view Tokenizer::tokenBytes(std::int32_t id) const {
    return tables_->vocabulary.bytes(id);
}

std::optional<std::int32_t> Tokenizer::tokenId(std::string_view bytes) const {
    return tables_->vocabulary.find(bytes);
}

bool Tokenizer::isSpecial(std::int32_t id) const {
    return tables_->specialIds.contains(id);
}

std::int32_t Tokenizer::vocabularySize() const {
    return tables_->vocabulary.size();
}

} // namespace diptych

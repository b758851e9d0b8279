#include "core/tokenizer/tokenizer_definition.h"

#include "core/base/text.h"
#include "core/tokenizer/pretokenizer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <optional>

namespace diptych {

namespace {

using Json = nlohmann::json;

Result<Json> parseJson(std::string_view text, std::string_view sourceName) {
    try {
        Json json = Json::parse(text);
        if (!json.is_object())
            return failTokenizer(sourceName, "not a JSON object");
        return json;
    } catch (const Json::parse_error& error) {
        auto failure =
            failTokenizer(sourceName, fmt::format("not valid JSON at byte {}", error.byte));
        failure.value().detail = toValidUtf8(error.what());
        return failure;
    }
}

// A member that may be absent; JSON null counts as absent.
const Json* member(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

bool isOff(const Json& object, const char* key) {
    const Json* value = member(object, key);
    return !value || (value->is_boolean() && !value->get<bool>());
}

bool isEmptyText(const Json& object, const char* key) {
    const Json* value = member(object, key);
    return !value || (value->is_string() && value->get_ref<const std::string&>().empty());
}

bool hasType(const Json& object, std::string_view type) {
    const Json* value = object.is_object() ? member(object, "type") : nullptr;
    return value && value->is_string() && value->get_ref<const std::string&>() == type;
}

Status readVocabulary(const Json& vocabulary, TokenizerDefinition& definition) {
    if (!vocabulary.is_object())
        return failTokenizer(definition.sourceName, "vocab: not an object");
    definition.vocabulary.reserve(vocabulary.size());
    for (const auto& [spelling, id] : vocabulary.items()) {
        if (!id.is_number_integer()) {
            return failTokenizer(
                definition.sourceName,
                fmt::format("vocab: the id of \"{}\" is not an integer", spelling));
        }
        definition.vocabulary.emplace_back(spelling, id.get<std::int64_t>());
    }
    return Done{};
}

// "a b", split at the first space: the letters of the byte alphabet are never a space.
std::optional<std::pair<std::string, std::string>> splitMerge(std::string_view line) {
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos)
        return std::nullopt;
    return std::pair(std::string(line.substr(0, space)), std::string(line.substr(space + 1)));
}

Status readMerges(Json& merges, TokenizerDefinition& definition) {
    if (!merges.is_array())
        return failTokenizer(definition.sourceName, "merges: not an array");
    definition.merges.reserve(merges.size());
    for (Json& merge : merges) {
        std::optional<std::pair<std::string, std::string>> pair;
        if (merge.is_string()) {
            pair = splitMerge(merge.get_ref<const std::string&>());
        } else if (merge.is_array() && merge.size() == 2 && merge[0].is_string() &&
                   merge[1].is_string()) {
            pair.emplace(std::move(merge[0].get_ref<std::string&>()),
                         std::move(merge[1].get_ref<std::string&>()));
        }
        if (!pair) {
            return failTokenizer(
                definition.sourceName,
                fmt::format("merges: entry {} is not a pair", definition.merges.size()));
        }
        definition.merges.push_back(std::move(*pair));
    }
    return Done{};
}

Status readAddedToken(const Json& entry, std::int64_t id, TokenizerDefinition& definition) {
    const Json* content = entry.is_object() ? member(entry, "content") : nullptr;
    if (!content || !content->is_string() || content->get_ref<const std::string&>().empty()) {
        return failTokenizer(definition.sourceName,
                             fmt::format("added tokens: token {} has no content", id));
    }
    for (const char* key : {"lstrip", "rstrip", "single_word", "normalized"}) {
        if (!isOff(entry, key)) {
            return failTokenizer(
                definition.sourceName,
                fmt::format("added tokens: {} of token {} is not supported", key, id));
        }
    }
    const Json* special = member(entry, "special");
    if (special && !special->is_boolean()) {
        return failTokenizer(
            definition.sourceName,
            fmt::format("added tokens: \"special\" of token {} is not true or false", id));
    }
    definition.addedTokens.push_back(
        {id, content->get<std::string>(), special && special->get<bool>()});
    return Done{};
}

Status readAddedTokens(const Json& file, TokenizerDefinition& definition) {
    const Json* list = member(file, "added_tokens");
    if (!list)
        return Done{};
    if (!list->is_array())
        return failTokenizer(definition.sourceName, "added_tokens: not an array");
    for (const Json& entry : *list) {
        const Json* id = entry.is_object() ? member(entry, "id") : nullptr;
        if (!id || !id->is_number_integer())
            return failTokenizer(definition.sourceName, "added_tokens: an entry has no integer id");
        DIPTYCH_TRY_DONE(readAddedToken(entry, id->get<std::int64_t>(), definition));
    }
    return Done{};
}

Status readNormalizer(const Json& file, TokenizerDefinition& definition) {
    const Json* normalizer = member(file, "normalizer");
    if (!normalizer)
        return Done{};
    if (!hasType(*normalizer, "NFC"))
        return failTokenizer(definition.sourceName, "normalizer: only NFC is supported");
    definition.normalizeNfc = true;
    return Done{};
}

// Sequence of a Split by a pattern and ByteLevel without one: the form of every Qwen2 and Qwen3
// file.
Status readPretokenizer(const Json& file, TokenizerDefinition& definition) {
    const auto refuse = [&](std::string_view what) {
        return failTokenizer(definition.sourceName, fmt::format("pre_tokenizer: {}", what));
    };
    const Json* sequence = member(file, "pre_tokenizer");
    if (!sequence)
        return refuse("missing");
    const Json* steps =
        hasType(*sequence, "Sequence") ? member(*sequence, "pretokenizers") : nullptr;
    if (!steps || !steps->is_array() || steps->size() != 2 || !hasType((*steps)[0], "Split") ||
        !hasType((*steps)[1], "ByteLevel"))
        return refuse("not a sequence of Split and ByteLevel");
    const Json& split = (*steps)[0];
    const Json* pattern = member(split, "pattern");
    const Json* regex = pattern && pattern->is_object() ? member(*pattern, "Regex") : nullptr;
    const Json* behavior = member(split, "behavior");
    if (!regex || !regex->is_string())
        return refuse("Split has no pattern.Regex");
    if (!behavior || *behavior != "Isolated" || !isOff(split, "invert"))
        return refuse("Split is supported as Isolated and not inverted only");
    const Json& byteLevel = (*steps)[1];
    const Json* useRegex = member(byteLevel, "use_regex");
    if (!useRegex || !isOff(byteLevel, "use_regex") || !isOff(byteLevel, "add_prefix_space"))
        return refuse("ByteLevel is supported without use_regex and add_prefix_space only");
    definition.pattern = regex->get<std::string>();
    return Done{};
}

Status checkModel(const Json& model, const TokenizerDefinition& definition) {
    if (!model.is_object() || (model.contains("type") && !hasType(model, "BPE")))
        return failTokenizer(definition.sourceName, "model: not of type BPE");
    for (const char* key : {"byte_fallback", "ignore_merges"}) {
        if (!isOff(model, key)) {
            return failTokenizer(definition.sourceName,
                                 fmt::format("model: {} is not supported", key));
        }
    }
    for (const char* key : {"continuing_subword_prefix", "end_of_word_suffix"}) {
        if (!isEmptyText(model, key)) {
            return failTokenizer(definition.sourceName,
                                 fmt::format("model: {} is not supported", key));
        }
    }
    const Json* dropout = member(model, "dropout");
    if (dropout && *dropout != 0)
        return failTokenizer(definition.sourceName, "model: dropout is not supported");
    return Done{};
}

// Both must be what byte-level BPE implies, or absent: they may not add tokens or change the
// decoded text.
Status checkPostProcessing(const Json& file, const TokenizerDefinition& definition) {
    for (const char* key : {"post_processor", "decoder"}) {
        const Json* part = member(file, key);
        if (part && !hasType(*part, "ByteLevel")) {
            return failTokenizer(definition.sourceName,
                                 fmt::format("{}: only ByteLevel is supported", key));
        }
    }
    return Done{};
}

Status readMergesText(std::string_view text, TokenizerDefinition& definition) {
    std::size_t lineNumber = 0;
    while (!text.empty()) {
        const std::size_t lineEnd = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, lineEnd);
        text.remove_prefix(std::min(lineEnd + 1, text.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        // Only the first line can be a comment: real merges begin with '#' too.
        const bool isVersion = ++lineNumber == 1 && line.starts_with("#version");
        if (isVersion || line.empty())
            continue;
        auto pair = splitMerge(line);
        if (!pair) {
            return failTokenizer(definition.sourceName,
                                 fmt::format("merges.txt: line {} is not a pair", lineNumber));
        }
        definition.merges.push_back(std::move(*pair));
    }
    return Done{};
}

Status readConfig(const Json& config, TokenizerDefinition& definition) {
    const Json* tokenizerClass = member(config, "tokenizer_class");
    if (!tokenizerClass ||
        (*tokenizerClass != "Qwen2Tokenizer" && *tokenizerClass != "Qwen2TokenizerFast")) {
        return failTokenizer(definition.sourceName,
                             "tokenizer_config.json: tokenizer_class is not Qwen2Tokenizer");
    }
    if (!isOff(config, "add_prefix_space"))
        return failTokenizer(definition.sourceName,
                             "tokenizer_config.json: add_prefix_space is not supported");
    const Json* tokens = member(config, "added_tokens_decoder");
    if (!tokens || !tokens->is_object())
        return failTokenizer(definition.sourceName,
                             "tokenizer_config.json: added_tokens_decoder is missing");
    for (const auto& [key, entry] : tokens->items()) {
        std::int64_t id = -1;
        const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), id);
        if (error != std::errc{} || end != key.data() + key.size()) {
            return failTokenizer(
                definition.sourceName,
                fmt::format("tokenizer_config.json: added_tokens_decoder: \"{}\" is not an id",
                            key));
        }
        DIPTYCH_TRY_DONE(readAddedToken(entry, id, definition));
    }
    return Done{};
}

} // namespace

tl::unexpected<Error> failTokenizer(std::string_view sourceName, std::string_view what) {
    return fail(ErrorCode::FileInvalid, toValidUtf8(fmt::format("{}: {}", sourceName, what)),
                "use the tokenizer folder of a Qwen3 or Z-Image checkpoint");
}

Result<TokenizerDefinition> parseTokenizerJson(std::string_view json, std::string_view sourceName) {
    DIPTYCH_TRY(Json file, parseJson(json, sourceName));
    TokenizerDefinition definition;
    definition.sourceName = sourceName;
    const auto model = file.find("model");
    if (model == file.end())
        return failTokenizer(sourceName, "model: missing");
    DIPTYCH_TRY_DONE(checkModel(*model, definition));
    for (const char* key : {"vocab", "merges"}) {
        if (!model->contains(key))
            return failTokenizer(sourceName, fmt::format("model: {} is missing", key));
    }
    DIPTYCH_TRY_DONE(readVocabulary((*model)["vocab"], definition));
    DIPTYCH_TRY_DONE(readMerges((*model)["merges"], definition));
    DIPTYCH_TRY_DONE(readAddedTokens(file, definition));
    DIPTYCH_TRY_DONE(readNormalizer(file, definition));
    DIPTYCH_TRY_DONE(readPretokenizer(file, definition));
    DIPTYCH_TRY_DONE(checkPostProcessing(file, definition));
    return definition;
}

Result<TokenizerDefinition> parseSlowTokenizer(const SlowTokenizerFiles& files,
                                               std::string_view sourceName) {
    TokenizerDefinition definition;
    definition.sourceName = sourceName;
    definition.normalizeNfc = true;
    definition.pattern = kQwenPattern;
    DIPTYCH_TRY(const Json vocabulary,
                parseJson(files.vocabJson, fmt::format("{}: vocab.json", sourceName)));
    DIPTYCH_TRY_DONE(readVocabulary(vocabulary, definition));
    DIPTYCH_TRY_DONE(readMergesText(files.mergesText, definition));
    DIPTYCH_TRY(const Json config,
                parseJson(files.configJson, fmt::format("{}: tokenizer_config.json", sourceName)));
    DIPTYCH_TRY_DONE(readConfig(config, definition));
    return definition;
}

} // namespace diptych

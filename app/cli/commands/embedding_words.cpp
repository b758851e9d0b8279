#include "app/cli/commands/embedding_words.h"

#include "app/cli/model.h"
#include "core/embeddings/nearest_words.h"
#include "core/pipeline/load_tokenizer.h"
#include "core/pipeline/model_folder.h"
#include "core/tokenizer/tokenizer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>

namespace diptych::cli {

Result<std::vector<ShownWord>> findWords(CommandContext& context, std::span<const double> direction,
                                         int count) {
    DIPTYCH_TRY(const ModelLocation location,
                completeLocation(chooseModel(context), context.environment().resources));
    DIPTYCH_TRY(const auto encoderPath, locateComponent(location, Component::TextEncoder));
    DIPTYCH_TRY(const auto tokenizerPath, locateComponent(location, Component::Tokenizer));
    DIPTYCH_TRY(const ComponentWeights weights,
                ComponentWeights::open(encoderPath, ComponentKind::TextEncoder));
    DIPTYCH_TRY(const Tokenizer tokenizer, loadTokenizer(tokenizerPath));
    const StoredTensor* table = weights.find(kWordTable);
    if (!table)
        return fail(ErrorCode::Unsupported, "this text encoder has no table of words",
                    "leave --words out");
    DIPTYCH_TRY(const std::vector<NearWord> nearest,
                nearestWords(*table, direction, static_cast<std::size_t>(count), context.run()));
    context.note(Notice{"words_are_a_hint",
                        "the nearest words are those of the text encoder's input (hidden layer 0); "
                        "of later layers they are a hint only"});
    std::vector<ShownWord> words;
    words.reserve(nearest.size());
    for (const NearWord& word : nearest)
        words.push_back({word.tokenId, tokenizer.decode(std::array{word.tokenId}), word.cosine});
    return words;
}

nlohmann::ordered_json toJson(const std::vector<ShownWord>& words) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const ShownWord& word : words)
        list.push_back({{"token_id", word.tokenId}, {"text", word.text}, {"cosine", word.cosine}});
    return list;
}

void printWords(CommandContext& context, const std::vector<ShownWord>& words) {
    for (const ShownWord& word : words)
        context.summary(
            fmt::format("  {:+.4f}  {:>6}  '{}'", word.cosine, word.tokenId, word.text));
}

} // namespace diptych::cli

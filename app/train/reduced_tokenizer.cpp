#include "app/train/reduced_tokenizer.h"

#include "core/tokenizer/byte_alphabet.h"
#include "core/tokenizer/tokenizer_files.h"

#include <nlohmann/json.hpp>

#include <cctype>
#include <limits>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace diptych::train {

namespace {

using Pair = std::pair<std::string, std::string>;

// Merges `symbols` by rank to the end and notes the ranks that were used.
void noteMerges(std::vector<std::string> symbols, const std::map<Pair, std::size_t>& ranks,
                std::set<std::size_t>& used) {
    while (symbols.size() > 1) {
        std::size_t best = std::numeric_limits<std::size_t>::max();
        std::size_t at = 0;
        for (std::size_t i = 0; i + 1 < symbols.size(); ++i) {
            const auto found = ranks.find({symbols[i], symbols[i + 1]});
            if (found != ranks.end() && found->second < best) {
                best = found->second;
                at = i;
            }
        }
        if (best == std::numeric_limits<std::size_t>::max())
            return;
        used.insert(best);
        symbols[at] += symbols[at + 1];
        symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    }
}

std::vector<std::string> formsOf(const std::string& word) {
    std::string capital = word;
    capital[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(capital[0])));
    return {word, " " + word, capital, " " + capital};
}

} // namespace

Result<std::string> reduceTokenizer(const std::filesystem::path& source,
                                    std::span<const std::string> words) {
    DIPTYCH_TRY(const TokenizerDefinition full, readTokenizerFiles(source));
    std::map<Pair, std::size_t> ranks;
    for (std::size_t rank = 0; rank < full.merges.size(); ++rank)
        ranks.emplace(full.merges[rank], rank);
    std::set<std::size_t> used;
    for (const std::string& word : words)
        if (!word.empty())
            for (const std::string& form : formsOf(word))
                noteMerges(spellBytes(form), ranks, used);

    nlohmann::ordered_json vocabulary = nlohmann::ordered_json::object();
    const auto add = [&](const std::string& token) {
        if (!vocabulary.contains(token))
            vocabulary[token] = vocabulary.size();
    };
    for (int byte = 0; byte < 256; ++byte)
        add(spellBytes(std::string(1, static_cast<char>(byte))).front());
    nlohmann::ordered_json merges = nlohmann::ordered_json::array();
    for (const std::size_t rank : used) { // ascending, as their order must stay
        const auto& [left, right] = full.merges[rank];
        add(left);
        add(right);
        add(left + right);
        merges.push_back(nlohmann::ordered_json::array({left, right}));
    }
    std::size_t next = vocabulary.size();
    nlohmann::ordered_json added = nlohmann::ordered_json::array();
    for (const AddedToken& token : full.addedTokens)
        added.push_back({{"id", next++},
                         {"content", token.content},
                         {"single_word", false},
                         {"lstrip", false},
                         {"rstrip", false},
                         {"normalized", false},
                         {"special", token.special}});
    const nlohmann::ordered_json byteLevel = {{"type", "ByteLevel"},
                                              {"add_prefix_space", false},
                                              {"trim_offsets", false},
                                              {"use_regex", false}};
    nlohmann::ordered_json json;
    json["version"] = "1.0";
    json["truncation"] = nullptr;
    json["padding"] = nullptr;
    json["added_tokens"] = std::move(added);
    json["normalizer"] = full.normalizeNfc ? nlohmann::ordered_json{{"type", "NFC"}}
                                           : nlohmann::ordered_json(nullptr);
    json["pre_tokenizer"] = {{"type", "Sequence"},
                             {"pretokenizers",
                              {{{"type", "Split"},
                                {"pattern", {{"Regex", full.pattern}}},
                                {"behavior", "Isolated"},
                                {"invert", false}},
                               byteLevel}}};
    json["post_processor"] = byteLevel;
    json["decoder"] = byteLevel;
    json["model"] = {{"type", "BPE"},
                     {"dropout", nullptr},
                     {"unk_token", nullptr},
                     {"continuing_subword_prefix", ""},
                     {"end_of_word_suffix", ""},
                     {"fuse_unk", false},
                     {"byte_fallback", false},
                     {"ignore_merges", false},
                     {"vocab", std::move(vocabulary)},
                     {"merges", std::move(merges)}};
    return json.dump(1) + "\n";
}

} // namespace diptych::train

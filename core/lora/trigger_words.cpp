#include "core/lora/trigger_words.h"

#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace diptych::lora {

namespace {

using nlohmann::json;

constexpr std::size_t kMostWords = 20;
constexpr std::size_t kMostFrequentTags = 5;
constexpr std::size_t kLongestWord = 200;      // bytes
constexpr std::size_t kLongestTag = 64;        // bytes; longer ones are whole captions
constexpr std::size_t kLongestValue = 4 << 20; // bytes
constexpr double kAboutAsOften = 0.9;          // of the most frequent tag's count
constexpr int kDeepestJson = 4;

constexpr std::array<std::string_view, 10> kWordKeys{
    "modelspec.trigger_phrase",
    "trained_words",
    "trainedWords",
    "trigger_words",
    "triggerWords",
    "ss_trigger_words",
    "trigger_word",
    "trigger_phrase",
    "activation text",
    "instance_prompt",
};

json parseJson(const std::string& text) {
    if (text.size() > kLongestValue)
        return json(json::value_t::discarded);
    const auto shallow = [](int depth, json::parse_event_t, json&) {
        return depth <= kDeepestJson;
    };
    return json::parse(text, shallow, false);
}

std::string cleaned(std::string_view word) {
    std::string result = toValidUtf8(word);
    std::replace_if(
        result.begin(), result.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    const std::size_t first = result.find_first_not_of(' ');
    if (first == std::string::npos)
        return {};
    return result.substr(first, result.find_last_not_of(' ') - first + 1);
}

void addWord(std::vector<std::string>& words, std::string_view text) {
    const std::string word = cleaned(text);
    if (word.empty() || word.size() > kLongestWord || words.size() >= kMostWords ||
        std::find(words.begin(), words.end(), word) != words.end())
        return;
    words.push_back(word);
}

void addSeparated(std::vector<std::string>& words, std::string_view text) {
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        addWord(words, text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
}

// A JSON list of texts, a JSON text, or the words as they are.
void addValue(std::vector<std::string>& words, std::string_view key, const std::string& value) {
    const json parsed = parseJson(value);
    if (parsed.is_array()) {
        for (const json& item : parsed)
            if (item.is_string())
                addWord(words, item.get_ref<const std::string&>());
        return;
    }
    const std::string text = parsed.is_string() ? parsed.get<std::string>() : value;
    if (parsed.is_object() || parsed.is_null())
        return;
    // A phrase may well contain a comma.
    if (key.ends_with("phrase") || key.ends_with("prompt"))
        addWord(words, text);
    else
        addSeparated(words, text);
}

// {"folder": {"tag": count}}: the tags that nearly every caption has.
void addFrequentTags(std::vector<std::string>& words, const std::string& value) {
    const json folders = parseJson(value);
    if (!folders.is_object())
        return;
    std::map<std::string, double> counts;
    for (const json& tags : folders) {
        if (!tags.is_object())
            continue;
        for (const auto& [tag, count] : tags.items())
            if (count.is_number() && tag.size() <= kLongestTag)
                counts[cleaned(tag)] += count.get<double>();
    }
    counts.erase("");
    std::vector<std::pair<std::string, double>> sorted(counts.begin(), counts.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    for (const auto& [tag, count] : sorted)
        // Tags seen once are captions of single pictures.
        if (count > 1 && count >= kAboutAsOften * sorted.front().second &&
            words.size() < kMostFrequentTags)
            addWord(words, tag);
}

} // namespace

std::vector<std::string> triggerWords(const std::map<std::string, std::string>& metadata) {
    std::vector<std::string> words;
    for (const std::string_view key : kWordKeys)
        if (const auto found = metadata.find(std::string(key)); found != metadata.end())
            addValue(words, key, found->second);
    if (const auto found = metadata.find("ss_tag_frequency");
        words.empty() && found != metadata.end())
        addFrequentTags(words, found->second);
    return words;
}

} // namespace diptych::lora

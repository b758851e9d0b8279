#include "core/image/infotext.h"

#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>

namespace diptych {

namespace {

constexpr std::string_view kNegativePrompt = "Negative prompt:";
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::size_t kFewestSettings = 3; // fewer could be a sentence of the prompt

std::string quoted(const std::string& value) {
    if (value.find_first_of(",\n:") == std::string::npos)
        return value;
    return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string unquoted(std::string_view value) {
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
        const auto parsed = nlohmann::json::parse(value, nullptr, false);
        if (parsed.is_string())
            return parsed.get<std::string>();
    }
    return std::string(value);
}

// Letters and digits of any alphabet, and the underscore.
bool isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool isNameCharacter(char c) {
    return isWordCharacter(c) || c == ' ' || c == '-' || c == '/';
}

// Takes `name: value, name: "quoted, value"` apart; what does not fit is stepped over.
class SettingsScanner {
  public:
    explicit SettingsScanner(std::string_view line) : line_(line) {}

    std::vector<std::pair<std::string, std::string>> scan() {
        std::vector<std::pair<std::string, std::string>> settings;
        while (position_ < line_.size()) {
            const std::string_view name = takeName();
            if (!name.empty())
                settings.emplace_back(std::string(trimmed(name)), takeValue());
        }
        return settings;
    }

  private:
    // A name of two characters or more and its colon; empty, and the position behind the obstacle,
    // when there is none.
    std::string_view takeName() {
        while (position_ < line_.size() && !isWordCharacter(line_[position_]))
            ++position_;
        const std::size_t begin = position_;
        while (position_ < line_.size() && isNameCharacter(line_[position_]))
            ++position_;
        const std::size_t length = position_ - begin;
        const bool isName = length >= 2 && position_ < line_.size() && line_[position_] == ':';
        if (position_ < line_.size())
            ++position_;
        return isName ? line_.substr(begin, length) : std::string_view();
    }

    std::string takeValue() {
        position_ = std::min(line_.find_first_not_of(kBlanks, position_), line_.size());
        const std::size_t quotedLength = lengthOfQuotedValue();
        const std::size_t length =
            quotedLength > 0 ? quotedLength
                             : std::min(line_.find(',', position_), line_.size()) - position_;
        const std::string_view value = line_.substr(position_, length);
        position_ = std::min(position_ + length + 1, line_.size());
        return unquoted(trimmed(value));
    }

    // With both quotes; 0 when the value is not a whole quoted string followed by a comma or the
    // end.
    std::size_t lengthOfQuotedValue() {
        if (quotesExhausted_ || position_ >= line_.size() || line_[position_] != '"')
            return 0;
        for (std::size_t i = position_ + 1; i < line_.size(); ++i) {
            if (line_[i] == '\\')
                ++i;
            else if (line_[i] == '"')
                return i + 1 == line_.size() || line_[i + 1] == ',' ? i + 1 - position_ : 0;
        }
        quotesExhausted_ = true; // keeps a line of many opening quotes linear
        return 0;
    }

    std::string_view line_;
    std::size_t position_ = 0;
    bool quotesExhausted_ = false;
};

std::vector<std::string_view> splitLines(std::string_view text) {
    std::vector<std::string_view> lines;
    for (;;) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return lines;
        text.remove_prefix(end + 1);
    }
}

// "\r\n" becomes "\n".
std::string withoutCarriageReturns(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!text.substr(i).starts_with("\r\n"))
            result += text[i];
    }
    return result;
}

// The index of the line with the settings, which go to `settings`; lines.size() when there is none.
std::size_t findSettings(const std::vector<std::string_view>& lines,
                         std::vector<std::pair<std::string, std::string>>& settings) {
    for (std::size_t i = lines.size(); i-- > 0;) {
        const bool isLast = i + 1 == lines.size();
        if (!isLast && !trimmed(lines[i]).starts_with("Steps:"))
            continue;
        settings = SettingsScanner(lines[i]).scan();
        if (settings.size() >= kFewestSettings)
            return i;
    }
    settings.clear();
    return lines.size();
}

} // namespace

const std::string* Infotext::find(std::string_view name) const {
    const auto found = std::find_if(settings.begin(), settings.end(),
                                    [&](const auto& setting) { return setting.first == name; });
    return found == settings.end() ? nullptr : &found->second;
}

std::string formatInfotext(const Infotext& infotext) {
    std::string text = infotext.prompt;
    if (!infotext.negativePrompt.empty())
        text.append("\n").append(kNegativePrompt).append(" ").append(infotext.negativePrompt);
    std::string line;
    for (const auto& [name, value] : infotext.settings)
        line.append(line.empty() ? "" : ", ").append(name).append(": ").append(quoted(value));
    text.append("\n").append(line);
    return toValidUtf8(trimmed(text));
}

Infotext parseInfotext(std::string_view text) {
    const std::string unified = withoutCarriageReturns(trimmed(text));
    const std::vector<std::string_view> lines = splitLines(unified);
    Infotext infotext;
    const std::size_t settingsLine = findSettings(lines, infotext.settings);
    bool inNegative = false;
    for (std::size_t i = 0; i < settingsLine; ++i) {
        std::string_view line = lines[i];
        const bool beginsNegative = !inNegative && line.starts_with(kNegativePrompt);
        if (beginsNegative) {
            inNegative = true;
            line.remove_prefix(kNegativePrompt.size());
            line.remove_prefix(line.starts_with(' ') ? 1 : 0);
        }
        std::string& part = inNegative ? infotext.negativePrompt : infotext.prompt;
        if (i > 0 && !beginsNegative)
            part += '\n';
        part += line;
    }
    return infotext;
}

} // namespace diptych

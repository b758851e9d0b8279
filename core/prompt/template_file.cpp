#include "core/prompt/template_file.h"

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/prompt/clean_text.h"
#include "core/prompt/yaml_mapping.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace diptych {

namespace {

constexpr std::string_view kMarker = "---";

/// A file cut into its parts; the texts are without carriage returns.
struct Parts {
    std::optional<std::string> head;
    int headLine = 1; ///< of its first line
    std::string body;
    int bodyLine = 1; ///< of its first line
    std::optional<TemplateProblem> problem;
};

std::string withLineFeeds(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        while (c == '\n' && result.ends_with('\r'))
            result.pop_back();
        result += c;
    }
    return result;
}

bool isMarker(std::string_view line) {
    return line.starts_with(kMarker) &&
           line.find_first_not_of(" \t", kMarker.size()) == std::string_view::npos;
}

std::string_view lineAt(std::string_view text, std::size_t begin) {
    return text.substr(begin, text.find('\n', begin) - begin);
}

int countLines(std::string_view text) {
    return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

// Where the text after the line at `begin` starts.
std::size_t nextLine(std::string_view text, std::size_t begin) {
    const std::size_t end = text.find('\n', begin);
    return end == std::string_view::npos ? text.size() : end + 1;
}

Parts splitFile(const std::string& text, const std::filesystem::path& file) {
    Parts parts;
    std::size_t begin = 0;
    while (begin < text.size() && trimBlanks(lineAt(text, begin)).empty())
        begin = nextLine(text, begin);
    const std::string_view view = text;
    if (begin < text.size() && isMarker(lineAt(text, begin))) {
        const std::size_t head = nextLine(text, begin);
        for (std::size_t line = head; line < text.size(); line = nextLine(text, line)) {
            if (!isMarker(lineAt(text, line)))
                continue;
            const std::size_t body = nextLine(text, line);
            parts.head = text.substr(head, line - head);
            parts.headLine = 1 + countLines(view.substr(0, head));
            parts.body = text.substr(body);
            parts.bodyLine = 1 + countLines(view.substr(0, body));
            return parts;
        }
        parts.problem = TemplateProblem{file, 1 + countLines(view.substr(0, begin)),
                                        "the head that begins here has no end",
                                        "put a line --- behind its keys"};
    }
    parts.body = text;
    return parts;
}

std::string oneLine(std::string_view text) {
    std::string result = cleanWhitespace(text);
    std::replace(result.begin(), result.end(), '\n', ' ');
    return cleanWhitespace(result);
}

std::string_view kindName(YamlNode::Kind kind) {
    switch (kind) {
    case YamlNode::Kind::List:
        return "a list";
    case YamlNode::Kind::Mapping:
        return "a mapping";
    case YamlNode::Kind::Null:
    case YamlNode::Kind::Scalar:
        break;
    }
    return "text";
}

/// Fills a template from its head's keys.
class HeadReader {
  public:
    HeadReader(TemplateReading& reading, const std::filesystem::path& file, int headLine)
        : reading_(reading), value_(*reading.value), file_(file), headLine_(headLine) {}

    void read(const YamlNode& head) {
        if (head.kind == YamlNode::Kind::Null)
            return;
        if (head.kind != YamlNode::Kind::Mapping) {
            report(head, fmt::format("the head is {}, not a list of keys", kindName(head.kind)),
                   "write each as 'key: value'");
            return;
        }
        for (std::size_t i = 0; i < head.items.size(); ++i)
            readEntry(head.keys[i], head.items[i]);
    }

  private:
    void report(const YamlNode& node, std::string message, std::string hint = {}) {
        reading_.problems.push_back({file_, lineOf(node), toValidUtf8(message), toValidUtf8(hint)});
    }

    int lineOf(const YamlNode& node) const { return headLine_ + std::max(node.line, 1) - 1; }

    void readEntry(const YamlNode& key, const YamlNode& node) {
        if (key.kind != YamlNode::Kind::Scalar) {
            report(key, fmt::format("a key is {}, not a word", kindName(key.kind)),
                   "write each as 'key: value'");
            return;
        }
        if (std::find(seen_.begin(), seen_.end(), key.text) != seen_.end()) {
            report(key, fmt::format("the key '{}' stands there twice", key.text),
                   "the first one counts");
            return;
        }
        seen_.push_back(key.text);
        if (!readText(key, node) && !readOther(key, node))
            value_.extras.push_back({key.text, jsonOf(node)});
    }

    // Keys whose value is a text. False when `key` is none of them.
    bool readText(const YamlNode& key, const YamlNode& node) {
        struct TextKey {
            std::string_view key;
            std::string PromptTemplate::*member;
            int TemplateLines::*line;
            bool isOneLine;
        };
        constexpr TextKey kKeys[] = {
            {"name", &PromptTemplate::name, &TemplateLines::name, true},
            {"title", &PromptTemplate::title, &TemplateLines::title, true},
            {"category", &PromptTemplate::category, &TemplateLines::category, true},
            {"description", &PromptTemplate::description, &TemplateLines::description, true},
            {"model", &PromptTemplate::model, nullptr, true},
            {"thinking_content", &PromptTemplate::thinking, &TemplateLines::thinking, false},
            {"assistant_content", &PromptTemplate::assistant, &TemplateLines::assistant, false},
        };
        const auto* const found =
            std::find_if(std::begin(kKeys), std::end(kKeys),
                         [&](const TextKey& candidate) { return candidate.key == key.text; });
        if (found == std::end(kKeys))
            return false;
        if (found->line)
            value_.source.lines.*found->line = lineOf(key);
        if (node.kind == YamlNode::Kind::Scalar)
            value_.*found->member =
                found->isOneLine ? oneLine(node.text) : std::string(trimBlanks(node.text));
        else if (node.kind != YamlNode::Kind::Null)
            report(key, fmt::format("{} needs a text, not {}", key.text, kindName(node.kind)),
                   "put a value with special characters in quotes");
        return true;
    }

    bool readOther(const YamlNode& key, const YamlNode& node) {
        if (key.text == "tags") {
            readTags(key, node);
            return true;
        }
        if (key.text != "add_think_block")
            return false;
        value_.addThinkBlock = booleanOf(node);
        if (!value_.addThinkBlock && node.kind != YamlNode::Kind::Null)
            report(key, "add_think_block needs true or false");
        return true;
    }

    void readTags(const YamlNode& key, const YamlNode& node) {
        const auto add = [this](std::string_view text) {
            std::string tag = oneLine(text);
            if (!tag.empty() &&
                std::find(value_.tags.begin(), value_.tags.end(), tag) == value_.tags.end())
                value_.tags.push_back(std::move(tag));
        };
        if (node.kind == YamlNode::Kind::Scalar) {
            // "a, b" instead of [a, b].
            std::string_view rest = node.text;
            while (!rest.empty()) {
                const std::size_t comma = std::min(rest.find(','), rest.size());
                add(rest.substr(0, comma));
                rest.remove_prefix(std::min(comma + 1, rest.size()));
            }
            return;
        }
        const bool isMapping = node.kind == YamlNode::Kind::Mapping;
        bool isWrong = isMapping;
        for (std::size_t i = 0; i < node.items.size() && !isMapping; ++i) {
            const YamlNode& item = node.items[i];
            if (item.kind == YamlNode::Kind::Scalar)
                add(item.text);
            else
                isWrong = isWrong || item.kind != YamlNode::Kind::Null;
        }
        if (isWrong)
            report(key, "tags needs a list of words", "for example: tags: [portrait, film]");
    }

    TemplateReading& reading_;
    PromptTemplate& value_;
    const std::filesystem::path& file_;
    int headLine_;
    std::vector<std::string> seen_;
};

std::optional<TemplateProblem> refuseBytes(std::string_view bytes,
                                           const std::filesystem::path& file) {
    if (bytes.size() > kLargestTemplateFile)
        return TemplateProblem{file, 0,
                               fmt::format("larger than {}, which no template is: {}",
                                           formatBytes(kLargestTemplateFile),
                                           formatBytes(bytes.size())),
                               "check that this is the right file"};
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
        return TemplateProblem{file, 0, "the text is UTF-16", "save it as UTF-8"};
    if (bytes.find('\0') != std::string_view::npos)
        return TemplateProblem{file, 0, "not a text file", "a template is Markdown in UTF-8"};
    return std::nullopt;
}

// Damaged bytes are told once, at the first of them.
void reportDamage(std::string_view bytes, const std::filesystem::path& file,
                  TemplateReading& reading) {
    int line = 1;
    for (std::size_t i = 0; i < bytes.size();) {
        const Utf8Unit unit = nextUtf8Unit(bytes.substr(i));
        if (!unit.valid) {
            reading.problems.push_back(
                {file, line, "bytes that are not UTF-8", "save the file as UTF-8"});
            return;
        }
        line += bytes[i] == '\n' ? 1 : 0;
        i += unit.length;
    }
}

// The leading line feeds that trimming removes are counted, so that the body's line is right.
void setBody(PromptTemplate& value, const Parts& parts) {
    const std::string_view trimmed = trimBlanks(parts.body);
    const std::string_view whole = parts.body;
    const auto offset =
        trimmed.empty() ? std::size_t{0} : static_cast<std::size_t>(trimmed.data() - whole.data());
    value.body = std::string(trimmed);
    value.source.lines.body = parts.bodyLine + countLines(whole.substr(0, offset));
}

// A block "|-" gives its lines back as they stand; texts for which that is not so are quoted.
bool canBeBlock(std::string_view value) {
    const auto isOdd = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n') || byte == 0x7F || byte >= 0x80;
    };
    if (value.find('\n') == std::string_view::npos || value.front() == ' ' ||
        value.front() == '\n' || value.back() == '\n' ||
        std::any_of(value.begin(), value.end(), isOdd))
        return false;
    for (std::size_t line = 0; line < value.size(); line = nextLine(value, line)) {
        const std::string_view text = lineAt(value, line);
        if (!text.empty() && text.find_first_not_of(' ') == std::string_view::npos)
            return false;
    }
    return true;
}

void writeText(std::string& out, std::string_view key, const std::string& value) {
    if (value.empty())
        return;
    if (!canBeBlock(value)) {
        out += fmt::format("{}: {}\n", key, yamlScalar(value));
        return;
    }
    out += fmt::format("{}: |-\n", key);
    const std::string_view text = value;
    for (std::size_t line = 0; line < text.size(); line = nextLine(text, line)) {
        const std::string_view content = lineAt(text, line);
        out += content.empty() ? "\n" : fmt::format("  {}\n", content);
    }
}

} // namespace

TemplateReading parseTemplate(std::string_view bytes, const std::filesystem::path& file) {
    TemplateReading reading;
    if (auto refusal = refuseBytes(bytes, file)) {
        reading.problems.push_back(std::move(*refusal));
        return reading;
    }
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (bytes.starts_with(kByteOrderMark))
        bytes.remove_prefix(kByteOrderMark.size());
    reportDamage(bytes, file, reading);
    const Parts parts = splitFile(withLineFeeds(toValidUtf8(bytes)), file);
    if (parts.problem)
        reading.problems.push_back(*parts.problem);
    PromptTemplate& value = reading.value.emplace();
    value.source.file = file;
    if (parts.head) {
        const YamlReading yaml = readYaml(*parts.head);
        if (yaml.problem)
            reading.problems.push_back({file, parts.headLine + yaml.problem->line - 1,
                                        toValidUtf8(yaml.problem->message), yaml.problem->hint});
        else
            HeadReader(reading, file, parts.headLine).read(yaml.root);
    }
    setBody(value, parts);
    if (value.name.empty())
        value.name = oneLine(fileStem(value));
    value = normalized(std::move(value));
    return reading;
}

TemplateReading readTemplateFile(const std::filesystem::path& file) {
    TemplateReading reading;
    const auto refuse = [&](std::string message, std::string hint) {
        reading.problems.push_back({file, 0, std::move(message), std::move(hint)});
        return reading;
    };
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(file, error);
    if (status.type() == std::filesystem::file_type::not_found)
        return refuse("there is no such file", "check the path");
    if (error)
        return refuse("cannot be read: " + error.message(), "check links and permissions");
    // Before it is opened: a pipe would wait for ever.
    if (!std::filesystem::is_regular_file(status))
        return refuse("not a file", "a template is a Markdown file");
    const std::uint64_t size = std::filesystem::file_size(file, error);
    if (!error && size > kLargestTemplateFile)
        return refuse(fmt::format("larger than {}, which no template is: {}",
                                  formatBytes(kLargestTemplateFile), formatBytes(size)),
                      "check that this is the right file");
    const Result<std::string> bytes = readFile(file, kLargestTemplateFile);
    if (!bytes)
        return refuse(bytes.error().message, bytes.error().hint);
    return parseTemplate(*bytes, file);
}

PromptTemplate normalized(PromptTemplate value) {
    for (std::string* text :
         {&value.name, &value.title, &value.category, &value.description, &value.model})
        *text = oneLine(toValidUtf8(*text));
    for (std::string* text : {&value.thinking, &value.assistant, &value.body}) {
        std::erase(*text, '\0');
        *text = std::string(trimBlanks(withLineFeeds(toValidUtf8(*text))));
    }
    for (std::string& tag : value.tags)
        tag = oneLine(toValidUtf8(tag));
    std::erase(value.tags, "");
    return value;
}

std::string writeTemplate(const PromptTemplate& wish) {
    const PromptTemplate value = normalized(wish);
    std::string out = "---\n";
    out += fmt::format("name: {}\n", yamlScalar(value.name));
    writeText(out, "title", value.title);
    writeText(out, "category", value.category);
    writeText(out, "description", value.description);
    if (!value.tags.empty()) {
        std::string tags;
        for (const std::string& tag : value.tags)
            tags += (tags.empty() ? "" : ", ") + yamlScalar(tag);
        out += fmt::format("tags: [{}]\n", tags);
    }
    writeText(out, "model", value.model);
    if (value.addThinkBlock)
        out += fmt::format("add_think_block: {}\n", *value.addThinkBlock);
    writeText(out, "thinking_content", value.thinking);
    writeText(out, "assistant_content", value.assistant);
    for (const ExtraKey& extra : value.extras)
        out += fmt::format("{}: {}\n", yamlScalar(extra.key), extra.json);
    out += "---\n";
    if (!value.body.empty())
        out += "\n" + value.body + "\n";
    return out;
}

} // namespace diptych

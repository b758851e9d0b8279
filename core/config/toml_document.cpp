#include "core/config/toml_document.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>
#include <tuple>
#include <utility>

namespace diptych::config {

namespace {

/// Parts of a dotted key. The parser limits nested values itself, but it takes keys of any number
/// of parts and then destroys the tables recursively.
constexpr int kMostKeyParts = 32;

tl::unexpected<Error> failAt(const std::string& path, std::size_t line, std::size_t column,
                             std::string_view what, std::string hint) {
    return fail(ErrorCode::ConfigInvalid, fmt::format("{}:{}:{}: {}", path, line, column, what),
                std::move(hint));
}

/// Finds keys with too many parts. Texts and comments are skipped; dots count up to the next
/// delimiter, and a number has one of them at most.
class KeyDepthScan {
  public:
    explicit KeyDepthScan(std::string_view text) : text_(text) {}

    /// Where the offending dot stands; npos when there is none.
    std::size_t run() {
        int dots = 0;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '"' || c == '\'') {
                skipText(c);
                continue;
            }
            if (c == '#')
                skipLine();
            else if (c == '.' && ++dots >= kMostKeyParts)
                return at_;
            if (std::string_view("=[]{},\n").find(c) != std::string_view::npos || c == '#')
                dots = 0;
            ++at_;
        }
        return std::string_view::npos;
    }

  private:
    void skipLine() { at_ = std::min(text_.find('\n', at_), text_.size()) - 1; }

    void skipText(char quote) {
        const std::string triple(3, quote);
        const bool isLong = text_.substr(at_).starts_with(triple);
        at_ += isLong ? 3 : 1;
        while (at_ < text_.size()) {
            if (quote == '"' && text_[at_] == '\\') {
                at_ += 2;
                continue;
            }
            if (isLong ? text_.substr(at_).starts_with(triple)
                       : text_[at_] == quote || text_[at_] == '\n')
                break;
            ++at_;
        }
        at_ += isLong ? 3 : 1;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

Status checkKeys(std::string_view text, const std::string& path) {
    const std::size_t at = KeyDepthScan(text).run();
    if (at == std::string_view::npos)
        return Done{};
    const std::string_view before = text.substr(0, at);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    return failAt(path, static_cast<std::size_t>(line), at - (before.rfind('\n') + 1) + 1,
                  "a key has too many parts", "a setting's name has two, as in generation.width");
}

std::string dateText(const toml::node& node) {
    std::ostringstream text;
    if (node.is_date())
        text << node.as_date()->get();
    else if (node.is_time())
        text << node.as_time()->get();
    else if (node.is_date_time())
        text << node.as_date_time()->get();
    return text.str();
}

Value plainValue(const toml::node& node) {
    if (node.is_string())
        return toValidUtf8(node.as_string()->get());
    if (node.is_integer())
        return node.as_integer()->get();
    if (node.is_floating_point())
        return node.as_floating_point()->get();
    if (node.is_boolean())
        return node.as_boolean()->get();
    return dateText(node);
}

TomlNode convert(const toml::node& source, std::string key, const toml::source_position& position) {
    TomlNode node;
    node.key = std::move(key);
    node.line = static_cast<int>(position.line);
    node.column = static_cast<int>(position.column);
    if (const toml::table* table = source.as_table()) {
        node.kind = TomlNode::Kind::Table;
        for (const auto& [name, child] : *table)
            node.children.push_back(convert(child, toValidUtf8(name.str()), name.source().begin));
        // The parser sorts them by name.
        std::stable_sort(node.children.begin(), node.children.end(),
                         [](const TomlNode& a, const TomlNode& b) {
                             return std::tie(a.line, a.column) < std::tie(b.line, b.column);
                         });
    } else if (const toml::array* list = source.as_array()) {
        node.kind = TomlNode::Kind::List;
        for (const toml::node& child : *list)
            node.children.push_back(convert(child, "", child.source().begin));
    } else {
        node.kind = TomlNode::Kind::Plain;
        node.plain = plainValue(source);
    }
    return node;
}

// "Error while parsing string: …": the position says where, and that it is an error is said too.
std::string shortDescription(std::string_view description) {
    constexpr std::string_view kPrefix = "Error while parsing ";
    if (description.starts_with(kPrefix))
        description.remove_prefix(kPrefix.size());
    return toValidUtf8(description);
}

} // namespace

Result<TomlNode> parseToml(std::string_view text, const std::string& path) {
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        return failAt(path, 1, 1, "the file is UTF-16", "save it as UTF-8");
    DIPTYCH_TRY_DONE(checkKeys(text, path));
    try {
        return convert(toml::parse(text), "", {1, 1});
    } catch (const toml::parse_error& error) {
        return failAt(path, error.source().begin.line, error.source().begin.column,
                      shortDescription(error.description()),
                      "correct the file there; nothing of it was used");
    }
}

Value valueOf(const TomlNode& node) {
    if (node.kind == TomlNode::Kind::Plain)
        return node.plain;
    Value value = node.kind == TomlNode::Kind::Table ? Value::object() : Value::array();
    for (const TomlNode& child : node.children) {
        if (node.kind == TomlNode::Kind::Table)
            value[child.key] = valueOf(child);
        else
            value.push_back(valueOf(child));
    }
    return value;
}

} // namespace diptych::config

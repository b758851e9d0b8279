#include "core/prompt/yaml_mapping.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <exception>
#include <sstream>

namespace diptych {

namespace {

/// Ends the parser, whose interface knows exceptions only. Never leaves this file.
struct Refusal : std::exception {
    YamlProblem problem;
};

[[noreturn]] void refuse(const YAML::Mark& mark, std::string message, std::string hint) {
    Refusal refusal;
    refusal.problem = {mark.line + 1, std::move(message), std::move(hint)};
    throw refusal; // NOLINT(misc-throw-by-value-catch-by-reference): by value it is
}

/// Builds the tree from the parser's events; nothing is ever expanded.
class TreeBuilder : public YAML::EventHandler {
  public:
    YamlNode take() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        refuseAnchor(mark, anchor);
        YamlNode node;
        node.line = mark.line + 1;
        add(std::move(node));
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuseReference(mark); }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        refuseAnchor(mark, anchor);
        YamlNode node;
        node.kind = YamlNode::Kind::Scalar;
        node.line = mark.line + 1;
        node.text = value;
        node.isPlain = tag == "?";
        add(std::move(node));
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(mark, anchor, YamlNode::Kind::List);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(mark, anchor, YamlNode::Kind::Mapping);
    }
    void OnMapEnd() override { close(); }

  private:
    struct Open {
        YamlNode node;
        bool hasKey = false; ///< of a mapping: its last key waits for a value
    };

    [[noreturn]] static void refuseReference(const YAML::Mark& mark) {
        refuse(mark, "anchors (&) and aliases (*) are not read",
               "write the value out, or put it in quotes if it is text");
    }
    static void refuseAnchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (anchor != 0)
            refuseReference(mark);
    }

    void open(const YAML::Mark& mark, YAML::anchor_t anchor, YamlNode::Kind kind) {
        refuseAnchor(mark, anchor);
        if (static_cast<int>(open_.size()) >= kDeepestYaml)
            refuse(mark,
                   fmt::format("lists and mappings are nested more than {} deep", kDeepestYaml),
                   "a template's head is a plain list of keys");
        YamlNode node;
        node.kind = kind;
        node.line = mark.line + 1;
        open_.push_back({std::move(node), false});
    }

    void close() {
        YamlNode node = std::move(open_.back().node);
        open_.pop_back();
        add(std::move(node));
    }

    void add(YamlNode node) {
        if (open_.empty()) {
            root_ = std::move(node);
            return;
        }
        Open& parent = open_.back();
        const bool isMapping = parent.node.kind == YamlNode::Kind::Mapping;
        const bool isKey = isMapping && !parent.hasKey;
        (isKey ? parent.node.keys : parent.node.items).push_back(std::move(node));
        parent.hasKey = isKey;
    }

    YamlNode root_;
    std::vector<Open> open_;
};

/// Takes a document that must not be there.
class NothingExpected : public TreeBuilder {
  public:
    void OnDocumentStart(const YAML::Mark& mark) override {
        refuse(mark, "a second YAML document begins here",
               "a template's head is one list of keys between two lines ---");
    }
};

std::optional<std::int64_t> wholeNumber(std::string_view text) {
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    const bool isCanonical =
        !digits.empty() && digits.size() <= 18 && (digits.size() == 1 || digits.front() != '0') &&
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
        text != "-0";
    return isCanonical ? std::optional<std::int64_t>(std::stoll(std::string(text))) : std::nullopt;
}

nlohmann::ordered_json toJson(const YamlNode& node) {
    switch (node.kind) {
    case YamlNode::Kind::Null:
        break;
    case YamlNode::Kind::Scalar:
        // Only the spellings that come back the same way: the others stay text.
        if (node.isPlain && (node.text == "true" || node.text == "false"))
            return node.text == "true";
        if (const auto number = node.isPlain ? wholeNumber(node.text) : std::nullopt)
            return *number;
        return node.text;
    case YamlNode::Kind::List: {
        nlohmann::ordered_json list = nlohmann::ordered_json::array();
        for (const YamlNode& item : node.items)
            list.push_back(toJson(item));
        return list;
    }
    case YamlNode::Kind::Mapping: {
        nlohmann::ordered_json object = nlohmann::ordered_json::object();
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            const YamlNode& key = node.keys[i];
            object[key.kind == YamlNode::Kind::Scalar ? key.text : jsonOf(key)] =
                toJson(node.items[i]);
        }
        return object;
    }
    }
    return nullptr;
}

std::string lowered(std::string text) {
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

// Plain only where no reader of YAML sees anything but text.
bool canBePlain(std::string_view value) {
    constexpr std::array<std::string_view, 9> kWords = {"true", "false", "yes", "no", "on",
                                                        "off",  "null",  "y",   "n"};
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto isHarmless = [&](char c) {
        return isLetter(c) || (c >= '0' && c <= '9') ||
               std::string_view(" _.()/+;-").find(c) != std::string_view::npos;
    };
    return !value.empty() && isLetter(value.front()) && value.back() != ' ' &&
           std::all_of(value.begin(), value.end(), isHarmless) &&
           std::find(kWords.begin(), kWords.end(), lowered(std::string(value))) == kWords.end();
}

} // namespace

YamlReading readYaml(std::string_view text) {
    YamlReading reading;
    if (text.size() > kLargestYaml) {
        reading.problem = {1, fmt::format("the head is larger than {} KiB", kLargestYaml >> 10),
                           "a template's head is a short list of keys"};
        return reading;
    }
    // The parser takes the end of the last line for the end of an open quotation.
    while (text.ends_with('\n'))
        text.remove_suffix(1);
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        TreeBuilder builder;
        parser.HandleNextDocument(builder);
        NothingExpected rest;
        parser.HandleNextDocument(rest);
        reading.root = builder.take();
    } catch (const Refusal& refusal) {
        reading.problem = refusal.problem;
    } catch (const YAML::Exception& error) {
        reading.problem = {std::max(error.mark.line, 0) + 1, "not valid YAML: " + error.msg,
                           "put a value with special characters in quotes"};
    } catch (const std::exception& error) {
        reading.problem = {1, std::string("not valid YAML: ") + error.what(), ""};
    }
    return reading;
}

std::optional<bool> booleanOf(const YamlNode& node) {
    if (node.kind != YamlNode::Kind::Scalar || !node.isPlain)
        return std::nullopt;
    const std::string word = lowered(node.text);
    if (word == "true" || word == "yes" || word == "on")
        return true;
    if (word == "false" || word == "no" || word == "off")
        return false;
    return std::nullopt;
}

std::string jsonOf(const YamlNode& node) {
    return toJson(node).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string yamlScalar(std::string_view value) {
    if (canBePlain(value))
        return std::string(value);
    return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace diptych

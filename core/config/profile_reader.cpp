#include "core/config/profile_reader.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace diptych::config {

namespace {

Problem problemAt(const ProfileReader& reader, const TomlNode& node, std::string key,
                  ProblemKind kind) {
    Problem problem;
    problem.kind = kind;
    problem.file = reader.source.file;
    problem.line = node.line;
    problem.column = node.column;
    problem.key = std::move(key);
    return problem;
}

void addProblem(const ProfileReader& reader, Problem problem, std::string message,
                std::string hint = {}) {
    problem.message = std::move(message);
    problem.hint = std::move(hint);
    reader.profile.problems.push_back(std::move(problem));
}

// "[default.generation]"
std::string tableName(const ProfileReader& reader, std::string_view key) {
    const std::string_view section = sectionOf(key);
    const bool both = !reader.heading.empty() && !section.empty();
    return fmt::format("[{}{}{}]", reader.heading, both ? "." : "", section);
}

void reportUnknownTable(const ProfileReader& reader, const TomlNode& node, const std::string& key) {
    const std::string prefix = reader.heading.empty() ? "" : reader.heading + ".";
    std::vector<std::string> similar = nearestNames(key, reader.schema.sections(), 2);
    for (std::string& name : similar)
        name = fmt::format("[{}{}]", prefix, name);
    addProblem(reader, problemAt(reader, node, key, ProblemKind::UnknownKey),
               fmt::format("unknown table [{}{}]", prefix, key),
               similar.empty() ? "" : fmt::format("did you mean {}?", fmt::join(similar, " or ")));
}

void reportUnknownKey(const ProfileReader& reader, const TomlNode& node, const std::string& key) {
    // A file with more faults than this is no configuration; searching for similar names takes
    // time.
    constexpr std::size_t kMostSuggestions = 100;
    std::vector<std::string> similar;
    if (reader.profile.problems.size() < kMostSuggestions)
        similar = reader.schema.similarKeys(key);
    for (std::string& name : similar) {
        const bool isNeighbour = sectionOf(name) == sectionOf(key);
        name = fmt::format("'{}'", isNeighbour ? std::string(lastPart(name)) : name);
    }
    addProblem(reader, problemAt(reader, node, key, ProblemKind::UnknownKey),
               fmt::format("unknown key '{}' in {}", lastPart(key), tableName(reader, key)),
               similar.empty() ? "" : fmt::format("did you mean {}?", fmt::join(similar, " or ")));
}

void reportUnknownElementKeys(const ProfileReader& reader, const TomlNode& node, const Field& field,
                              const std::string& key) {
    for (const TomlNode& element : node.children)
        for (const TomlNode& child : element.children) {
            const auto& known = field.elementKeys;
            if (child.key.empty() ||
                std::find(known.begin(), known.end(), child.key) != known.end())
                continue;
            addProblem(reader,
                       problemAt(reader, child, key + "." + child.key, ProblemKind::UnknownKey),
                       fmt::format("unknown key '{}' in an entry of {}", child.key, key),
                       fmt::format("an entry has {}", fmt::join(known, ", ")));
        }
}

bool isHarmless(const InertKey& key, const Value& value) {
    return std::any_of(key.harmless.begin(), key.harmless.end(), [&](const Value& harmless) {
        return harmless == value; // 1 and 1.0 are equal
    });
}

void readInert(const ProfileReader& reader, const TomlNode& node, const InertKey& key) {
    InertSetting setting{&key, valueOf(node), reader.source};
    setting.source.line = node.line;
    setting.source.column = node.column;
    if (!isHarmless(key, setting.value))
        addProblem(reader, problemAt(reader, node, key.name, ProblemKind::NoEffect),
                   fmt::format("{} has no effect", key.name), key.reason);
    reader.profile.inert.push_back(std::move(setting));
}

// A setting may be there under two names: its own counts, then the first alias. `rank` is 0 for the
// own name.
void addSetting(const ProfileReader& reader, Setting setting, const std::string& key,
                const TomlNode& node) {
    std::vector<Setting>& settings = reader.profile.settings;
    const auto same = std::find_if(settings.begin(), settings.end(), [&](const Setting& other) {
        return other.field == setting.field;
    });
    if (same == settings.end()) {
        settings.push_back(std::move(setting));
        return;
    }
    const auto rank = [&](const std::string& name) {
        const auto& aliases = setting.field->aliases;
        const auto found = std::find_if(aliases.begin(), aliases.end(),
                                        [&](const Alias& alias) { return alias.name == name; });
        return name == setting.field->name ? 0 : 1 + (found - aliases.begin());
    };
    const bool wins = rank(key) < rank(same->source.name);
    if (same->value != setting.value)
        addProblem(reader, problemAt(reader, node, key, ProblemKind::Replaced),
                   fmt::format("{} is not used", wins ? same->source.name : key),
                   fmt::format("{} says {}", wins ? key : same->source.name,
                               shortToml(wins ? setting.value : same->value)));
    if (wins)
        *same = std::move(setting);
}

void readSetting(const ProfileReader& reader, const TomlNode& node, const Field& field,
                 const Alias* alias, const std::string& key) {
    Value written = valueOf(node);
    std::string notice;
    if (alias && alias->convert)
        written = alias->convert(written, notice);
    if (written.is_discarded())
        return;
    if (!notice.empty())
        addProblem(reader, problemAt(reader, node, key, ProblemKind::Replaced),
                   fmt::format("{}: {}", key, notice));
    if (!field.elementKeys.empty())
        reportUnknownElementKeys(reader, node, field, key);
    Result<Value> value = field.read(written, reader.place);
    if (value && field.check && !value->is_null())
        if (Status checked = field.check(*value); !checked)
            value = fail(std::move(checked.error()));
    if (!value) {
        const Error& error = value.error();
        const std::string separator = error.message.starts_with("needs ") ? " " : ": ";
        addProblem(reader, problemAt(reader, node, key, ProblemKind::WrongValue),
                   key + separator + error.message, error.hint);
        return;
    }
    Setting setting{&field, std::move(*value), reader.source};
    setting.source.name = key;
    setting.source.line = node.line;
    setting.source.column = node.column;
    addSetting(reader, std::move(setting), key, node);
}

void readNode(const ProfileReader& reader, const TomlNode& node, const std::string& key) {
    const Alias* alias = nullptr;
    const bool isTable = node.kind == TomlNode::Kind::Table;
    if (const Field* field = reader.schema.findKey(key, &alias))
        readSetting(reader, node, *field, alias, key);
    else if (const InertKey* inert = reader.schema.findInert(key))
        readInert(reader, node, *inert);
    else if (isTable && reader.schema.isSection(key))
        readProfile(reader, node, key + ".");
    else if (isTable)
        reportUnknownTable(reader, node, key);
    else
        reportUnknownKey(reader, node, key);
}

// What the two ways of listing adapters say about each other.
void checkAdapters(const ProfileReader& reader, std::size_t firstSetting) {
    const Setting* paths = nullptr;
    const Setting* scales = nullptr;
    const Setting* entries = nullptr;
    const std::vector<Setting>& settings = reader.profile.settings;
    for (std::size_t i = firstSetting; i < settings.size(); ++i) {
        const std::string& name = settings[i].field->name;
        if (name == "lora.paths")
            paths = &settings[i];
        else if (name == "lora.scales")
            scales = &settings[i];
        else if (name == "lora.entries")
            entries = &settings[i];
    }
    const auto report = [&](const Setting& at, ProblemKind kind, std::string message) {
        TomlNode node;
        node.line = at.source.line;
        node.column = at.source.column;
        addProblem(reader, problemAt(reader, node, at.field->name, kind), std::move(message));
    };
    if (paths && entries && !paths->value.empty())
        report(*paths, ProblemKind::Replaced, "lora.paths is not used: lora.entries is there too");
    else if (paths && scales && paths->value.size() != scales->value.size())
        report(*scales, ProblemKind::WrongValue,
               fmt::format("lora.scales has {} numbers for the {} files of lora.paths: a file "
                           "without a number has strength 1",
                           scales->value.size(), paths->value.size()));
}

} // namespace

void readProfile(const ProfileReader& reader, const TomlNode& table, const std::string& prefix) {
    const std::size_t firstSetting = reader.profile.settings.size();
    for (const TomlNode& child : table.children)
        readNode(reader, child, prefix + child.key);
    if (prefix == "lora.")
        checkAdapters(reader, firstSetting);
}

} // namespace diptych::config

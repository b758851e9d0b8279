#include "core/config/schema.h"

#include "core/base/text.h"
#include "core/config/schema_tables.h"

#include <algorithm>
#include <utility>

namespace diptych::config {

Schema::Schema(SamplingNames names) : inertKeys_(inertKeyTable()) {
    std::vector<std::vector<Field>> sections;
    sections.push_back(modelFields());
    sections.push_back(deviceFields());
    sections.push_back(residencyFields());
    sections.push_back(remoteFields());
    sections.push_back(promptFields());
    sections.push_back(generationFields());
    sections.push_back(guidanceFields());
    sections.push_back(schedulerFields(names));
    sections.push_back(passFields());
    sections.push_back(tileFields());
    sections.push_back(loraFields());
    sections.push_back(rewriterFields());
    for (std::vector<Field>& section : sections)
        for (Field& field : section)
            fields_.push_back(std::move(field));
}

const Field* Schema::find(std::string_view name) const {
    const auto found = std::find_if(fields_.begin(), fields_.end(),
                                    [&](const Field& field) { return field.name == name; });
    return found == fields_.end() ? nullptr : &*found;
}

const Field* Schema::findKey(std::string_view key, const Alias** alias) const {
    for (const Field& field : fields_) {
        if (field.name == key)
            return &field;
        for (const Alias& candidate : field.aliases) {
            if (candidate.name != key)
                continue;
            if (alias)
                *alias = &candidate;
            return &field;
        }
    }
    return nullptr;
}

const InertKey* Schema::findInert(std::string_view key) const {
    const auto found = std::find_if(inertKeys_.begin(), inertKeys_.end(),
                                    [&](const InertKey& inert) { return inert.name == key; });
    return found == inertKeys_.end() ? nullptr : &*found;
}

std::vector<std::string> Schema::keys() const {
    std::vector<std::string> keys;
    for (const Field& field : fields_) {
        keys.push_back(field.name);
        for (const Alias& alias : field.aliases)
            keys.push_back(alias.name);
    }
    for (const InertKey& inert : inertKeys_)
        keys.push_back(inert.name);
    return keys;
}

std::vector<std::string> Schema::sections() const {
    std::vector<std::string> sections;
    for (const std::string& key : keys()) {
        const std::string section(sectionOf(key));
        if (!section.empty() &&
            std::find(sections.begin(), sections.end(), section) == sections.end())
            sections.push_back(section);
    }
    return sections;
}

bool Schema::isSection(std::string_view path) const {
    const std::vector<std::string> all = sections();
    return std::find(all.begin(), all.end(), path) != all.end();
}

std::vector<std::string> Schema::similarKeys(std::string_view key) const {
    const std::vector<std::string> all = keys();
    std::vector<std::string> similar;
    for (const std::string& candidate : all)
        if (candidate != key && lastPart(candidate) == lastPart(key) && find(candidate))
            similar.push_back(candidate);
    if (!similar.empty())
        return similar;
    // A slip within the right table is likelier than one across tables.
    std::vector<std::string> neighbours;
    for (const std::string& candidate : all)
        if (sectionOf(candidate) == sectionOf(key))
            neighbours.emplace_back(lastPart(candidate));
    for (const std::string& name : nearestNames(lastPart(key), neighbours, 2)) {
        const std::string_view section = sectionOf(key);
        similar.push_back(section.empty() ? name : std::string(section) + "." + name);
    }
    return similar.empty() ? nearestNames(key, all, 2) : similar;
}

} // namespace diptych::config

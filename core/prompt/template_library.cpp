#include "core/prompt/template_library.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

namespace diptych {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "z_image_";

bool matchesWithPrefix(std::string_view candidate, std::string_view wanted) {
    const auto isPrefixed = [](std::string_view longer, std::string_view shorter) {
        return longer.size() == kPrefix.size() + shorter.size() && longer.starts_with(kPrefix) &&
               longer.ends_with(shorter);
    };
    return isPrefixed(candidate, wanted) || isPrefixed(wanted, candidate);
}

// What could have been meant: names that hold the wanted one ("noir" in "film_noir"), then those
// that differ in few letters.
std::vector<std::string> suggestionsFor(const std::string& wanted,
                                        const std::vector<std::string>& names) {
    constexpr std::size_t kMost = 3;
    std::vector<std::string> suggestions;
    const auto add = [&](const std::string& name) {
        if (suggestions.size() < kMost &&
            std::find(suggestions.begin(), suggestions.end(), name) == suggestions.end())
            suggestions.push_back(name);
    };
    for (const std::string& name : names)
        if (wanted.size() > 2 && name.find(wanted) != std::string::npos)
            add(name);
    for (const std::string& name : nearestNames(wanted, names))
        add(name);
    return suggestions;
}

// Everything that a template may be called.
std::vector<std::string> namesOf(std::span<const PromptTemplate> templates) {
    std::vector<std::string> names;
    for (const PromptTemplate& value : templates) {
        names.push_back(value.name);
        if (std::string stem = fileStem(value); stem != value.name)
            names.push_back(std::move(stem));
    }
    return names;
}

tl::unexpected<Error> failUnknown(std::string_view what, std::string_view name,
                                  std::span<const PromptTemplate> templates) {
    const std::string wanted = toValidUtf8(name);
    const std::vector<std::string> nearest = suggestionsFor(wanted, namesOf(templates));
    std::string hint = "'diptych-cli templates list' shows what there is";
    if (!nearest.empty())
        hint = fmt::format("did you mean {}?", fmt::join(nearest, " or "));
    else if (templates.empty())
        hint = fmt::format("there are no {}s: check --templates-dir", what);
    return fail(Error{ErrorCode::InvalidInput,
                      fmt::format("there is no {} '{}'", what, wanted),
                      std::move(hint),
                      "",
                      {wanted}});
}

using TemplatesByName = std::map<std::string, PromptTemplate, std::less<>>;

TemplatesByName byName(std::span<const PromptTemplate> first,
                       std::span<const PromptTemplate> second) {
    TemplatesByName result;
    for (const auto& list : {first, second})
        for (const PromptTemplate& value : list)
            result.emplace(value.name, value);
    return result;
}

TemplateChanges differenceOf(const TemplatesByName& before, const TemplatesByName& after) {
    TemplateChanges changes;
    for (const auto& [name, value] : after) {
        const auto old = before.find(name);
        if (old == before.end())
            changes.added.push_back(name);
        else if (old->second != value)
            changes.changed.push_back(name);
    }
    for (const auto& [name, value] : before)
        if (!after.contains(name))
            changes.removed.push_back(name);
    return changes;
}

// "style" for "style/neon/noir.md" in the folder.
std::string folderCategory(const fs::path& folder, const fs::path& file) {
    const fs::path relative = file.lexically_relative(folder);
    const bool isNested = std::distance(relative.begin(), relative.end()) > 1;
    return isNested ? toValidUtf8(relative.begin()->string()) : std::string();
}

} // namespace

const PromptTemplate* findTemplate(std::span<const PromptTemplate> templates,
                                   std::string_view wanted) {
    const auto firstOf = [&](auto&& matches) -> const PromptTemplate* {
        const PromptTemplate* found = nullptr;
        for (const PromptTemplate& value : templates)
            if (matches(value) && (!found || (found->source.origin == TemplateOrigin::BuiltIn &&
                                              value.source.origin == TemplateOrigin::User)))
                found = &value;
        return found;
    };
    if (const auto* found = firstOf([&](const auto& value) { return value.name == wanted; }))
        return found;
    if (const auto* found = firstOf([&](const auto& value) { return fileStem(value) == wanted; }))
        return found;
    return firstOf([&](const auto& value) {
        return matchesWithPrefix(value.name, wanted) || matchesWithPrefix(fileStem(value), wanted);
    });
}

TemplateLibrary TemplateLibrary::load(TemplateFolders folders) {
    TemplateLibrary library;
    library.folders_ = std::move(folders);
    std::error_code error;
    if (fs::equivalent(library.folders_.builtIn, library.folders_.user, error))
        library.folders_.builtIn.clear();
    library.reload();
    return library;
}

bool TemplateLibrary::readFolder(const fs::path& folder, TemplateOrigin origin,
                                 LoadedFolder& loaded) {
    LoadedFolder fresh;
    std::error_code error;
    const bool isAbsent = folder.empty() || (origin == TemplateOrigin::User &&
                                             !fs::exists(fs::symlink_status(folder, error)));
    TemplateFolderListing listing;
    if (!isAbsent)
        listing = listTemplateFolder(folder);
    bool isChanged =
        listing.problems != loaded.problems || listing.files.size() != loaded.files.size();
    fresh.problems = std::move(listing.problems);
    auto known = loaded.files.begin(); // both lists are sorted by path
    for (TemplateFileStamp& stamp : listing.files) {
        while (known != loaded.files.end() && known->stamp.path < stamp.path)
            ++known;
        if (known != loaded.files.end() && known->stamp == stamp) {
            fresh.files.push_back(std::move(*known++));
            continue;
        }
        isChanged = true;
        TemplateReading reading = readTemplateFile(stamp.path);
        if (reading.value) {
            reading.value->source.origin = origin;
            if (reading.value->category.empty())
                reading.value->category = folderCategory(folder, stamp.path);
        }
        fresh.files.push_back({std::move(stamp), std::move(reading)});
    }
    loaded = std::move(fresh);
    return isChanged;
}

void TemplateLibrary::rebuild() {
    templates_.clear();
    rewriters_.clear();
    problems_.clear();
    TemplatesByName chosen;
    for (const LoadedFolder* folder : {&builtIn_, &user_}) {
        problems_.insert(problems_.end(), folder->problems.begin(), folder->problems.end());
        std::map<std::string, fs::path> seen; // of this folder
        for (const LoadedFile& file : folder->files) {
            const TemplateReading& reading = file.reading;
            problems_.insert(problems_.end(), reading.problems.begin(), reading.problems.end());
            if (!reading.value)
                continue;
            const auto [first, isNew] = seen.emplace(reading.value->name, file.stamp.path);
            if (isNew)
                chosen.insert_or_assign(reading.value->name, *reading.value);
            else
                problems_.push_back(
                    {file.stamp.path, reading.value->source.lines.name,
                     fmt::format("the name '{}' is taken by {}", reading.value->name,
                                 toValidUtf8(first->second.string())),
                     "that file counts; give this one another name"});
        }
    }
    for (auto& [name, value] : chosen)
        (isRewriter(value) ? rewriters_ : templates_).push_back(std::move(value));
    search_ = TemplateSearch(templates_);
}

TemplateChanges TemplateLibrary::reload() {
    const bool builtInChanged = readFolder(folders_.builtIn, TemplateOrigin::BuiltIn, builtIn_);
    const bool userChanged = readFolder(folders_.user, TemplateOrigin::User, user_);
    if (!builtInChanged && !userChanged)
        return {};
    const TemplatesByName before = byName(templates_, rewriters_);
    const std::vector<TemplateProblem> problemsBefore = problems_;
    rebuild();
    TemplateChanges changes = differenceOf(before, byName(templates_, rewriters_));
    changes.problems = problemsBefore != problems_;
    return changes;
}

std::vector<std::string> TemplateLibrary::categories() const {
    std::set<std::string> names;
    for (const PromptTemplate& value : templates_)
        if (!value.category.empty())
            names.insert(value.category);
    return {names.begin(), names.end()};
}

Result<PromptTemplate> TemplateLibrary::find(std::string_view name) const {
    if (const PromptTemplate* found = findTemplate(templates_, name))
        return *found;
    if (findTemplate(rewriters_, name))
        return fail(
            Error{ErrorCode::InvalidInput,
                  fmt::format("'{}' is a template for the prompt rewriter, not for pictures",
                              toValidUtf8(name)),
                  "'diptych-cli templates list' shows those for pictures",
                  "",
                  {toValidUtf8(name)}});
    return failUnknown("template", name, templates_);
}

Result<PromptTemplate> TemplateLibrary::findRewriter(std::string_view name) const {
    if (const PromptTemplate* found = findTemplate(rewriters_, name))
        return *found;
    return failUnknown("rewriter", name, rewriters_);
}

const PromptTemplate* TemplateLibrary::findExactly(std::string_view name) const {
    for (const auto* list : {&templates_, &rewriters_})
        for (const PromptTemplate& value : *list)
            if (value.name == name)
                return &value;
    return nullptr;
}

} // namespace diptych

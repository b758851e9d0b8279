#include "core/prompt/template_store.h"

#include "core/base/text.h"
#include "core/prompt/template_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace diptych {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 80;     // characters
constexpr std::size_t kLongestFileName = 80; // bytes, without the ending

Error inputError(std::string message, std::string hint) {
    return Error{ErrorCode::InvalidInput, std::move(message), std::move(hint), "", {}};
}

Status checkValue(const TemplateLibrary& library, const PromptTemplate& value) {
    if (library.folders().user.empty())
        return fail(ErrorCode::Unsupported, "there is no folder for templates of your own",
                    "name one with --templates-dir or the setting prompt.templates_dir");
    if (value.name.empty())
        return fail(inputError("the template has no name", "give it one, e.g. soft_light"));
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (countCodePoints(value.name) > kLongestName ||
        std::any_of(value.name.begin(), value.name.end(), isControl))
        return fail(inputError(
            fmt::format("a template's name has at most {} characters, on one line", kLongestName),
            "put a longer text into the title or the description"));
    if (writeTemplate(value).size() > kLargestTemplateFile)
        return fail(inputError(
            fmt::format("the template would be larger than {}", formatBytes(kLargestTemplateFile)),
            "shorten its texts"));
    return Done{};
}

Status checkNameIsFree(const TemplateLibrary& library, const std::string& name) {
    const PromptTemplate* taken = library.findExactly(name);
    if (taken && taken->source.origin == TemplateOrigin::User)
        return fail(inputError(fmt::format("there is a template '{}' already", name),
                               "choose another name"));
    return Done{};
}

Result<PromptTemplate> known(const TemplateLibrary& library, std::string_view name) {
    if (const PromptTemplate* found = library.findExactly(name))
        return *found;
    return fail(inputError(fmt::format("there is no template '{}'", toValidUtf8(name)),
                           "it may have been removed or renamed meanwhile"));
}

// A file name that is not taken: "noir.md", "noir_2.md", …
fs::path freeFile(const TemplateLibrary& library, const std::string& name) {
    const std::string stem = templateFileName(name);
    fs::path file = library.folders().user / (stem + ".md");
    std::error_code error;
    for (int number = 2; fs::exists(fs::symlink_status(file, error)); ++number)
        file = library.folders().user / fmt::format("{}_{}.md", stem, number);
    return file;
}

Status removeFile(const fs::path& file) {
    std::error_code error;
    if (fs::remove(file, error) || !error)
        return Done{};
    return fail(ErrorCode::FileWrite,
                fmt::format("cannot remove {}: {}", toValidUtf8(file.string()), error.message()),
                "check the folder's permissions");
}

// The library up to date, and the template as it is now.
Result<PromptTemplate> readBack(TemplateLibrary& library, const std::string& name) {
    library.reload();
    return known(library, name);
}

} // namespace

std::string templateFileName(std::string_view name) {
    std::string result;
    for (std::size_t i = 0; i < name.size();) {
        const Utf8Unit unit = nextUtf8Unit(name.substr(i));
        const char c = name[i];
        const bool isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                            (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (result.size() + unit.length > kLongestFileName)
            break;
        if (isWord || (unit.valid && unit.length > 1))
            result += name.substr(i, unit.length);
        else
            result += '_';
        i += unit.length;
    }
    if (result.empty())
        return "template";
    // A file readme.md is taken for the folder's description.
    return foldForSearch(result) == "readme" ? result + "_" : result;
}

Result<PromptTemplate> createTemplate(TemplateLibrary& library, const PromptTemplate& wish) {
    const PromptTemplate value = normalized(wish);
    DIPTYCH_TRY_DONE(checkValue(library, value));
    DIPTYCH_TRY_DONE(checkNameIsFree(library, value.name));
    DIPTYCH_TRY_DONE(
        writeFileAtomically(freeFile(library, value.name), writeTemplate(value), Overwrite::No));
    return readBack(library, value.name);
}

Result<PromptTemplate> saveTemplate(TemplateLibrary& library, std::string_view name,
                                    const PromptTemplate& edited) {
    DIPTYCH_TRY(const PromptTemplate old, known(library, name));
    const PromptTemplate value = normalized(edited);
    if (old.source.origin == TemplateOrigin::BuiltIn)
        return createTemplate(library, value);
    DIPTYCH_TRY_DONE(checkValue(library, value));
    if (value.name == old.name || fileStem(old) != templateFileName(old.name)) {
        if (value.name != old.name)
            DIPTYCH_TRY_DONE(checkNameIsFree(library, value.name));
        DIPTYCH_TRY_DONE(
            writeFileAtomically(old.source.file, writeTemplate(value), Overwrite::Yes));
        return readBack(library, value.name);
    }
    DIPTYCH_TRY_DONE(checkNameIsFree(library, value.name));
    DIPTYCH_TRY_DONE(
        writeFileAtomically(freeFile(library, value.name), writeTemplate(value), Overwrite::No));
    DIPTYCH_TRY_DONE(removeFile(old.source.file));
    return readBack(library, value.name);
}

Result<PromptTemplate> duplicateTemplate(TemplateLibrary& library, std::string_view name,
                                         std::string_view newName) {
    DIPTYCH_TRY(PromptTemplate value, known(library, name));
    value.name = std::string(newName);
    return createTemplate(library, value);
}

Result<PromptTemplate> removeTemplate(TemplateLibrary& library, std::string_view name) {
    DIPTYCH_TRY(PromptTemplate value, known(library, name));
    if (value.source.origin == TemplateOrigin::BuiltIn)
        return fail(
            inputError(fmt::format("'{}' comes with the program and cannot be deleted", value.name),
                       "a template of your own with that name takes its place"));
    DIPTYCH_TRY_DONE(removeFile(value.source.file));
    library.reload();
    return value;
}

Result<PromptTemplate> importTemplate(TemplateLibrary& library, const std::filesystem::path& file,
                                      Overwrite overwrite) {
    const TemplateReading reading = readTemplateFile(file);
    if (!reading.value || !reading.problems.empty()) {
        const TemplateProblem problem =
            reading.problems.empty() ? TemplateProblem{} : reading.problems.front();
        return fail(ErrorCode::FileInvalid,
                    describe({problem.file, problem.line, problem.message, ""}),
                    problem.hint.empty() ? "mend the file first" : problem.hint);
    }
    const PromptTemplate& value = *reading.value;
    DIPTYCH_TRY_DONE(checkValue(library, value));
    DIPTYCH_TRY(const std::string bytes, readFile(file, kLargestTemplateFile));
    const PromptTemplate* taken = library.findExactly(value.name);
    const bool isReplaced = taken && taken->source.origin == TemplateOrigin::User;
    if (isReplaced && overwrite == Overwrite::No)
        DIPTYCH_TRY_DONE(checkNameIsFree(library, value.name));
    const fs::path target = isReplaced ? taken->source.file : freeFile(library, value.name);
    DIPTYCH_TRY_DONE(writeFileAtomically(target, bytes, overwrite));
    return readBack(library, value.name);
}

Status exportTemplate(const TemplateLibrary& library, std::string_view name,
                      const std::filesystem::path& file, Overwrite overwrite) {
    DIPTYCH_TRY(const PromptTemplate value, known(library, name));
    return writeFileAtomically(file, writeTemplate(value), overwrite);
}

} // namespace diptych

// Writing templates: always in the user's folder, whole files or nothing, and the library is up to
// date afterwards. What comes with the program is never changed; editing it makes a copy.
#pragma once

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/prompt/template_library.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace diptych {

/// The name of a file for a template: letters, digits, '-' and '_' stay, everything else becomes
/// '_'; never empty, never hidden, at most 80 bytes without the ending ".md".
std::string templateFileName(std::string_view name);

/// Writes a new template and returns it as it was read back. Errors: InvalidInput (no name, longer
/// than 80 characters, one of the user's has it; a text that would make the file too large),
/// Unsupported (no user folder), FileWrite.
Result<PromptTemplate> createTemplate(TemplateLibrary& library, const PromptTemplate& value);

/// Replaces the template `name` by `edited`. One of the user's is written where it lies, under a
/// new file name when it had its old name's and has a new one now; of a built-in one a copy is
/// made, which takes its place if it keeps the name. Errors: as createTemplate; InvalidInput
/// (unknown).
Result<PromptTemplate> saveTemplate(TemplateLibrary& library, std::string_view name,
                                    const PromptTemplate& edited);

/// A copy under another name. Errors: as createTemplate; InvalidInput (unknown).
Result<PromptTemplate> duplicateTemplate(TemplateLibrary& library, std::string_view name,
                                         std::string_view newName);

/// Deletes the file of one of the user's templates and returns what it was, so that it can be made
/// again. Errors: InvalidInput (unknown, built-in), FileWrite.
Result<PromptTemplate> removeTemplate(TemplateLibrary& library, std::string_view name);

/// Copies a file into the user's folder, byte for byte. Errors: FileInvalid (no template in it; its
/// first problem), InvalidInput (the name is taken and `overwrite` is No), FileWrite.
Result<PromptTemplate> importTemplate(TemplateLibrary& library, const std::filesystem::path& file,
                                      Overwrite overwrite);

/// Writes a template to any place. Errors: InvalidInput (unknown), FileWrite.
Status exportTemplate(const TemplateLibrary& library, std::string_view name,
                      const std::filesystem::path& file, Overwrite overwrite);

} // namespace diptych

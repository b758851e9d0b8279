// A template's file: Markdown whose head is YAML between two lines ---, and whose body is the
// system prompt. Read tolerantly, with a list of what is wrong; written so that reading gives it
// back.
#pragma once

#include "core/base/result.h"
#include "core/prompt/prompt_template.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

inline constexpr std::uint64_t kLargestTemplateFile = std::uint64_t{1} << 20; ///< bytes

struct TemplateReading {
    std::optional<PromptTemplate> value; ///< empty when the file is no text, or cannot be read
    std::vector<TemplateProblem> problems;
};

/// Reads what a file holds. A byte order mark, carriage returns and empty lines in front of the
/// head do no harm; a line --- ends the head only if nothing else stands on it. Without a head the
/// whole text is the body and the name that of the file; so it is where the head cannot be read,
/// with a problem. Keys without a value count as absent; unknown keys are kept.
TemplateReading parseTemplate(std::string_view bytes, const std::filesystem::path& file);

/// The same from the disk. Problems: no file, not a regular file, unreadable, larger than
/// kLargestTemplateFile, not text.
TemplateReading readTemplateFile(const std::filesystem::path& file);

/// The template as reading it gives it back: line feeds only, valid UTF-8, trimmed, names on one
/// line.
PromptTemplate normalized(PromptTemplate value);

/// What its file should hold: reading that gives `normalized(value)` back, but for its source.
std::string writeTemplate(const PromptTemplate& value);

} // namespace diptych

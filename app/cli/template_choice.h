// Which template a command works with, and what its conversation becomes: the explicit choice
// counts, then the template, then the default.
#pragma once

#include "app/cli/command.h"
#include "app/cli/prompt_options.h"
#include "core/prompt/template_library.h"

#include <string>

namespace diptych::cli {

/// The templates that come with the program and the user's own. Errors: FileNotFound
/// (--templates-dir names no folder); one that the configuration file names is told in a note.
Result<TemplateLibrary> loadTemplates(CommandContext& context);

/// Fills in `options.conversation` and `options.templateName` from flags, settings and the
/// template. A setting in a file counts as explicit where it is not the default and the template
/// was not chosen more closely: by a flag, or by the profile over the profile `default`. Errors:
/// Usage (a template for a raw prompt, variables without a template), InvalidInput (unknown
/// template, a variable that is left open or unknown).
Status settlePrompt(CommandContext& context, PromptOptions& options);

/// The same with this template instead of the one that is set; empty and "none" = without one.
Status settlePromptWith(CommandContext& context, PromptOptions& options, const std::string& name);

} // namespace diptych::cli

// What becomes of the form when a template is applied to it or taken off. Pure functions.
#pragma once

#include "core/prompt/apply_template.h"
#include "core/prompt/template_variables.h"
#include "widgets/model/request_form.h"

#include <QStringList>

#include <optional>

namespace diptych::widgets {

/// The form with the template's parts in it. Variables are resolved already. A part that the
/// template does not have stays as the user wrote it, unless it came from `former`, the template
/// that was applied before. A think block that the user has switched off stays off; its text is
/// kept for later. What was `chosen` elsewhere counts before the template.
RequestForm withTemplate(const RequestForm& form, const PromptTemplate& value,
                         const std::optional<PromptTemplate>& former, ExplicitParts chosen = {});

/// The form without the texts that came from `former` and are unchanged.
RequestForm withoutTemplate(const RequestForm& form, const std::optional<PromptTemplate>& former);

/// What applying it changes that the user might not expect, in whole sentences: texts of his own
/// that it replaces, a think block that stays off.
QStringList surprisesOf(const RequestForm& form, const PromptTemplate& value,
                        const std::optional<PromptTemplate>& former);

} // namespace diptych::widgets

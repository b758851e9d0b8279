// One field of a request by name, set from a text: what the axes of a grid vary.
#pragma once

#include "core/base/result.h"
#include "core/config/schema.h"
#include "core/domain/generation_request.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace diptych {

/// What a request becomes with another template: its conversation and its template's name. "none" =
/// without one. Errors: InvalidInput (no such template).
using TemplateChooser =
    std::function<Result<GenerationRequest>(GenerationRequest request, const std::string& name)>;

/// What is needed to read fields. Borrows the schema.
struct GridRules {
    const config::Schema* schema = nullptr;
    TemplateChooser chooseTemplate; ///< empty = templates cannot be varied
};

/// The name of a field as axes spell it: "--guidance_scale" → "guidance-scale". Errors:
/// InvalidInput (no such field), with near names.
Result<std::string> fieldName(std::string_view name, const GridRules& rules);

/// The request with one field set. Fields are the settings of a drawing by the names of their flags
/// ("steps", "seed", "guidance-scale", "hidden-layer"; also "generation.steps") and
///
///   prompt             the whole prompt
///   replace            "word=>other": every "word" of the prompt becomes "other"
///   template           a template's name, or "none"
///   thinking-content   of the think block; "" = none
///   think-block        true or false: an empty block where there is no content
///   assistant-content  the beginning of the answer
///   lora-scale         of every adapter; "lora-scale:NAME" of the one in NAME.safetensors
///
/// Errors: InvalidInput (no such field, a value that is not possible, a word that the prompt does
/// not have, an adapter that the request does not have).
Result<GenerationRequest> withField(GenerationRequest request, std::string_view name,
                                    const std::string& value, const GridRules& rules);

/// Several fields, templates first and whole prompts second, whatever their order, so that the
/// others change what these give. Errors: as withField.
Result<GenerationRequest> withFields(GenerationRequest request,
                                     const std::vector<std::pair<std::string, std::string>>& fields,
                                     const GridRules& rules);

/// The setting behind a name that `fieldName` gave; null for those above.
const config::Field* settingOf(std::string_view name, const GridRules& rules);

/// A value as labels show it: "cat → dog" for "cat=>dog", "(none)" for "".
std::string fieldLabel(std::string_view name, const std::string& value);

/// Every name that `fieldName` gives, for help and "did you mean".
std::vector<std::string> fieldNames(const GridRules& rules);

} // namespace diptych

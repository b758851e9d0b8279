// A request as one JSON object that holds all of it: what the history, the queue and other programs
// keep. The keys are those inside pictures; see picture_metadata.h for the form that is shared.
#pragma once

#include "core/base/result.h"
#include "core/domain/generation_request.h"

#include <string>
#include <string_view>

namespace diptych {

/// The request in one line of JSON, UTF-8: the keys of `metadataToJson` that belong to a request,
/// with whole paths (`loras` is a list of {path, scale}) and with the numbers of what is off.
/// `requestFromJson` gives back the same request, where its texts are valid UTF-8 and its numbers
/// finite.
std::string requestToJson(const GenerationRequest& request);

/// Reads that object. Absent keys, and null where it is no value of the field, keep the default;
/// unknown keys are ignored. Nothing is checked beyond the types: `resolve` does that. Errors:
/// FileInvalid (no JSON object; a value of the wrong type, naming the key).
Result<GenerationRequest> requestFromJson(std::string_view text);

} // namespace diptych

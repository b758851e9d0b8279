// What the form holds: a request, and what the user has put aside in it without deleting it.
#pragma once

#include "core/base/result.h"
#include "core/domain/generation_request.h"

#include <string>
#include <string_view>
#include <vector>

namespace diptych::widgets {

/// Whether there is a think block, and with what in it.
enum class ThinkMode { Off, Empty, Text };

/// An adapter in the list, switched on or not.
struct LoraItem {
    std::string path;
    double strength = 1.0;
    bool enabled = true;

    bool operator==(const LoraItem&) const = default;
};

struct RequestForm {
    /// Its think block and adapters are those below: see `toRequest`.
    GenerationRequest request;
    ThinkMode thinkMode = ThinkMode::Off;
    std::string thinkingText; ///< kept while the block is off
    /// The user has switched the block off, so no template switches it on.
    bool thinkRefused = false;
    std::vector<LoraItem> loras;

    bool operator==(const RequestForm&) const = default;
};

/// The wish that the form expresses.
GenerationRequest toRequest(const RequestForm& form);

/// A form that expresses this wish.
RequestForm formOf(const GenerationRequest& request);

/// One line of JSON from which `formFromJson` makes the same form again.
std::string formToJson(const RequestForm& form);

/// Errors: FileInvalid (not what formToJson writes).
Result<RequestForm> formFromJson(std::string_view json);

} // namespace diptych::widgets

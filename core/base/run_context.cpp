#include "core/base/run_context.h"

namespace diptych {

std::string_view phaseName(Phase phase) {
    switch (phase) {
    case Phase::Load:
        return "load";
    case Phase::Encode:
        return "encode";
    case Phase::Sample:
        return "sample";
    case Phase::Decode:
        return "decode";
    case Phase::Save:
        return "save";
    }
    return "load";
}

void RunContext::throwIfCancelled() const {
    if (cancelled())
        throw ErrorException(cancelledError());
}

Error cancelledError() {
    return Error{ErrorCode::Cancelled, "cancelled", "", "", {}};
}

} // namespace diptych

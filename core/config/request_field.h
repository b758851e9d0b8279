// Fields whose values lie in a GenerationRequest: their ranges are the domain's.
#pragma once

#include "core/config/value_form.h"
#include "core/domain/generation_request.h"

#include <utility>

namespace diptych::config {

/// Whether the domain accepts a request that is plain but for this setting.
Status checkByResolving(const Field& field, const Value& value);

template <typename Form, typename Access> Field checkedOf(Field words, Access access) {
    Field result = fieldOf<Form>(std::move(words), access);
    result.check = [plain = result](const Value& value) { return checkByResolving(plain, value); };
    return result;
}

template <typename Access> Field checked(Field words, Access access) {
    Field result = field(std::move(words), access);
    result.check = [plain = result](const Value& value) { return checkByResolving(plain, value); };
    return result;
}

} // namespace diptych::config

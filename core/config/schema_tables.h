// The rows of the table of settings, section by section.
#pragma once

#include "core/config/schema.h"

#include <vector>

namespace diptych::config {

std::vector<Field> modelFields();
std::vector<Field> deviceFields();
std::vector<Field> residencyFields(); ///< how long weights are in memory
std::vector<Field> remoteFields();    ///< prompts encoded on another machine
std::vector<Field> promptFields();
std::vector<Field> generationFields();
std::vector<Field> schedulerFields(const SamplingNames& names);
std::vector<Field> guidanceFields(); ///< variety, skip-layer guidance
std::vector<Field> passFields();     ///< source picture, two passes
std::vector<Field> tileFields();
std::vector<Field> loraFields();
std::vector<Field> rewriterFields();

std::vector<InertKey> inertKeyTable();

} // namespace diptych::config

// Tensors between the pipeline and files: latents, stacks of single items, names of number formats.
#pragma once

#include "core/checkpoint/host_tensor.h"
#include "core/domain/generation_request.h"

#include <filesystem>
#include <span>
#include <string>

namespace diptych::cli {

/// The tensor `latents` [B, 16, h, w] float32 of a file; a leading 1 may be missing. Errors: as
/// readHostTensor; FileInvalid (another shape or number format, nothing in it).
Result<HostTensor> readLatents(const std::filesystem::path& path);

/// Makes the request draw from `latents`: their size, and one picture for each, unless the user
/// named another count. Errors: InvalidInput (`countGiven` and another count).
Status fitRequest(GenerationRequest& request, const HostTensor& latents, bool countGiven);

/// Tensors [1, …] of one shape and format as one [B, …], in order. Errors: Internal when they
/// differ.
Result<HostTensor> stackTensors(std::span<const HostTensor> items);

/// "25x64": the sizes of a shape with an x between them.
std::string shapeText(const HostTensor& tensor);

} // namespace diptych::cli

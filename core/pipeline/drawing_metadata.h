// What a picture's file tells about its making, from the job that drew it.
#pragma once

#include "core/image/picture_metadata.h"
#include "core/pipeline/image_pipeline.h"

#include <cstdint>
#include <string>

namespace diptych {

/// `request` is the job's, `shift` the one that was used, `seed` the picture's, `version` the
/// program's. PictureMetadata::seconds stays 0, "not recorded": the same request gives the same
/// file, byte for byte.
PictureMetadata metadataOfDrawing(const GenerationRequest& request, double shift, std::int64_t seed,
                                  const GenerationReport& report, const std::string& version);

} // namespace diptych

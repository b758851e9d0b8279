// A cluster behind the interface that front ends know: it encodes prompts and writes texts. What
// draws pictures is elsewhere.
#pragma once

#include "core/cluster/coordinator.h"
#include "core/pipeline/image_pipeline.h"

#include <memory>

namespace diptych::cluster {

/// `location` names tokenizer and text encoder as the coordinator's were named. Several pipelines
/// may share a coordinator, one for each thread. Drawing, decoding and all hidden states at once
/// are Unsupported. Errors: those of reading the model's small files.
Result<std::unique_ptr<ImagePipeline>> openClusterPipeline(std::shared_ptr<Coordinator> coordinator,
                                                           const ModelLocation& location);

} // namespace diptych::cluster

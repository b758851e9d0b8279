#include "core/pipeline/drawing_metadata.h"

namespace diptych {

PictureMetadata metadataOfDrawing(const GenerationRequest& request, double shift, std::int64_t seed,
                                  const GenerationReport& report, const std::string& version) {
    PictureMetadata metadata;
    metadata.version = version;
    metadata.request = request;
    metadata.request.seed = seed;
    metadata.request.count = 1;
    metadata.request.shift = shift;
    metadata.request.width = report.width;
    metadata.request.height = report.height;
    metadata.loras = loraRecords(request.loras);
    metadata.formattedPrompt = report.formattedPrompt.text;
    metadata.model = report.model;
    metadata.encoder = report.encoder;
    metadata.dtype = report.dtype;
    return metadata;
}

} // namespace diptych

#include "core/pipeline/picture_record.h"

namespace diptych {

PictureMetadata recordPicture(const GenerationRequest& request, double shift,
                              const GenerationReport& report, const GeneratedPicture& picture,
                              const std::string& version) {
    PictureMetadata metadata;
    metadata.version = version;
    metadata.request = request;
    metadata.request.seed = picture.seed;
    metadata.request.count = 1;
    metadata.request.shift = shift;
    metadata.request.width = picture.image.width();
    metadata.request.height = picture.image.height();
    metadata.loras = loraRecords(request.loras);
    metadata.formattedPrompt = report.formattedPrompt.text;
    metadata.model = report.model;
    metadata.encoder = report.encoder;
    metadata.dtype = report.dtype;
    return metadata;
}

} // namespace diptych

#include "tests/core/pipeline/pipeline_fixture.h"

namespace diptych::test {

std::unique_ptr<ImagePipeline> openTiny() {
    return valueOrThrow(openImagePipeline({{dataPath(kTinyModel), "", ""}, {}}));
}

ResolvedRequest tinyRequest(const std::string& prompt) {
    GenerationRequest request;
    request.conversation.user = prompt;
    request.width = 96;
    request.height = 64;
    request.steps = 2;
    request.seed = 42;
    return valueOrThrow(resolve(request, {}));
}

Drawn draw(ImagePipeline& pipeline, const ResolvedRequest& request, const GenerationInputs& inputs,
           const RunContext& context) {
    Drawn drawn;
    drawn.report = valueOrThrow(pipeline.generate(
        request, inputs,
        [&](const GeneratedPicture& picture, const GenerationReport&) -> Status {
            drawn.pictures.push_back(picture);
            return Done{};
        },
        context));
    return drawn;
}

TinyCopy::TinyCopy() {
    std::filesystem::copy(dataPath(kTinyModel), folder_.path(),
                          std::filesystem::copy_options::recursive);
}

std::unique_ptr<ImagePipeline> TinyCopy::open() const {
    return valueOrThrow(openImagePipeline({{folder_.path(), "", ""}, {}}));
}

} // namespace diptych::test

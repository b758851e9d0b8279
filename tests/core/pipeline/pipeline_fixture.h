// The tiny reference checkpoint behind an ImagePipeline, and what the tests of the pipeline share.
#pragma once

#include "core/pipeline/image_pipeline.h"
#include "tests/support/goldens.h"
#include "tests/support/test_files.h"

#include <memory>
#include <string>
#include <vector>

namespace diptych::test {

inline constexpr const char* kTinyModel = "tiny-zimage";

std::unique_ptr<ImagePipeline> openTiny();

/// A request of the tiny model's size with fixed seed, ready to draw.
ResolvedRequest tinyRequest(const std::string& prompt);

struct Drawn {
    std::vector<GeneratedPicture> pictures;
    GenerationReport report;
};

/// Draws, or throws ErrorException.
Drawn draw(ImagePipeline& pipeline, const ResolvedRequest& request,
           const GenerationInputs& inputs = {}, const RunContext& context = {});

/// A copy of the tiny checkpoint that a test may damage.
class TinyCopy {
  public:
    TinyCopy();
    const std::filesystem::path& path() const { return folder_.path(); }
    std::unique_ptr<ImagePipeline> open() const;

  private:
    TemporaryFolder folder_;
};

} // namespace diptych::test

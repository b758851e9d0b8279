// The prompt rewriter that writes with the text encoder of the loaded checkpoint.
#pragma once

#include "core/pipeline/inside/z_image_components.h"
#include "core/pipeline/prompt_rewriter.h"

namespace diptych {

class LocalRewriter final : public PromptRewriter {
  public:
    /// `components` are borrowed and shared with whoever draws: the weights are there once.
    explicit LocalRewriter(ZImageComponents& components) : components_(components) {}

    /// Adapters of the text encoder are taken off before. Errors: also those of loading it.
    Result<RewriteResult> rewrite(const RewriteRequest& request, TextSink* sink,
                                  const RunContext& context) override;

  private:
    ZImageComponents& components_;
};

} // namespace diptych

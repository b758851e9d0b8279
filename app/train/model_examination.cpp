#include "app/train/model_examination.h"

#include "app/train/world/held_out_prompts.h"

#include <array>
#include <optional>
#include <utility>

namespace diptych::train {

Result<flatland::Tally> examineModel(ImagePipeline& pipeline, const ExaminationOptions& options,
                                     const AnswerHandler& onAnswer, const RunContext& context) {
    const flatland::Judge judge;
    flatland::Tally tally;
    const auto prompts =
        flatland::heldOutPrompts(options.seed, static_cast<std::size_t>(options.count));
    std::int64_t pictureSeed = static_cast<std::int64_t>(options.seed % 1000) * 1000;
    for (const flatland::HeldOutPrompt& prompt : prompts) {
        GenerationRequest request;
        request.conversation.user = prompt.prompt;
        request.width = request.height = options.side;
        request.steps = options.steps;
        request.scheduler = options.scheduler;
        request.guidanceScale = options.guidance;
        request.seed = pictureSeed++;
        DIPTYCH_TRY(const ResolvedRequest resolved, resolve(request, pipeline.spec()));
        const auto onPicture = [&](const GeneratedPicture& picture,
                                   const GenerationReport&) -> Status {
            const flatland::Verdict verdict = judge.judge(picture.image, prompt.expectations);
            tally.add(verdict);
            return onAnswer({prompt.prompt, picture.image, verdict});
        };
        DIPTYCH_TRY(const auto report, pipeline.generate(resolved, {}, onPicture, context));
    }
    return tally;
}

std::string faultsOf(const flatland::Verdict& verdict) {
    const std::array<std::pair<const char*, std::optional<bool>>, 5> properties = {{
        {"colour", verdict.colour},
        {"kind", verdict.kind},
        {"side", verdict.side},
        {"sky", verdict.sky},
        {"count", verdict.count},
    }};
    std::string faults;
    for (const auto& [name, right] : properties)
        if (right && !*right)
            faults += (faults.empty() ? "" : ", ") + std::string(name);
    return faults;
}

} // namespace diptych::train

#include "app/cli/encode_parity.h"

#include "app/cli/model.h"
#include "app/cli/remote.h"
#include "core/pipeline/parity_probe.h"
#include "core/prompt/chat_format.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <utility>

namespace diptych::cli {

namespace {

void print(CommandContext& context, const ParityReport& report, const std::string& with) {
    nlohmann::ordered_json object;
    object["compared_with"] = with;
    object["finding"] = std::string(toString(report.finding));
    object["explanation"] = describeParity(report);
    if (report.measure) {
        object["cosine"] = report.measure->cosine;
        object["max_error"] = report.measure->maxError;
        object["relative_error"] = report.measure->relativeError;
    }
    object["hidden_layer"] = report.askedLayer;
    if (report.finding == ParityFinding::WrongLayer)
        object["found_layer"] = report.foundLayer;
    if (!report.formatting.empty())
        object["formatting"] = report.formatting;
    if (!report.dtype.empty())
        object["dtype"] = report.dtype;
    object["token_count"] = report.tokens;
    object["other_token_count"] = report.otherTokens;
    object["agreeing_tokens"] = report.agreeingTokens;
    object["notices"] = context.noticesAsJson();
    if (context.common().json)
        context.writeJson(object);
    if (report.measure)
        context.summary(fmt::format("cosine {:.6f}, largest difference {:.3g}, typical relative "
                                    "difference {:.2g}",
                                    report.measure->cosine, report.measure->maxError,
                                    report.measure->relativeError));
    context.summary(fmt::format("{}: {}", toString(report.finding), describeParity(report)));
}

bool isAddress(const std::string& text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

Result<ParityReport> compareServer(CommandContext& context, const Conversation& conversation,
                                   int hiddenLayer, const std::string& url) {
    DIPTYCH_TRY(const std::shared_ptr<net::HiddenStatesService> service, openServer(context, url));
    DIPTYCH_TRY(const std::unique_ptr<ImagePipeline> pipeline,
                openModel(context, chooseModel(context), EncodesPrompts::No));
    DIPTYCH_TRY(const ParityReference reference,
                makeParityReference(*pipeline, conversation, hiddenLayer, context.run()));
    return probeParity(*service, reference, formatChat(conversation).text, context.run());
}

Result<ParityReport> compareFile(CommandContext& context, const Conversation& conversation,
                                 int hiddenLayer, const std::string& path) {
    DIPTYCH_TRY(const StoredParity stored, readParityReference(path));
    const FormattedPrompt formatted = formatChat(conversation);
    if (!stored.formattedPrompt.empty() && stored.formattedPrompt != formatted.text)
        return fail(ErrorCode::InvalidInput, fmt::format("{} holds another prompt", path),
                    "give the prompt with which the file was made");
    if (stored.reference.layer != hiddenLayer)
        return fail(
            ErrorCode::InvalidInput,
            fmt::format("{} holds layer {}, not {}", path, stored.reference.layer, hiddenLayer),
            fmt::format("add --hidden-layer {}", stored.reference.layer));
    DIPTYCH_TRY(const std::unique_ptr<ImagePipeline> pipeline,
                openModel(context, chooseEncoder(context), EncodesPrompts::Yes));
    DIPTYCH_TRY(const EncodedPrompt encoded,
                pipeline->encode(formatted, hiddenLayer, context.run()));
    return compareParity(stored.reference, encoded.embedding);
}

} // namespace

Status compareEncoders(CommandContext& context, const Conversation& conversation, int hiddenLayer,
                       const std::string& with) {
    DIPTYCH_TRY(const ParityReport report,
                isAddress(with) ? compareServer(context, conversation, hiddenLayer, with)
                                : compareFile(context, conversation, hiddenLayer, with));
    print(context, report, with);
    return Done{};
}

} // namespace diptych::cli

// Settings of the prompt rewriter.
#include "core/config/schema_tables.h"
#include "core/config/value_form.h"

#include <utility>

namespace diptych::config {

namespace {

// The ranges are the domain's.
template <typename Member> Field number(Field words, Member TextSampling::*member) {
    Field result = field(
        std::move(words), [member](auto& settings) -> auto& {
            return settings.rewriter.sampling.*member;
        });
    result.check = [assign = result.assign](const Value& value) {
        AppConfig settings;
        assign(settings, value);
        return checkSampling(settings.rewriter.sampling);
    };
    return result;
}

std::vector<Field> samplingFields() {
    std::vector<Field> fields;
    fields.push_back(number({.name = "rewriter.temperature",
                             .flag = "--temperature,--rewriter-temperature",
                             .value = "X",
                             .help = "how freely the rewriter chooses its words",
                             .accepts = "0 (always the likeliest) to 2"},
                            &TextSampling::temperature));
    fields.push_back(number({.name = "rewriter.top_p",
                             .flag = "--top-p,--rewriter-top-p",
                             .value = "X",
                             .help = "choose among the likeliest words that together have this "
                                     "share",
                             .accepts = "0 to 1, 1 = all"},
                            &TextSampling::topP));
    fields.push_back(number({.name = "rewriter.top_k",
                             .flag = "--top-k,--rewriter-top-k",
                             .value = "N",
                             .help = "choose among this many of the likeliest words",
                             .accepts = "0 = all"},
                            &TextSampling::topK));
    fields.push_back(number({.name = "rewriter.min_p",
                             .flag = "--min-p,--rewriter-min-p",
                             .value = "X",
                             .help = "leave out words that are less likely than this share of the "
                                     "likeliest",
                             .accepts = "0 (none) to 1"},
                            &TextSampling::minP));
    fields.push_back(number({.name = "rewriter.presence_penalty",
                             .flag = "--presence-penalty,--rewriter-presence-penalty",
                             .value = "X",
                             .help = "make words less likely that were written already",
                             .accepts = "-2 to 2, 0 = off"},
                            &TextSampling::presencePenalty));
    fields.push_back(number({.name = "rewriter.repetition_penalty",
                             .flag = "--repetition-penalty,--rewriter-repetition-penalty",
                             .value = "X",
                             .help = "the same as a factor, for words of the prompt too",
                             .accepts = "0.1 to 2, 1 = off"},
                            &TextSampling::repetitionPenalty));
    fields.push_back(number({.name = "rewriter.max_tokens",
                             .flag = "--rewriter-max-tokens",
                             .value = "N",
                             .help = "length at which a text is cut off, thoughts included",
                             .accepts = "tokens, at least 1"},
                            &TextSampling::maxTokens));
    return fields;
}

} // namespace

std::vector<Field> rewriterFields() {
    std::vector<Field> fields;
    fields.push_back(field(
        {.name = "rewriter.template",
         .flag = "--rewriter",
         .value = "NAME",
         .help = "rewriter that tells the model what to do, see 'templates list --rewriters'; none "
                 "= only the prompt"},
        [](auto& settings) -> auto& { return settings.rewriter.templateName; }));
    fields.push_back(field(
        {.name = "rewriter.thinking",
         .flag = "--thinking,--rewriter-thinking",
         .help = "let the model think before it answers"},
        [](auto& settings) -> auto& { return settings.rewriter.thinking; }));
    for (Field& sampling : samplingFields())
        fields.push_back(std::move(sampling));
    return fields;
}

} // namespace diptych::config

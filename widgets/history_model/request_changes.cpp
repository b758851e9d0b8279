#include "widgets/history_model/request_changes.h"

#include "core/image/picture_metadata.h"
#include "widgets/history_model/history_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <functional>
#include <utility>

namespace diptych::widgets {

namespace {

// Functions have no tr() of their own.
struct RequestChanges {
    Q_DECLARE_TR_FUNCTIONS(RequestChanges)
};

struct RequestPart {
    const char* id;
    QString name;
    std::function<QString(const GenerationRequest&)> text;
    std::function<void(const GenerationRequest& from, GenerationRequest& to)> copy;
    std::function<bool(const GenerationRequest&, const GenerationRequest&)> same;
    std::function<std::vector<std::string>(const GenerationRequest&)> files = {};
};

QString words(const std::string& text) {
    return text.empty() ? RequestChanges::tr("(empty)") : QString::fromStdString(text);
}

QString number(double value) {
    return QLocale().toString(value, 'g', 6);
}

QString yesOrNo(bool value) {
    return value ? RequestChanges::tr("on") : RequestChanges::tr("off");
}

QString off() {
    return RequestChanges::tr("off");
}

// A part that is one member, or a function that gives a reference to one.
template <typename Access, typename Text>
RequestPart part(const char* id, QString name, Access access, Text text) {
    return {id,
            std::move(name),
            [access, text](const GenerationRequest& request) {
                return text(std::invoke(access, request));
            },
            [access](const GenerationRequest& from, GenerationRequest& to) {
                std::invoke(access, to) = std::invoke(access, from);
            },
            [access](const GenerationRequest& one, const GenerationRequest& other) {
                return std::invoke(access, one) == std::invoke(access, other);
            },
            {}};
}

template <typename Value> auto conversation(Value Conversation::*member) {
    return [member](auto& request) -> auto& {
        return request.conversation.*member;
    };
}

QString thinkText(const GenerationRequest& request) {
    if (!request.conversation.thinking.empty())
        return QString::fromStdString(request.conversation.thinking);
    return request.conversation.forceThinkBlock ? RequestChanges::tr("an empty block")
                                                : RequestChanges::tr("none");
}

void addTexts(std::vector<RequestPart>& parts) {
    using R = GenerationRequest;
    parts.push_back(
        part("prompt", RequestChanges::tr("Prompt"), conversation(&Conversation::user), words));
    parts.push_back(part("template", RequestChanges::tr("Template"), &R::templateName, words));
    parts.push_back(part("system", RequestChanges::tr("System prompt"),
                         conversation(&Conversation::system), words));
    parts.push_back({"think",
                     RequestChanges::tr("Think block"),
                     thinkText,
                     [](const R& from, R& to) {
                         to.conversation.thinking = from.conversation.thinking;
                         to.conversation.forceThinkBlock = from.conversation.forceThinkBlock;
                     },
                     [](const R& one, const R& other) {
                         return one.conversation.thinking == other.conversation.thinking &&
                                one.conversation.forceThinkBlock ==
                                    other.conversation.forceThinkBlock;
                     },
                     {}});
    parts.push_back(part("assistant", RequestChanges::tr("Beginning of the answer"),
                         conversation(&Conversation::assistant), words));
    parts.push_back(
        part("negative", RequestChanges::tr("Negative prompt"), &R::negativePrompt, words));
    parts.push_back(part("quotes", RequestChanges::tr("Remove quotes"),
                         conversation(&Conversation::stripQuotes), yesOrNo));
    parts.push_back(part("whitespace", RequestChanges::tr("Tidy blanks"),
                         conversation(&Conversation::cleanWhitespace), yesOrNo));
    parts.push_back(part("raw", RequestChanges::tr("Formatted by hand"),
                         conversation(&Conversation::raw), yesOrNo));
}

void addNumbers(std::vector<RequestPart>& parts) {
    using R = GenerationRequest;
    parts.push_back({"size",
                     RequestChanges::tr("Size"),
                     [](const R& request) { return sizeText(request.width, request.height); },
                     [](const R& from, R& to) {
                         to.width = from.width;
                         to.height = from.height;
                     },
                     [](const R& one, const R& other) {
                         return one.width == other.width && one.height == other.height;
                     },
                     {}});
    parts.push_back(part(
        "seed", RequestChanges::tr("Seed"), &R::seed, [](const std::optional<std::int64_t>& seed) {
            return seed ? QString::number(*seed) : RequestChanges::tr("drawn at random");
        }));
    parts.push_back(part("steps", RequestChanges::tr("Steps"), &R::steps,
                         [](int steps) { return QLocale().toString(steps); }));
    parts.push_back(part("scheduler", RequestChanges::tr("Scheduler"), &R::scheduler, words));
    parts.push_back(part("spacing", RequestChanges::tr("Noise levels"), &R::sigmaSpacing, words));
    parts.push_back(part("shift", RequestChanges::tr("Shift"), &R::shift,
                         [](const std::optional<double>& shift) {
                             return shift ? number(*shift) : RequestChanges::tr("the model's");
                         }));
    parts.push_back(part("guidance", RequestChanges::tr("Guidance"), &R::guidanceScale,
                         [](double scale) { return scale > 0.0 ? number(scale) : off(); }));
    const auto limit = [](const std::optional<double>& value) {
        return value ? number(*value) : off();
    };
    parts.push_back(
        part("guidanceLimit", RequestChanges::tr("Guidance limit"), &R::cfgNormalization, limit));
    parts.push_back(
        part("guidanceEnd", RequestChanges::tr("Guidance ends at"), &R::cfgTruncation, limit));
    parts.push_back(part("skipLayers", RequestChanges::tr("Skip-layer guidance"), &R::skipLayers,
                         [](const SkipLayerGuidance& guidance) {
                             return guidance.scale != 0.0 ? number(guidance.scale) : off();
                         }));
    parts.push_back(
        part("variety", RequestChanges::tr("Variety"), &R::variety, [](const Variety& variety) {
            return variety.strength != 0.0 ? number(variety.strength) : off();
        }));
    parts.push_back(
        part("twoPass", RequestChanges::tr("Two passes"), &R::twoPass, [](const TwoPass& passes) {
            return passes.enabled
                       ? RequestChanges::tr("from %1 pixels, strength %2")
                             .arg(QLocale().toString(passes.baseSide), number(passes.strength))
                       : off();
        }));
}

void addEncoder(std::vector<RequestPart>& parts) {
    using R = GenerationRequest;
    parts.push_back(part("hiddenLayer", RequestChanges::tr("Hidden layer"), &R::hiddenLayer,
                         [](int layer) { return QLocale().toString(layer); }));
    parts.push_back({"longPrompts",
                     RequestChanges::tr("Long prompts"),
                     [](const R& request) {
                         const auto name = diptych::toString(request.longPromptMode);
                         const QString mode =
                             QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
                         return request.longPromptMode == LongPromptMode::Full
                                    ? mode
                                    : RequestChanges::tr("%1, %2 tokens")
                                          .arg(mode, QLocale().toString(request.maxPromptTokens));
                     },
                     [](const R& from, R& to) {
                         to.longPromptMode = from.longPromptMode;
                         to.maxPromptTokens = from.maxPromptTokens;
                     },
                     [](const R& one, const R& other) {
                         return one.longPromptMode == other.longPromptMode &&
                                one.maxPromptTokens == other.maxPromptTokens;
                     },
                     {}});
}

void addFiles(std::vector<RequestPart>& parts) {
    using R = GenerationRequest;
    RequestPart source = part("source", RequestChanges::tr("Source picture"), &R::source,
                              [](const SourcePicture& picture) {
                                  return picture.path.empty()
                                             ? RequestChanges::tr("none")
                                             : RequestChanges::tr("%1, strength %2")
                                                   .arg(QString::fromStdString(picture.path),
                                                        number(picture.strength));
                              });
    source.files = [](const R& request) {
        return std::vector<std::string>{request.source.path, request.source.mask};
    };
    parts.push_back(std::move(source));
    RequestPart embeddings =
        part("embeddings", RequestChanges::tr("Embeddings"), &R::embeddings,
             [](const EmbeddingFiles& files) {
                 if (files.prompt.empty())
                     return RequestChanges::tr("none");
                 const QString prompt = QString::fromStdString(files.prompt);
                 return files.negative.empty()
                            ? prompt
                            : RequestChanges::tr("%1, negative %2")
                                  .arg(prompt, QString::fromStdString(files.negative));
             });
    embeddings.files = [](const R& request) {
        return std::vector<std::string>{request.embeddings.prompt, request.embeddings.negative};
    };
    parts.push_back(std::move(embeddings));
    RequestPart loras = part(
        "loras", RequestChanges::tr("LoRA"), &R::loras, [](const std::vector<LoraRequest>& all) {
            QStringList names;
            for (const LoraRecord& lora : loraRecords(all))
                names.append(QStringLiteral("%1 (%2)").arg(QString::fromStdString(lora.name),
                                                           number(lora.scale)));
            return names.isEmpty() ? RequestChanges::tr("none") : names.join(QStringLiteral(", "));
        });
    loras.files = [](const R& request) {
        std::vector<std::string> paths;
        for (const LoraRequest& lora : request.loras)
            paths.push_back(lora.path);
        return paths;
    };
    parts.push_back(std::move(loras));
    parts.push_back(
        part("triggerWords", RequestChanges::tr("Trigger words"), &R::loraTriggerWords, yesOrNo));
}

std::vector<RequestPart> requestParts() {
    std::vector<RequestPart> parts;
    addTexts(parts);
    addNumbers(parts);
    addEncoder(parts);
    addFiles(parts);
    return parts;
}

} // namespace

std::vector<RequestChange> requestChanges(const GenerationRequest& now,
                                          const GenerationRequest& then,
                                          const std::vector<std::string>& missingFiles) {
    std::vector<RequestChange> changes;
    for (const RequestPart& part : requestParts()) {
        if (part.same(now, then))
            continue;
        RequestChange change{
            QString::fromLatin1(part.id), part.name, part.text(now), part.text(then), {}};
        const std::vector<std::string> files =
            part.files ? part.files(then) : std::vector<std::string>();
        for (const std::string& file : files)
            if (std::find(missingFiles.begin(), missingFiles.end(), file) != missingFiles.end())
                change.missingFiles.append(QString::fromStdString(file));
        changes.push_back(std::move(change));
    }
    return changes;
}

GenerationRequest withChanges(GenerationRequest now, const GenerationRequest& then,
                              const QStringList& ids) {
    for (const RequestPart& part : requestParts())
        if (ids.contains(QLatin1String(part.id)))
            part.copy(then, now);
    return now;
}

} // namespace diptych::widgets

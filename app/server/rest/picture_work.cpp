#include "app/server/rest/picture_work.h"

#include "core/image/image_file.h"
#include "core/pipeline/drawing_metadata.h"

#include <utility>

namespace diptych::server {

namespace {

history::HistoryEntry entryFor(const ServerContext& context, const GenerationRequest& request,
                               const GeneratedPicture& picture, const GenerationReport& report) {
    history::HistoryEntry entry;
    entry.request = request;
    entry.request.seed = picture.seed;
    entry.request.count = 1;
    entry.formattedPrompt = report.formattedPrompt.text;
    entry.version = context.options.version;
    entry.model = report.model;
    entry.encoder = report.encoder;
    entry.dtype = report.dtype;
    entry.placement = context.options.settings.placement;
    entry.seconds.load = picture.index == 0 ? report.seconds.load : 0.0;
    entry.seconds.encode = picture.index == 0 ? report.seconds.encode : 0.0;
    entry.seconds.sample = picture.seconds; // decoding included: it is not told apart by picture
    return entry;
}

} // namespace

std::vector<DrawnPicture> PictureWork::pictures() const {
    const std::lock_guard lock(mutex_);
    return pictures_;
}

void PictureWork::add(DrawnPicture picture) {
    const std::lock_guard lock(mutex_);
    pictures_.push_back(std::move(picture));
}

Result<std::string> PictureWork::png(ServerHistory& history, std::size_t index) const {
    DrawnPicture picture;
    {
        const std::lock_guard lock(mutex_);
        if (index >= pictures_.size())
            return fail(ErrorCode::InvalidInput, "this picture is not drawn yet");
        picture = pictures_[index];
    }
    if (!picture.png.empty())
        return std::move(picture.png);
    DIPTYCH_TRY(const history::HistoryEntry entry, history.entry(picture.historyId));
    return history.pictureBytes(entry);
}

EngineWork drawingOf(ServerContext& context, ServerHistory& history,
                     std::shared_ptr<PictureWork> work) {
    return [&context, &history, work](ImagePipeline& pipeline,
                                      const RunContext& running) -> Status {
        const GenerationRequest& request = work->request();
        const auto keep = [&](const GeneratedPicture& picture,
                              const GenerationReport& soFar) -> Status {
            DrawnPicture drawn{picture.seed,    0, picture.image.width(), picture.image.height(),
                               picture.seconds, ""};
            if (const auto entry =
                    history.record(entryFor(context, request, picture, soFar), picture.image)) {
                drawn.historyId = entry->id;
            } else { // a full disk costs the record, not the picture
                const PictureMetadata metadata = metadataOfDrawing(
                    request, *request.shift, picture.seed, soFar, context.options.version);
                DIPTYCH_TRY(const EncodedImage encoded,
                            encodeImage(picture.image, ImageFormat::Png,
                                        pictureTextChunks(metadata, MetadataLevel::All)));
                drawn.png = encoded.bytes;
            }
            work->add(std::move(drawn));
            return Done{};
        };
        DIPTYCH_TRY(const GenerationReport report,
                    pipeline.generate({request, {}}, {}, keep, running));
        context.metrics.countPictures(static_cast<std::size_t>(request.count), report.seconds);
        return Done{};
    };
}

} // namespace diptych::server

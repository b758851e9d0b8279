// What happens to a job, as a stream of typed events from the inference thread to the window: any
// number of the first ones, then exactly one outcome.
#pragma once

#include "core/base/error.h"
#include "core/base/run_context.h"
#include "core/domain/notice.h"
#include "core/domain/placement.h"
#include "core/image/image.h"
#include "core/image/picture_metadata.h"
#include "core/pipeline/image_pipeline.h"
#include "core/pipeline/prompt_rewriter.h"

#include <QImage>
#include <QMetaType>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace diptych::worker {

using JobId = std::uint64_t; ///< from 1; 0 = none

struct PhaseStarted {
    Phase phase = Phase::Load;
    std::int64_t total = 0; ///< units of the phase, see ProgressSink
};

struct Progressed {
    Phase phase = Phase::Load;
    std::int64_t done = 0;
    std::int64_t total = 0;
};

/// Where the drawing is heading; one pixel for each cell of the latents.
struct Previewed {
    QImage picture;
    int step = 0; ///< finished steps
};

struct Noticed {
    Notice notice;
};

/// A finished picture, which is not saved yet: its latents lie in a file until it is.
struct PictureDrawn {
    QImage picture;
    QImage thumbnail;                   ///< at most kThumbnailSide pixels wide and high
    std::shared_ptr<const Image> image; ///< to be saved
    PictureMetadata metadata;
    Placement placement;
    PhaseSeconds phases;           ///< loading and encoding count for the job's first picture
    std::filesystem::path latents; ///< to be removed once the picture is saved; may be empty
    std::string noiseHash;         ///< names the initial noise, see GeneratedPicture
    int index = 0;                 ///< among the job's pictures, from 0
    double seconds = 0.0;          ///< of drawing it
};
inline constexpr int kThumbnailSide = 256; ///< pixels

/// More of a text that is being written: of the thought, or of the answer.
struct TextWritten {
    AnswerPart part = AnswerPart::Answer;
    std::string text; ///< UTF-8, never empty
};

/// A text as a whole; the outcome follows.
struct TextFinished {
    RewriteResult result;
};

struct Succeeded {
    double seconds = 0.0; ///< wall time of the job
};

struct Failed {
    Error error;
};

struct Cancelled {};

struct JobEvent {
    JobId job = 0;
    std::variant<PhaseStarted, Progressed, Previewed, Noticed, PictureDrawn, TextWritten,
                 TextFinished, Succeeded, Failed, Cancelled>
        what;

    bool isOutcome() const {
        return std::holds_alternative<Succeeded>(what) || std::holds_alternative<Failed>(what) ||
               std::holds_alternative<Cancelled>(what);
    }
};

} // namespace diptych::worker

Q_DECLARE_METATYPE(diptych::worker::JobEvent)

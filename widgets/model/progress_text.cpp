#include "widgets/model/progress_text.h"

#include <QCoreApplication>

#include <cmath>

namespace diptych::widgets {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("diptych::widgets", text);
}

QString phaseText(const JobProgress& progress) {
    switch (progress.phase) {
    case Phase::Load:
        if (progress.total > 0)
            return tr("Loading the model, %1 %")
                .arg(static_cast<int>(100 * progress.done / progress.total));
        return tr("Loading the model");
    case Phase::Encode:
        return tr("Reading the prompt");
    case Phase::Sample:
        return tr("Step %1 of %2").arg(progress.done).arg(progress.total);
    case Phase::Decode:
        return tr("Turning latents into pixels");
    case Phase::Save:
        return tr("Saving");
    }
    return {};
}

} // namespace

QString durationText(double seconds) {
    const auto whole = static_cast<long long>(std::llround(seconds));
    if (whole < 60)
        return tr("%1 s").arg(whole);
    if (whole < 3600)
        return tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString progressText(const JobProgress& progress) {
    QString text = phaseText(progress);
    if (progress.count > 1)
        text = tr("Picture %1 of %2: %3").arg(progress.picture + 1).arg(progress.count).arg(text);
    if (progress.remainingSeconds && *progress.remainingSeconds >= 1.0)
        text = tr("%1, about %2 left").arg(text, durationText(*progress.remainingSeconds));
    return text;
}

} // namespace diptych::widgets

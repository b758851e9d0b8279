#include "widgets/compare/difference_service.h"

#include "widgets/model/qt_image.h"

#include <exception>
#include <utility>

namespace diptych::widgets {

DifferenceService::DifferenceService(QObject* parent) : QObject(parent) {
    pool_.setMaxThreadCount(1);
}

DifferenceService::~DifferenceService() {
    pool_.waitForDone();
}

void DifferenceService::request(const DifferenceWish& wish) {
    waiting_ = wish;
    startNext();
}

void DifferenceService::cancel() {
    waiting_.reset();
    wanted_ = false;
}

DifferenceAnswer DifferenceService::compute(const DifferenceWish& wish,
                                            const std::optional<Known>& known) {
    DifferenceAnswer answer;
    // Of two large pictures a handful of buffers is made; their want must not end the program.
    try {
        const Result<Image> first = fromQImage(wish.first);
        const Result<Image> second = fromQImage(wish.second);
        if (!first || !second) {
            answer.metrics = fail(first ? second.error() : first.error());
            return answer;
        }
        const AlignedPictures pair = alignPictures(*first, *second);
        answer.resized = pair.resized;
        const bool isKnown = known && known->first == wish.first.cacheKey() &&
                             known->second == wish.second.cacheKey();
        answer.metrics = isKnown ? known->metrics : comparePictures(pair.a, pair.b);
        if (!wish.mode)
            return answer;
        const auto picture = differencePicture(pair.a, pair.b, *wish.mode, wish.threshold);
        if (picture)
            answer.picture = toQImage(*picture);
        else
            answer.metrics = fail(picture.error());
    } catch (const std::exception& exception) {
        answer.metrics = fail(ErrorCode::OutOfMemory, "the pictures are too large to be compared",
                              "", exception.what());
    }
    return answer;
}

void DifferenceService::startNext() {
    if (running_ || !waiting_)
        return;
    running_ = wanted_ = true;
    pool_.start([this, wish = *std::exchange(waiting_, std::nullopt), known = known_] {
        const DifferenceAnswer answer = compute(wish, known);
        QMetaObject::invokeMethod(
            this, [this, wish, answer] { take(wish, answer); }, Qt::QueuedConnection);
    });
}

void DifferenceService::take(const DifferenceWish& wish, const DifferenceAnswer& answer) {
    running_ = false;
    if (answer.metrics)
        known_ = Known{wish.first.cacheKey(), wish.second.cacheKey(), answer.metrics};
    const bool isNewest = wanted_ && !waiting_;
    startNext();
    if (isNewest)
        Q_EMIT ready(answer);
}

} // namespace diptych::widgets

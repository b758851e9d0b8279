// Differences and metrics of two pictures, computed beside the window. Of several wishes only the
// last one is answered: whoever drags a slider wants the newest.
#pragma once

#include "core/base/result.h"
#include "core/image/picture_difference.h"

#include <QImage>
#include <QObject>
#include <QThreadPool>

#include <optional>

namespace diptych::widgets {

struct DifferenceWish {
    QImage first;
    QImage second;
    std::optional<DifferenceMode> mode; ///< empty = the numbers alone
    double threshold = kDefaultDifferenceThreshold;
};

struct DifferenceAnswer {
    Result<PictureMetrics> metrics = PictureMetrics{};
    QImage picture;       ///< null where none was asked for, or where it failed
    bool resized = false; ///< one of the two was brought to the other's size first
};

class DifferenceService : public QObject {
    Q_OBJECT

  public:
    explicit DifferenceService(QObject* parent = nullptr);
    /// Waits for what is computed.
    ~DifferenceService() override;

    /// Both pictures must be there. Takes the place of a wish that waits.
    void request(const DifferenceWish& wish);
    /// No answer is wanted any more.
    void cancel();

  Q_SIGNALS:
    void ready(const diptych::widgets::DifferenceAnswer& answer);

  private:
    /// Numbers that were computed last: another threshold does not change them.
    struct Known {
        qint64 first = 0; ///< QImage::cacheKey
        qint64 second = 0;
        Result<PictureMetrics> metrics = PictureMetrics{};
    };

    static DifferenceAnswer compute(const DifferenceWish& wish, const std::optional<Known>& known);
    void startNext();
    void take(const DifferenceWish& wish, const DifferenceAnswer& answer);

    QThreadPool pool_;
    std::optional<DifferenceWish> waiting_;
    std::optional<Known> known_;
    bool running_ = false;
    bool wanted_ = false; ///< the answer of what runs
};

} // namespace diptych::widgets

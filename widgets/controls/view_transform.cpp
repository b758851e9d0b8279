#include "widgets/controls/view_transform.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace diptych::widgets {

namespace {

constexpr std::array<double, 15> kZooms = {0.0625, 0.125, 0.25, 1.0 / 3, 0.5, 2.0 / 3, 1.0, 1.5,
                                           2.0,    3.0,   4.0,  6.0,     8.0, 16.0,    32.0};

} // namespace

void ViewTransform::setPicture(QSize pixels) {
    const bool same = pixels == picture_;
    picture_ = pixels;
    if (!same || fitted_)
        fit();
}

void ViewTransform::setView(QSizeF screenPixels, double margin) {
    view_ = screenPixels;
    margin_ = margin;
    if (fitted_)
        fit();
    else
        clampOrigin();
}

double ViewTransform::fitZoom() const {
    if (picture_.isEmpty())
        return 1.0;
    const double zoom = std::min(std::max(view_.width() - 2.0 * margin_, 1.0) / picture_.width(),
                                 std::max(view_.height() - 2.0 * margin_, 1.0) / picture_.height());
    return zoom > kCrispZoom ? std::floor(zoom) : zoom;
}

void ViewTransform::fit() {
    fitted_ = true;
    zoom_ = std::clamp(fitZoom(), kSmallestZoom, kLargestZoom);
    clampOrigin();
}

void ViewTransform::zoomTo(double zoom, QPointF anchor) {
    if (picture_.isEmpty())
        return;
    const QPointF pixel = pixelAt(anchor);
    fitted_ = false;
    zoom_ = std::clamp(zoom, kSmallestZoom, kLargestZoom);
    origin_ = anchor - pixel * zoom_;
    clampOrigin();
}

void ViewTransform::zoomTo(double zoom) {
    zoomTo(zoom, QPointF(view_.width() / 2.0, view_.height() / 2.0));
}

double ViewTransform::nextZoom() const {
    const auto next = std::find_if(kZooms.begin(), kZooms.end(),
                                   [this](double zoom) { return zoom > zoom_ * 1.001; });
    return next == kZooms.end() ? kLargestZoom : *next;
}

double ViewTransform::previousZoom() const {
    const auto next = std::find_if(kZooms.rbegin(), kZooms.rend(),
                                   [this](double zoom) { return zoom < zoom_ * 0.999; });
    return next == kZooms.rend() ? kSmallestZoom : *next;
}

void ViewTransform::panBy(QPointF screenPixels) {
    origin_ += screenPixels;
    clampOrigin();
}

bool ViewTransform::isPannable() const {
    return shownSize().width() > view_.width() + 0.5 || shownSize().height() > view_.height() + 0.5;
}

// A side that fits is centred; one that does not leaves no gap. Whole screen pixels, so that 100 %
// is exact.
void ViewTransform::clampOrigin() {
    const QSizeF shown = shownSize();
    const auto clampSide = [](double origin, double viewSide, double shownSide) {
        if (shownSide <= viewSide)
            return std::floor((viewSide - shownSide) / 2.0);
        return std::round(std::clamp(origin, viewSide - shownSide, 0.0));
    };
    origin_ = {clampSide(origin_.x(), view_.width(), shown.width()),
               clampSide(origin_.y(), view_.height(), shown.height())};
}

} // namespace diptych::widgets

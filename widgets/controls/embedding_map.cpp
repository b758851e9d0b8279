#include "widgets/controls/embedding_map.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace diptych::widgets {

namespace {

constexpr int kBarWidth = 46; // pixels
constexpr int kGap = 6;

// From zero to the limit, either way: as light as dark themes and light ones need it to be seen.
QRgb colourOf(float share) {
    const float strength = std::min(std::abs(share), 1.0F);
    const std::array<int, 3> zero = {236, 236, 233};
    const std::array<int, 3> end =
        share < 0.0F ? std::array<int, 3>{24, 84, 166} : std::array<int, 3>{190, 82, 8};
    const auto part = [&](std::size_t at) {
        const auto from = static_cast<float>(zero[at]);
        return static_cast<int>(
            std::lround(from + (static_cast<float>(end[at]) - from) * strength));
    };
    return qRgb(part(0), part(1), part(2));
}

float limitOf(const std::vector<float>& values) {
    std::vector<float> magnitudes(values.size());
    std::transform(values.begin(), values.end(), magnitudes.begin(),
                   [](float value) { return std::abs(value); });
    const auto place = static_cast<std::ptrdiff_t>(
        std::floor(kColouredShare * static_cast<double>(magnitudes.size() - 1)));
    std::nth_element(magnitudes.begin(), magnitudes.begin() + place, magnitudes.end());
    return magnitudes[static_cast<std::size_t>(place)];
}

} // namespace

PaintedEmbedding paintedEmbedding(int tokens, int channels, std::vector<float> values) {
    PaintedEmbedding painted;
    if (tokens < 1 || channels < 1 ||
        values.size() != static_cast<std::size_t>(tokens) * static_cast<std::size_t>(channels))
        return painted;
    painted.tokens = tokens;
    painted.channels = channels;
    painted.values = std::move(values);
    painted.limit = limitOf(painted.values);
    const float scale = painted.limit > 0.0F ? 1.0F / painted.limit : 0.0F;
    painted.picture = QImage(channels, tokens, QImage::Format_RGB32);
    for (int token = 0; token < tokens; ++token) {
        auto* const line = reinterpret_cast<QRgb*>(painted.picture.scanLine(token));
        const float* const row =
            painted.values.data() + static_cast<std::ptrdiff_t>(token) * channels;
        double sum = 0.0;
        for (int channel = 0; channel < channels; ++channel) {
            line[channel] = colourOf(row[channel] * scale);
            sum += static_cast<double>(row[channel]) * static_cast<double>(row[channel]);
        }
        painted.norms.push_back(static_cast<float>(std::sqrt(sum)));
    }
    return painted;
}

EmbeddingMap::EmbeddingMap(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("embeddingMap"));
    setAccessibleName(tr("Values of the embedding: tokens down, channels across"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

void EmbeddingMap::setEmbedding(PaintedEmbedding embedding) {
    embedding_ = std::move(embedding);
    token_ = channel_ = 0;
    setAccessibleDescription(textOf(0, 0));
    update();
}

QRect EmbeddingMap::mapRect() const {
    return rect().adjusted(1, 1, -(kBarWidth + kGap + 1), -1);
}

QRect EmbeddingMap::barRect() const {
    return {width() - kBarWidth - 1, 1, kBarWidth, height() - 2};
}

QString EmbeddingMap::textOf(int token, int channel) const {
    if (token < 0 || token >= embedding_.tokens || channel < 0 || channel >= embedding_.channels)
        return {};
    const std::size_t at =
        static_cast<std::size_t>(token) * static_cast<std::size_t>(embedding_.channels) +
        static_cast<std::size_t>(channel);
    return tr("Token %1, channel %2: %3. Norm of the token: %4.")
        .arg(token)
        .arg(channel)
        .arg(QLocale().toString(static_cast<double>(embedding_.values[at]), 'g', 4),
             QLocale().toString(
                 static_cast<double>(embedding_.norms[static_cast<std::size_t>(token)]), 'g', 4));
}

QString EmbeddingMap::textAt(QPoint point) const {
    const QRect map = mapRect();
    if (!map.contains(point) || embedding_.tokens == 0)
        return {};
    return textOf((point.y() - map.top()) * embedding_.tokens / map.height(),
                  (point.x() - map.left()) * embedding_.channels / map.width());
}

void EmbeddingMap::choose(int token, int channel) {
    token_ = std::clamp(token, 0, std::max(embedding_.tokens - 1, 0));
    channel_ = std::clamp(channel, 0, std::max(embedding_.channels - 1, 0));
    const QString text = textOf(token_, channel_);
    setAccessibleDescription(text);
    Q_EMIT described(text);
    update();
}

void EmbeddingMap::mouseMoveEvent(QMouseEvent* event) {
    Q_EMIT described(textAt(event->position().toPoint()));
}

void EmbeddingMap::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        choose(token_, channel_ - 1);
        return;
    case Qt::Key_Right:
        choose(token_, channel_ + 1);
        return;
    case Qt::Key_Up:
        choose(token_ - 1, channel_);
        return;
    case Qt::Key_Down:
        choose(token_ + 1, channel_);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void EmbeddingMap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (embedding_.tokens == 0)
        return;
    const QRect map = mapRect();
    painter.setRenderHint(QPainter::SmoothPixmapTransform,
                          embedding_.channels > map.width() || embedding_.tokens > map.height());
    painter.drawImage(map, embedding_.picture);
    const QRect bars = barRect();
    const float largest = *std::max_element(embedding_.norms.begin(), embedding_.norms.end());
    const double step = static_cast<double>(map.height()) / embedding_.tokens;
    for (int token = 0; token < embedding_.tokens && largest > 0.0F; ++token) {
        const double share =
            static_cast<double>(embedding_.norms[static_cast<std::size_t>(token)] / largest);
        const int top = bars.top() + static_cast<int>(token * step);
        const int bottom = bars.top() + static_cast<int>((token + 1) * step);
        const int gap = bottom - top > 3 ? 1 : 0;
        painter.fillRect(QRect(bars.left(), top,
                               std::max(static_cast<int>(share * bars.width()), 1),
                               std::max(bottom - top - gap, 1)),
                         palette().color(QPalette::Link));
    }
    if (!hasFocus())
        return;
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1.0));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    const int y = map.top() + static_cast<int>((token_ + 0.5) * step);
    const int x =
        map.left() + static_cast<int>((channel_ + 0.5) * map.width() / embedding_.channels);
    painter.setPen(QPen(palette().color(QPalette::WindowText), 1.0, Qt::DotLine));
    painter.drawLine(map.left(), y, map.right(), y);
    painter.drawLine(x, map.top(), x, map.bottom());
}

} // namespace diptych::widgets

#include "widgets/controls/token_meter.h"

#include "widgets/controls/icon_set.h"

#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>
#include <vector>

namespace diptych::widgets {

class TokenMeter::Bar : public QWidget {
  public:
    explicit Bar(TokenMeter* meter) : QWidget(meter), meter_(meter) { setFixedHeight(5); }

  protected:
    void paintEvent(QPaintEvent*) override;

  private:
    TokenMeter* meter_;
};

void TokenMeter::Bar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath clip;
    clip.addRoundedRect(rect(), 2.5, 2.5);
    painter.setClipPath(clip);
    painter.fillRect(rect(), palette().color(QPalette::Mid));
    const TokenCounts& counts = meter_->counts_;
    const bool over = counts.total() > meter_->limit_;
    const std::vector<std::pair<int, QColor>> stretches = {
        {counts.system, roleColour(IconRole::Good)},
        {counts.user, palette().color(QPalette::Link)},
        {counts.thinking, roleColour(IconRole::Warning)},
        {counts.assistant, roleColour(IconRole::Good).lighter(130)},
        {counts.format, palette().color(QPalette::PlaceholderText)}};
    const double whole = std::max(meter_->limit_, counts.total());
    double x = 0.0;
    for (const auto& [tokens, colour] : stretches) {
        const double width = tokens / whole * rect().width();
        painter.fillRect(QRectF(x, 0.0, width, rect().height()), colour);
        x += width;
    }
    if (over) {
        const double limit = meter_->limit_ / whole * rect().width();
        painter.fillRect(QRectF(limit, 0.0, rect().width() - limit, rect().height()),
                         roleColour(IconRole::Error));
    }
}

TokenMeter::TokenMeter(QWidget* parent)
    : QWidget(parent), bar_(new Bar(this)), label_(new QLabel(this)) {
    label_->setProperty("quiet", true);
    label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label_->setObjectName(QStringLiteral("tokenCount"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(bar_);
    layout->addWidget(label_);
    setAccessibleName(tr("Token count"));
    refresh();
}

void TokenMeter::setLimit(int limit) {
    limit_ = std::max(limit, 1);
    refresh();
}

void TokenMeter::setCounts(const TokenCounts& counts) {
    counts_ = counts;
    refresh();
}

void TokenMeter::setUnavailable(const QString& reason) {
    counts_ = {};
    refresh();
    label_->setText(tr("Tokens are not counted: %1").arg(reason));
}

QString TokenMeter::text() const {
    return label_->text();
}

void TokenMeter::refresh() {
    const int total = counts_.total();
    QString text = tr("%1 of %2 tokens").arg(total).arg(limit_);
    if (total > limit_)
        text = tr("%1 tokens, %2 beyond the trained range").arg(total).arg(total - limit_);
    label_->setText(text);
    QStringList parts{tr("prompt %1").arg(counts_.user)};
    if (counts_.system > 0)
        parts << tr("system %1").arg(counts_.system);
    if (counts_.thinking > 0)
        parts << tr("think block %1").arg(counts_.thinking);
    if (counts_.assistant > 0)
        parts << tr("assistant %1").arg(counts_.assistant);
    parts << tr("format %1").arg(counts_.format);
    setToolTip(tr("Tokens, counted exactly: %1").arg(parts.join(QStringLiteral(", "))));
    setAccessibleDescription(toolTip());
    bar_->update();
}

} // namespace diptych::widgets

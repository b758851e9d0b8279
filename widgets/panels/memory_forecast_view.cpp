#include "widgets/panels/memory_forecast_view.h"

#include "widgets/controls/icon_set.h"
#include "widgets/model/memory_forecast.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include <algorithm>

namespace diptych::widgets {

namespace {

constexpr int kSignSide = 16; // pixels

QLabel* makeText(QWidget* parent) {
    auto* const label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

class MemoryForecastView::Bar : public QWidget {
  public:
    explicit Bar(QWidget* parent) : QWidget(parent) { setFixedHeight(5); }

    void show(double share, MemoryFit fit) {
        share_ = share;
        fit_ = fit;
        update();
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QPainterPath clip;
        clip.addRoundedRect(rect(), 2.5, 2.5);
        painter.setClipPath(clip);
        painter.fillRect(rect(), palette().color(QPalette::Mid));
        const QColor colour = fit_ == MemoryFit::TooLarge ? roleColour(IconRole::Error)
                              : fit_ == MemoryFit::Tight  ? roleColour(IconRole::Warning)
                                                          : palette().color(QPalette::Link);
        painter.fillRect(QRectF(0.0, 0.0, std::min(share_, 1.0) * width(), height()), colour);
    }

  private:
    double share_ = 0.0;
    MemoryFit fit_ = MemoryFit::Comfortable;
};

MemoryForecastView::MemoryForecastView(const MemoryForecast* forecast, QWidget* parent)
    : QWidget(parent), forecast_(forecast), column_(new QVBoxLayout(this)), empty_(makeText(this)),
      advice_(makeText(this)) {
    setObjectName(QStringLiteral("memoryForecast"));
    setAccessibleName(tr("Predicted memory"));
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(8);
    empty_->setText(tr("The sizes of this model are not known."));
    empty_->setWordWrap(true);
    empty_->setProperty("quiet", true);
    advice_->setObjectName(QStringLiteral("memoryAdvice"));
    advice_->setWordWrap(true);
    column_->addWidget(empty_);
    column_->addWidget(advice_);
    connect(forecast_, &MemoryForecast::changed, this, &MemoryForecastView::refresh);
    refresh();
}

MemoryForecastView::Row MemoryForecastView::makeRow() {
    Row row;
    row.box = new QWidget(this);
    row.phase = makeText(row.box);
    row.phase->setWordWrap(true);
    row.amount = makeText(row.box);
    row.amount->setProperty("quiet", true);
    row.sign = new QLabel(row.box);
    row.sign->setFixedWidth(kSignSide + 2);
    row.reason = makeText(row.box);
    row.reason->setWordWrap(true);
    row.bar = new Bar(row.box);
    const QString number = QString::number(rows_.size());
    row.box->setObjectName(QStringLiteral("memoryRow") + number);
    row.reason->setObjectName(QStringLiteral("memoryReason") + number);
    auto* const texts = new QHBoxLayout;
    texts->setSpacing(6);
    texts->addWidget(row.phase, 1);
    texts->addWidget(row.amount);
    auto* const reasons = new QHBoxLayout;
    reasons->setSpacing(6);
    reasons->addWidget(row.sign, 0, Qt::AlignTop);
    reasons->addWidget(row.reason, 1);
    auto* const column = new QVBoxLayout(row.box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(texts);
    column->addWidget(row.bar);
    column->addLayout(reasons);
    column_->insertWidget(static_cast<int>(rows_.size()), row.box);
    return row;
}

void MemoryForecastView::refresh() {
    const std::vector<ForecastRow> phases = forecast_->rows();
    while (rows_.size() < phases.size())
        rows_.push_back(makeRow());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const Row& row = rows_[i];
        row.box->setVisible(i < phases.size());
        if (i >= phases.size())
            continue;
        const ForecastRow& phase = phases[i];
        row.phase->setText(phase.phase);
        row.amount->setText(phase.amount);
        row.bar->show(phase.share, phase.fit);
        row.reason->setText(phase.reason);
        const bool isReason = !phase.reason.isEmpty();
        row.reason->setVisible(isReason);
        row.sign->setVisible(isReason);
        if (isReason) {
            const bool fails = phase.fit == MemoryFit::TooLarge;
            row.sign->setPixmap(icon(fails ? QStringLiteral("error") : QStringLiteral("warning"),
                                     fails ? IconRole::Error : IconRole::Warning)
                                    .pixmap(kSignSide, kSignSide));
        }
        row.box->setToolTip(phase.shares);
        row.box->setAccessibleName(phase.phase);
        row.box->setAccessibleDescription(phase.reason.isEmpty()
                                              ? tr("%1: %2").arg(phase.amount, phase.shares)
                                              : tr("%1. %2").arg(phase.amount, phase.reason));
    }
    empty_->setVisible(phases.empty());
    const QString advice = forecast_->advice();
    advice_->setText(advice);
    advice_->setVisible(!advice.isEmpty());
}

} // namespace diptych::widgets

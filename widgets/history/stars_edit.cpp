#include "widgets/history/stars_edit.h"

#include "core/history/history_entry.h"
#include "widgets/history_model/history_text.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPolygonF>
#include <QStyleOption>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace diptych::widgets {

namespace {

constexpr int kGap = 2; // pixels

QPolygonF starShape(const QPointF& centre, double radius) {
    constexpr double kInner = 0.45;
    QPolygonF shape;
    for (int corner = 0; corner < 10; ++corner) {
        const double angle = -std::numbers::pi / 2.0 + corner * std::numbers::pi / 5.0;
        const double distance = corner % 2 == 0 ? radius : radius * kInner;
        shape << centre + QPointF(std::cos(angle), std::sin(angle)) * distance;
    }
    return shape;
}

int starSide(const QFontMetrics& metrics) {
    return metrics.height() + 2;
}

} // namespace

int starsWidth(int side, int stars) {
    return stars * (side + kGap);
}

void paintStars(QPainter& painter, const QRect& rect, int side, int stars, bool withEmpty,
                const QColor& colour) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const int shown = withEmpty ? history::kMostStars : stars;
    for (int star = 0; star < shown; ++star) {
        const QPointF centre(rect.left() + star * (side + kGap) + side / 2.0,
                             rect.top() + rect.height() / 2.0);
        const bool given = star < stars;
        painter.setBrush(given ? QBrush(colour) : QBrush(Qt::NoBrush));
        painter.setPen(given ? QPen(Qt::NoPen) : QPen(colour, 1.0));
        painter.drawPolygon(starShape(centre, side / 2.0 - 1.0));
    }
    painter.restore();
}

StarsEdit::StarsEdit(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    retranslate();
}

void StarsEdit::setStars(int stars) {
    stars_ = std::clamp(stars, 0, history::kMostStars);
    setAccessibleDescription(starsText(stars_));
    update();
}

QSize StarsEdit::sizeHint() const {
    const int side = starSide(fontMetrics());
    return {history::kMostStars * (side + kGap) + kGap, side + 2 * kGap};
}

void StarsEdit::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintStars(painter, rect().adjusted(kGap, 0, 0, 0), starSide(fontMetrics()), stars_, true,
               palette().color(QPalette::Text));
    if (hasFocus()) {
        QStyleOptionFocusRect option;
        option.initFrom(this);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
    }
}

// On the last star that is given: one less, so that none can be chosen, too.
void StarsEdit::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    const int star = (event->pos().x() - kGap) / (starSide(fontMetrics()) + kGap) + 1;
    choose(star == stars_ ? star - 1 : star);
}

void StarsEdit::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if (key >= Qt::Key_0 && key <= Qt::Key_5)
        choose(key - Qt::Key_0);
    else if (key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Plus)
        choose(stars_ + 1);
    else if (key == Qt::Key_Left || key == Qt::Key_Down || key == Qt::Key_Minus)
        choose(stars_ - 1);
    else
        QWidget::keyPressEvent(event);
}

void StarsEdit::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void StarsEdit::choose(int stars) {
    const int before = stars_;
    setStars(stars);
    if (stars_ != before)
        Q_EMIT starsChosen(stars_);
}

void StarsEdit::retranslate() {
    setAccessibleName(tr("Stars"));
    setAccessibleDescription(starsText(stars_));
    setToolTip(tr("Keys 0 to 5"));
}

} // namespace diptych::widgets

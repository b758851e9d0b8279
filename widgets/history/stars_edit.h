// Five stars, of which some are given: shown, and changed by mouse or keys.
#pragma once

#include <QWidget>

class QPainter;
class QPalette;

namespace diptych::widgets {

/// Pixels that so many stars of this side take in a row.
int starsWidth(int side, int stars);

/// Paints `stars` of five, left to right, each of `side` pixels; none where there are no stars and
/// `withEmpty` is false.
void paintStars(QPainter& painter, const QRect& rect, int side, int stars, bool withEmpty,
                const QColor& colour);

class StarsEdit : public QWidget {
    Q_OBJECT
    Q_PROPERTY(int stars READ stars WRITE setStars)

  public:
    explicit StarsEdit(QWidget* parent = nullptr);

    int stars() const { return stars_; }
    /// 0 to 5; emits nothing.
    void setStars(int stars);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  Q_SIGNALS:
    void starsChosen(int stars);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void choose(int stars);
    void retranslate();

    int stars_ = 0;
};

} // namespace diptych::widgets

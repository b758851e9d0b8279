// Two to nine pictures at once, at the same zoom and place: side by side, one wiped over the other,
// in turns, or as their difference. Everything can be done by keys:
//
//   + − arrows     zoom and pan, all pictures together
//   M, X           the next mode; exchange the two pictures of a pair
//   1…9, PgUp/Dn   choose the second picture of the pair; with Alt, the first
//   Shift+←/→, Shift+Home/End   move the wipe
//   Space          hold and go on with taking turns
#pragma once

#include "widgets/controls/picture_painting.h"
#include "widgets/controls/picture_tiles.h"
#include "widgets/controls/view_transform.h"

#include <QImage>
#include <QPointF>
#include <QSize>
#include <QString>
#include <QThreadPool>
#include <QTimer>
#include <QWidget>

#include <utility>
#include <vector>

namespace diptych::widgets {

enum class CompareMode { SideBySide, Wipe, Blink, Difference };

struct ComparePane {
    QString label; ///< below the picture
    QString state; ///< what is to be said of it: "waits", "step 3 of 8"; empty = nothing
    QImage picture;
    bool isPreview = false; ///< unfinished: shown softly
    QSize size;             ///< pixels of the finished picture; empty = those of `picture`

    bool operator==(const ComparePane&) const = default;
};

/// "A" for the first picture, "B" for the second, …
QString paneLetter(int pane);

class CompareView : public QWidget {
    Q_OBJECT

  public:
    explicit CompareView(QWidget* parent = nullptr);
    ~CompareView() override;

    void setPanes(const std::vector<ComparePane>& panes);
    void setPane(int index, const ComparePane& pane);
    int paneCount() const { return static_cast<int>(panes_.size()); }
    const ComparePane& pane(int index) const;
    void setEmptyText(const QString& title, const QString& text);

    CompareMode mode() const { return mode_; }
    void setMode(CompareMode mode);
    /// The pictures that wipe, turns and difference are about; the second is also the one that is
    /// marked side by side. 0 and 1 at first. Choosing the other one of the pair exchanges them.
    int first() const { return first_; }
    int second() const { return second_; }
    void setPair(int first, int second);
    void swapPair() { setPair(second_, first_); }

    /// Which share of the width shows the first picture, 0…1.
    double wipe() const { return wipe_; }
    void setWipe(double share);
    int blinkInterval() const { return blink_.interval(); } ///< ms
    void setBlinkInterval(int ms);
    bool isHeld() const { return held_; }
    void setHeld(bool held);
    /// The one of the pair that is shown while they take turns.
    int blinkPane() const { return showsSecond_ ? second_ : first_; }
    /// What Difference shows; null = `text` says why there is none.
    void setDifference(const QImage& picture, const QString& text);

    double zoom() const { return transform_.zoom(); }
    bool isFitted() const { return transform_.isFitted(); }
    void fit();
    void setZoom(double zoom);
    void zoomIn();
    void zoomOut();
    /// The pixel of the largest picture at a point of the widget; every picture shows the same
    /// place there.
    QPointF pictureAt(QPointF point) const;
    /// The picture at a point; −1 = none.
    int paneAt(QPointF point) const;
    /// Whether the pictures have different sizes: all are shown at that of the largest.
    bool hasMixedSizes() const;
    /// What painting has cost since the view was made.
    const PaintWork& work() const { return work_; }

    QSize sizeHint() const override { return {640, 640}; }
    QSize minimumSizeHint() const override { return {160, 160}; }

  Q_SIGNALS:
    void modeChanged(diptych::widgets::CompareMode mode);
    void pairChanged(int first, int second);
    void wipeChanged(double share);
    void heldChanged(bool held);
    void zoomChanged(double zoom);
    void removeRequested(int pane);
    void contextMenuRequested(int pane, const QPoint& globalPosition);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    enum class Gesture { None, Pan, Wipe };
    struct Held {
        ComparePane pane;
        PictureLevels levels;
        quint64 version = 0; ///< tells which job an answer belongs to
    };
    /// A place for a picture, in the widget's pixels.
    struct Cell {
        int pane = 0;
        QRect picture;
        QRect label;
    };

    void hold(Held& held, const ComparePane& pane);
    void prepare(const Held& held);
    void take(quint64 version, const PictureLevels& levels);
    void measure();
    void relayout();
    std::vector<Cell> cells() const;
    Cell wholeCell(int pane) const;
    const Cell* cellAt(QPointF point, const std::vector<Cell>& cells) const;
    int labelHeight() const;
    QSize largestSize() const;
    void zoomAt(double zoom, QPointF point);
    void panBy(QPointF screenPixels);
    double wipeX() const;
    void refreshBlink();
    void describe();
    bool pairKey(const QKeyEvent& event);
    bool modeKey(const QKeyEvent& event);
    void stepPair(int direction, bool isFirst);

    void paintCell(QPainter& painter, const Cell& cell);
    void paintPicture(QPainter& painter, const Held& held, const QRect& area, const QRect& clip);
    void paintLabel(QPainter& painter, const QRect& area, int pane, Qt::Alignment alignment) const;
    void paintWipe(QPainter& painter);
    void paintDifference(QPainter& painter);

    std::vector<Held> panes_;
    Held difference_;
    CompareMode mode_ = CompareMode::SideBySide;
    int first_ = 0;
    int second_ = 1;
    double wipe_ = 0.5;
    QTimer blink_;
    bool showsSecond_ = false;
    bool held_ = false;
    QString emptyTitle_;
    QString emptyText_;
    ViewTransform transform_; ///< of every cell: they are of one size
    PictureTiles tiles_;
    PaintWork work_;
    Gesture gesture_ = Gesture::None;
    QPointF pressed_;
    quint64 lastVersion_ = 0;
    QThreadPool scaler_; ///< makes halved copies
};

} // namespace diptych::widgets

// The size of a picture: width and height in steps of 16 pixels, the other way round, of one shape,
// or one of the usual shapes; and how many pixels that is.
#pragma once

#include "core/domain/generation_request.h"

#include <QWidget>

class QLabel;
class QMenu;
class QSpinBox;
class QToolButton;

namespace diptych::widgets {

class SizeEdit : public QWidget {
    Q_OBJECT

  public:
    explicit SizeEdit(QWidget* parent = nullptr);

    PictureSize size() const;
    void setSize(PictureSize size);
    /// The side of the square that the usual shapes have about as many pixels as.
    void setBaseSide(int pixels);

  Q_SIGNALS:
    void sizeEdited(int width, int height);

  private:
    void snap(QSpinBox* changed);
    void put(PictureSize size);
    void refreshFacts();
    void fillShapes();

    QSpinBox* width_;
    QSpinBox* height_;
    QToolButton* swap_;
    QToolButton* link_;
    QToolButton* shapes_;
    QMenu* menu_;
    QLabel* facts_;
    PictureSize size_;
    double aspect_ = 1.0; ///< width / height while they are linked
    int baseSide_ = 1024; ///< pixels
    bool snapped_ = false;
};

} // namespace diptych::widgets

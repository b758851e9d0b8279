#include "widgets/controls/size_edit.h"

#include "widgets/controls/icon_button.h"
#include "widgets/controls/quiet_spin_box.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace diptych::widgets {

namespace {

constexpr double kPixelsPerMegapixel = 1e6;

struct Shape {
    int width;
    int height;
};
constexpr std::array<Shape, 9> kShapes = {
    {{1, 1}, {5, 4}, {4, 3}, {3, 2}, {16, 9}, {4, 5}, {3, 4}, {2, 3}, {9, 16}}};

// The outline of a shape.
QIcon shapeIcon(const Shape& shape, const QColor& colour) {
    constexpr int kSide = 32;
    QPixmap pixmap(kSide, kSide);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 2.0));
    const double longer = std::max(shape.width, shape.height);
    QRectF box(0, 0, 24.0 * shape.width / longer, 24.0 * shape.height / longer);
    box.moveCenter(QPointF(kSide / 2.0, kSide / 2.0));
    painter.drawRoundedRect(box, 3, 3);
    return QIcon(pixmap);
}

QSpinBox* makeSide(const QString& name, const QString& title, QWidget* parent) {
    auto* const box = new QuietSpinBox(parent);
    box->setObjectName(name);
    box->setAccessibleName(title);
    box->setToolTip(title);
    box->setRange(kSmallestSide, kLargestSide);
    box->setSingleStep(kSizeMultiple);
    box->setAlignment(Qt::AlignRight);
    box->setMinimumHeight(26);
    return box;
}

} // namespace

SizeEdit::SizeEdit(QWidget* parent)
    : QWidget(parent),
      width_(makeSide(QStringLiteral("width"), tr("Width in pixels, a multiple of 16"), this)),
      height_(makeSide(QStringLiteral("height"), tr("Height in pixels, a multiple of 16"), this)),
      swap_(makeIconButton(QStringLiteral("swapSides"), QStringLiteral("swap"),
                           tr("Exchange width and height"), this)),
      link_(makeIconButton(QStringLiteral("linkSides"), QStringLiteral("link"),
                           tr("Keep the shape"), this)),
      shapes_(makeIconButton(QStringLiteral("shapes"), QStringLiteral("picture"),
                             tr("Choose one of the usual shapes"), this)),
      menu_(new QMenu(this)), facts_(new QLabel(this)) {
    link_->setCheckable(true);
    shapes_->setPopupMode(QToolButton::InstantPopup);
    shapes_->setMenu(menu_);
    shapes_->setProperty("menuButton", true);
    connect(menu_, &QMenu::aboutToShow, this, &SizeEdit::fillShapes);
    facts_->setProperty("quiet", true);
    facts_->setObjectName(QStringLiteral("sizeFacts"));
    auto* const row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(width_, 1);
    row->addWidget(new QLabel(QStringLiteral("×"), this));
    row->addWidget(height_, 1);
    auto* const below = new QHBoxLayout;
    below->setSpacing(2);
    below->addWidget(facts_, 1);
    for (QToolButton* const button : {shapes_, swap_, link_})
        below->addWidget(button);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(row);
    layout->addLayout(below);
    setFocusProxy(width_);
    for (QSpinBox* const side : {width_, height_})
        connect(side, &QSpinBox::valueChanged, this, [this, side] { snap(side); });
    connect(swap_, &QToolButton::clicked, this, [this] {
        aspect_ = 1.0 / aspect_;
        put({size_.height, size_.width});
    });
    connect(link_, &QToolButton::toggled, this,
            [this] { aspect_ = static_cast<double>(size_.width) / size_.height; });
    setSize({1024, 1024});
}

PictureSize SizeEdit::size() const {
    return size_;
}

void SizeEdit::setSize(PictureSize size) {
    size_ = size;
    const QSignalBlocker blockWidth(width_);
    const QSignalBlocker blockHeight(height_);
    width_->setValue(size.width);
    height_->setValue(size.height);
    if (!link_->isChecked())
        aspect_ = static_cast<double>(size.width) / size.height;
    refreshFacts();
}

void SizeEdit::setBaseSide(int pixels) {
    baseSide_ = pixels;
}

void SizeEdit::snap(QSpinBox* changed) {
    PictureSize next{nearestValidSide(width_->value()), nearestValidSide(height_->value())};
    snapped_ = next.width != width_->value() || next.height != height_->value();
    if (link_->isChecked() && changed == width_)
        next.height = nearestValidSide(static_cast<int>(std::lround(next.width / aspect_)));
    else if (link_->isChecked())
        next.width = nearestValidSide(static_cast<int>(std::lround(next.height * aspect_)));
    put(next);
    snapped_ = false;
}

void SizeEdit::put(PictureSize size) {
    const bool changed = !(size == size_);
    setSize(size);
    if (changed)
        Q_EMIT sizeEdited(size.width, size.height);
}

void SizeEdit::refreshFacts() {
    const double megapixels = size_.width * static_cast<double>(size_.height) / kPixelsPerMegapixel;
    const QString area = tr("%1 MP").arg(QLocale().toString(megapixels, 'f', 2));
    facts_->setText(snapped_ ? tr("%1, taken to a multiple of %2").arg(area).arg(kSizeMultiple)
                             : area);
}

void SizeEdit::fillShapes() {
    menu_->clear();
    for (const Shape& shape : kShapes) {
        const PictureSize size = sizeWithArea(shape.width, shape.height, baseSide_);
        QAction* const action = menu_->addAction(shapeIcon(shape, palette().color(QPalette::Text)),
                                                 tr("%1 : %2   %3 × %4")
                                                     .arg(shape.width)
                                                     .arg(shape.height)
                                                     .arg(size.width)
                                                     .arg(size.height));
        connect(action, &QAction::triggered, this, [this, size] {
            aspect_ = static_cast<double>(size.width) / size.height;
            put(size);
        });
    }
}

} // namespace diptych::widgets

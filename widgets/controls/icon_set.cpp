#include "widgets/controls/icon_set.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QSvgRenderer>

// Outside of every namespace, as its macro asks: resources of a static library are registered by
// hand.
static void registerIcons() {
    Q_INIT_RESOURCE(icons);
}

namespace diptych::widgets {

namespace {

QByteArray readIcon(const QString& name) {
    registerIcons();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QColor colourFor(IconRole role, QIcon::Mode mode) {
    const QPalette palette = QGuiApplication::palette();
    if (mode == QIcon::Disabled)
        return palette.color(QPalette::Disabled, QPalette::ButtonText);
    if (mode == QIcon::Selected)
        return palette.color(QPalette::HighlightedText);
    return roleColour(role);
}

/// Draws an SVG whose colour is "currentColor".
class PaletteIconEngine : public QIconEngine {
  public:
    PaletteIconEngine(QByteArray svg, IconRole role) : svg_(std::move(svg)), role_(role) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        QByteArray coloured = svg_;
        coloured.replace("currentColor", colourFor(role_, mode).name().toLatin1());
        QSvgRenderer renderer(coloured);
        const int side = std::min(rect.width(), rect.height());
        QRect square(0, 0, side, side);
        square.moveCenter(rect.center());
        renderer.render(painter, square);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new PaletteIconEngine(*this); }
    bool isNull() override { return svg_.isEmpty(); }

  private:
    QByteArray svg_;
    IconRole role_;
};

} // namespace

QColor roleColour(IconRole role) {
    const QPalette palette = QGuiApplication::palette();
    const bool dark = palette.color(QPalette::Window).lightness() < 128;
    switch (role) {
    case IconRole::Text:
        return palette.color(QPalette::WindowText);
    case IconRole::Accent:
        return palette.color(QPalette::Link);
    case IconRole::OnAccent:
        return palette.color(QPalette::HighlightedText);
    case IconRole::Good:
        return dark ? QColor(0x7f, 0xc9, 0x8f) : QColor(0x1f, 0x7a, 0x3d);
    case IconRole::Warning:
        return dark ? QColor(0xe8, 0xb8, 0x5a) : QColor(0x8f, 0x5b, 0x00);
    case IconRole::Error:
        return dark ? QColor(0xf2, 0x8b, 0x82) : QColor(0xb3, 0x26, 0x1e);
    }
    return palette.color(QPalette::WindowText);
}

QIcon icon(const QString& name, IconRole role) {
    return QIcon(new PaletteIconEngine(readIcon(name), role));
}

QIcon applicationIcon() {
    return icon(QStringLiteral("diptych"));
}

} // namespace diptych::widgets

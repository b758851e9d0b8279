// How many frames a second nine pictures of 2048 × 2048 pan at, at several zooms, without a
// graphics card: compare_bench [FRAMES]. Not a test.
#include "widgets/controls/compare_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTest>

#include <iostream>

namespace diptych::widgets {

namespace {

constexpr int kSide = 2048; // pixels
constexpr QSize kView(1600, 1000);
constexpr int kSettleMs = 3000; // until the halved copies are there

QImage noisyPicture(int number) {
    QImage picture(kSide, kSide, QImage::Format_RGB32);
    for (int y = 0; y < kSide; ++y) {
        auto* const row = reinterpret_cast<QRgb*>(picture.scanLine(y));
        for (int x = 0; x < kSide; ++x)
            row[x] = qRgb((x * 7 + number * 31) & 255, (y * 5) & 255, (x * y + number) & 255);
    }
    return picture;
}

void panAt(CompareView& view, QImage& screen, double zoom, int frames) {
    view.setZoom(zoom);
    view.render(&screen);
    const PaintWork before = view.work();
    QElapsedTimer clock;
    clock.start();
    for (int frame = 0; frame < frames; ++frame) {
        QTest::keyClick(&view, frame / 20 % 2 == 0 ? Qt::Key_Right : Qt::Key_Left);
        view.render(&screen);
    }
    const double seconds = static_cast<double>(clock.nsecsElapsed()) * 1e-9;
    std::cout << zoom * 100 << " %: " << frames / seconds << " frames a second, "
              << (view.work().scaled - before.scaled) / frames << " pixels computed and "
              << (view.work().copied - before.copied) / frames << " copied in each\n";
}

} // namespace

} // namespace diptych::widgets

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const int frames = QApplication::arguments().value(1, QStringLiteral("60")).toInt();
    diptych::widgets::CompareView view;
    view.resize(diptych::widgets::kView);
    std::vector<diptych::widgets::ComparePane> panes;
    for (int number = 0; number < 9; ++number)
        panes.push_back(
            {QStringLiteral("picture"), {}, diptych::widgets::noisyPicture(number), false, {}});
    view.setPanes(panes);
    view.show();
    QTest::qWait(diptych::widgets::kSettleMs);
    QImage screen(diptych::widgets::kView, QImage::Format_RGB32);
    for (const double zoom : {0.25, 0.4, 0.75, 1.0, 1.5, 2.0, 12.0})
        diptych::widgets::panAt(view, screen, zoom, frames);
    return 0;
}

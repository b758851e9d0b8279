// widgets/controls: several pictures at one zoom, as a user meets them.
#include "widgets/controls/compare_view.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>

namespace diptych::widgets {

namespace {

// Every pixel another colour, in each picture others.
QImage testPicture(int width, int height, int number) {
    QImage picture(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            picture.setPixel(x, y, qRgb((x + number * 40) % 256, y % 256, (x * 7 + y * 13) % 256));
    return picture;
}

QImage plainPicture(int side, const QColor& colour) {
    QImage picture(side, side, QImage::Format_RGB32);
    picture.fill(colour);
    return picture;
}

ComparePane paneOf(const QImage& picture) {
    ComparePane pane;
    pane.label = QStringLiteral("label");
    pane.picture = picture;
    return pane;
}

struct ViewBench {
    CompareView view;

    explicit ViewBench(const std::vector<QImage>& pictures, QSize size = {640, 480}) {
        view.resize(size);
        std::vector<ComparePane> panes;
        for (const QImage& picture : pictures)
            panes.push_back(paneOf(picture));
        view.setPanes(panes);
        view.show();
    }

    QImage shown() { return view.grab().toImage(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(&view, key, modifiers);
    }
};

/// A point in the middle of each picture that is shown side by side.
std::vector<QPoint> middles(const CompareView& view) {
    std::vector<QRect> seen(static_cast<std::size_t>(view.paneCount()));
    for (int y = 0; y < view.height(); ++y)
        for (int x = 0; x < view.width(); ++x)
            if (const int pane = view.paneAt(QPointF(x, y)); pane >= 0)
                seen[static_cast<std::size_t>(pane)] |= QRect(x, y, 1, 1);
    std::vector<QPoint> points;
    for (const QRect& rect : seen)
        points.push_back(rect.center());
    return points;
}

} // namespace

class CompareViewTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyPictureIsExactAtFullSize();
    void zoomAndPanMoveAllPicturesAlike();
    void manyPicturesUseTheRoom();
    void theWipeParts();
    void theWipeMovesByMouseAndKeys();
    void picturesTakeTurnsUntilTheyAreHeld();
    void keysChooseModeAndPair();
    void aClickMarksAPicture();
    void otherSizesAreShownAsLargeAsTheLargest();
    void anUnfinishedPictureKeepsItsPlace();
    void aDifferenceTakesThePlaceOfBoth();
    void panningComputesOnlyWhatComesIntoView();
    void aRemovedPictureLeavesAPair();
    void screenReadersHearWhatIsCompared();
};

void CompareViewTest::everyPictureIsExactAtFullSize() {
    const std::vector<QImage> pictures = {testPicture(64, 48, 0), testPicture(64, 48, 1),
                                          testPicture(64, 48, 2)};
    ViewBench bench(pictures);
    bench.view.setZoom(1.0);
    const QImage shown = bench.shown();
    int seen = 0;
    for (int y = 0; y < shown.height(); ++y)
        for (int x = 0; x < shown.width(); ++x) {
            const int pane = bench.view.paneAt(QPointF(x, y));
            if (pane < 0)
                continue;
            const QPointF pixel = bench.view.pictureAt(QPointF(x, y));
            const QPoint at(static_cast<int>(std::floor(pixel.x())),
                            static_cast<int>(std::floor(pixel.y())));
            if (!QRect(0, 0, 64, 48).contains(at))
                continue;
            ++seen;
            QCOMPARE(shown.pixel(x, y), pictures[static_cast<std::size_t>(pane)].pixel(at));
        }
    QCOMPARE(seen, 3 * 64 * 48);
}

void CompareViewTest::zoomAndPanMoveAllPicturesAlike() {
    ViewBench bench({testPicture(900, 900, 0), testPicture(900, 900, 1)});
    const std::vector<QPoint> points = middles(bench.view);
    const QPoint cursor = points[1] + QPoint(30, 20);
    const QPointF before = bench.view.pictureAt(cursor);
    QWheelEvent wheel(cursor, bench.view.mapToGlobal(cursor), {}, {0, 480}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&bench.view, &wheel);
    QVERIFY((bench.view.pictureAt(cursor) - before).manhattanLength() < 2.0);
    QVERIFY(!bench.view.isFitted());
    QCOMPARE(bench.view.pictureAt(points[0]), bench.view.pictureAt(points[1]));
    const QPointF there = bench.view.pictureAt(points[0]);
    QTest::mousePress(&bench.view, Qt::LeftButton, {}, points[0]);
    QTest::mouseMove(&bench.view, points[0] - QPoint(25, 10));
    QTest::mouseRelease(&bench.view, Qt::LeftButton, {}, points[0] - QPoint(25, 10));
    const QPointF moved = bench.view.pictureAt(points[1]) - there;
    QVERIFY(std::abs(moved.x() * bench.view.zoom() - 25.0) < 1e-6);
    bench.key(Qt::Key_Minus);
    bench.view.fit();
    QVERIFY(bench.view.isFitted());
}

void CompareViewTest::manyPicturesUseTheRoom() {
    ViewBench bench(std::vector<QImage>(9, testPicture(64, 64, 0)), {900, 900});
    const std::vector<QPoint> points = middles(bench.view);
    // Three by three: the fourth one stands below the first.
    QVERIFY(std::abs(points[0].x() - points[3].x()) <= 2);
    QVERIFY(std::abs(points[0].y() - points[2].y()) <= 2);
    QVERIFY(points[8].x() > 600 && points[8].y() > 600);
    bench.view.resize(1800, 400);
    QVERIFY(middles(bench.view)[3].x() > points[3].x());
}

void CompareViewTest::theWipeParts() {
    ViewBench bench({plainPicture(400, Qt::red), plainPicture(400, Qt::blue)});
    bench.view.setMode(CompareMode::Wipe);
    QImage shown = bench.shown();
    QCOMPARE(shown.pixelColor(280, 100), QColor(Qt::red));
    QCOMPARE(shown.pixelColor(360, 100), QColor(Qt::blue));
    bench.view.setWipe(0.75);
    shown = bench.shown();
    QCOMPARE(shown.pixelColor(360, 100), QColor(Qt::red));
    bench.view.setWipe(0.0);
    QCOMPARE(bench.shown().pixelColor(280, 100), QColor(Qt::blue));
}

void CompareViewTest::theWipeMovesByMouseAndKeys() {
    ViewBench bench({testPicture(400, 400, 0), testPicture(400, 400, 1)});
    bench.view.setMode(CompareMode::Wipe);
    QSignalSpy moved(&bench.view, &CompareView::wipeChanged);
    QTest::mousePress(&bench.view, Qt::LeftButton, {}, {320, 100});
    QTest::mouseMove(&bench.view, {160, 100});
    QTest::mouseRelease(&bench.view, Qt::LeftButton, {}, {160, 100});
    QCOMPARE(bench.view.wipe(), 0.25);
    QVERIFY(moved.count() >= 1);
    bench.key(Qt::Key_Right, Qt::ShiftModifier);
    QVERIFY(std::abs(bench.view.wipe() - 0.3) < 1e-9);
    bench.key(Qt::Key_End, Qt::ShiftModifier);
    QCOMPARE(bench.view.wipe(), 1.0);
    bench.key(Qt::Key_Home, Qt::ShiftModifier);
    QCOMPARE(bench.view.wipe(), 0.0);
}

void CompareViewTest::picturesTakeTurnsUntilTheyAreHeld() {
    ViewBench bench({plainPicture(200, Qt::red), plainPicture(200, Qt::blue)});
    bench.view.setBlinkInterval(100);
    bench.view.setMode(CompareMode::Blink);
    QCOMPARE(bench.shown().pixelColor(320, 200), QColor(Qt::red));
    QTRY_COMPARE(bench.view.blinkPane(), 1);
    QTRY_COMPARE(bench.view.blinkPane(), 0);
    bench.key(Qt::Key_Space);
    QVERIFY(bench.view.isHeld());
    const int kept = bench.view.blinkPane();
    QTest::qWait(250);
    QCOMPARE(bench.view.blinkPane(), kept);
}

void CompareViewTest::keysChooseModeAndPair() {
    ViewBench bench({testPicture(32, 32, 0), testPicture(32, 32, 1), testPicture(32, 32, 2)});
    QSignalSpy pairs(&bench.view, &CompareView::pairChanged);
    bench.key(Qt::Key_M);
    QCOMPARE(bench.view.mode(), CompareMode::Wipe);
    bench.key(Qt::Key_M);
    bench.key(Qt::Key_M);
    bench.key(Qt::Key_M);
    QCOMPARE(bench.view.mode(), CompareMode::SideBySide);
    bench.key(Qt::Key_3);
    QCOMPARE(bench.view.second(), 2);
    bench.key(Qt::Key_9); // there is none
    QCOMPARE(bench.view.second(), 2);
    bench.key(Qt::Key_2, Qt::AltModifier);
    QCOMPARE(bench.view.first(), 1);
    bench.key(Qt::Key_X);
    QCOMPARE(bench.view.first(), 2);
    QCOMPARE(bench.view.second(), 1);
    bench.key(Qt::Key_PageDown); // past the first of the pair
    QCOMPARE(bench.view.second(), 0);
    QCOMPARE(pairs.count(), 4);
    QSignalSpy removed(&bench.view, &CompareView::removeRequested);
    bench.key(Qt::Key_Delete);
    QCOMPARE(removed.count(), 1);
    QCOMPARE(removed[0][0].toInt(), 0);
}

void CompareViewTest::aClickMarksAPicture() {
    ViewBench bench({testPicture(32, 32, 0), testPicture(32, 32, 1), testPicture(32, 32, 2)});
    const std::vector<QPoint> points = middles(bench.view);
    QTest::mouseClick(&bench.view, Qt::LeftButton, {}, points[2]);
    QCOMPARE(bench.view.second(), 2);
    QTest::mouseClick(&bench.view, Qt::LeftButton, {}, points[0]); // was the first of the pair
    QCOMPARE(bench.view.second(), 0);
    QCOMPARE(bench.view.first(), 2);
}

void CompareViewTest::otherSizesAreShownAsLargeAsTheLargest() {
    const QColor other(1, 200, 3); // of no theme
    ViewBench bench({plainPicture(64, Qt::red), plainPicture(32, other)}, {640, 400});
    QVERIFY(bench.view.hasMixedSizes());
    bench.view.setZoom(2.0);
    const QImage shown = bench.shown();
    int red = 0;
    int rest = 0;
    for (int y = 0; y < shown.height(); ++y)
        for (int x = 0; x < shown.width(); ++x) {
            red += shown.pixelColor(x, y) == QColor(Qt::red) ? 1 : 0;
            rest += shown.pixelColor(x, y) == other ? 1 : 0;
        }
    QCOMPARE(red, 128 * 128);
    QCOMPARE(rest, 128 * 128);
    bench.view.setPane(1, paneOf(plainPicture(64, other)));
    QVERIFY(!bench.view.hasMixedSizes());
}

void CompareViewTest::anUnfinishedPictureKeepsItsPlace() {
    ViewBench bench({testPicture(256, 256, 0), {}});
    bench.view.setZoom(1.0);
    ComparePane pane = paneOf(testPicture(32, 32, 1));
    pane.isPreview = true;
    pane.size = {256, 256};
    bench.view.setPane(1, pane);
    QCOMPARE(bench.view.zoom(), 1.0);
    QVERIFY(!bench.view.hasMixedSizes());
    bench.view.setPane(1, paneOf(testPicture(256, 256, 1)));
    QCOMPARE(bench.view.zoom(), 1.0);
    QVERIFY(!bench.shown().isNull());
}

void CompareViewTest::aDifferenceTakesThePlaceOfBoth() {
    ViewBench bench({plainPicture(200, Qt::red), plainPicture(200, Qt::blue)});
    bench.view.setMode(CompareMode::Difference);
    bench.view.setDifference(plainPicture(100, Qt::green), {});
    QCOMPARE(bench.shown().pixelColor(320, 200), QColor(Qt::green));
    bench.view.swapPair(); // a difference of the other pair is none of this one
    QVERIFY(bench.shown().pixelColor(320, 200) != QColor(Qt::green));
}

void CompareViewTest::panningComputesOnlyWhatComesIntoView() {
    constexpr int kFrames = 24;
    const QImage large = plainPicture(2048, Qt::darkCyan);
    ViewBench bench(std::vector<QImage>(9, large), {1200, 800});
    bench.view.setZoom(0.75);
    bench.shown();
    QTest::qWait(50); // the halved copies may come meanwhile; they are not needed here
    bench.shown();
    const PaintWork before = bench.view.work();
    for (int frame = 0; frame < kFrames; ++frame) {
        QTest::mousePress(&bench.view, Qt::LeftButton, {}, {200, 100});
        QTest::mouseMove(&bench.view, {190, 100});
        QTest::mouseRelease(&bench.view, Qt::LeftButton, {}, {190, 100});
        bench.shown();
    }
    const std::int64_t scaled = bench.view.work().scaled - before.scaled;
    const std::int64_t copied = bench.view.work().copied - before.copied;
    const std::int64_t seen = std::int64_t{1200} * 800 * kFrames;
    QVERIFY2(copied > seen / 2 && copied <= 3 * seen, qPrintable(QString::number(copied)));
    QVERIFY2(scaled < copied / 4, qPrintable(QString::number(scaled)));
    // At full size nothing is computed at all.
    bench.view.setZoom(1.0);
    const std::int64_t atFull = bench.view.work().scaled;
    bench.shown();
    QCOMPARE(bench.view.work().scaled, atFull);
}

void CompareViewTest::aRemovedPictureLeavesAPair() {
    ViewBench bench({testPicture(32, 32, 0), testPicture(32, 32, 1), testPicture(32, 32, 2)});
    bench.view.setPair(2, 1);
    bench.view.setPanes({paneOf(testPicture(32, 32, 0)), paneOf(testPicture(32, 32, 1))});
    QVERIFY(bench.view.first() != bench.view.second());
    bench.view.setPanes({paneOf(testPicture(32, 32, 0))});
    QCOMPARE(bench.view.second(), 0);
    bench.view.setPanes({});
    QVERIFY(!bench.shown().isNull());
    bench.view.setPanes({paneOf(testPicture(32, 32, 0)), paneOf(testPicture(32, 32, 1))});
    QCOMPARE(bench.view.second(), 1);
}

void CompareViewTest::screenReadersHearWhatIsCompared() {
    ViewBench bench({testPicture(32, 32, 0), {}});
    ComparePane waiting;
    waiting.label = QStringLiteral("steps 12");
    waiting.state = QStringLiteral("waits");
    bench.view.setPane(1, waiting);
    QVERIFY(bench.view.accessibleDescription().contains(QStringLiteral("B steps 12 waits")));
    bench.view.setPanes({});
    bench.view.setEmptyText(QStringLiteral("Nothing yet"), QStringLiteral("Press C."));
    QVERIFY(bench.view.accessibleDescription().contains(QStringLiteral("Nothing yet")));
}

} // namespace diptych::widgets

QTEST_MAIN(diptych::widgets::CompareViewTest)
#include "compare_view_test.moc"

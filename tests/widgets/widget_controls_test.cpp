#include "widgets/controls/icon_set.h"
#include "widgets/controls/image_view.h"
#include "widgets/controls/mnemonic.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/controls/quiet_spin_box.h"
#include "widgets/controls/seed_edit.h"
#include "widgets/controls/size_edit.h"
#include "widgets/controls/token_meter.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

namespace diptych::widgets {

namespace {

// Every pixel another colour.
QImage testPicture(int width, int height) {
    QImage picture(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            picture.setPixel(x, y, qRgb(x % 256, y % 256, (x * 7 + y * 13) % 256));
    return picture;
}

void turnWheel(QWidget& widget, QPoint at, int steps) {
    QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, 120 * steps}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&widget, &event);
}

} // namespace

class WidgetControlsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aPictureAtFullSizeIsExactPixelByPixel();
    void zoomingKeepsThePixelUnderTheCursor();
    void aFittedPictureStaysFittedWhenTheViewGrows();
    void largePicturesArePannedButNotAway();
    void aGridAppearsBetweenLargePixels();
    void arrowsStepThroughPicturesThatFit();
    void aPreviewIsShownAtFullSize();
    void mnemonicsLeaveNoTrace();
    void typedSidesSnapToSixteen();
    void aLinkedSideFollows();
    void sidesAreExchanged();
    void aSeedIsTypedLockedAndDrawn();
    void noticesOfOneKeyReplaceEachOther();
    void aNoticeRunsItsAction();
    void aNoticeWithManyActionsLeavesItsTextTheRow();
    void aTextThatIsPutInCanBeUndone();
    void theWheelTurnsNothingThatHasNoFocus();
    void theMeterTellsWhatIsBeyondTheRange();
    void iconsFollowThePalette();
};

void WidgetControlsTest::aPictureAtFullSizeIsExactPixelByPixel() {
    ImageView view;
    view.resize(300, 200);
    const QImage picture = testPicture(64, 48);
    view.setPicture(picture);
    view.setZoom(1.0);
    const QImage shown = view.grab().toImage();
    const QPointF corner = -view.pictureAt({0, 0});
    for (int y = 0; y < 48; ++y)
        for (int x = 0; x < 64; ++x)
            QCOMPARE(
                shown.pixel(static_cast<int>(corner.x()) + x, static_cast<int>(corner.y()) + y),
                picture.pixel(x, y));
}

void WidgetControlsTest::zoomingKeepsThePixelUnderTheCursor() {
    ImageView view;
    view.resize(400, 300);
    view.setPicture(testPicture(1000, 900));
    view.setZoom(1.0);
    const QPoint cursor(130, 90);
    const QPointF before = view.pictureAt(cursor);
    turnWheel(view, cursor, 3);
    QVERIFY(view.zoom() > 1.9);
    const QPointF after = view.pictureAt(cursor);
    QVERIFY((after - before).manhattanLength() < 1.5);
}

void WidgetControlsTest::aFittedPictureStaysFittedWhenTheViewGrows() {
    ImageView view;
    view.resize(400, 300);
    view.show();
    view.setPicture(testPicture(1000, 500));
    const double small = view.zoom();
    QVERIFY(small < 0.4);
    view.resize(800, 600);
    QVERIFY(view.isFitted());
    QVERIFY(view.zoom() > small * 1.8);
    view.setZoom(2.0);
    view.setPicture(testPicture(1000, 500));
    QCOMPARE(view.zoom(), 2.0);
}

void WidgetControlsTest::largePicturesArePannedButNotAway() {
    ImageView view;
    view.resize(200, 200);
    view.setPicture(testPicture(600, 600));
    view.setZoom(1.0);
    const QPointF before = view.pictureAt({100, 100});
    QTest::mousePress(&view, Qt::LeftButton, {}, {100, 100});
    QTest::mouseMove(&view, {60, 80});
    QTest::mouseRelease(&view, Qt::LeftButton, {}, {60, 80});
    QCOMPARE(view.pictureAt({100, 100}) - before, QPointF(40, 20));
    for (int i = 0; i < 30; ++i)
        QTest::keyClick(&view, Qt::Key_Right);
    QCOMPARE(view.pictureAt({200, 0}).x(), 600.0);
}

void WidgetControlsTest::aGridAppearsBetweenLargePixels() {
    ImageView view;
    view.resize(320, 320);
    QImage picture(16, 16, QImage::Format_RGB32);
    picture.fill(Qt::white);
    view.setPicture(picture);
    view.setZoom(8.0);
    const auto greyPixels = [&view] {
        const QImage shown = view.grab().toImage();
        int count = 0;
        for (int x = 100; x < 220; ++x)
            count += shown.pixelColor(x, 161) != QColor(Qt::white) ? 1 : 0;
        return count;
    };
    QCOMPARE(greyPixels(), 0);
    view.setZoom(12.0);
    QVERIFY(greyPixels() >= 9);
}

void WidgetControlsTest::arrowsStepThroughPicturesThatFit() {
    ImageView view;
    view.resize(300, 300);
    view.setPicture(testPicture(64, 64));
    QSignalSpy steps(&view, &ImageView::stepRequested);
    QTest::keyClick(&view, Qt::Key_Right);
    QTest::keyClick(&view, Qt::Key_Left);
    QCOMPARE(steps.count(), 2);
    QCOMPARE(steps[0][0].toInt(), 1);
    QCOMPARE(steps[1][0].toInt(), -1);
}

void WidgetControlsTest::aPreviewIsShownAtFullSize() {
    ImageView view;
    view.resize(600, 600);
    view.setPreview(testPicture(32, 32), {256, 256});
    QCOMPARE(view.zoom(), 2.0);
    QVERIFY(view.isPreview());
    view.setPicture(testPicture(256, 256));
    QCOMPARE(view.zoom(), 2.0);
}

void WidgetControlsTest::mnemonicsLeaveNoTrace() {
    QCOMPARE(withoutMnemonic(QStringLiteral("&Save as…")), QStringLiteral("Save as…"));
    QCOMPARE(withoutMnemonic(QStringLiteral("保存(&S)…")), QStringLiteral("保存…"));
    QCOMPARE(withoutMnemonic(QStringLiteral("A && &B (x)")), QStringLiteral("A & B (x)"));
    QCOMPARE(withoutMnemonic(QString()), QString());
}

void WidgetControlsTest::typedSidesSnapToSixteen() {
    SizeEdit edit;
    QSignalSpy edited(&edit, &SizeEdit::sizeEdited);
    auto* const width = edit.findChild<QSpinBox*>(QStringLiteral("width"));
    width->selectAll();
    QTest::keyClicks(width, QStringLiteral("700"));
    QTest::keyClick(width, Qt::Key_Return);
    QCOMPARE(edit.size().width, 704);
    QCOMPARE(width->value(), 704);
    QCOMPARE(edited.count(), 1);
}

void WidgetControlsTest::aLinkedSideFollows() {
    SizeEdit edit;
    edit.setSize({1024, 512});
    QTest::mouseClick(edit.findChild<QToolButton*>(QStringLiteral("linkSides")), Qt::LeftButton);
    edit.findChild<QSpinBox*>(QStringLiteral("width"))->setValue(512);
    QVERIFY((edit.size() == PictureSize{512, 256}));
    edit.findChild<QSpinBox*>(QStringLiteral("height"))->setValue(320);
    QVERIFY((edit.size() == PictureSize{640, 320}));
}

void WidgetControlsTest::sidesAreExchanged() {
    SizeEdit edit;
    edit.setSize({1024, 512});
    QTest::mouseClick(edit.findChild<QToolButton*>(QStringLiteral("swapSides")), Qt::LeftButton);
    QVERIFY((edit.size() == PictureSize{512, 1024}));
}

void WidgetControlsTest::aSeedIsTypedLockedAndDrawn() {
    SeedEdit edit;
    auto* const text = edit.findChild<QLineEdit*>(QStringLiteral("seedText"));
    auto* const lock = edit.findChild<QToolButton*>(QStringLiteral("seedLock"));
    QVERIFY(!edit.seed());
    QTest::keyClicks(text, QStringLiteral("0"));
    QTest::keyClick(text, Qt::Key_Return);
    QCOMPARE(edit.seed().value(), std::int64_t{0});
    QTest::mouseClick(lock, Qt::LeftButton);
    QVERIFY(!edit.seed());
    edit.setPrevious(99);
    QTest::mouseClick(lock, Qt::LeftButton);
    QCOMPARE(edit.seed().value(), std::int64_t{99});
    QTest::mouseClick(edit.findChild<QToolButton*>(QStringLiteral("seedDice")), Qt::LeftButton);
    QVERIFY(edit.seed().value() >= 0 && edit.seed().value() != 99);
    // Beyond 2^63: not a seed.
    text->setText(QStringLiteral("9999999999999999999"));
    QTest::keyClick(text, Qt::Key_Return);
    QVERIFY(!edit.seed());
}

void WidgetControlsTest::noticesOfOneKeyReplaceEachOther() {
    NoticeBar bar;
    BarNotice notice;
    notice.key = QStringLiteral("a");
    notice.text = QStringLiteral("one");
    bar.add(notice);
    notice.text = QStringLiteral("two");
    bar.add(notice);
    QCOMPARE(bar.texts(), QStringList{QStringLiteral("two")});
    bar.dismiss(QStringLiteral("a"));
    QVERIFY(bar.texts().isEmpty());
    QVERIFY(bar.isHidden());
}

void WidgetControlsTest::aNoticeRunsItsAction() {
    NoticeBar bar;
    bool ran = false;
    BarNotice notice;
    notice.text = QStringLiteral("It failed.");
    notice.details = QStringLiteral("everything");
    notice.actions = {{QStringLiteral("again"), QStringLiteral("Again"), [&ran] { ran = true; }}};
    bar.add(notice);
    QTest::mouseClick(bar.findChild<QPushButton*>(QStringLiteral("again")), Qt::LeftButton);
    QVERIFY(ran);
    QTest::mouseClick(bar.findChild<QPushButton*>(QStringLiteral("copyDetails")), Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("everything"));
}

void WidgetControlsTest::aNoticeWithManyActionsLeavesItsTextTheRow() {
    NoticeBar bar;
    BarNotice notice;
    notice.text = QStringLiteral("No server answered, and so the job waits for one. Go on here?");
    for (const char* const name : {"Encode on this machine", "Try again", "Wait for a server"})
        notice.actions.push_back({QString::fromLatin1(name), QString::fromLatin1(name), [] {}});
    bar.add(notice);
    bar.resize(360, bar.heightForWidth(360));
    bar.show();
    QVERIFY(QTest::qWaitForWindowExposed(&bar));
    const auto* const text = bar.findChild<QLabel*>(QStringLiteral("noticeText"));
    QVERIFY2(text->width() > 260, qPrintable(QString::number(text->width())));
    QVERIFY(text->height() >= text->heightForWidth(text->width()));
    for (const NoticeAction& action : notice.actions) {
        const auto* const button = bar.findChild<QPushButton*>(action.name);
        const QRect place(button->mapTo(&bar, QPoint(0, 0)), button->size());
        QVERIFY(bar.rect().contains(place));
        QVERIFY(place.top() >= text->mapTo(&bar, text->rect().bottomLeft()).y());
        QVERIFY(button->width() >= button->sizeHint().width());
    }
}

void WidgetControlsTest::aTextThatIsPutInCanBeUndone() {
    PromptEdit edit;
    QSignalSpy edited(&edit, &PromptEdit::edited);
    QTest::keyClicks(&edit, QStringLiteral("mine"));
    QCOMPARE(edited.count(), 4);
    edit.replaceText(QStringLiteral("theirs"));
    QCOMPARE(edited.count(), 4);
    edit.undo();
    QCOMPARE(edit.toPlainText(), QStringLiteral("mine"));
    QCOMPARE(edited.count(), 5);
    edit.redo();
    QCOMPARE(edit.toPlainText(), QStringLiteral("theirs"));
}

void WidgetControlsTest::theWheelTurnsNothingThatHasNoFocus() {
    QuietSpinBox box;
    box.setValue(5);
    turnWheel(box, {5, 5}, 1);
    QCOMPARE(box.value(), 5);
}

void WidgetControlsTest::theMeterTellsWhatIsBeyondTheRange() {
    TokenMeter meter;
    meter.setLimit(10);
    meter.setCounts({0, 12, 0, 0, 3});
    QVERIFY(meter.text().contains(QStringLiteral("5 beyond")));
    meter.setCounts({0, 2, 0, 0, 3});
    QCOMPARE(meter.text(), QStringLiteral("5 of 10 tokens"));
}

void WidgetControlsTest::iconsFollowThePalette() {
    const QIcon shown = icon(QStringLiteral("done"));
    const auto darkest = [&shown] {
        const QImage image = shown.pixmap(32, 32).toImage();
        int value = 255;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (image.pixelColor(x, y).alpha() > 200)
                    value = std::min(value, image.pixelColor(x, y).lightness());
        return value;
    };
    const QPalette before = QApplication::palette();
    QPalette palette = before;
    palette.setColor(QPalette::WindowText, Qt::black);
    QApplication::setPalette(palette);
    QVERIFY(darkest() < 20);
    palette.setColor(QPalette::WindowText, Qt::white);
    QApplication::setPalette(palette);
    QVERIFY(darkest() > 235);
    QApplication::setPalette(before);
}

} // namespace diptych::widgets

QTEST_MAIN(diptych::widgets::WidgetControlsTest)
#include "widget_controls_test.moc"

// Embeddings as a picture, and the panel around it.
#include "widgets/panels/embedding_panel.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QFormLayout>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>

#include <cmath>

namespace diptych::widgets {

namespace {

// Ones, minus ones, and one channel that is far larger than all others.
std::vector<float> valuesOf(int tokens, int channels) {
    std::vector<float> values;
    for (int token = 0; token < tokens; ++token)
        for (int channel = 0; channel < channels; ++channel)
            values.push_back(channel == 0 ? 500.0F : channel % 2 == 0 ? 1.0F : -1.0F);
    return values;
}

ShownEmbeddings twoEmbeddings() {
    ShownEmbeddings shown;
    shown.file = QStringLiteral("/embeddings/cat.safetensors");
    shown.facts = {{QStringLiteral("Prompt"), QStringLiteral("a <b>cat</b>")}};
    shown.embeddings = {paintedEmbedding(3, 200, valuesOf(3, 200)),
                        paintedEmbedding(5, 200, valuesOf(5, 200))};
    shown.outliers = {QStringLiteral("Channel 0"), QString()};
    return shown;
}

} // namespace

class EmbeddingPanelTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void coloursAreNotRuledByTheLargestChannel();
    void wrongSizesGiveNothing();
    void valuesAreReadUnderTheMouseAndByKeys();
    void theFileIsShownWithItsFacts();
    void theFormCanDrawFromIt();
    void aDroppedFileIsTold();
};

void EmbeddingPanelTest::coloursAreNotRuledByTheLargestChannel() {
    const PaintedEmbedding painted = paintedEmbedding(3, 200, valuesOf(3, 200));
    QCOMPARE(painted.limit, 1.0F);
    QCOMPARE(painted.picture.size(), QSize(200, 3));
    const QColor minus = painted.picture.pixelColor(1, 0);
    const QColor plus = painted.picture.pixelColor(2, 0);
    QVERIFY(minus.blue() > minus.red() + 100);
    QVERIFY(plus.red() > plus.blue() + 100);
    QCOMPARE(painted.picture.pixelColor(0, 0), plus); // it ends there too
    QCOMPARE(painted.norms.size(), std::size_t{3});
    QVERIFY(std::abs(painted.norms[1] - std::sqrt(500.0F * 500.0F + 199.0F)) < 1e-2F);
}

void EmbeddingPanelTest::wrongSizesGiveNothing() {
    QCOMPARE(paintedEmbedding(3, 200, valuesOf(2, 200)).tokens, 0);
    QCOMPARE(paintedEmbedding(0, 0, {}).tokens, 0);
    const PaintedEmbedding zeros = paintedEmbedding(1, 2, {0.0F, 0.0F});
    QCOMPARE(zeros.limit, 0.0F);
    EmbeddingMap map;
    map.setEmbedding(zeros);
    QVERIFY(!map.grab().isNull());
}

void EmbeddingPanelTest::valuesAreReadUnderTheMouseAndByKeys() {
    EmbeddingMap map;
    map.resize(460, 200);
    map.setEmbedding(paintedEmbedding(3, 200, valuesOf(3, 200)));
    QVERIFY2(map.textAt({5, 5}).startsWith(QStringLiteral("Token 0, channel")),
             qPrintable(map.textAt({5, 5})));
    QVERIFY(map.textAt({459, 5}).isEmpty()); // the bars
    QSignalSpy described(&map, &EmbeddingMap::described);
    QTest::keyClick(&map, Qt::Key_Down);
    QTest::keyClick(&map, Qt::Key_Left);
    QCOMPARE(described.count(), 2);
    QVERIFY(map.accessibleDescription().startsWith(QStringLiteral("Token 1, channel 0: 500")));
}

void EmbeddingPanelTest::theFileIsShownWithItsFacts() {
    EmbeddingPanel panel({});
    panel.resize(360, 800);
    panel.show();
    QVERIFY(panel.findChild<QLabel*>(QStringLiteral("embeddingEmpty"))->isVisible());
    panel.showFile(twoEmbeddings());
    QVERIFY(!panel.findChild<QLabel*>(QStringLiteral("embeddingEmpty"))->isVisible());
    QCOMPARE(panel.findChild<QLabel*>(QStringLiteral("embeddingName"))->text(),
             QStringLiteral("cat.safetensors"));
    auto* const map = panel.findChild<EmbeddingMap*>();
    QCOMPARE(map->embedding().tokens, 3);
    auto* const choice = panel.findChild<QComboBox*>(QStringLiteral("embeddingChoice"));
    QVERIFY(choice->isVisible());
    choice->setCurrentIndex(1);
    QCOMPARE(map->embedding().tokens, 5);
    QVERIFY(!panel.findChild<QLabel*>(QStringLiteral("embeddingOutliers"))->isVisible());
    panel.tell(QStringLiteral("It is damaged."));
    QVERIFY(panel.findChild<QLabel*>(QStringLiteral("embeddingProblem"))->isVisible());
}

void EmbeddingPanelTest::theFormCanDrawFromIt() {
    EmbeddingPanel panel({});
    panel.show();
    QSignalSpy draw(&panel, &EmbeddingPanel::drawRequested);
    QSignalSpy negative(&panel, &EmbeddingPanel::negativeRequested);
    panel.showFile(twoEmbeddings());
    auto* const drawButton = panel.findChild<QPushButton*>(QStringLiteral("drawFromEmbedding"));
    auto* const negativeButton = panel.findChild<QPushButton*>(QStringLiteral("negativeEmbedding"));
    QVERIFY(!negativeButton->isEnabled()); // only beside another one
    QTest::mouseClick(drawButton, Qt::LeftButton);
    QCOMPARE(draw.count(), 1);
    QCOMPARE(draw[0][0].toString(), QStringLiteral("/embeddings/cat.safetensors"));
    panel.setDrawnFrom(QStringLiteral("/embeddings/cat.safetensors"), {});
    QVERIFY(!drawButton->isEnabled());
    QVERIFY(panel.findChild<QLabel*>(QStringLiteral("embeddingUse"))->isVisible());
    panel.setDrawnFrom(QStringLiteral("/embeddings/dog.safetensors"), {});
    QTest::mouseClick(negativeButton, Qt::LeftButton);
    QCOMPARE(negative.count(), 1);
}

void EmbeddingPanelTest::aDroppedFileIsTold() {
    EmbeddingPanel panel({});
    panel.show();
    QSignalSpy dropped(&panel, &EmbeddingPanel::fileDropped);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QStringLiteral("/a.safetensors"))});
    QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&panel, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&panel, &drop);
    QCOMPARE(dropped.count(), 1);
}

} // namespace diptych::widgets

QTEST_MAIN(diptych::widgets::EmbeddingPanelTest)
#include "embedding_panel_test.moc"

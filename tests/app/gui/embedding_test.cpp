// Embeddings in the whole window: saved, looked at, drawn from.
#include "tests/app/gui/desktop_fixture.h"
#include "tests/support/fake_image_pipeline.h"

#include "core/base/file.h"
#include "core/encoders/embedding_file.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/panels/embedding_panel.h"

#include <QDockWidget>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrl>

#include <memory>

namespace diptych::gui {

namespace {

constexpr int kPatience = 60000; // ms

struct EmbeddingWorld : test::DesktopFixture {
    std::shared_ptr<test::FakePipelineState> state = std::make_shared<test::FakePipelineState>();
    QTemporaryDir folder;

    EmbeddingWorld() {
        environment.openPipeline =
            [pipeline = state](const PipelineOptions&) -> Result<std::unique_ptr<ImagePipeline>> {
            return std::make_unique<test::FakeImagePipeline>(pipeline);
        };
        open();
    }
    QString file(const char* name) { return folder.filePath(QString::fromLatin1(name)); }
    widgets::EmbeddingPanel& panel() { return *desktop().embeddings().panel(); }
    const EmbeddingFiles& inForm() { return desktop().form().form().request.embeddings; }
    QString problem() { return child<QLabel>("embeddingProblem")->text(); }
    void save(const char* name) {
        desktop().embeddings().save(file(name));
        QTRY_COMPARE_WITH_TIMEOUT(panel().shown().file, file(name), kPatience);
    }
};

} // namespace

class EmbeddingTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void thePromptsEmbeddingIsSavedAndShown();
    void drawingsComeFromAChosenFile();
    void guidanceAsksForANegativeOne();
    void aFileThatIsNoneIsTold();
    void anEncodingThatFailsIsTold();
    void droppedEmbeddingsAreOpened();
};

void EmbeddingTest::thePromptsEmbeddingIsSavedAndShown() {
    EmbeddingWorld world;
    QTest::keyClicks(world.child<widgets::PromptEdit>("prompt"), QStringLiteral("a boat"));
    world.save("boat.safetensors");
    const auto saved = readEmbeddingFile(world.file("boat.safetensors").toStdString());
    QVERIFY(saved);
    QCOMPARE(saved->facts.prompt, std::string("a boat"));
    QCOMPARE(saved->facts.version, std::string("9.8.7"));
    QVERIFY(!saved->facts.formattedPrompt.empty());
    QCOMPARE(world.panel().shown().embeddings.size(), std::size_t{1});
    QCOMPARE(world.panel().shown().embeddings[0].channels,
             static_cast<int>(test::FakeImagePipeline::kWidth));
    QVERIFY(world.child<QDockWidget>("embeddingDock")->isVisible());
    QCOMPARE(world.desktop().results().rowCount(), 0);
    QCOMPARE(world.desktop().queue().rowCount(), 0);
}

void EmbeddingTest::drawingsComeFromAChosenFile() {
    EmbeddingWorld world;
    world.save("boat.npz");
    auto* const label = world.child<QLabel>("embeddingsInUse");
    QVERIFY(!label->isVisible());
    QTest::mouseClick(world.child<QPushButton>("drawFromEmbedding"), Qt::LeftButton);
    QCOMPARE(world.inForm().prompt, world.file("boat.npz").toStdString());
    QVERIFY(label->isVisible() && label->text().contains(QStringLiteral("boat.npz")));
    world.trigger(Command::Generate);
    QTRY_COMPARE_WITH_TIMEOUT(world.desktop().results().rowCount(), 1, kPatience);
    QCOMPARE(world.state->request->request.embeddings.prompt, world.file("boat.npz").toStdString());
    // It is there again at the next start.
    world.close();
    world.open();
    QCOMPARE(world.inForm().prompt, world.file("boat.npz").toStdString());
    QTest::mouseClick(world.child<QToolButton>("stopEmbeddings"), Qt::LeftButton);
    QVERIFY(world.inForm().prompt.empty());
    QVERIFY(!world.child<QLabel>("embeddingsInUse")->isVisible());
}

void EmbeddingTest::guidanceAsksForANegativeOne() {
    EmbeddingWorld world;
    world.desktop().form().edit(widgets::RequestField::Guidance, [](widgets::RequestForm& form) {
        form.request.guidanceScale = 2.0;
    });
    world.save("boat.safetensors");
    QTest::mouseClick(world.child<QPushButton>("drawFromEmbedding"), Qt::LeftButton);
    QVERIFY(world.child<widgets::NoticeBar>("noticeBar")
                ->texts()
                .join(QLatin1Char(' '))
                .contains(QStringLiteral("negative embedding")));
    world.save("no.safetensors");
    QTest::mouseClick(world.child<QPushButton>("negativeEmbedding"), Qt::LeftButton);
    QCOMPARE(world.inForm().negative, world.file("no.safetensors").toStdString());
    QCOMPARE(world.inForm().prompt, world.file("boat.safetensors").toStdString());
}

void EmbeddingTest::aFileThatIsNoneIsTold() {
    EmbeddingWorld world;
    QVERIFY(writeFileAtomically(world.file("no.safetensors").toStdString(), "no tensors at all",
                                Overwrite::No));
    world.desktop().embeddings().open(world.file("no.safetensors"));
    QTRY_VERIFY(!world.problem().isEmpty());
    QVERIFY(world.panel().shown().file.isEmpty());
}

void EmbeddingTest::anEncodingThatFailsIsTold() {
    EmbeddingWorld world;
    world.state->workError = Error{ErrorCode::OutOfMemory, "9 GiB are needed", "", "", {}};
    world.desktop().embeddings().save(world.file("boat.safetensors"));
    QTRY_VERIFY(world.problem().contains(QStringLiteral("9 GiB")));
    QVERIFY(!QFileInfo::exists(world.file("boat.safetensors")));
    QCOMPARE(world.desktop().queue().rowCount(), 0);
}

void EmbeddingTest::droppedEmbeddingsAreOpened() {
    EmbeddingWorld world;
    world.save("boat.safetensors");
    world.save("other.safetensors");
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(world.file("boat.safetensors"))});
    QDragEnterEvent enter({300, 300}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&world.window(), &enter);
    const auto* const hint = world.window().findChild<QLabel*>(QStringLiteral("dropHint"));
    QVERIFY(hint->isVisible());
    QVERIFY2(hint->text().contains(QStringLiteral("embeddings")), qPrintable(hint->text()));
    QVERIFY2(!hint->text().contains(QStringLiteral("picture")), qPrintable(hint->text()));
    QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&world.window(), &drop);
    QTRY_COMPARE(world.panel().shown().file, world.file("boat.safetensors"));
}

} // namespace diptych::gui

QTEST_MAIN(diptych::gui::EmbeddingTest)
#include "embedding_test.moc"

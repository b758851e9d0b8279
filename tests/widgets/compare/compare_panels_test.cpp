// widgets/compare: the set of pictures, what differs between them, how far they are apart, how they
// are exported, and the variants of a request.
#include "core/pipeline/sampling_choices.h"
#include "widgets/compare/changes_model.h"
#include "widgets/compare/compare_details.h"
#include "widgets/compare/compare_export.h"
#include "widgets/compare/compare_panel.h"
#include "widgets/compare/compare_set.h"
#include "widgets/compare/difference_service.h"
#include "widgets/compare/variants_dialog.h"
#include "widgets/compare/variants_model.h"
#include "widgets/controls/diff_view.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QUrl>

#include <cmath>
#include <memory>

namespace diptych::widgets {

namespace {

QImage plainPicture(QSize size, const QColor& colour) {
    QImage picture(size, QImage::Format_RGB32);
    picture.fill(colour);
    return picture;
}

GenerationRequest requestOf(const std::string& prompt, int steps) {
    GenerationRequest request;
    request.conversation.user = prompt;
    request.steps = steps;
    request.seed = 7;
    return request;
}

ComparedPicture pictureOf(const QString& name, const QImage& picture,
                          std::optional<GenerationRequest> request = std::nullopt) {
    ComparedPicture compared;
    compared.name = name;
    compared.picture = picture;
    compared.request = std::move(request);
    return compared;
}

struct CompareBench {
    CompareSet set;
    ChangesModel changes{&set};
    std::unique_ptr<ComparePanel> panel =
        std::make_unique<ComparePanel>(&set, &changes, QList<QAction*>());

    CompareBench() {
        panel->resize(800, 600);
        panel->show();
    }
    template <typename T> T* child(const char* name) {
        return panel->findChild<T*>(QString::fromLatin1(name));
    }
};

std::unique_ptr<config::Schema> makeSchema() {
    config::SamplingNames names;
    for (const SamplingChoice& choice : listSchedulers())
        names.schedulers.push_back({choice.id, choice.description});
    for (const SamplingChoice& choice : listSigmaSpacings())
        names.sigmaSpacings.push_back({choice.id, choice.description});
    return std::make_unique<config::Schema>(std::move(names));
}

} // namespace

class ComparePanelsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theSetHoldsNineAndEachFileOnce();
    void onlyFieldsThatDifferAreListed();
    void picturesAreNamedByWhatDiffers();
    void aPairTellsHowFarItIsApart();
    void theDifferenceIsShown();
    void sizesThatDifferAreSaid();
    void ofManyWishesTheLastIsAnswered();
    void filesThatAreDroppedAreTold();
    void theDetailsFollowThePair();
    void theSheetHoldsEveryPictureWithItsLabel();
    void thePageNeedsNothingElse();
    void valuesOfAnAxisAreParted();
    void everyVariantFieldReadsWhatItShows();
    void variantsShareTheirSeed();
    void aGridMakesEveryCombination();
    void aValueThatIsNoneIsRefused();
    void theDialogGivesWhatIsToBeDrawn();
    void fieldsOfThePromptHaveNoEffectOnAFileOfEmbeddings();
    void theDialogTellsTheCost();
    void everythingHasAName();
};

void ComparePanelsTest::theSetHoldsNineAndEachFileOnce() {
    CompareSet set;
    ChangesModel changes(&set);
    const QAbstractItemModelTester setTester(&set);
    const QAbstractItemModelTester changesTester(&changes);
    for (int number = 0; number < CompareSet::kMost; ++number) {
        ComparedPicture picture = pictureOf(QStringLiteral("p"), plainPicture({8, 8}, Qt::red),
                                            requestOf("cat", number + 1));
        picture.file = QStringLiteral("/%1.png").arg(number);
        QCOMPARE(set.append(picture), static_cast<CompareId>(number + 1));
    }
    ComparedPicture again = pictureOf(QStringLiteral("p"), {});
    again.file = QStringLiteral("/3.png");
    QCOMPARE(set.append(again), CompareId{4});
    QCOMPARE(set.append(pictureOf(QStringLiteral("ten"), {})), CompareId{0});
    QCOMPARE(changes.columnCount(), 9);
    set.remove(4);
    QCOMPARE(set.rowCount(), 8);
    QVERIFY(set.index(3).data().toString().startsWith(QStringLiteral("D")));
    set.update(5, [](ComparedPicture& picture) { picture.state = QStringLiteral("waits"); });
    QVERIFY(set.index(3).data().toString().contains(QStringLiteral("waits")));
    set.clear();
    QCOMPARE(changes.rowCount(), 0);
}

void ComparePanelsTest::onlyFieldsThatDifferAreListed() {
    CompareSet set;
    ChangesModel changes(&set);
    set.append(pictureOf(QStringLiteral("one"), {}, requestOf("a red cat", 8)));
    QCOMPARE(changes.rowCount(), 0);
    set.append(pictureOf(QStringLiteral("foreign"), {}));
    set.append(pictureOf(QStringLiteral("two"), {}, requestOf("a red cat", 12)));
    QCOMPARE(changes.rowCount(), 1);
    QCOMPARE(changes.fieldOf(0), QStringLiteral("steps"));
    QCOMPARE(changes.index(0, 0).data().toString(), QStringLiteral("8"));
    QCOMPARE(changes.index(0, 2).data().toString(), QStringLiteral("12"));
    QVERIFY(changes.index(0, 1).data(Qt::ToolTipRole).toString().isNull());
    QVERIFY(changes.index(0, 2).data(Qt::FontRole).value<QFont>().bold());
    set.update(3, [](ComparedPicture& picture) { picture.request = requestOf("a blue cat", 8); });
    QCOMPARE(changes.rowCount(), 1);
    QCOMPARE(changes.fieldOf(0), QStringLiteral("prompt"));
}

void ComparePanelsTest::picturesAreNamedByWhatDiffers() {
    CompareSet set;
    ChangesModel changes(&set);
    set.append(pictureOf(QStringLiteral("one.png"), {}, requestOf("a red cat", 8)));
    QCOMPARE(changes.summary(0), QStringLiteral("one.png"));
    set.append(pictureOf(QStringLiteral("two.png"), {}, requestOf("a blue cat", 12)));
    QCOMPARE(changes.summary(0), QStringLiteral("a red cat, Steps 8"));
    QCOMPARE(changes.summary(1), QStringLiteral("a blue cat, Steps 12"));
    QCOMPARE(changes.summary(5), QString());
}

void ComparePanelsTest::aPairTellsHowFarItIsApart() {
    CompareBench bench;
    bench.set.append(pictureOf(QStringLiteral("one"), plainPicture({64, 64}, Qt::black)));
    QVERIFY(!bench.child<QComboBox>("compareFirst")->isEnabled());
    bench.set.append(pictureOf(QStringLiteral("two"), plainPicture({64, 64}, QColor(10, 10, 10))));
    QTRY_VERIFY(bench.panel->caption().contains(QStringLiteral("A and B: MAE 10.00")));
    bench.set.append(pictureOf(QStringLiteral("three"), plainPicture({64, 64}, Qt::black)));
    auto* const second = bench.child<QComboBox>("compareSecond");
    second->setCurrentIndex(2);
    Q_EMIT second->activated(2);
    QTRY_VERIFY(bench.panel->caption().contains(QStringLiteral("A and C: equal")));
    bench.set.remove(1);
    QTRY_VERIFY(bench.panel->caption().contains(QStringLiteral("A and B: MAE 10.00")));
}

void ComparePanelsTest::theDifferenceIsShown() {
    CompareBench bench;
    bench.set.append(pictureOf(QStringLiteral("one"), plainPicture({64, 64}, Qt::black)));
    bench.set.append(pictureOf(QStringLiteral("two"), plainPicture({64, 64}, QColor(90, 90, 90))));
    QTest::mouseClick(bench.child<QToolButton>("compareDifference"), Qt::LeftButton);
    QCOMPARE(bench.panel->view()->mode(), CompareMode::Difference);
    CompareView* const view = bench.panel->view();
    const QPoint middle(view->width() / 2, view->height() / 2);
    // The largest difference is white.
    QTRY_VERIFY(view->grab().toImage().pixelColor(middle).lightness() > 240);
    auto* const kind = bench.child<QComboBox>("differenceKind");
    QVERIFY(!bench.child<QWidget>("differenceThreshold")->isEnabled());
    kind->setCurrentIndex(1);
    Q_EMIT kind->activated(1);
    QVERIFY(bench.child<QWidget>("differenceThreshold")->isEnabled());
    QTRY_VERIFY(view->grab().toImage().pixelColor(middle).saturation() > 60); // tinted red
    bench.set.remove(2);
    QCOMPARE(view->mode(), CompareMode::SideBySide);
}

void ComparePanelsTest::sizesThatDifferAreSaid() {
    CompareBench bench;
    bench.set.append(pictureOf(QStringLiteral("one"), plainPicture({64, 64}, Qt::black)));
    bench.set.append(pictureOf(QStringLiteral("two"), plainPicture({32, 32}, Qt::black)));
    QTRY_VERIFY(
        bench.panel->caption().contains(QStringLiteral("all shown as large as the largest")));
}

void ComparePanelsTest::ofManyWishesTheLastIsAnswered() {
    DifferenceService service;
    std::vector<double> answers;
    connect(&service, &DifferenceService::ready, this, [&answers](const DifferenceAnswer& answer) {
        answers.push_back(answer.metrics->meanAbsoluteError);
    });
    const QImage black = plainPicture({32, 32}, Qt::black);
    for (const int grey : {10, 20, 30})
        service.request({black, plainPicture({32, 32}, QColor(grey, grey, grey)), {}, 0.1});
    QTRY_VERIFY(!answers.empty());
    QTest::qWait(50);
    QCOMPARE(answers, std::vector<double>{30.0});
    service.request({black, black, {}, 0.1});
    service.cancel();
    QTest::qWait(50);
    QCOMPARE(answers.size(), std::size_t{1});
}

void ComparePanelsTest::filesThatAreDroppedAreTold() {
    CompareBench bench;
    QSignalSpy dropped(bench.panel.get(), &ComparePanel::filesDropped);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QStringLiteral("/a.png")),
                  QUrl::fromLocalFile(QStringLiteral("/b.png"))});
    QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(bench.panel.get(), &enter);
    QVERIFY(enter.isAccepted());
    QVERIFY(bench.child<QLabel>("compareDropHint")->isVisible());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(bench.panel.get(), &drop);
    QVERIFY(!bench.child<QLabel>("compareDropHint")->isVisible());
    QCOMPARE(dropped.count(), 1);
    QCOMPARE(dropped[0][0].toStringList().size(), 2);
}

void ComparePanelsTest::theDetailsFollowThePair() {
    CompareSet set;
    ChangesModel changes(&set);
    CompareDetails details(&set, &changes, {});
    details.show();
    auto* const diff = details.findChild<DiffView*>(QStringLiteral("promptDiff"));
    auto* const table = details.findChild<QTableView*>(QStringLiteral("changesTable"));
    QVERIFY(table->isHidden());
    set.append(pictureOf(QStringLiteral("one"), {}, requestOf("a red cat", 8)));
    set.append(pictureOf(QStringLiteral("two"), {}, requestOf("a blue cat", 8)));
    set.append(pictureOf(QStringLiteral("three"), {}, requestOf("a red cat", 9)));
    details.setPair(0, 1);
    QVERIFY(!table->isHidden());
    QVERIFY(!diff->isHidden());
    QCOMPARE(diff->toPlainText(), QStringLiteral("a redblue cat"));
    QCOMPARE(diff->changeCount(), 1);
    details.setPair(0, 2);
    QVERIFY(diff->isHidden());
    QSignalSpy chosen(&details, &CompareDetails::chosen);
    auto* const list = details.findChild<QListView*>(QStringLiteral("comparedList"));
    QTest::keyClick(list, Qt::Key_Up);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen[0][0].toInt(), 1);
}

void ComparePanelsTest::theSheetHoldsEveryPictureWithItsLabel() {
    Comparison comparison;
    QVERIFY(comparisonSheet(comparison).isNull());
    const QList<QColor> colours = {Qt::red, Qt::green, Qt::blue, Qt::yellow};
    for (const QColor& colour : colours)
        comparison.pictures.push_back(
            {QStringLiteral("A"), QStringLiteral("steps 8"), plainPicture({200, 100}, colour)});
    const QImage sheet = comparisonSheet(comparison);
    QVERIFY(sheet.width() > 2 * 200 && sheet.width() < 3 * 200);
    QVERIFY(sheet.height() > 2 * 100);
    for (const QColor& colour : colours) {
        int count = 0;
        for (int y = 0; y < sheet.height(); ++y)
            for (int x = 0; x < sheet.width(); ++x)
                count += sheet.pixelColor(x, y) == colour ? 1 : 0;
        QCOMPARE(count, 200 * 100);
    }
    int dark = 0;
    for (int x = 0; x < sheet.width(); ++x)
        for (int y = 0; y < sheet.height(); ++y)
            dark += sheet.pixelColor(x, y).lightness() < 40 &&
                    !colours.contains(sheet.pixelColor(x, y));
    QVERIFY(dark > 20); // letters
}

void ComparePanelsTest::thePageNeedsNothingElse() {
    Comparison comparison;
    comparison.pictures.push_back({QStringLiteral("A"), QStringLiteral("a <b> & @table %1"),
                                   plainPicture({20, 10}, Qt::red)});
    comparison.pictures.push_back({QStringLiteral("B"), QStringLiteral("failed"), {}});
    comparison.fields.push_back(
        {QStringLiteral("Prompt"), {QStringLiteral("<one>"), QStringLiteral("two")}});
    comparison.distance = QStringLiteral("MAE 3");
    const QString page = comparisonPage(comparison, QStringLiteral("Comparison"));
    QVERIFY(page.contains(QStringLiteral("data:image/png;base64,")));
    QVERIFY(page.contains(QStringLiteral("a &lt;b&gt; &amp; @table %1")));
    QVERIFY(page.contains(QStringLiteral("<td>&lt;one&gt;</td><td>two</td>")));
    QVERIFY(page.contains(QStringLiteral("MAE 3")));
    QCOMPARE(page.count(QStringLiteral("<table>")), 1);
    QVERIFY(!page.contains(QStringLiteral("http")));
}

void ComparePanelsTest::valuesOfAnAxisAreParted() {
    QCOMPARE(axisValues(QStringLiteral(" 8, 12 ,,20")), (QStringList{"8", "12", "20"}));
    QCOMPARE(axisValues(QStringLiteral("a cat, grey; a dog")),
             (QStringList{"a cat, grey", "a dog"}));
    QVERIFY(axisValues(QStringLiteral(" , ")).isEmpty());
}

void ComparePanelsTest::everyVariantFieldReadsWhatItShows() {
    const auto schema = makeSchema();
    QSet<QString> ids;
    for (const VariantField& field : variantFields(*schema)) {
        QVERIFY(!field.name.isEmpty());
        QVERIFY2(!ids.contains(field.id), qPrintable(field.id));
        ids.insert(field.id);
        GenerationRequest request = requestOf("a cat", 9);
        request.loras = {{"x.safetensors", 0.5}};
        request.skipLayers.scale = 2.0;
        GenerationRequest same = request;
        const Status status = field.set(same, field.show(request));
        QVERIFY2(status, qPrintable(field.id));
        for (const VariantField& other : variantFields(*schema))
            QCOMPARE(other.show(same), other.show(request));
    }
    QVERIFY(ids.contains(QStringLiteral("steps")) && ids.contains(QStringLiteral("scheduler")));
    QVERIFY(ids.size() >= 20);
}

void ComparePanelsTest::variantsShareTheirSeed() {
    const auto schema = makeSchema();
    VariantsModel model(variantFields(*schema));
    const QAbstractItemModelTester tester(&model);
    GenerationRequest request = requestOf("a cat", 8);
    request.seed.reset();
    request.count = 4;
    model.begin(request);
    QVERIFY(!model.differs());
    QVERIFY(model.setData(model.index(0, 1), QStringLiteral("a dog"), Qt::EditRole));
    QVERIFY(model.differs());
    QVERIFY(model.duplicate(1));
    model.addRow(QStringLiteral("steps"));
    QVERIFY(model.setData(model.index(1, 2), QStringLiteral("12"), Qt::EditRole));
    const auto requests = model.requests();
    QVERIFY(requests);
    QCOMPARE(requests->size(), std::size_t{3});
    for (const GenerationRequest& each : *requests) {
        QCOMPARE(each.count, 1);
        QVERIFY(each.seed);
        QCOMPARE(*each.seed, *requests->front().seed);
    }
    QCOMPARE((*requests)[2].conversation.user, std::string("a dog"));
    QCOMPARE((*requests)[2].steps, 12);
    model.removeRow(1); // all as the first one
    QCOMPARE((*model.requests())[2].steps, 8);
    QVERIFY(model.removeColumn(0));
    QVERIFY(!model.removeColumn(0)); // two stay
}

void ComparePanelsTest::aGridMakesEveryCombination() {
    const auto schema = makeSchema();
    VariantsModel model(variantFields(*schema));
    const QAbstractItemModelTester tester(&model);
    model.begin(requestOf("a cat", 8));
    const GridAxis steps{QStringLiteral("steps"), {QStringLiteral("4"), QStringLiteral("8")}};
    const GridAxis guidance{QStringLiteral("guidance-scale"),
                            {QStringLiteral("0"), QStringLiteral("2"), QStringLiteral("4")}};
    QVERIFY(model.setGrid(steps, guidance));
    QCOMPARE(model.columnCount(), 6);
    QCOMPARE(model.rowCount(), 3);
    const auto requests = model.requests();
    QVERIFY(requests);
    QCOMPARE((*requests)[3].steps, 8);
    QCOMPARE((*requests)[3].guidanceScale, 2.0);
    QVERIFY(!model.setGrid(steps, steps));
    QVERIFY(!model.setGrid({QStringLiteral("steps"), {QStringLiteral("4")}}, {}));
    QVERIFY(
        !model.setGrid({QStringLiteral("steps"), {QStringLiteral("4"), QStringLiteral("x")}}, {}));
    QCOMPARE(model.columnCount(), 6); // a grid that is none changes nothing
}

void ComparePanelsTest::aValueThatIsNoneIsRefused() {
    const auto schema = makeSchema();
    VariantsModel model(variantFields(*schema));
    model.begin(requestOf("a cat", 8));
    model.addRow(QStringLiteral("width"));
    QSignalSpy refused(&model, &VariantsModel::refused);
    QVERIFY(!model.setData(model.index(1, 1), QStringLiteral("1000"), Qt::EditRole));
    QCOMPARE(refused.count(), 1);
    QVERIFY(refused[0][0].toString().contains(QStringLiteral("1008"))); // the nearest that is valid
    QCOMPARE((*model.requests())[1].width, 1024);
}

void ComparePanelsTest::theDialogGivesWhatIsToBeDrawn() {
    const auto schema = makeSchema();
    VariantsDialog dialog(variantFields(*schema), requestOf("a cat", 8), {});
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    auto* const text = dialog.findChild<QPlainTextEdit*>(QStringLiteral("variantText"));
    QCOMPARE(text->toPlainText(), QStringLiteral("a cat"));
    dialog.model().setData(dialog.model().index(0, 1), QStringLiteral("a cow"), Qt::EditRole);
    QCOMPARE(text->toPlainText(), QStringLiteral("a cow")); // changed elsewhere
    QVERIFY(text->accessibleName().contains(QStringLiteral("B")));
    text->selectAll();
    QTest::keyClicks(text, QStringLiteral("a dog"));
    QTest::mouseClick(dialog.findChild<QToolButton*>(QStringLiteral("addVariant")), Qt::LeftButton);
    QCOMPARE(dialog.model().columnCount(), 3);
    auto* const field = dialog.findChild<QComboBox*>(QStringLiteral("variantField"));
    Q_EMIT field->activated(field->findData(QStringLiteral("steps")));
    auto* const table = dialog.findChild<QTableView*>(QStringLiteral("variantsTable"));
    QCOMPARE(table->currentIndex().row(), 1);
    QCOMPARE(table->currentIndex().column(), 2);
    QVERIFY(!text->isVisible());
    dialog.model().setData(table->currentIndex(), QStringLiteral("12"), Qt::EditRole);
    std::vector<GenerationRequest> wanted;
    connect(&dialog, &VariantsDialog::runRequested, this,
            [&wanted](const std::vector<GenerationRequest>& requests) { wanted = requests; });
    QTest::mouseClick(dialog.findChild<QPushButton*>(QStringLiteral("runVariants")),
                      Qt::LeftButton);
    QCOMPARE(wanted.size(), std::size_t{3});
    QCOMPARE(wanted[0].conversation.user, std::string("a cat"));
    QCOMPARE(wanted[1].conversation.user, std::string("a dog"));
    QCOMPARE(wanted[2].steps, 12);
    QVERIFY(!dialog.isVisible());
}

void ComparePanelsTest::fieldsOfThePromptHaveNoEffectOnAFileOfEmbeddings() {
    const auto schema = makeSchema();
    GenerationRequest request = requestOf("a cat", 8);
    request.embeddings.prompt = "/somewhere/boat.safetensors";
    VariantsDialog dialog(variantFields(*schema), request, {});
    dialog.show();
    VariantsModel& model = dialog.model();
    const auto* const notice = dialog.findChild<QWidget*>(QStringLiteral("variantsFromFile"));
    const auto* const text = dialog.findChild<QPlainTextEdit*>(QStringLiteral("variantText"));
    auto* const field = dialog.findChild<QComboBox*>(QStringLiteral("variantField"));
    const auto offers = [field](const char* id) {
        const int row = field->findData(QLatin1String(id));
        return field->model()->index(row, 0).flags().testFlag(Qt::ItemIsEnabled);
    };
    QVERIFY(notice->isVisible());
    QVERIFY(notice->findChild<QLabel*>()->text().contains(QStringLiteral("boat.safetensors")));
    QVERIFY(text->isReadOnly());
    QVERIFY(!model.setData(model.index(0, 1), QStringLiteral("a dog"), Qt::EditRole));
    QVERIFY(!offers("system-prompt"));
    QVERIFY(offers("steps"));
    QVERIFY(!model.setGrid({QStringLiteral("prompt"), {"a cat", "a dog"}}, {}));
    QVERIFY(model.setGrid({QStringLiteral("steps"), {"4", "8"}}, {}).has_value());
    dialog.findChild<QPushButton*>(QStringLiteral("variantsFromPrompts"))->click();
    QVERIFY(!notice->isVisible());
    QVERIFY(offers("system-prompt"));
    QVERIFY(model.setData(model.index(0, 1), QStringLiteral("a dog"), Qt::EditRole));
    QCOMPARE((*model.requests())[1].conversation.user, std::string("a dog"));
    QVERIFY((*model.requests())[1].embeddings.prompt.empty());
    QCOMPARE((*model.requests())[1].steps, 8);
}

void ComparePanelsTest::theDialogTellsTheCost() {
    const auto schema = makeSchema();
    VariantsDialog known(variantFields(*schema), requestOf("a cat", 8),
                         [](const GenerationRequest& request) -> std::optional<double> {
                             return request.steps * 5.0;
                         });
    const auto cost = [](const VariantsDialog& dialog) {
        return dialog.findChild<QLabel*>(QStringLiteral("variantsCost"))->text();
    };
    QVERIFY2(cost(known).contains(QStringLiteral("1 min 20 s")), qPrintable(cost(known)));
    QVERIFY(cost(known).contains(QStringLiteral("All columns are the same")));
    auto* const values = known.findChild<QLineEdit*>(QStringLiteral("gridFirstValues"));
    values->setText(QStringLiteral("1, 2, 3"));
    known.findChild<QPushButton*>(QStringLiteral("makeGrid"))->click();
    QVERIFY2(cost(known).contains(QStringLiteral("30 s")), qPrintable(cost(known)));
    values->setText(QStringLiteral("1, many"));
    known.findChild<QPushButton*>(QStringLiteral("makeGrid"))->click();
    QVERIFY(!known.findChild<QLabel*>(QStringLiteral("variantsMessage"))->text().isEmpty());
    const VariantsDialog unknown(variantFields(*schema), requestOf("a cat", 8),
                                 [](const GenerationRequest&) { return std::nullopt; });
    QVERIFY(cost(unknown).contains(QStringLiteral("after the first drawing")));
}

void ComparePanelsTest::everythingHasAName() {
    const auto schema = makeSchema();
    CompareBench bench;
    CompareDetails details(&bench.set, &bench.changes, {});
    VariantsDialog dialog(variantFields(*schema), requestOf("a cat", 8), {});
    for (QWidget* const root : {static_cast<QWidget*>(bench.panel.get()),
                                static_cast<QWidget*>(&details), static_cast<QWidget*>(&dialog)})
        for (const QWidget* const widget : root->findChildren<QWidget*>()) {
            const bool inside = qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) ||
                                qobject_cast<const QComboBox*>(widget->parentWidget()) ||
                                widget->objectName().startsWith(QLatin1String("qt_")) ||
                                widget->inherits("QScrollArea") || widget->inherits("QScrollBar") ||
                                widget->inherits("QComboBoxPrivateContainer") ||
                                widget->inherits("QComboBoxListView");
            if (inside || !(widget->focusPolicy() & Qt::TabFocus))
                continue;
            const auto* const button = qobject_cast<const QAbstractButton*>(widget);
            const bool named =
                !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            QVERIFY2(named, qPrintable(QLatin1String(widget->metaObject()->className()) +
                                       QLatin1Char(' ') + widget->objectName()));
        }
}

} // namespace diptych::widgets

QTEST_MAIN(diptych::widgets::ComparePanelsTest)
#include "compare_panels_test.moc"

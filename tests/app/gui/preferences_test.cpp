// Preferences, shortcuts and the ways to a real model.
#include "tests/app/gui/desktop_fixture.h"
#include "tests/support/fake_image_pipeline.h"

#include "app/gui/model_dialog.h"
#include "app/gui/preferences_dialog.h"
#include "widgets/panels/welcome_cards.h"

#include <QAbstractItemModelTester>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

namespace diptych::gui {

namespace {

int rowOf(const PreferenceModel& model, const char* name) {
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.field(row).name == name)
            return row;
    return -1;
}

PreferenceModel& modelOf(test::DesktopFixture& fixture) {
    auto* const table = fixture.child<QTableView>("preferenceTable");
    auto* const proxy = qobject_cast<QSortFilterProxyModel*>(table->model());
    return *qobject_cast<PreferenceModel*>(proxy->sourceModel());
}

} // namespace

class PreferencesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyFieldIsThereAndFound();
    void aChoiceActsIsMarkedKeptAndSetBack();
    void whatIsNotPossibleIsRefusedInWords();
    void aShortcutIsTakenFromTheCommandThatHasIt();
    void theDemoModelIsNotTheEnd();
    void modelsAreFoundAndUsed();
};

void PreferencesTest::everyFieldIsThereAndFound() {
    test::DesktopFixture fixture;
    fixture.open();
    fixture.trigger(Command::Preferences);
    auto* const dialog = fixture.child<PreferencesDialog>("preferencesDialog");
    PreferenceModel& model = modelOf(fixture);
    const QAbstractItemModelTester tester(&model);
    QVERIFY(model.rowCount() > 40);
    QCOMPARE(dialog->shownRows(), model.rowCount());
    auto* const search = fixture.child<QLineEdit>("preferenceSearch");
    search->setText(QStringLiteral("STEPS generation"));
    QVERIFY(dialog->shownRows() >= 1 && dialog->shownRows() < 10);
    search->setText(QStringLiteral("zzzz"));
    QCOMPARE(dialog->shownRows(), 0);
    search->clear();
    dialog->showPage(QStringLiteral("api"));
    QVERIFY(dialog->shownRows() > 2 && dialog->shownRows() < 20);
    for (int row = 0; row < model.rowCount(); ++row)
        QVERIFY2(!model.index(row, 0).data(Qt::ToolTipRole).toString().isEmpty(),
                 model.field(row).name.c_str());
}

void PreferencesTest::aChoiceActsIsMarkedKeptAndSetBack() {
    test::DesktopFixture fixture;
    fixture.open();
    const int before = fixture.desktop().form().request().steps;
    fixture.trigger(Command::Preferences);
    {
        PreferenceModel& model = modelOf(fixture);
        const int row = rowOf(model, "generation.steps");
        QVERIFY(row >= 0);
        QVERIFY(model.setData(model.index(row, PreferenceModel::ValueColumn),
                              QString::number(before + 7), Qt::EditRole));
        QVERIFY(model.index(row, 0).data().toString().startsWith(QStringLiteral("●")));
        // What stood at the recommendation follows it.
        QTRY_COMPARE(fixture.desktop().form().request().steps, before + 7);
        QVERIFY(fixture.desktop().form().isRecommended(widgets::RequestField::Steps));
        QTRY_COMPARE(model.index(row, PreferenceModel::ValueColumn).data().toString(),
                     QString::number(before + 7));
    }
    fixture.close();
    fixture.open();
    QCOMPARE(fixture.desktop().form().recommended().request.steps, before + 7);
    fixture.trigger(Command::Preferences);
    PreferenceModel& model = modelOf(fixture);
    fixture.child<PreferencesDialog>("preferencesDialog")->showPage(QStringLiteral("generation"));
    auto* const table = fixture.child<QTableView>("preferenceTable");
    const int row = rowOf(model, "generation.steps");
    const auto* const proxy = qobject_cast<QSortFilterProxyModel*>(table->model());
    table->setCurrentIndex(proxy->mapFromSource(model.index(row, 1)));
    QTest::mouseClick(fixture.child<QPushButton>("preferenceReset"), Qt::LeftButton);
    QTRY_COMPARE(fixture.desktop().form().recommended().request.steps, before);
    QVERIFY(!model.index(row, 0).data().toString().startsWith(QStringLiteral("●")));
    fixture.close();
    fixture.options.safeMode = true;
    fixture.open();
    QCOMPARE(fixture.desktop().form().recommended().request.steps, before);
}

void PreferencesTest::whatIsNotPossibleIsRefusedInWords() {
    test::DesktopFixture fixture;
    fixture.open();
    fixture.trigger(Command::Preferences);
    PreferenceModel& model = modelOf(fixture);
    const QModelIndex steps =
        model.index(rowOf(model, "generation.steps"), PreferenceModel::ValueColumn);
    for (const char* const wrong : {"many", "-3", "999999999999"})
        QVERIFY2(!model.setData(steps, QString::fromLatin1(wrong), Qt::EditRole), wrong);
    QVERIFY(fixture.child<QLabel>("preferenceDetails")
                ->text()
                .contains(QStringLiteral("generation.steps")));
    QVERIFY(!steps.siblingAtColumn(0).data(PreferenceModel::ChangedRole).toBool());
}

void PreferencesTest::aShortcutIsTakenFromTheCommandThatHasIt() {
    test::DesktopFixture fixture;
    fixture.open();
    fixture.trigger(Command::Preferences);
    fixture.child<PreferencesDialog>("preferencesDialog")->showPage(QStringLiteral("shortcuts"));
    auto* const list = fixture.child<QTreeWidget>("shortcutList");
    list->setCurrentItem(list->topLevelItem(static_cast<int>(Command::About)));
    auto* const keys = fixture.child<QKeySequenceEdit>("shortcutKeys");
    keys->setKeySequence(QKeySequence(QStringLiteral("Ctrl+S")));
    QVERIFY(fixture.child<QLabel>("shortcutConflict")
                ->text()
                .contains(QStringLiteral("Save picture as")));
    QTest::mouseClick(fixture.child<QPushButton>("shortcutSet"), Qt::LeftButton);
    const auto shortcutOf = [&fixture](Command command) {
        return fixture.desktop().actions().get(command)->shortcut().toString();
    };
    QCOMPARE(shortcutOf(Command::About), QStringLiteral("Ctrl+S"));
    QCOMPARE(shortcutOf(Command::SavePicture), QString());
    fixture.close();
    fixture.open();
    QCOMPARE(shortcutOf(Command::About), QStringLiteral("Ctrl+S"));
    QCOMPARE(shortcutOf(Command::SavePicture), QString());
    fixture.trigger(Command::Preferences);
    auto* const again = fixture.child<QTreeWidget>("shortcutList");
    for (const Command command : {Command::About, Command::SavePicture}) {
        again->setCurrentItem(again->topLevelItem(static_cast<int>(command)));
        fixture.child<PreferencesDialog>("preferencesDialog")
            ->showPage(QStringLiteral("shortcuts"));
        QTest::mouseClick(fixture.child<QPushButton>("shortcutReset"), Qt::LeftButton);
    }
    QCOMPARE(shortcutOf(Command::SavePicture), QStringLiteral("Ctrl+S"));
}

void PreferencesTest::theDemoModelIsNotTheEnd() {
    test::DesktopFixture fixture;
    fixture.environment.openPipeline =
        [state = std::make_shared<test::FakePipelineState>()](
            const PipelineOptions&) -> Result<std::unique_ptr<ImagePipeline>> {
        return std::make_unique<test::FakeImagePipeline>(state);
    };
    fixture.open();
    auto* const cards = fixture.child<widgets::WelcomeCards>("welcomeCards");
    QVERIFY(cards->isWanted());
    QTest::mouseClick(fixture.child<QPushButton>("cardRemote"), Qt::LeftButton);
    auto* const dialog = fixture.child<QDialog>("connectionDialog");
    QVERIFY(dialog && dialog->isVisible());
    dialog->close();
    fixture.trigger(Command::Generate);
    QTRY_COMPARE(fixture.desktop().results().rowCount(), 1);
    QVERIFY(!cards->isWanted());
}

void PreferencesTest::modelsAreFoundAndUsed() {
    QTemporaryDir home;
    const std::filesystem::path model =
        std::filesystem::path(home.path().toStdString()) / "models" / "mine";
    test::DesktopFixture fixture;
    std::filesystem::create_directories(model.parent_path());
    std::filesystem::copy(fixture.environment.resources / "models" / "tiny", model,
                          std::filesystem::copy_options::recursive);
    fixture.environment.variable =
        [home = home.path().toStdString()](const std::string& name) -> std::optional<std::string> {
        return name == "HOME" ? std::optional<std::string>(home) : std::nullopt;
    };
    fixture.open();
    fixture.trigger(Command::FindModels);
    auto* const list = fixture.child<QListWidget>("modelList");
    QTRY_COMPARE(list->count(), 1);
    QVERIFY(list->item(0)->text().startsWith(QStringLiteral("mine")));
    QVERIFY(fixture.child<QPushButton>("useModel")->isEnabled());
    fixture.child<ModelDialog>("modelDialog")
        ->lookInto(std::filesystem::path(home.path().toStdString()) / "nothing");
    QTRY_VERIFY(
        fixture.child<QLabel>("modelStatus")->text().contains(QStringLiteral("no Z-Image")));
    QTest::mouseClick(fixture.child<QPushButton>("useModel"), Qt::LeftButton);
    QVERIFY(!fixture.child<widgets::WelcomeCards>("welcomeCards")->isWanted());
}

} // namespace diptych::gui

QTEST_MAIN(diptych::gui::PreferencesTest)
#include "preferences_test.moc"

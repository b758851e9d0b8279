// widgets/history: the panel as a user meets it, and the dialog before "use again".
#include "tests/widgets/history/history_world.h"
#include "widgets/history/entry_inspector.h"
#include "widgets/history/filter_bar.h"
#include "widgets/history/history_panel.h"
#include "widgets/history/recall_dialog.h"
#include "widgets/history/stars_edit.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

namespace diptych::widgets {
namespace {

using history::EntryId;
using test::entryOf;
using test::HistoryWorld;
using test::kStart;
using test::searching;

struct PanelWorld : HistoryWorld {
    PanelWorld() {
        panel.resize(360, 800);
        panel.show();
        // Without an active window there are no shortcuts.
        panel.activateWindow();
        if (!QTest::qWaitForWindowActive(&panel))
            qFatal("the window does not become active");
        open();
    }

    template <typename Widget> Widget* find(const char* name) {
        Widget* widget = panel.findChild<Widget*>(QLatin1String(name));
        if (!widget)
            qFatal("there is no %s", name);
        return widget;
    }
    QListView* list() { return find<QListView>("historyList"); }
    void choose(EntryId id) {
        list()->setFocus();
        panel.select(id);
        settle();
    }
    void press(Qt::Key key) {
        QTest::keyClick(list(), key);
        settle();
    }
    void trigger(const char* name) {
        find<QAction>(name)->trigger();
        settle();
    }
    int stars(EntryId id) { return stored(id).stars; }

    HistoryPanel panel{&service, &model};
};

} // namespace

class HistoryPanelTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void saysWhatToDoWhileThereIsNothing();
    void searchesWhileTyping();
    void filtersFromTheMenuAndTakesChipsOff();
    void filtersBySeed();
    void ratesByKeys();
    void ratesInTheInspector();
    void movesToTheTrashAndUndoes();
    void deletesForGoodOnlyAfterAsking();
    void keepsTagsAndNotes();
    void keepsWhatIsTypedWhenAnotherPictureIsChosen();
    void wishesForEverythingElse();
    void showsWhereAPictureCameFrom();
    void keepsItsSelectionWhenTheRowsAreReplaced();
    void tellsWhatUseAgainChanges();
    void namesEverythingForScreenReaders();
};

void HistoryPanelTest::saysWhatToDoWhileThereIsNothing() {
    PanelWorld world;
    auto* title = world.find<QLabel>("historyEmptyTitle");
    QVERIFY(title->isVisible());
    QVERIFY(!title->text().isEmpty());
    world.record("cat");
    QVERIFY(!title->isVisible());
    QVERIFY(world.list()->isVisible());
    history::HistoryFilter filter;
    filter.search = "dog";
    world.panel.filterBar()->setFilter(filter);
    world.model.setFilter(filter);
    world.settle();
    QVERIFY(title->isVisible());
    world.find<QPushButton>("historyShowAll")->click();
    world.settle();
    QVERIFY(world.list()->isVisible());
    QVERIFY(world.find<QLineEdit>("historySearch")->text().isEmpty());
}

void HistoryPanelTest::searchesWhileTyping() {
    PanelWorld world;
    world.record("a red cat", kStart);
    world.record("a blue dog", kStart + 1);
    auto* search = world.find<QLineEdit>("historySearch");
    world.panel.focusSearch();
    QTest::keyClicks(search, QStringLiteral("re ca"));
    QTRY_COMPARE((world.settle(), world.prompts()), QStringList{QStringLiteral("a red cat")});
    search->setText(QStringLiteral("blue \"*(("));
    QTRY_COMPARE((world.settle(), world.prompts()), QStringList{QStringLiteral("a blue dog")});
    search->clear();
    QTRY_COMPARE((world.settle(), world.model.rowCount()), 2);
}

void HistoryPanelTest::filtersFromTheMenuAndTakesChipsOff() {
    PanelWorld world;
    history::HistoryEntry entry = entryOf("tagged");
    entry.tags = {"a & b"};
    entry.stars = 4;
    world.record(entry);
    world.record("plain", kStart + 1);
    auto* menu = world.find<QMenu>("historyFilterMenu");
    Q_EMIT menu->aboutToShow();
    world.settle();
    const auto trigger = [menu](const QString& title, const QString& text) {
        for (QAction* sub : menu->actions())
            if (sub->menu() && sub->text() == title)
                for (QAction* action : sub->menu()->actions())
                    if (action->text().contains(text))
                        return action->trigger();
        QFAIL("no such choice");
    };
    trigger(QStringLiteral("Tag"), QStringLiteral("a && b"));
    trigger(QStringLiteral("Stars"), QStringLiteral("3"));
    world.settle();
    QCOMPARE(world.prompts(), QStringList{QStringLiteral("tagged")});
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(world.find<QToolButton>("historyChip_tag")->isVisible());
    world.find<QToolButton>("historyChip_tag")->click();
    world.settle();
    QCOMPARE(world.model.filter().tag, std::string());
    QCOMPARE(world.model.filter().leastStars, 3);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    world.find<QToolButton>("historyChip_stars")->click();
    world.settle();
    QCOMPARE(world.model.rowCount(), 2);
    QVERIFY(!world.find<QWidget>("historyChips")->isVisible());
}

void HistoryPanelTest::filtersBySeed() {
    PanelWorld world;
    history::HistoryEntry entry = entryOf("seed zero");
    entry.request.seed = 0;
    world.record(entry);
    world.record("seed one", kStart + 1);
    Q_EMIT world.find<QMenu>("historyFilterMenu")->aboutToShow();
    world.trigger("historyFilterSeed");
    auto* dialog = world.find<QWidget>("historySeedDialog");
    QTest::keyClicks(dialog->findChild<QLineEdit*>(), QStringLiteral("0"));
    QTest::keyClick(dialog, Qt::Key_Return);
    world.settle();
    QCOMPARE(world.prompts(), QStringList{QStringLiteral("seed zero")});
}

void HistoryPanelTest::ratesByKeys() {
    PanelWorld world;
    const EntryId first = world.record("first", kStart);
    const EntryId second = world.record("second", kStart + 1);
    world.choose(first);
    world.press(Qt::Key_4);
    QCOMPARE(world.stars(first), 4);
    world.press(Qt::Key_Period);
    QCOMPARE(world.stars(first), 0);
    world.press(Qt::Key_Period);
    QCOMPARE(world.stars(first), 1);
    world.list()->selectAll();
    world.press(Qt::Key_5);
    QCOMPARE(world.stars(first), 5);
    QCOMPARE(world.stars(second), 5);
    world.press(Qt::Key_0);
    QCOMPARE(world.stars(second), 0);
    QTest::keyClick(world.list(), Qt::Key_3, Qt::ControlModifier);
    world.settle();
    QCOMPARE(world.stars(second), 0);
}

void HistoryPanelTest::ratesInTheInspector() {
    PanelWorld world;
    const EntryId id = world.record("cat");
    world.choose(id);
    auto* stars = world.find<StarsEdit>("historyStars");
    QTest::keyClick(stars, Qt::Key_3);
    world.settle();
    QCOMPARE(world.stars(id), 3);
    QTest::mouseClick(stars, Qt::LeftButton, {}, QPoint(stars->width() - 6, 6));
    world.settle();
    QCOMPARE(world.stars(id), 5);
    QTest::mouseClick(stars, Qt::LeftButton, {}, QPoint(6, 6));
    QTest::mouseClick(stars, Qt::LeftButton, {}, QPoint(6, 6));
    world.settle();
    QCOMPARE(world.stars(id), 0);
}

void HistoryPanelTest::movesToTheTrashAndUndoes() {
    PanelWorld world;
    const EntryId id = world.record("cat", kStart);
    world.record("dog", kStart + 1);
    world.choose(id);
    auto* notice = world.find<QWidget>("historyNotice");
    QVERIFY(!notice->isVisible());
    world.press(Qt::Key_Delete);
    QCOMPARE(world.prompts(), QStringList{QStringLiteral("dog")});
    QVERIFY(notice->isVisible());
    QVERIFY2(!world.panel.selection().empty(), "Delete goes on with the neighbour");
    world.find<QToolButton>("historyUndoButton")->click();
    world.settle();
    QCOMPARE(world.prompts(), (QStringList{"dog", "cat"}));
    QVERIFY(!notice->isVisible());
    world.choose(id);
    world.press(Qt::Key_Delete);
    QTest::keyClick(world.list(), Qt::Key_Z, Qt::ControlModifier);
    world.settle();
    QCOMPARE(world.model.rowCount(), 2);
}

void HistoryPanelTest::deletesForGoodOnlyAfterAsking() {
    PanelWorld world;
    const EntryId id = world.record("cat");
    world.service.moveToTrash({id});
    world.settle();
    Q_EMIT world.find<QMenu>("historyFilterMenu")->aboutToShow();
    world.trigger("historyFilterTrash");
    QCOMPARE(world.model.rowCount(), 1);
    world.choose(id);
    for (const bool yes : {false, true}) {
        world.press(Qt::Key_Delete);
        auto* question = world.find<QMessageBox>("historyRemoveQuestion");
        QCOMPARE(world.model.rowCount(), 1);
        for (QAbstractButton* button : question->buttons())
            if ((question->buttonRole(button) == QMessageBox::DestructiveRole) == yes)
                button->click();
        world.settle();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    QCOMPARE(world.model.rowCount(), 0);
}

void HistoryPanelTest::keepsTagsAndNotes() {
    PanelWorld world;
    const EntryId id = world.record("cat");
    world.choose(id);
    auto* tags = world.find<QLineEdit>("historyTags");
    tags->setFocus();
    QTest::keyClicks(tags, QStringLiteral("blue, trip ,blue,"));
    QTest::keyClick(tags, Qt::Key_Return);
    world.settle();
    QCOMPARE(world.stored(id).tags, (std::vector<std::string>{"blue", "trip"}));
    QCOMPARE(tags->text(), QStringLiteral("blue, trip"));
    auto* note = world.find<QPlainTextEdit>("historyNote");
    note->setFocus();
    QTest::keyClicks(note, QStringLiteral("for the wall"));
    QTRY_COMPARE(world.stored(id).note, std::string("for the wall"));
    QCOMPARE(note->toPlainText(), QStringLiteral("for the wall"));
}

void HistoryPanelTest::keepsWhatIsTypedWhenAnotherPictureIsChosen() {
    PanelWorld world;
    const EntryId first = world.record("first", kStart);
    const EntryId second = world.record("second", kStart + 1);
    world.choose(first);
    QTest::keyClicks(world.find<QPlainTextEdit>("historyNote"), QStringLiteral("mine"));
    world.find<QLineEdit>("historyTags")->setFocus();
    QTest::keyClicks(world.find<QLineEdit>("historyTags"), QStringLiteral("tag"));
    world.choose(second);
    QCOMPARE(world.stored(first).note, std::string("mine"));
    QCOMPARE(world.stored(first).tags, std::vector<std::string>{"tag"});
    QCOMPARE(world.stored(second).note, std::string());
    QVERIFY(world.find<QPlainTextEdit>("historyNote")->toPlainText().isEmpty());
    QTest::keyClicks(world.find<QPlainTextEdit>("historyNote"), QStringLiteral("at the end"));
    world.panel.hide();
    QCOMPARE(world.stored(second).note, std::string("at the end"));
}

void HistoryPanelTest::wishesForEverythingElse() {
    PanelWorld world;
    history::HistoryEntry entry = entryOf("a cat");
    entry.request.steps = 13;
    entry.request.loras = {{"/no/such.safetensors", 1.0}};
    const EntryId id = world.record(entry);
    std::optional<EntryDetails> again;
    connect(&world.panel, &HistoryPanel::useAgainRequested, this,
            [&again](const EntryDetails& details) { again = details; });
    QSignalSpy folder(&world.panel, &HistoryPanel::showInFolderRequested);
    QString opened;
    connect(&world.panel, &HistoryPanel::openRequested, this,
            [&opened](const QString& path) { opened = path; });
    QVERIFY(!world.find<QAction>("historyUseAgain")->isEnabled());
    world.choose(id);
    world.trigger("historyUseAgain");
    QVERIFY(again);
    QCOMPARE(again->entry.request.steps, 13);
    QCOMPARE(again->missingFiles, std::vector<std::string>{"/no/such.safetensors"});
    world.trigger("historyShowInFolder");
    QCOMPARE(folder.count(), 1);
    world.press(Qt::Key_Return);
    QCOMPARE(opened, folder.at(0).at(0).toString());
    world.trigger("historyCopyPrompt");
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("a cat"));
}

void HistoryPanelTest::showsWhereAPictureCameFrom() {
    PanelWorld world;
    const EntryId root = world.record("root", kStart);
    history::HistoryEntry entry = entryOf("derived", kStart + 1);
    entry.parent = root;
    const EntryId derived = world.record(entry);
    world.choose(derived);
    auto* parent = world.find<QLabel>("historyParent");
    QVERIFY(parent->isVisibleTo(&world.panel));
    Q_EMIT parent->linkActivated(QString());
    world.settle();
    QCOMPARE(world.panel.selection(), std::vector<EntryId>{root});
    QVERIFY(!parent->isVisibleTo(&world.panel));
    // Its parent is not among the rows any more.
    world.model.setFilter(searching("derived"));
    world.settle();
    world.choose(derived);
    Q_EMIT parent->linkActivated(QString());
    world.settle();
    QCOMPARE(world.find<QLabel>("historyPrompt")->text(), QStringLiteral("root"));
}

void HistoryPanelTest::keepsItsSelectionWhenTheRowsAreReplaced() {
    PanelWorld world;
    const EntryId id = world.record("red cat", kStart);
    world.record("dog", kStart + 1);
    world.choose(id);
    world.model.setFilter(searching("cat"));
    world.settle();
    QCOMPARE(world.panel.selection(), std::vector<EntryId>{id});
    world.model.setFilter(searching("dog"));
    world.settle();
    QVERIFY(world.panel.selection().empty());
    QVERIFY(world.find<QLabel>("historyInspectorHint")->isVisibleTo(&world.panel));
}

void HistoryPanelTest::tellsWhatUseAgainChanges() {
    GenerationRequest now;
    now.conversation.user = "a dog";
    GenerationRequest then = now;
    then.conversation.user = "a cat\nin two lines";
    then.steps = 20;
    then.loras = {{"/no/such.safetensors", 1.0}};
    RecallDialog dialog(now, then, {"/no/such.safetensors"});
    dialog.show();
    auto* fields = dialog.findChild<QTreeWidget*>(QStringLiteral("recallFields"));
    QCOMPARE(fields->topLevelItemCount(), 3);
    QCOMPARE(dialog.checkedCount(), 2);
    GenerationRequest expected = then;
    expected.loras.clear();
    QCOMPARE(dialog.request(), expected);
    QCOMPARE(dialog.findChild<QPlainTextEdit*>(QStringLiteral("recallNewText"))->toPlainText(),
             QStringLiteral("a cat\nin two lines"));
    fields->topLevelItem(0)->setCheckState(0, Qt::Unchecked);
    expected.conversation.user = now.conversation.user;
    QCOMPARE(dialog.request(), expected);
    auto* all = dialog.findChild<QCheckBox*>(QStringLiteral("recallAll"));
    QCOMPARE(all->checkState(), Qt::PartiallyChecked);
    all->click();
    QCOMPARE(dialog.request(), then);
    all->click();
    QCOMPARE(dialog.request(), now);
    auto* buttons = dialog.findChild<QDialogButtonBox*>();
    QVERIFY(!buttons->button(QDialogButtonBox::Ok)->isEnabled());
    QVERIFY(!RecallDialog(now, now, {}).hasChanges());
}

void HistoryPanelTest::namesEverythingForScreenReaders() {
    PanelWorld world;
    world.choose(world.record("cat"));
    RecallDialog dialog({}, world.stored(world.model.idAt(world.model.index(0))).request, {});
    for (QWidget* root : {static_cast<QWidget*>(&world.panel), static_cast<QWidget*>(&dialog)}) {
        for (QWidget* widget : root->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith("qt_"))
                continue;
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            const bool named = !widget->accessibleName().isEmpty() ||
                               (button && !button->text().isEmpty()) ||
                               qobject_cast<QLabel*>(widget);
            QVERIFY2(named,
                     qPrintable(QStringLiteral("%1 %2").arg(
                         QLatin1String(widget->metaObject()->className()), widget->objectName())));
        }
    }
}

} // namespace diptych::widgets

QTEST_MAIN(diptych::widgets::HistoryPanelTest)
#include "history_panel_test.moc"

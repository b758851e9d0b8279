// widgets/history_model: the service, the model, thumbnails, and what "use again" would change.
#include "tests/widgets/history/history_world.h"
#include "widgets/history_model/request_changes.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>

#include <atomic>
#include <filesystem>

namespace diptych::widgets {
namespace {

namespace fs = std::filesystem;
using history::EntryId;
using test::entryOf;
using test::HistoryWorld;
using test::kStart;
using test::searching;

GenerationRequest otherRequest() {
    GenerationRequest request;
    request.conversation = {"prompt", "system", "think", "answer", true, false, true, true};
    request.templateName = "photo";
    request.negativePrompt = "blurry";
    request.width = 512;
    request.height = 768;
    request.steps = 9;
    request.seed = 0;
    request.variety = {1.0, 0.25};
    request.guidanceScale = 2.0;
    request.cfgNormalization = 1.5;
    request.cfgTruncation = 0.5;
    request.skipLayers = {2.0, {1}, 0.1, 0.2};
    request.shift = 5.0;
    request.scheduler = "unipc";
    request.sigmaSpacing = "karras";
    request.hiddenLayer = -3;
    request.longPromptMode = LongPromptMode::Pool;
    request.maxPromptTokens = 100;
    request.source = {"/in.png", "/mask.png", 0.5, FitMode::Pad, {1, 2, 3}, true};
    request.twoPass = {true, 512, 0.25};
    request.loras = {{"/ink.safetensors", 0.5}};
    request.loraTriggerWords = true;
    request.embeddings = {"/cat.safetensors", "/no.safetensors"};
    return request;
}

} // namespace

class HistoryModelTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void loadsAPageAtATime();
    void obeysTheRulesOfItemModels();
    void showsWhatListsNeed();
    void keepsItsRowsUntilTheNewOnesAreThere();
    void dropsAnswersToAFormerFilter();
    void putsNewEntriesWhereTheyBelong();
    void followsRatingsTrashAndDeletion();
    void loadsThumbnailsWhenTheyAreShown();
    void keepsThumbnailsWithinALimit();
    void saysWhenAPictureIsMissing();
    void takesInPicturesWhoseEntryWasLost();
    void tellsThatTheHistoryWasMended();
    void tellsWhyTheHistoryCannotBeUsed();
    void survivesAServiceThatIsGone();
    void writesWhatWasWishedBeforeTheEnd();
    void keepsThePictureWithoutAHistory();
    void oneThreadDoesEverythingInOrder();
    void namesEveryChangeOfARequest();
    void namesMissingFiles();
};

void HistoryModelTest::loadsAPageAtATime() {
    HistoryWorld world;
    world.open();
    world.recordMany(250);
    HistoryModel model(&world.service, &world.thumbnails);
    model.setFilter(searching("  "));
    world.settle();
    QCOMPARE(model.rowCount(), 100);
    QCOMPARE(model.totalCount(), 250);
    QVERIFY(model.canFetchMore({}));
    model.fetchMore({});
    QVERIFY2(!model.canFetchMore({}), "one page at a time");
    world.settle();
    QCOMPARE(model.rowCount(), 200);
    model.fetchMore({});
    world.settle();
    QCOMPARE(model.rowCount(), 250);
    QVERIFY(!model.canFetchMore({}));
    QCOMPARE(model.index(0).data().toString(), QStringLiteral("number 249"));
    QCOMPARE(model.index(249).data().toString(), QStringLiteral("number 0"));
}

void HistoryModelTest::obeysTheRulesOfItemModels() {
    HistoryWorld world;
    const QAbstractItemModelTester tester(&world.model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    world.open();
    world.recordMany(150);
    world.model.setFilter(searching("number"));
    world.settle();
    world.model.fetchMore({});
    world.settle();
    const EntryId id = world.model.idAt(world.model.index(3));
    world.record("number new", kStart + 5);
    world.service.setStars({id}, 4);
    world.service.moveToTrash({id, world.model.idAt(world.model.index(0))});
    world.settle();
    world.service.restoreFromTrash({id});
    world.settle();
    world.model.setFilter(searching("nothing"));
    world.settle();
    QCOMPARE(world.model.rowCount(), 0);
    world.model.setFilter({});
    world.settle();
    QVERIFY2(world.model.rowCount() >= 100, "the tester fetches further pages");
}

void HistoryModelTest::showsWhatListsNeed() {
    HistoryWorld world;
    world.open();
    history::HistoryEntry entry = entryOf("a  red\ncat");
    entry.request.seed = 77;
    entry.stars = 3;
    const EntryId id = world.record(entry);
    const QModelIndex index = world.model.indexOf(id);
    QCOMPARE(index.data().toString(), QStringLiteral("a red cat"));
    QCOMPARE(index.data(EntryIdRole).toLongLong(), id);
    QCOMPARE(index.data(StarsRole).toInt(), 3);
    QCOMPARE(index.data(SeedRole).toLongLong(), 77);
    QCOMPARE(index.data(PictureSizeRole).toSize(), QSize(32, 24));
    QCOMPARE(index.data(CreatedRole).toDateTime().toMSecsSinceEpoch(), kStart);
    QCOMPARE(index.data(ModelNameRole).toString(), QStringLiteral("Flatland"));
    QVERIFY(!index.data(InTrashRole).toBool());
    const QString path = index.data(PicturePathRole).toString();
    QVERIFY(fs::exists(path.toStdString()));
    QVERIFY(index.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("3 star")));
    QVERIFY(index.flags().testFlag(Qt::ItemIsDragEnabled));
    const std::unique_ptr<QMimeData> mime(world.model.mimeData({index}));
    QCOMPARE(mime->urls(), QList<QUrl>{QUrl::fromLocalFile(path)});
    world.record("", kStart + 1);
    QVERIFY(!world.model.index(0).data().toString().isEmpty());
}

void HistoryModelTest::keepsItsRowsUntilTheNewOnesAreThere() {
    HistoryWorld world;
    world.open();
    world.record("cat");
    world.record("dog");
    QCOMPARE(world.model.rowCount(), 2);
    world.model.setFilter(searching("cat"));
    QCOMPARE(world.model.rowCount(), 2);
    QVERIFY(!world.model.isCurrent());
    world.settle();
    QCOMPARE(world.prompts(), QStringList{QStringLiteral("cat")});
    QVERIFY(world.model.isCurrent());
}

void HistoryModelTest::dropsAnswersToAFormerFilter() {
    HistoryWorld world;
    world.open();
    world.record("cat");
    world.record("dog");
    world.model.setFilter(searching("cat"));
    world.model.setFilter(searching("dog"));
    QSignalSpy resets(&world.model, &QAbstractItemModel::modelReset);
    world.settle();
    QCOMPARE(resets.count(), 1);
    QCOMPARE(world.prompts(), QStringList{QStringLiteral("dog")});
}

void HistoryModelTest::putsNewEntriesWhereTheyBelong() {
    HistoryWorld world;
    world.open();
    world.record("b", kStart + 2);
    world.record("c", kStart + 3);
    QSignalSpy resets(&world.model, &QAbstractItemModel::modelReset);
    world.record("d", kStart + 4);
    world.record("a", kStart + 1);
    QCOMPARE(world.prompts(), (QStringList{"d", "c", "b", "a"}));
    QCOMPARE(resets.count(), 0);
    QCOMPARE(world.model.totalCount(), 4);
    world.model.setFilter(searching("b"));
    world.settle();
    world.record("x", kStart + 5);
    world.record("bear", kStart + 6);
    QCOMPARE(world.prompts(), (QStringList{"bear", "b"}));
}

void HistoryModelTest::followsRatingsTrashAndDeletion() {
    HistoryWorld world;
    world.open();
    const EntryId first = world.record("first", kStart);
    const EntryId second = world.record("second", kStart + 1);
    QSignalSpy changes(&world.model, &QAbstractItemModel::dataChanged);
    world.service.setStars({first}, 5);
    world.settle();
    QCOMPARE(world.model.indexOf(first).data(StarsRole).toInt(), 5);
    QVERIFY(changes.count() > 0);
    world.service.moveToTrash({first});
    world.settle();
    QCOMPARE(world.prompts(), QStringList{QStringLiteral("second")});
    QCOMPARE(world.model.totalCount(), 1);
    world.service.restoreFromTrash({first});
    world.settle();
    QCOMPARE(world.prompts(), (QStringList{"second", "first"}));
    const QString path = world.model.indexOf(second).data(PicturePathRole).toString();
    world.service.removeForGood({second});
    world.settle();
    QCOMPARE(world.prompts(), QStringList{QStringLiteral("first")});
    QVERIFY(!fs::exists(path.toStdString()));
}

void HistoryModelTest::loadsThumbnailsWhenTheyAreShown() {
    HistoryWorld world;
    world.open();
    const EntryId id = world.record("cat");
    const QModelIndex index = world.model.indexOf(id);
    QCOMPARE(world.executor.waiting(), std::size_t(0));
    QVERIFY(index.data(Qt::DecorationRole).value<QImage>().isNull());
    QVERIFY(index.data(Qt::DecorationRole).value<QImage>().isNull());
    QCOMPARE(world.executor.waiting(), std::size_t(1));
    QSignalSpy changes(&world.model, &QAbstractItemModel::dataChanged);
    world.settle();
    QCOMPARE(changes.count(), 1);
    const auto image = index.data(Qt::DecorationRole).value<QImage>();
    QCOMPARE(image.size(), QSize(32, 24));
    const QColor colour = image.pixelColor(31, 23);
    const Image expected = test::smallPicture(static_cast<int>(kStart % 251));
    QVERIFY(std::abs(colour.red() - expected.row(23)[31 * 3]) < 16);
}

void HistoryModelTest::keepsThumbnailsWithinALimit() {
    HistoryWorld world;
    world.open();
    for (int number = 0; number < 20; ++number)
        world.record(std::to_string(number), kStart + number);
    // 32 × 24 pixels take 3 KiB: four fit into 12.
    ThumbnailCache cache(world.folder.path(), &world.executor, 12);
    HistoryModel model(&world.service, &cache);
    model.setFilter(searching("  "));
    world.settle();
    for (int row = 0; row < model.rowCount(); ++row)
        model.index(row).data(Qt::DecorationRole);
    QVERIFY2(world.executor.waiting() <= 1, "others get their turn in between");
    world.settle();
    int kept = 0;
    for (int row = 0; row < model.rowCount(); ++row)
        kept += model.index(row).data(Qt::DecorationRole).value<QImage>().isNull() ? 0 : 1;
    QVERIFY(kept >= 1 && kept <= 4);
    world.settle();
}

void HistoryModelTest::saysWhenAPictureIsMissing() {
    HistoryWorld world;
    world.open();
    const EntryId id = world.record("cat");
    const QModelIndex index = world.model.indexOf(id);
    fs::remove_all(world.folder.path() / "pictures");
    fs::remove_all(world.folder.path() / "thumbnails");
    QVERIFY(!index.data(ThumbnailMissingRole).toBool());
    index.data(Qt::DecorationRole);
    world.settle();
    QVERIFY(index.data(ThumbnailMissingRole).toBool());
    index.data(Qt::DecorationRole);
    QCOMPARE(world.executor.waiting(), std::size_t(0));
    bool missing = false;
    world.service.details(id, this, [&missing](const Result<EntryDetails>& details) {
        missing = details->pictureMissing;
    });
    world.settle();
    QVERIFY(missing);
}

void HistoryModelTest::takesInPicturesWhoseEntryWasLost() {
    HistoryWorld world;
    fs::create_directories(world.folder.path() / "pictures");
    const fs::path path = world.folder.path() / "pictures" / "lost.png";
    QVERIFY(writeImageFile(path, test::smallPicture(1), {}, {}, Overwrite::No).has_value());
    fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(1));
    world.open();
    QCOMPARE(world.model.rowCount(), 1);
    QVERIFY(fs::exists(world.folder.path() / history::kBackupName));
}

void HistoryModelTest::tellsThatTheHistoryWasMended() {
    HistoryWorld world;
    diptych::test::writeBytes(world.folder / history::kDatabaseName, "garbage");
    std::string code;
    connect(&world.service, &HistoryService::opened, this,
            [&code](const Notice& notice) { code = notice.code; });
    world.open();
    QCOMPARE(code, std::string("history_started_anew"));
    world.record("works");
    QCOMPARE(world.model.rowCount(), 1);
}

void HistoryModelTest::tellsWhyTheHistoryCannotBeUsed() {
    diptych::test::TemporaryFolder folder;
    diptych::test::writeBytes(folder / "file", "");
    test::ManualExecutor executor;
    HistoryService service(folder / "file" / "inside", &executor);
    ThumbnailCache thumbnails(folder.path(), &executor);
    HistoryModel model(&service, &thumbnails);
    std::vector<ErrorCode> codes;
    connect(&service, &HistoryService::failed, this,
            [&codes](const Error& error) { codes.push_back(error.code); });
    service.open();
    service.setStars({1}, 3);
    while (executor.waiting() > 0) {
        executor.runOne();
        QCoreApplication::sendPostedEvents();
    }
    QVERIFY(codes.size() >= 2);
    for (const ErrorCode code : codes)
        QVERIFY(code == ErrorCode::FileWrite);
    QCOMPARE(model.rowCount(), 0);
}

void HistoryModelTest::survivesAServiceThatIsGone() {
    diptych::test::TemporaryFolder folder;
    test::ManualExecutor executor;
    {
        HistoryService service(folder.path(), &executor);
        ThumbnailCache thumbnails(folder.path(), &executor);
        service.open();
        service.record(entryOf("kept"), std::make_shared<const Image>(test::smallPicture(1)));
        service.ask(
            this, [](Stores& stores) { return stores.history.count({}); },
            [](const Result<std::int64_t>&) { QFAIL("nobody is there to hear it"); });
    }
    while (executor.waiting() > 0)
        executor.runOne();
    QCoreApplication::sendPostedEvents();
    auto opened = valueOrThrow(history::Database::open(folder.path()));
    QCOMPARE(valueOrThrow(history::HistoryStore(*opened.database).count({})), std::int64_t(1));
}

void HistoryModelTest::writesWhatWasWishedBeforeTheEnd() {
    diptych::test::TemporaryFolder folder;
    constexpr int kPictures = 10;
    {
        IoThread thread(QStringLiteral("io"));
        HistoryService service(folder.path(), &thread);
        service.open();
        for (int number = 0; number < kPictures; ++number)
            service.record(entryOf(std::to_string(number), kStart + number),
                           std::make_shared<const Image>(test::smallPicture(number)));
    }
    auto opened = valueOrThrow(history::Database::open(folder.path()));
    const auto page = valueOrThrow(history::HistoryStore(*opened.database).page({}, {}, 100));
    QCOMPARE(page.size(), std::size_t(kPictures));
}

void HistoryModelTest::keepsThePictureWithoutAHistory() {
    diptych::test::TemporaryFolder folder;
    test::ManualExecutor executor;
    HistoryService service(folder.path(), &executor); // never opened
    std::string picture;
    service.record(entryOf("kept"), std::make_shared<const Image>(test::smallPicture(1)), {},
                   [&picture](const Result<history::HistoryEntry>& recorded) {
                       picture = valueOrThrow(recorded).picture;
                       QCOMPARE(recorded->id, EntryId(0));
                   });
    executor.runOne();
    QCoreApplication::sendPostedEvents();
    QVERIFY(!picture.empty() && fs::exists(folder.path() / picture));
}

void HistoryModelTest::oneThreadDoesEverythingInOrder() {
    std::vector<int> done;
    IoThread io(QStringLiteral("io"));
    for (int i = 0; i < 50; ++i)
        io.post([&done, i] { done.push_back(i); });
    io.drain();
    QCOMPARE(done.size(), std::size_t(50));
    QVERIFY(std::is_sorted(done.begin(), done.end()));
}

void HistoryModelTest::namesEveryChangeOfARequest() {
    const GenerationRequest now;
    const GenerationRequest then = otherRequest();
    QVERIFY(requestChanges(now, now).empty());
    const auto changes = requestChanges(now, then);
    QStringList ids;
    for (const RequestChange& change : changes) {
        QVERIFY2(!change.name.isEmpty() && !change.oldText.isEmpty() && !change.newText.isEmpty(),
                 qPrintable(change.id));
        QVERIFY2(change.oldText != change.newText, qPrintable(change.id));
        ids.append(change.id);
    }
    QCOMPARE(ids.removeDuplicates(), 0);
    QCOMPARE(withChanges(now, then, ids), then);
    QCOMPARE(withChanges(now, then, {}), now);
    const GenerationRequest some = withChanges(now, then, {"prompt", "size"});
    QCOMPARE(some.conversation.user, then.conversation.user);
    QCOMPARE(some.width, 512);
    QCOMPARE(some.height, 768);
    QCOMPARE(some.steps, now.steps);
    QCOMPARE(requestChanges(now, some).size(), std::size_t(2));
    GenerationRequest counted;
    counted.count = 7;
    counted.seedRule = SeedRule::Fixed;
    QVERIFY2(requestChanges(now, counted).empty(), "an entry is one picture");
}

void HistoryModelTest::namesMissingFiles() {
    const auto changes = requestChanges({}, otherRequest(), {"/ink.safetensors", "/else"});
    for (const RequestChange& change : changes)
        QCOMPARE(change.missingFiles, change.id == QLatin1String("loras")
                                          ? QStringList{QStringLiteral("/ink.safetensors")}
                                          : QStringList());
}

} // namespace diptych::widgets

QTEST_MAIN(diptych::widgets::HistoryModelTest)
#include "history_model_test.moc"

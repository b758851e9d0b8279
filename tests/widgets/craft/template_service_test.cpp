// The library on its own thread: read, watched, written, and every kind of bad file told.
#include "widgets/model/template_service.h"

#include "tests/widgets/craft/template_folder.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>
#include <optional>

namespace diptych::widgets {

namespace {

constexpr int kPatience = 5000; // ms
constexpr int kHotReloadMs = 1000;

struct Bench {
    test::TemplateFolder files;
    std::unique_ptr<TemplateService> service;
    TemplateSnapshotPtr last;
    TemplateChanges changes;
    int count = 0;

    Bench() { files.write("built-in", "noir", "Hard light.", "title: Film noir\n"); }
    void open() {
        service = std::make_unique<TemplateService>(files.folders());
        QObject::connect(service.get(), &TemplateService::changed, service.get(),
                         [this](const TemplateSnapshotPtr& snapshot, const TemplateChanges& what) {
                             last = snapshot;
                             changes = what;
                             ++count;
                         });
        service->open();
        static_cast<void>(QTest::qWaitFor([this] { return last != nullptr; }, kPatience));
    }
    bool has(const char* name) const { return last && last->find(name); }
    QString problems() const {
        QString all;
        for (const TemplateProblem& problem : last->problems)
            all += QString::fromStdString(describe(problem)) + QLatin1Char('\n');
        return all;
    }
};

} // namespace

class TemplateServiceTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theLibraryComesAsASnapshot();
    void anEditedFileIsPickedUpWithinASecond();
    void aNewFileAndAFolderThatAppearsAreSeen();
    void aRemovedTemplateIsTold();
    void everyBadFileIsToldAndTheRestWorks();
    void wishesAreCarriedOutAndAnsweredBehindTheirSnapshot();
    void aBuiltInTemplateIsNotDeleted();
    void nobodyIsAnsweredWhoIsGone();
};

void TemplateServiceTest::theLibraryComesAsASnapshot() {
    Bench bench;
    bench.files.write("user", "mine", "My words.");
    bench.files.write("built-in", "expander", "Expand.", "category: rewriter\n");
    bench.open();
    QCOMPARE(bench.last->all.size(), std::size_t{3});
    QVERIFY(bench.has("noir") && bench.has("mine") && bench.has("expander"));
    QVERIFY(bench.last->find("mine")->source.origin == TemplateOrigin::User);
    QVERIFY(isRewriter(bench.last->all.back()));
    QCOMPARE(bench.last->search.find("noir").size(), std::size_t{1});
}

void TemplateServiceTest::anEditedFileIsPickedUpWithinASecond() {
    Bench bench;
    bench.files.write("user", "mine", "My words.");
    bench.open();
    QElapsedTimer timer;
    timer.start();
    bench.files.write("user", "mine", "Other words, and more of them.");
    QTRY_COMPARE_WITH_TIMEOUT(bench.last->find("mine")->body,
                              std::string("Other words, and more of them."), kPatience);
    QVERIFY2(timer.elapsed() < kHotReloadMs, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(bench.changes.changed, std::vector<std::string>{"mine"});
    // As editors do: another file under the same name. The watch goes on.
    bench.files.write("user", "new", "Third.");
    std::filesystem::rename(bench.files.path("user/new.md"), bench.files.path("user/mine.md"));
    QTRY_VERIFY_WITH_TIMEOUT(bench.has("new"), kPatience);
    timer.restart();
    bench.files.write("user", "mine", "Fourth, in place.");
    QTRY_VERIFY_WITH_TIMEOUT(bench.has("mine"), kPatience);
    QVERIFY(timer.elapsed() < kHotReloadMs);
}

void TemplateServiceTest::aNewFileAndAFolderThatAppearsAreSeen() {
    Bench bench;
    std::filesystem::remove_all(bench.files.path("user"));
    bench.open();
    std::filesystem::create_directories(bench.files.path("user/deep"));
    bench.files.write("user/deep", "found", "In a folder.");
    QTRY_VERIFY_WITH_TIMEOUT(bench.has("found"), kPatience);
    QCOMPARE(bench.last->find("found")->category, std::string("deep"));
    bench.files.write("user/deep", "second", "Beside it.");
    QTRY_VERIFY_WITH_TIMEOUT(bench.has("second"), kPatience);
}

void TemplateServiceTest::aRemovedTemplateIsTold() {
    Bench bench;
    bench.files.write("user", "mine", "My words.");
    bench.open();
    bench.files.remove("user/mine.md");
    QTRY_VERIFY_WITH_TIMEOUT(!bench.has("mine"), kPatience);
    QCOMPARE(bench.changes.removed, std::vector<std::string>{"mine"});
}

void TemplateServiceTest::everyBadFileIsToldAndTheRestWorks() {
    Bench bench;
    bench.files.writeBytes("user/huge.md", QByteArray(10 << 20, 'x'));
    bench.files.writeBytes("user/binary.md", QByteArray("\x00\x01\x02\xFF\xFE", 5));
    QByteArray bomb = "---\na: &a [x, x, x, x]\n";
    for (char c = 'b'; c <= 'z'; ++c)
        bomb += QByteArray(1, c) + ": &" + c + " [*" + static_cast<char>(c - 1) + ", *" +
                static_cast<char>(c - 1) + "]\n";
    bench.files.writeBytes("user/bomb.md", bomb + "---\n\nBoom.\n");
    bench.files.write("user", "twice", "One.");
    bench.files.writeBytes("user/twice_again.md", "---\nname: twice\n---\n\nTwo.\n");
    QElapsedTimer timer;
    timer.start();
    bench.open();
    QVERIFY(timer.elapsed() < kPatience);
    const QString problems = bench.problems();
    for (const char* file : {"huge.md", "binary.md", "bomb.md", "twice_again.md"})
        QVERIFY2(problems.contains(QLatin1String(file)), qPrintable(problems));
    QVERIFY(bench.has("noir"));
    QCOMPARE(bench.last->find("twice")->body, std::string("One."));
    // Corrected, the problem goes.
    bench.files.remove("user/huge.md");
    QTRY_VERIFY_WITH_TIMEOUT(!bench.problems().contains(QLatin1String("huge.md")), kPatience);
    QVERIFY(bench.changes.problems);
}

void TemplateServiceTest::wishesAreCarriedOutAndAnsweredBehindTheirSnapshot() {
    Bench bench;
    bench.open();
    std::vector<std::string> answers;
    const auto note = [&](const char* what) {
        return [&, what](const Result<PromptTemplate>& result) {
            answers.push_back(std::string(what) + (result ? " " + result->name : " failed"));
            if (result && std::string(what) != "removed")
                QVERIFY2(bench.has(result->name.c_str()), what);
        };
    };
    PromptTemplate value;
    value.name = "fresh";
    value.body = "Fresh words.";
    QObject context;
    bench.service->create(value, &context, note("created"));
    bench.service->create(value, &context, note("again"));
    value.body = "Edited.";
    bench.service->save("fresh", value, &context, note("saved"));
    bench.service->duplicate("noir", "noir_copy", &context, note("copied"));
    bench.service->exportTo("fresh", bench.files.path("out.md"), Overwrite::No, &context,
                            note("exported"));
    bench.service->remove("fresh", &context, note("removed"));
    bench.service->import(bench.files.path("out.md"), Overwrite::No, &context, note("imported"));
    QTRY_COMPARE_WITH_TIMEOUT(answers.size(), std::size_t{7}, kPatience);
    QCOMPARE(answers, (std::vector<std::string>{"created fresh", "again failed", "saved fresh",
                                                "copied noir_copy", "exported fresh",
                                                "removed fresh", "imported fresh"}));
    QCOMPARE(bench.last->find("fresh")->body, std::string("Edited."));
}

void TemplateServiceTest::aBuiltInTemplateIsNotDeleted() {
    Bench bench;
    bench.open();
    std::optional<bool> done;
    bench.service->remove("noir", bench.service.get(),
                          [&](const Result<PromptTemplate>& result) { done = result.has_value(); });
    QTRY_VERIFY_WITH_TIMEOUT(done.has_value(), kPatience);
    QVERIFY(!*done);
    QVERIFY(std::filesystem::exists(bench.files.path("built-in/noir.md")));
}

void TemplateServiceTest::nobodyIsAnsweredWhoIsGone() {
    Bench bench;
    bench.open();
    bool answered = false;
    bool last = false;
    auto context = std::make_unique<QObject>();
    bench.service->duplicate("noir", "one", context.get(),
                             [&](const Result<PromptTemplate>&) { answered = true; });
    context.reset();
    bench.service->duplicate("noir", "two", bench.service.get(),
                             [&](const Result<PromptTemplate>&) { last = true; });
    QTRY_VERIFY_WITH_TIMEOUT(last, kPatience);
    QVERIFY(!answered);
    QVERIFY(bench.has("one"));
}

} // namespace diptych::widgets

QTEST_MAIN(diptych::widgets::TemplateServiceTest)
#include "template_service_test.moc"

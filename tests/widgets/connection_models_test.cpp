#include "core/net/remote_fault.h"
#include "widgets/model/connection_model.h"
#include "widgets/model/connection_test_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

namespace diptych::widgets {

namespace {

const QString kMac = QStringLiteral("http://mac:7860");
const QString kTower = QStringLiteral("http://tower:7860");

Error refusedBy(const QString& url) {
    return net::remoteError(net::RemoteFault::ConnectionRefused, url.toStdString());
}

QStringList marksOf(const ConnectionTestModel& model) {
    QStringList marks;
    for (int row = 0; row < model.rowCount(); ++row)
        marks << QString::number(model.index(row).data(StageMarkRole).toInt());
    return marks;
}

int markAt(const ConnectionTestModel& model, net::ConnectionStage stage) {
    return model.index(static_cast<int>(stage)).data(StageMarkRole).toInt();
}

} // namespace

class ConnectionModelsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theStateFollowsWhatIsSeen();
    void aSlowServerIsADegradedConnection();
    void whatIsNotUsedIsIdle();
    void serversAreAddedRemovedAndMoved();
    void badAddressesAreRefusedInWords();
    void stagesFillOneAfterTheOther();
    void aFailureNamesStageCauseAndFix();
    void aStageMayFailLaterThanItPassed();
};

void ConnectionModelsTest::theStateFollowsWhatIsSeen() {
    ConnectionModel model;
    const QAbstractItemModelTester tester(&model);
    QSignalSpy states(&model, &ConnectionModel::stateChanged);
    QCOMPARE(model.state(), ConnectionState::Idle);
    model.setServers({kMac, kTower}, true);
    QCOMPARE(model.state(), ConnectionState::Connecting);
    model.setFailure(kMac, refusedBy(kMac));
    QCOMPARE(model.state(), ConnectionState::Connecting); // the other may answer yet
    model.setFailure(kTower, refusedBy(kTower));
    QCOMPARE(model.state(), ConnectionState::Lost);
    QVERIFY(model.trouble().contains(QStringLiteral("mac")));
    model.setAnswer(kTower, 0.012);
    QCOMPARE(model.state(), ConnectionState::Degraded);
    QCOMPARE(model.latencyMs(), 12.0);
    model.setAnswer(kMac, 0.008);
    QCOMPARE(model.state(), ConnectionState::Ready);
    QCOMPARE(model.latencyMs(), 8.0);
    QVERIFY(model.trouble().isEmpty());
    model.setFailure(kMac, refusedBy(kMac));
    QCOMPARE(model.state(), ConnectionState::Degraded);
    QCOMPARE(states.size(), 5);
    model.setAnswer(QStringLiteral("http://stranger"), 1.0);
    QCOMPARE(model.state(), ConnectionState::Degraded);
    QVERIFY(model.index(0).data().toString().startsWith(kMac));
    QVERIFY(model.index(1).data().toString().contains(QStringLiteral("12")));
}

void ConnectionModelsTest::aSlowServerIsADegradedConnection() {
    ConnectionModel model;
    model.setServers({kMac}, true);
    model.setAnswer(kMac, 3.0);
    QCOMPARE(model.state(), ConnectionState::Degraded);
    model.setAnswer(kMac, 0.1);
    QCOMPARE(model.state(), ConnectionState::Ready);
}

void ConnectionModelsTest::whatIsNotUsedIsIdle() {
    ConnectionModel model;
    model.setServers({kMac}, true);
    model.setFailure(kMac, refusedBy(kMac));
    model.setServers({kMac}, false);
    QCOMPARE(model.state(), ConnectionState::Idle);
    model.setServers({kMac}, true);
    QCOMPARE(model.state(), ConnectionState::Connecting); // begins anew
    model.setAnswer(kMac, 0.01);
    model.setServers({kTower, kMac}, true);
    QCOMPARE(model.state(), ConnectionState::Ready); // of the new one nothing bad is known
    QCOMPARE(model.latencyMs(), 10.0);               // of the one that stayed
    model.setServers({}, true);
    QCOMPARE(model.state(), ConnectionState::Idle);
}

void ConnectionModelsTest::serversAreAddedRemovedAndMoved() {
    ConnectionModel model;
    QSignalSpy edits(&model, &ConnectionModel::serversEdited);
    QVERIFY(model.add(QStringLiteral(" HTTP://Mac:7860/v1/ ")).has_value());
    QCOMPARE(edits.takeLast().at(0).toStringList(), QStringList{kMac});
    QCOMPARE(model.rowCount(), 0); // whoever keeps the list sets it
    model.setServers({kMac, kTower}, false);
    model.moveServer(1, -1);
    QCOMPARE(edits.takeLast().at(0).toStringList(), (QStringList{kTower, kMac}));
    model.removeServer(0);
    QCOMPARE(edits.takeLast().at(0).toStringList(), QStringList{kTower});
    model.moveServer(0, -1);
    model.moveServer(1, 1);
    model.removeServer(-1);
    QVERIFY(edits.isEmpty());
}

void ConnectionModelsTest::badAddressesAreRefusedInWords() {
    ConnectionModel model;
    model.setServers({kMac}, false);
    QVERIFY(!model.add(kMac).has_value());
    const Status bare = model.add(QStringLiteral("mac:8080"));
    QVERIFY(!bare);
    QVERIFY(!bare.error().hint.empty());
}

void ConnectionModelsTest::stagesFillOneAfterTheOther() {
    using net::ConnectionStage;
    using net::StageState;
    ConnectionTestModel model;
    const QAbstractItemModelTester tester(&model);
    QVERIFY(model.isEmpty());
    model.begin();
    QVERIFY(model.isRunning());
    QCOMPARE(markAt(model, ConnectionStage::Name), static_cast<int>(StageMark::Running));
    model.setStage({ConnectionStage::Name, StageState::Passed});
    QCOMPARE(markAt(model, ConnectionStage::Name), static_cast<int>(StageMark::Passed));
    QCOMPARE(markAt(model, ConnectionStage::Connection), static_cast<int>(StageMark::Running));
    QCOMPARE(markAt(model, ConnectionStage::Tls), static_cast<int>(StageMark::Waiting));
    net::ConnectionReport report;
    for (int stage = 0; stage < ConnectionTestModel::kStageCount; ++stage)
        report.stages.push_back({static_cast<ConnectionStage>(stage), StageState::Passed});
    report.model = "qwen";
    report.tokens = 7;
    report.width = 2560;
    report.bytes = 1'500'000;
    report.seconds = 0.25;
    model.finish(report);
    QVERIFY(!model.isRunning());
    QVERIFY(model.succeeded());
    for (const char* const word : {"qwen", "2560", "250 ms", "1.50 MB"})
        QVERIFY2(model.summary().contains(QLatin1String(word)), qPrintable(model.summary()));
    QVERIFY(model.advice().isEmpty());
    model.clear();
    QVERIFY(model.isEmpty());
    QVERIFY(model.summary().isEmpty());
}

void ConnectionModelsTest::aFailureNamesStageCauseAndFix() {
    using net::ConnectionStage;
    using net::StageState;
    ConnectionTestModel model;
    model.begin();
    net::ConnectionReport report;
    for (int stage = 0; stage < ConnectionTestModel::kStageCount; ++stage)
        report.stages.push_back({static_cast<ConnectionStage>(stage), stage < 4 ? StageState::Passed
                                                                      : stage == 4
                                                                          ? StageState::Failed
                                                                          : StageState::Skipped});
    report.error = net::remoteError(net::RemoteFault::Unauthorized, kMac.toStdString());
    model.finish(report);
    QVERIFY(!model.succeeded());
    QVERIFY(model.summary().startsWith(stageTitle(ConnectionStage::Authorisation)));
    QVERIFY(model.summary().contains(QStringLiteral("mac")));
    QVERIFY(!model.advice().isEmpty());
    QVERIFY2(!model.advice().contains(QStringLiteral("--")), "no flags in the window");
    QCOMPARE(markAt(model, ConnectionStage::RoundTrip), static_cast<int>(StageMark::Skipped));
    model.begin();
    report.stages.clear(); // nobody was asked
    report.error = Error{ErrorCode::InvalidInput, "'mac' is no server's address", "", "", {}};
    model.finish(report);
    QVERIFY(!model.succeeded());
    QVERIFY(!marksOf(model).contains(QString::number(static_cast<int>(StageMark::Running))));
}

void ConnectionModelsTest::aStageMayFailLaterThanItPassed() {
    using net::ConnectionStage;
    using net::StageState;
    ConnectionTestModel model;
    model.begin();
    model.setStage({ConnectionStage::Name, StageState::Passed});
    model.setStage({ConnectionStage::Connection, StageState::Passed});
    model.setStage({ConnectionStage::Connection, StageState::Failed});
    QCOMPARE(markAt(model, ConnectionStage::Connection), static_cast<int>(StageMark::Failed));
}

} // namespace diptych::widgets

QTEST_GUILESS_MAIN(diptych::widgets::ConnectionModelsTest)

#include "connection_models_test.moc"

#include "app/connection/secret_store.h"
#include "app/connection/service_discovery.h"
#include "tests/support/fake_avahi_bus.h"

#include <QSignalSpy>
#include <QTest>

namespace diptych::connection {

using test::FakeAvahiBus;

class DiscoveryTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void serversComeAndGo();
    void theOwnServerIsNotFound();
    void aServerIsAnnouncedAndWithdrawn();
    void aNameThatIsTakenGetsAnother();
    void whereAvahiDoesNotRunThereIsNothing();
    void withoutABusThereIsNothing();
    void aSessionsMemoryForgetsOnDemand();

  private:
    FakeAvahiBus::Daemon daemon_;
    std::unique_ptr<ServiceDiscovery> make() {
        daemon_ = {};
        return std::make_unique<ServiceDiscovery>(std::make_unique<FakeAvahiBus>(&daemon_));
    }
};

void DiscoveryTest::serversComeAndGo() {
    const auto discovery = make();
    QVERIFY(daemon_.calls.isEmpty()); // nobody is asked before someone wants to know
    QCOMPARE(discovery->availability(), ServiceDiscovery::Availability::Unknown);
    discovery->browse();
    discovery->browse();
    QCOMPARE(discovery->availability(), ServiceDiscovery::Availability::Yes);
    QCOMPARE(daemon_.calls.filter(QStringLiteral("ServiceBrowserNew")).size(), 1);
    QCOMPARE(discovery->found().size(), 1); // told before the browser's path was
    QCOMPARE(discovery->found().first(),
             (FoundServer{QStringLiteral("early"), QStringLiteral("mac.local"),
                          QStringLiteral("http://192.168.0.7:7860")}));
    QSignalSpy changes(discovery.get(), &ServiceDiscovery::changed);
    daemon_.item("ItemNew", QStringLiteral("late"));
    daemon_.item("ItemNew", QStringLiteral("late")); // over another interface
    QCOMPARE(discovery->found().size(), 2);
    QCOMPARE(changes.size(), 1);
    daemon_.item("ItemRemove", QStringLiteral("early"));
    QCOMPARE(discovery->found().size(), 1);
    QCOMPARE(discovery->found().first().name, QStringLiteral("late"));
    daemon_.tell(QStringLiteral("/somebody/elses"), "ItemRemove",
                 {2, 0, QStringLiteral("late"), QString(), QString(), 0U});
    QCOMPARE(discovery->found().size(), 1);
}

void DiscoveryTest::theOwnServerIsNotFound() {
    constexpr uint kOurOwn = 16;
    const auto discovery = make();
    discovery->browse();
    daemon_.item("ItemNew", QStringLiteral("own"), kOurOwn);
    QCOMPARE(discovery->found().size(), 1);
}

void DiscoveryTest::aServerIsAnnouncedAndWithdrawn() {
    const auto discovery = make();
    discovery->announce(QStringLiteral("Diptych on tower"), 1234);
    QVERIFY(discovery->isAnnounced());
    QCOMPARE(daemon_.announced, QStringLiteral("Diptych on tower"));
    QCOMPARE(daemon_.port, 1234);
    discovery->withdraw();
    QVERIFY(!discovery->isAnnounced());
    QCOMPARE(daemon_.calls.last(), QStringLiteral("/group EntryGroup.Free"));
}

void DiscoveryTest::aNameThatIsTakenGetsAnother() {
    const auto discovery = make();
    daemon_.taken = QStringLiteral("Diptych");
    discovery->announce(QStringLiteral("Diptych"), 1234);
    QCOMPARE(daemon_.announced, QStringLiteral("Diptych #2"));
    QVERIFY(discovery->isAnnounced());
}

void DiscoveryTest::whereAvahiDoesNotRunThereIsNothing() {
    const auto discovery = make();
    daemon_.runs = false;
    QSignalSpy changes(discovery.get(), &ServiceDiscovery::changed);
    discovery->browse();
    QCOMPARE(discovery->availability(), ServiceDiscovery::Availability::No);
    QCOMPARE(changes.size(), 1);
    discovery->announce(QStringLiteral("Diptych"), 1234);
    QVERIFY(!discovery->isAnnounced());
    discovery->withdraw();
    daemon_.runs = true; // started meanwhile
    discovery->browse();
    QCOMPARE(discovery->availability(), ServiceDiscovery::Availability::Yes);
}

void DiscoveryTest::withoutABusThereIsNothing() {
    ServiceDiscovery discovery(nullptr);
    QCOMPARE(discovery.availability(), ServiceDiscovery::Availability::No);
    discovery.browse();
    discovery.announce(QStringLiteral("Diptych"), 1);
    discovery.withdraw();
    QVERIFY(discovery.found().isEmpty());
}

void DiscoveryTest::aSessionsMemoryForgetsOnDemand() {
    SessionSecretStore store;
    QVERIFY(!store.isLasting());
    std::string read = "not asked";
    const auto look = [&] {
        store.read(kServersKey, this, [&](const Result<std::string>& key) { read = *key; });
        return read;
    };
    QCOMPARE(look(), std::string());
    store.write(kServersKey, "s3cret", this, [](const Status& kept) { QVERIFY(kept); });
    QCOMPARE(look(), std::string("s3cret"));
    store.write(kServersKey, "", this, [](const Status& kept) { QVERIFY(kept); });
    QCOMPARE(look(), std::string());
}

} // namespace diptych::connection

QTEST_GUILESS_MAIN(diptych::connection::DiscoveryTest)

#include "discovery_test.moc"

#include "tests/app/gui/desktop_fixture.h"

#include <QTest>

namespace diptych::test {

DesktopFixture::DesktopFixture() {
    environment.resources = DIPTYCH_RESOURCES;
    environment.configFolder = configFolder();
    environment.dataFolder = dataFolder();
    environment.version = "9.8.7";
    environment.openPipeline = openImagePipeline;
    environment.listDevices = listDevices;
    // Several threads wait for the slowest of them, which on a loaded machine takes its time.
    environment.configureProcessor = [](int) { return configureProcessor(1); };
    environment.variable = [](const std::string&) { return std::optional<std::string>(); };
}

void DesktopFixture::setLanguage(const QString& code) {
    gui::SettingsStore settings(configFolder());
    settings.setValue(gui::kLanguageKey, code);
    settings.save();
}

gui::Desktop& DesktopFixture::open() {
    desktop_ = std::make_unique<gui::Desktop>(environment, options);
    desktop_->show();
    static_cast<void>(QTest::qWaitForWindowExposed(&desktop_->window()));
    return *desktop_;
}

} // namespace diptych::test

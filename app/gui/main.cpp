// diptych: the window. A real process around Desktop: flags, signals, folders.
#include "app/gui/command_line.h"
#include "app/gui/desktop.h"
#include "app/gui/single_instance.h"
#include "app/program/process.h"
#include "app/program/version.h"
#include "core/net/qt/qt_http_transport.h"

#include <QApplication>
#include <QImageReader>
#include <QStandardPaths>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

namespace {

constexpr int kUsageStatus = 2;
constexpr int kLargestPictureMiB = 4096; // decoded

std::filesystem::path folderOf(QStandardPaths::StandardLocation location) {
    return (QStandardPaths::writableLocation(location) + QStringLiteral("/diptych")).toStdString();
}

diptych::gui::DesktopEnvironment makeEnvironment() {
    diptych::gui::DesktopEnvironment environment;
    environment.resources = diptych::program::findResources();
    environment.templates = diptych::program::findTemplates();
    environment.configFolder = folderOf(QStandardPaths::GenericConfigLocation);
    environment.dataFolder = folderOf(QStandardPaths::GenericDataLocation);
    environment.version = diptych::program::kVersion;
    environment.openPipeline = diptych::openImagePipeline;
    environment.listDevices = diptych::listDevices;
    environment.configureProcessor = diptych::configureProcessor;
    environment.variable = [](const std::string& name) -> std::optional<std::string> {
        const char* const value = std::getenv(name.c_str());
        return value ? std::optional<std::string>(value) : std::nullopt;
    };
    environment.openTransport = [](const std::filesystem::path& certificates)
        -> diptych::Result<std::shared_ptr<diptych::net::HttpTransport>> {
        DIPTYCH_TRY(std::shared_ptr<diptych::net::HttpTransport> transport,
                    diptych::net::QtHttpTransport::create({certificates}));
        return transport;
    };
    environment.openSecrets = diptych::connection::openSecretStore;
    environment.openAvahi = diptych::connection::openAvahiBus;
    return environment;
}

} // namespace

int main(int argc, char** argv) {
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    const auto line = diptych::gui::readCommandLine(arguments, diptych::program::kVersion);
    if (line.fault) {
        std::cerr << "error: " << *line.fault << "\nhint: diptych --help lists every flag\n";
        return kUsageStatus;
    }
    if (line.answer) {
        std::cout << *line.answer;
        return EXIT_SUCCESS;
    }
    const diptych::program::SignalWatcher signals;
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("diptych"));
    QApplication::setApplicationDisplayName(QStringLiteral("Diptych"));
    QApplication::setDesktopFileName(QStringLiteral("diptych"));
    QImageReader::setAllocationLimit(kLargestPictureMiB);
    const diptych::gui::DesktopEnvironment environment = makeEnvironment();
    diptych::gui::SingleInstance instance(environment.dataFolder);
    if (line.options.keepsQueue && !instance.claim()) {
        if (instance.handOver(line.files))
            return EXIT_SUCCESS;
        std::cerr << "error: another Diptych runs and does not answer\n"
                     "hint: end it, or start with --new-instance\n";
        return EXIT_FAILURE;
    }
    QStringList files = line.files;
    int status = diptych::gui::kOpenAnewStatus;
    while (status == diptych::gui::kOpenAnewStatus) {
        diptych::gui::Desktop desktop(environment, line.options);
        QObject::connect(&instance, &diptych::gui::SingleInstance::asked, &desktop,
                         &diptych::gui::Desktop::bringToFront);
        // The watcher's thread tells; leaving is up to the event loop.
        const std::stop_callback leave(signals.token(), [&desktop] {
            QMetaObject::invokeMethod(
                &desktop, [&desktop] { desktop.leave(); }, Qt::QueuedConnection);
        });
        desktop.show();
        desktop.openPictures(std::exchange(files, {}));
        QApplication::setQuitOnLastWindowClosed(true);
        status = QApplication::exec();
        // The end of a window that is opened anew is no reason to quit.
        QApplication::setQuitOnLastWindowClosed(status != diptych::gui::kOpenAnewStatus);
    }
    return status;
}

#include "app/gui/command_line.h"

#include <QCommandLineParser>

namespace diptych::gui {

CommandLine readCommandLine(const QStringList& arguments, const std::string& version) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Diptych: draw pictures from words. Without a display, use diptych-cli."));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  QStringLiteral("Show this help and exit."));
    const QCommandLineOption versionFlag(QStringLiteral("version"),
                                         QStringLiteral("Show the version and exit."));
    const QCommandLineOption model(
        QStringLiteral("model-path"),
        QStringLiteral("A checkpoint folder, or a single file with all weights."),
        QStringLiteral("DIR"));
    const QCommandLineOption config(QStringLiteral("config"),
                                    QStringLiteral("The configuration file."),
                                    QStringLiteral("FILE"));
    const QCommandLineOption profile(QStringLiteral("profile"),
                                     QStringLiteral("A profile of that file."),
                                     QStringLiteral("NAME"));
    const QCommandLineOption safe(
        QStringLiteral("safe-mode"),
        QStringLiteral("Start with the default layout, an empty form and the processor alone."));
    const QCommandLineOption another(
        QStringLiteral("new-instance"),
        QStringLiteral("Open another window although one is open; it keeps no queue."));
    parser.addOptions({model, config, profile, safe, another, help, versionFlag});
    parser.addPositionalArgument(QStringLiteral("PICTURE"),
                                 QStringLiteral("Pictures to look at, with their settings."),
                                 QStringLiteral("[PICTURE…]"));

    CommandLine line;
    if (!parser.parse(arguments))
        line.fault = parser.errorText().toStdString();
    else if (parser.isSet(help))
        line.answer = parser.helpText().toStdString();
    else if (parser.isSet(versionFlag))
        line.answer = "diptych " + version + "\n";
    line.options.model = parser.value(model).toStdString();
    line.options.configFile = parser.value(config).toStdString();
    line.options.profile = parser.value(profile).toStdString();
    line.options.safeMode = parser.isSet(safe);
    line.options.keepsQueue = !parser.isSet(another);
    line.files = parser.positionalArguments();
    return line;
}

} // namespace diptych::gui

// The flags of `diptych`, read before any window system is asked for.
#pragma once

#include "app/gui/desktop_environment.h"

#include <QStringList>

#include <optional>
#include <string>

namespace diptych::gui {

struct CommandLine {
    DesktopOptions options;
    QStringList files;                 ///< pictures to open
    std::optional<std::string> answer; ///< to print instead of opening the window: help, version
    std::optional<std::string> fault;  ///< a flag that is not understood
};

CommandLine readCommandLine(const QStringList& arguments, const std::string& version);

} // namespace diptych::gui

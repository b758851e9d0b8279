// A whole desktop program in temporary folders, on the bundled demo model or on a fake.
#pragma once

#include "app/gui/desktop.h"

#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace diptych::test {

class DesktopFixture {
  public:
    DesktopFixture();

    /// Files of the window and pictures; kept from one `open` to the next.
    std::filesystem::path configFolder() const { return path("config"); }
    std::filesystem::path dataFolder() const { return path("data"); }
    gui::DesktopEnvironment environment;
    gui::DesktopOptions options;

    /// Of the windows that are opened from now on.
    void setLanguage(const QString& code);
    gui::Desktop& open();
    void close() { desktop_.reset(); }
    gui::Desktop& desktop() { return *desktop_; }
    gui::MainWindow& window() { return desktop_->window(); }

    template <typename T> T* child(const char* name) {
        return window().findChild<T*>(QString::fromLatin1(name));
    }
    void trigger(gui::Command command) { desktop_->actions().get(command)->trigger(); }

  private:
    std::filesystem::path path(const char* name) const {
        return std::filesystem::path(folder_.path().toStdString()) / name;
    }

    QTemporaryDir folder_;
    std::unique_ptr<gui::Desktop> desktop_;
};

} // namespace diptych::test

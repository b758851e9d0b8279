// One window for each user and data folder: a second start hands its files over to the first one
// and ends.
#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>
#include <QStringList>

#include <filesystem>

namespace diptych::gui {

class SingleInstance : public QObject {
    Q_OBJECT

  public:
    /// Programs of the same data folder meet.
    explicit SingleInstance(const std::filesystem::path& dataFolder, QObject* parent = nullptr);

    /// True when this is the first program: it listens from now on. What a crashed one left behind
    /// is cleared away.
    bool claim();
    /// Tells the first program to come to the front with these files; false when none answers
    /// within two seconds. Waits.
    bool handOver(const QStringList& files);

  Q_SIGNALS:
    /// Another start wants the window in front, with these files, which may be none.
    void asked(const QStringList& files);

  private:
    void answer();

    QString name_;
    QLockFile lock_;
    QLocalServer server_;
};

} // namespace diptych::gui

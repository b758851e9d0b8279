// A folder with templates for a test.
#pragma once

#include "core/prompt/template_library.h"

#include <QDir>
#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <filesystem>

namespace diptych::test {

class TemplateFolder {
  public:
    TemplateFolder() {
        QDir(root_.path()).mkpath(QStringLiteral("built-in"));
        QDir(root_.path()).mkpath(QStringLiteral("user"));
    }

    TemplateFolders folders() const { return {path("built-in"), path("user")}; }
    std::filesystem::path path(const char* name) const {
        return std::filesystem::path(root_.path().toStdString()) / name;
    }
    void writeBytes(const char* file, const QByteArray& bytes) const {
        QFile out(QString::fromStdString(path(file).string()));
        static_cast<void>(out.open(QIODevice::WriteOnly));
        out.write(bytes);
    }
    /// `head` has lines of YAML beside the name.
    void write(const char* folder, const char* name, const char* body,
               const char* head = "") const {
        const QByteArray file = QByteArray(folder) + '/' + name + ".md";
        writeBytes(file.constData(),
                   QByteArray("---\nname: ") + name + "\n" + head + "---\n\n" + body + "\n");
    }
    void remove(const char* file) const { std::filesystem::remove(path(file)); }

  private:
    QTemporaryDir root_;
};

} // namespace diptych::test

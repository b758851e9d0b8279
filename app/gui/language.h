// The language of the window: the system's, or one that was chosen.
#pragma once

#include <QString>
#include <QTranslator>

#include <vector>

class QLocale;

namespace diptych::gui {

/// In the window's settings: a code of `languages()`; empty = the system's.
inline const QString kLanguageKey = QStringLiteral("window/language");

struct Language {
    QString code; ///< as in the catalogue's name: "zh_CN"
    QString name; ///< as its speakers write it
};

/// English, which needs no catalogue, and every other language that has one.
const std::vector<Language>& languages();

/// The code of the language to use: the chosen one, else the first one that the system's user
/// reads, else English.
QString languageFor(const QString& chosen, const QLocale& system);

/// Texts that are made during its life are in this language; the window is to be made after it.
class WindowLanguage {
  public:
    explicit WindowLanguage(const QString& code);
    ~WindowLanguage();
    WindowLanguage(const WindowLanguage&) = delete;
    WindowLanguage& operator=(const WindowLanguage&) = delete;

  private:
    QTranslator program_;
    QTranslator toolkit_; ///< Qt's own texts: "Cancel", the context menus of fields
};

} // namespace diptych::gui

#include "app/gui/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

#include <algorithm>

// Outside of any namespace, as Qt asks for it.
static void initialiseCatalogues() {
    Q_INIT_RESOURCE(translations);
}

namespace diptych::gui {

const std::vector<Language>& languages() {
    static const std::vector<Language> kAll = {
        {QStringLiteral("en"), QStringLiteral("English")},
        {QStringLiteral("de"), QStringLiteral("Deutsch")},
        {QStringLiteral("ja"), QStringLiteral("日本語")},
        {QStringLiteral("zh_CN"), QStringLiteral("简体中文")},
    };
    return kAll;
}

QString languageFor(const QString& chosen, const QLocale& system) {
    const auto known = [](const auto& matches) {
        return std::find_if(languages().begin(), languages().end(), matches);
    };
    if (const auto found = known([&](const Language& language) { return language.code == chosen; });
        found != languages().end())
        return found->code;
    for (const QString& wanted : system.uiLanguages()) {
        const QLocale locale(wanted);
        const auto found = known([&](const Language& language) {
            const QLocale own(language.code);
            return own.language() == locale.language() && own.script() == locale.script();
        });
        if (found != languages().end())
            return found->code;
    }
    return languages().front().code;
}

WindowLanguage::WindowLanguage(const QString& code) {
    initialiseCatalogues();
    if (program_.load(QStringLiteral(":/i18n/diptych_") + code))
        QCoreApplication::installTranslator(&program_);
    if (toolkit_.load(QStringLiteral("qtbase_") + code,
                      QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&toolkit_);
}

WindowLanguage::~WindowLanguage() {
    QCoreApplication::removeTranslator(&program_);
    QCoreApplication::removeTranslator(&toolkit_);
}

} // namespace diptych::gui

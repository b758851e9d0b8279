#include "widgets/model/template_category.h"

#include <QCoreApplication>

#include <array>
#include <utility>

namespace diptych::widgets {

namespace {

// Functions have no tr() of their own.
struct TemplateCategory {
    Q_DECLARE_TR_FUNCTIONS(TemplateCategory)
};

constexpr std::array kTitles = {
    std::pair{"abstract", QT_TRANSLATE_NOOP("TemplateCategory", "Abstract")},
    std::pair{"art", QT_TRANSLATE_NOOP("TemplateCategory", "Art")},
    std::pair{"character", QT_TRANSLATE_NOOP("TemplateCategory", "Character")},
    std::pair{"experimental", QT_TRANSLATE_NOOP("TemplateCategory", "Experimental")},
    std::pair{"game", QT_TRANSLATE_NOOP("TemplateCategory", "Games")},
    std::pair{"general", QT_TRANSLATE_NOOP("TemplateCategory", "General")},
    std::pair{"horror", QT_TRANSLATE_NOOP("TemplateCategory", "Horror")},
    std::pair{"photography", QT_TRANSLATE_NOOP("TemplateCategory", "Photography")},
    std::pair{"playful", QT_TRANSLATE_NOOP("TemplateCategory", "Playful")},
    std::pair{"rewriter", QT_TRANSLATE_NOOP("TemplateCategory", "For the rewriter")},
    std::pair{"scifi", QT_TRANSLATE_NOOP("TemplateCategory", "Science fiction")},
    std::pair{"structured", QT_TRANSLATE_NOOP("TemplateCategory", "Structured prompts")},
    std::pair{"style", QT_TRANSLATE_NOOP("TemplateCategory", "Style")},
    std::pair{"technical", QT_TRANSLATE_NOOP("TemplateCategory", "Technical")},
    std::pair{"text", QT_TRANSLATE_NOOP("TemplateCategory", "Writing in pictures")}};

} // namespace

QString categoryTitle(const QString& category) {
    for (const auto& [name, title] : kTitles)
        if (category == QLatin1String(name))
            return TemplateCategory::tr(title);
    QString title = category;
    title.replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!title.isEmpty())
        title[0] = title[0].toUpper();
    return title;
}

} // namespace diptych::widgets

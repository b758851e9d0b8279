#include "app/gui/configured_template.h"

#include "app/gui/settings_store.h"
#include "widgets/controls/notice_bar.h"
#include "widgets/model/template_use.h"

#include <algorithm>
#include <span>
#include <utility>

namespace diptych::gui {

namespace {

const QString kNoticeKey = QStringLiteral("configuredTemplate");
/// The template's own name, as it was configured when the form was looked at last.
const QString kFormerKey = QStringLiteral("templates/configured");
constexpr const char* kTemplate = "prompt.template";

ExplicitParts partsOver(const config::EffectiveConfig& config) {
    const Conversation& configured = config.values.request.conversation;
    const auto counts = [&config](const char* field, bool isDefault) {
        return config.sourceOf(field).kind == config::SourceKind::Flag ||
               (!isDefault && config.isChosenOver(field, kTemplate));
    };
    ExplicitParts parts;
    if (counts("prompt.system_prompt", configured.system.empty()))
        parts.system = configured.system;
    if (counts("prompt.force_think_block", !configured.forceThinkBlock))
        parts.thinkBlock = configured.forceThinkBlock;
    return parts;
}

const PromptTemplate* findForPictures(const widgets::TemplateSnapshot& snapshot,
                                      const std::string& name) {
    const auto end = std::find_if(snapshot.all.begin(), snapshot.all.end(), isRewriter);
    return findTemplate(std::span(snapshot.all.begin(), end), name);
}

} // namespace

ConfiguredTemplate::ConfiguredTemplate(const ConfiguredTemplateParts& parts, QObject* parent)
    : QObject(parent), parts_(parts) {
    connect(parts_.service, &widgets::TemplateService::changed, this,
            [this](const widgets::TemplateSnapshotPtr& snapshot) {
                snapshot_ = snapshot;
                settle();
            });
}

void ConfiguredTemplate::setConfig(const config::EffectiveConfig& config) {
    wanted_ = config.values.request.templateName;
    if (*wanted_ == "none")
        wanted_->clear();
    chosen_ = partsOver(config);
    settle();
}

// A template that is not there, or asks for values, is looked for again when the library is another
// one.
void ConfiguredTemplate::settle() {
    if (!snapshot_ || !wanted_)
        return;
    const PromptTemplate* const found = findForPictures(*snapshot_, *wanted_);
    const QString name = QString::fromStdString(found ? found->name : *wanted_);
    const QString former = parts_.settings->value(kFormerKey).toString();
    const QString inForm = QString::fromStdString(parts_.form->form().request.templateName);
    parts_.notices->dismiss(kNoticeKey);
    if (!found && !wanted_->empty()) {
        if (inForm != name) // else its texts are here, whatever became of its file
            tellMissing(name);
        return;
    }
    if (name != former && inForm == former) { // else nothing is new, or the user has chosen himself
        if (found && !resolveVariables(*found, {})) {
            tellOpenVariables(*found);
            return;
        }
        found ? take(*found) : parts_.applier->takeOff();
    }
    parts_.settings->setValue(kFormerKey, name);
    wanted_.reset();
}

void ConfiguredTemplate::take(const PromptTemplate& value) {
    if (!hasOwnTexts()) {
        put(value);
        return;
    }
    tell(tr("The configuration names the template %1. It was not applied, since the prompt has "
            "texts of your own in its places.")
             .arg(QString::fromStdString(displayTitle(value))),
         {}, tr("Apply it"), [this, value] {
             put(value);
             parts_.notices->dismiss(kNoticeKey);
         });
}

// Beside the prompt itself: texts that neither the former template nor the configuration has put
// there.
bool ConfiguredTemplate::hasOwnTexts() const {
    const widgets::RequestForm now = withoutTemplate(parts_.form->form(), parts_.applier->former());
    const widgets::RequestForm& fresh = parts_.form->recommended();
    const Conversation& texts = now.request.conversation;
    const bool isConfigured =
        texts.system.empty() || texts.system == fresh.request.conversation.system;
    return texts.raw || !isConfigured || !texts.assistant.empty() || !now.thinkingText.empty();
}

void ConfiguredTemplate::put(const PromptTemplate& value) {
    static_cast<void>(parts_.applier->apply(value, {}, chosen_)); // its variables have defaults
}

void ConfiguredTemplate::tellMissing(const QString& name) {
    tell(tr("The configuration names the template %1, which does not exist. The prompt goes on "
            "without it.")
             .arg(name),
         tr("Choose another one, or correct prompt.template."), tr("Choose a template"),
         [this] { Q_EMIT chooseRequested({}); });
}

void ConfiguredTemplate::tellOpenVariables(const PromptTemplate& value) {
    QStringList open;
    for (const TemplateVariable& variable : variablesOf(value))
        if (!variable.defaultValue)
            open << QString::fromStdString(variable.name);
    tell(tr("The configuration names the template %1, which asks for %2. The prompt goes on "
            "without it.")
             .arg(QString::fromStdString(displayTitle(value)), open.join(QStringLiteral(", "))),
         tr("Fill in its fields and apply it."), tr("Fill in"),
         [this, name = QString::fromStdString(value.name)] { Q_EMIT chooseRequested(name); });
}

void ConfiguredTemplate::tell(const QString& text, const QString& hint, const QString& verb,
                              std::function<void()> act) {
    widgets::BarNotice notice;
    notice.key = kNoticeKey;
    notice.kind = widgets::NoticeKind::Warning;
    notice.text = text;
    notice.hint = hint;
    notice.actions = {{QStringLiteral("chooseTemplate"), verb, std::move(act)}};
    parts_.notices->add(notice);
}

} // namespace diptych::gui

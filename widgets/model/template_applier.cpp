#include "widgets/model/template_applier.h"

#include <utility>

namespace diptych::widgets {

PromptTemplate resolvedAsFarAsKnown(PromptTemplate value, const VariableValues& values) {
    for (std::string* const text : {&value.body, &value.thinking, &value.assistant})
        *text = resolveKnownVariables(*text, values);
    return value;
}

TemplateApplier::TemplateApplier(RequestModel* form, QObject* parent)
    : QObject(parent), form_(form) {}

std::optional<PromptTemplate> TemplateApplier::former() const {
    const std::string& name = form_->form().request.templateName;
    if (name.empty())
        return std::nullopt;
    if (applied_ && applied_->name == name)
        return applied_;
    if (const PromptTemplate* const known = snapshot_->find(name))
        return resolvedAsFarAsKnown(*known, {});
    return std::nullopt;
}

Status TemplateApplier::apply(const PromptTemplate& value, const VariableValues& values,
                              const ExplicitParts& chosen) {
    DIPTYCH_TRY(PromptTemplate resolved, resolveVariables(value, values));
    const RequestForm next = withTemplate(form_->form(), resolved, former(), chosen);
    applied_ = std::move(resolved);
    form_->apply(next, tr("Template %1").arg(QString::fromStdString(displayTitle(value))));
    return Done{};
}

void TemplateApplier::takeOff() {
    form_->apply(withoutTemplate(form_->form(), former()), tr("Template taken off"));
}

RequestForm TemplateApplier::preview(const PromptTemplate& value,
                                     const VariableValues& values) const {
    return withTemplate(form_->form(), resolvedAsFarAsKnown(value, values), former());
}

QStringList TemplateApplier::surprises(const PromptTemplate& value) const {
    return surprisesOf(form_->form(), resolvedAsFarAsKnown(value, {}), former());
}

} // namespace diptych::widgets

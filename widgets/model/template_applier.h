// Puts templates into the form and takes them off again, one undo step each, and remembers what the
// last one has put there.
#pragma once

#include "core/base/result.h"
#include "widgets/model/request_model.h"
#include "widgets/model/template_service.h"
#include "widgets/model/template_use.h"

#include <QObject>

#include <optional>

namespace diptych::widgets {

class TemplateApplier : public QObject {
    Q_OBJECT

  public:
    /// `form` is borrowed.
    explicit TemplateApplier(RequestModel* form, QObject* parent = nullptr);

    void setSnapshot(TemplateSnapshotPtr snapshot) { snapshot_ = std::move(snapshot); }

    /// What was `chosen` elsewhere counts before the template. Errors: InvalidInput (a variable
    /// without a value).
    Status apply(const PromptTemplate& value, const VariableValues& values,
                 const ExplicitParts& chosen = {});
    void takeOff();

    /// The template whose texts are in the form, with its variables resolved; empty when there is
    /// none or it is not known any more.
    std::optional<PromptTemplate> former() const;
    /// The form as it would be with the template, whose open variables stay as they are.
    RequestForm preview(const PromptTemplate& value, const VariableValues& values) const;
    QStringList surprises(const PromptTemplate& value) const;

  private:
    RequestModel* form_;
    TemplateSnapshotPtr snapshot_ = std::make_shared<TemplateSnapshot>();
    std::optional<PromptTemplate> applied_;
};

/// A template with its variables resolved as far as there are values and defaults.
PromptTemplate resolvedAsFarAsKnown(PromptTemplate value, const VariableValues& values);

} // namespace diptych::widgets

// A field for each variable of a template, with its default in grey.
#pragma once

#include "core/prompt/template_variables.h"

#include <QWidget>

#include <vector>

class QFormLayout;

namespace diptych::widgets {

class VariableFields : public QWidget {
    Q_OBJECT

  public:
    explicit VariableFields(QWidget* parent = nullptr);

    /// Other fields, all empty; the same variables keep what was typed. Hidden when there are none.
    void setVariables(const std::vector<TemplateVariable>& variables);
    /// What was filled in; a field that is empty has no value here.
    const VariableValues& values() const { return values_; }
    /// Puts the cursor into the first field that is empty and needs a value; false when there is
    /// none.
    bool focusNeeded();

  Q_SIGNALS:
    void edited();

  private:
    void addField(const TemplateVariable& variable);

    QFormLayout* rows_;
    std::vector<TemplateVariable> variables_;
    VariableValues values_;
};

} // namespace diptych::widgets

#include "widgets/panels/variable_fields.h"

#include <QFormLayout>
#include <QLineEdit>

namespace diptych::widgets {

namespace {

QString fieldName(const TemplateVariable& variable) {
    return QStringLiteral("variable_") + QString::fromStdString(variable.name);
}

} // namespace

VariableFields::VariableFields(QWidget* parent) : QWidget(parent), rows_(new QFormLayout(this)) {
    rows_->setContentsMargins(0, 0, 0, 0);
    rows_->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    hide();
}

void VariableFields::setVariables(const std::vector<TemplateVariable>& variables) {
    if (variables == variables_)
        return;
    while (rows_->rowCount() > 0)
        rows_->removeRow(0);
    values_.clear();
    variables_ = variables;
    for (const TemplateVariable& variable : variables_)
        addField(variable);
    setVisible(!variables_.empty());
}

void VariableFields::addField(const TemplateVariable& variable) {
    auto* const edit = new QLineEdit;
    const QString name = QString::fromStdString(variable.name);
    const QString given = QString::fromStdString(variable.defaultValue.value_or(""));
    edit->setObjectName(fieldName(variable));
    edit->setAccessibleName(name);
    edit->setPlaceholderText(variable.defaultValue ? given : tr("needed"));
    edit->setToolTip(variable.defaultValue
                         ? tr("What {{%1}} stands for. Empty: %2").arg(name, given)
                         : tr("What {{%1}} stands for. It has no default.").arg(name));
    connect(edit, &QLineEdit::textChanged, this, [this, key = variable.name](const QString& to) {
        if (to.isEmpty())
            values_.erase(key);
        else
            values_[key] = to.toStdString();
        Q_EMIT edited();
    });
    rows_->addRow(name, edit);
}

bool VariableFields::focusNeeded() {
    for (const TemplateVariable& variable : variables_) {
        if (variable.defaultValue || values_.contains(variable.name))
            continue;
        findChild<QLineEdit*>(fieldName(variable))->setFocus();
        return true;
    }
    return false;
}

} // namespace diptych::widgets

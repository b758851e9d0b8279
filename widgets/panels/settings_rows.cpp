// The kinds of rows that the settings panel is made of.
#include "widgets/panels/settings_panel.h"

#include "widgets/controls/collapsible_section.h"
#include "widgets/controls/field_row.h"
#include "widgets/controls/quiet_spin_box.h"
#include "widgets/model/error_text.h"

#include <QCheckBox>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <utility>

namespace diptych::widgets {

namespace {

// "generation.guidance_scale" → "guidanceScale"
QString objectNameOf(std::string_view setting) {
    QString name;
    bool upper = false;
    for (const char letter : config::lastPart(setting)) {
        if (letter == '_') {
            upper = true;
            continue;
        }
        const QChar character = QLatin1Char(letter);
        name += upper ? character.toUpper() : character;
        upper = false;
    }
    return QString::fromLatin1(std::string(config::sectionOf(setting)).c_str()) + QLatin1Char('_') +
           name;
}

} // namespace

SettingsPanel::Section SettingsPanel::beginSection(const char* name, const QString& title,
                                                   bool open) {
    auto* const section = new CollapsibleSection(QString::fromLatin1(name), title);
    section->setOpen(open);
    auto* const content = new QWidget;
    auto* const rows = new QVBoxLayout(content);
    rows->setContentsMargins(4, 0, 0, 4);
    rows->setSpacing(8);
    section->setContent(content);
    return {section, rows, {}};
}

void SettingsPanel::endSection(const Section& section) {
    column_->addWidget(section.section);
    counted_.emplace_back(section.section, section.fields);
    sections_.push_back(section.section);
}

QString SettingsPanel::helpOf(std::string_view setting) const {
    const config::Field* const field = schema_.find(setting);
    if (!field)
        return {};
    QString help = asSentence(field->help);
    if (!field->accepts.empty())
        help += QLatin1Char('\n') + asSentence(field->accepts);
    if (!field->open.empty())
        help += QLatin1Char('\n') + tr("Left open: %1.").arg(QString::fromStdString(field->open));
    return help;
}

FieldRow* SettingsPanel::addRow(Section& section, RequestField field, const QString& label,
                                std::string_view setting, QWidget* control,
                                std::function<void(const RequestForm&)> show,
                                std::function<QString(const RequestForm&)> describe) {
    control->setObjectName(objectNameOf(setting));
    auto* const row = new FieldRow(label, helpOf(setting), control);
    section.rows->addWidget(row);
    section.fields.push_back(field);
    connect(row, &FieldRow::resetRequested, this,
            [this, field] { model_->resetToRecommended(field); });
    rows_.push_back({field, row, std::move(show), std::move(describe)});
    return row;
}

void SettingsPanel::addWhole(Section& section, RequestField field, const QString& label,
                             std::string_view setting, int smallest, int largest,
                             int GenerationRequest::*member) {
    auto* const box = new QuietSpinBox;
    box->setRange(smallest, largest);
    connect(box, &QSpinBox::valueChanged, this, [this, field, member](int value) {
        model_->edit(field, [&](RequestForm& form) { form.request.*member = value; });
    });
    addRow(
        section, field, label, setting, box,
        [box, member](const RequestForm& form) { box->setValue(form.request.*member); },
        [member](const RequestForm& form) { return QString::number(form.request.*member); });
}

void SettingsPanel::addNumber(Section& section, RequestField field, const QString& label,
                              std::string_view setting, double largest, double step,
                              const QString& specialText,
                              const std::function<double(const GenerationRequest&)>& get,
                              const std::function<void(GenerationRequest&, double)>& set) {
    auto* const box = new QuietDoubleSpinBox;
    box->setRange(0.0, largest);
    box->setSingleStep(step);
    box->setDecimals(2);
    box->setSpecialValueText(specialText);
    connect(box, &QDoubleSpinBox::valueChanged, this, [this, field, set](double value) {
        model_->edit(field, [&](RequestForm& form) { set(form.request, value); });
    });
    if (field == RequestField::Shift)
        shift_ = box;
    addRow(
        section, field, label, setting, box,
        [box, get](const RequestForm& form) { box->setValue(get(form.request)); },
        [box, get](const RequestForm& form) {
            const double value = get(form.request);
            return value == box->minimum() && !box->specialValueText().isEmpty()
                       ? box->specialValueText()
                       : QLocale().toString(value, 'f', 2);
        });
}

void SettingsPanel::addChoice(
    Section& section, RequestField field, const QString& label, std::string_view setting,
    const std::function<std::string(const GenerationRequest&)>& get,
    const std::function<void(GenerationRequest&, const std::string&)>& set) {
    auto* const box = new QuietComboBox;
    if (const config::Field* const words = schema_.find(setting))
        for (const config::NamedChoice& choice : words->choices) {
            box->addItem(QString::fromStdString(choice.name));
            box->setItemData(box->count() - 1, asSentence(choice.description), Qt::ToolTipRole);
        }
    connect(box, &QComboBox::activated, this, [this, box, field, set] {
        const std::string name = box->currentText().toStdString();
        model_->edit(field, [&](RequestForm& form) { set(form.request, name); });
    });
    addRow(
        section, field, label, setting, box,
        [box, get](const RequestForm& form) {
            box->setCurrentText(QString::fromStdString(get(form.request)));
        },
        [get](const RequestForm& form) { return QString::fromStdString(get(form.request)); });
}

void SettingsPanel::addSwitch(Section& section, RequestField field, const QString& label,
                              std::string_view setting,
                              const std::function<bool(const GenerationRequest&)>& get,
                              const std::function<void(GenerationRequest&, bool)>& set) {
    auto* const box = new QCheckBox;
    connect(box, &QCheckBox::toggled, this, [this, field, set](bool on) {
        model_->edit(field, [&](RequestForm& form) { set(form.request, on); });
    });
    addRow(
        section, field, label, setting, box,
        [box, get](const RequestForm& form) { box->setChecked(get(form.request)); },
        [get](const RequestForm& form) { return get(form.request) ? tr("on") : tr("off"); });
}

void SettingsPanel::showField(RequestField field) {
    for (const Row& row : rows_)
        if (row.field == field)
            row.show(model_->form());
    refreshMarks();
}

void SettingsPanel::refreshMarks() {
    for (const Row& row : rows_) {
        // The dot of a field that several rows share stands where it differs.
        const QString here = row.describe(model_->form());
        const QString recommended = row.describe(model_->recommended());
        row.row->setChanged(here != recommended, recommended);
    }
    for (const auto& [section, fields] : counted_) {
        int count = 0;
        for (const Row& row : rows_)
            if (section->isAncestorOf(row.row) && row.row->isMarked())
                ++count;
        section->setChangedCount(count);
    }
}

} // namespace diptych::widgets

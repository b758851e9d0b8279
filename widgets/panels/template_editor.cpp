#include "widgets/panels/template_editor.h"

#include "core/base/text.h"
#include "core/prompt/chat_format.h"
#include "core/prompt/template_check.h"
#include "core/prompt/template_file.h"
#include "core/prompt/template_variables.h"
#include "core/prompt/think_stream.h"
#include "widgets/controls/icon_set.h"
#include "widgets/controls/mnemonic.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/controls/quiet_spin_box.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace diptych::widgets {

namespace {

enum class BlockChoice { NoOpinion, On, Off };

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString named(const TemplateVariable& variable) {
    return QStringLiteral("{{%1}}").arg(text(variable.name));
}

} // namespace

QStringList adviceFor(const PromptTemplate& value) {
    QStringList advice;
    for (const std::string* const part : {&value.body, &value.thinking, &value.assistant}) {
        if (!hasBalancedThinkTags(*part))
            advice << TemplateEditor::tr("The think tags are not in pairs: every <think> needs a "
                                         "</think> behind it.");
        for (const std::string_view token : specialTokensIn(*part))
            if (token != "<think>" && token != "</think>")
                advice << TemplateEditor::tr("%1 is a control token. The format adds it by itself.")
                              .arg(QString::fromUtf8(token.data(),
                                                     static_cast<qsizetype>(token.size())));
    }
    const std::size_t length = countCodePoints(value.body);
    if (!isRewriter(value) && length > 0 &&
        (length < kShortestTemplateBody || length > kLongestTemplateBody))
        advice << TemplateEditor::tr("%1 characters. %2 to %3 steer best.")
                      .arg(length)
                      .arg(kShortestTemplateBody)
                      .arg(kLongestTemplateBody);
    QStringList variables;
    for (const TemplateVariable& variable : variablesOf(value))
        variables << named(variable);
    if (!variables.isEmpty())
        advice << TemplateEditor::tr("Asks for %1 when it is applied.")
                      .arg(variables.join(QStringLiteral(", ")));
    advice.removeDuplicates();
    return advice;
}

TemplateEditor::TemplateEditor(const QString& title, PromptTemplate value,
                               const QStringList& categories, QWidget* parent)
    : QDialog(parent), value_(std::move(value)), name_(new QLineEdit), title_(new QLineEdit),
      category_(new QuietComboBox), description_(new QLineEdit), tags_(new QLineEdit),
      thinkBlock_(new QuietComboBox), body_(new PromptEdit), thinking_(new PromptEdit),
      assistant_(new PromptEdit), advice_(new QLabel) {
    setObjectName(QStringLiteral("templateEditor"));
    setWindowTitle(title);
    resize(640, 680);
    auto* const form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setSpacing(8);
    addFields(form, categories);
    advice_->setObjectName(QStringLiteral("templateAdvice"));
    advice_->setWordWrap(true);
    advice_->setProperty("quiet", true);
    auto* const buttons = new QDialogButtonBox;
    save_ = buttons->addButton(tr("Save"), QDialogButtonBox::AcceptRole);
    save_->setObjectName(QStringLiteral("saveTemplate"));
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 12);
    column->setSpacing(10);
    column->addLayout(form, 1);
    column->addWidget(advice_);
    column->addWidget(buttons);
    fill();
    connect(buttons, &QDialogButtonBox::accepted, this, &TemplateEditor::saveRequested);
    connect(buttons, &QDialogButtonBox::rejected, this, &TemplateEditor::reject);
    for (const QLineEdit* const edit : {name_, title_, description_, tags_})
        connect(edit, &QLineEdit::textChanged, this, &TemplateEditor::check);
    for (const PromptEdit* const edit : {body_, thinking_, assistant_})
        connect(edit, &QPlainTextEdit::textChanged, this, &TemplateEditor::check);
    connect(category_, &QComboBox::currentTextChanged, this, &TemplateEditor::check);
    check();
}

void TemplateEditor::addFields(QFormLayout* form, const QStringList& categories) {
    const auto add = [form](const QString& name, const QString& label, const QString& help,
                            QWidget* field) {
        field->setObjectName(name);
        field->setAccessibleName(withoutMnemonic(label));
        field->setToolTip(help);
        form->addRow(label, field);
    };
    add(QStringLiteral("templateName"), tr("&Name"),
        tr("What it is chosen by: small letters, digits and _"), name_);
    add(QStringLiteral("templateTitle"), tr("&Title"), tr("What the list shows"), title_);
    category_->setEditable(true);
    category_->addItems(categories);
    add(QStringLiteral("templateCategory"), tr("&Category"),
        tr("Its group. Those of the category \"rewriter\" tell the prompt rewriter what to do."),
        category_);
    add(QStringLiteral("templateDescription"), tr("&Description"),
        tr("One line about what it does to a picture"), description_);
    add(QStringLiteral("templateTags"), tr("Ta&gs"),
        tr("Words by which it is found, with commas between them"), tags_);
    body_->setPlaceholderText(tr("What the text encoder is told before the prompt. {{mood|calm}} "
                                 "is a field with a default."));
    body_->setLines(9, 14);
    add(QStringLiteral("templateBody"), tr("&System prompt"),
        tr("What the text encoder is told before it reads the prompt"), body_);
    thinkBlock_->addItem(tr("As the user has it"), static_cast<int>(BlockChoice::NoOpinion));
    thinkBlock_->addItem(tr("Propose one"), static_cast<int>(BlockChoice::On));
    thinkBlock_->addItem(tr("Propose none"), static_cast<int>(BlockChoice::Off));
    add(QStringLiteral("templateThinkBlock"), tr("Think &block"),
        tr("Whether the template proposes a think block; what the user has chosen counts more"),
        thinkBlock_);
    thinking_->setLines(2, 6);
    add(QStringLiteral("templateThinking"), tr("T&hink text"),
        tr("What the model is to have thought, without the tags"), thinking_);
    assistant_->setLines(1, 4);
    add(QStringLiteral("templateAssistant"), tr("&Answer begins"),
        tr("How the assistant's answer begins; usually empty"), assistant_);
}

void TemplateEditor::fill() {
    name_->setText(text(value_.name));
    title_->setText(text(value_.title));
    category_->setCurrentText(text(value_.category));
    description_->setText(text(value_.description));
    QStringList tags;
    for (const std::string& tag : value_.tags)
        tags << text(tag);
    tags_->setText(tags.join(QStringLiteral(", ")));
    const BlockChoice block = !value_.addThinkBlock   ? BlockChoice::NoOpinion
                              : *value_.addThinkBlock ? BlockChoice::On
                                                      : BlockChoice::Off;
    thinkBlock_->setCurrentIndex(thinkBlock_->findData(static_cast<int>(block)));
    body_->setPlainText(text(value_.body));
    thinking_->setPlainText(text(value_.thinking));
    assistant_->setPlainText(text(value_.assistant));
}

PromptTemplate TemplateEditor::value() const {
    PromptTemplate result = value_;
    result.name = name_->text().trimmed().toStdString();
    result.title = title_->text().trimmed().toStdString();
    result.category = category_->currentText().trimmed().toStdString();
    result.description = description_->text().trimmed().toStdString();
    result.tags.clear();
    for (const QString& tag : tags_->text().split(QLatin1Char(','), Qt::SkipEmptyParts))
        if (!tag.trimmed().isEmpty())
            result.tags.push_back(tag.trimmed().toStdString());
    switch (static_cast<BlockChoice>(thinkBlock_->currentData().toInt())) {
    case BlockChoice::NoOpinion:
        result.addThinkBlock.reset();
        break;
    case BlockChoice::On:
        result.addThinkBlock = true;
        break;
    case BlockChoice::Off:
        result.addThinkBlock = false;
        break;
    }
    result.body = body_->toPlainText().toStdString();
    result.thinking = thinking_->toPlainText().toStdString();
    result.assistant = assistant_->toPlainText().toStdString();
    return normalized(result);
}

void TemplateEditor::showProblem(const QString& problem) {
    advice_->setText(problem);
}

// A problem goes away with the next key, and so does a pending "really?".
void TemplateEditor::check() {
    discards_ = false;
    const PromptTemplate now = value();
    save_->setEnabled(!now.name.empty());
    QStringList advice = adviceFor(now);
    if (now.name.empty())
        advice.prepend(tr("It needs a name."));
    advice_->setText(advice.join(QLatin1Char(' ')));
}

void TemplateEditor::reject() {
    if (!discards_ && !(value() == normalized(value_))) {
        discards_ = true;
        advice_->setText(tr("There are changes that are not saved. Press again to drop them."));
        return;
    }
    QDialog::reject();
}

} // namespace diptych::widgets

#include "widgets/panels/rewriter_setup.h"

#include "core/prompt/template_variables.h"
#include "widgets/controls/collapsible_section.h"
#include "widgets/controls/field_row.h"
#include "widgets/controls/prompt_edit.h"
#include "widgets/controls/quiet_spin_box.h"
#include "widgets/controls/seed_edit.h"
#include "widgets/model/rewrite_model.h"
#include "widgets/panels/variable_fields.h"

#include <QCheckBox>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>
#include <vector>

namespace diptych::widgets {

namespace {

// What the items of the list that are no rewriters hold instead of a name.
const QString kOwn = QStringLiteral("<own>");
const QString kNone = QStringLiteral("<none>");
constexpr int kMostTokens = 32768;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

} // namespace

RewriterSetup::RewriterSetup(QWidget* parent)
    : QWidget(parent), choice_(new QuietComboBox), about_(new QLabel), own_(new PromptEdit),
      variables_(new VariableFields), thinking_(new QCheckBox(tr("&Think before writing"))),
      numbers_(
          new CollapsibleSection(QStringLiteral("rewriterNumbers"), tr("How words are chosen"))),
      rows_(new QWidget), temperature_(makeNumber(0.0, 2.0, 0.1)),
      topP_(makeNumber(0.0, 1.0, 0.05)), topK_(new QuietSpinBox), minP_(makeNumber(0.0, 1.0, 0.01)),
      presence_(makeNumber(-2.0, 2.0, 0.1)), repetition_(makeNumber(0.1, 2.0, 0.05)),
      maxTokens_(new QuietSpinBox), seed_(new SeedEdit), count_(new QuietSpinBox) {
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    addInstruction();
    addNumbers();
    column->addWidget(numbers_);
    setSettings({});
    connectEdits();
}

QuietDoubleSpinBox* RewriterSetup::makeNumber(double least, double most, double step) {
    auto* const number = new QuietDoubleSpinBox(this);
    number->setRange(least, most);
    number->setSingleStep(step);
    number->setDecimals(2);
    return number;
}

void RewriterSetup::addInstruction() {
    auto* const column = static_cast<QVBoxLayout*>(layout());
    auto* const title = new QLabel(tr("&Instruction"));
    title->setProperty("fieldTitle", true);
    title->setBuddy(choice_);
    choice_->setObjectName(QStringLiteral("rewriterChoice"));
    choice_->setAccessibleName(tr("Instruction"));
    choice_->setToolTip(tr("What the language model is told to make of your prompt"));
    choice_->setMinimumHeight(26);
    choice_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    about_->setObjectName(QStringLiteral("rewriterAbout"));
    about_->setWordWrap(true);
    about_->setProperty("quiet", true);
    own_->setObjectName(QStringLiteral("rewriterInstruction"));
    own_->setAccessibleName(tr("Your own instruction"));
    own_->setToolTip(tr("What the language model is told, in your own words"));
    own_->setPlaceholderText(tr("For example: answer with one sentence that adds light, weather "
                                "and materials."));
    own_->setLines(3, 8);
    thinking_->setObjectName(QStringLiteral("rewriterThinking"));
    thinking_->setToolTip(tr("The model reasons first, apart from its answer. Better texts, but it "
                             "takes several times as long."));
    column->addWidget(title);
    column->addWidget(choice_);
    column->addWidget(about_);
    column->addWidget(own_);
    column->addWidget(variables_);
    column->addWidget(thinking_);
    choice_->addItem(tr("Your own words"), kOwn);
    choice_->addItem(tr("None: only the prompt"), kNone);
    connect(choice_, &QComboBox::currentIndexChanged, this, &RewriterSetup::showInstruction);
    connect(choice_, &QComboBox::activated, this,
            [this] { wanted_ = choice_->currentData().toString(); });
    showInstruction();
}

void RewriterSetup::addRow(const QString& name, const QString& label, const QString& help,
                           QWidget* control) {
    control->setObjectName(name);
    rows_->layout()->addWidget(new FieldRow(label, help, control));
}

void RewriterSetup::addNumbers() {
    auto* const column = new QVBoxLayout(rows_);
    column->setContentsMargins(4, 0, 0, 0);
    column->setSpacing(4);
    topK_->setRange(0, 1000);
    topK_->setSpecialValueText(tr("all"));
    maxTokens_->setRange(1, kMostTokens);
    maxTokens_->setSingleStep(64);
    count_->setRange(1, RewriteModel::kMostVariants);
    addRow(QStringLiteral("rewriterVariants"), tr("&Variants"),
           tr("How many texts to choose from, each with a seed of its own"), count_);
    addRow(QStringLiteral("rewriterSeed"), tr("&Seed"),
           tr("The same seed writes the same text on the same machine; the next variant has the "
              "next seed"),
           seed_);
    addRow(QStringLiteral("rewriterMaxTokens"), tr("&Most tokens"),
           tr("Where a text is cut off, thoughts included. A token is about four letters."),
           maxTokens_);
    addRow(QStringLiteral("rewriterTemperature"), tr("T&emperature"),
           tr("0 always takes the likeliest word and tends to repeat itself; around 0.6 is usual; "
              "above 1 texts become wild"),
           temperature_);
    addRow(QStringLiteral("rewriterTopP"), tr("Top-&p"),
           tr("Choose among the likeliest words that together have this share; 1 = all"), topP_);
    addRow(QStringLiteral("rewriterTopK"), tr("Top-&k"),
           tr("Choose among this many of the likeliest words"), topK_);
    addRow(QStringLiteral("rewriterMinP"), tr("M&in-p"),
           tr("Leave out words that are less likely than this share of the likeliest; 0 = none"),
           minP_);
    addRow(QStringLiteral("rewriterPresence"), tr("P&resence"),
           tr("Takes this off the score of words that were written already, so that texts repeat "
              "less; 0 = off"),
           presence_);
    addRow(QStringLiteral("rewriterRepetition"), tr("Repet&ition"),
           tr("The same as a factor, on words of the prompt too; 1 = off"), repetition_);
    numbers_->setContent(rows_);
    numbers_->setOpen(false);
}

void RewriterSetup::setSettings(const config::RewriterSettings& settings) {
    const TextSampling& sampling = settings.sampling;
    temperature_->setValue(sampling.temperature);
    topP_->setValue(sampling.topP);
    topK_->setValue(sampling.topK);
    minP_->setValue(sampling.minP);
    presence_->setValue(sampling.presencePenalty);
    repetition_->setValue(sampling.repetitionPenalty);
    maxTokens_->setValue(sampling.maxTokens);
    thinking_->setChecked(settings.thinking);
    const bool isNone = settings.templateName.empty() || settings.templateName == "none";
    select(isNone ? kNone : text(settings.templateName));
    begin_ = state();
}

void RewriterSetup::connectEdits() {
    for (const QuietDoubleSpinBox* const number :
         {temperature_, topP_, minP_, presence_, repetition_})
        connect(number, &QDoubleSpinBox::valueChanged, this, &RewriterSetup::edited);
    for (const QuietSpinBox* const number : {topK_, maxTokens_, count_})
        connect(number, &QSpinBox::valueChanged, this, &RewriterSetup::edited);
    connect(thinking_, &QCheckBox::toggled, this, &RewriterSetup::edited);
    connect(choice_, &QComboBox::activated, this, &RewriterSetup::edited);
    connect(own_, &QPlainTextEdit::textChanged, this, &RewriterSetup::edited);
}

QVariantMap RewriterSetup::state() const {
    QVariantMap state;
    for (const QuietDoubleSpinBox* const number :
         {temperature_, topP_, minP_, presence_, repetition_})
        state[number->objectName()] = number->value();
    for (const QuietSpinBox* const number : {topK_, maxTokens_, count_})
        state[number->objectName()] = number->value();
    state[thinking_->objectName()] = thinking_->isChecked();
    state[choice_->objectName()] = wanted_;
    state[own_->objectName()] = own_->toPlainText();
    return state;
}

QVariantMap RewriterSetup::changes() const {
    QVariantMap changes = state();
    for (const auto& [name, value] : begin_.asKeyValueRange())
        if (changes.value(name) == value)
            changes.remove(name);
    return changes;
}

void RewriterSetup::restore(const QVariantMap& changes) {
    const auto wish = [&changes](const QObject* control) {
        return changes.value(control->objectName());
    };
    for (QuietDoubleSpinBox* const number : {temperature_, topP_, minP_, presence_, repetition_})
        number->setValue(wish(number).isValid() ? wish(number).toDouble() : number->value());
    for (QuietSpinBox* const number : {topK_, maxTokens_, count_})
        number->setValue(wish(number).isValid() ? wish(number).toInt() : number->value());
    if (wish(thinking_).isValid())
        thinking_->setChecked(wish(thinking_).toBool());
    if (wish(own_).isValid())
        own_->replaceText(wish(own_).toString());
    if (wish(choice_).isValid())
        select(wish(choice_).toString());
}

void RewriterSetup::select(const QString& rewriter) {
    wanted_ = rewriter;
    if (const int row = choice_->findData(rewriter); row >= 0)
        choice_->setCurrentIndex(row);
}

void RewriterSetup::setTemplates(TemplateSnapshotPtr snapshot) {
    const QString chosen = wanted_;
    const PromptTemplate* const before = snapshot_->find(chosen.toStdString());
    const std::string formerText = before ? before->body : std::string();
    snapshot_ = std::move(snapshot);
    {
        const QSignalBlocker block(choice_);
        choice_->clear();
        for (const PromptTemplate& value : snapshot_->all)
            if (isRewriter(value))
                choice_->addItem(text(displayTitle(value)), text(value.name));
        choice_->addItem(tr("Your own words"), kOwn);
        choice_->addItem(tr("None: only the prompt"), kNone);
    }
    const int row = choice_->findData(chosen);
    if (row < 0 && before) { // it was there a moment ago: nothing of it is lost
        own_->replaceText(text(formerText));
        wanted_ = kOwn;
        choice_->setCurrentIndex(choice_->findData(kOwn));
        Q_EMIT chosenGone(chosen);
    } else {
        choice_->setCurrentIndex(std::max(row, 0));
    }
    showInstruction();
}

void RewriterSetup::showInstruction() {
    const QString chosen = choice_->currentData().toString();
    own_->setVisible(chosen == kOwn);
    const PromptTemplate* const value = snapshot_->find(chosen.toStdString());
    QString about = chosen == kNone ? tr("The model answers to the prompt as it is.") : QString();
    if (value)
        about = text(value->description);
    variables_->setVariables(value ? variablesOf(*value) : std::vector<TemplateVariable>());
    about_->setText(about);
    about_->setVisible(!about.isEmpty());
}

Result<RewriteRequest> RewriterSetup::request() const {
    RewriteRequest request;
    const QString chosen = choice_->currentData().toString();
    if (chosen == kOwn) {
        request.instruction = own_->toPlainText().toStdString();
    } else if (const PromptTemplate* const value = snapshot_->find(chosen.toStdString())) {
        DIPTYCH_TRY(const PromptTemplate resolved, resolveVariables(*value, variables_->values()));
        request.instruction = resolved.body;
    }
    request.thinking = thinking_->isChecked();
    request.sampling.temperature = temperature_->value();
    request.sampling.topP = topP_->value();
    request.sampling.topK = topK_->value();
    request.sampling.minP = minP_->value();
    request.sampling.presencePenalty = presence_->value();
    request.sampling.repetitionPenalty = repetition_->value();
    request.sampling.maxTokens = maxTokens_->value();
    return request;
}

bool RewriterSetup::focusNeeded() {
    return variables_->focusNeeded();
}

std::optional<std::int64_t> RewriterSetup::seed() const {
    return seed_->seed();
}

int RewriterSetup::variants() const {
    return count_->value();
}

} // namespace diptych::widgets

#include "widgets/model/request_model.h"

#include <QUndoCommand>

#include <algorithm>
#include <utility>

namespace diptych::widgets {

namespace {

void copyNumbers(RequestField field, const GenerationRequest& from, GenerationRequest& to) {
    switch (field) {
    case RequestField::Size:
        to.width = from.width;
        to.height = from.height;
        break;
    case RequestField::Steps:
        to.steps = from.steps;
        break;
    case RequestField::Seed:
        to.seed = from.seed;
        break;
    case RequestField::SeedRule:
        to.seedRule = from.seedRule;
        break;
    case RequestField::Count:
        to.count = from.count;
        break;
    case RequestField::Scheduler:
        to.scheduler = from.scheduler;
        break;
    case RequestField::SigmaSpacing:
        to.sigmaSpacing = from.sigmaSpacing;
        break;
    case RequestField::Shift:
        to.shift = from.shift;
        break;
    case RequestField::Guidance:
        to.guidanceScale = from.guidanceScale;
        break;
    case RequestField::CfgNormalization:
        to.cfgNormalization = from.cfgNormalization;
        break;
    case RequestField::CfgTruncation:
        to.cfgTruncation = from.cfgTruncation;
        break;
    case RequestField::Variety:
        to.variety = from.variety;
        break;
    case RequestField::SkipLayers:
        to.skipLayers = from.skipLayers;
        break;
    case RequestField::HiddenLayer:
        to.hiddenLayer = from.hiddenLayer;
        break;
    case RequestField::LongPrompt:
        to.longPromptMode = from.longPromptMode;
        to.maxPromptTokens = from.maxPromptTokens;
        break;
    case RequestField::Source:
        to.source = from.source;
        break;
    case RequestField::TwoPass:
        to.twoPass = from.twoPass;
        break;
    case RequestField::Embeddings:
        to.embeddings = from.embeddings;
        break;
    default:
        break;
    }
}

bool isText(RequestField field) {
    return field == RequestField::Prompt || field == RequestField::System ||
           field == RequestField::Thinking || field == RequestField::Assistant ||
           field == RequestField::Template || field == RequestField::Raw ||
           field == RequestField::NegativePrompt;
}

} // namespace

const std::vector<RequestField>& requestFields() {
    static const std::vector<RequestField> kFields = [] {
        std::vector<RequestField> all;
        for (int i = 0; i <= static_cast<int>(RequestField::Loras); ++i)
            all.push_back(static_cast<RequestField>(i));
        return all;
    }();
    return kFields;
}

void copyField(RequestField field, const RequestForm& from, RequestForm& to) {
    const Conversation& source = from.request.conversation;
    Conversation& target = to.request.conversation;
    switch (field) {
    case RequestField::Prompt:
        target.user = source.user;
        break;
    case RequestField::System:
        target.system = source.system;
        break;
    case RequestField::Thinking:
        to.thinkMode = from.thinkMode;
        to.thinkingText = from.thinkingText;
        to.thinkRefused = from.thinkRefused;
        break;
    case RequestField::Assistant:
        target.assistant = source.assistant;
        break;
    case RequestField::Template:
        to.request.templateName = from.request.templateName;
        break;
    case RequestField::Raw:
        target.raw = source.raw;
        break;
    case RequestField::StripQuotes:
        target.stripQuotes = source.stripQuotes;
        break;
    case RequestField::NegativePrompt:
        to.request.negativePrompt = from.request.negativePrompt;
        break;
    case RequestField::Loras:
        to.loras = from.loras;
        to.request.loraTriggerWords = from.request.loraTriggerWords;
        break;
    default:
        copyNumbers(field, from.request, to.request);
    }
}

/// From one state of the form to another.
class FormCommand : public QUndoCommand {
  public:
    /// `mergeId` joins it with the step before of the same number; -1 = never.
    FormCommand(RequestModel& model, RequestForm after, const QString& name, int mergeId)
        : QUndoCommand(name), model_(model), before_(model.form()), after_(std::move(after)),
          mergeId_(mergeId) {}

    void undo() override { model_.put(before_); }
    void redo() override { model_.put(after_); }
    int id() const override { return mergeId_; }
    bool mergeWith(const QUndoCommand* other) override {
        after_ = static_cast<const FormCommand*>(other)->after_;
        setObsolete(after_ == before_);
        return true;
    }

  private:
    RequestModel& model_;
    RequestForm before_;
    RequestForm after_;
    int mergeId_;
};

/// One field of the form, so that texts that were typed meanwhile stay.
class FieldCommand : public QUndoCommand {
  public:
    FieldCommand(RequestModel& model, RequestField field, RequestForm after)
        : model_(model), field_(field), before_(model.form()), after_(std::move(after)) {}

    void undo() override { put(before_); }
    void redo() override { put(after_); }
    int id() const override { return static_cast<int>(field_); }
    bool mergeWith(const QUndoCommand* other) override {
        copyField(field_, static_cast<const FieldCommand*>(other)->after_, after_);
        RequestForm unchanged = before_;
        copyField(field_, after_, unchanged);
        setObsolete(unchanged == before_);
        return true;
    }

  private:
    void put(const RequestForm& state) {
        model_.editText(field_, [&](RequestForm& form) { copyField(field_, state, form); });
    }

    RequestModel& model_;
    RequestField field_;
    RequestForm before_;
    RequestForm after_;
};

RequestModel::RequestModel(QObject* parent) : QObject(parent) {}

void RequestModel::setRecommended(const GenerationRequest& recommended) {
    const RequestForm former = std::exchange(recommended_, formOf(recommended));
    RequestForm next = form_;
    for (const RequestField field : requestFields()) {
        RequestForm same = form_;
        copyField(field, former, same);
        if (same == form_)
            copyField(field, recommended_, next);
    }
    put(next);
    Q_EMIT recommendationChanged();
}

bool RequestModel::isRecommended(RequestField field) const {
    RequestForm same = form_;
    copyField(field, recommended_, same);
    return same == form_;
}

int RequestModel::countOff(const std::vector<RequestField>& fields) const {
    return static_cast<int>(std::count_if(fields.begin(), fields.end(), [this](RequestField field) {
        return !isRecommended(field);
    }));
}

void RequestModel::resetToRecommended(RequestField field) {
    edit(field, [&](RequestForm& form) { copyField(field, recommended_, form); });
}

void RequestModel::resetSettings() {
    RequestForm next = form_;
    for (const RequestField field : requestFields())
        if (!isText(field) && field != RequestField::Seed && field != RequestField::Count)
            copyField(field, recommended_, next);
    apply(next, tr("Reset settings"));
}

void RequestModel::edit(RequestField field, const std::function<void(RequestForm&)>& change) {
    RequestForm next = form_;
    change(next);
    if (next == form_)
        return;
    auto* const command = new FieldCommand(*this, field, std::move(next));
    command->setText(tr("Change of a setting"));
    undo_.push(command);
}

void RequestModel::editText(RequestField field, const std::function<void(RequestForm&)>& change) {
    RequestForm next = form_;
    change(next);
    if (next == form_)
        return;
    form_ = std::move(next);
    Q_EMIT changed(field);
    Q_EMIT edited();
}

void RequestModel::apply(const RequestForm& form, const QString& name) {
    if (!(form == form_))
        undo_.push(new FormCommand(*this, form, name, -1));
}

void RequestModel::restore(const RequestForm& form) {
    put(form);
    undo_.clear();
}

void RequestModel::put(const RequestForm& form) {
    const RequestForm former = std::exchange(form_, form);
    for (const RequestField field : requestFields()) {
        RequestForm same = former;
        copyField(field, form_, same);
        if (!(same == former))
            Q_EMIT changed(field);
    }
    if (!(former == form_))
        Q_EMIT edited();
}

} // namespace diptych::widgets

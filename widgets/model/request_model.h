// The form as an observable object: panels show it and change it, nobody else holds its values.
// Changes of numbers and choices are steps of one undo stack; texts that are typed have the undo of
// their own editors.
#pragma once

#include "widgets/model/request_form.h"

#include <QObject>
#include <QString>
#include <QUndoStack>

#include <functional>
#include <vector>

namespace diptych::widgets {

/// What can be changed, told about and set back by itself.
enum class RequestField {
    Prompt,
    System,
    Thinking, ///< mode and text
    Assistant,
    Template, ///< its name; what it says is in the fields before
    Raw,      ///< the prompt is sent as it is
    StripQuotes,
    NegativePrompt,
    Size,
    Steps,
    Seed,
    SeedRule,
    Count,
    Scheduler,
    SigmaSpacing,
    Shift,
    Guidance,
    CfgNormalization,
    CfgTruncation,
    Variety,
    SkipLayers,
    HiddenLayer,
    LongPrompt, ///< mode and limit
    Source,
    TwoPass,
    Embeddings, ///< both files
    Loras,
};

/// Every field, in the order of the enumeration.
const std::vector<RequestField>& requestFields();

/// Copies what belongs to `field`.
void copyField(RequestField field, const RequestForm& from, RequestForm& to);

class RequestModel : public QObject {
    Q_OBJECT

  public:
    explicit RequestModel(QObject* parent = nullptr);

    const RequestForm& form() const { return form_; }
    GenerationRequest request() const { return toRequest(form_); }
    QUndoStack* undoStack() { return &undo_; }

    /// What is recommended for the model in use. Fields that still stand at the former
    /// recommendation follow it.
    void setRecommended(const GenerationRequest& recommended);
    const RequestForm& recommended() const { return recommended_; }
    bool isRecommended(RequestField field) const;
    /// How many of these are not as recommended.
    int countOff(const std::vector<RequestField>& fields) const;
    void resetToRecommended(RequestField field);
    /// Everything but the prompt's texts, the seed and the number of pictures, in one step.
    void resetSettings();

    /// Changes one field as a step that can be undone; steps of the same field follow one another
    /// as one.
    void edit(RequestField field, const std::function<void(RequestForm&)>& change);
    /// Changes a text that has an undo of its own.
    void editText(RequestField field, const std::function<void(RequestForm&)>& change);
    /// Takes over a whole form, as one step with this name.
    void apply(const RequestForm& form, const QString& name);
    /// Takes over a form at the start of the program: no step.
    void restore(const RequestForm& form);

  Q_SIGNALS:
    void changed(diptych::widgets::RequestField field);
    /// Behind every change, once.
    void edited();
    void recommendationChanged();

  private:
    friend class FormCommand;

    void put(const RequestForm& form);

    RequestForm form_;
    RequestForm recommended_;
    QUndoStack undo_;
};

} // namespace diptych::widgets

// The numbers of a drawing, in sections that fold. Every field says what it does, carries a dot
// where it is not as recommended for the model, and is set back with one click.
#pragma once

#include "core/config/schema.h"
#include "widgets/model/request_model.h"

#include <QString>
#include <QWidget>

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

class QFormLayout;
class QVBoxLayout;

namespace diptych::widgets {

class CollapsibleSection;
class FieldRow;
class SeedEdit;
class SizeEdit;

class SettingsPanel : public QWidget {
    Q_OBJECT

  public:
    /// Both are borrowed; what fields mean is told by the schema.
    SettingsPanel(RequestModel* model, const config::Schema& schema, QWidget* parent = nullptr);

    /// The seed that the last picture had.
    void setLastSeed(std::int64_t seed);
    /// The shift that the checkpoint asks for, for the field that is left open.
    void setModelShift(double shift);
    /// The side of a picture that the model was made for.
    void setBaseSide(int pixels);
    const std::vector<CollapsibleSection*>& sections() const { return sections_; }

  private:
    struct Row {
        RequestField field;
        FieldRow* row;
        std::function<void(const RequestForm&)> show;
        std::function<QString(const RequestForm&)> describe;
    };
    /// A section while it is filled.
    struct Section {
        CollapsibleSection* section;
        QVBoxLayout* rows;
        std::vector<RequestField> fields;
    };

    void addImageSection();
    void addSamplingSection();
    void addGuidanceSection();
    void addSourceSection();
    void addLargeSection();
    void addLoraSection();
    void addEncoderSection();

    Section beginSection(const char* name, const QString& title, bool open);
    void endSection(const Section& section);
    QString helpOf(std::string_view setting) const;
    FieldRow* addRow(Section& section, RequestField field, const QString& label,
                     std::string_view setting, QWidget* control,
                     std::function<void(const RequestForm&)> show,
                     std::function<QString(const RequestForm&)> describe);
    void addWhole(Section& section, RequestField field, const QString& label,
                  std::string_view setting, int smallest, int largest,
                  int GenerationRequest::*member);
    void addNumber(Section& section, RequestField field, const QString& label,
                   std::string_view setting, double largest, double step,
                   const QString& specialText,
                   const std::function<double(const GenerationRequest&)>& get,
                   const std::function<void(GenerationRequest&, double)>& set);
    void addChoice(Section& section, RequestField field, const QString& label,
                   std::string_view setting,
                   const std::function<std::string(const GenerationRequest&)>& get,
                   const std::function<void(GenerationRequest&, const std::string&)>& set);
    void addSwitch(Section& section, RequestField field, const QString& label,
                   std::string_view setting,
                   const std::function<bool(const GenerationRequest&)>& get,
                   const std::function<void(GenerationRequest&, bool)>& set);
    void showField(RequestField field);
    void refreshMarks();

    RequestModel* model_;
    const config::Schema& schema_;
    QVBoxLayout* column_;
    std::vector<Row> rows_;
    std::vector<std::pair<CollapsibleSection*, std::vector<RequestField>>> counted_;
    std::vector<CollapsibleSection*> sections_;
    SeedEdit* seed_ = nullptr;
    SizeEdit* size_ = nullptr;
    class QuietDoubleSpinBox* shift_ = nullptr;
};

} // namespace diptych::widgets

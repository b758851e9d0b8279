#include "widgets/panels/settings_panel.h"

#include "widgets/controls/collapsible_section.h"
#include "widgets/controls/field_row.h"
#include "widgets/controls/icon_set.h"
#include "widgets/controls/quiet_spin_box.h"
#include "widgets/controls/scrolled_layout.h"
#include "widgets/controls/seed_edit.h"
#include "widgets/controls/size_edit.h"
#include "widgets/panels/lora_list.h"
#include "widgets/panels/source_picture_edit.h"

#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

namespace diptych::widgets {

namespace {

constexpr double kLargestGuidance = 20.0;
constexpr double kLargestShift = 20.0;
constexpr int kDeepestLayer = 99; // of a text encoder, either way

} // namespace

SettingsPanel::SettingsPanel(RequestModel* model, const config::Schema& schema, QWidget* parent)
    : QWidget(parent), model_(model), schema_(schema), column_(nullptr) {
    setObjectName(QStringLiteral("settingsPanel"));
    auto* const inside = new QWidget;
    column_ = new QVBoxLayout(inside);
    column_->setContentsMargins(12, 10, 8, 12);
    column_->setSpacing(10);
    addImageSection();
    addSamplingSection();
    addGuidanceSection();
    addSourceSection();
    addLargeSection();
    addLoraSection();
    addEncoderSection();
    column_->addStretch(1);

    layOutScrolled(this, inside);
    connect(model_, &RequestModel::changed, this, &SettingsPanel::showField);
    connect(model_, &RequestModel::recommendationChanged, this, &SettingsPanel::refreshMarks);
    for (const Row& row : rows_)
        row.show(model_->form());
    refreshMarks();
}

void SettingsPanel::setLastSeed(std::int64_t seed) {
    seed_->setPrevious(seed);
}

void SettingsPanel::setModelShift(double shift) {
    shift_->setSpecialValueText(tr("auto (%1)").arg(QLocale().toString(shift, 'f', 1)));
}

void SettingsPanel::setBaseSide(int pixels) {
    size_->setBaseSide(pixels);
}

void SettingsPanel::addImageSection() {
    Section section = beginSection("imageSection", tr("Picture"), true);
    size_ = new SizeEdit;
    connect(size_, &SizeEdit::sizeEdited, this, [this](int width, int height) {
        model_->edit(RequestField::Size, [=](RequestForm& form) {
            form.request.width = width;
            form.request.height = height;
        });
    });
    addRow(
        section, RequestField::Size, tr("S&ize"), "generation.width", size_,
        [this](const RequestForm& form) {
            size_->setSize({form.request.width, form.request.height});
        },
        [](const RequestForm& form) {
            return tr("%1 × %2").arg(form.request.width).arg(form.request.height);
        });
    seed_ = new SeedEdit;
    connect(seed_, &SeedEdit::seedEdited, this, [this](std::optional<std::int64_t> seed) {
        model_->edit(RequestField::Seed, [=](RequestForm& form) { form.request.seed = seed; });
    });
    addRow(
        section, RequestField::Seed, tr("S&eed"), "generation.seed", seed_,
        [this](const RequestForm& form) { seed_->setSeed(form.request.seed); },
        [](const RequestForm& form) {
            return form.request.seed ? QString::number(*form.request.seed) : tr("random");
        });
    addChoice(
        section, RequestField::SeedRule, tr("Further seeds"), "generation.seed_rule",
        [](const GenerationRequest& request) { return std::string(toString(request.seedRule)); },
        [](GenerationRequest& request, const std::string& name) {
            request.seedRule = parseChoice<SeedRule>(name, "seed rule").value_or(request.seedRule);
        });
    addNumber(
        section, RequestField::Variety, tr("Variety"), "variety.strength", 2.0, 0.05, tr("off"),
        [](const GenerationRequest& request) { return request.variety.strength; },
        [](GenerationRequest& request, double value) { request.variety.strength = value; });
    endSection(section);
}

void SettingsPanel::addSamplingSection() {
    Section section = beginSection("samplingSection", tr("Sampling"), true);
    addWhole(section, RequestField::Steps, tr("S&teps"), "generation.steps", 1, kLargestSteps,
             &GenerationRequest::steps);
    addChoice(
        section, RequestField::Scheduler, tr("Sche&duler"), "scheduler.type",
        [](const GenerationRequest& request) { return request.scheduler; },
        [](GenerationRequest& request, const std::string& name) { request.scheduler = name; });
    addChoice(
        section, RequestField::SigmaSpacing, tr("Noise levels"), "scheduler.sigma_spacing",
        [](const GenerationRequest& request) { return request.sigmaSpacing; },
        [](GenerationRequest& request, const std::string& name) { request.sigmaSpacing = name; });
    addNumber(
        section, RequestField::Shift, tr("S&hift"), "scheduler.shift", kLargestShift, 0.5,
        tr("auto"), [](const GenerationRequest& request) { return request.shift.value_or(0.0); },
        [](GenerationRequest& request, double value) {
            request.shift = value > 0.0 ? std::optional<double>(value) : std::nullopt;
        });
    endSection(section);
}

void SettingsPanel::addGuidanceSection() {
    Section section = beginSection("guidanceSection", tr("Guidance"), true);
    addNumber(
        section, RequestField::Guidance, tr("&Guidance"), "generation.guidance_scale",
        kLargestGuidance, 0.5, tr("off"),
        [](const GenerationRequest& request) { return request.guidanceScale; },
        [](GenerationRequest& request, double value) { request.guidanceScale = value; });
    addNumber(
        section, RequestField::CfgNormalization, tr("Limit"), "generation.cfg_normalization", 10.0,
        0.1, tr("none"),
        [](const GenerationRequest& request) { return request.cfgNormalization.value_or(0.0); },
        [](GenerationRequest& request, double value) {
            request.cfgNormalization = value > 0.0 ? std::optional<double>(value) : std::nullopt;
        });
    addNumber(
        section, RequestField::CfgTruncation, tr("Ends at"), "generation.cfg_truncation", 1.0, 0.05,
        {}, [](const GenerationRequest& request) { return request.cfgTruncation.value_or(1.0); },
        [](GenerationRequest& request, double value) { request.cfgTruncation = value; });
    addNumber(
        section, RequestField::SkipLayers, tr("Skip layers"), "slg.scale", 10.0, 0.5, tr("off"),
        [](const GenerationRequest& request) { return request.skipLayers.scale; },
        [](GenerationRequest& request, double value) { request.skipLayers.scale = value; });
    endSection(section);
    // Both limit guidance: without it they do nothing.
    std::vector<FieldRow*> limits;
    for (const Row& row : rows_)
        if (row.field == RequestField::CfgNormalization || row.field == RequestField::CfgTruncation)
            limits.push_back(row.row);
    const auto enable = [this, limits](RequestField field) {
        if (field == RequestField::Guidance)
            for (FieldRow* const row : limits)
                row->setEnabled(model_->form().request.guidanceScale > 0.0);
    };
    connect(model_, &RequestModel::changed, this, enable);
    enable(RequestField::Guidance);
}

void SettingsPanel::addSourceSection() {
    Section section = beginSection("sourceSection", tr("Source picture"), false);
    auto* const source = new SourcePictureEdit;
    connect(source, &SourcePictureEdit::pathEdited, this, [this](const QString& path) {
        model_->edit(RequestField::Source, [&](RequestForm& form) {
            form.request.source.path = path.toStdString();
            if (path.isEmpty())
                form.request.source.mask.clear();
        });
    });
    const auto nameOf = [](const std::string& path) {
        return path.empty() ? tr("none") : QFileInfo(QString::fromStdString(path)).fileName();
    };
    addRow(
        section, RequestField::Source, tr("Picture"), "source.image", source,
        [source](const RequestForm& form) {
            source->setPath(QString::fromStdString(form.request.source.path));
        },
        [nameOf](const RequestForm& form) { return nameOf(form.request.source.path); });
    auto* const mask = new SourcePictureEdit;
    connect(mask, &SourcePictureEdit::pathEdited, this, [this](const QString& path) {
        model_->edit(RequestField::Source,
                     [&](RequestForm& form) { form.request.source.mask = path.toStdString(); });
    });
    addRow(
        section, RequestField::Source, tr("Mask"), "source.mask", mask,
        [mask](const RequestForm& form) {
            mask->setPath(QString::fromStdString(form.request.source.mask));
            mask->setEnabled(!form.request.source.path.empty());
        },
        [nameOf](const RequestForm& form) { return nameOf(form.request.source.mask); });
    addNumber(
        section, RequestField::Source, tr("St&rength"), "source.strength", 1.0, 0.05, {},
        [](const GenerationRequest& request) { return request.source.strength; },
        [](GenerationRequest& request, double value) { request.source.strength = value; });
    addChoice(
        section, RequestField::Source, tr("Fit"), "source.fit",
        [](const GenerationRequest& request) { return std::string(toString(request.source.fit)); },
        [](GenerationRequest& request, const std::string& name) {
            request.source.fit = parseChoice<FitMode>(name, "fit").value_or(request.source.fit);
        });
    endSection(section);
}

void SettingsPanel::addLargeSection() {
    Section section = beginSection("largeSection", tr("Large pictures"), false);
    addSwitch(
        section, RequestField::TwoPass, tr("Two passes"), "two_pass.enabled",
        [](const GenerationRequest& request) { return request.twoPass.enabled; },
        [](GenerationRequest& request, bool on) { request.twoPass.enabled = on; });
    auto* const side = new QuietSpinBox;
    side->setRange(kSmallestSide, kLargestSide);
    side->setSingleStep(kSizeMultiple);
    side->setSuffix(tr(" px"));
    connect(side, &QSpinBox::valueChanged, this, [this](int value) {
        model_->edit(RequestField::TwoPass, [value](RequestForm& form) {
            form.request.twoPass.baseSide = nearestValidSide(value);
        });
    });
    addRow(
        section, RequestField::TwoPass, tr("First pass"), "two_pass.base_size", side,
        [side](const RequestForm& form) { side->setValue(form.request.twoPass.baseSide); },
        [](const RequestForm& form) { return QString::number(form.request.twoPass.baseSide); });
    addNumber(
        section, RequestField::TwoPass, tr("Refinement"), "two_pass.strength", 1.0, 0.05, {},
        [](const GenerationRequest& request) { return request.twoPass.strength; },
        [](GenerationRequest& request, double value) { request.twoPass.strength = value; });
    endSection(section);
}

void SettingsPanel::addLoraSection() {
    Section section = beginSection("loraSection", tr("LoRA"), false);
    auto* const list = new LoraList;
    connect(list, &LoraList::itemsEdited, this, [this](const std::vector<LoraItem>& items) {
        model_->edit(RequestField::Loras, [&](RequestForm& form) { form.loras = items; });
    });
    connect(model_, &RequestModel::changed, list, [this, list](RequestField field) {
        if (field == RequestField::Loras)
            list->setItems(model_->form().loras);
    });
    list->setItems(model_->form().loras);
    section.rows->addWidget(list);
    addSwitch(
        section, RequestField::Loras, tr("Trigger words"), "lora.trigger_words",
        [](const GenerationRequest& request) { return request.loraTriggerWords; },
        [](GenerationRequest& request, bool on) { request.loraTriggerWords = on; });
    endSection(section);
}

void SettingsPanel::addEncoderSection() {
    Section section = beginSection("encoderSection", tr("Text encoder"), false);
    addWhole(section, RequestField::HiddenLayer, tr("Hidden layer"), "encoder.hidden_layer",
             -kDeepestLayer, kDeepestLayer, &GenerationRequest::hiddenLayer);
    addChoice(
        section, RequestField::LongPrompt, tr("Long prompts"), "encoder.long_prompt_mode",
        [](const GenerationRequest& request) {
            return std::string(toString(request.longPromptMode));
        },
        [](GenerationRequest& request, const std::string& name) {
            request.longPromptMode =
                parseChoice<LongPromptMode>(name, "mode").value_or(request.longPromptMode);
        });
    addWhole(section, RequestField::LongPrompt, tr("Most tokens"), "encoder.max_tokens", 1, 100000,
             &GenerationRequest::maxPromptTokens);
    addSwitch(
        section, RequestField::StripQuotes, tr("Strip quotes"), "prompt.strip_quotes",
        [](const GenerationRequest& request) { return request.conversation.stripQuotes; },
        [](GenerationRequest& request, bool on) { request.conversation.stripQuotes = on; });
    endSection(section);
}

} // namespace diptych::widgets
